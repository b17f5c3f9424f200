import { readFigureFilter } from '#lib/domain/indicator/filter.ts';
import { figureList, figurePageSize } from '#lib/server/indicator/list.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    list: await figureList(ctx, { slug: params.slug, filter: readFigureFilter(url.searchParams) }),
    pageSize: figurePageSize,
    all: url.searchParams.get('chon') === 'trang',
  }));
