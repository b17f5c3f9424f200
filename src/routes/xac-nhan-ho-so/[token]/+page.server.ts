import { answerByLink, subjectRequest } from '#lib/server/award/confirm.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { readableForm } from '#lib/server/web/legacyForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, setHeaders, url }) => {
  // The address is a secret: it goes into no cache.
  setHeaders({ 'cache-control': 'no-store' });
  return loading(async () => ({
    reading: await subjectRequest(ctx, params.token),
    done: url.searchParams.has('xong'),
  }));
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const { data } = await readableForm(request);
    try {
      await answerByLink(ctx, {
        secret: params.token,
        answer: text(data, 'answer'),
        objection: multiline(data, 'objection'),
        version: Number(text(data, 'version')),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xac-nhan-ho-so/${params.token}?xong`);
  },
};
