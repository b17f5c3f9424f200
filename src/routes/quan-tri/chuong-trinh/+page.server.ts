import { programmesForActor } from '#lib/server/programme/overview.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireAuditor(ctx, url);
  return loading(async () => ({
    programmes: (await programmesForActor(ctx)).map(({ doc: _doc, ...programme }) => programme),
    may: canProgramme(ctx, 'programme.edit'),
  }));
};
