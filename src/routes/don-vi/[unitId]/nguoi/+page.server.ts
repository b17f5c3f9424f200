import { invitePerson, peopleOfUnit } from '#lib/server/people/invite.ts';
import { canBringPeople } from '#lib/server/people/policy.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { pendingInvitations, revokeInvitation } from '#lib/server/screening/unit.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireAllowed(canBringPeople(ctx, params.unitId));
    return {
      people: await peopleOfUnit(ctx, { unitId: params.unitId }),
      invitations: await pendingInvitations(ctx, params.unitId),
      done: url.searchParams.get('da'),
    };
  });

export const actions: Actions = {
  invite: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await invitePerson(ctx, { email: text(data, 'email'), fullName: text(data, 'fullName'), unitId: params.unitId });
    } catch (problem) {
      return refuse(problem, data, 'invite');
    }
    return goTo(`/don-vi/${params.unitId}/nguoi?da=moi`);
  },
  revoke: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await revokeInvitation(ctx, { unitId: params.unitId, personId: text(data, 'personId') });
    } catch (problem) {
      return refuse(problem, data, 'revoke');
    }
    return goTo(`/don-vi/${params.unitId}/nguoi?da=thu-hoi`);
  },
};
