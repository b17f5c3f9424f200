import { readOfficerFilter } from '#lib/domain/register/search.ts';
import { officerRecords, openRegister } from '#lib/server/register/list.ts';
import { registerChoices } from '#lib/server/register/search.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const scope = await openRegister(ctx);
    const filter = readOfficerFilter(url.searchParams);
    const [found, choices] = await Promise.all([officerRecords(ctx, scope, filter), registerChoices(ctx.app.db)]);
    return { filter, found, choices, whole: scope.all || scope.registrar };
  });
