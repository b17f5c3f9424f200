import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import { saveForm } from '../saveForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    // To entries that are not in the final this page does not exist.
    if (entry.stage !== 'refinement') throw notFound('Trang này');
    const stage = dossierStage(entry.contest.doc, 'refinement');
    return {
      head: headOf(entry),
      name: stage.name,
      fields: stage.fields,
      values: entry.values,
      now: ctx.now,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    return saveForm(ctx, params.id, await request.formData());
  },
};
