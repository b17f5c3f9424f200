import { examplePageSize, readExampleFilter } from '#lib/domain/example/filter.ts';
import { publishedExamples, unitsWithExamples } from '#lib/server/example/queries.ts';
import { requirePublicMovement } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { id, doc } = await requirePublicMovement(ctx, params.slug);
    const filter = readExampleFilter(url.searchParams);
    const [found, units] = await Promise.all([
      publishedExamples(ctx.app.db, {
        programmeId: id,
        ...filter,
        limit: examplePageSize,
        offset: (filter.page - 1) * examplePageSize,
      }),
      unitsWithExamples(ctx.app.db, id),
    ]);
    return {
      filter,
      ...found,
      units,
      contents: doc.contents.map(({ id, label, title }) => ({ id, label, title })),
    };
  });
