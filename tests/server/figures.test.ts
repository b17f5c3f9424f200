import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctValue } from '#lib/server/indicator/correct.ts';
import {
  lockValues,
  previewMove,
  returnValues,
  submitValues,
  verifyValues,
  withdrawValues,
} from '#lib/server/indicator/move.ts';
import { type SaveRow, saveValue, saveValues } from '#lib/server/indicator/save.ts';
import { officialFigures, seenBy, valuesOf } from '#lib/server/indicator/values.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { movementScope } from '#lib/server/movement/scope.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import { movementBySlug } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
const { slug } = sampleMovement;
const at = '2026-02-01T08:00:00+07:00';
type Who = 'X1' | 'X2' | 'W1' | 'HA' | 'SKHCN' | 'SNV' | 'secretary';
const who = {} as Record<Who, Ctx>;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  for (const code of ['X1', 'X2', 'W1', 'HA', 'SKHCN', 'SNV'] as const)
    who[code] = t.ctx(await t.person(`Đầu mối ${code}`, [{ role: 'unit-coordinator', unitId: units[code]! }]), at);
  who.secretary = t.ctx(await t.person('Cơ quan thường trực', [{ role: 'secretary', programmeId }]), at);
  await t.app.db.insertInto('unit_successor').values({ unit_id: units.HA!, successor_id: units.X1! }).execute();
});
afterAll(() => t.close());

const online = (code: string, numerator: string, denominator: string, more: Partial<SaveRow> = {}): SaveRow => ({
  indicatorId: 'online',
  unitId: units[code]!,
  period: '2025',
  numerator,
  denominator,
  ...more,
});
const figure = async (id: string) => (await valuesOf(t.app.db, { programmeId, ids: [id] }))[0]!;
const problem = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => error,
  );

