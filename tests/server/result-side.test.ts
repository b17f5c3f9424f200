import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { decideAward, followProposal, withdrawAward } from '#lib/server/result/awards.ts';
import { awardsBoard } from '#lib/server/result/board.ts';
import { calculationFile } from '#lib/server/result/calculation.ts';
import { certificateRegister, issueCertificates } from '#lib/server/result/certificates.ts';
import { awardListFile, closingReportFile } from '#lib/server/result/papers.ts';
import { enterPrizeCount } from '#lib/server/result/prizeCount.ts';
import { publicResults } from '#lib/server/result/public.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { reportFigures } from '#lib/server/result/report.ts';
import { disqualifyEntry } from '#lib/server/screening/check.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { refusal } from '../support/refusal.ts';
import { combination, show, sideContest, sideTier } from './result.side.support.ts';
import { after, finalJudged } from './result.support.ts';

type Final = Awaited<ReturnType<typeof finalJudged>>;
let c: Final;
const at = after.final;
const early = '2026-09-08T09:00:00+07:00';
const why = 'Ban Tổ chức thống nhất theo biên bản họp';

const freeze = () => freezeInteractions(c.t.ctx(c.secretary, at), { programmeId: c.programmeId });
const give = (place: number, tierId: string, reason?: string, when = at) =>
  decideAward(c.t.ctx(c.organiser, when), { entryId: c.ids[place - 1]!, tierId, ...(reason ? { reason } : {}) });
const board = async () => awardsBoard(c.t.ctx(c.organiser, at), await c.stored());
const publish = (note?: string) =>
  publishResults(c.t.ctx(c.organiser, at), {
    programmeId: c.programmeId,
    number: '15-QĐ/BTC',
    date: '25/09/2026',
    signer: 'Lò Minh Trưởng',
    ...(note ? { note } : {}),
  });
const inForce = (place: number) =>
  c.t.app.db
    .selectFrom('award')
    .select(['tier_id', 'side'])
    .where('entry_id', '=', c.ids[place - 1]!)
    .where('revoked_at', 'is', null)
    .orderBy('side')
    .execute();
/** The cast's entries have no history, so only the rules of prizes are asked. */
const broken = async () =>
  (await checkInvariants(c.t.app)).filter(
    ({ name, ok }) => ['result.counts', 'result.amounts', 'result.state', 'result.side'].includes(name) && !ok,
  );

