import { createExample } from '#lib/server/example/write.ts';
import { openUnitMovement } from '#lib/server/movement/room.ts';
import { mayEnterFor } from '#lib/server/movement/scope.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { typedExample } from '../fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { movement, scope, unit } = await openUnitMovement(ctx, params);
    requireAllowed(mayEnterFor(scope, unit.id));
    return { contents: movement.doc.contents.map(({ id, label, title }) => ({ id, label, title })) };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let exampleId: string;
    try {
      ({ exampleId } = await createExample(ctx, { ...params, ...typedExample(data) }));
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/don-vi/${params.unitId}/phong-trao/${params.slug}/dien-hinh/${exampleId}?da-luu=moi`);
  },
};
