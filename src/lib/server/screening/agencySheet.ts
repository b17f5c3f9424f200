/** The standing agency's sheet of an entry (K24-3): what two people of the secretariat read and write, never over one another. */
import type { Kysely } from 'kysely';
import { periodById, whileOpen } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { truncate } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import {
  type Agency,
  type AgencySheet,
  finalName,
  readSheet,
  type SheetInput,
  sheetStateLabels,
} from '#lib/domain/screening/agency.ts';
import { openChecks } from '#lib/domain/screening/check.ts';
import { readersOf } from '../entry/readers.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { decisionsOf, roundStates } from '../result/queries.ts';
import { settleChoice } from './agencySettle.ts';
import { checksOf } from './facts.ts';
import { tellEligible } from './mails.ts';
import { type LockedEntry, lockEntry, moveEntry } from './move.ts';
import { canAgency } from './policy.ts';
import { requireActor, requireProgramme } from './review.ts';
import { agencyOf } from './room.ts';

export interface StoredSheet extends AgencySheet {
  /** 0 before anything was noted */
  version: number;
  byName: string | null;
  at: Date | null;
}

const blank: StoredSheet = {
  items: {},
  decision: null,
  reason: null,
  clause: null,
  version: 0,
  byName: null,
  at: null,
};

