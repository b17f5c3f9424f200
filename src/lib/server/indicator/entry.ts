import { sql } from 'kysely';
import { aggregateAll } from '#lib/domain/indicator/aggregate.ts';
import { hasParts, isComputed, lacks, type ReportingUnit } from '#lib/domain/indicator/check.ts';
import { currentPeriod, openPeriods, targetFor, yearBefore } from '#lib/domain/indicator/periods.ts';
import { stateProblem } from '#lib/domain/indicator/states.ts';
import { figureText, targetText } from '#lib/domain/indicator/text.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { wholeName } from '#lib/domain/movement/labels.ts';
import { parsePeriod, periodName, periodYear } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement, openUnitMovement } from '../movement/room.ts';
import { mayEnterFigures, mayEnterFor, mayManage } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { evidenceOf } from './evidence.ts';
import { returnReasons } from './history.ts';
import { reportingUnits } from './reporting.ts';
import { type ValueRow, valuesOf } from './values.ts';

/** One indicator on the form of a unit and period. */
export interface EntryLine {
  indicator: Pick<Indicator, 'id' | 'name' | 'clause' | 'measure' | 'kind' | 'numerator' | 'denominator' | 'decimals'>;
  parts: boolean;
  incomplete: string | null;
  /** "trên 60% vào năm 2025", of the unit itself or of all together */
  target: { text: string; of: string | null } | null;
  /** what the unit registered for itself */
  registered: string | null;
  before: { text: string; numerator: string | null; denominator: string | null } | null;
  row: ValueRow | null;
  shown: string | null;
  /** why the figure cannot be typed now; null: it can */
  closed: string | null;
  lacks: string | null;
  needsEvidence: boolean;
  files: { id: string; name: string; href?: string }[];
  returned: { reason: string; by: string } | null;
}

function lineOf(
  indicator: Indicator,
  period: string,
  unit: ReportingUnit,
  facts: {
    whole: string;
    row: ValueRow | null;
    before: ValueRow | null;
    registered: string | null;
    files: EntryLine['files'];
    returned: EntryLine['returned'];
  },
): EntryLine {
  const { row, before } = facts;
  const { id, name, clause, measure, kind, numerator, denominator, decimals } = indicator;
  const found = indicator.incomplete ? null : targetFor(indicator, unit.classId, periodYear(period));
  const missing = row && lacks(indicator, row);
  return {
    indicator: { id, name, clause, measure, kind, numerator, denominator, decimals },
    parts: hasParts(indicator),
    incomplete: indicator.incomplete?.note ?? null,
    target: found && {
      text: `${targetText(indicator, found.target)} vào năm ${found.target.year}`,
      of: found.own ? null : facts.whole,
    },
    registered: facts.registered === null ? null : figureText(indicator, facts.registered),
    before:
      before && before.value !== null
        ? {
            text: figureText(indicator, before.value),
            numerator: before.numerator,
            denominator: before.denominator,
          }
        : null,
    row,
    shown: row?.value ? figureText(indicator, row.value) : null,
    closed: row && stateProblem('save', row.state),
    lacks: row && !stateProblem('save', row.state) ? (missing?.message ?? null) : null,
    needsEvidence: indicator.evidence === 'required',
    files: facts.files,
    returned: row?.state === 'returned' ? facts.returned : null,
  };
}

/**
 * The form of one unit and period: every indicator that the unit reports, with its target, last year's figure and what is there.
 * @throws RuleError 'not-found' where the unit is not the reader's business
 */
export async function entryPage(ctx: Ctx, args: { slug: string; unitId: string; period: string | null }) {
  return formOf(ctx, await openUnitMovement(ctx, args), args);
}

type Opened = Awaited<ReturnType<typeof openMovement>> & { unit: { id: string; name: string; classId: string } };

