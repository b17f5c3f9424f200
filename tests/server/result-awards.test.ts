import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAward, followProposal, withdrawAward } from '#lib/server/result/awards.ts';
import { awardsBoard } from '#lib/server/result/board.ts';
import { issueCertificates } from '#lib/server/result/certificates.ts';
import { publicResults } from '#lib/server/result/public.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { verifyCertificate } from '#lib/server/result/verify.ts';
import { disqualifyEntry } from '#lib/server/screening/check.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { refusal } from '../support/refusal.ts';
import { after, finalJudged } from './result.support.ts';

type Final = Awaited<ReturnType<typeof finalJudged>>;
let c: Final;
const at = after.final;
const why = 'Ban Tổ chức thống nhất theo biên bản họp';
const give = (place: number, tierId: string, reason?: string, who = c.organiser) =>
  decideAward(c.t.ctx(who, at), { entryId: c.ids[place - 1]!, tierId, ...(reason ? { reason } : {}) });
const publish = (note?: string, who = c.organiser) =>
  publishResults(c.t.ctx(who, at), {
    programmeId: c.programmeId,
    number: '15-QĐ/BTC',
    date: '25/09/2026',
    signer: 'Lò Minh Trưởng',
    ...(note ? { note } : {}),
  });
const inForce = () =>
  c.t.app.db.selectFrom('award').select(['entry_id', 'tier_id', 'amount']).where('revoked_at', 'is', null).execute();

