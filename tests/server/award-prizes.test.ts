import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRegisterFilter } from '#lib/domain/register/search.ts';
import { requireDossier } from '#lib/server/award/queries.ts';
import { awardScope } from '#lib/server/award/scope.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { honouredPrizes, startDossierFromPrize } from '#lib/server/register/prizeDossier.ts';
import { enterEarlierPrizes } from '#lib/server/register/prizes.ts';
import { searchRegister } from '#lib/server/register/search.ts';
import { decideAward, withdrawAward } from '#lib/server/result/awards.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { insertCall, sampleCall } from '../support/award.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';
import { after, finalJudged } from './result.support.ts';

type Final = Awaited<ReturnType<typeof finalJudged>>;
let c: Final;
let officer: Actor & { id: string };
let units: Record<string, string>;
const at = after.final;
const why = 'Ban Tổ chức thống nhất theo biên bản họp';
const give = (place: number, tierId: string) =>
  decideAward(c.t.ctx(c.organiser, at), { entryId: c.ids[place - 1]!, tierId, reason: why });
const lines = () =>
  c.t.app.db.selectFrom('award_record').selectAll().where('form_is', '=', 'prize').orderBy('created_at').execute();
const awardOf = async (place: number) =>
  (
    await c.t.app.db
      .selectFrom('award')
      .select('id')
      .where('entry_id', '=', c.ids[place - 1]!)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
  ).id;

beforeAll(async () => {
  c = await finalJudged(5);
  units = await sampleUnits(c.t);
  officer = await c.t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  await give(1, 'first');
  await give(2, 'second');
  await give(3, 'second');
  await publishResults(c.t.ctx(c.organiser, at), {
    programmeId: c.programmeId,
    number: '15-QĐ/BTC',
    date: '25/09/2026',
    signer: 'Lò Minh Trưởng',
    note: why,
  });
});
afterAll(() => c?.t.close());

describe('prizes of contests in the register', () => {
  it('K26-5a: publication enters one line for each author of each prize, with decision and contest', async () => {
    const { count } = await c.t.app.db
      .selectFrom('entry_author')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('entry_id', 'in', c.ids.slice(0, 3))
      .where('declined_at', 'is', null)
      .executeTakeFirstOrThrow();
    const all = await lines();
    expect(all).toHaveLength(Number(count));
    expect(all[0]).toMatchObject({ level: 'contest', award_kind: 'contest', decision_number: '15-QĐ/BTC', year: 2026 });
    const { records } = await searchRegister(
      c.t.app.db,
      readRegisterFilter(new URLSearchParams('hinh-thuc=giai-cuoc-thi')),
    );
    expect(records).toHaveLength(Number(count));
  });

  it('K26-5a: entering again adds nothing; what was published before there was a register is entered once', async () => {
    const before = await lines();
    await enterEarlierPrizes(c.t.app);
    expect(await lines()).toHaveLength(before.length);
    await c.t.app.db.deleteFrom('award_record').execute();
    await enterEarlierPrizes(c.t.app);
    await enterEarlierPrizes(c.t.app);
    const again = await lines();
    expect(again).toHaveLength(before.length);
    // the same people are the same subjects
    expect(new Set(again.map((one) => one.subject_id))).toEqual(new Set(before.map((one) => one.subject_id)));
  });

  it('K26-5a: another prize after publication revokes the earlier line and enters a new one', async () => {
    await give(3, 'third');
    const ofThird = (await lines()).filter((one) => one.citation.length > 0 && one.form_id === 'giai-third');
    expect(ofThird).not.toHaveLength(0);
    await withdrawAward(c.t.ctx(c.organiser, at), { entryId: c.ids[2]!, reason: why });
    const gone = (await lines()).filter((one) => one.revoked_at !== null);
    expect(new Set(gone.map((one) => one.form_id))).toEqual(new Set(['giai-second', 'giai-third']));
    expect(gone.every((one) => one.revoked_reason === why)).toBe(true);
  });
});

describe('the commendation that a first prize brings along', () => {
  const doc = {
    ...sampleCall,
    code: 'KTCT',
    occasion: { id: 'contest', kind: 'contest' as const, year: 2026 },
    opensAt: '2026-01-01T00:00:00.000+07:00',
    closesAt: '2027-12-31T23:59:59.999+07:00',
  };

  it('K26-5a, K24-9: becomes a dossier of the standing unit, filled in from the contest, once', async () => {
    const ctx = c.t.ctx(officer, at);
    const call = await insertCall(c.t, { doc, programmeId: c.programmeId });
    const prizes = await honouredPrizes(ctx, await awardScope(ctx));
    expect(prizes.map((one) => one.prize)).toEqual(['Giải Nhất']);
    expect(prizes[0]).toMatchObject({ dossier: null, calls: [{ id: call.id }] });
    const started = await startDossierFromPrize(ctx, { awardId: prizes[0]!.awardId, callId: call.id });
    const dossier = await requireDossier(c.t.app.db, started.dossierId);
    expect(dossier).toMatchObject({ state: 'draft', unitId: units.SNV, awardId: prizes[0]!.awardId });
    expect(dossier.report.entries).toEqual([c.ids[0]]);
    expect(dossier.report.achievements).toContain('15-QĐ/BTC');
    const twice = startDossierFromPrize(ctx, { awardId: prizes[0]!.awardId, callId: call.id });
    expect(await refusal(twice)).toMatchObject({ status: 409, code: 'prize.has-dossier' });
    expect((await honouredPrizes(ctx, await awardScope(ctx)))[0]!.dossier?.code).toBe('KTCT-00001');
  });

  it('K26-5a: only for a tier that brings it, only by the standing unit, only in a call of the contest', async () => {
    const ctx = c.t.ctx(officer, at);
    const call = await insertCall(c.t, { doc: { ...doc, code: 'KTKH' } });
    const second = { awardId: await awardOf(2), callId: call.id };
    expect(await refusal(startDossierFromPrize(ctx, second))).toMatchObject({ code: 'prize.no-honours' });
    const first = { awardId: await awardOf(1), callId: call.id };
    expect(await refusal(startDossierFromPrize(ctx, first))).toMatchObject({ code: 'prize.call' });
    expect(await refusal(startDossierFromPrize(c.t.ctx(c.organiser, at), first))).toMatchObject({ status: 404 });
  });
});