describe('C21-2: a figure from the commune to the lock and beyond', () => {
  let id: string;

  it('is entered, handed in, verified by the lead, locked by the standing unit', async () => {
    const [saved] = await saveValues(who.X1, { slug, rows: [online('X1', '45', '60')] });
    expect(saved).toMatchObject({ outcome: 'created', issues: [] });
    id = saved!.valueId!;
    expect(await figure(id)).toMatchObject({ state: 'entered', value: '75', version: 1, official: null });
    expect((await lockValues(who.secretary, { slug, figures: [{ id }] }))[0]).toMatchObject({ ok: false });
    expect((await verifyValues(who.SKHCN, { slug, figures: [{ id }] }))[0]?.message).toContain('còn đang nhập');
    expect((await submitValues(who.X1, { slug, figures: [{ id }] }))[0]).toMatchObject({ ok: true });
    const handed = await figure(id);
    expect(handed.state).toBe('submitted');
    expect(handed.completedAt).not.toBeNull();
    expect(handed.verifiedAt).toBeNull();
    expect((await verifyValues(who.SKHCN, { slug, figures: [{ id, version: 1 }] }))[0]).toMatchObject({ ok: true });
    expect(await problem(lockValues(who.SKHCN, { slug, figures: [{ id }] }))).toMatchObject({ status: 403 });
    expect(await officialFigures(t.app.db, { programmeId })).toEqual([]);
    expect((await lockValues(who.secretary, { slug, figures: [{ id }] }))[0]).toMatchObject({ ok: true });
    expect(await officialFigures(t.app.db, { programmeId })).toEqual([
      {
        indicatorId: 'online',
        unitId: units.X1,
        period: '2025',
        numerator: '45',
        denominator: '60',
        value: '75',
      },
    ]);
  });

  it('cannot be saved over after the lock; a correction needs a reason and goes the same way again', async () => {
    const [saved] = await saveValues(who.X1, { slug, rows: [online('X1', '46', '60')] });
    expect(saved!.issues[0]?.message).toContain('bản đính chính');
    const correct = (reason: string, numerator = '48', expected = 1, ctx = who.X1) =>
      correctValue(ctx, { slug, id, expected, reason, numerator, denominator: '60' });
    expect(await problem(correct('nhầm'))).toMatchObject({ field: 'reason' });
    const reason = 'Đếm thiếu ba hồ sơ của tháng 12 do hệ thống cũ gửi chậm.';
    expect(await problem(correct(reason, '48', 0))).toMatchObject({ code: 'stale' });
    expect(await problem(correct(reason, '45'))).toMatchObject({ field: 'value' });
    expect(await problem(correct(reason, '48', 1, who.X2))).toMatchObject({ status: 404 });
    await correct(reason);
    expect(await figure(id)).toMatchObject({ state: 'submitted', version: 2, value: '80', verifiedAt: null });
    expect((await officialFigures(t.app.db, { programmeId }))[0]?.value).toBe('75');
    await verifyValues(who.SKHCN, { slug, figures: [{ id }] });
    await lockValues(who.secretary, { slug, figures: [{ id }] });
    expect((await officialFigures(t.app.db, { programmeId }))[0]?.value).toBe('80');
    const versions = await t.app.db
      .selectFrom('indicator_value_version')
      .select(['version', 'reason'])
      .where('value_id', '=', id)
      .orderBy('version')
      .execute();
    expect(versions).toEqual([
      { version: 1, reason: null },
      { version: 2, reason },
    ]);
  });

  it('is returned with a reason, which also undoes a verification; can be taken back before', async () => {
    const [saved] = await saveValues(who.X2, { slug, rows: [online('X2', '10', '20')], complete: true });
    const other = saved!.valueId!;
    const figures = [{ id: other }];
    expect((await figure(other)).state).toBe('complete');
    await submitValues(who.X2, { slug, figures });
    await withdrawValues(who.X2, { slug, figures });
    expect((await figure(other)).state).toBe('complete');
    await submitValues(who.X2, { slug, figures });
    await verifyValues(who.secretary, { slug, figures });
    expect(await problem(returnValues(who.SKHCN, { slug, figures, reason: ' ' }))).toMatchObject({ field: 'reason' });
    await returnValues(who.SKHCN, { slug, figures, reason: 'Thiếu hồ sơ của quý IV.' });
    expect(await figure(other)).toMatchObject({ state: 'returned', verifiedAt: null, submittedAt: null });
    const [again] = await saveValues(who.X2, { slug, rows: [online('X2', '11', '20')] });
    expect(again).toMatchObject({ outcome: 'changed' });
    expect(await figure(other)).toMatchObject({ state: 'returned', version: 2 });
    const events = await t.app.db
      .selectFrom('indicator_value_event')
      .select('what')
      .where('value_id', '=', other)
      .orderBy('id')
      .execute();
    expect(events.map((one) => one.what).join(' ')).toBe(
      'entered completed submitted withdrawn submitted verified returned changed',
    );
  });

  it('"complete" needs the evidence; nothing to count needs a note', async () => {
    const row: SaveRow = { indicatorId: 'platform', unitId: units.SNV!, period: '2025', value: 'Có' };
    const [saved] = await saveValues(who.SNV, { slug, rows: [row], complete: true });
    expect(saved).toMatchObject({ outcome: 'created', issues: [{ field: 'evidence' }] });
    expect((await submitValues(who.SNV, { slug, figures: [{ id: saved!.valueId! }] }))[0]?.message).toContain(
      'minh chứng',
    );
    const [none] = await saveValues(who.W1, {
      slug,
      rows: [online('W1', '', '', { note: 'Chưa có cổng trực tuyến' })],
    });
    expect((await submitValues(who.W1, { slug, figures: [{ id: none!.valueId! }] }))[0]).toMatchObject({ ok: true });
  });
});

