import { notFound } from '#lib/domain/kernel/errors.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { programmeVersions } from '#lib/server/programme/versions.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await programmeBySlug(ctx.app.db, params.slug);
    if (!programme) throw notFound('Chương trình này');
    requireAllowed(canProgramme(ctx, 'programme.view', programme.id));
    return {
      programme: { slug: programme.slug, shortName: programme.doc.shortName, publishedAt: programme.publishedAt },
      versions: await programmeVersions(ctx.app.db, programme.id),
    };
  });
};