describe('a side prize by interactions', () => {
  beforeAll(async () => {
    c = await finalJudged(6, sideContest());
    await show(c, [7, 2, 5, 0, 9]);
    await c.propose(
      'prize',
      ['first', 'second', 'third', 'consolation'].map((tierId, i) => ({ entryId: c.ids[i]!, tierId })),
    );
  });
  afterAll(() => c?.t.close());

  it('K24-10: is not decided before the freeze, and the refusal says when it will be', async () => {
    const refused = await refusal(give(5, 'public', why, early));
    expect(refused.code).toBe('result.not-frozen');
    expect(refused.message).toContain('10/09/2026');
    expect((await board()).waiting?.message).toContain('chưa được chốt');
    await followProposal(c.t.ctx(c.organiser, at), { programmeId: c.programmeId });
    expect((await refusal(publish(why))).issues.map((issue) => issue.message).join()).toContain('chưa được chốt');
  });

  it('K24-10: goes to the work with the most interactions; another one needs a reason', async () => {
    await freeze();
    const { side } = await board();
    expect(side!.rows.map((row) => [row.code, row.likes, row.rank])).toEqual([
      ['CDS26-00005', 9, 1],
      ['CDS26-00001', 7, 2],
      ['CDS26-00003', 5, 3],
      ['CDS26-00002', 2, 4],
      ['CDS26-00004', 0, 5],
    ]);
    expect(side!.rows.filter((row) => row.proposedTierId).map((row) => row.code)).toEqual(['CDS26-00005']);
    expect(await refusal(give(1, 'public'))).toMatchObject({ code: 'result.reason', field: 'reason' });
    expect((await refusal(give(6, 'public', why))).code).toBe('result.not-on-show');
    await give(5, 'public');
    expect(await inForce(5)).toEqual([{ tier_id: 'public', side: true }]);
    expect((await refusal(give(1, 'public', why))).code).toBe('result.tier-full');
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[4]!, side: true });
  });

  it('K24-10: a work may have both prizes, and loses either alone', async () => {
    await give(1, 'public', why);
    expect(await inForce(1)).toEqual([
      { tier_id: 'first', side: false },
      { tier_id: 'public', side: true },
    ]);
    const row = (await board()).side!.rows.find((one) => one.code === 'CDS26-00001');
    expect(row).toMatchObject({ other: 'Giải Nhất', award: { tierId: 'public' } });
    expect((await refusal(give(1, 'second', why))).code).toBe('result.tier-full');
    expect(await broken()).toEqual([]);
  });

  it('K24-10: published with the figures; one mail tells both prizes; certificates name each', async () => {
    await publish(why);
    const results = await publicResults(c.t.visitor(at), c.programmeId);
    expect(results).toMatchObject({ count: 5, calculation: { freezeNo: 1, combined: null } });
    const figures = results.published ? (results.calculation?.side?.rows ?? []) : [];
    expect(figures.length).toBeGreaterThan(0);
    for (const row of figures) expect(row.externalEach).toMatch(/^[\d.]+, [\d.]+, [\d.]+$/);
    expect(results.published && results.tiers.at(-1)).toMatchObject({
      id: 'public',
      side: true,
      winners: [{ code: 'CDS26-00001', figure: '7 điểm tương tác' }],
    });
    const mails = await c.t.app.db
      .selectFrom('message')
      .select(['subject', 'body'])
      .where('entry_id', '=', c.ids[0]!)
      .execute();
    expect(mails).toHaveLength(2);
    expect(mails[0]!.subject).toContain('đạt Giải Nhất và Giải phụ');
    await issueCertificates(c.t.ctx(c.secretary, at), { programmeId: c.programmeId });
    const { rows } = await certificateRegister(c.t.ctx(c.secretary, at), await c.stored());
    expect(rows.filter((one) => one.entryCode === 'CDS26-00001').map((one) => one.tierName)).toEqual([
      'Giải Nhất',
      'Giải Nhất',
      sideTier.name,
      sideTier.name,
    ]);
    expect((await reportFigures(c.t.app.db, await c.stored())).prizeCount).toBe(5);
    const csv = await calculationFile(c.t.visitor(at), await c.stored(), 'csv');
    expect(csv.body).toContain('CDS26-00005');
    for (const file of [awardListFile, closingReportFile])
      expect((await file(c.t.ctx(c.secretary, at), await c.stored())).pdf.length).toBeGreaterThan(1000);
  });

  it('K24-10: the entry stays awarded until its last prize is revoked; a side prize alone makes it awarded', async () => {
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[0]!, side: true, reason: why });
    expect([await c.stateOf(c.ids[0]!), (await inForce(1)).length]).toEqual(['awarded', 1]);
    expect(await c.stateOf(c.ids[4]!)).toBe('not-awarded');
    await give(5, 'public', why);
    expect(await c.stateOf(c.ids[4]!)).toBe('awarded');
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[4]!, side: true, reason: why });
    expect(await c.stateOf(c.ids[4]!)).toBe('not-awarded');
    await give(1, 'public', why);
    expect(await broken()).toEqual([]);
  });

  it('K24-10: an entry that is disqualified loses both prizes and all certificates in the same act', async () => {
    await disqualifyEntry(c.t.ctx(c.organiser, at), {
      entryId: c.ids[0]!,
      clause: 'II.2',
      reason: `${why}, đã kiểm tra lại`,
    });
    expect(await inForce(1)).toEqual([]);
    const valid = await c.t.app.db
      .selectFrom('certificate')
      .select('id')
      .where('entry_id', '=', c.ids[0]!)
      .where('revoked_at', 'is', null)
      .execute();
    expect(valid).toEqual([]);
    const results = await publicResults(c.t.visitor(at), c.programmeId);
    expect(results.published && results.tiers.map((tier) => tier.id)).not.toContain('public');
    expect(await broken()).toEqual([]);
  });
});

describe('works of equal interactions', () => {
  it('K24-10: the organisers choose among the tied, with a reason', async () => {
    c = await finalJudged(3, sideContest());
    try {
      await show(c, [4, 4, 1]);
      await freeze();
      const { side } = await board();
      expect(side!.rows.map((row) => row.proposedTierId)).toEqual([null, null, null]);
      expect(side!.open).toEqual([
        `2 bài bằng tương tác, không đủ chỗ trong ${sideTier.name}: Ban Tổ chức quyết định.`,
      ]);
      expect((await refusal(give(2, 'public'))).code).toBe('result.reason');
      await give(2, 'public', why);
      expect(await inForce(2)).toEqual([{ tier_id: 'public', side: true }]);
      await c.t.app.db
        .updateTable('gallery_item')
        .set({ withdrawn_at: new Date(at), withdrawn_reason: 'Tác giả rút đồng ý' })
        .where('entry_id', '=', c.ids[1]!)
        .execute();
      expect((await refusal(publish(why))).issues.map((issue) => issue.message).join()).toContain(
        'không còn được trưng bày',
      );
    } finally {
      await c.t.close();
    }
  });
});

