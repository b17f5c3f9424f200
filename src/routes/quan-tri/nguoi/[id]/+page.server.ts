import { invitePerson } from '#lib/server/people/invite.ts';
import { personDetail, programmeChoices, setPersonDisabled, updatePerson } from '#lib/server/people/people.ts';
import { grantRole, revokeRole, roleChoices, termText } from '#lib/server/people/roles.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import { roleInput } from '../roleInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const [{ person, grants, entries }, programmes, units] = await Promise.all([
      personDetail(ctx, params.id),
      programmeChoices(ctx),
      unitChoices(ctx.app.db, ctx.now),
    ]);
    if (
      person.unitId &&
      person.unitName &&
      !units.some((group) => group.options.some((option) => option.value === person.unitId))
    )
      units.unshift({
        label: 'Hiện tại',
        options: [{ value: person.unitId, label: `${person.unitName} (đã kết thúc)` }],
      });
    return {
      person,
      grants: grants.map((grant) => ({
        ...grant,
        term: termText(grant.validFrom, grant.validTo),
      })),
      entries,
      programmes,
      units,
      roles: roleChoices(),
      done: url.searchParams.get('xong'),
    };
  });
};

const back = (id: string, done: string) => goTo(`/quan-tri/nguoi/${id}?xong=${done}`);

export const actions: Actions = {
  save: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await updatePerson(locals.ctx, {
        personId: params.id,
        fullName: text(data, 'fullName'),
        email: text(data, 'email'),
        phone: text(data, 'phone'),
        birthYear: text(data, 'birthYear'),
        position: text(data, 'position'),
        unitId: text(data, 'unitId') || null,
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    back(params.id, 'luu');
  },
  grant: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await grantRole(locals.ctx, { personId: params.id, ...roleInput(data) });
    } catch (problem) {
      return refuse(problem, data, 'grant');
    }
    back(params.id, 'giao');
  },
  revoke: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await revokeRole(locals.ctx, { grantId: text(data, 'grantId'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `revoke-${text(data, 'grantId')}`);
    }
    back(params.id, 'thoi');
  },
  invite: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      const { person } = await personDetail(locals.ctx, params.id);
      await invitePerson(locals.ctx, { email: person.email ?? '', fullName: person.fullName, unitId: person.unitId });
    } catch (problem) {
      return refuse(problem, data, 'invite');
    }
    back(params.id, 'moi');
  },
  disable: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await setPersonDisabled(locals.ctx, {
        personId: params.id,
        disabled: text(data, 'disabled') === 'yes',
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'disable');
    }
    back(params.id, 'khoa');
  },
};
