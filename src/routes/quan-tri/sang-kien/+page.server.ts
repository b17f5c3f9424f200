import { RuleError } from '#lib/domain/kernel/errors.ts';
import { importInitiatives } from '#lib/server/initiative/importInitiatives.ts';
import {
  canImportInitiatives,
  initiativePageSize,
  initiativeYears,
  listInitiatives,
  similarInitiatives,
} from '#lib/server/initiative/initiatives.ts';
import { loading, refuse } from '#lib/server/web/forms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const readers = ['admin', 'secretary', 'support', 'organiser', 'jury-chair', 'auditor'] as const;

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireRole(ctx, url, [...readers], 'người tổ chức cuộc thi');
  const param = (name: string) => url.searchParams.get(name)?.slice(0, 300) ?? '';
  const filter = { q: param('q'), year: param('year') };
  const title = param('ten');
  return loading(async () => {
    const [found, years, similar] = await Promise.all([
      listInitiatives(ctx, { ...filter, page: Number(param('page')) || 1 }),
      initiativeYears(ctx),
      title ? similarInitiatives(ctx.app.db, { title }, 10) : null,
    ]);
    return {
      ...found,
      filter,
      years,
      title,
      similar,
      pageSize: initiativePageSize,
      canImport: canImportInitiatives(ctx).allow,
    };
  });
};

export const actions: Actions = {
  import: async ({ locals, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      if (!(file instanceof File) || file.size === 0)
        throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
      return {
        report: await importInitiatives(locals.ctx, {
          file: new Uint8Array(await file.arrayBuffer()),
          name: file.name,
        }),
      };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
