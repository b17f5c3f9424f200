import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { importUnits, seedUnits } from '#lib/server/people/importUnits.ts';
import { searchUnits, unitKindLabels, unitTree } from '#lib/server/people/units.ts';
import type { UnitKind } from '#lib/server/platform/db/schema.ts';
import { refuse } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const q = url.searchParams.get('q')?.slice(0, 100) ?? '';
  const typedDay = url.searchParams.get('ngay')?.slice(0, 20) ?? '';
  const today = isoDateLocal(ctx.now);
  const asked = typedDay ? parseViDateIso(typedDay) : today;
  const day = asked ?? today;
  const kind = url.searchParams.get('loai') ?? '';
  const [tree, found] = await Promise.all([unitTree(ctx.app.db, day), q ? searchUnits(ctx.app.db, q, 300) : null]);
  const kept = found ?? (kind in unitKindLabels ? tree.filter((unit) => unit.kind === kind) : tree);
  const flat = Boolean(found) || kept !== tree;
  const counts = Map.groupBy(tree, (unit) => unit.kind);
  return {
    q,
    day,
    isToday: day === today,
    dayIssues: asked ? [] : [{ field: 'ngay', message: 'Hãy nhập một ngày có thật, ví dụ 31/03/2025.' }],
    typedDay,
    kind,
    kinds: (Object.keys(unitKindLabels) as UnitKind[])
      .filter((one) => counts.has(one))
      .map((one) => ({ value: one, label: `${unitKindLabels[one]} (${counts.get(one)?.length})` })),
    units: kept.map((unit) => ({
      ...unit,
      depth: !flat && 'depth' in unit ? Number(unit.depth) : 0,
      kindLabel: unitKindLabels[unit.kind],
    })),
    total: tree.length,
  };
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
