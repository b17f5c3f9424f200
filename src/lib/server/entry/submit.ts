import { sql } from 'kysely';
import { blockingIssues, dossierStage, isComplete, summary, taskList } from '#lib/domain/entry/dossier.ts';
import { type EntryState, transition } from '#lib/domain/entry/states.ts';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { entryCode } from '#lib/domain/kernel/ids.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { authorsState, dossierFacts, requirePublished } from './facts.ts';
import { orKeepLate } from './late.ts';
import { receiptMail } from './mails.ts';
import { requireEntry } from './policy.ts';
import { readersOf } from './readers.ts';
import { type EntryRecord, hasUnsentChanges, lockForAuthors, programmeOf, type StageId, writeEvent } from './record.ts';
import { snapshotHash, takeSnapshot } from './snapshot.ts';

export interface Submitted {
  entryId: string;
  code: string;
  receiptNo: string;
  /** how many times this stage was handed in */
  no: number;
  at: Date;
  hash: string;
  state: EntryState;
  /** nothing had changed since it was handed in: the receipt is the one that was given then */
  again: boolean;
}

interface HandIn {
  entryId: string;
  /** the version that the page "kiểm tra" showed */
  version: number;
}

/**
 * Hands in the dossier (K26-4b): everything is checked again under lock, at the moment the request arrived (K26-3). The first
 * time the entry gets its code, without gaps. Pressing twice, even at once, gives the same receipt. Until the deadline it may
 * be changed and handed in again under the same code; what was handed in last counts.
 * @throws RuleError entry.incomplete with one issue each flaw, entry.late, entry.state, stale
 */
export async function submitEntry(ctx: Ctx, args: HandIn): Promise<Submitted> {
  return handIn(ctx, args, 'submission');
}

/**
 * Hands in what finalists complete for the final (K26-4d), until the exact end of refinement; may be repeated.
 * @throws RuleError as `submitEntry`
 */
export async function submitRefinement(ctx: Ctx, args: HandIn): Promise<Submitted> {
  return handIn(ctx, args, 'refinement');
}

async function handIn(ctx: Ctx, args: HandIn, stage: StageId): Promise<Submitted> {
  const { programmeId } = await requireEntry(ctx, 'entry.edit', args.entryId);
  const init = {
    act: stage === 'submission' ? 'entry.submit' : 'entry.refine',
    programmeId,
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Nộp bài dự thi',
  };
  return orKeepLate(ctx, { entryId: args.entryId, part: 'submit', typed: { stage } }, () =>
    act(ctx, init, async (tx) => {
      await lockExclusion(tx.db, programmeId);
      return handInLocked(ctx, tx, await lockForAuthors(tx.db, args.entryId), args.version, stage);
    }),
  );
}

const handedIn: Record<StageId, EntryState[]> = {
  submission: ['submitted', 'with-unit', 'eligible'],
  refinement: ['shortlisted'],
};

