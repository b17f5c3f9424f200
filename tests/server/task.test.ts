import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { personCalendar, programmeCalendar, renewCalendar } from '#lib/server/task/calendar.ts';
import { planTasksMissing, possibleOwners, taskPage, tasksOf, tasksOfPerson } from '#lib/server/task/queries.ts';
import { remindOwners } from '#lib/server/task/remind.ts';
import { addTask, changeTask, reportTask, takePlanTasks } from '#lib/server/task/tasks.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let programmeId: string;
let secretary: Actor & { id: string };
let judge: Actor & { id: string };
let coordinator: Actor & { id: string };
let outsider: Actor & { id: string };

const doc: ContestProgramme = {
  ...contest2026Demo,
  tasks: [
    {
      id: 'rules',
      clause: 'II.3',
      agency: 'Ban Tuyên giáo Tỉnh ủy',
      text: 'Xây dựng thể lệ cuộc thi',
      due: { value: '2026-02-28', source: 'plan' },
    },
    {
      id: 'news',
      clause: 'III.1',
      agency: 'Báo Sơn La',
      text: 'Tuyên truyền về cuộc thi',
      due: { value: null, source: 'open' },
    },
  ],
};
const blank = { title: '', detail: '', agency: '', startsOn: '', dueOn: '', clause: null, ownerId: null };
const byName = async (title: string) =>
  (await tasksOf(t.ctx(secretary), { programmeId })).find((task) => task.title === title)!;

beforeAll(async () => {
  t = await testApp();
  programmeId = await insertContest(t, doc);
  secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId }]);
  judge = await t.person('Hà Thị Chấm', [{ role: 'judge', programmeId }]);
  const unit = await t.app.db
    .insertInto('unit')
    .values({ code: 'SKHCN', name: 'Sở Khoa học và Công nghệ', folded: 'so khoa hoc va cong nghe', kind: 'agency' })
    .returning('id')
    .executeTakeFirstOrThrow();
  coordinator = await t.person('Vì Văn Đầu Mối', [{ role: 'unit-coordinator', unitId: unit.id }]);
  outsider = await t.person('Mùa A Ngoài');
});
afterAll(() => t?.close());

