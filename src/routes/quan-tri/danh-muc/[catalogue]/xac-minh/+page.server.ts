import { nameOf } from '#lib/domain/catalogue/names.ts';
import { verifyFigure } from '#lib/server/catalogue/edit.ts';
import { figuresPage } from '#lib/server/catalogue/pages.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url, params }) => {
  requireAuditor(ctx, url);
  return loading(async () => ({
    ...(await figuresPage(ctx, nameOf(params.catalogue))),
    saved: url.searchParams.get('da-luu'),
  }));
};

const mark =
  (off: boolean): Actions[string] =>
  async ({ locals, request, params }) => {
    const data = await request.formData();
    const path = text(data, 'path');
    try {
      await verifyFigure(locals.ctx, {
        name: nameOf(params.catalogue ?? ''),
        path,
        revision: Number(text(data, 'revision')),
        comparedWith: off ? '' : text(data, 'comparedWith'),
      });
    } catch (problem) {
      return refuse(problem, data, path);
    }
    goTo(`/quan-tri/danh-muc/${params.catalogue}/xac-minh?da-luu=${encodeURIComponent(path)}`);
  };

export const actions: Actions = { verify: mark(false), unverify: mark(true) };
