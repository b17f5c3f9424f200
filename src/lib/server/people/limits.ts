import { isIP } from 'node:net';
import { type Kysely, sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { DB } from '../platform/db/schema.ts';

/**
 * The network that counters see behind an address: IPv4 as it is, IPv6 by its first 64 bits, because one machine has all
 * addresses of such a network.
 */
export function networkOf(ip: string | null): string {
  if (!ip || isIP(ip) !== 6) return ip ?? 'local';
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (inside) return inside[1] as string;
  // the URL parser writes every address in its one short form
  const [head = '', tail] = new URL(`http://[${ip.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}

interface Limit {
  /** attempts in a window */
  points: number;
  windowMinutes: number;
  /** "Bạn đã nhập sai mật khẩu nhiều lần" */
  what: string;
  field?: string;
}

/**
 * Takes one attempt from a counter. Counters guard real people, so they run in real time even in rehearsals.
 * @throws RuleError 429 that says in how many minutes to try again
 */
export async function takeAttempt(db: Kysely<DB>, key: string, limit: Limit): Promise<void> {
  const { rows } = await sql<{ points: number; minutes: number }>`
    insert into rate_limit as r (key, points, resets_at)
    values (${key}, 1, now() + make_interval(mins => ${limit.windowMinutes}))
    on conflict (key) do update set
      points = case when r.resets_at <= now() then 1 else r.points + 1 end,
      resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
    returning points, ceil(extract(epoch from resets_at - now()) / 60)::int as minutes`.execute(db);
  const { points, minutes } = rows[0]!;
  if (points <= limit.points) return;
  throw new RuleError({
    code: 'rate-limit',
    status: 429,
    message: `${limit.what}. Hãy thử lại sau ${waiting(minutes)}.`,
    ...(limit.field ? { field: limit.field } : {}),
  });
}

const waiting = (minutes: number): string =>
  minutes < 120 ? `${Math.max(1, minutes)} phút` : `${Math.ceil(minutes / 60)} giờ`;

/** Gives attempts back after a success. */
export const forgetAttempts = (db: Kysely<DB>, key: string) =>
  db.deleteFrom('rate_limit').where('key', '=', key).execute();

/** Gives one attempt back: the success of one person must not clear the counter of a whole office. */
export const returnAttempt = (db: Kysely<DB>, key: string) =>
  db
    .updateTable('rate_limit')
    .set((eb) => ({ points: eb('points', '-', 1) }))
    .where('key', '=', key)
    .where('points', '>', 0)
    .execute();
