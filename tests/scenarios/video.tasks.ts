import { expect, it } from 'vitest';
import { contest, press, room, type Stage } from './video.support.ts';

/** Who does what until when. */
export function tasks(stage: Stage): void {
  it('K24-11: the secretariat takes the tasks of the plan over and gives one to somebody', async () => {
    const secretary = stage.people.secretary!;
    stage.server.moveTo('2024-05-21T08:00:00+07:00');
    await secretary.get(`${room}/nhiem-vu`);
    await press(secretary, {}, { action: '?/plan' }, `da-them=${contest.tasks!.length}`);
    const { text } = contest.tasks!.find((task) => task.text.startsWith('Xây dựng thể lệ'))!;
    expect(secretary.page.text).toContain(text);
    const { id } = await stage.server.app.db
      .selectFrom('task')
      .select('id')
      .where('title', '=', text)
      .executeTakeFirstOrThrow();
    const owner = await stage.server.app.db
      .selectFrom('person')
      .select('id')
      .where('email', '=', 'organiser@example.test')
      .executeTakeFirstOrThrow();
    await secretary.get(`${room}/nhiem-vu/${id}`);
    await press(secretary, { ownerId: owner.id, dueOn: '2024-05-31' }, { action: '?/change' }, 'da-luu=change');
  });

  it('K24-11: they find it among their tasks and in their calendar, and report', async () => {
    const { server } = stage;
    const organiser = stage.people.organiser!;
    await organiser.get('/viec-cua-toi');
    expect(organiser.page.text).toContain('Xây dựng thể lệ cuộc thi');
    const path = /href="(\/viec-cua-toi\/[0-9a-f-]{36})"/.exec(organiser.page.html)![1]!;
    await press(organiser, {}, { action: '?/calendar' }, 'lich-moi');
    const address = /value="http:\/\/[^/"]+(\/lich\/[^"]+\.ics)"/.exec(organiser.page.html)![1]!;
    const answer = await fetch(server.url + address);
    expect(answer.headers.get('content-type')).toContain('text/calendar');
    const calendar = (await answer.text()).replace(/\r\n[ \t]/g, '');
    expect(calendar).toContain('Xây dựng thể lệ cuộc thi');
    expect(calendar).toMatch(/DTSTART;VALUE=DATE:202405\d\d/);
    await organiser.get(path);
    await organiser.submit({ state: 'done', note: 'Đã trình Thể lệ.' }, { action: '?/report' });
    const secretary = stage.people.secretary!;
    await secretary.get(`${room}/nhiem-vu?xem=done`);
    expect(secretary.page.text).toContain('Xây dựng thể lệ cuộc thi');
  });
}
