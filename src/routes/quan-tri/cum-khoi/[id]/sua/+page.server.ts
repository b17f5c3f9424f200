import { addCluster, correctScheme, deleteScheme, placeUnit, removeCluster } from '#lib/server/people/clusterActs.ts';
import { clustersOf, schemeById } from '#lib/server/people/clusters.ts';
import { unitCodes } from '#lib/server/people/units.ts';
import { goTo, loading, refuse, text, ticked } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const [scheme, clusters, codes] = await Promise.all([
      schemeById(ctx.app.db, params.id),
      clustersOf(ctx.app.db, params.id),
      unitCodes(ctx.app.db),
    ]);
    const choice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
    return {
      scheme,
      choices: clusters.map(choice),
      empty: clusters.filter((one) => one.members.length === 0).map(choice),
      codes,
    };
  });
};

export const actions: Actions = {
  place: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await placeUnit(locals.ctx, {
        schemeId: params.id,
        unitCode: text(data, 'unitCode'),
        clusterId: text(data, 'clusterId') || null,
        leads: ticked(data, 'leads'),
      });
    } catch (problem) {
      return refuse(problem, data, 'place');
    }
    goTo(`/quan-tri/cum-khoi/${params.id}?xong=1`);
  },
  add: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await addCluster(locals.ctx, {
        schemeId: params.id,
        code: text(data, 'code'),
        name: text(data, 'clusterName'),
        kind: text(data, 'kind'),
      });
    } catch (problem) {
      return refuse(problem, data, 'add');
    }
    goTo(`/quan-tri/cum-khoi/${params.id}?xong=1`);
  },
  remove: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await removeCluster(locals.ctx, { schemeId: params.id, clusterId: text(data, 'emptyId') });
    } catch (problem) {
      return refuse(problem, data, 'remove');
    }
    goTo(`/quan-tri/cum-khoi/${params.id}?xong=1`);
  },
  correct: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await correctScheme(locals.ctx, {
        schemeId: params.id,
        name: text(data, 'name'),
        decision: text(data, 'decision'),
        validFrom: text(data, 'validFrom'),
        validTo: text(data, 'validTo'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'correct');
    }
    goTo(`/quan-tri/cum-khoi/${params.id}?xong=1`);
  },
  delete: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await deleteScheme(locals.ctx, { schemeId: params.id, reason: text(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'delete');
    }
    goTo('/quan-tri/cum-khoi?da-xoa=1');
  },
};
