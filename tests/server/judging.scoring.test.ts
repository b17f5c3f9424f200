import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignByHand, assignJudges, previewAssignment, withdrawAssignment } from '#lib/server/judging/assign.ts';
import { liftConflict, recordConflict } from '#lib/server/judging/conflictActs.ts';
import { knownConflicts } from '#lib/server/judging/conflicts.ts';
import { declareConflict, declareNoConflict } from '#lib/server/judging/declare.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { roundProgress } from '#lib/server/judging/progress.ts';
import { judgingRound } from '#lib/server/judging/rounds.ts';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { assignedTo, judgeSheet } from '#lib/server/judging/sheets.ts';
import { reopenSheet, sheetHash, signSheet } from '#lib/server/judging/signSheet.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type JudgingWorld, judgingWorld, scoresOf } from '../support/judging.ts';
import { refusal } from '../support/refusal.ts';

const july = '2026-07-10T09:00:00+07:00';
let w: JudgingWorld;
let key: { programmeId: string; roundId: string };
let entries: { id: string; code: string }[];
const ctx = (actor: Actor, at = july) => w.t.ctx(actor, at);

const listOf = (judge: { id: string }) => assignedTo(w.t.app.db, { ...key, judgeId: judge.id });
const holderOf = async (assignmentId: string) => {
  const row = await w.t.app.db
    .selectFrom('assignment')
    .select('judge_id')
    .where('id', '=', assignmentId)
    .executeTakeFirstOrThrow();
  return w.judges.find((judge) => judge.id === row.judge_id)!;
};

beforeAll(async () => {
  w = await judgingWorld({ judges: 5 });
  key = { programmeId: w.programmeId, roundId: 'preliminary' };
  const agency = await w.unit('Sở Khoa học và Công nghệ');
  await w.t.app.db.updateTable('person').set({ unit_id: agency }).where('id', '=', w.judges[0]!.id).execute();
  entries = [
    await w.entry({ title: 'Chợ phiên số' }),
    await w.entry({ unitId: agency }),
    await w.entry({ author: 'Lường Thị Bình' }),
    await w.entry(),
    await w.entry({ workplace: 'SỞ khoa học và công nghệ' }),
    await w.entry({ state: 'submitted' }),
  ];
});
afterAll(() => w?.close());