describe('bad input', () => {
  it('C21-2: rows are judged one by one; good ones are saved', async () => {
    const results = await saveValues(who.W1, {
      slug,
      rows: [
        { indicatorId: 'trained', unitId: units.W1!, period: '2025', value: '120' },
        { indicatorId: 'trained', unitId: units.W1!, period: '2025', value: '130' },
        { indicatorId: 'trained', unitId: units.X1!, period: '2025', value: '5' },
        { indicatorId: 'khong-co', unitId: units.W1!, period: '2025', value: '5' },
        { indicatorId: 'trained', unitId: 'sai', period: '2025', value: '5' },
        { indicatorId: 'trained', unitId: units.W1!, period: 'sai', value: '5' },
        { indicatorId: 'platform', unitId: units.W1!, period: '2025', value: 'có' },
      ],
    });
    expect(results.map((one) => `${one.outcome} ${one.issues.map((i) => i.field).join()}`.trim())).toEqual([
      'created',
      'refused value',
      'refused unit',
      'refused indicator',
      'refused unit',
      'refused period',
      'refused unit',
    ]);
  });

  it('a commune entering for another is told that there is no such unit', async () => {
    const error = await problem(saveValue(who.X1, { slug, ...online('X2', '1', '2') }));
    expect(error.issues).toEqual([
      expect.objectContaining({ field: 'unit', message: 'Nội dung này không có hoặc bạn không có quyền xem.' }),
    ]);
  });

  it('C21-7: a value for a dissolved unit names who took over; its last half year is still open', async () => {
    const late = await problem(saveValue(who.HA, { slug, ...online('HA', '1', '2', { period: '2026' }) }));
    // the district coordinates nothing that takes part today
    expect(late).toMatchObject({ status: 404 });
    const person = await t.person('Đầu mối cũ', [
      { role: 'unit-coordinator', unitId: units.HA! },
      { role: 'unit-coordinator', unitId: units.X1! },
    ]);
    const ctx = t.ctx(person, at);
    const error = await problem(saveValue(ctx, { slug, ...online('HA', '1', '2', { period: '2026' }) }));
    expect(error.message).toContain('Xã Chiềng Mung báo cáo');
    const before = await problem(saveValue(ctx, { slug, ...online('X1', '1', '2', { period: '2024' }) }));
    expect(before.issues[0].field).toBe('period');
    expect(await saveValue(ctx, { slug, ...online('HA', '1', '2') })).not.toBeNull();
  });
});

describe('C21-2: two people on one figure', () => {
  it('the later one sees both figures and chooses', async () => {
    const row = (value: string, expected: number | null): SaveRow => ({
      indicatorId: 'trained',
      unitId: units.SKHCN!,
      period: '2025',
      value,
      expected,
    });
    const colleague = t.ctx(await t.person('Đồng nghiệp', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]), at);
    await saveValues(who.SKHCN, { slug, rows: [row('100', null)] });
    const [late] = await saveValues(colleague, { slug, rows: [row('90', null)] });
    expect(late).toMatchObject({ outcome: 'refused', conflict: { version: 1, value: '100', byName: 'Đầu mối SKHCN' } });
    const [chosen] = await saveValues(colleague, { slug, rows: [row('90', 1)] });
    expect(chosen).toMatchObject({ outcome: 'changed' });
    expect((await saveValues(colleague, { slug, rows: [row('90', 1)] }))[0]).toMatchObject({ outcome: 'same' });
  });

  it('at the same instant: one row, one writer refused, versions gapless', async () => {
    const rows = (value: string): SaveRow[] => [
      { indicatorId: 'trained', unitId: units.X2!, period: '2025', value, expected: null },
    ];
    const both = await Promise.all(['1', '2', '3'].map((value) => saveValues(who.X2, { slug, rows: rows(value) })));
    expect(both.map(([one]) => one!.outcome).sort()).toEqual(['created', 'refused', 'refused']);
    const { id, version } = (
      await valuesOf(t.app.db, { programmeId, unitIds: [units.X2!], indicatorIds: ['trained'] })
    )[0]!;
    expect(version).toBe(1);
    const acts = await Promise.all([
      submitValues(who.X2, { slug, figures: [{ id }] }),
      submitValues(who.X2, { slug, figures: [{ id }] }),
    ]);
    expect(acts.map(([one]) => one!.ok).sort()).toEqual([false, true]);
  });

  it('a verifier who saw an older figure is told', async () => {
    const [row] = await valuesOf(t.app.db, { programmeId, unitIds: [units.X2!], indicatorIds: ['trained'] });
    expect((await verifyValues(who.SNV, { slug, figures: [{ id: row!.id, version: 9 }] }))[0]).toMatchObject({
      ok: false,
      message: expect.stringContaining('vừa sửa'),
    });
    expect((await previewMove(who.SNV, { slug, move: 'verify', figures: [{ id: row!.id }] }))[0]).toMatchObject({
      ok: true,
    });
    expect((await previewMove(who.X1, { slug, move: 'verify', figures: [{ id: row!.id }] }))[0]?.message).toContain(
      'không có',
    );
  });
});

