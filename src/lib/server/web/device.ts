import { randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Source } from '../gallery/voting.ts';

const deviceCookie = 'lantoa_thiet_bi';
const year = 365 * 24 * 3600;

/** The random name of this browser, given on its first interaction. It tells nothing about the person. */
export function deviceOf(event: RequestEvent): string {
  const known = event.cookies.get(deviceCookie) ?? '';
  if (/^[\w-]{22}$/.test(known)) return known;
  const made = randomBytes(16).toString('base64url').slice(0, 22);
  event.cookies.set(deviceCookie, made, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: year,
  });
  return made;
}

/** Where an interaction comes from, and what the browser computed for it. */
export const sourceOf = (event: RequestEvent, proof: string | null | undefined): Source => ({
  device: deviceOf(event),
  agent: event.request.headers.get('user-agent') ?? '',
  proof: proof || null,
});
