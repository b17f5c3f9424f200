import { saveDossier } from '#lib/server/award/dossiers.ts';
import { goTo, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { convertedQuery, readableForm } from '#lib/server/web/legacyForm.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const { data, converted } = await readableForm(request);
    const ids = [...data.keys()].flatMap((name) =>
      name.startsWith('criterion-') ? [name.slice('criterion-'.length)] : [],
    );
    try {
      await saveDossier(ctx, {
        dossierId: params.dossierId,
        version: Number(text(data, 'version')),
        change: {
          part: 'criteria',
          answers: Object.fromEntries(
            ids.map((id) => [id, { self: text(data, `self-${id}`), text: multiline(data, `criterion-${id}`) }]),
          ),
        },
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${url.pathname}?da-luu=1${convertedQuery(converted)}`);
  },
};
