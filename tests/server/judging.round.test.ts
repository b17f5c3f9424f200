import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDraw } from '#lib/domain/judging/draw.ts';
import { assignJudges } from '#lib/server/judging/assign.ts';
import { blindEntry } from '#lib/server/judging/blind.ts';
import { closeRound, reopenRound } from '#lib/server/judging/closeRound.ts';
import { decideTie } from '#lib/server/judging/decideTie.ts';
import { declareNoConflict } from '#lib/server/judging/declare.ts';
import { drawOrder, prepareDraw } from '#lib/server/judging/draw.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { bySpread, roundProgress } from '#lib/server/judging/progress.ts';
import { changeProposal, proposalOf, proposeFinalists, proposePrizes } from '#lib/server/judging/propose.ts';
import { computeRanking, storedRanking } from '#lib/server/judging/ranking.ts';
import { judgingRound } from '#lib/server/judging/rounds.ts';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { askSecondLook, resolveSecondLook } from '#lib/server/judging/secondLook.ts';
import {
  assignedFile,
  assignedTo,
  chairEntry,
  chairSight,
  dossierFile,
  judgeSheet,
} from '#lib/server/judging/sheets.ts';
import { signSheet } from '#lib/server/judging/signSheet.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { type JudgingWorld, judgingWorld, scoresOf } from '../support/judging.ts';
import { refusal } from '../support/refusal.ts';

/** Every assigned sheet of the round scored with `value` for each criterion and signed. */
async function scoreAll(
  w: JudgingWorld,
  roundId: string,
  at: string,
  value: (code: string, judge: number) => string | Record<string, string>,
): Promise<void> {
  for (const [index, judge] of w.judges.entries()) {
    const ctx = w.t.ctx(judge, at);
    await declareNoConflict(ctx, { programmeId: w.programmeId, roundId });
    for (const row of await assignedTo(w.t.app.db, { programmeId: w.programmeId, roundId, judgeId: judge.id })) {
      if (row.state === 'signed') continue;
      const { version } = await saveScores(ctx, {
        assignmentId: row.assignmentId,
        version: 0,
        scores: scoresOf(w.doc, roundId, value(row.code, index)),
      });
      await signSheet(ctx, { assignmentId: row.assignmentId, version });
    }
  }
}

