import { examplePageSize, readExampleFilter } from '#lib/domain/example/filter.ts';
import { mayWriteFor } from '#lib/server/example/open.ts';
import { publishedExamples, saidBy } from '#lib/server/example/queries.ts';
import { sayReplica } from '#lib/server/example/replicas.ts';
import { openUnitMovement } from '#lib/server/movement/room.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { movement, scope, unit } = await openUnitMovement(ctx, params);
    const filter = readExampleFilter(url.searchParams);
    const [found, said] = await Promise.all([
      publishedExamples(ctx.app.db, {
        programmeId: movement.id,
        text: filter.text,
        notOf: unit.id,
        limit: examplePageSize,
        offset: (filter.page - 1) * examplePageSize,
      }),
      saidBy(ctx.app.db, { programmeId: movement.id, unitId: unit.id }),
    ]);
    return {
      filter,
      total: found.total,
      examples: found.examples.map((example) => ({ ...example, said: said.get(example.id) ?? null })),
      may: mayWriteFor({ movement, scope }, unit.id),
      done: url.searchParams.has('da-bao'),
    };
  });

export const actions: Actions = {
  say: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const exampleId = text(data, 'exampleId');
    try {
      await sayReplica(ctx, { ...params, exampleId, since: text(data, 'since'), note: multiline(data, 'note') });
    } catch (problem) {
      return refuse(problem, data, exampleId);
    }
    return goTo(`/don-vi/${params.unitId}/phong-trao/${params.slug}/dien-hinh/nhan-rong?da-bao`);
  },
};