async function formOf(
  ctx: Ctx,
  { movement, scope, unit: participant }: Opened,
  args: { unitId: string; period: string | null },
  /** entered on the unit's behalf: for which periods it can be */
  behalf?: (period: string) => boolean,
) {
  const { doc } = movement;
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const entered = doc.indicators.filter((one) => !isComputed(one) && one.reportedBy.includes(participant.classId));
  const periods = openPeriods(doc, entered, today).filter((one) => behalf?.(one) ?? true);
  const period = args.period && periods.includes(args.period) ? args.period : currentPeriod(periods, today);
  const may = behalf ? mayEnterFigures(scope, args.unitId) : mayEnterFor(scope, args.unitId);
  const head = {
    unitName: participant.name,
    slug: movement.slug,
    may: may.allow ? null : may.reason,
    closed: movement.status === 'closed' ? 'Phong trào đã đóng, nên số liệu không thay đổi nữa.' : null,
    periods: periods.map((key) => ({ key, name: periodName(key) })),
  };
  if (period === null) return { ...head, period: null, groups: [], computed: [] };
  const frequency = parsePeriod(period)?.frequency;
  const filter = { programmeId: movement.id, unitIds: [args.unitId] };
  const [unitOf, rows, targets] = await Promise.all([
    reportingUnits(db, doc, today),
    valuesOf(db, { ...filter, periods: [period, yearBefore(period)] }),
    db
      .selectFrom('unit_target')
      .select(['indicator_id', 'value'])
      .where('programme_id', '=', movement.id)
      .where('unit_id', '=', args.unitId)
      .where('year', '=', periodYear(period))
      .execute(),
  ]);
  const unit = unitOf(args.unitId, period)!;
  const indicators = entered.filter((one) => one.frequency === frequency);
  const now = rows.filter((row) => row.period === period);
  const ids = now.map((row) => row.id);
  const [files, returned] = await Promise.all([evidenceOf(db, ids), returnReasons(db, ids)]);
  const lines = indicators.map((indicator) => {
    const row = now.find((one) => one.indicatorId === indicator.id) ?? null;
    return {
      group: indicator.group,
      line: lineOf(indicator, period, unit, {
        whole: wholeName(doc),
        row,
        before: rows.find((one) => one.indicatorId === indicator.id && one.period !== period) ?? null,
        registered: targets.find((one) => one.indicator_id === indicator.id)?.value ?? null,
        files: files
          .filter((file) => file.valueId === row?.id && !file.removed)
          .map((file) => ({ id: file.id, name: file.name, ...(file.href ? { href: file.href } : {}) })),
        returned: row ? (returned.get(row.id) ?? null) : null,
      }),
    };
  });
  return {
    ...head,
    period: { key: period, name: periodName(period) },
    groups: [...Map.groupBy(lines, (one) => one.group)].map(([name, own]) => ({
      name,
      lines: own.map((one) => one.line),
    })),
    computed: computedOf(doc.indicators, participant.classId, now),
  };
}

/**
 * The units for which the standing unit can enter figures, and the form of the chosen one: also units that have ended, for the
 * periods in which they existed (C21-7).
 * @param args.unitId '' or unknown: only the choice
 * @throws RuleError for everyone else
 */
export async function behalfPage(ctx: Ctx, args: { slug: string; unitId: string; period: string | null }) {
  const opened = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(opened.scope));
  const { doc } = opened.movement;
  const today = isoDateLocal(ctx.now);
  const unitOf = await reportingUnits(ctx.app.db, doc, today);
  const periods = openPeriods(doc, doc.indicators, today);
  const all = await ctx.app.db
    .selectFrom('unit')
    .select(['id', 'name', 'valid_to as validTo'])
    .orderBy(sql`name collate "vi-x-icu"`)
    .execute();
  const classIn = (unitId: string, period: string) => unitOf(unitId, period)?.classId ?? null;
  const units = all.flatMap((unit) => {
    const own = periods.filter((period) => classIn(unit.id, period) !== null);
    return own.length > 0 ? [{ ...unit, periods: own }] : [];
  });
  const lives = ({ validTo }: (typeof units)[number]) => validTo === null || validTo >= today;
  const option = (unit: (typeof units)[number]) => ({
    value: unit.id,
    label: lives(unit) ? unit.name : `${unit.name} (đến ${formatDate(unit.validTo!)})`,
  });
  const found = units.find((unit) => unit.id === args.unitId);
  const asked =
    found && (args.period && found.periods.includes(args.period) ? args.period : currentPeriod(found.periods, today));
  return {
    slug: args.slug,
    name: doc.shortName,
    groups: [
      { label: 'Đang hoạt động', options: units.filter(lives).map(option) },
      { label: 'Đã kết thúc', options: units.filter((unit) => !lives(unit)).map(option) },
    ].filter((group) => group.options.length > 0),
    unitId: found?.id ?? '',
    form:
      found && asked
        ? await formOf(
            ctx,
            { ...opened, unit: { id: found.id, name: found.name, classId: classIn(found.id, asked)! } },
            { unitId: found.id, period: asked },
            (one) => found.periods.includes(one),
          )
        : null,
  };
}

/** Indicators that follow from the unit's own figures of the period. */
function computedOf(indicators: Indicator[], classId: string, rows: ValueRow[]): { name: string; text: string }[] {
  const figures = aggregateAll(indicators, (id) => rows.filter((row) => row.indicatorId === id));
  return indicators
    .filter((one) => isComputed(one) && one.reportedBy.includes(classId))
    .map((one) => {
      const figure = figures.get(one.id);
      return { name: one.name, text: figure ? figureText(one, figure.value) : 'Chưa đủ số để tính' };
    });
}