describe('prizes decided by the organisers', () => {
  beforeAll(async () => {
    c = await finalJudged(13);
    await c.propose('prize', [
      { entryId: c.ids[0]!, tierId: 'first' },
      { entryId: c.ids[1]!, tierId: 'second' },
      { entryId: c.ids[2]!, tierId: 'second' },
      ...[3, 4, 5].map((i) => ({ entryId: c.ids[i]!, tierId: 'third' })),
      ...[6, 7, 8, 9, 10].map((i) => ({ entryId: c.ids[i]!, tierId: 'consolation' })),
    ]);
  });
  afterAll(() => c?.t.close());

  it('K26-4e: the jury proposes, the organisers decide; another prize than proposed needs a reason', async () => {
    expect(await refusal(give(1, 'first', undefined, c.chair))).toMatchObject({ status: 403 });
    expect(await refusal(give(1, 'first', undefined, c.secretary))).toMatchObject({ status: 403 });
    expect(await refusal(give(1, 'first', undefined, c.author))).toMatchObject({ status: 404 });
    const other = await refusal(give(2, 'first'));
    expect(other).toMatchObject({ code: 'result.reason', field: 'reason' });
    expect(other.message).toContain('đề xuất Giải Nhì');
    await give(1, 'first');
    expect(await inForce()).toMatchObject([{ tier_id: 'first', amount: 15_000_000 }]);
  });

  it('K26-5a: two organisers who give the last prizes of a tier at once give no more than there are', async () => {
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[0]! });
    for (let turn = 0; turn < 5; turn++) {
      const outcomes = await Promise.allSettled([
        give(1, 'first', why),
        give(2, 'first', why, c.deputy),
        give(3, 'first', why),
        give(1, 'first', why, c.deputy),
      ]);
      expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      const held = await inForce();
      expect(held).toHaveLength(1);
      await withdrawAward(c.t.ctx(c.deputy, at), { entryId: held[0]!.entry_id });
    }
    expect(await inForce()).toEqual([]);
  });

  it('K26-4e: only entries of the final get a prize, and none twice', async () => {
    const outsider = await c.entry(99, 'not-shortlisted');
    expect(
      (await refusal(decideAward(c.t.ctx(c.organiser, at), { entryId: outsider, tierId: 'first', reason: why }))).code,
    ).toBe('result.not-in-round');
    await give(1, 'first');
    expect((await refusal(give(1, 'first'))).code).toBe('result.same-tier');
    await give(1, 'second', why);
    expect(await inForce()).toMatchObject([{ entry_id: c.ids[0], tier_id: 'second', amount: 10_000_000 }]);
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[0]! });
  });

  it('K26-4e: the whole proposal in one act; K26-5a: eleven prizes, 65.000.000 đồng', async () => {
    expect(await followProposal(c.t.ctx(c.organiser, at), { programmeId: c.programmeId })).toBe(11);
    const awards = await inForce();
    expect(awards.reduce((sum, award) => sum + award.amount, 0)).toBe(65_000_000);
    const board = await awardsBoard(c.t.ctx(c.auditor, at), await c.stored());
    expect(board.tiers.map(({ tier, given, left }) => [tier.id, given, left])).toEqual([
      ['first', 1, 0],
      ['second', 2, 0],
      ['third', 3, 0],
      ['consolation', 5, 0],
    ]);
    expect(board.blocking).toEqual([]);
    expect((await refusal(give(12, 'consolation', why))).code).toBe('result.tier-full');
  });

  it('K26-5a: nothing of it is visible before publication', async () => {
    expect(await publicResults(c.t.visitor(at), c.programmeId)).toMatchObject({ published: false });
    expect(await c.stateOf(c.ids[0]!)).toBe('shortlisted');
    expect((await refusal(issueCertificates(c.t.ctx(c.secretary, at), { programmeId: c.programmeId }))).code).toBe(
      'result.not-published',
    );
    expect(await c.t.app.db.selectFrom('message').selectAll().execute()).toEqual([]);
  });

  it('K26-5a: publication needs number, day and signer, and a word where a proposal was not followed', async () => {
    const bare = await refusal(
      publishResults(c.t.ctx(c.organiser, at), { programmeId: c.programmeId, number: '', date: '', signer: ' ' }),
    );
    expect(bare.issues.map((issue) => issue.field)).toEqual(['number', 'date', 'signer']);
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[10]! });
    const silent = await refusal(publish());
    expect(silent).toMatchObject({ code: 'result.reason', field: 'note' });
    expect(silent.message).toContain('CDS26-00011');
    expect(silent.message).toContain('còn 1 giải chưa trao');
    expect(await refusal(publish(why, c.secretary))).toMatchObject({ status: 403 });
  });

  it('K26-5a: an entry that left the contest blocks publication until its prize is taken back', async () => {
    await c.t.app.db.updateTable('entry').set({ state: 'withdrawn' }).where('id', '=', c.ids[9]!).execute();
    expect((await refusal(publish(why))).issues[0]?.message).toContain('đã rút');
    const board = await awardsBoard(c.t.ctx(c.organiser, at), await c.stored());
    expect(board.gone).toMatchObject([{ code: 'CDS26-00010', tierName: 'Giải Khuyến khích' }]);
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[9]! });
    await give(11, 'consolation');
    await give(12, 'consolation', why);
  });

  it('K26-5a: published results show prize, money and names; every finalist is told', async () => {
    await publish(why);
    const results = await publicResults(c.t.visitor(at), c.programmeId);
    expect(results).toMatchObject({
      published: true,
      number: '15-QĐ/BTC',
      date: '2026-09-25',
      count: 11,
      total: 65_000_000,
    });
    expect(results.published && results.tiers.map((tier) => tier.winners.length)).toEqual([1, 2, 3, 5]);
    expect(JSON.stringify(results)).not.toMatch(/@|score|rank/);
    expect([await c.stateOf(c.ids[0]!), await c.stateOf(c.ids[12]!)]).toEqual(['awarded', 'not-awarded']);
    const kinds = await c.t.app.db.selectFrom('message').select('kind').execute();
    expect(kinds.filter((row) => row.kind === 'result.award')).toHaveLength(22);
    expect(kinds.filter((row) => row.kind === 'result.no-award')).toHaveLength(2);
    expect((await refusal(publish(why))).code).toBe('result.published');
    expect((await refusal(followProposal(c.t.ctx(c.organiser, at), { programmeId: c.programmeId }))).code).toBe(
      'result.published',
    );
  });

  it('K26-5a: a prize revoked after publication needs a reason and its certificates lose their force', async () => {
    await issueCertificates(c.t.ctx(c.secretary, at), { programmeId: c.programmeId });
    const codes = await c.t.app.db.selectFrom('certificate').select('code').where('entry_id', '=', c.ids[0]!).execute();
    expect(codes).toHaveLength(2);
    expect(await verifyCertificate(c.t.app.db, codes[0]!.code)).toMatchObject({ status: 'valid' });
    expect((await refusal(withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[0]! }))).code).toBe('result.reason');
    await withdrawAward(c.t.ctx(c.organiser, at), {
      entryId: c.ids[0]!,
      reason: 'Sản phẩm đã được công nhận trước đó',
    });
    expect(await c.stateOf(c.ids[0]!)).toBe('not-awarded');
    for (const { code } of codes)
      expect(await verifyCertificate(c.t.app.db, code)).toMatchObject({
        status: 'revoked',
        certificate: { prize: 'Giải Nhất' },
      });
    const results = await publicResults(c.t.visitor(at), c.programmeId);
    expect(results.published && results.tiers.map((tier) => tier.id)).not.toContain('first');
    expect(
      await c.t.app.db.selectFrom('message').select('id').where('kind', '=', 'result.revoked').execute(),
    ).toHaveLength(2);
  });

  it('K26-5a: another entry may then move up, with a reason; its old certificate is replaced', async () => {
    expect((await refusal(give(2, 'first'))).code).toBe('result.reason');
    await give(2, 'first', why);
    const results = await publicResults(c.t.visitor(at), c.programmeId);
    expect(results.published && results.tiers[0]).toMatchObject({ id: 'first', winners: [{ code: 'CDS26-00002' }] });
    expect(await issueCertificates(c.t.ctx(c.secretary, at), { programmeId: c.programmeId })).toBe(2);
    const rows = await c.t.app.db
      .selectFrom('certificate')
      .select(['tier_name', 'revoked_at', 'number'])
      .where('entry_id', '=', c.ids[1]!)
      .orderBy('issued_at')
      .orderBy('number')
      .execute();
    expect(rows.filter((row) => row.revoked_at).map((row) => row.tier_name)).toEqual(['Giải Nhì', 'Giải Nhì']);
    expect(rows.filter((row) => !row.revoked_at).map((row) => row.tier_name)).toEqual(['Giải Nhất', 'Giải Nhất']);
    expect(new Set(rows.map((row) => row.number)).size).toBe(4);
  });

  it('K26-5a: an entry disqualified after publication loses its prize and certificates', async () => {
    const entryId = c.ids[3]!;
    const out = (who = c.organiser) =>
      disqualifyEntry(c.t.ctx(who, at), { entryId, clause: 'II.2', reason: `${why}, đã kiểm tra lại` });
    const refused = await refusal(out(c.secretary));
    expect(refused).toMatchObject({ code: 'check.has-prize', status: 403 });
    expect(refused.message).toContain('Giải Ba');
    expect(await inForce()).toContainEqual({ entry_id: entryId, tier_id: 'third', amount: 5_000_000 });
    await out();
    expect(await c.stateOf(entryId)).toBe('disqualified');
    expect((await inForce()).map((award) => award.entry_id)).not.toContain(entryId);
    const mail = await c.t.app.db
      .selectFrom('message')
      .select('body')
      .where('kind', '=', 'entry.disqualified')
      .executeTakeFirstOrThrow();
    expect(mail.body).toContain('Giải Ba và giấy chứng nhận đã phát hành (nếu có) bị thu hồi');
    const { code } = await c.t.app.db
      .selectFrom('certificate')
      .select('code')
      .where('entry_id', '=', entryId)
      .executeTakeFirstOrThrow();
    expect(await verifyCertificate(c.t.app.db, code)).toMatchObject({ status: 'revoked' });
  });
});