describe('C21-2: what is always true of figures', () => {
  const broken = async () =>
    (await checkInvariants(t.app)).filter((one) => one.name.startsWith('figure.') && !one.ok).map((one) => one.name);

  it('holds after all of the above, and each broken rule is found', async () => {
    expect(await broken()).toEqual([]);
    const [row] = await valuesOf(t.app.db, { programmeId, unitIds: [units.X1!], indicatorIds: ['online'] });
    const { db } = t.app;
    const spoil = async (set: Record<string, unknown>, name: string[]) => {
      const before = await db
        .selectFrom('indicator_value')
        .selectAll()
        .where('id', '=', row!.id)
        .executeTakeFirstOrThrow();
      await db.updateTable('indicator_value').set(set).where('id', '=', row!.id).execute();
      expect(await broken()).toEqual(name);
      await db.updateTable('indicator_value').set(before).where('id', '=', row!.id).execute();
    };
    await spoil({ official_value: '81' }, ['figure.official']);
    await spoil({ numerator: '50' }, ['figure.versions']);
    await spoil({ period: '2024' }, ['figure.unit-period']);
    await spoil({ verified_at: null }, ['figure.approval']);
    const version = db.updateTable('indicator_value_version').where('value_id', '=', row!.id).where('version', '=', 1);
    await version.set({ value: '76' }).execute();
    expect(await broken()).toEqual(['figure.parts']);
    await version.set({ value: '75' }).execute();
  });
});

describe('scoped and constant', () => {
  it('a commune sees its own, a lead its indicator everywhere, the standing unit all', async () => {
    const movement = (await movementBySlug(t.app.db, slug))!;
    const count = async (ctx: Ctx) => {
      const seen = seenBy(await movementScope(ctx, movement), movement.doc);
      const rows = await valuesOf(t.app.db, { programmeId, seen });
      return [...new Set(rows.map((row) => `${row.unitCode}:${row.indicatorId}`))].sort();
    };
    expect(await count(who.X1)).toEqual(['X1:online']);
    expect(await count(who.SKHCN)).toEqual(['HA:online', 'SKHCN:trained', 'W1:online', 'X1:online', 'X2:online']);
    expect((await count(who.secretary)).length).toBe(8);
  });

  it('the number of statements does not grow with the rows', async () => {
    const years = ['2025', '2026'];
    const person = await t.person(
      'Nhiều đơn vị',
      ['X1', 'X2', 'W1'].map((code) => ({ role: 'unit-coordinator' as const, unitId: units[code]! })),
    );
    const run = async (codes: string[], value: string) => {
      const rows = codes.flatMap((code) =>
        years.map((period): SaveRow => ({ indicatorId: 'trained', unitId: units[code]!, period, value })),
      );
      const ctx = t.ctx(person, at);
      return countQueries(t.app.db, (db) => saveValues({ ...ctx, app: { ...ctx.app, db } }, { slug, rows }));
    };
    await t.app.db.deleteFrom('indicator_evidence').execute();
    const many = await run(['X1', 'W1'], '7');
    const few = await run(['X1'], '8');
    expect(many.result.filter((one) => one.outcome !== 'refused').length).toBe(4);
    expect(many.queries).toBeLessThanOrEqual(few.queries + 2);
    expect(few.queries).toBeLessThan(16);
  });
});
