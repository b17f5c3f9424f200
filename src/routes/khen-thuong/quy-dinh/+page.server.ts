import { publicRules } from '#lib/server/catalogue/rules.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(() => publicRules(ctx, url.searchParams.get('luat')));