describe('prizes whose rules are not complete', () => {
  it('K24-9: results wait for the number of every prize; a floor holds', async () => {
    c = await finalJudged(4);
    try {
      const prizes = {
        ...contest2026Demo.prizes,
        tiers: contest2026Demo.prizes.tiers.map((tier) =>
          tier.id === 'consolation' ? { ...tier, count: null } : tier.id === 'first' ? { ...tier, floor: '96' } : tier,
        ),
      };
      const doc = JSON.stringify({ ...contest2026Demo, prizes });
      await c.t.app.db.updateTable('programme').set({ doc, version: 100 }).where('id', '=', c.programmeId).execute();
      expect((await refusal(give(1, 'first', why))).code).toBe('result.below-floor');
      expect((await refusal(give(1, 'consolation', why))).code).toBe('result.count-open');
      expect((await refusal(give(1, 'second'))).message).toContain('chưa có đề xuất');
      await give(1, 'second', why);
      const refused = await refusal(publish(why));
      expect(refused.code).toBe('result.blocked');
      expect(refused.issues.map((issue) => issue.message)).toContain('Chưa nhập số lượng Giải Khuyến khích.');
    } finally {
      await c.t.close();
    }
  });

  it('K26-4e: no prize while the final is still being scored', async () => {
    c = await finalJudged(2);
    try {
      await c.t.app.db.updateTable('round_state').set({ state: 'open' }).execute();
      expect((await refusal(give(1, 'first', why))).code).toBe('result.round-open');
    } finally {
      await c.t.close();
    }
  });
});