async function handInLocked(ctx: Ctx, tx: Tx, entry: EntryRecord, version: number, stage: StageId): Promise<Submitted> {
  const programme = await programmeOf(tx.db, entry);
  requirePublished(programme);
  const known = await authorsState(tx.db, entry);
  const last = await lastSubmission(tx, entry.id, stage);
  if (last && entry.code && handedIn[stage].includes(known.state) && !hasUnsentChanges(entry, stage)) {
    tx.note({ summary: `Bấm nộp lần nữa, hồ sơ ${entry.code} không có thay đổi` });
    const receiptNo = receiptNumber(entry.code, stage, last.no);
    return { entryId: entry.id, code: entry.code, receiptNo, ...last, state: entry.state, again: true };
  }
  const act = stage === 'submission' ? 'submit' : 'refine';
  const move = transition(programme.doc, { ...entry, state: known.state }, act, { now: ctx.now });
  if (!move.allow) {
    requireAllowed({ ...move, status: 422 });
    throw new Error('unreachable');
  }
  if (entry.version !== version) throw stale('Bài dự thi');
  // The receipt and every later word go to this address.
  if (ctx.actor.email !== null && !ctx.actor.emailConfirmed)
    throw new RuleError({
      code: 'entry.email-unconfirmed',
      message: 'Hãy xác nhận địa chỉ thư điện tử của bạn trước khi nộp: biên nhận và mọi thông báo được gửi đến đó.',
      hint: 'Mở liên kết trong thư xác nhận, hoặc vào trang Tài khoản để gửi lại thư đó.',
    });
  await requireComplete(ctx, tx, programme, entry, stage);

  const code = entry.code ?? (await nextCode(tx, programme));
  const no = (last?.no ?? 0) + 1;
  const snapshot = await takeSnapshot(tx.db, programme, entry, { code, stage, no, at: ctx.now });
  const hash = snapshotHash(snapshot);
  const receiptNo = receiptNumber(code, stage, no);
  await tx.db
    .insertInto('entry_submission')
    .values({
      entry_id: entry.id,
      stage,
      no,
      at: ctx.now,
      by_id: ctx.actor.id,
      snapshot: json(snapshot),
      hash,
      programme_version: programme.version,
    })
    .execute();
  await tx.db
    .updateTable('entry')
    .set({
      code,
      state: move.to,
      ...(stage === 'submission' ? { submitted_at: ctx.now } : { refined_at: ctx.now }),
      receipt_no: receiptNo,
      updated_at: ctx.now,
      version: sql`version + 1`,
    })
    .where('id', '=', entry.id)
    .execute();
  await writeEvent(tx.db, ctx, entry, { from: entry.state, to: move.to });
  tx.note({
    summary: `${stage === 'submission' ? 'Nộp' : 'Gửi hồ sơ hoàn thiện'} ${code} “${entry.title}”${no > 1 ? `, lần ${no}` : ''}`,
    changes: { state: [entry.state, move.to], no, hash },
  });
  const about = { ...entry, code };
  for (const reader of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
    await tx.send(receiptMail(ctx.app, reader, programme, about, { stage, receiptNo, at: ctx.now, hash, no }));
  return { entryId: entry.id, code, receiptNo, no, at: ctx.now, hash, state: move.to, again: false };
}

/** "CDS26-00042/1" for the dossier, "CDS26-00042/H1" for what finalists complete. */
export const receiptNumber = (code: string, stage: StageId, no: number): string =>
  `${code}/${stage === 'submission' ? '' : 'H'}${no}`;

const lastSubmission = (tx: Tx, entryId: string, stage: StageId) =>
  tx.db
    .selectFrom('entry_submission')
    .select(['no', 'at', 'hash'])
    .where('entry_id', '=', entryId)
    .where('stage', '=', stage)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();

/** @throws RuleError entry.incomplete: every flaw beside its field */
async function requireComplete(
  ctx: Ctx,
  tx: Tx,
  programme: StoredProgramme,
  entry: EntryRecord,
  stageId: StageId,
): Promise<void> {
  const stage = dossierStage(programme.doc, stageId);
  const tasks = taskList(programme.doc, stage, await dossierFacts(tx.db, programme, entry, stageId, ctx.now));
  if (isComplete(tasks)) return;
  throw new RuleError({
    code: 'entry.incomplete',
    message: `Chưa nộp được. ${summary(tasks)}`,
    clause: clauseLabel(programme.doc, stage.clause),
    issues: blockingIssues(tasks),
  });
}

/** The next number of the programme. Its row stays locked until the commit, so that a refusal leaves no gap. */
async function nextCode(tx: Tx, programme: StoredProgramme): Promise<string> {
  const { no } = await tx.db
    .updateTable('programme')
    .set((eb) => ({ next_entry_no: eb('next_entry_no', '+', 1) }))
    .where('id', '=', programme.id)
    .returning((eb) => eb('next_entry_no', '-', 1).as('no'))
    .executeTakeFirstOrThrow();
  return entryCode(programme.code, Number(no));
}
