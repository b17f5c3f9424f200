import { json } from '@sveltejs/kit';
import { newChallenge } from '#lib/server/gallery/challenge.ts';
import type { RequestHandler } from './$types';

/** A challenge for the browser to solve before an interaction. */
export const GET: RequestHandler = async ({ locals }) =>
  json(await newChallenge(locals.ctx.app), { headers: { 'cache-control': 'no-store' } });
