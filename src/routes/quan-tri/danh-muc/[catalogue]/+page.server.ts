import { catalogueParts } from '#lib/domain/catalogue/editor.ts';
import { nameOf } from '#lib/domain/catalogue/names.ts';
import { catalogueView } from '#lib/server/catalogue/pages.ts';
import { catalogueOf } from '#lib/server/catalogue/revisions.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url, params }) => {
  requireAuditor(ctx, url);
  const name = nameOf(params.catalogue);
  return loading(async () => {
    const { doc } = await catalogueOf(ctx.app.db, name);
    return {
      catalogue: await catalogueView(ctx, name),
      parts: catalogueParts(name, doc, []).flatMap(({ id, name: label, formId }) => (formId ? [] : [{ id, label }])),
      saved: url.searchParams.has('da-luu'),
    };
  });
};
