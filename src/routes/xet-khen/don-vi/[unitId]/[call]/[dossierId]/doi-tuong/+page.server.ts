import { saveDossier } from '#lib/server/award/dossiers.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { convertedQuery, readableForm } from '#lib/server/web/legacyForm.ts';
import { typedSubject } from '../../fields.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const { data, converted } = await readableForm(request);
    try {
      await saveDossier(ctx, {
        dossierId: params.dossierId,
        version: Number(text(data, 'version')),
        change: { part: 'subject', formId: text(data, 'formId'), subject: typedSubject(data) },
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${url.pathname}?da-luu=1${convertedQuery(converted)}`);
  },
};
