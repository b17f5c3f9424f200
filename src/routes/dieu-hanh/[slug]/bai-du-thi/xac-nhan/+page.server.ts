import { acceptEntries, previewAccept } from '#lib/server/screening/check.ts';
import { openEntries } from '#lib/server/screening/room.ts';
import { list, loading, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const preview = await previewAccept(ctx, { programmeId: programme.id, entryIds: url.searchParams.getAll('id') });
    return { contest: { slug: programme.slug, name: programme.doc.name }, preview };
  });
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const programme = await openEntries(ctx, params.slug);
      return { results: await acceptEntries(ctx, { programmeId: programme.id, entryIds: list(data, 'id') }) };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
