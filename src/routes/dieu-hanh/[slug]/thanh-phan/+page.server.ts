import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { endOfDay, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { roleLabels } from '#lib/domain/people/roles.ts';
import { programmeRoles } from '#lib/server/people/holders.ts';
import { invitePerson } from '#lib/server/people/invite.ts';
import { canAdminister } from '#lib/server/people/policy.ts';
import { revokeRole, programmeRoles as roleNames } from '#lib/server/people/roles.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { goTo, loading, refuse, text, ticked } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    requireAllowed(canProgramme(ctx, 'programme.people', room.id));
    const [holders, programme] = await Promise.all([
      programmeRoles(ctx.app.db, { programmeId: room.id, now: ctx.now }),
      programmeBySlug(ctx.app.db, params.slug),
    ]);
    const doc = programme?.doc;
    return {
      roles: roleNames.map((role) => ({
        role,
        label: roleLabels[role],
        people: holders.filter((h) => h.role === role),
      })),
      committees: (doc?.committees ?? []).map((committee) => ({
        ...committee,
        document: doc?.documents.find((d) => d.id === committee.documentId) ?? null,
      })),
      mayGrant: canAdminister(ctx),
      mayList: canProgramme(ctx, 'programme.content', room.id),
      saved: url.searchParams.get('da-luu'),
    };
  });

export const actions = {
  add: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const programme = await programmeBySlug(ctx.app.db, params.slug);
      if (!programme) throw notFound('Chương trình này');
      const role = roleNames.find((r) => r === text(data, 'role'));
      if (!role) throw new RuleError({ code: 'role.input', message: 'Hãy chọn một vai trò.', field: 'role' });
      const until = parseViDateIso(text(data, 'to'));
      if (text(data, 'to') && !until)
        throw new RuleError({ code: 'role.input', message: 'Ngày kết thúc không có thật.', field: 'to' });
      await invitePerson(ctx, {
        fullName: text(data, 'fullName'),
        email: text(data, 'email'),
        role,
        programmeId: programme.id,
        to: until ? endOfDay(until) : null,
        looked: ticked(data, 'looked'),
      });
    } catch (problem) {
      return refuse(problem, data, 'add');
    }
    return goTo(`/dieu-hanh/${params.slug}/thanh-phan?da-luu=them`);
  },
  revoke: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const grantId = text(data, 'grantId');
    try {
      await revokeRole(ctx, { grantId, reason: text(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, grantId);
    }
    return goTo(`/dieu-hanh/${params.slug}/thanh-phan?da-luu=thoi`);
  },
} satisfies Actions;
