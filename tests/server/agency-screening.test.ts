import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAgencyFilter, type SheetInput } from '#lib/domain/screening/agency.ts';
import { assignJudges } from '#lib/server/judging/assign.ts';
import { closeRound } from '#lib/server/judging/closeRound.ts';
import { declareNoConflict } from '#lib/server/judging/declare.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { proposePrizes } from '#lib/server/judging/propose.ts';
import { storedRanking } from '#lib/server/judging/ranking.ts';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { assignedTo } from '#lib/server/judging/sheets.ts';
import { signSheet } from '#lib/server/judging/signSheet.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { programmeRoom } from '#lib/server/programme/room.ts';
import { publishedDecisions } from '#lib/server/publication/contestPage.ts';
import { finalistsBoard, publicFinalists } from '#lib/server/result/finalists.ts';
import { agencyBoard, agencyCounts, agencyNeighbours, nextUndecided } from '#lib/server/screening/agencyBoard.ts';
import { closeScreening, previewClosing } from '#lib/server/screening/agencyClose.ts';
import { saveSheet, sheetOf } from '#lib/server/screening/agencySheet.ts';
import { disqualifyEntry, reinstateEntry } from '#lib/server/screening/check.ts';
import { scoresOf } from '../support/judging.ts';
import { refusal } from '../support/refusal.ts';
import { type VideoContest, videoContest, when } from './agency.support.ts';
import { mailsTo, stateOf } from './screening.support.ts';

let c: VideoContest;
type Work = { id: string; code: string };
let chosen: Work;
let second: Work;
let silent: Work;
let dull: Work;
let broken: Work;

beforeAll(async () => {
  c = await videoContest();
  // each by an author of its own: nobody enters more than three works
  const work = (more: Parameters<VideoContest['work']>[0]) =>
    c.work({ ...more, authors: [{ name: `Tác giả ${more?.title}` }] });
  chosen = await work({ title: 'Bác Lả bán mận qua mạng' });
  second = await work({ title: 'Bản làng không tiền mặt' });
  silent = await work({ title: 'Video chưa xử lý xong', state: 'eligible', files: false });
  dull = await work({ title: 'Quảng cáo cửa hàng' });
  broken = await work({ title: 'Thiếu cam kết', declared: false });
});
afterAll(() => c?.t.close());

const db = () => c.t.app.db;
const blank: SheetInput = { verdicts: {}, notes: {}, decision: '', reason: '', clause: '' };
const allPass: SheetInput = { ...blank, decision: 'choose', restPass: true };
const refused: SheetInput = {
  ...blank,
  decision: 'refuse',
  verdicts: { theme: 'fail' },
  notes: { theme: 'Quảng cáo một cửa hàng, không nói về chuyển đổi số.' },
};
const save = async (work: Work, input: SheetInput, by = c.secretary, at: string = when.screening, version?: number) =>
  saveSheet(c.as(by, at), {
    entryId: work.id,
    version: version ?? (await sheetOf(db(), work.id)).version,
    input,
  });
const preview = async (at: string = when.screening) => previewClosing(db(), await c.stored(), new Date(at));
const close = async (by = c.secretary, at: string = when.screening) =>
  closeScreening(c.as(by, at), { programmeId: c.s.programmeId, fingerprint: (await preview(at)).fingerprint });
const item = (work: Work) =>
  db().selectFrom('gallery_item').selectAll().where('entry_id', '=', work.id).executeTakeFirst();
const duties = async (at: string = when.screening, by = c.secretary) =>
  (await programmeRoom(c.as(by, at), { slug: c.doc.slug, path: '' })).room.duties.map((duty) => duty.text);
const rules = ['list.fixed', 'gallery.shown', 'screening.chosen', 'result.shortlisted'];
const brokenRules = async () => (await checkInvariants(c.t.app)).filter((one) => rules.includes(one.name) && !one.ok);

