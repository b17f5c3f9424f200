import { withdrawDossier } from '#lib/server/award/submission.ts';
import { goTo, multiline, refuse } from '#lib/server/web/forms.ts';
import type { Actions } from './$types';

export const actions = {
  withdraw: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await withdrawDossier(ctx, { dossierId: params.dossierId, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'withdraw');
    }
    return goTo(`/xet-khen/don-vi/${params.unitId}/${params.call}?da-luu=rut`);
  },
} satisfies Actions;
