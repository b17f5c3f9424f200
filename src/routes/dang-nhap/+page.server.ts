import { signIn } from '#lib/server/people/signIn.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { goTo, localPath, refuse, text } from '#lib/server/web/forms.ts';
import { beginSession, homeOf, homeOfPerson, typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => {
  const next = url.searchParams.get('tiep');
  if (isSignedIn(locals.ctx.actor)) goTo(localPath(next, homeOf(locals.ctx)));
  return {
    next: next ? localPath(next, '') : '',
    ended: url.searchParams.has('het-phien'),
    confirmed: url.searchParams.has('da-xac-nhan'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url } = event;
    const data = await request.formData();
    let personId: string;
    try {
      ({ personId } = await signIn(locals.ctx, { email: text(data, 'email'), password: typedPassword(data) }));
      await beginSession(event, personId);
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(localPath(url.searchParams.get('tiep'), await homeOfPerson(locals.ctx, personId)));
  },
};