describe('assignment', () => {
  it('is shown as a plan first: loads, gaps, nothing written', async () => {
    const plan = await previewAssignment(ctx(w.secretary), { ...key, seed: 'xem' });
    expect(plan.entries).toHaveLength(5);
    expect(plan.assignments).toHaveLength(15);
    expect(plan.judges.reduce((all, judge) => all + judge.after, 0)).toBe(15);
    expect(plan.unfilled).toEqual([]);
    expect(await w.t.app.db.selectFrom('assignment').select('id').execute()).toEqual([]);
    const short = await previewAssignment(ctx(w.secretary), { ...key, seed: 'xem', perEntry: 5 });
    expect(short.unfilled.map((gap) => gap.code)).toEqual([entries[1]!.code, entries[2]!.code, entries[4]!.code]);
    expect(short.unfilled[0]!.reason).toContain('4 giám khảo không xung đột');
  });

  it('is for the secretariat; to judges and outsiders it is refused or hidden', async () => {
    expect((await refusal(previewAssignment(ctx(w.judges[0]!), { ...key, seed: '1' }))).status).toBe(403);
    const outsider = await w.t.person('Người ngoài');
    expect((await refusal(previewAssignment(ctx(outsider), { ...key, seed: '1' }))).status).toBe(404);
  });

  it('K26-2b: nobody is assigned an entry of their unit, of a namesake or their own, by plan or by hand', async () => {
    const shown = await previewAssignment(ctx(w.secretary), { ...key, seed: 'phan-cong' });
    const done = await assignJudges(ctx(w.secretary), { ...key, seed: 'phan-cong', fingerprint: shown.fingerprint });
    expect(done.assignments).toEqual(shown.assignments);
    const conflicts = await knownConflicts(w.t.app.db, w.programmeId);
    expect(conflicts.map((c) => [c.judgeName, c.entryCode])).toEqual([
      ['Hà Văn An', entries[1]!.code],
      ['Lường Thị Bình', entries[2]!.code],
      ['Hà Văn An', entries[4]!.code],
    ]);
    for (const { judgeId, entryId } of done.assignments)
      expect(conflicts.some((c) => c.judgeId === judgeId && c.entryId === entryId)).toBe(false);
    const byHand = await refusal(
      assignByHand(ctx(w.secretary), { ...key, entryId: entries[1]!.id, judgeId: w.judges[0]!.id }),
    );
    expect(byHand).toMatchObject({ code: 'judging.conflict', field: 'judgeId' });
    expect(byHand.message).toContain('đơn vị');
  });

  it('a plan that is no longer the one shown is not carried out', async () => {
    const problem = await refusal(assignJudges(ctx(w.secretary), { ...key, seed: 'phan-cong', fingerprint: 'cũ' }));
    expect(problem).toMatchObject({ code: 'stale', status: 409 });
  });

  it('entries that are not eligible are not assigned', async () => {
    const problem = await refusal(
      assignByHand(ctx(w.secretary), { ...key, entryId: entries[5]!.id, judgeId: w.judges[4]!.id }),
    );
    expect(problem.code).toBe('judging.entry-state');
  });

  it('K26-2b: a shared name can be lifted by the chair with a reason, a shared unit cannot', async () => {
    const [unit, name] = await knownConflicts(w.t.app.db, w.programmeId);
    expect((await refusal(liftConflict(ctx(w.chair), { conflictId: unit!.id, reason: 'x' }))).code).toBe(
      'judging.conflict-stands',
    );
    expect((await refusal(liftConflict(ctx(w.secretary), { conflictId: name!.id, reason: 'x' }))).status).toBe(403);
    expect((await refusal(liftConflict(ctx(w.chair), { conflictId: name!.id, reason: ' ' }))).field).toBe('reason');
    await liftConflict(ctx(w.chair), { conflictId: name!.id, reason: 'Hai người khác nhau, đã đối chiếu ngày sinh.' });
    await assignByHand(ctx(w.secretary), { ...key, entryId: entries[2]!.id, judgeId: w.judges[1]!.id });
    // a later look finds the same name again and leaves it lifted
    await previewAssignment(ctx(w.secretary), { ...key, seed: '2' });
    expect((await knownConflicts(w.t.app.db, w.programmeId)).find((c) => c.id === name!.id)?.liftedReason).toContain(
      'đối chiếu',
    );
  });
});

