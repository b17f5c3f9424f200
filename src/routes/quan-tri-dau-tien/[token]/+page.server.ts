import { passwordMinLength } from '#lib/domain/people/password.ts';
import { createFirstAdmin, requireFirstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { beginSession, typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    await requireFirstAdminLink(locals.ctx, params.token);
    return { passwordLength: passwordMinLength.staff };
  });

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request } = event;
    const data = await request.formData();
    try {
      const { personId } = await createFirstAdmin(locals.ctx, {
        secret: params.token,
        fullName: text(data, 'fullName'),
        email: text(data, 'email'),
        password: typedPassword(data),
      });
      await beginSession(event, personId);
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/quan-tri');
  },
};
