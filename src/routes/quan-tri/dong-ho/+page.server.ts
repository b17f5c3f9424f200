import { error } from '@sveltejs/kit';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { DAY_MS, parseLocalInput, toLocalInput } from '#lib/domain/kernel/time.ts';
import { moveClock } from '#lib/server/people/clock.ts';
import { listProgrammes } from '#lib/server/programme/queries.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  if (ctx.app.config.mode !== 'demo') error(404, 'Chỉ chế độ diễn tập mới có đồng hồ để chỉnh.', { code: 'not-found' });
  const programmes = await listProgrammes(ctx.app.db);
  return {
    now: ctx.now,
    moved: ctx.app.clock.offsetMs !== 0,
    input: toLocalInput(ctx.now),
    moments: programmes.flatMap(({ doc }) =>
      doc.timeline.map((period) => ({ programme: doc.shortName, name: period.name, from: period.from, to: period.to })),
    ),
  };
};

export const actions: Actions = {
  to: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      const at = parseLocalInput(text(data, 'at'));
      if (!at) throw new RuleError({ code: 'clock.at', message: 'Hãy nhập ngày và giờ có thật.', field: 'at' });
      await moveClock(locals.ctx, { to: at });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/quan-tri/dong-ho');
  },
  by: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await moveClock(locals.ctx, { byMs: Number(text(data, 'days')) * DAY_MS });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/quan-tri/dong-ho');
  },
  reset: async ({ locals, request }) => {
    try {
      await moveClock(locals.ctx, { reset: true });
    } catch (problem) {
      return refuse(problem, await request.formData());
    }
    goTo('/quan-tri/dong-ho');
  },
};
