import { callEditorStep, openCallEditor } from '#lib/server/award/call/editor.ts';
import { goTo, loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const home = ({ call }: { call: string }): string => `/xet-khen/dot/${call}/thiet-lap`;
const targetOf = ({ call, part }: { call: string; part: string }) => ({ slug: call, part });

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({ ...(await openCallEditor(ctx, targetOf(params))), back: home(params) }));
};

const doing =
  (verb: 'change' | 'preview' | 'save') =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const answer = await loading(() => callEditorStep(ctx, targetOf(params), data, verb));
    if (answer.stage === 'saved') goTo(`${home(params)}?da-luu=${params.part}`);
    return { answer };
  };

export const actions = {
  change: doing('change'),
  preview: doing('preview'),
  save: doing('save'),
} satisfies Actions;