describe('scoring', () => {
  const full = () => scoresOf(w.doc, 'preliminary', '10');

  it('K26-3: a round is not opened before its period, and not without its judges', async () => {
    const early = await refusal(openRound(ctx(w.secretary, '2026-06-30T23:59:59+07:00'), key));
    expect(early).toMatchObject({ code: 'judging.too-early', clause: 'Mục II.3' });
    expect(
      (await refusal(openRound(ctx(w.secretary, '2026-09-02T08:00:00+07:00'), { ...key, roundId: 'final' }))).code,
    ).toBe('judging.nothing-assigned');
    await openRound(ctx(w.secretary), key);
    const mails = await w.t.app.db.selectFrom('message').select(['to_address', 'body']).execute();
    expect(mails).toHaveLength(5);
    expect(mails.every((mail) => !mail.body.includes('Tác giả'))).toBe(true);
  });

  it('K26-2b: scores are taken only after the judge declared about conflicts', async () => {
    const judge = w.judges[2]!;
    const [first] = await listOf(judge);
    const save = { assignmentId: first!.assignmentId, version: 0, scores: full() };
    expect((await refusal(saveScores(ctx(judge), save))).code).toBe('judging.declare-first');
    await declareNoConflict(ctx(judge), key);
    expect((await saveScores(ctx(judge), save)).version).toBe(1);
  });

  it('unassigned judges, the chair and the secretary find no sheet', async () => {
    const [first] = await listOf(w.judges[2]!);
    const { assignmentId } = first!;
    for (const who of [w.judges[3]!, w.chair, w.secretary]) {
      expect((await refusal(judgeSheet(ctx(who), { assignmentId }))).status).toBe(404);
      expect((await refusal(saveScores(ctx(who), { assignmentId, version: 1, scores: full() }))).status).toBe(404);
      expect((await refusal(signSheet(ctx(who), { assignmentId, version: 1 }))).status).toBe(404);
    }
  });

  it('K26-4c: part of a sheet is saved, with a comma or a point; what cannot be read is named beside its box', async () => {
    const judge = w.judges[2]!;
    const [, second] = await listOf(judge);
    const [a, b, c] = w.doc.rounds[0]!.rubric.criteria;
    const saved = await saveScores(ctx(judge), {
      assignmentId: second!.assignmentId,
      version: 0,
      scores: { [a!.id]: '7,5', [b!.id]: '999', [c!.id]: '1,3' },
      comments: { [a!.id]: 'Rõ ràng' },
      comment: 'Cần thêm số liệu.',
    });
    expect(saved).toMatchObject({ version: 1, total: '7.5', complete: false });
    expect(saved.issues.map((issue) => issue.field)).toEqual([`score.${b!.id}`, `score.${c!.id}`]);
    expect(saved.issues[0]!.message).toContain('nằm ngoài thang điểm');
    expect(saved.issues[1]!.message).toContain('không đúng bước điểm');
    const { sheet } = await judgeSheet(ctx(judge), second!);
    expect(sheet.values).toMatchObject({ [a!.id]: '7.5', [b!.id]: null });
    expect(sheet).toMatchObject({ state: 'draft', total: '7.5', comment: 'Cần thêm số liệu.' });
    const incomplete = await refusal(signSheet(ctx(judge), { assignmentId: second!.assignmentId, version: 1 }));
    expect(incomplete.code).toBe('judging.sheet-incomplete');
    expect(incomplete.issues[0]!.field).toBe(`score.${b!.id}`);
  });

  it('a second tab with an old version is told so and overwrites nothing; the same content again is no conflict', async () => {
    const judge = w.judges[2]!;
    const [, second] = await listOf(judge);
    const { assignmentId } = second!;
    const now = { assignmentId, version: 1, scores: scoresOf(w.doc, 'preliminary', '8') };
    expect((await saveScores(ctx(judge), now)).version).toBe(2);
    expect((await saveScores(ctx(judge), now)).version).toBe(2);
    const old = await refusal(saveScores(ctx(judge), { ...now, scores: scoresOf(w.doc, 'preliminary', '3') }));
    expect(old).toMatchObject({ code: 'stale', status: 409 });
    const { sheet } = await judgeSheet(ctx(judge), { assignmentId });
    expect(new Set(Object.values(sheet.values))).toEqual(new Set(['8']));
  });

  it('saving and signing at the same moment: one wins, and what is signed is what was stored', async () => {
    const judge = w.judges[2]!;
    const [, second] = await listOf(judge);
    const { assignmentId } = second!;
    const results = await Promise.allSettled([
      signSheet(ctx(judge), { assignmentId, version: 2 }),
      saveScores(ctx(judge), { assignmentId, version: 2, scores: scoresOf(w.doc, 'preliminary', '9') }),
    ]);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const { sheet } = await judgeSheet(ctx(judge), { assignmentId });
    const values = new Set(Object.values(sheet.values));
    expect([...values]).toEqual([sheet.state === 'signed' ? '8' : '9']);
    if (sheet.state === 'draft') await signSheet(ctx(judge), { assignmentId, version: sheet.version });
  });

  it('K26-4c: a signed sheet carries a hash of its content and cannot be changed until the chair reopens it', async () => {
    const judge = w.judges[2]!;
    const [, second] = await listOf(judge);
    const { assignmentId } = second!;
    const { sheet, entry } = await judgeSheet(ctx(judge), { assignmentId });
    expect(sheet.signedHash).toBe(
      sheetHash({
        programme: 'CDS26',
        round: 'preliminary',
        entry: entry.code,
        judgeId: judge.id,
        scores: w.doc.rounds[0]!.rubric.criteria.map(({ id }) => ({
          criterion: id,
          value: sheet.values[id]!,
          comment: sheet.comments[id]!,
        })),
        total: sheet.total!,
        comment: sheet.comment,
        signedAt: sheet.signedAt!.toISOString(),
      }),
    );
    const edit = { assignmentId, version: sheet.version, scores: full() };
    expect((await refusal(saveScores(ctx(judge), edit))).code).toBe('judging.signed');
    expect((await refusal(reopenSheet(ctx(w.secretary), { assignmentId, reason: 'x' }))).status).toBe(403);
    await reopenSheet(ctx(w.chair), { assignmentId, reason: 'Chấm nhầm tiêu chí.' });
    const after = (await judgeSheet(ctx(judge), { assignmentId })).sheet;
    expect(after).toMatchObject({ state: 'draft', signedHash: null, reopenedReason: 'Chấm nhầm tiêu chí.' });
    const event = await w.t.app.db
      .selectFrom('audit_event')
      .select('changes')
      .where('act', '=', 'judging.reopen')
      .executeTakeFirstOrThrow();
    expect(event.changes).toMatchObject({ signedHash: sheet.signedHash, reason: 'Chấm nhầm tiêu chí.' });
    // K26-3: after the period only what was reopened may still be finished
    const august = '2026-08-01T00:00:00+07:00';
    expect((await saveScores(ctx(judge, august), { ...edit, version: after.version })).version).toBe(after.version + 1);
    const [first] = await listOf(judge);
    const late = await refusal(
      saveScores(ctx(judge, august), { assignmentId: first!.assignmentId, version: 1, scores: full() }),
    );
    expect(late).toMatchObject({ code: 'judging.too-late', clause: 'Mục II.3' });
  });

  it('followers see signed totals only; a draft is counted, not shown', async () => {
    const progress = await roundProgress(w.t.app.db, await judgingRound(w.t.app.db, key));
    expect(progress).toMatchObject({ signed: 0, drafts: 2 });
    expect(progress.entries.flatMap((entry) => entry.sheets.map((sheet) => sheet.total))).toEqual(
      new Array(progress.assigned).fill(null),
    );
  });

  it('K26-2b: a declared conflict ends the assignment at once, and the judge finds the entry no more', async () => {
    const judge = w.judges[2]!;
    const [first] = await listOf(judge);
    const { assignmentId, code } = first!;
    const before = (await listOf(judge)).length;
    expect((await refusal(declareConflict(ctx(judge), { assignmentId, reason: ' ' }))).field).toBe('conflictReason');
    await declareConflict(ctx(judge), { assignmentId, reason: 'Tác giả là em họ của tôi.' });
    expect(await listOf(judge)).toHaveLength(before - 1);
    expect((await refusal(judgeSheet(ctx(judge), { assignmentId }))).status).toBe(404);
    expect((await refusal(saveScores(ctx(judge), { assignmentId, version: 1, scores: full() }))).status).toBe(404);
    const plan = await previewAssignment(ctx(w.secretary), { ...key, seed: '3' });
    const entryId = entries.find((entry) => entry.code === code)!.id;
    const offered = plan.assignments.filter((pair) => pair.entryId === entryId);
    const { sheets } = (await roundProgress(w.t.app.db, await judgingRound(w.t.app.db, key))).entries.find(
      (entry) => entry.id === entryId,
    )!;
    // one entry had a fourth judge by hand and needs nobody new
    expect(offered.length + sheets.length).toBe(3);
    expect([...offered, ...sheets].map((one) => one.judgeId)).not.toContain(judge.id);
    const declared = (await knownConflicts(w.t.app.db, w.programmeId)).find((c) => c.source === 'declared');
    expect((await refusal(liftConflict(ctx(w.chair), { conflictId: declared!.id, reason: 'x' }))).code).toBe(
      'judging.conflict-stands',
    );
  });

  it('K26-2b: a conflict the secretariat records ends the assignment too', async () => {
    const judge = w.judges[3]!;
    const [first] = await listOf(judge);
    const entryId = entries.find((entry) => entry.code === first!.code)!.id;
    await recordConflict(ctx(w.secretary), { ...key, judgeId: judge.id, entryId, reason: 'Là vợ của tác giả.' });
    expect((await listOf(judge)).some((row) => row.code === first!.code)).toBe(false);
  });

  it('taking an assignment back needs a reason; a signed sheet leaves only by the chair', async () => {
    const judge = w.judges[4]!;
    await declareNoConflict(ctx(judge), key);
    const [first] = await listOf(judge);
    const { assignmentId } = first!;
    await saveScores(ctx(judge), { assignmentId, version: 0, scores: full() });
    await signSheet(ctx(judge), { assignmentId, version: 1 });
    expect((await refusal(withdrawAssignment(ctx(w.secretary), { assignmentId, reason: '' }))).field).toBe('reason');
    expect((await refusal(withdrawAssignment(ctx(w.secretary), { assignmentId, reason: 'Ốm' }))).status).toBe(403);
    await withdrawAssignment(ctx(w.chair), { assignmentId, reason: 'Giám khảo xin rút.' });
    expect(await holderOf(assignmentId)).toBe(judge);
    expect((await listOf(judge)).some((row) => row.assignmentId === assignmentId)).toBe(false);
  });
});
