import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Quota } from '#lib/domain/award/types.ts';
import { nominators } from '#lib/server/award/nominators.ts';
import { quotaBoard, quotaOfUnit, requireQuota } from '#lib/server/award/quota.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let officer: Actor & { id: string };
const day = '2027-03-05';
const moment = `${day}T08:00:00+07:00`;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
});
afterAll(() => t.close());

const callWith = (slug: string, quotas: Quota[]) =>
  insertCall(t, { programmeId, slug, doc: { ...sampleCall, code: slug.toUpperCase(), quotas } });
const person = (name: string, unitId: string) => ({ kind: 'individual' as const, name, unitId });

/** Hands dossiers in the way a submission does: quota first, then the step that makes them count. */
const submit = (call: StoredCall, unitId: string, ids: string[], hold: () => Promise<void> = async () => {}) => {
  const ctx = t.ctx(officer, moment);
  return act(ctx, { act: 'award.submit', summary: 'Thử' }, async (tx) => {
    const adding = ids.map((id) => ({ id, formId: 'bang-khen-tinh', subjectKind: 'individual' as const }));
    await requireQuota(tx, ctx, call, unitId, adding);
    await hold();
    await tx.db
      .updateTable('award_dossier')
      .set({ state: 'in-progress', step_id: 'compile', received_at: ctx.now, law_id: 'luat-2022-nd-152' })
      .where('id', 'in', ids)
      .execute();
  });
};

describe('quotas of units', () => {
  it('Q25-8: two submissions in the same second cannot overrun the quota together', async () => {
    const call = await callWith('cung-luc', sampleCall.quotas);
    const drafts = await Promise.all(
      ['Lò Văn A', 'Lò Văn B', 'Lò Văn C'].map((name) =>
        insertDossier(t, { call, unitId: units.X1!, subject: person(name, units.X1!) }),
      ),
    );
    const [a, b, c] = drafts.map((one) => one.id);
    const pause = () => new Promise<void>((done) => setTimeout(done, 150));
    const both = await Promise.allSettled([
      submit(call, units.X1!, [a!, b!], pause),
      submit(call, units.X1!, [c!], pause),
    ]);
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'award.over-quota' });
    const { used } = (await quotaOfUnit(t.app.db, call, units.X1!, day))[0]!;
    expect(used).toBeLessThanOrEqual(2);
  });

  it('Q25-8: another unit does not wait, and has a quota of its own', async () => {
    const call = await callWith('don-vi-khac', sampleCall.quotas);
    const own = await insertDossier(t, { call, unitId: units.X1!, subject: person('Quàng Thị D', units.X1!) });
    const other = await insertDossier(t, { call, unitId: units.X2!, subject: person('Quàng Thị E', units.X2!) });
    await Promise.all([submit(call, units.X1!, [own.id]), submit(call, units.X2!, [other.id])]);
    const board = await quotaBoard(t.app.db, call, day);
    const left = (code: string) => board.find((one) => one.unit.code === code)?.lines.map((line) => line.left);
    expect([left('X1'), left('X2'), left('SNV')]).toEqual([[1], [1], [1, 3]]);
  });

  it('Q25-8: a dossier that was returned counts once when it is handed in again; drafts do not count', async () => {
    const call = await callWith('nop-lai', sampleCall.quotas);
    const made = await Promise.all(
      ['Cà Văn G', 'Cà Văn H'].map((name) =>
        insertDossier(t, { call, unitId: units.X1!, subject: person(name, units.X1!) }),
      ),
    );
    await insertDossier(t, { call, unitId: units.X1!, subject: person('Cà Văn I', units.X1!) });
    const ids = made.map((one) => one.id);
    await submit(call, units.X1!, ids);
    await t.app.db
      .updateTable('award_dossier')
      .set({ state: 'returned', step_id: null })
      .where('id', '=', ids[0]!)
      .execute();
    await submit(call, units.X1!, [ids[0]!]);
    expect((await quotaOfUnit(t.app.db, call, units.X1!, day))[0]).toMatchObject({ used: 2, left: 0, over: false });
  });

  it('Q25-8: what the guidance leaves open stops the submission of that line until a person decides', async () => {
    const percent: Quota = {
      id: 'percent',
      printed: '10% tập thể, 5% cá nhân trực tiếp tham gia',
      classIds: [],
      units: [],
      formIds: [],
      limits: [
        { subjects: ['collective'], max: null, percent: '10', rounding: null },
        { subjects: ['individual'], max: null, percent: '5', rounding: null },
      ],
    };
    const call = await callWith('phan-tram', [percent]);
    const { id } = await insertDossier(t, { call, unitId: units.X1!, subject: person('Vì Thị K', units.X1!) });
    expect((await refusal(submit(call, units.X1!, [id]))).code).toBe('award.quota-open');
    await t.app.db.updateTable('award_submission').set({ individuals: 30 }).where('call_id', '=', call.id).execute();
    expect((await refusal(submit(call, units.X1!, [id]))).message).toContain('cách làm tròn');
    const decided = await callWith('phan-tram-len', [
      { ...percent, limits: percent.limits.map((limit) => ({ ...limit, rounding: 'up' as const })) },
    ]);
    const next = await insertDossier(t, { call: decided, unitId: units.X1!, subject: person('Vì Thị L', units.X1!) });
    await t.app.db.updateTable('award_submission').set({ individuals: 30 }).where('call_id', '=', decided.id).execute();
    await submit(decided, units.X1!, [next.id]);
  });

  it('Q25-8: units outside the call cannot nominate', async () => {
    const call = await insertCall(t, {
      programmeId,
      slug: 'chi-xa',
      doc: { ...sampleCall, code: 'CHIXA', nominators: { classIds: ['communes'], units: ['MTTQ'] } },
    });
    const codes = (await nominators(t.app.db, call, day)).map((unit) => unit.code);
    expect(codes.toSorted()).toEqual(['MTTQ', 'W1', 'X1', 'X2']);
    const { id } = await insertDossier(t, { call, unitId: units.SKHCN!, subject: person('Hà Thị M', units.SKHCN!) });
    expect((await refusal(submit(call, units.SKHCN!, [id]))).code).toBe('award.not-nominator');
  });

  it('a call without a movement is open to everything beneath whoever decides', async () => {
    const call = await insertCall(t, {
      slug: 'khong-phong-trao',
      doc: { ...sampleCall, code: 'KPT', authority: { unit: 'SNV', title: 'Giám đốc' } },
    });
    expect((await nominators(t.app.db, call, day)).map((unit) => unit.code).toSorted()).toEqual(['P1', 'SNV']);
  });
});
