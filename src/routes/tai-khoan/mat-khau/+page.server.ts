import { passwordMinLength } from '#lib/domain/people/password.ts';
import { audienceOf, changePassword } from '#lib/server/people/passwords.ts';
import { goTo, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = requireSignedIn(locals.ctx, url);
  return { email: actor.email, passwordLength: passwordMinLength[await audienceOf(locals.ctx, actor.id)] };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await changePassword(locals.ctx, {
        currentPassword: typedPassword(data, 'currentPassword'),
        password: typedPassword(data),
        session: locals.session,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/tai-khoan?xong=mat-khau');
  },
};