describe('a score of jury and public together', () => {
  it('K24: places go by the combined score, the ranking of the jury stays beside; floors apply to it', async () => {
    const tiers = contest2026Demo.prizes.tiers.map((tier) => ({
      ...tier,
      count: 1,
      ...(tier.id === 'first' ? { floor: '90' } : {}),
    }));
    c = await finalJudged(4, sideContest({ combination, prizes: { ...contest2026Demo.prizes, tiers } }));
    try {
      await show(c, [1, 0, 10, 5]);
      await c.propose('prize', [{ entryId: c.ids[0]!, tierId: 'first' }]);
      expect((await refusal(give(1, 'first'))).code).toBe('result.not-frozen');
      expect((await refusal(followProposal(c.t.ctx(c.organiser, at), { programmeId: c.programmeId }))).code).toBe(
        'result.not-frozen',
      );
      expect((await board()).rows[0]).toMatchObject({ code: 'CDS26-00001', score: '95.0000', calculation: null });
      await freeze();
      const { rows, formula, by } = await board();
      // the final of the demonstration is scored out of 100
      expect(rows.map((row) => [row.code, row.rank, row.score, row.jury.rank, row.proposedTierId])).toEqual([
        ['CDS26-00003', 1, '95.1', 3, 'first'],
        ['CDS26-00004', 2, '79.4', 4, 'second'],
        ['CDS26-00001', 3, '69.5', 1, 'third'],
        ['CDS26-00002', 4, '65.8', 2, 'consolation'],
      ]);
      expect(by).toBe('combination');
      expect(formula).toContain('Điểm chung = 70% điểm Ban Giám khảo (thang 100) + 30%');
      expect(rows[1]!.calculation).toMatchObject({
        points: '100 × 5 ÷ 10 = 50',
        sum: '92 × 0,7 + 50 × 0,3 = 79,4',
      });
      expect((await refusal(give(4, 'first', why))).code).toBe('result.below-floor');
      expect((await refusal(give(1, 'second'))).message).toContain('Theo điểm chung bài này được Giải Ba');
      expect(await followProposal(c.t.ctx(c.organiser, at), { programmeId: c.programmeId })).toBe(4);
      await publish();
      const results = await publicResults(c.t.visitor(at), c.programmeId);
      expect(results.published && results.tiers[0]!.winners[0]).toMatchObject({ figure: '95,10 điểm chung' });
      expect(results.published && results.calculation!.combined!.rows[1]).toMatchObject({
        juryScore: '92',
        score: '79,40',
      });
      const { body } = await calculationFile(c.t.visitor(at), await c.stored(), 'csv');
      expect(body).toContain('92 × 0,7 + 50 × 0,3 = 79,4');
      expect((await calculationFile(c.t.visitor(at), await c.stored(), 'xlsx')).body.length).toBeGreaterThan(1000);
    } finally {
      await c.t.close();
    }
  });
});

describe('numbers of prizes that the plan leaves open', () => {
  it('K24-9: block results until the organisers enter them, with a reason when the final has begun', async () => {
    const tiers = contest2026Demo.prizes.tiers.map((tier) => ({
      ...tier,
      count: tier.id === 'first' ? 1 : null,
      ...(tier.id === 'first' ? { honours: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh' } : {}),
    }));
    c = await finalJudged(4);
    try {
      const doc = JSON.stringify({ ...contest2026Demo, prizes: { ...contest2026Demo.prizes, tiers } });
      await c.t.app.db.updateTable('programme').set({ doc, version: 100 }).where('id', '=', c.programmeId).execute();
      const enter = (tierId: string, count: string, reason?: string, who = c.organiser) =>
        enterPrizeCount(c.t.ctx(who, at), { programmeId: c.programmeId, tierId, count, ...(reason ? { reason } : {}) });
      expect((await board()).missing.map((tier) => tier.name)).toEqual(['Giải Nhì', 'Giải Ba', 'Giải Khuyến khích']);
      await give(1, 'first', why);
      expect((await refusal(publish(why))).issues.map((issue) => issue.message)).toContain(
        'Chưa nhập số lượng Giải Nhì.',
      );
      expect(await refusal(enter('second', '2', why, c.secretary))).toMatchObject({ status: 403 });
      expect((await refusal(enter('second', '0', why))).code).toBe('result.count');
      expect(await refusal(enter('second', '1'))).toMatchObject({ code: 'programme.reason', field: 'reason' });
      for (const tierId of ['second', 'third', 'consolation']) await enter(tierId, '1', `${why} ngày 10/9`);
      expect((await refusal(enter('second', '2', why))).code).toBe('result.count-known');
      expect((await board()).missing).toEqual([]);
      for (const [place, tierId] of ['second', 'third', 'consolation'].entries()) await give(place + 2, tierId, why);
      await publish();
      const results = await publicResults(c.t.visitor(at), c.programmeId);
      expect(results.published && results.tiers[0]).toMatchObject({
        name: 'Giải Nhất',
        honours: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
      });
      const version = await c.t.app.db
        .selectFrom('programme_version')
        .select(['reason', 'part'])
        .where('programme_id', '=', c.programmeId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      expect(version).toEqual({ part: 'prizes', reason: `${why} ngày 10/9` });
    } finally {
      await c.t.close();
    }
  });
});