describe('a sheet of the standing agency', () => {
  it('K24-8: only what stands on the closed list is screened, in the period of the screening', async () => {
    expect((await refusal(save(chosen, blank))).code).toBe('agency.not-listed');
    await c.closeList();
    const early = await refusal(save(chosen, blank, c.secretary, when.lastDay));
    expect(early).toMatchObject({ code: 'period.upcoming', clause: 'Mục IV.4' });
    const late = await refusal(save(chosen, blank, c.secretary, when.final));
    expect(late).toMatchObject({ code: 'period.closed', clause: 'Mục IV.4' });
    expect(late.message).toContain('Bây giờ là');
  });

  it('K24-3: is the secretariat’s; organisers read it, authors and judges do not know of it', async () => {
    expect((await refusal(save(chosen, blank, c.organiser))).status).toBe(403);
    expect((await refusal(save(chosen, blank, c.chair))).status).toBe(404);
    expect((await refusal(save(chosen, blank, c.author))).status).toBe(404);
  });

  it('K24-3: two people of the secretariat do not overwrite each other', async () => {
    await save(chosen, { ...blank, verdicts: { theme: 'pass' } }, c.secretary, when.screening, 0);
    expect((await refusal(save(chosen, allPass, c.colleague, when.screening, 0))).code).toBe('stale');
    await save(chosen, { ...blank, verdicts: { theme: 'pass', content: 'pass' } }, c.colleague, when.screening, 1);
    expect(await sheetOf(db(), chosen.id)).toMatchObject({ version: 2, byName: 'Cầm Văn Đồng', decision: null });
  });

  it('K24-3: choosing needs every item passed, and confirms the conditions in the same act', async () => {
    const some = { ...blank, decision: 'choose', verdicts: { theme: 'pass' } };
    expect((await refusal(save(chosen, some))).code).toBe('agency.items-open');
    expect((await refusal(save(chosen, { ...allPass, verdicts: { new: 'fail' } }))).clause).toBe('Mục III.4');
    expect((await refusal(save(broken, allPass))).code).toBe('check.open');
    await save(chosen, allPass);
    expect(await stateOf(c.t, chosen.id)).toBe('eligible');
    expect((await mailsTo(c.t, chosen.id)).map((mail) => mail.kind)).toEqual(['entry.eligible']);
  });

  it('K24-3: refusing needs an item that failed, or a reason of 20 characters with its clause', async () => {
    const bare = { ...blank, decision: 'refuse', clause: 'III.2' };
    expect((await refusal(save(dull, bare))).code).toBe('agency.reason');
    expect((await refusal(save(dull, { ...bare, reason: 'Không hay lắm' }))).code).toBe('agency.reason');
    const noClause = { ...bare, clause: '', reason: 'Chất lượng chưa bằng các bài được chọn.' };
    expect((await refusal(save(dull, noClause))).code).toBe('agency.clause');
    await save(dull, { ...noClause, clause: 'III.2' });
    await save(dull, refused);
    expect(await sheetOf(db(), dull.id)).toMatchObject({ decision: 'refuse', clause: 'III.4', version: 2 });
    expect(await stateOf(c.t, dull.id)).toBe('submitted');
  });

  it('K24-8: the secretariat is told what is due: entries to screen, then closing', async () => {
    expect(await duties()).toContain('Sơ loại 3 bài');
    const asks = (texts: string[]) => texts.filter((text) => /^Nhắc tác giả của \d+ bài chưa trả lời/.test(text));
    const shy = await c.s.entry({
      title: 'Chưa ai trả lời',
      state: 'eligible',
      unitId: null,
      at: when.intake,
      authors: [{ name: c.author.name, email: c.author.email, personId: c.author.id }],
    });
    expect(asks(await duties())).toHaveLength(1);
    expect(asks(await duties(when.screening, c.organiser))).toEqual([]);
    await db().updateTable('entry').set({ state: 'draft' }).where('id', '=', shy.id).execute();
    expect(await duties(when.lastDay)).not.toContain('Sơ loại 3 bài');
    expect(await duties(when.screening, c.organiser)).not.toContain('Sơ loại 3 bài');
    expect((await duties()).filter((text) => text.startsWith('Kiểm tra'))).toEqual([]);
    expect((await duties(when.final)).filter((text) => text.startsWith('Phân công'))).toEqual([]);
  });

  it('K24-3: the board shows how far it has come, finds, and goes from record to record', async () => {
    const filter = (query: string) => readAgencyFilter(new URLSearchParams(query));
    const board = (query: string) => agencyBoard(db(), { programmeId: c.s.programmeId, filter: filter(query) });
    expect(await agencyCounts(db(), c.s.programmeId)).toEqual({ total: 5, todo: 3, doing: 0, choose: 1, refuse: 1 });
    expect((await board('')).rows.map((row) => row.sheet)).toEqual(['choose', 'todo', 'todo', 'refuse', 'todo']);
    expect((await board('ket-luan=todo')).total).toBe(3);
    expect((await board('q=ban+lang')).rows.map((row) => row.id)).toEqual([second.id]);
    const scope = { programmeId: c.s.programmeId, filter: filter('ket-luan=todo'), entryId: silent.id };
    expect(await agencyNeighbours(db(), scope)).toMatchObject({ previous: second.id, next: broken.id, place: 2 });
    expect(await nextUndecided(db(), c.s.programmeId, silent.id)).toBe(broken.id);
    expect(await nextUndecided(db(), c.s.programmeId, broken.id)).toBe(second.id);
  });
});

