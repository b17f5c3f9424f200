import { requestPasswordReset } from '#lib/server/people/passwords.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => ({
  sent: url.searchParams.has('da-gui'),
  mailHeld: locals.ctx.app.config.smtpUrl === null,
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await requestPasswordReset(locals.ctx, { email: text(data, 'email') });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/quen-mat-khau?da-gui=1');
  },
};
