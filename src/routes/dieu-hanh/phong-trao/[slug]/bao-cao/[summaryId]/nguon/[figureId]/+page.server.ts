import { figureSource } from '#lib/server/summary/sources.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  const asked = url.searchParams.get('ban');
  const no = asked && /^\d{1,4}$/.test(asked) ? Number(asked) : null;
  return loading(() => figureSource(ctx, { ...params, no }));
};
