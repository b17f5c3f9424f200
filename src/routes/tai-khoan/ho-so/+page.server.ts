import { myProfile, updateProfile } from '#lib/server/people/profile.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireSignedIn(ctx, url);
  const [profile, units] = await Promise.all([myProfile(ctx), unitChoices(ctx.app.db, ctx.now)]);
  const listed = units.some((group) => group.options.some((option) => option.value === profile.unitId));
  // A unit that has ended stays chosen until the person picks another one.
  if (profile.unitId && profile.unitName && !listed)
    units.unshift({
      label: 'Đơn vị hiện tại',
      options: [{ value: profile.unitId, label: `${profile.unitName} (đã kết thúc)` }],
    });
  return { profile, units };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await updateProfile(locals.ctx, {
        fullName: text(data, 'fullName'),
        phone: text(data, 'phone'),
        birthYear: text(data, 'birthYear'),
        position: text(data, 'position'),
        unitId: text(data, 'unitId') || null,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/tai-khoan?xong=ho-so');
  },
};
