import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clusterKindLabels } from '#lib/domain/people/clusters.ts';
import { importClusters, previewClusters, readPreviewed } from '#lib/server/people/clusterSheet.ts';
import { clusterSchemes, clustersOf, schemeById } from '#lib/server/people/clusters.ts';
import { loading, refuse } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const scheme = await schemeById(ctx.app.db, params.id);
    const [clusters, all] = await Promise.all([clustersOf(ctx.app.db, scheme.id), clusterSchemes(ctx.app.db)]);
    const at = all.findIndex((one) => one.id === scheme.id);
    return {
      scheme,
      clusters: clusters.map((one) => ({ ...one, kindLabel: clusterKindLabels[one.kind] })),
      previous: all[at + 1]?.id ?? null,
      saved: url.searchParams.has('xong'),
    };
  });
};

export const actions: Actions = {
  preview: async ({ locals, request, params }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      if (!(file instanceof File) || file.size === 0)
        throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
      const { report, lines } = await previewClusters(locals.ctx, {
        schemeId: params.id,
        file: new Uint8Array(await file.arrayBuffer()),
      });
      return { report, lines: JSON.stringify(lines) };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
  import: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      const lines = readPreviewed(String(data.get('lines') ?? ''));
      return { report: await importClusters(locals.ctx, { schemeId: params.id, lines }), lines: null };
    } catch (problem) {
      return refuse(problem, new FormData());
    }
  },
};
