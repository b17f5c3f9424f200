import { passwordMinLength } from '#lib/domain/people/password.ts';
import { acceptInvitation, invitationBehind } from '#lib/server/people/invite.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { beginSession, homeOfPerson, typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { audience, ...invitation } = await invitationBehind(locals.ctx, params.token);
    return { ...invitation, passwordLength: passwordMinLength[audience] };
  });

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request } = event;
    const data = await request.formData();
    let personId: string;
    try {
      ({ personId } = await acceptInvitation(locals.ctx, {
        secret: params.token,
        fullName: text(data, 'fullName'),
        password: typedPassword(data),
      }));
      await beginSession(event, personId);
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(await homeOfPerson(locals.ctx, personId));
  },
};
