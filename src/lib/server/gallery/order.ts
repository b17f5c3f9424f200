import { createHmac, randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { BUCKETS, bucketOf, bucketSeed, type Keyed, sharedSeed } from '#lib/domain/gallery/order.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';

/** Set by the server for addresses of galleries; whatever a client sends under this name is dropped. */
export const bucketHeader = 'x-gallery-bucket';

const keys = new WeakMap<App, Promise<Keyed>>();

async function loadKey({ db }: App): Promise<Keyed> {
  const at = 'gallery-order';
  await db
    .insertInto('setting')
    .values({ key: at, value: json(randomBytes(32).toString('base64url')) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await db.selectFrom('setting').select('value').where('key', '=', at).executeTakeFirstOrThrow();
  return (text) => createHmac('sha256', String(value)).update(text).digest();
}

/** The keyed hash of this installation; its secret is made at first need and stays. */
export function orderKey(app: App): Promise<Keyed> {
  const known = keys.get(app);
  if (known) return known;
  const loading = loadKey(app);
  keys.set(app, loading);
  loading.catch(() => keys.delete(app));
  return loading;
}

/** In which order this visitor sees works today (K24-4): a seed for `shuffled`. */
export async function visitorSeed(ctx: Ctx, headers: Headers): Promise<string> {
  const said = Number(headers.get(bucketHeader) ?? '0');
  const bucket = Number.isInteger(said) && said >= 0 && said < BUCKETS ? said : 0;
  return bucketSeed(await orderKey(ctx.app), { day: isoDateLocal(ctx.now), bucket });
}

const QUARTER = 15 * 60_000;

/** A seed that all visitors share and that changes every quarter of an hour: for selections on pages that are one for all. */
export async function placeSeed(ctx: Ctx, place: string): Promise<string> {
  const when = String(Math.floor(ctx.now.getTime() / QUARTER));
  return sharedSeed(await orderKey(ctx.app), { place, when });
}

/** Orders works by a hash that depends on the seed; `i` is gallery_item. */
export const shuffled = (seed: string): RawBuilder<unknown> => sql`md5(${seed} || i.entry_id::text), i.entry_id`;

/** The bucket of a visitor who asks now. */
export const bucketNow = (keyed: Keyed, visitor: { network: string; agent: string; now: Date }): number =>
  bucketOf(keyed, { network: visitor.network, agent: visitor.agent, day: isoDateLocal(visitor.now) });
