/** A unit screens the entries of its people: decides and ranks (K26-4a). */
import { type Kysely, sql } from 'kysely';
import { whileOpenKind } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, truncate } from '#lib/domain/kernel/text.ts';
import { checkRanks, currentDecision, moveInOrder, type UnitDecision } from '#lib/domain/screening/review.ts';
import { readersOf } from '../entry/readers.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { tellRejected, tellReturned } from './mails.ts';
import { type LockedEntry, lastSubmittedAt, lockEntry, moveEntry, requireVersion, writeHistory } from './move.ts';
import { canScreen, unitSubtree } from './policy.ts';

/**
 * Whoever changes the order of a unit waits for whoever began first. One lock for the programme, because a unit and the
 * unit above it rank the same entries.
 */
export const lockRanks = (db: Kysely<DB>, programmeId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`screening:${programmeId}`}, 0))`.execute(db);

/** Screening ends with intake (K26-3): what is decided later could not be forwarded any more. */
export function requireScreeningOpen(ctx: Ctx, programme: StoredProgramme): void {
  const open = whileOpenKind(programme.doc, 'intake', ctx.now);
  if (!open.allow) requireAllowed({ ...open, status: 422 });
}

export async function requireProgramme(db: Kysely<DB>, id: string): Promise<StoredProgramme> {
  const programme = await programmeById(db, id);
  if (!programme || programme.status === 'draft') throw notFound('Cuộc thi này');
  return programme;
}

const notWithUnit = (entry: LockedEntry): RuleError =>
  new RuleError({
    code: 'screening.not-with-unit',
    status: 409,
    message: entry.forwarded
      ? 'Bài này đã được gửi về tỉnh nên đơn vị không sơ loại lại được.'
      : 'Bài này không ở bước sơ loại của đơn vị. Hãy tải lại trang để xem trạng thái mới.',
  });

const maxComment = 2000;

export interface ReviewArgs {
  entryId: string;
  decision: UnitDecision;
  comment: string;
  /** version of the entry that the coordinator read */
  version?: number;
}

/**
 * The unit's decision about one entry: accept, return with a reason (the author may amend), or reject with a reason. A
 * decision can be changed until the entry is forwarded. The author is told of a return and of a rejection.
 * @throws RuleError when intake is over, when a reason is missing, when the entry is not with the unit
 */
export async function reviewEntry(ctx: Ctx, args: ReviewArgs): Promise<void> {
  const comment = cleanMultiline(args.comment);
  if (args.decision !== 'accept' && comment === '')
    throw new RuleError({
      code: 'screening.reason-required',
      field: 'comment',
      message: 'Hãy ghi lý do. Tác giả sẽ đọc được lý do này.',
    });
  if ([...comment].length > maxComment)
    throw new RuleError({
      code: 'screening.comment-long',
      field: 'comment',
      message: `Nhận xét dài tối đa ${maxComment} ký tự.`,
    });
  await act(ctx, { act: `screening.${args.decision}`, summary: 'Sơ loại một bài dự thi' }, async (tx) => {
    const entry = await lockEntry(tx.db, args.entryId);
    requireAllowed(await canScreen(ctx, entry, tx.db));
    requireVersion(entry, args.version);
    const programme = await requireProgramme(tx.db, entry.programmeId);
    if (entry.state !== 'with-unit') throw notWithUnit(entry);
    requireScreeningOpen(ctx, programme);
    const unit = await unitOf(tx.db, entry.unitId!);
    await lockRanks(tx.db, programme.id);
    const review = { decision: args.decision, comment: comment || null, by_id: requireActor(ctx), at: ctx.now };
    await tx.db
      .insertInto('screening_review')
      .values({ entry_id: entry.id, unit_id: unit.id, ...review })
      // Who is no longer chosen gives the place in the order back.
      .onConflict((c) =>
        c
          .column('entry_id')
          .doUpdateSet({ ...review, unit_id: unit.id, ...(args.decision === 'accept' ? {} : { rank: null }) }),
      )
      .execute();
    const about = { tx, ctx, programme, entry, readers: (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [] };
    if (args.decision === 'return') {
      await moveEntry(tx.db, ctx, programme, entry, 'unitReturn', { reason: comment });
      await tellReturned(about, unit.name, comment);
    } else {
      await writeHistory(tx.db, ctx, entry, entry.state, { reason: args.decision === 'reject' ? comment : null });
      if (args.decision === 'reject') await tellRejected(about, unit.name, comment);
    }
    const verbs = { accept: 'chọn', return: 'trả lại để bổ sung', reject: 'không chọn' };
    tx.note({
      programmeId: programme.id,
      subject: { kind: 'entry', id: entry.id },
      summary: `${unit.name} ${verbs[args.decision]} bài ${truncate(entryName(entry), 120)}`,
      changes: { decision: args.decision, ...(comment ? { comment } : {}) },
    });
  });
}

export function requireActor(ctx: Ctx): string {
  if (!ctx.actor.id) throw notFound();
  return ctx.actor.id;
}

export async function unitOf(db: Kysely<DB>, unitId: string): Promise<{ id: string; name: string; code: string }> {
  const unit = await db.selectFrom('unit').select(['id', 'name', 'code']).where('id', '=', unitId).executeTakeFirst();
  if (!unit) throw notFound('Đơn vị này');
  return unit;
}

interface RankRow {
  id: string;
  name: string;
  rank: number | null;
  forwarded: boolean;
}

/** Chosen entries of the unit and the units below it, the ranked ones first in their order, then as they came in. */
async function rankedEntries(db: Kysely<DB>, programmeId: string, unitIds: string[]): Promise<RankRow[]> {
  const rows = await db
    .selectFrom('entry as e')
    .innerJoin('screening_review as r', 'r.entry_id', 'e.id')
    .select(['e.id', 'e.code', 'e.title', 'e.state', 'r.rank', 'r.decision', 'r.at', 'r.forwarding_id'])
    .select(lastSubmittedAt.as('last'))
    .where('e.programme_id', '=', programmeId)
    .where('e.unit_id', 'in', unitIds)
    .where('r.decision', '=', 'accept')
    .orderBy(sql`r.rank nulls last`)
    .orderBy('e.submitted_at')
    .orderBy('e.id')
    .execute();
  return rows
    .filter(
      (row) =>
        row.forwarding_id !== null ||
        (row.state === 'with-unit' &&
          currentDecision(row, { state: row.state, lastSubmittedAt: row.last }) === 'accept'),
    )
    .map((row) => ({ id: row.id, name: entryName(row), rank: row.rank, forwarded: row.forwarding_id !== null }));
}

async function writeRanks(db: Kysely<DB>, ranks: readonly { id: string; rank: number | null }[]): Promise<void> {
  if (ranks.length === 0) return;
  await sql`
    update screening_review r set rank = n.rank
      from jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb) as n(id uuid, rank smallint)
     where r.entry_id = n.id and r.rank is distinct from n.rank`.execute(db);
}

interface RankScope {
  programmeId: string;
  unitId: string;
}

async function ranking<T>(
  ctx: Ctx,
  args: RankScope,
  body: (db: Kysely<DB>, rows: RankRow[]) => Promise<T>,
): Promise<T> {
  return act(
    ctx,
    { act: 'screening.rank', programmeId: args.programmeId, summary: 'Xếp thứ tự bài của đơn vị' },
    async (tx) => {
      requireAllowed(await canScreen(ctx, args, tx.db));
      const programme = await requireProgramme(tx.db, args.programmeId);
      requireScreeningOpen(ctx, programme);
      const unit = await unitOf(tx.db, args.unitId);
      await lockRanks(tx.db, args.programmeId);
      const result = await body(
        tx.db,
        await rankedEntries(tx.db, args.programmeId, await unitSubtree(tx.db, args.unitId)),
      );
      tx.note({ subject: { kind: 'unit', id: unit.id }, summary: `${unit.name} xếp thứ tự các bài đã chọn` });
      return result;
    },
  );
}

/**
 * Moves one chosen entry up or down. All that is not forwarded is numbered anew after what is forwarded already, so there
 * are never two of one rank, whoever presses at the same moment.
 */
export async function moveRank(
  ctx: Ctx,
  args: RankScope & { entryId: string; direction: 'up' | 'down' },
): Promise<void> {
  await ranking(ctx, args, async (db, rows) => {
    const open = rows.filter((row) => !row.forwarded);
    if (!open.some((row) => row.id === args.entryId)) throw notFound('Bài dự thi này');
    const base = Math.max(0, ...rows.map((row) => (row.forwarded ? (row.rank ?? 0) : 0)));
    const order = moveInOrder(
      open.map((row) => row.id),
      args.entryId,
      args.direction,
    );
    await writeRanks(
      db,
      order.map((id, i) => ({ id, rank: base + i + 1 })),
    );
  });
}

/**
 * Ranks as typed. What is forwarded keeps its rank, and no other entry may take it.
 * @throws RuleError with one issue a field when a rank stands twice
 */
export async function setRanks(ctx: Ctx, args: RankScope & { ranks: Record<string, number | null> }): Promise<void> {
  await ranking(ctx, args, async (db, rows) => {
    const next = rows.map((row) => ({
      entryId: row.id,
      name: row.name,
      rank: row.forwarded || !(row.id in args.ranks) ? row.rank : (args.ranks[row.id] ?? null),
    }));
    const issues = checkRanks(next);
    if (issues.length > 0)
      throw new RuleError({ code: 'screening.ranks', message: 'Có thứ tự bị trùng hoặc chưa đúng.', issues });
    await writeRanks(
      db,
      next.map(({ entryId, rank }) => ({ id: entryId, rank })),
    );
  });
}