describe('closing the screening', () => {
  it('K24-3: is previewed, and refused while an entry is undecided or its conditions are open', async () => {
    const before = await preview();
    expect(before.undecided.map((one) => one.id)).toEqual([second.id, silent.id, broken.id]);
    expect((await refusal(close())).message).toContain('Còn 3 bài chưa kết luận');
    await save(second, allPass);
    await db().updateTable('entry').set({ state: 'eligible' }).where('id', '=', silent.id).execute();
    await save(broken, { ...refused, verdicts: { lawful: 'fail' }, notes: {} });
    const silentSheet = { ...blank, items: {} };
    expect(silentSheet.decision).toBe('');
    await db()
      .insertInto('agency_review')
      .values({
        entry_id: silent.id,
        items: '{}',
        decision: 'choose',
        by_id: c.secretary.id,
        at: new Date(when.screening),
      })
      .execute();
    const after = await preview();
    expect(after.hindrances).toEqual([]);
    expect(await duties()).toContain('Chốt sơ loại và đăng lên thư viện');
    expect(after.withheld.map(({ entry }) => entry.id)).toEqual([silent.id]);
    await db().updateTable('entry').set({ state: 'submitted' }).where('id', '=', second.id).execute();
    expect((await refusal(close())).message).toContain(`kiểm tra lại điều kiện: ${second.code}`);
    await db().updateTable('entry').set({ state: 'eligible' }).where('id', '=', second.id).execute();
  });

  it('K24-3, K24-4: moves, publishes, posts and tells in one act, by the secretariat alone', async () => {
    expect((await refusal(close(c.organiser))).status).toBe(403);
    const stalePreview = { programmeId: c.s.programmeId, fingerprint: 'x' };
    expect((await refusal(closeScreening(c.as(c.secretary), stalePreview))).code).toBe('stale');
    expect(await close()).toEqual({ chosen: 3, refused: 2, posted: 2, withheld: 1 });
    expect((await refusal(close())).code).toBe('agency.closed');
    expect(await Promise.all([chosen, second, silent, dull, broken].map((work) => stateOf(c.t, work.id)))).toEqual([
      'shortlisted',
      'shortlisted',
      'shortlisted',
      'not-shortlisted',
      'not-shortlisted',
    ]);
    expect(await item(chosen)).toMatchObject({ code: chosen.code, withdrawn_at: null });
    expect(await item(silent)).toBeUndefined();
    expect(await publishedDecisions(db(), c.s.programmeId)).toEqual({ finalists: true, results: false });
    const mail = async (work: Work) => (await mailsTo(c.t, work.id)).at(-1)!;
    expect((await mail(chosen)).body).toContain(`/thu-vien/${chosen.code.toLowerCase()}`);
    expect((await mail(silent)).body).toContain(`/bai-du-thi/${silent.id}/cong-khai`);
    expect((await mail(dull)).body).toContain('Không đạt “Phù hợp với mục đích');
    expect((await mail(dull)).body).toContain('Quảng cáo một cửa hàng');
    const steps = await db()
      .selectFrom('entry_event')
      .select(['by_name', 'to_state', 'clause'])
      .where('entry_id', '=', dull.id)
      .execute();
    expect(steps.at(-1)).toEqual({
      by_name: 'Ban Tuyên giáo Tỉnh ủy',
      to_state: 'not-shortlisted',
      clause: 'Mục III.4',
    });
    expect(await brokenRules()).toEqual([]);
  });

  it('K24-3: the public list of finalists comes from the screening, without a preliminary round', async () => {
    const list = await publicFinalists(c.t.visitor(when.screening), c.s.programmeId);
    expect(list).toMatchObject({ published: true, agency: 'Ban Tuyên giáo Tỉnh ủy', finalName: 'Vòng Chung kết' });
    expect(list.published && list.entries.map((entry) => entry.code)).toEqual([chosen.code, second.code, silent.code]);
    expect(await finalistsBoard(c.as(c.organiser), await c.stored())).toBeNull();
  });

  it('K24-3: a change of mind afterwards takes effect at once and needs a reason', async () => {
    expect((await refusal(save(dull, allPass))).code).toBe('agency.reason');
    const reason = 'Xem lại: cửa hàng chỉ là bối cảnh của câu chuyện.';
    await save(dull, { ...allPass, reason });
    expect(await stateOf(c.t, dull.id)).toBe('shortlisted');
    expect((await item(dull))?.withdrawn_at).toBeNull();
    expect((await refusal(save(dull, { ...allPass, reason }))).code).toBe('agency.closed');
    await save(dull, { ...refused, reason: 'Tác giả xác nhận đây là video quảng cáo.' });
    expect(await stateOf(c.t, dull.id)).toBe('not-shortlisted');
    expect((await item(dull))?.withdrawn_reason).toContain('không được chọn');
    expect(await brokenRules()).toEqual([]);
  });

  it('K24-3: an entry that comes back is screened again and joins the final', async () => {
    const reason = 'Có khiếu nại, đang xác minh nguồn video.';
    await disqualifyEntry(c.as(c.secretary), { entryId: second.id, clause: 'III.4', reason });
    expect((await item(second))?.withdrawn_at).not.toBeNull();
    await reinstateEntry(c.as(c.secretary), { entryId: second.id, reason: 'Đã xác minh: video là nguyên bản.' });
    expect(await sheetOf(db(), second.id)).toMatchObject({ decision: null });
    expect(await brokenRules()).toEqual([]);
    await save(second, { ...allPass, reason: 'Khiếu nại không đúng, chọn lại như cũ.' });
    expect(await stateOf(c.t, second.id)).toBe('shortlisted');
    expect((await item(second))?.withdrawn_at).toBeNull();
  });

  it('K24-3: the final is assigned, opened, scored and closed from the screening alone', async () => {
    const key = { programmeId: c.s.programmeId, roundId: 'final' };
    const judges = await Promise.all(
      ['Hà Văn An', 'Lường Thị Bình', 'Quàng Văn Cường', 'Vì Thị Dung', 'Đỗ Quốc Giang'].map((name) =>
        c.t.person(name, [{ role: 'judge', programmeId: c.s.programmeId }]),
      ),
    );
    await assignJudges(c.as(c.secretary, when.final), { ...key, seed: 'x' });
    await openRound(c.as(c.secretary, when.final), key);
    expect((await refusal(save(dull, { ...allPass, reason: 'Muốn chọn lại bài này lần nữa.' }))).code).toBe(
      'agency.final-opened',
    );
    for (const [index, judge] of judges.entries()) {
      const ctx = c.as(judge, when.final);
      await declareNoConflict(ctx, key);
      for (const row of await assignedTo(db(), { ...key, judgeId: judge.id })) {
        const value = row.code === chosen.code ? '14' : row.code === second.code ? '12' : `${5 + index}`;
        const scores = scoresOf(c.doc, 'final', value);
        const { version } = await saveScores(ctx, { assignmentId: row.assignmentId, version: 0, scores });
        await signSheet(ctx, { assignmentId: row.assignmentId, version });
      }
    }
    expect(await closeRound(c.as(c.chair, when.final), key)).toEqual({ ranked: 3, ties: 0 });
    expect((await storedRanking(db(), key)).map((row) => row.code)).toEqual([chosen.code, second.code, silent.code]);
    expect((await proposePrizes(c.as(c.chair, when.final), key)).proposed).toBe(3);
    expect(await brokenRules()).toEqual([]);
  });
});
