import { type Kysely, sql } from 'kysely';
import type { FormValues } from '#lib/domain/entry/fields.ts';
import type { EntryPosition, EntryState } from '#lib/domain/entry/states.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { DossierStage } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { wasForwarded } from '../screening/move.ts';

export type StageId = DossierStage['id'];

export interface AuthorRecord {
  id: string;
  personId: string | null;
  position: number;
  fullName: string;
  email: string | null;
  phone: string | null;
  job: string | null;
  workplace: string | null;
  /** percent, decimal text */
  share: string | null;
  confirmedAt: Date | null;
  declinedAt: Date | null;
  confirmChannel: string | null;
}

/** An entry as its authors work on it, with its authors. Who may see it is asked of `canEntry`. */
export interface EntryRecord extends EntryPosition {
  id: string;
  programmeId: string;
  code: string | null;
  title: string;
  pillar: string | null;
  topics: string[];
  unitName: string | null;
  form: Partial<Record<StageId, FormValues>>;
  lateDraft: Record<string, unknown> | null;
  lateDraftAt: Date | null;
  version: number;
  createdBy: string;
  onBehalf: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** of the last time it was handed in */
  submittedAt: Date | null;
  refinedAt: Date | null;
  /** of the last change by its authors */
  changedAt: Date | null;
  receiptNo: string | null;
  authors: AuthorRecord[];
}

async function readEntry(db: Kysely<DB>, id: string, lock: boolean): Promise<EntryRecord | null> {
  if (!isUuid(id)) return null;
  const query = db
    .selectFrom('entry as e')
    .leftJoin('unit as u', 'u.id', 'e.unit_id')
    .selectAll('e')
    .select(['u.name as unit_name', wasForwarded.as('forwarded')])
    .where('e.id', '=', id);
  const row = await (lock ? query.forUpdate('e') : query).executeTakeFirst();
  if (!row) return null;
  const authors = await db
    .selectFrom('entry_author')
    .select(['id', 'position', 'email', 'phone', 'job', 'workplace', 'share'])
    .select([
      'person_id as personId',
      'full_name as fullName',
      'confirmed_at as confirmedAt',
      'declined_at as declinedAt',
      'confirm_channel as confirmChannel',
    ])
    .where('entry_id', '=', id)
    .orderBy('position')
    .orderBy('created_at')
    .execute();
  return {
    id: row.id,
    programmeId: row.programme_id,
    code: row.code,
    state: row.state,
    title: row.title,
    pillar: row.pillar,
    topics: row.topics,
    unitId: row.unit_id,
    unitName: row.unit_name,
    forwarded: row.forwarded,
    form: row.form as EntryRecord['form'],
    lateDraft: row.late_draft,
    lateDraftAt: row.late_draft_at,
    version: row.version,
    createdBy: row.created_by,
    onBehalf: row.on_behalf,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at,
    refinedAt: row.refined_at,
    changedAt: row.changed_at,
    receiptNo: row.receipt_no,
    authors,
  };
}

/** null when there is none. */
export const findEntry = (db: Kysely<DB>, id: string): Promise<EntryRecord | null> => readEntry(db, id, false);

/** Locked until the transaction ends, so that what is checked is what is written. @throws 404 */
export async function lockForAuthors(db: Kysely<DB>, id: string): Promise<EntryRecord> {
  const entry = await readEntry(db, id, true);
  if (!entry) throw notFound('Bài dự thi này');
  return entry;
}

/** @throws 404 */
export async function programmeOf(db: Kysely<DB>, entry: Pick<EntryRecord, 'programmeId'>): Promise<StoredProgramme> {
  const programme = await programmeById(db, entry.programmeId);
  if (!programme) throw notFound('Cuộc thi này');
  return programme;
}

/** Whether something was changed after it had been handed in. What was handed in last is what counts. */
export function hasUnsentChanges(
  entry: Pick<EntryRecord, 'submittedAt' | 'refinedAt' | 'changedAt'>,
  stage: StageId,
): boolean {
  const sent = stage === 'submission' ? entry.submittedAt : entry.refinedAt;
  return sent !== null && entry.changedAt !== null && entry.changedAt > sent;
}

/** A line in the history of an entry; `system` when a rule moved it, not the person who acted. */
export const writeEvent = (
  db: Kysely<DB>,
  ctx: Ctx,
  entry: Pick<EntryRecord, 'id'>,
  move: { from: EntryState | null; to: EntryState; reason?: string | null; clause?: string | null; system?: boolean },
) =>
  db
    .insertInto('entry_event')
    .values({
      entry_id: entry.id,
      at: ctx.now,
      by_id: move.system ? null : ctx.actor.id,
      by_name: move.system ? 'Hệ thống' : ctx.actor.name,
      from_state: move.from,
      to_state: move.to,
      reason: move.reason || null,
      clause: move.clause || null,
    })
    .execute();

/** Marks the entry as changed by its authors. @returns the new version, when what is typed over one another changed */
export async function touch(db: Kysely<DB>, ctx: Ctx, entry: Pick<EntryRecord, 'id'>, counts = true): Promise<number> {
  const { version } = await db
    .updateTable('entry')
    .set({ changed_at: ctx.now, updated_at: ctx.now, version: counts ? sql`version + 1` : sql`version` })
    .where('id', '=', entry.id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
