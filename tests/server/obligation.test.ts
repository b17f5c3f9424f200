import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { isOpen, lateness } from '#lib/domain/obligation/states.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { ownTodo, unitObligations } from '#lib/server/obligation/list.ts';
import { obligationsOf } from '#lib/server/obligation/queries.ts';
import { markAccepted, markReturned, markSubmitted, startObligation } from '#lib/server/obligation/states.ts';
import { act, type Tx } from '#lib/server/platform/act.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let movementId: string;
let codes: Map<string, string>;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  codes = new Map(Object.entries(units).map(([code, id]) => [id, code]));
  movementId = await insertMovement(t);
});
afterAll(() => t.close());

const at = (time: string): Ctx => t.ctx(systemActor(), `${time}:00+07:00`);
const all = () => obligationsOf(t.app.db, { programmeIds: [movementId] });
const listed = async () => (await all()).map((o) => `${codes.get(o.unitId)}:${o.ruleId}:${o.period}`).sort();
const one = async (unit: string, ruleId: string) =>
  (await all()).find((o) => o.unitId === units[unit] && o.ruleId === ruleId)!;
const inTx = <T>(ctx: Ctx, body: (tx: Tx) => Promise<T>) =>
  act(ctx, { act: 'test', programmeId: movementId, summary: 'Thử' }, body);

/** As if the document had been edited and published. */
async function publish(doc: MovementProgramme): Promise<void> {
  await t.app.db
    .updateTable('programme')
    .set((eb) => ({ doc: JSON.stringify(doc), version: eb('version', '+', 1) }))
    .where('id', '=', movementId)
    .execute();
}

