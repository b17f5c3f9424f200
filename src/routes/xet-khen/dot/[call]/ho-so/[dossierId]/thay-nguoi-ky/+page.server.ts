import { openDossier } from '#lib/server/award/dossierPage.ts';
import { managesCall, mayNominate } from '#lib/server/award/scope.ts';
import { replaceSigner } from '#lib/server/award/signer.ts';
import { allow, requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { letterForm } from '#lib/server/web/letterForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { call, scope, dossier } = await openDossier(ctx, { slug: params.call, dossierId: params.dossierId });
    requireAllowed(managesCall(scope, call) ? allow : mayNominate(scope, dossier.unitId));
    const submission = await ctx.app.db
      .selectFrom('award_submission')
      .select([
        'version',
        'signer',
        'signer_title as signerTitle',
        'letter_number as letterNumber',
        'letter_date as letterDate',
      ])
      .where('id', '=', dossier.submissionId)
      .executeTakeFirstOrThrow();
    const { count } = await ctx.app.db
      .selectFrom('award_dossier')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('submission_id', '=', dossier.submissionId)
      .executeTakeFirstOrThrow();
    return {
      dossier: { id: dossier.id, code: dossier.code, subjectName: dossier.subjectName, unitName: dossier.unitName },
      submission,
      count: Number(count),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { dossier } = await openDossier(ctx, { slug: params.call, dossierId: params.dossierId });
      await replaceSigner(ctx, {
        submissionId: dossier.submissionId,
        ...letterForm(data),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/ho-so/${params.dossierId}?xong=thay-ky`);
  },
};
