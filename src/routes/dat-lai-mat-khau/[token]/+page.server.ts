import { passwordMinLength } from '#lib/domain/people/password.ts';
import { resetBehind, resetPassword } from '#lib/server/people/passwords.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { beginSession, homeOfPerson, typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { email, audience } = await resetBehind(locals.ctx, params.token);
    return { email, passwordLength: passwordMinLength[audience] };
  });

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request } = event;
    const data = await request.formData();
    let personId: string;
    try {
      ({ personId } = await resetPassword(locals.ctx, { secret: params.token, password: typedPassword(data) }));
      await beginSession(event, personId);
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(await homeOfPerson(locals.ctx, personId));
  },
};
