import { readListFilter } from '#lib/domain/obligation/filter.ts';
import { type BulkKind, bulkKinds, previewBulk, runBulk } from '#lib/server/obligation/bulk.ts';
import { obligationIds } from '#lib/server/obligation/list.ts';
import { list, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const kindOf = (url: URL): BulkKind => bulkKinds.find((kind) => kind === url.searchParams.get('lam')) ?? 'remind';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { slug } = params;
    const kind = kindOf(url);
    const ids = url.searchParams.has('tat-ca')
      ? await obligationIds(ctx, { slug, filter: readListFilter(url.searchParams) })
      : url.searchParams.getAll('id');
    return { kind, preview: await previewBulk(ctx, { slug, kind, ids }) };
  });
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      const results = await runBulk(ctx, {
        slug: params.slug,
        kind: kindOf(url),
        ids: list(data, 'id'),
        reason: multiline(data, 'reason'),
      });
      return { results };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
