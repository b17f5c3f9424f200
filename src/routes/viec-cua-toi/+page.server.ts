import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openFindingsOfUnit } from '#lib/server/inspection/views.ts';
import { ownTodo } from '#lib/server/obligation/list.ts';
import { toItem } from '#lib/server/obligation/view.ts';
import { calendarAddress, renewCalendar } from '#lib/server/task/calendar.ts';
import { tasksOfPerson } from '#lib/server/task/queries.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const actor = requireSignedIn(ctx, url);
    const all = url.searchParams.get('xem') === 'tat-ca';
    const [tasks, address, { todo, units }] = await Promise.all([
      tasksOfPerson(ctx.app.db, actor.id, { all }),
      calendarAddress(ctx.app.db, actor.id, ctx.app),
      ownTodo(ctx),
    ]);
    const findings = (await Promise.all(units.map((unit) => openFindingsOfUnit(ctx, unit.id)))).flat();
    return {
      todo: todo.map((one) => ({ ...toItem(one), unitId: one.unitId, unitName: one.unitName })),
      units,
      findings,
      now: ctx.now,
      tasks,
      all,
      address,
      today: isoDateLocal(ctx.now),
      renewed: url.searchParams.has('lich-moi'),
    };
  });

export const actions: Actions = {
  calendar: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await renewCalendar(ctx);
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo('/viec-cua-toi?lich-moi#lich');
  },
};
