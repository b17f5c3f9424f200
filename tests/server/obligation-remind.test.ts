import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readListFilter } from '#lib/domain/obligation/filter.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { previewBulk, runBulk, undoExemption } from '#lib/server/obligation/bulk.ts';
import { acceptObligation, returnObligation } from '#lib/server/obligation/decide.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { obligationOverview, unitObligations } from '#lib/server/obligation/list.ts';
import { obligationsOf } from '#lib/server/obligation/queries.ts';
import { remindUnits } from '#lib/server/obligation/remind.ts';
import { markSubmitted } from '#lib/server/obligation/states.ts';
import { submitValuesObligations } from '#lib/server/obligation/values.ts';
import { act } from '#lib/server/platform/act.ts';
import type { App } from '#lib/server/platform/ctx.ts';
import { type Actor, systemActor } from '#lib/server/platform/policy.ts';
import { personCalendar, renewCalendar } from '#lib/server/task/calendar.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let movementId: string;
let secretary: Actor & { id: string };
let commune: Actor & { id: string };
let department: Actor & { id: string };
const slug = sampleMovement.slug;
const reason = 'Đơn vị đang sáp nhập, tỉnh đã đồng ý cho miễn.';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  movementId = await insertMovement(t, {
    ...sampleMovement,
    obligations: [
      ...sampleMovement.obligations,
      {
        ...sampleMovement.obligations[2]!,
        id: 'figures',
        name: 'Số liệu năm',
        kind: 'values',
        classIds: ['communes'],
        lastYear: 2025,
      },
    ],
  });
  secretary = await t.person('Thư ký', [{ role: 'secretary', programmeId: movementId }]);
  commune = await t.person('Đầu mối xã', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  department = await t.person('Đầu mối sở', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]);
  await generate(t.ctx(systemActor(), '2025-07-01T00:10:00+07:00'), { movementId });
});
afterAll(() => t.close());

/** The app as it stands at a moment. */
const at = (time: string): App => ({ ...t.app, clock: { now: () => new Date(`${time}:00+07:00`), offsetMs: 0 } });
const remind = (time: string) => remindUnits(at(time));
const mails = async (since: string) =>
  t.app.db
    .selectFrom('message')
    .select(['person_id', 'subject', 'body'])
    .where('kind', '=', 'obligation.reminder')
    .where('created_at', '>=', new Date(`${since}T00:00:00+07:00`))
    .orderBy('id')
    .execute();
const one = async (unit: string, ruleId: string) =>
  (await obligationsOf(t.app.db, { programmeIds: [movementId] })).find(
    (o) => o.unitId === units[unit] && o.ruleId === ruleId,
  )!;
const kinds = async (id: string) =>
  (
    await t.app.db
      .selectFrom('obligation_reminder')
      .select('kind')
      .where('obligation_id', '=', id)
      .orderBy('at')
      .execute()
  ).map((r) => r.kind);

