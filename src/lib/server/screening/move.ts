import { type Kysely, sql } from 'kysely';
import { type EntryAct, type EntryState, transition } from '#lib/domain/entry/states.ts';
import { notFound, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';

/** An entry as screening and checking need it, locked until the transaction ends. */
export interface LockedEntry {
  id: string;
  programmeId: string;
  code: string | null;
  title: string;
  state: EntryState;
  unitId: string | null;
  version: number;
  lastSubmittedAt: Date | null;
  forwarded: boolean;
}

/** When an entry was handed in last; authors may hand in again until the deadline. */
export const lastSubmittedAt = sql<Date | null>`greatest(e.submitted_at, (
  select max(s.at) from entry_submission s where s.entry_id = e.id and s.stage = 'submission'))`;

/**
 * Whether the province has it: forwarded by the unit, or taken over from it. What comes back from the author then goes to
 * the secretariat, not through the unit again.
 */
export const wasForwarded = sql<boolean>`exists (
  select 1 from entry_event v where v.entry_id = e.id and v.from_state = 'with-unit' and v.to_state = 'submitted')`;

/** Locks entries in the order of their ids, so that two acts on many entries cannot wait for each other. */
export async function lockEntries(db: Kysely<DB>, ids: readonly string[]): Promise<LockedEntry[]> {
  const known = [...new Set(ids)].filter(isUuid);
  if (known.length === 0) return [];
  const rows = await db
    .selectFrom('entry as e')
    .select(['e.id', 'e.programme_id', 'e.code', 'e.title', 'e.state', 'e.unit_id', 'e.version'])
    .select([lastSubmittedAt.as('last'), wasForwarded.as('forwarded')])
    .where('e.id', 'in', known)
    .orderBy('e.id')
    .forUpdate()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    programmeId: row.programme_id,
    code: row.code,
    title: row.title,
    state: row.state,
    unitId: row.unit_id,
    version: row.version,
    lastSubmittedAt: row.last,
    forwarded: row.forwarded,
  }));
}

/** Locks one entry. @throws 404 when there is none */
export async function lockEntry(db: Kysely<DB>, id: string): Promise<LockedEntry> {
  const [entry] = await lockEntries(db, [id]);
  if (!entry) throw notFound('Bài dự thi này');
  return entry;
}

/**
 * Asked after the policy, because it tells that the entry is there.
 * @throws 409 when `version` is given and somebody changed the entry meanwhile
 */
export function requireVersion(entry: LockedEntry, version: number | undefined): void {
  if (version !== undefined && version !== entry.version) throw stale('Bài dự thi');
}

/**
 * Moves a locked entry by the rules of `transition`, and writes the line of its history.
 * @throws RuleError when state, clock, reason or clause forbid it
 */
export async function moveEntry(
  db: Kysely<DB>,
  ctx: Ctx,
  programme: StoredProgramme,
  entry: LockedEntry,
  act: EntryAct,
  why: { reason?: string | null; clause?: string | null } = {},
): Promise<EntryState> {
  const result = transition(programme.doc, entry, act, { now: ctx.now, ...why });
  if (!result.allow) requireAllowed({ ...result, status: 422 });
  const to = result.allow ? result.to : entry.state;
  await db.updateTable('entry').set({ state: to, updated_at: ctx.now }).where('id', '=', entry.id).execute();
  await writeHistory(db, ctx, entry, to, why);
  return to;
}

/** A line in the history of an entry, also for acts that do not move it. */
export const writeHistory = (
  db: Kysely<DB>,
  ctx: Ctx,
  entry: Pick<LockedEntry, 'id' | 'state'>,
  to: EntryState,
  why: { reason?: string | null; clause?: string | null } = {},
) =>
  db
    .insertInto('entry_event')
    .values({
      entry_id: entry.id,
      at: ctx.now,
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      from_state: entry.state,
      to_state: to,
      reason: why.reason || null,
      clause: why.clause || null,
    })
    .execute();
