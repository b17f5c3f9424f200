import { listGrants, programmeChoices } from '#lib/server/people/people.ts';
import { roleChoices, termText } from '#lib/server/people/roles.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const filter = {
    role: url.searchParams.get('role') ?? '',
    programmeId: url.searchParams.get('programmeId') ?? '',
    past: url.searchParams.has('past'),
  };
  return loading(async () => {
    const [grants, programmes] = await Promise.all([listGrants(ctx, filter), programmeChoices(ctx)]);
    return {
      filter,
      programmes,
      roles: roleChoices(),
      grants: grants.map((grant) => ({
        ...grant,
        term: termText(grant.validFrom, grant.validTo),
      })),
    };
  });
};
