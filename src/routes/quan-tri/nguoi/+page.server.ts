import { listPeople, peoplePageSize, programmeChoices } from '#lib/server/people/people.ts';
import { roleChoices } from '#lib/server/people/roles.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const param = (name: string) => url.searchParams.get(name)?.slice(0, 200) ?? '';
  const filter = { q: param('q'), unitId: param('unitId'), role: param('role'), programmeId: param('programmeId') };
  return loading(async () => {
    const [found, programmes, units] = await Promise.all([
      listPeople(ctx, { ...filter, page: Number(param('page')) || 1 }),
      programmeChoices(ctx),
      unitChoices(ctx.app.db, ctx.now),
    ]);
    return {
      ...found,
      people: found.people.map(({ grants, ...person }) => ({
        ...person,
        roles: grants.map((grant) => ({ id: grant.id, label: grant.label, scope: grant.scope })),
      })),
      pageSize: peoplePageSize,
      filter,
      programmes,
      units,
      roles: roleChoices(),
    };
  });
};
