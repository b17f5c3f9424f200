import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { createScheme } from '#lib/server/people/clusterActs.ts';
import { clusterSchemes } from '#lib/server/people/clusters.ts';
import { goTo, refuse, text, ticked } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return {
    schemes: await clusterSchemes(ctx.app.db),
    today: isoDateLocal(ctx.now),
    deleted: url.searchParams.has('da-xoa'),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    let id: string;
    try {
      ({ id } = await createScheme(locals.ctx, {
        name: text(data, 'name'),
        decision: text(data, 'decision'),
        validFrom: text(data, 'validFrom'),
        copy: ticked(data, 'copy'),
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/cum-khoi/${id}`);
  },
};
