import type { DashboardAsk } from '#lib/domain/dashboard/ask.ts';
import { bearingOf } from '#lib/domain/dashboard/standing.ts';
import { targetText } from '#lib/domain/indicator/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { hasOpened, opensAt } from '#lib/domain/obligation/due.ts';
import { isOpen } from '#lib/domain/obligation/states.ts';
import { stateSaying, timeSaying } from '#lib/domain/obligation/words.ts';
import { openUnitMovement } from '../movement/room.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { loadBoard, yearsToChoose } from './board.ts';
import { namesOf, trendOf } from './cells.ts';
import { dotsOf } from './dots.ts';

/**
 * A unit's own dashboard: what it has to do and until when, its figures beside what is asked, where it stands among units of its class. Of
 * other units it gets official figures without names, however much the reader may see elsewhere.
 */
export async function unitDashboard(ctx: Ctx, args: { slug: string; unitId: string; ask: DashboardAsk }) {
  const { movement, scope: full, unit } = await openUnitMovement(ctx, args);
  const { doc } = movement;
  // as the unit itself would see it: an overseer who looks in reads the same page
  const scope = {
    ...full,
    all: false,
    own: new Set([unit.id]),
    subtree: new Set([unit.id]),
    ownCodes: new Set<string>(),
  };
  const [board, rows] = await Promise.all([
    loadBoard(ctx, { movement, scope }, { year: args.ask.year, working: args.ask.working }),
    obligationsOf(ctx.app.db, { programmeIds: [movement.id], unitIds: [unit.id] }),
  ]);
  const root = `/don-vi/${unit.id}/phong-trao/${movement.slug}`;
  const at = board.units.get(unit.id)!;
  const rules = new Map(doc.obligations.map((rule) => [rule.id, rule]));
  const duties = rows.flatMap((row) => {
    const rule = rules.get(row.ruleId);
    if (!rule) return [];
    return [
      {
        id: row.id,
        name: rule.name,
        clause: rule.clause,
        period: periodName(row.period),
        dueAt: row.dueAt,
        state: stateSaying(row, ctx.now),
        time: timeSaying(row, ctx.now),
        open: isOpen(row),
        opened: hasOpened(rule, row, ctx.now),
        opensAt: opensAt(rule, row.dueAt),
        href: `${root}/nghia-vu/${row.id}`,
      },
    ];
  });
  const waiting = duties.filter((one) => one.open).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const indicators = board.indicators.filter((one) => one.aggregation.method !== 'formula');
  const counts = { attained: 0, 'on-track': 0, behind: 0, open: 0, nothing: 0, missing: 0 };
  const mine = indicators.map((indicator) => {
    const standing = board.ofUnit(indicator, at);
    if (!indicator.incomplete) counts[bearingOf(standing.state)]++;
    const series = board.series(indicator, unit.id);
    const carried = series.find((one) => one.year === board.year)?.from ?? [];
    return {
      id: indicator.id,
      name: indicator.shortName,
      group: indicator.group,
      state: standing.state === 'missing' && indicator.incomplete ? ('incomplete' as const) : standing.state,
      target: standing.target && `${standing.target.year}: ${targetText(indicator, standing.target)}`,
      says: standing.status?.text ?? null,
      from: namesOf(board, carried),
      trend: trendOf(board, indicator, unit.classId, series, standing),
    };
  });
  return {
    root,
    room: `/dieu-hanh/phong-trao/${movement.slug}`,
    unit: { id: unit.id, name: unit.name, className: unit.className },
    movement: { name: doc.name, shortName: doc.shortName, from: doc.from, to: doc.to },
    isOwn: full.own.has(unit.id),
    year: board.year,
    choices: yearsToChoose(board),
    working: board.working,
    duties: waiting.filter((one) => one.opened),
    /** what may be begun, but is not asked for yet */
    ahead: waiting.filter((one) => !one.opened),
    done: duties.filter((one) => !one.open),
    counts,
    mine,
    where: indicators
      .filter((one) => one.kind !== 'yes-no' && board.series(one, unit.id).some((figure) => figure.year === board.year))
      .flatMap((one) =>
        dotsOf(board, one, '', unit.id)
          .filter((ranking) => ranking.classId === unit.classId)
          .map((ranking) => ({ id: one.id, name: one.shortName, ...ranking })),
      ),
    now: ctx.now,
  };
}
