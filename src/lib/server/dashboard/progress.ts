import type { DashboardAsk } from '#lib/domain/dashboard/ask.ts';
import { weeksOf } from '#lib/domain/dashboard/duty.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodName, periodYear } from '#lib/domain/movement/periods.ts';
import { lateness } from '#lib/domain/obligation/states.ts';
import { openMovement } from '../movement/room.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { asDuties, countStates, nextDues, seenObligations, workState } from './duties.ts';

const mostLate = 200;

/** Plans and reports of a year: what came when, by class and by rule, and who is late (Q25-10). */
export async function movementProgress(ctx: Ctx, { slug, ask }: { slug: string; ask: DashboardAsk }) {
  const { movement, scope } = await openMovement(ctx, slug);
  const { doc } = movement;
  const every = seenObligations(doc, scope, await obligationsOf(ctx.app.db, { programmeIds: [movement.id] }));
  const thisYear = Number(isoDateLocal(ctx.now).slice(0, 4));
  const years = [...new Set(every.map((row) => periodYear(row.period)))].sort((a, b) => a - b);
  const year = ask.year ?? years.findLast((one) => one <= thisYear) ?? years[0] ?? thisYear;
  const classOf = new Map(scope.participants.map((unit) => [unit.id, unit.classId]));
  const ofYear = every.filter((row) => periodYear(row.period) === year);
  const rows = ofYear.filter((row) => !ask.classId || classOf.get(row.unitId) === ask.classId);
  // a report may come after the end of its year, and is due then where the plan says so
  const last = [
    `${year}-12-31`,
    ...rows.flatMap((row) => [row.dueAt, ...(row.firstSubmittedAt ? [row.firstSubmittedAt] : [])]).map(isoDateLocal),
  ]
    .sort()
    .at(-1)!;
  const present = new Set(ofYear.map((row) => classOf.get(row.unitId)));
  const classes = doc.classes.filter((one) => present.has(one.id));
  const rules = doc.obligations.filter((rule) => rows.some((row) => row.ruleId === rule.id));
  const late = rows
    .filter((row) => workState(row, ctx.now) === 'overdue')
    .map((row) => ({
      id: row.id,
      unit: row.unitName,
      name: row.rule.name,
      period: periodName(row.period),
      dueAt: row.dueAt,
      days: lateness(row, ctx.now) ?? 0,
      draft: row.state === 'draft',
    }))
    .sort((a, b) => b.days - a.days);
  return {
    root: `/dieu-hanh/phong-trao/${movement.slug}`,
    shortName: doc.shortName,
    year,
    years: years.length > 0 ? years : [year],
    classId: ask.classId,
    classes: classes.map(({ id, name }) => ({ value: id, label: name })),
    weeks: weeksOf(asDuties(rows, ctx.now), `${year}-01-01`, last),
    dues: [...new Map(rows.map((row) => [`${row.ruleId} ${row.dueAt.getTime()}`, row])).values()].map((row) => ({
      day: isoDateLocal(row.dueAt),
      label: row.rule.name,
    })),
    counts: { ...countStates(rows, ctx.now), all: rows.length },
    byClass: classes
      .filter((one) => !ask.classId || one.id === ask.classId)
      .map((one) => ({
        id: one.id,
        label: one.name,
        counts: {
          ...countStates(
            ofYear.filter((row) => classOf.get(row.unitId) === one.id),
            ctx.now,
          ),
        } as Record<string, number>,
      })),
    byRule: rules.map((rule) => ({
      id: rule.id,
      label: rule.name,
      counts: {
        ...countStates(
          rows.filter((row) => row.ruleId === rule.id),
          ctx.now,
        ),
      } as Record<string, number>,
    })),
    late: late.slice(0, mostLate),
    lateInAll: late.length,
    /** other years in which something is overdue */
    lateYears: years.filter(
      (one) =>
        one !== year && every.some((row) => periodYear(row.period) === one && workState(row, ctx.now) === 'overdue'),
    ),
    next: nextDues(rows, ctx.now)[0] ?? null,
    today: isoDateLocal(ctx.now),
    now: ctx.now,
  };
}
