import { mayMakeCall } from '#lib/server/award/scope.ts';
import { openRegister } from '#lib/server/register/list.ts';
import { honouredPrizes, startDossierFromPrize } from '#lib/server/register/prizeDossier.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) =>
  loading(async () => {
    const scope = await openRegister(ctx);
    return { prizes: await honouredPrizes(ctx, scope), makesCalls: mayMakeCall(scope).allow };
  });

export const actions: Actions = {
  start: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const authorId = text(data, 'authorId');
    const formId = text(data, 'formId');
    let made: Awaited<ReturnType<typeof startDossierFromPrize>>;
    try {
      made = await startDossierFromPrize(ctx, {
        awardId: text(data, 'awardId'),
        callId: text(data, 'callId'),
        ...(formId ? { formId } : {}),
        ...(authorId ? { authorId } : {}),
      });
    } catch (problem) {
      return refuse(problem, data, 'start');
    }
    return goTo(`/xet-khen/don-vi/${made.unitId}/${made.callSlug}/${made.dossierId}`);
  },
};