describe('reminders', () => {
  it('V26-7: one mail a person and day, with everything; without a coordinator the standing unit is told', async () => {
    expect(await remind('2025-07-15T07:40')).toBe(3);
    const sent = await mails('2025-07-15');
    const mine = sent.find((mail) => mail.person_id === commune.id)!;
    expect(mine.body).toContain('Xã Chiềng Mung: Kế hoạch triển khai phong trào của xã, phường (năm 2025');
    expect(mine.body).toContain('hạn thứ Ba 29/07/2025, còn 14 ngày. Căn cứ: Mục VI.1.');
    expect(mine.body).toContain(`https://lantoa.test/don-vi/${units.X1}/phong-trao`);
    const standing = sent.find((mail) => mail.person_id === secretary.id)!;
    expect(standing.body).toContain('chưa có đầu mối');
    expect(standing.body).toContain('- Xã Mường Bú: Kế hoạch');
    // the department's plan was due on 29/06: by now it is late, and both it and the secretary hear of it
    expect(sent.find((mail) => mail.person_id === department.id)!.body).toContain('quá hạn 16 ngày');
    expect(standing.body).toContain('đã chậm, đề nghị Ông/Bà đôn đốc');
    expect(await kinds((await one('SKHCN', 'plan')).id)).toEqual(expect.arrayContaining(['after-14', 'escalation']));
  });

  it('V26-7: a restart neither doubles nor loses; after days off only the latest goes', async () => {
    expect(await remind('2025-07-15T07:41')).toBe(0);
    expect(await Promise.all([remind('2025-07-16T07:40'), remind('2025-07-16T07:40')])).toEqual([0, 0]);
    // nothing ran from 17/07 to 27/07
    const [a, b] = await Promise.all([remind('2025-07-28T07:40'), remind('2025-07-28T07:40')]);
    expect([a, b].filter((n) => n > 0)).toHaveLength(1);
    expect(await kinds((await one('X1', 'plan-commune')).id)).toEqual(['before-14', 'before-1']);
    expect((await mails('2025-07-28')).filter((mail) => mail.person_id === commune.id)).toHaveLength(1);
  });

  it('Q25-10: who is excused is reminded no more, until the exemption is taken back', async () => {
    const { id } = await one('X1', 'plan-commune');
    const ctx = t.ctx(secretary, '2025-07-29T08:00:00+07:00');
    await expect(runBulk(ctx, { slug, kind: 'exempt', ids: [id], reason: 'Ngắn' })).rejects.toMatchObject({
      code: 'obligation.reason',
    });
    await expect(
      runBulk(t.ctx(commune, '2025-07-29T08:00:00+07:00'), { slug, kind: 'exempt', ids: [id], reason }),
    ).rejects.toMatchObject({ code: 'movement.not-standing' });
    const preview = await previewBulk(ctx, { slug, kind: 'exempt', ids: [id, (await one('X2', 'plan-commune')).id] });
    expect(preview.map((row) => row.ok)).toEqual([true, true]);
    await runBulk(ctx, { slug, kind: 'exempt', ids: [id], reason });
    expect(await runBulk(ctx, { slug, kind: 'exempt', ids: [id], reason })).toMatchObject([
      { ok: false, says: 'Đã được miễn.' },
    ]);
    await remind('2025-07-30T07:40');
    expect(await kinds(id)).toEqual(['before-14', 'before-1']);
    const submit = act(ctx, { act: 'test', summary: 'Thử' }, (tx) => markSubmitted(tx, ctx, id));
    await expect(submit).rejects.toMatchObject({ code: 'obligation.exempted' });
    await undoExemption(t.ctx(secretary, '2025-07-31T08:00:00+07:00'), { slug, obligationId: id });
    await remind('2025-07-31T09:40');
    expect(await kinds(id)).toEqual(['before-14', 'before-1', 'after-1']);
  });

  it('V26-7: urged by hand once a day', async () => {
    const { id } = await one('X1', 'plan-commune');
    const ctx = t.ctx(secretary, '2025-08-01T08:00:00+07:00');
    expect(await runBulk(ctx, { slug, kind: 'remind', ids: [id] })).toMatchObject([{ ok: true }]);
    expect(await runBulk(ctx, { slug, kind: 'remind', ids: [id] })).toMatchObject([
      { ok: false, says: 'Hôm nay đã nhắc rồi.' },
    ]);
    expect((await mails('2025-08-01')).map((mail) => mail.person_id)).toEqual([commune.id]);
    const other = await one('X2', 'plan-commune');
    expect(await previewBulk(ctx, { slug, kind: 'remind', ids: [other.id] })).toMatchObject([
      { ok: false, says: expect.stringContaining('chưa có đầu mối') },
    ]);
  });
});

describe('figures as an obligation', () => {
  it('V26-7: handed in when the last figure is; accepted or returned without a written report, the unit hears of it', async () => {
    const ctx = t.ctx(systemActor(), '2025-10-01T08:00:00+07:00');
    const figure = (indicatorId: string) =>
      t.app.db
        .insertInto('indicator_value')
        .values({
          programme_id: movementId,
          indicator_id: indicatorId,
          unit_id: units.X1!,
          period: '2025',
          value: '5',
          state: 'submitted',
          entered_at: ctx.now,
          updated_at: ctx.now,
        })
        .execute();
    const movement = { id: movementId, doc: { ...sampleMovement, obligations: (await doc()).obligations } };
    const hand = () =>
      act(ctx, { act: 'test', programmeId: movementId, summary: 'Thử' }, (tx) =>
        submitValuesObligations(tx, ctx, {
          movement,
          participants: [{ id: units.X1!, classId: 'communes' }],
          figures: [{ unitId: units.X1!, period: '2025' }],
        }),
      );
    await figure('online');
    expect(await hand()).toEqual([]);
    await figure('trained');
    const { id } = await one('X1', 'figures');
    expect(await hand()).toEqual([id]);
    expect(await hand()).toEqual([]);
    const by = t.ctx(secretary, '2025-10-02T08:00:00+07:00');
    await returnObligation(by, { slug, obligationId: id, reason: 'Mẫu số của tỷ lệ hồ sơ chưa đúng.' });
    const letter = await t.app.db
      .selectFrom('message')
      .select(['person_id', 'body'])
      .where('kind', '=', 'obligation.returned')
      .executeTakeFirst();
    expect(letter).toMatchObject({
      person_id: commune.id,
      body: expect.stringContaining('Mẫu số của tỷ lệ hồ sơ chưa đúng.'),
    });
    await hand();
    await expect(
      acceptObligation(t.ctx(commune, '2025-10-03T08:00:00+07:00'), { slug, obligationId: id }),
    ).rejects.toMatchObject({
      code: 'movement.not-receiver',
    });
    expect(await runBulk(by, { slug, kind: 'accept', ids: [id] })).toMatchObject([{ ok: true, says: 'Đã chấp nhận.' }]);
    expect((await one('X1', 'figures')).state).toBe('accepted');
  });
});