/** What the agency has noted about these entries. */
export async function sheetsOf(db: Kysely<DB>, entryIds: readonly string[]): Promise<Map<string, StoredSheet>> {
  if (entryIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('agency_review as r')
    .innerJoin('person as p', 'p.id', 'r.by_id')
    .select([
      'r.entry_id',
      'r.items',
      'r.decision',
      'r.reason',
      'r.clause',
      'r.version',
      'r.at',
      'p.full_name as byName',
    ])
    .where('r.entry_id', 'in', [...entryIds])
    .execute();
  return new Map(rows.map(({ entry_id, ...row }) => [entry_id, row]));
}

export const sheetOf = async (db: Kysely<DB>, entryId: string): Promise<StoredSheet> =>
  (await sheetsOf(db, [entryId])).get(entryId) ?? blank;

/** When the screening was closed; null while it runs. */
export async function screeningClosedAt(db: Kysely<DB>, programmeId: string): Promise<Date | null> {
  return (await decisionsOf(db, programmeId)).finalists?.published_at ?? null;
}

/** What was chosen may still be changed: the jury has not begun to judge it. */
export async function finalPending(db: Kysely<DB>, { id, doc }: StoredProgramme): Promise<boolean> {
  const final = doc.rounds.find((round) => round.kind === 'final');
  return !final || ((await roundStates(db, id)).get(final.id)?.state ?? 'pending') === 'pending';
}

/** Confirms the conditions of what is chosen, so that one page is enough. @throws RuleError with what is still open */
async function accept(tx: Tx, ctx: Ctx, programme: StoredProgramme, entry: LockedEntry): Promise<LockedEntry> {
  const open = openChecks((await checksOf(tx.db, programme, [entry.id], ctx.now)).get(entry.id) ?? []);
  if (open.length > 0)
    throw new RuleError({
      code: 'check.open',
      message: `Chưa chọn được: còn ${open.length} nội dung kiểm tra chưa kết luận là đạt.`,
      issues: open.map((message) => ({ field: 'checks', message })),
    });
  if (entry.state !== 'submitted') return entry;
  const state = await moveEntry(tx.db, ctx, programme, entry, 'accept');
  const readers = (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [];
  await tellEligible({ tx, ctx, programme, entry, readers });
  tx.publish();
  return { ...entry, state };
}

/** Until the screening is closed a sheet is a note; afterwards a change of mind takes effect at once, with its reason. */
async function applyLate(
  tx: Tx,
  ctx: Ctx,
  at: { programme: StoredProgramme; agency: Agency; entry: LockedEntry; sheet: AgencySheet },
): Promise<void> {
  const { programme, entry, sheet } = at;
  if (!(await finalPending(tx.db, programme)))
    throw new RuleError({
      code: 'agency.final-opened',
      message: `${finalName(programme.doc)} đã mở chấm nên không đổi kết quả sơ loại được nữa.`,
      hint: 'Bài không dự thi nữa thì Tổ Thư ký loại kèm lý do.',
    });
  const already = { choose: 'shortlisted', refuse: 'not-shortlisted' } as const;
  if (sheet.decision === null || entry.state === already[sheet.decision])
    throw new RuleError({
      code: 'agency.closed',
      status: 409,
      message: 'Sơ loại đã chốt. Chỉ ghi lại khi đổi kết luận của bài này, kèm lý do.',
    });
  await settleChoice(tx, ctx, { ...at, choices: [{ entry, sheet }] });
}

/**
 * Saves the sheet of an entry: items, and the choice when it is made. Choosing confirms the conditions, too. After the
 * screening was closed a change takes effect at once and needs a reason, until the final opens.
 * @param args.version of the sheet that was read
 * @throws RuleError stale, period.*, agency.*, check.open
 */
export async function saveSheet(
  ctx: Ctx,
  args: { entryId: string; version: number; input: SheetInput },
): Promise<void> {
  await act(ctx, { act: 'agency.note', summary: 'Sơ loại một bài dự thi' }, async (tx) => {
    let entry = await lockEntry(tx.db, args.entryId);
    if (!canAgency(ctx, 'agency.read', entry.programmeId).allow || entry.state === 'draft')
      throw notFound('Bài dự thi này');
    requireAllowed(canAgency(ctx, 'agency.screen', entry.programmeId));
    const programme = await requireProgramme(tx.db, entry.programmeId);
    const agency = agencyOf(programme);
    const { doc } = programme;
    await requireListed(tx.db, entry);
    const closedAt = await screeningClosedAt(tx.db, programme.id);
    if (!closedAt) {
      const open = whileOpen(doc, periodById(doc, agency.periodId), ctx.now);
      if (!open.allow) requireAllowed({ ...open, status: 422 });
    }
    const states = closedAt ? ['submitted', 'eligible', 'shortlisted', 'not-shortlisted'] : ['submitted', 'eligible'];
    if (!states.includes(entry.state))
      throw new RuleError({ code: 'agency.state', status: 409, message: 'Bài này không còn ở bước sơ loại.' });
    const before = await sheetOf(tx.db, entry.id);
    if (before.version !== args.version) throw stale('Phiếu sơ loại');
    const sheet = readSheet(doc, agency, args.input, closedAt !== null);
    if (sheet.decision === 'choose') entry = await accept(tx, ctx, programme, entry);
    const row = {
      version: before.version + 1,
      items: JSON.stringify(sheet.items),
      decision: sheet.decision,
      reason: sheet.reason,
      clause: sheet.clause,
      by_id: requireActor(ctx),
      at: ctx.now,
    };
    await tx.db
      .insertInto('agency_review')
      .values({ entry_id: entry.id, ...row })
      .onConflict((conflict) => conflict.column('entry_id').doUpdateSet(row))
      .execute();
    if (closedAt) await applyLate(tx, ctx, { programme, agency, entry, sheet });
    const verb = sheet.decision ? sheetStateLabels[sheet.decision] : 'Ghi phiếu sơ loại của';
    tx.note({
      programmeId: programme.id,
      subject: { kind: 'entry', id: entry.id },
      summary: `${verb} ${truncate(entryName(entry), 120)}${sheet.decision ? ` vào ${finalName(doc)}` : ''}`,
      changes: {
        items: sheet.items,
        decision: [before.decision, sheet.decision],
        ...(sheet.reason ? { reason: sheet.reason } : {}),
        ...(sheet.clause ? { clause: clauseLabel(doc, sheet.clause) } : {}),
      },
    });
  });
}

async function requireListed(db: Kysely<DB>, entry: LockedEntry): Promise<void> {
  const listed = await db
    .selectFrom('entry_list_line')
    .select('no')
    .where('entry_id', '=', entry.id)
    .executeTakeFirst();
  if (listed) return;
  throw new RuleError({
    code: 'agency.not-listed',
    message: `${entry.code ?? 'Bài này'} chưa có trong danh sách đã chốt nên chưa sơ loại được.`,
    hint: 'Chốt danh sách, hoặc bổ sung bài vào danh sách kèm lý do.',
  });
}

/** An entry that comes back into the contest is screened again: what was chosen before counts no more. */
export const forgetChoice = (db: Kysely<DB>, entryId: string) =>
  db
    .updateTable('agency_review')
    .set((eb) => ({ decision: null, version: eb('version', '+', 1) }))
    .where('entry_id', '=', entryId)
    .where('decision', 'is not', null)
    .execute();
