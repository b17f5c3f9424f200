import { grantsOf } from '#lib/server/people/people.ts';
import { endOtherSessions, myProfile, mySessions } from '#lib/server/people/profile.ts';
import { resendConfirmation } from '#lib/server/people/register.ts';
import { termText } from '#lib/server/people/roles.ts';
import { goTo, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, session } = locals;
  const actor = requireSignedIn(ctx, url);
  const [profile, sessions, grants] = await Promise.all([
    myProfile(ctx),
    mySessions(ctx, session),
    grantsOf(ctx, [actor.id]),
  ]);
  return {
    profile,
    sessions,
    roles: grants
      .filter((grant) => grant.current)
      .map((grant) => ({
        id: grant.id,
        label: grant.label,
        scope: grant.scope,
        term: termText(grant.validFrom, grant.validTo),
      })),
    done: url.searchParams.get('xong'),
    mailHeld: ctx.app.config.smtpUrl === null,
  };
};

export const actions: Actions = {
  confirm: async ({ locals, request }) => {
    try {
      await resendConfirmation(locals.ctx);
    } catch (problem) {
      return refuse(problem, await request.formData());
    }
    goTo('/tai-khoan?xong=xac-nhan');
  },
  endOthers: async ({ locals, request }) => {
    try {
      await endOtherSessions(locals.ctx, { session: locals.session });
    } catch (problem) {
      return refuse(problem, await request.formData());
    }
    goTo('/tai-khoan?xong=phien');
  },
};