const doc = async () =>
  (await t.app.db.selectFrom('programme').select('doc').where('id', '=', movementId).executeTakeFirstOrThrow())
    .doc as typeof sampleMovement;

describe('who sees what is owed', () => {
  const overview = (actor: Actor, query = '') =>
    obligationOverview(t.ctx(actor, '2025-08-10T08:00:00+07:00'), {
      slug,
      filter: readListFilter(new URLSearchParams(query)),
    });

  it('Q25-10: the standing unit sees all and who is late; a commune its own; a receiver what comes to it', async () => {
    const all = await overview(secretary);
    expect(all.counts).toMatchObject({ all: 14, overdue: 5, accepted: 1 });
    expect(all.rows[0]).toMatchObject({ ruleName: 'Kế hoạch triển khai phong trào' });
    expect((await overview(secretary, 'q=muong bu&viec=plan-commune')).rows.map((row) => row.unitName)).toEqual([
      'Xã Mường Bú',
    ]);
    expect((await overview(secretary, 'doi-tuong=fronts')).total).toBe(1);
    expect(new Set((await overview(commune)).rows.map((row) => row.unitId))).toEqual(new Set([units.X1]));
    // Sở Khoa học và Công nghệ receives the reports, not the plans
    const received = await overview(department);
    expect(new Set(received.rows.filter((row) => row.unitId !== units.SKHCN).map((row) => row.ruleId))).toEqual(
      new Set(['report', 'figures']),
    );
  });

  it('Q25-10: narrowed to a cluster of emulation', async () => {
    const scheme = await t.app.db
      .insertInto('cluster_scheme')
      .values({ name: 'Cụm năm 2025', valid_from: '2025-07-01', created_at: new Date('2025-07-01T00:00:00Z') })
      .returning('id')
      .executeTakeFirstOrThrow();
    const cluster = await t.app.db
      .insertInto('cluster')
      .values({ scheme_id: scheme.id, code: 'C1', name: 'Cụm 1', kind: 'cluster' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await t.app.db
      .insertInto('cluster_member')
      .values({ scheme_id: scheme.id, cluster_id: cluster.id, unit_id: units.X2! })
      .execute();
    const { rows } = await overview(secretary, `cum=${cluster.id}`);
    expect(new Set(rows.map((row) => row.unitName))).toEqual(new Set(['Xã Mường Bú']));
  });

  it('Q25-10: a unit finds its own list, the most urgent first; another unit finds nothing', async () => {
    const mine = await unitObligations(t.ctx(commune, '2025-08-10T08:00:00+07:00'), { unitId: units.X1! });
    expect(mine.obligations.map((row) => row.ruleId)).toEqual(['plan-commune', 'report', 'figures']);
    const other = unitObligations(t.ctx(commune, '2025-08-10T08:00:00+07:00'), { unitId: units.X2! });
    await expect(other).rejects.toMatchObject({ status: 404 });
  });

  it('V26-7: it stands in the calendar of who coordinates the unit', async () => {
    await renewCalendar(t.ctx(commune));
    const { token } = await t.app.db
      .selectFrom('calendar_feed')
      .select('token')
      .where('person_id', '=', commune.id)
      .executeTakeFirstOrThrow();
    const text = (await personCalendar(at('2025-08-10T08:00'), token)).replaceAll(/\r\n /g, '');
    expect(text).toContain('DTSTART;VALUE=DATE:20250729');
    expect(text).toContain('Kế hoạch triển khai phong trào của xã\\, phường (năm 2025)');
  });

  it('the invariants of obligations hold', async () => {
    const broken = (await checkInvariants(at('2025-12-01T08:00'))).filter(
      (one) => one.name.startsWith('obligation.') && !one.ok,
    );
    expect(broken).toEqual([]);
  });
});
