import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { DB, Row } from '../platform/db/schema.ts';

type Event = Pick<
  Row<'audit_event'>,
  | 'id'
  | 'at'
  | 'actor_id'
  | 'actor_name'
  | 'channel'
  | 'act'
  | 'programme_id'
  | 'subject_kind'
  | 'subject_id'
  | 'summary'
  | 'changes'
  | 'ip'
  | 'request_id'
>;

const columns = [
  'id',
  'at',
  'actor_id',
  'actor_name',
  'channel',
  'act',
  'programme_id',
  'subject_kind',
  'subject_id',
  'summary',
  'changes',
  'ip',
  'request_id',
] as const;

/** Objects with their keys in order, so that equal content has one text. */
export const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, canonical(v)]),
  );
};

/** SHA-256 (hex) over the previous hash and the event's canonical JSON. */
const eventHash = (previous: string, event: Event): string =>
  createHash('sha256')
    .update(previous)
    .update(JSON.stringify(columns.map((c) => canonical(event[c]))))
    .digest('hex');

/**
 * Seals the events whose transactions are surely all visible (xid below the oldest running one): gives each its number and
 * a hash over its predecessor's. Sealing apart from the acts keeps acts from queueing behind one another.
 * @returns how many events were sealed
 */
export async function sealLedger(db: Kysely<DB>, limit = 5000): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('ledger.seal'))`.execute(tx);
    const last = await tx
      .selectFrom('audit_event')
      .select(['seal_no', 'hash'])
      .where('seal_no', 'is not', null)
      .orderBy('seal_no', 'desc')
      .limit(1)
      .executeTakeFirst();
    const events = await tx
      .selectFrom('audit_event')
      .select(columns)
      .where('seal_no', 'is', null)
      .where(sql<boolean>`txid < pg_snapshot_xmin(pg_current_snapshot())`)
      .orderBy('id')
      .limit(limit)
      .execute();
    if (events.length === 0) return 0;
    let hash = last?.hash ?? '';
    let no = Number(last?.seal_no ?? 0);
    const ids: number[] = [];
    const numbers: number[] = [];
    const hashes: string[] = [];
    for (const event of events) {
      hash = eventHash(hash, event);
      no += 1;
      ids.push(event.id);
      numbers.push(no);
      hashes.push(hash);
    }
    await sql`update audit_event a set seal_no = v.no, hash = v.hash
      from unnest(${ids}::bigint[], ${numbers}::bigint[], ${hashes}::text[]) as v(id, no, hash) where a.id = v.id`.execute(
      tx,
    );
    return events.length;
  });
}

/** Walks the whole chain. @returns the first seal number that does not fit, or null when the chain is unbroken. */
export async function brokenSeal(db: Kysely<DB>): Promise<number | null> {
  let hash = '';
  let expected = 1;
  for (;;) {
    const events = await db
      .selectFrom('audit_event')
      .select([...columns, 'seal_no', 'hash'])
      .where('seal_no', '>=', expected)
      .orderBy('seal_no')
      .limit(2000)
      .execute();
    if (events.length === 0) return null;
    for (const event of events) {
      hash = eventHash(hash, event);
      if (Number(event.seal_no) !== expected || event.hash !== hash) return expected;
      expected += 1;
    }
  }
}
