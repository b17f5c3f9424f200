import { openNomination, requireNominating, submissionOf } from '#lib/server/award/nomination.ts';
import { replaceSigner } from '#lib/server/award/signer.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { readableForm } from '#lib/server/web/legacyForm.ts';
import { letterForm } from '#lib/server/web/letterForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const at = await openNomination(ctx, { unitId: params.unitId, slug: params.call });
    requireNominating(at);
    return {
      call: { slug: at.call.slug, name: at.call.doc.name },
      submission: await submissionOf(ctx.app.db, at.call.id, at.unit.id),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const { data } = await readableForm(request);
    try {
      const at = await openNomination(ctx, { unitId: params.unitId, slug: params.call });
      const submission = await submissionOf(ctx.app.db, at.call.id, at.unit.id);
      await replaceSigner(ctx, { submissionId: submission?.id ?? '', ...letterForm(data) });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/don-vi/${params.unitId}/${params.call}?da-luu=thay-ky`);
  },
};
