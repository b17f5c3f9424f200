import { changeEmail } from '#lib/server/people/profile.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => ({ email: requireSignedIn(locals.ctx, url).email });

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await changeEmail(locals.ctx, {
        email: text(data, 'email'),
        currentPassword: typedPassword(data, 'currentPassword'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/tai-khoan?xong=thu-dien-tu');
  },
};
