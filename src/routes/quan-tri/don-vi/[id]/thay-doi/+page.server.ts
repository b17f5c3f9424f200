import { error } from '@sveltejs/kit';
import { unitHistory } from '#lib/server/people/unitHistory.ts';
import { correctChange, type UnitChange, undoChange } from '#lib/server/people/unitTime.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const what = (text: string | null): UnitChange => (text === 'name' ? 'name' : 'place');

export const load: PageServerLoad = ({ locals, url, params }) => {
  requireAdmin(locals.ctx, url);
  return loading(async () => {
    const unit = await unitHistory(locals.ctx.app.db, params.id);
    const event = unit.events.find((one) => one.change && one.change.id === url.searchParams.get('lan'));
    if (!event?.change) error(404, 'Lần thay đổi này không còn.', { code: 'not-found' });
    return { unit: { id: unit.id, name: unit.name }, event: { ...event, change: event.change } };
  });
};

export const actions: Actions = {
  correct: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await correctChange(locals.ctx, {
        unitId: params.id,
        what: what(text(data, 'what')),
        changeId: text(data, 'changeId'),
        from: text(data, 'from'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'correct');
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
  undo: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await undoChange(locals.ctx, {
        unitId: params.id,
        what: what(text(data, 'what')),
        changeId: text(data, 'changeId'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'undo');
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
};
