import { createPersonOnBehalf, invitePerson } from '#lib/server/people/invite.ts';
import { programmeChoices } from '#lib/server/people/people.ts';
import { roleChoices } from '#lib/server/people/roles.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import { roleInput } from '../roleInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const [programmes, units] = await Promise.all([programmeChoices(ctx), unitChoices(ctx.app.db, ctx.now)]);
  const asked = (name: string) => url.searchParams.get(name)?.slice(0, 100) ?? '';
  return {
    programmes,
    units,
    roles: roleChoices(),
    // lists of units without a coordinator lead here with the unit filled in
    given: { role: asked('vai-tro'), programmeId: asked('chuong-trinh'), unitId: asked('don-vi') },
  };
};

export const actions: Actions = {
  invite: async ({ locals, request }) => {
    const data = await request.formData();
    let personId: string;
    try {
      const { role, ...scope } = roleInput(data);
      ({ personId } = await invitePerson(locals.ctx, {
        fullName: text(data, 'fullName'),
        email: text(data, 'email'),
        role: role || null,
        ...scope,
      }));
    } catch (problem) {
      return refuse(problem, data, 'invite');
    }
    goTo(`/quan-tri/nguoi/${personId}?xong=moi`);
  },
  onBehalf: async ({ locals, request }) => {
    const data = await request.formData();
    let personId: string;
    try {
      ({ personId } = await createPersonOnBehalf(locals.ctx, {
        fullName: text(data, 'fullName'),
        phone: text(data, 'phone'),
        birthYear: text(data, 'birthYear'),
        position: text(data, 'position'),
        unitId: text(data, 'unitId'),
      }));
    } catch (problem) {
      return refuse(problem, data, 'onBehalf');
    }
    goTo(`/quan-tri/nguoi/${personId}?xong=ghi`);
  },
};
