import { readRegisterFilter } from '#lib/domain/register/search.ts';
import { registerChoices, searchRegister } from '#lib/server/register/search.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const { db } = ctx.app;
    const filter = readRegisterFilter(url.searchParams);
    const [found, choices] = await Promise.all([searchRegister(db, filter), registerChoices(db)]);
    return { filter, found, choices };
  });
