import { planLimits, readPlan, readVisitDay, type Spread, spreadDays, spreads } from '#lib/domain/inspection/plan.ts';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { planInspections } from '#lib/server/inspection/plan.ts';
import { planningView } from '#lib/server/inspection/views.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { scope, movement } = await openMovement(ctx, params.slug);
    const picked = url.searchParams.get('don-vi');
    return {
      ...(await planningView(ctx, params.slug)),
      picked: picked && scope.participants.some((unit) => unit.id === picked) ? [picked] : [],
      clause: movement.doc.inspection?.clause ?? null,
      lines: movement.doc.inspection?.checklist.length ?? 0,
    };
  });

const isSpread = (value: string): value is Spread => spreads.some((one) => one.value === value);
const planOf = (data: FormData) => ({
  title: text(data, 'title'),
  purpose: multiline(data, 'purpose'),
  team: multiline(data, 'team'),
});

export const actions: Actions = {
  // Nothing is written yet: the days of all visits are shown and may be changed one by one.
  preview: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      const view = await planningView(ctx, params.slug);
      const { movement } = await openMovement(ctx, params.slug);
      const wanted = new Set([
        ...list(data, 'unit'),
        ...view.clusters.filter((one) => list(data, 'cluster').includes(one.id)).flatMap((one) => one.unitIds),
      ]);
      // in the order of the suggestions: what is most urgent is visited first
      const chosen = view.units.filter((unit) => wanted.has(unit.unitId));
      const { day, issues: wrongDay } = readVisitDay(text(data, 'first'), 'first', {
        today: view.today,
        from: movement.doc.from,
        to: movement.doc.to,
      });
      const issues: Issue[] = [...readPlan(planOf(data)).issues, ...wrongDay];
      if (chosen.length === 0)
        issues.push({ field: 'unit', message: 'Hãy chọn ít nhất một đơn vị, hoặc một cụm, khối.' });
      if (chosen.length > planLimits.units)
        issues.push({ field: 'unit', message: `Mỗi lần lập tối đa ${planLimits.units} cuộc kiểm tra.` });
      if (issues.length > 0 || !day)
        throw new RuleError({ code: 'inspection.plan', message: 'Kế hoạch kiểm tra chưa lập được.', issues });
      const spread = text(data, 'spread');
      const days = spreadDays(day, chosen.length, isSpread(spread) ? spread : 'same');
      return {
        step: 'days' as const,
        plan: planOf(data),
        visits: chosen.map(({ unitId, unitName, plannedOn }, i) => ({ unitId, unitName, plannedOn, on: days[i]! })),
      };
    } catch (problem) {
      return refuse(problem, data, 'preview');
    }
  },
  plan: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const visits = list(data, 'visit').map((unitId) => ({ unitId, on: text(data, `on-${unitId}`) }));
    let ids: string[];
    try {
      ids = await planInspections(ctx, { slug: params.slug, ...planOf(data), visits });
    } catch (problem) {
      return refuse(problem, data, 'plan');
    }
    const year = visits.map((visit) => /\d{4}/.exec(visit.on)?.[0]).sort()[0];
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/kiem-tra?nam=${year}&da-lap=${ids.length}`);
  },
};
