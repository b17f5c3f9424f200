import { RuleError } from '#lib/domain/kernel/errors.ts';
import { importUnits, seedUnits } from '#lib/server/people/importUnits.ts';
import { searchUnits, unitKindLabels, unitTree } from '#lib/server/people/units.ts';
import { refuse } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const q = url.searchParams.get('q')?.slice(0, 100) ?? '';
  const ended = url.searchParams.has('ended');
  const tree = await unitTree(ctx.app.db, ctx.now);
  const found = q ? new Set((await searchUnits(ctx.app.db, q, 300)).map((unit) => unit.id)) : null;
  const units = tree
    .filter((unit) => (found ? found.has(unit.id) : ended || unit.inForce))
    .map((unit) => ({ ...unit, depth: found ? 0 : unit.depth, kindLabel: unitKindLabels[unit.kind] }));
  return { q, ended, units, total: tree.length, endedCount: tree.filter((unit) => !unit.inForce).length };
};

export const actions: Actions = {
  import: async ({ locals, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      if (!(file instanceof File) || file.size === 0)
        throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
      const report = await importUnits(locals.ctx, { file: new Uint8Array(await file.arrayBuffer()), name: file.name });
      return { reports: [{ name: file.name, ...report }] };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
  seed: async ({ locals, request }) => {
    try {
      const reports = await seedUnits(locals.ctx);
      return { reports: Object.entries(reports).map(([name, report]) => ({ name, ...report })) };
    } catch (problem) {
      return refuse(problem, await request.formData());
    }
  },
};