describe('tasks of a programme', () => {
  it('K24-11: the plan says who does what by when; its tasks come to the list once, even when two press at once', async () => {
    const added = await Promise.allSettled([
      takePlanTasks(t.ctx(secretary), { programmeId }),
      takePlanTasks(t.ctx(secretary), { programmeId }),
    ]);
    expect(added.some((one) => one.status === 'fulfilled' && one.value === 2)).toBe(true);
    const tasks = await tasksOf(t.ctx(secretary), { programmeId });
    expect(tasks.map((task) => [task.agency, task.title, task.dueOn, task.state])).toEqual([
      ['Ban Tuyên giáo Tỉnh ủy', 'Xây dựng thể lệ cuộc thi', '2026-02-28', 'todo'],
      ['Báo Sơn La', 'Tuyên truyền về cuộc thi', null, 'todo'],
    ]);
    const programme = (await programmeById(t.app.db, programmeId))!;
    expect(await planTasksMissing(t.app.db, programme)).toEqual([]);
    expect((await refusal(takePlanTasks(t.ctx(secretary), { programmeId }))).code).toBe('task.nothing-missing');
  });

  it('K24-11: a task gets an owner, who is told, sees it and says how far it is; the history keeps every step', async () => {
    const task = await byName('Tuyên truyền về cuộc thi');
    expect(task.clause).toBe('III.1');
    await changeTask(t.ctx(secretary), {
      ...blank,
      ...task,
      startsOn: '',
      dueOn: '10/02/2026',
      taskId: task.id,
      ownerId: coordinator.id,
    });
    const [mail] = await t.app.db
      .selectFrom('message')
      .select(['to_address', 'subject', 'body'])
      .where('kind', '=', 'task.given')
      .execute();
    expect(mail?.to_address).toBe(coordinator.email);
    expect(mail?.body).toContain('Hạn: thứ Ba 10/02/2026');
    expect(mail?.body).toContain('Căn cứ: Mục III.1');
    expect(mail?.body).toContain(`https://lantoa.test/viec-cua-toi/${task.id}`);

    const [mine] = await tasksOfPerson(t.app.db, coordinator.id);
    expect(mine).toMatchObject({ id: task.id, programme: { slug: doc.slug } });
    await reportTask(t.ctx(coordinator), { taskId: task.id, version: mine!.version, state: 'doing', note: '' });
    await reportTask(t.ctx(coordinator, '2026-02-12T08:00:00+07:00'), {
      taskId: task.id,
      version: mine!.version + 1,
      state: 'done',
      note: 'Đã đăng 3 tin, bài.',
    });
    const page = await taskPage(t.ctx(secretary), task.id);
    expect(page.task).toMatchObject({ state: 'done', doneOn: '2026-02-12' });
    expect(page.steps.map((step) => [step.byName, step.what, step.note])).toEqual([
      ['Vì Văn Đầu Mối', 'Đã xong', 'Đã đăng 3 tin, bài.'],
      ['Vì Văn Đầu Mối', 'Đang làm', null],
      ['Lò Thị Thư', 'Hạn: không có → 10/02/2026; Giao cho Vì Văn Đầu Mối', null],
      ['Lò Thị Thư', 'Lấy từ kế hoạch', null],
    ]);
  });

  it('two people at one task do not overwrite each other', async () => {
    const task = await byName('Xây dựng thể lệ cuộc thi');
    const change = (title: string) =>
      changeTask(t.ctx(secretary), { ...blank, ...task, startsOn: '', dueOn: '28/02/2026', title, taskId: task.id });
    const both = await Promise.allSettled([change('Xây dựng thể lệ'), change('Trình ban hành thể lệ')]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('only the secretariat and the organisers write tasks; the owner reports; others do not see them', async () => {
    const { id, version } = (await tasksOf(t.ctx(secretary), { programmeId, filter: { show: 'open' } }))[0]!;
    const report = { taskId: id, version, state: 'done', note: '' };
    expect((await refusal(reportTask(t.ctx(coordinator), report))).status).toBe(404);
    expect((await refusal(reportTask(t.ctx(outsider), report))).status).toBe(404);
    expect((await refusal(tasksOf(t.ctx(judge), { programmeId }))).status).toBe(404);
    expect((await refusal(addTask(t.ctx(judge), { ...blank, programmeId, title: 'Việc' }))).status).toBe(404);
  });

  it('an owner must be somebody with work here', async () => {
    const owners = await possibleOwners(t.app.db, { programmeId, now: new Date('2026-02-01T00:00:00Z') });
    expect(owners.map((one) => [one.name, one.coordinator])).toEqual([
      ['Hà Thị Chấm', false],
      ['Lò Thị Thư', false],
      ['Vì Văn Đầu Mối', true],
    ]);
    const add = (ownerId: string) => addTask(t.ctx(secretary), { ...blank, programmeId, title: 'Việc', ownerId });
    expect(await refusal(add(outsider.id))).toMatchObject({ code: 'task.owner', issues: [{ field: 'ownerId' }] });
  });

  it('giving a task up needs a reason, and what is typed wrong is said beside its field', async () => {
    const { taskId } = await addTask(t.ctx(secretary), { ...blank, programmeId, title: 'In pa-nô', dueOn: '5/3/2026' });
    const report = { taskId, version: 1, state: 'cancelled', note: '' };
    expect((await refusal(reportTask(t.ctx(secretary), report))).issues).toMatchObject([{ field: 'note' }]);
    expect((await refusal(reportTask(t.ctx(secretary), { ...report, state: 'bay' }))).issues).toMatchObject([
      { field: 'state' },
    ]);
    const wrong = { ...blank, programmeId, dueOn: '31/02/2026' };
    expect((await refusal(addTask(t.ctx(secretary), wrong))).issues.map((i) => i.field)).toEqual(['title', 'dueOn']);
    await reportTask(t.ctx(secretary), { ...report, note: 'Không đủ kinh phí.' });
    expect((await tasksOf(t.ctx(secretary), { programmeId, filter: { show: 'open' } })).map((x) => x.id)).not.toContain(
      taskId,
    );
  });
});

describe('reminders', () => {
  it('K24-11: the owner is written to before, on and after the day, each once', async () => {
    await addTask(t.ctx(secretary), {
      ...blank,
      programmeId,
      title: 'Báo cáo kinh phí',
      dueOn: '20/05/2026',
      ownerId: coordinator.id,
    });
    const on = async (day: string) => {
      t.app.clock = { ...t.app.clock, now: () => new Date(`${day}T00:30:00Z`) };
      return remindOwners(t.app);
    };
    expect(await on('2026-05-16')).toBe(0);
    expect([await on('2026-05-17'), await on('2026-05-18'), await on('2026-05-20')]).toEqual([1, 0, 1]);
    expect([await on('2026-05-21'), await on('2026-05-22')]).toEqual([1, 0]);
    const mails = await t.app.db
      .selectFrom('message')
      .select('body')
      .where('kind', '=', 'task.reminder')
      .orderBy('created_at')
      .execute();
    expect(mails.map(({ body }) => /Số 2026 (.*):|2026 (còn.*|hạn.*|quá.*):/.exec(body)?.[2])).toEqual([
      'còn 3 ngày',
      'hạn hôm nay',
      'quá hạn 1 ngày',
    ]);
  });
});

describe('calendars', () => {
  const unfolded = (ics: string) => ics.replaceAll('\r\n ', '');

  it('K24-11: the calendar of a programme has the last day of each step as a whole day', async () => {
    const raw = programmeCalendar(t.app, (await programmeById(t.app.db, programmeId))!);
    // RFC 5545, 3.1
    expect(raw.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
    const ics = unfolded(raw);
    expect(ics.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(ics.match(/BEGIN:VEVENT/g)).toHaveLength(doc.timeline.length);
    expect(ics).toContain('DTSTART;VALUE=DATE:20260630\r\nDTEND;VALUE=DATE:20260701');
    expect(ics).toContain('Nhận sản phẩm dự thi');
  });

  it('K24-11: a person subscribes to their own tasks; a renewed address ends the old one', async () => {
    await renewCalendar(t.ctx(coordinator));
    const held = () =>
      t.app.db
        .selectFrom('calendar_feed')
        .select('token')
        .where('person_id', '=', coordinator.id)
        .executeTakeFirstOrThrow();
    const { token } = await held();
    const ics = unfolded(await personCalendar(t.app, token));
    expect(ics).toContain('SUMMARY:Báo cáo kinh phí');
    expect(ics).toContain('SUMMARY:✓ Tuyên truyền về cuộc thi');
    expect(ics).not.toContain('Trình ban hành');
    await renewCalendar(t.ctx(coordinator));
    expect((await refusal(personCalendar(t.app, token))).status).toBe(404);
    expect((await held()).token).not.toBe(token);
  });
});