describe('what is owed', () => {
  it('Q25-10: departments by 29/06, a district that ends on 30/06 owes nothing later, and doing it again changes nothing', async () => {
    expect(await generate(at('2025-06-21T08:00'), { movementId })).toMatchObject({ create: 5 });
    expect(await listed()).toEqual(
      ['MTTQ:report:2025', 'SKHCN:plan:2025', 'SKHCN:report:2025', 'SNV:plan:2025', 'SNV:report:2025'].sort(),
    );
    expect((await one('SNV', 'plan')).dueAt).toEqual(new Date('2025-06-29T23:59:59.999+07:00'));
    const events = () =>
      t.app.db
        .selectFrom('audit_event')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
    const before = await events();
    expect(await generate(at('2025-06-22T08:00'), { movementId })).toEqual({
      create: 0,
      redate: 0,
      remove: 0,
      lapse: 0,
    });
    expect(await events()).toEqual(before);
  });

  it('Q25-10, C21-7: the communes owe from the day they are made, 01/07/2025', async () => {
    expect(await generate(at('2025-07-01T00:10'), { movementId })).toMatchObject({ create: 6, remove: 0 });
    expect((await listed()).filter((key) => /^[XW]/.test(key))).toEqual([
      'W1:plan-commune:2025',
      'W1:report:2025',
      'X1:plan-commune:2025',
      'X1:report:2025',
      'X2:plan-commune:2025',
      'X2:report:2025',
    ]);
    expect((await one('X1', 'plan-commune')).dueAt).toEqual(new Date('2025-07-29T23:59:59.999+07:00'));
  });

  it('Q25-10: handed in, returned, handed in again, accepted: the first time decides', async () => {
    const { id } = await one('X1', 'plan-commune');
    await inTx(at('2025-07-20T08:00'), (tx) => startObligation(tx, at('2025-07-20T08:00'), id));
    expect((await one('X1', 'plan-commune')).state).toBe('draft');
    await inTx(at('2025-07-31T08:00'), (tx) => markSubmitted(tx, at('2025-07-31T08:00'), id));
    const short = inTx(at('2025-08-01T08:00'), (tx) => markReturned(tx, at('2025-08-01T08:00'), id, 'Thiếu.'));
    await expect(short).rejects.toMatchObject({ code: 'obligation.reason', field: 'reason' });
    await inTx(at('2025-08-01T08:00'), (tx) =>
      markReturned(tx, at('2025-08-01T08:00'), id, 'Thiếu chỉ tiêu của năm 2025 ở phần III.'),
    );
    const early = inTx(at('2025-08-02T08:00'), (tx) => markAccepted(tx, at('2025-08-02T08:00'), id));
    await expect(early).rejects.toMatchObject({ code: 'obligation.state' });
    await inTx(at('2025-08-05T08:00'), (tx) => markSubmitted(tx, at('2025-08-05T08:00'), id));
    await inTx(at('2025-08-06T08:00'), (tx) => markAccepted(tx, at('2025-08-06T08:00'), id));
    const done = await one('X1', 'plan-commune');
    expect(done).toMatchObject({
      state: 'accepted',
      firstSubmittedAt: at('2025-07-31T08:00').now,
      submittedAt: at('2025-08-05T08:00').now,
    });
    expect(lateness(done, at('2025-12-01T08:00').now)).toBe(2);
  });

  it('Q25-10: due days follow the rule, with a line in the history, but not of what is accepted', async () => {
    const moved = sampleMovement.obligations.map((rule) => ({
      ...rule,
      due: { ...rule.due, reading: { value: 'through' as const, source: 'decided' as const } },
    }));
    await publish({ ...sampleMovement, obligations: moved });
    expect(await generate(at('2025-08-07T08:00'), { movementId })).toMatchObject({ create: 0, redate: 10 });
    expect((await one('X2', 'plan-commune')).dueAt).toEqual(new Date('2025-07-30T23:59:59.999+07:00'));
    expect((await one('X1', 'plan-commune')).dueAt).toEqual(new Date('2025-07-29T23:59:59.999+07:00'));
    const event = await t.app.db
      .selectFrom('obligation_event')
      .select(['what', 'reason', 'to_state'])
      .where('obligation_id', '=', (await one('X2', 'plan-commune')).id)
      .executeTakeFirst();
    expect(event).toEqual({
      what: 'due',
      to_state: 'not-started',
      reason: 'Hạn chuyển từ 29/07/2025 sang 30/07/2025 theo quy định mới.',
    });
  });

  it('Q25-10: a coordinator’s own page shows what the unit’s list shows as due, and nothing of others', async () => {
    const coordinator = await t.person('Đầu mối', [{ role: 'unit-coordinator', unitId: units.X1! }]);
    const ctx = t.ctx(coordinator, '2025-11-01T08:00:00+07:00');
    const { obligations } = await unitObligations(ctx, { unitId: units.X1! });
    const { todo, units: mine } = await ownTodo(ctx);
    expect(mine.map((unit) => unit.id)).toEqual([units.X1]);
    expect(todo.length).toBeGreaterThan(0);
    expect(todo.map((row) => row.id)).toEqual(
      obligations.filter((row) => row.opened && isOpen(row)).map((row) => row.id),
    );
    expect((await ownTodo(t.ctx(await t.person('Người khác'), '2025-11-01T08:00:00+07:00'))).todo).toEqual([]);
  });

  it('a rule that is taken away takes along what nobody began', async () => {
    const { id } = await one('X2', 'plan-commune');
    await inTx(at('2025-08-08T08:00'), (tx) => startObligation(tx, at('2025-08-08T08:00'), id));
    await publish({
      ...sampleMovement,
      obligations: sampleMovement.obligations.filter((rule) => rule.id !== 'plan-commune'),
    });
    expect(await generate(at('2025-08-09T08:00'), { movementId })).toMatchObject({ remove: 1 });
    const left = (await all())
      .filter((o) => o.ruleId === 'plan-commune')
      .map((o) => `${codes.get(o.unitId)}:${o.state}`);
    expect(left.sort()).toEqual(['X1:accepted', 'X2:draft']);
  });

  it('C21-7: a unit that ends before the due day owes nothing any more; what it had begun says who goes on', async () => {
    await t.app.db
      .updateTable('unit')
      .set({ valid_to: '2025-10-31' })
      .where('id', 'in', [units.X2!, units.W1!])
      .execute();
    await t.app.db.insertInto('unit_successor').values({ unit_id: units.W1!, successor_id: units.X1! }).execute();
    const { id } = await one('W1', 'report');
    await inTx(at('2025-10-01T08:00'), (tx) => startObligation(tx, at('2025-10-01T08:00'), id));
    expect(await generate(at('2025-11-01T08:00'), { movementId })).toMatchObject({ remove: 1, lapse: 1 });
    expect(await listed()).not.toContain('X2:report:2025');
    expect((await one('W1', 'report')).exemptReason).toContain('Đơn vị kế tiếp thực hiện: Xã Chiềng Mung.');
  });

  it('nothing is owed in a movement that is not published', async () => {
    const draft = await insertMovement(t, { ...sampleMovement, slug: 'nhap', code: 'NH' });
    await t.app.db.updateTable('programme').set({ status: 'draft' }).where('id', '=', draft).execute();
    expect(await generate(at('2025-08-09T08:00'), { movementId: draft })).toMatchObject({ create: 0 });
  });
});
