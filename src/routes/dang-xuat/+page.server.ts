import { signOut } from '#lib/server/people/signIn.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { goTo } from '#lib/server/web/forms.ts';
import { endSession } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals }) => {
  if (!isSignedIn(locals.ctx.actor)) goTo('/');
};

export const actions: Actions = {
  default: async (event) => {
    await signOut(event.locals.ctx);
    await endSession(event);
    goTo('/');
  },
};
