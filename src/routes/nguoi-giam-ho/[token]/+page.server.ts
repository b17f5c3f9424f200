import { answerAsGuardian, guardianRequest } from '#lib/server/gallery/guardian.ts';
import { readChoices } from '#lib/server/web/consentForm.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, setHeaders, url }) => {
  // The address is a secret: it goes into no cache.
  setHeaders({ 'cache-control': 'no-store' });
  return loading(async () => ({
    ...(await guardianRequest(ctx, params.token)),
    done: url.searchParams.has('xong'),
    takenOff: url.searchParams.has('da-go'),
  }));
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let takenOff = false;
    try {
      ({ takenOff } = await answerAsGuardian(ctx, { secret: params.token, choices: readChoices(data) }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/nguoi-giam-ho/${params.token}?xong${takenOff ? '&da-go' : ''}`);
  },
};
