import { editorStep, openEditor } from '#lib/server/programme/editor.ts';
import { goTo, loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

// The parts that are the secretariat's daily work; the administrator's pages edit all of them.
const backTo: Record<string, string> = { committees: 'thanh-phan', budget: 'kinh-phi', tasks: 'nhiem-vu' };

export const load: PageServerLoad = ({ locals, params, url }) => {
  requireSignedIn(locals.ctx, url);
  return loading(async () => ({
    editor: await openEditor(locals.ctx, params),
    back: `/dieu-hanh/${params.slug}/${backTo[params.part] ?? ''}`,
  }));
};

const step = async ({ locals, params, request }: RequestEvent, verb: 'change' | 'preview' | 'save') => {
  const data = await request.formData();
  const answer = await loading(() => editorStep(locals.ctx, params, data, verb));
  if (answer.stage === 'saved') goTo(`/dieu-hanh/${params.slug}/${backTo[params.part] ?? ''}?da-luu=1`);
  return { answer };
};

export const actions = {
  change: (event) => step(event, 'change'),
  preview: (event) => step(event, 'preview'),
  save: (event) => step(event, 'save'),
} satisfies Actions;
