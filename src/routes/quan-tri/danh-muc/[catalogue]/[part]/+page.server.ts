import { nameOf } from '#lib/domain/catalogue/names.ts';
import { catalogueStep, openCatalogueEditor } from '#lib/server/catalogue/editor.ts';
import { goTo, loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  requireAuditor(locals.ctx, url);
  return loading(async () => ({
    slug: params.catalogue,
    editor: await openCatalogueEditor(locals.ctx, { name: nameOf(params.catalogue), part: params.part }),
  }));
};

const step = (verb: 'change' | 'preview' | 'save') => async (event: RequestEvent) => {
  const { catalogue, part } = event.params;
  const data = await event.request.formData();
  const answer = await loading(() => catalogueStep(event.locals.ctx, { name: nameOf(catalogue), part }, data, verb));
  if (answer.stage === 'saved') goTo(`/quan-tri/danh-muc/${catalogue}?da-luu`);
  return { answer };
};
export const actions = { change: step('change'), preview: step('preview'), save: step('save') } satisfies Actions;
