import { shareText } from '#lib/domain/people/shares.ts';
import { endUnit, reopenUnit } from '#lib/server/people/reorganise.ts';
import { unitHistory } from '#lib/server/people/unitHistory.ts';
import { unitCodes, unitKindLabels } from '#lib/server/people/units.ts';
import { goTo, loading, refuse, text, textValues } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const most = 30;

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const [unit, codes] = await Promise.all([unitHistory(ctx.app.db, params.id), unitCodes(ctx.app.db)]);
    const asked = Number(url.searchParams.get('dong')) || 3;
    return {
      unit,
      codes: codes.filter((one) => one.code !== unit.code),
      rows: Math.min(most, Math.max(asked, unit.successors.length)),
      known: unit.successors.map((one) => ({ code: one.code, share: one.share ? shareText(one.share) : '' })),
      kinds: Object.entries(unitKindLabels).map(([value, label]) => ({ value, label })),
    };
  });
};

export const actions: Actions = {
  end: async ({ locals, request, params }) => {
    const data = await request.formData();
    const rows = Array.from({ length: most }, (_, i) => ({
      code: text(data, `next${i}`),
      name: text(data, `nextName${i}`),
      kind: text(data, 'nextKind'),
      share: text(data, `share${i}`),
    }));
    // rows left free at the end are no successors; a row that says anything is
    const used = rows.findLastIndex((row) => row.code || row.name || row.share) + 1;
    try {
      await endUnit(locals.ctx, {
        unitId: params.id,
        lastDay: text(data, 'lastDay'),
        successors: rows.slice(0, used),
        note: text(data, 'note'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'end');
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
  /** gives everything typed back, with more boxes */
  more: async ({ locals, request, url }) => {
    requireAdmin(locals.ctx, url);
    return { form: 'end', message: '', issues: [], hint: '', values: textValues(await request.formData()) };
  },
  reopen: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await reopenUnit(locals.ctx, { unitId: params.id, reason: text(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'reopen');
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
};
