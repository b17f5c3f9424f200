import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { movementDuties } from '#lib/server/movement/duties.ts';
import { myMovements } from '#lib/server/movement/mine.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { movementCalendar, personCalendar, renewCalendar } from '#lib/server/task/calendar.ts';
import { tasksOf, tasksOfPerson } from '#lib/server/task/queries.ts';
import { remindOwners } from '#lib/server/task/remind.ts';
import { changeTask, takePlanTasks } from '#lib/server/task/tasks.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let programmeId: string;
let secretary: Actor & { id: string };
let commune: Actor & { id: string };
let department: Actor & { id: string };
let stranger: Actor & { id: string };

const doc: MovementProgramme = {
  ...sampleMovement,
  tasks: [
    {
      id: 'guide',
      clause: 'VI.5',
      agency: 'Sở Nội vụ',
      text: 'Tham mưu ban hành hướng dẫn khen thưởng',
      due: { value: null, source: 'open' },
    },
    {
      id: 'press',
      clause: 'VI.1',
      agency: 'Cơ quan báo chí',
      text: 'Mở chuyên trang, chuyên mục',
      due: { value: '2025-12-31', source: 'plan' },
    },
  ],
};

beforeAll(async () => {
  t = await testApp();
  const units = await sampleUnits(t);
  programmeId = await insertMovement(t, doc);
  secretary = await t.person('Lường Thị Thư', [{ role: 'secretary', programmeId }]);
  commune = await t.person('Lò Văn Xã', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  department = await t.person('Cầm Thị Sở', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]);
  stranger = await t.person('Người Ngoài', [{ role: 'unit-coordinator', unitId: units.P1! }]);
});
afterAll(() => t?.close());

describe('tasks of a movement', () => {
  it('takes the tasks of the plan, gives one to a unit, and its coordinator meets it everywhere', async () => {
    const ctx = t.ctx(secretary, '2025-12-01T08:00:00+07:00');
    expect(await takePlanTasks(ctx, { programmeId })).toBe(2);
    const press = (await tasksOf(ctx, { programmeId })).find((task) => task.planTaskId === 'press')!;
    expect(press).toMatchObject({ clause: 'VI.1', dueOn: '2025-12-31', agency: 'Cơ quan báo chí' });
    await changeTask(ctx, {
      taskId: press.id,
      version: press.version,
      title: press.title,
      detail: '',
      agency: press.agency,
      startsOn: '',
      dueOn: '31/12/2025',
      clause: 'VI.1',
      ownerId: commune.id,
    });
    const told = await t.app.db
      .selectFrom('message')
      .select(['subject', 'body'])
      .where('person_id', '=', commune.id)
      .executeTakeFirstOrThrow();
    expect(told.subject).toContain('Việc được giao');
    expect(told.body).toContain('Mục VI.1');

    const [mine] = await tasksOfPerson(t.app.db, commune.id);
    expect(mine?.programme).toEqual({ slug: doc.slug, shortName: doc.shortName });

    const now = t.app.clock.now;
    t.app.clock.now = () => new Date('2025-12-29T08:00:00+07:00');
    try {
      expect(await remindOwners(t.app)).toBe(1);
      expect(await remindOwners(t.app)).toBe(0);
    } finally {
      t.app.clock.now = now;
    }
  });

  it('Q25-9: the calendar of the owner holds the task and the days of the movement, but no day that nobody fixed', async () => {
    await renewCalendar(t.ctx(commune));
    const { token } = await t.app.db
      .selectFrom('calendar_feed')
      .select('token')
      .where('person_id', '=', commune.id)
      .executeTakeFirstOrThrow();
    const file = (await personCalendar(t.app, token)).replaceAll('\r\n ', '');
    expect(file).toContain('Mở chuyên trang');
    expect(file).toContain('Báo cáo kết quả hằng năm (năm 2027)');
    expect(file).not.toContain('Sơ kết');
    const { movement } = await openMovement(t.ctx(secretary), doc.slug);
    expect(movementCalendar(t.app, movement).match(/BEGIN:VEVENT/g)).toHaveLength(
      (file.match(/BEGIN:VEVENT/g) ?? []).length - 1,
    );
  });
});

describe('finding one’s movements', () => {
  it('V26-7: coordinators find the movements of their units, with what waits for them; others find none', async () => {
    const at = '2025-12-30T08:00:00+07:00';
    const [found] = await myMovements(t.ctx(commune, at));
    expect(found).toMatchObject({ slug: doc.slug, units: [{ name: 'Xã Chiềng Mung' }] });
    expect(found?.duties.map((duty) => duty.text)).toContain('1 việc được giao');
    expect((await myMovements(t.ctx(department, at)))[0]?.units).toMatchObject([{ name: 'Sở Khoa học và Công nghệ' }]);
    expect(await myMovements(t.ctx(stranger, at))).toEqual([]);
    expect(await myMovements(t.visitor(at))).toEqual([]);
    expect((await myMovements(t.ctx(secretary, at)))[0]?.units).toEqual([]);
  });

  it('a draft waits for whoever sets it up, and is nobody else’s business', async () => {
    const draft = await insertMovement(t, { ...doc, slug: 'nhap', code: 'NH25' });
    await t.app.db.updateTable('programme').set({ status: 'draft' }).where('id', '=', draft).execute();
    const admin = await t.person('Quản Trị', [{ role: 'admin' }]);
    const { movement, scope } = await openMovement(t.ctx(admin), 'nhap');
    expect((await movementDuties(t.ctx(admin), movement, scope))[0]?.href).toBe('/dieu-hanh/phong-trao/nhap/thiet-lap');
    expect((await myMovements(t.ctx(commune))).map((one) => one.slug)).toEqual([doc.slug]);
  });
});
