import { readListFilter } from '#lib/domain/obligation/filter.ts';
import { listPageSize, obligationOverview } from '#lib/server/obligation/list.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const filter = readListFilter(url.searchParams);
    const { rows, ...overview } = await obligationOverview(ctx, { slug: params.slug, filter });
    // of the document only what the list shows
    return { ...overview, filter, pageSize: listPageSize, rows: rows.map(({ rule: _, ...row }) => row) };
  });
