import { statedAggregation, yearSeries } from '#lib/domain/indicator/aggregate.ts';
import { hasParts, lacks } from '#lib/domain/indicator/check.ts';
import { forecastMethod } from '#lib/domain/indicator/forecast.ts';
import { hints } from '#lib/domain/indicator/hints.ts';
import { judge } from '#lib/domain/indicator/judge.ts';
import { targetFor, yearBefore } from '#lib/domain/indicator/periods.ts';
import { type FigureAct, stateProblem } from '#lib/domain/indicator/states.ts';
import { addsUpStill, addsUpText, status } from '#lib/domain/indicator/status.ts';
import { figureText, targetText, totalText } from '#lib/domain/indicator/text.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { wholeName } from '#lib/domain/movement/labels.ts';
import { periodName, periodYear } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { mayCorrect, mayManage, mayVerify, mayWorkOnFigure } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Decision } from '../platform/policy.ts';
import { evidenceOf } from './evidence.ts';
import { historyOf, returnReasons } from './history.ts';
import { type OpenFigure, openFigure } from './open.ts';
import { reportingUnits } from './reporting.ts';
import { officialFigures, valuesOf } from './values.ts';

/** "45 / 60 = 75,0%", "1.234 người", "Không có số" */
export function partsText(
  indicator: Indicator,
  figure: { numerator: string | null; denominator: string | null; value: string | null },
): string {
  if (figure.value === null) return 'Không có số';
  const value = figureText(indicator, figure.value);
  return figure.numerator !== null && figure.denominator !== null
    ? `${formatDecimal(figure.numerator)} / ${formatDecimal(figure.denominator)} = ${value}`
    : value;
}

type Offer = 'edit' | 'submit' | 'withdraw' | 'verify' | 'return' | 'lock' | 'correct';

/** What the reader can do with the figure now; a refusal by the state counts like one by the role. */
function offers({ scope, indicator, row, movement }: OpenFigure): Record<Offer, boolean> {
  const can = (decision: Decision, act: FigureAct) =>
    movement.status === 'published' && decision.allow && stateProblem(act, row.state) === null;
  const enter = mayWorkOnFigure(scope, row);
  const verify = mayVerify(scope, indicator, row.unitId);
  return {
    edit: can(enter, 'save'),
    submit: can(enter, 'submit') && lacks(indicator, row) === null,
    withdraw: can(enter, 'withdraw'),
    verify: can(verify, 'verify'),
    return: can(verify, 'return'),
    lock: can(mayManage(scope), 'lock'),
    correct: can(mayCorrect(scope, row.unitId), 'correct'),
  };
}

/**
 * One figure with its definition, parts, evidence, judgement and history, and what the reader can do with it.
 * @throws RuleError 'not-found'
 */
export async function figurePage(ctx: Ctx, args: { slug: string; valueId: string; unitId?: string }) {
  const figure = await openFigure(ctx, args);
  const { movement, indicator, row } = figure;
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const year = periodYear(row.period);
  const own = { programmeId: movement.id, unitIds: [row.unitId], indicatorIds: [row.indicatorId] };
  const [unitOf, before, official, files, history, returned] = await Promise.all([
    reportingUnits(db, movement.doc, today),
    valuesOf(db, { ...own, periods: [yearBefore(row.period)] }),
    officialFigures(db, own),
    evidenceOf(db, [row.id]),
    historyOf(db, row.id),
    returnReasons(db, [row.id]),
  ]);
  const found = targetFor(indicator, unitOf(row.unitId, row.period)?.classId ?? null, year);
  const target = found?.own ? found.target : null;
  const present = Number(today.slice(0, 4));
  const judgement = judge(indicator, target && target.year === year ? target : null, row.value);
  const open = target !== null && row.value !== null && addsUpStill(indicator, target, year, present);
  const { id, name, clause, measure, kind, numerator, denominator, decimals } = indicator;
  return {
    slug: movement.slug,
    movementName: movement.doc.shortName,
    row,
    shown: partsText(indicator, row),
    officialShown: row.official && partsText(indicator, row.official),
    whole: wholeName(movement.doc),
    period: periodName(row.period),
    indicator: { id, name, clause, measure, kind, numerator, denominator, decimals, parts: hasParts(indicator) },
    definition: {
      baseline: indicator.baseline.value
        ? `${totalText(indicator, indicator.baseline.value.value)} (${periodName(indicator.baseline.value.period)})`
        : null,
      target: found && {
        text: `${targetText(indicator, found.target)} vào năm ${found.target.year}`,
        own: found.own,
        printed: found.target.printed,
        clause: found.target.clause,
      },
      incomplete: indicator.incomplete ?? null,
      aggregation: statedAggregation(indicator),
      evidence: indicator.evidence,
    },
    judgement: open
      ? `${figureText(indicator, row.value!)}, mức năm ${target.year}: ${targetText(indicator, target)}. ${addsUpText}`
      : target && target.year > year && row.value !== null && !indicator.incomplete
        ? `${figureText(indicator, row.value)}. Mức phải đạt (${targetText(indicator, target)}) tính vào năm ${target.year}; kế hoạch không nêu mức cho năm ${year}.`
        : judgement.text,
    judged: target !== null && target.year === year,
    status: row.official ? status(indicator, target, yearSeries(indicator, official), present) : null,
    forecastMethod,
    before: before[0] ? partsText(indicator, before[0]) : null,
    hints: hints(indicator, row, before[0] ?? null),
    lacks: stateProblem('submit', row.state) === null ? (lacks(indicator, row)?.message ?? null) : null,
    files,
    versions: history.versions.map((one) => ({ ...one, shown: partsText(indicator, one) })),
    events: history.events,
    returned: row.state === 'returned' ? (returned.get(row.id) ?? null) : null,
    can: offers(figure),
    now: ctx.now,
  };
}
