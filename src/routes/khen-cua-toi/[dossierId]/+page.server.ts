import { answerByAccount, ownDossier } from '#lib/server/award/confirm.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { readableForm } from '#lib/server/web/legacyForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({
    reading: await ownDossier(ctx, params.dossierId),
    done: url.searchParams.has('xong'),
  }));
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const { data } = await readableForm(request);
    try {
      await answerByAccount(ctx, {
        dossierId: params.dossierId,
        answer: text(data, 'answer'),
        objection: multiline(data, 'objection'),
        version: Number(text(data, 'version')),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/khen-cua-toi/${params.dossierId}?xong`);
  },
};
