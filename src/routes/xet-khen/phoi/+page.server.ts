import { layoutView, saveLayout } from '#lib/server/award/layouts.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const fresh = url.searchParams.get('bat-dau');
    return {
      ...(await layoutView(ctx, {
        unitId: url.searchParams.get('don-vi'),
        formId: url.searchParams.get('hinh-thuc'),
        fresh: fresh === 'trang' ? 'blank' : fresh === 'phoi' ? 'printed' : null,
      })),
      said: url.searchParams.has('xong'),
    };
  });

export const actions: Actions = {
  save: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const unitId = text(data, 'unitId');
    const formId = text(data, 'formId') || null;
    try {
      await saveLayout(ctx, {
        unitId,
        formId,
        version: Number(text(data, 'version')) || 0,
        typed: (name) => text(data, name),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/phoi?don-vi=${unitId}${formId ? `&hinh-thuc=${formId}` : ''}&xong=1`);
  },
};
