import type { DashboardAsk } from '#lib/domain/dashboard/ask.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { wholeName } from '#lib/domain/movement/labels.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import { movementDuties } from '../movement/duties.ts';
import { openMovement, phasesOn } from '../movement/room.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { loadBoard, yearsToChoose } from './board.ts';
import { countStates, nextDues, seenObligations, workState } from './duties.ts';
import { byGroups, byYears, reach, standOut, totals } from './summary.ts';

/** Everything on a movement's first page, for whoever reads it: the whole for those who follow it up, a part for the others (Q25-13). */
export async function movementOverview(ctx: Ctx, { slug, ask }: { slug: string; ask: DashboardAsk }) {
  const { movement, scope } = await openMovement(ctx, slug);
  const [board, rows, duties] = await Promise.all([
    loadBoard(ctx, { movement, scope }, { year: ask.year, working: ask.working }),
    obligationsOf(ctx.app.db, { programmeIds: [movement.id] }),
    movementDuties(ctx, movement, scope),
  ]);
  const { doc } = movement;
  const root = `/dieu-hanh/phong-trao/${movement.slug}`;
  const seen = seenObligations(doc, scope, rows);
  const ofYear = seen.filter((row) => row.period.startsWith(String(board.year)));
  const today = isoDateLocal(ctx.now);
  const [own] = [...scope.own].filter((id) => scope.participants.some((unit) => unit.id === id));
  return {
    root,
    shortName: doc.shortName,
    whole: wholeName(doc),
    present: board.present,
    theme: doc.theme,
    reach: reach(board),
    all: scope.all,
    ownUnit: own ? { id: own, name: scope.units.get(own)?.name ?? '' } : null,
    phases: phasesOn(doc, today).map(({ name, from, to, printed, clause }) => ({ name, from, to, printed, clause })),
    year: board.year,
    choices: yearsToChoose(board),
    hasFigures: board.measured.length > 0,
    working: board.working,
    indicators: totals(board),
    map: byYears(board, root),
    groups: byGroups(board),
    ...standOut(board),
    obligations: { ...countStates(ofYear, ctx.now), all: ofYear.length },
    /** what is overdue in other years stays to be done, whichever year is shown */
    overdueElsewhere: [
      ...Map.groupBy(
        seen.filter((row) => workState(row, ctx.now) === 'overdue' && periodYear(row.period) !== board.year),
        (row) => periodYear(row.period),
      ),
    ]
      .map(([year, its]) => ({ year, count: its.length }))
      .sort((a, b) => b.year - a.year),
    duties,
    dues: nextDues(seen, ctx.now).slice(0, 6),
    occasions: doc.occasions
      .filter((one) => one.kind !== 'yearly' && (one.year ?? 0) >= Number(today.slice(0, 4)))
      .map((one) => ({ name: one.name, year: one.year, on: one.on.value, clause: one.clause })),
    now: ctx.now,
  };
}
