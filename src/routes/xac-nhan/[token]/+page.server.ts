import { confirmationBehind, confirmEmail } from '#lib/server/people/register.ts';
import { goTo, loading, localPath, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, params }) => loading(() => confirmationBehind(locals.ctx, params.token));

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    let done: Awaited<ReturnType<typeof confirmEmail>>;
    try {
      done = await confirmEmail(locals.ctx, { secret: params.token });
    } catch (problem) {
      return refuse(problem, await request.formData());
    }
    const next = localPath(done.next, '/bai-du-thi');
    goTo(locals.ctx.actor.id === done.personId ? next : `/dang-nhap?da-xac-nhan=1&tiep=${encodeURIComponent(next)}`);
  },
};