describe('a blind judge', () => {
  const bait = 'ZWBAITZW';
  let w: JudgingWorld;
  let assignmentId: string;
  let fileId: string;
  let letterId: string;
  const at = '2026-07-05T08:00:00+07:00';
  const view = async (judge: { id: string }) =>
    blindEntry(w.t.app.db, {
      assignmentId,
      judgeId: judge.id,
      programme: (await programmeById(w.t.app.db, w.programmeId))!,
      round: w.doc.rounds[0]!,
    });

  beforeAll(async () => {
    w = await judgingWorld({
      judges: 3,
      change: (doc) => {
        doc.dossier[0]!.files.push({
          id: 'letter',
          label: 'Giấy giới thiệu',
          required: false,
          accept: ['pdf'],
          minCount: 0,
          maxCount: 1,
          maxBytes: 1000,
          clause: 'II.4.1',
          identifying: true,
        });
      },
    });
    const unitId = await w.unit(`Sở ${bait}`);
    const entry = await w.entry({
      title: 'Chợ phiên số vùng cao',
      author: `Nguyễn ${bait}`,
      workplace: `Xã ${bait}`,
      unitId,
      form: {
        submission: {
          summary: 'Bán nông sản qua mạng.',
          maturity: 'in-use',
          usedAt: `Bản ${bait}`,
          demoUrl: `https://${bait}.vn`,
        },
      },
    });
    const file = async (requirement: string, kind: 'pdf' | 'video') => {
      const { id } = await w.t.app.db
        .insertInto('file')
        .values({
          purpose: 'entry',
          name: `${bait}.${kind}`,
          declared_size: 10,
          size: 10,
          media: kind === 'pdf' ? 'application/pdf' : 'video/mp4',
          kind,
          state: 'ready',
          facts: JSON.stringify({ video: { seconds: 61 } }),
          storage_key: `aa/${requirement}`,
          created_at: new Date(at),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await w.t.app.db
        .insertInto('entry_file')
        .values({
          entry_id: entry.id,
          stage: 'submission',
          requirement_id: requirement,
          file_id: id,
          added_at: new Date(at),
        })
        .execute();
      return id;
    };
    fileId = await file('video', 'video');
    letterId = await file('letter', 'pdf');
    await assignJudges(w.t.ctx(w.secretary, at), { programmeId: w.programmeId, roundId: 'preliminary', perEntry: 2 });
    const row = await w.t.app.db.selectFrom('assignment').selectAll().executeTakeFirstOrThrow();
    assignmentId = row.id;
    w.judges.sort((a) => (a.id === row.judge_id ? -1 : 1));
  });
  afterAll(() => w?.close());

  it('K26-4c: reads the dossier and nothing that names authors, units, files or identifying answers', async () => {
    const entry = await view(w.judges[0]!);
    expect(entry?.title).toBe('Chợ phiên số vùng cao');
    expect(entry?.sections[0]?.answers).toContainEqual({ label: 'Tóm tắt sản phẩm', value: 'Bán nông sản qua mạng.' });
    expect(entry?.sections[0]?.answers).toContainEqual({ label: 'Mức độ hoàn thành', value: 'Đã được sử dụng' });
    expect(entry?.files.map((file) => [file.id, file.kind, file.seconds])).toEqual([[fileId, 'video', 61]]);
    const sheet = await judgeSheet(w.t.ctx(w.judges[0]!, at), { assignmentId });
    const list = await assignedTo(w.t.app.db, {
      programmeId: w.programmeId,
      roundId: 'preliminary',
      judgeId: w.judges[0]!.id,
    });
    // the bait stands in the rows that these views come from
    expect(JSON.stringify(await w.t.app.db.selectFrom('entry').selectAll().execute())).toContain(bait);
    for (const seen of [entry, { ...sheet, jr: null }, list]) expect(JSON.stringify(seen)).not.toContain(bait);
  });

  it('opens files under a neutral name, but no identifying ones; others open none', async () => {
    const ctx = w.t.ctx(w.judges[0]!, at);
    expect((await assignedFile(ctx, { assignmentId, fileId }))?.name).toBe('CDS26-00001-video.mp4');
    expect(await assignedFile(ctx, { assignmentId, fileId: letterId })).toBeNull();
    for (const who of [w.judges[1]!, w.judges[2]!, w.chair, w.secretary])
      expect(await assignedFile(w.t.ctx(who, at), { assignmentId, fileId })).toBeNull();
  });

  it('K24-6: a judge on a slow line gets the light version, as blindly; others get none', async () => {
    const ctx = w.t.ctx(w.judges[0]!, at);
    const light = { assignmentId, fileId, version: 'nhe' };
    expect(await assignedFile(ctx, light)).toBeNull();
    const made = { file_id: fileId, state: 'ready', bytes: 900, width: 854, height: 480, made_at: ctx.now } as const;
    await w.t.app.db
      .insertInto('file_rendition')
      .values([
        { ...made, kind: 'low', media: 'video/mp4', storage_key: w.t.app.files.newKey() },
        { ...made, kind: 'poster', media: 'image/jpeg', storage_key: w.t.app.files.newKey() },
      ])
      .execute();
    expect(await assignedFile(ctx, light)).toMatchObject({ name: 'CDS26-00001-video.mp4', size: 900 });
    expect((await assignedFile(ctx, { ...light, version: 'anh' }))?.name).toBe('CDS26-00001-video.jpg');
    expect(await assignedFile(ctx, { ...light, version: 'la' })).toBeNull();
    expect(await assignedFile(ctx, { ...light, fileId: letterId })).toBeNull();
    expect(await assignedFile(w.t.ctx(w.judges[1]!, at), light)).toBeNull();
  });

  it('K26-4c: the chair of a blind round reads the dossier as blindly as its judges', async () => {
    const jr = await judgingRound(w.t.app.db, { programmeId: w.programmeId, roundId: 'preliminary' });
    const { id } = await w.t.app.db.selectFrom('entry').select('id').executeTakeFirstOrThrow();
    const ctx = w.t.ctx(w.chair, at);
    const entry = await chairEntry(ctx, jr, id);
    expect(entry?.files.map((file) => file.id)).toEqual([fileId]);
    expect(JSON.stringify(entry)).not.toContain(bait);
    expect((await dossierFile(ctx, jr, chairSight(ctx, jr, id), fileId))?.name).toBe('CDS26-00001-video.mp4');
    expect(await dossierFile(ctx, jr, chairSight(ctx, jr, id), letterId)).toBeNull();
  });

  it('only the assigned judge has the view', async () => {
    expect(await view(w.judges[1]!)).toBeNull();
    expect(await view(w.chair)).toBeNull();
  });
});

describe('a preliminary round to its end', () => {
  let w: JudgingWorld;
  let key: { programmeId: string; roundId: string };
  const at = '2026-07-20T08:00:00+07:00';
  const as = (actor: Actor) => w.t.ctx(actor, at);
  const entries: { id: string; code: string }[] = [];

  beforeAll(async () => {
    w = await judgingWorld({ judges: 4 });
    key = { programmeId: w.programmeId, roundId: 'preliminary' };
    for (let i = 0; i < 6; i++) entries.push(await w.entry());
    await assignJudges(as(w.secretary), { ...key, seed: 'x' });
    await openRound(as(w.secretary), key);
  });
  afterAll(() => w?.close());

  it('K26-4c: is not closed while sheets are unsigned; the refusal names them', async () => {
    const problem = await refusal(closeRound(as(w.chair), key));
    expect(problem.code).toBe('judging.unsigned');
    expect(problem.message).toContain('Còn 18 phiếu chưa ký: CDS26-00001');
    expect((await refusal(closeRound(as(w.secretary), key))).status).toBe(403);
  });

  it('K26-4c: shows how far judges differ, widest first; a second look is asked for and settled on record', async () => {
    // the third and the fourth entry get the same scores from everybody
    await scoreAll(w, 'preliminary', at, (code, judge) => {
      const no = Number(code.slice(-1));
      if (no === 1) return judge % 2 === 0 ? '10' : '2';
      return no === 3 || no === 4 ? '7' : String(10 - no);
    });
    const progress = await roundProgress(w.t.app.db, await judgingRound(w.t.app.db, key));
    expect(progress.signed).toBe(18);
    const [widest] = bySpread(progress.entries);
    expect(widest!.code).toBe(entries[0]!.code);
    expect(widest!.wide).toContain('xem lại');
    expect(progress.judges.every((judge) => judge.statistics !== null)).toBe(true);

    const outside = w.judges.find((judge) => !widest!.sheets.some((sheet) => sheet.judgeId === judge.id))!;
    const ask = { ...key, entryId: widest!.id, reason: 'Điểm lệch quá nhiều.' };
    expect((await refusal(askSecondLook(as(w.chair), ask))).code).toBe('judging.second-look-how');
    expect((await refusal(askSecondLook(as(w.secretary), { ...ask, judgeId: outside.id }))).status).toBe(403);
    const { id } = await askSecondLook(as(w.chair), { ...ask, judgeId: outside.id });
    expect((await refusal(closeRound(as(w.chair), key))).message).toMatch(/1 phiếu chưa ký.*1 yêu cầu chấm lại/);
    await scoreAll(w, 'preliminary', at, () => '6');
    expect((await refusal(closeRound(as(w.chair), key))).code).toBe('judging.second-look-open');
    await resolveSecondLook(as(w.chair), { secondLookId: id, resolution: 'Giữ nguyên, lấy trung bình bốn phiếu.' });
  });

  it('closing fixes the ranking; ties that no rule breaks are listed and hold up only the proposal', async () => {
    expect(await closeRound(as(w.chair), key)).toEqual({ ranked: 6, ties: 1 });
    const rows = await storedRanking(w.t.app.db, key);
    const tied = rows.filter((row) => row.tied);
    expect(tied.map((row) => row.code)).toEqual([entries[2]!.code, entries[3]!.code]);
    expect(tied[0]!.tieNote).toContain('chờ Ban Tổ chức quyết định');
    expect(rows.map((row) => row.rank)).toEqual([1, 2, 2, 4, 5, 6]);
    const [judge] = w.judges;
    const [sheet] = await assignedTo(w.t.app.db, { ...key, judgeId: judge!.id });
    const late = saveScores(as(judge!), { assignmentId: sheet!.assignmentId, version: 2, scores: {} });
    expect((await refusal(late)).code).toBe('judging.round-closed');

    const held = await refusal(proposeFinalists(as(w.chair), { ...key, count: 2 }));
    expect(held.code).toBe('judging.tie-undecided');
    expect(held.message).toContain(entries[2]!.code);
    const order = [entries[3]!.id, entries[2]!.id];
    expect((await refusal(decideTie(as(w.chair), { ...key, order: [order[0]!], reason: 'x' }))).code).toBe(
      'judging.tie-order',
    );
    expect((await refusal(decideTie(as(w.chair), { ...key, order, reason: '' }))).field).toBe('reason');
    await decideTie(as(w.chair), { ...key, order, reason: 'Ưu tiên sản phẩm cho vùng cao.' });
    const after = await storedRanking(w.t.app.db, key);
    expect(after.map((row) => row.rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(after[1]).toMatchObject({ code: entries[3]!.code, tied: false });
    expect(after[1]!.decided?.reason).toContain('vùng cao');
  });

  it('K26-4c: the jury proposes finalists by rank; the chair changes them with a note; reopening is then too late', async () => {
    expect(await proposeFinalists(as(w.chair), { ...key, count: 2 })).toEqual({ proposed: 2 });
    const jr = await judgingRound(w.t.app.db, key);
    expect((await proposalOf(w.t.app.db, jr)).length).toBe(2);
    const change = { ...key, entryId: entries[2]!.id, choice: { in: true } };
    expect((await refusal(changeProposal(as(w.chair), { ...change, note: '' }))).field).toBe('note');
    await changeProposal(as(w.chair), { ...change, note: 'Thêm một sản phẩm của học sinh.' });
    expect((await proposalOf(w.t.app.db, jr)).map((row) => row.entryId)).toContain(entries[2]!.id);
    expect((await refusal(reopenRound(as(w.chair), { ...key, reason: 'x' }))).code).toBe('judging.proposed');
  });

  it('progress and ranking need the same number of queries for few and for many entries', async () => {
    const jr = await judgingRound(w.t.app.db, key);
    const count = async () =>
      (await countQueries(w.t.app.db, async (db) => [await roundProgress(db, jr), await computeRanking(db, jr)]))
        .queries;
    const few = await count();
    for (let i = 0; i < 20; i++) await w.entry();
    expect(await count()).toBe(few);
  });
});

describe('the final', () => {
  let w: JudgingWorld;
  let key: { programmeId: string; roundId: string };
  const at = '2026-09-20T08:00:00+07:00';
  const as = (actor: Actor) => w.t.ctx(actor, at);
  const entries: { id: string; code: string }[] = [];

  beforeAll(async () => {
    w = await judgingWorld({ judges: 5 });
    key = { programmeId: w.programmeId, roundId: 'final' };
    for (let i = 0; i < 4; i++)
      entries.push(await w.entry({ state: 'shortlisted', author: `Tác giả chung khảo ${i}` }));
    await assignJudges(as(w.secretary), key);
    await openRound(as(w.chair), key);
  });
  afterAll(() => w?.close());

  it('K26-4e: the order is drawn from a committed secret and words said in the hall, once; anyone can check it', async () => {
    const { commitment } = await prepareDraw(as(w.chair), key);
    expect((await prepareDraw(as(w.chair), key)).commitment).toBe(commitment);
    expect((await refusal(drawOrder(as(w.secretary), { ...key, words: '3 5 1' }))).status).toBe(403);
    expect((await refusal(drawOrder(as(w.chair), { ...key, words: ' ' }))).field).toBe('words');
    const { seed, order } = await drawOrder(as(w.chair), { ...key, words: '3 5 1' });
    expect(await checkDraw({ seed, order: order.map((one) => one.code), commitment })).toEqual({
      orderMatches: true,
      commitmentMatches: true,
    });
    const list = await assignedTo(w.t.app.db, { ...key, judgeId: w.judges[0]!.id });
    expect(list.map((row) => row.code)).toEqual(order.map((one) => one.code));
    const again = await refusal(drawOrder(as(w.chair), { ...key, words: '1 1 1' }));
    expect(again).toMatchObject({ code: 'judging.reason', field: 'reason' });
    const redone = await drawOrder(as(w.chair), { ...key, words: '1 1 1', reason: 'Một tác giả xin rút.' });
    expect(redone.seed.split('|')[0]).not.toBe(seed.split('|')[0]);
  });

  it('K26-4e: judges of an open round see authors; their sheets lead to a proposal of prizes within the tiers', async () => {
    const [row] = await assignedTo(w.t.app.db, { ...key, judgeId: w.judges[0]!.id });
    const { entry } = await judgeSheet(as(w.judges[0]!), row!);
    expect(entry.kind === 'open' && entry.authors[0]!.name).toMatch(/^Tác giả chung khảo/);
    await scoreAll(w, 'final', at, (code) => String(10 - Number(code.slice(-1))));
    await closeRound(as(w.chair), key);
    expect((await refusal(proposeFinalists(as(w.chair), key))).status).toBe(404);
    expect((await proposePrizes(as(w.chair), key)).proposed).toBe(4);
    const jr = await judgingRound(w.t.app.db, key);
    const tierOf = new Map((await proposalOf(w.t.app.db, jr)).map((one) => [one.entryId, one.tierId]));
    expect(entries.map((one) => tierOf.get(one.id))).toEqual(['first', 'second', 'second', 'third']);
    const full = await refusal(
      changeProposal(as(w.chair), { ...key, entryId: entries[3]!.id, choice: { tierId: 'first' }, note: 'Đề nghị' }),
    );
    expect(full).toMatchObject({ code: 'result.tier-full' });
    await changeProposal(as(w.chair), {
      ...key,
      entryId: entries[3]!.id,
      choice: { tierId: 'consolation' },
      note: 'Chưa có người dùng thật.',
    });
  });
});
