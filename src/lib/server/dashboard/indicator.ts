import type { DashboardAsk } from '#lib/domain/dashboard/ask.ts';
import { figureOrder } from '#lib/domain/dashboard/standing.ts';
import { statedAggregation } from '#lib/domain/indicator/aggregate.ts';
import { forecastMethod } from '#lib/domain/indicator/forecast.ts';
import { figureText, targetText, totalText } from '#lib/domain/indicator/text.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { wholeName, wholeTitle } from '#lib/domain/movement/labels.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { successionRuleText, undividedReasons } from '#lib/domain/movement/succession.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement } from '../movement/room.ts';
import { maySeeIndicator } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Board, loadBoard, yearsToChoose } from './board.ts';
import { boundsOf, namesOf, trendOf, unlocked } from './cells.ts';
import { dotsOf } from './dots.ts';

const trendsPerPage = 24;

/** Units that ended and reported: under their name, with what was handed on to whom. */
function oldUnits(board: Board, indicator: Indicator, root: string) {
  const read = board.read.get(indicator.id);
  return [...(read?.old ?? [])].flatMap(([unitId, figures]) => {
    const unit = board.units.get(unitId);
    if (!unit || !board.sees(indicator, unitId)) return [];
    const stays = new Map(
      read!.undivided.filter((row) => row.from.includes(unitId)).map((row) => [row.period, row.reason]),
    );
    const links = board.succession.get(unitId) ?? [];
    // whoever comes after an old unit reads its figures here, not in the rooms of those who follow up
    const opens = maySeeIndicator(board.scope, indicator) || board.scope.subtree.has(unitId);
    return [
      {
        id: unit.id,
        code: unit.code,
        name: unit.name,
        until: unit.validTo && formatDate(unit.validTo),
        successors: links
          .filter((link) => board.sees(indicator, link.unitId))
          .map((link) => ({ name: namesOf(board, [link.unitId])[0]!, share: link.share })),
        otherSuccessors: links.filter((link) => !board.sees(indicator, link.unitId)).length,
        figures: figures
          .filter((row) => row.value !== null)
          .sort((a, b) => a.period.localeCompare(b.period))
          .map((row) => {
            const reason = stays.get(row.period);
            return {
              period: periodName(row.period),
              text: figureText(indicator, row.value!),
              href: opens ? `${root}/so-lieu/${row.id}` : null,
              carried: reason ? `không chuyển: ${undividedReasons[reason]}` : 'đã tính vào đơn vị kế thừa',
            };
          }),
      },
    ];
  });
}

/** The table of all figures: each unit that the reader sees, by year. */
function table(board: Board, indicator: Indicator, root: string) {
  const years = [...new Set([...board.measured, board.year])].sort((a, b) => a - b);
  return {
    years,
    rows: board.reporters(indicator).map((unit) => {
      const at = board.ofUnit(indicator, unit);
      const series = board.series(indicator, unit.id);
      return {
        id: unit.id,
        code: unit.code,
        name: unit.name,
        className: unit.className,
        state: at.state,
        says: at.status?.text ?? (at.state === 'nothing' ? 'Không phát sinh.' : 'Chưa có số liệu.'),
        cells: years.map((year) => {
          const figure = series.find((one) => one.year === year);
          const nothing = board.nothing(indicator, unit.id, year);
          if (!figure && nothing.length > 0)
            return {
              text: 'không phát sinh',
              figures: nothing.map((row) => ({ href: `${root}/so-lieu/${row.id}`, period: periodName(row.period) })),
              from: [],
              open: board.working ? unlocked(nothing) : undefined,
            };
          return figure
            ? {
                text: figureText(indicator, figure.value),
                figures: figure.own.map((row) => ({
                  href: `${root}/so-lieu/${row.id}`,
                  period: periodName(row.period),
                })),
                from: namesOf(board, figure.from),
                open: board.working ? unlocked(figure.own) : undefined,
              }
            : null;
        }),
      };
    }),
  };
}

/**
 * One indicator as its reader may see it: definition, targets in the plan's words, the figure of all by year, units in context.
 * @throws RuleError 'not-found'
 */
export async function indicatorView(ctx: Ctx, args: { slug: string; indicatorId: string; ask: DashboardAsk }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const { ask, indicatorId } = args;
  const board = await loadBoard(
    ctx,
    { movement, scope },
    { year: ask.year, working: ask.working, indicatorIds: [indicatorId] },
  );
  const indicator = board.indicators.find((one) => one.id === indicatorId);
  if (!indicator) throw notFound('Chỉ tiêu này');
  const { doc } = movement;
  const root = `/dieu-hanh/phong-trao/${movement.slug}`;
  const whole = board.ofAll(indicator);
  const series = board.read.get(indicator.id)?.whole ?? [];
  const levels = [{ id: 'province', name: wholeTitle(doc) }, ...doc.classes.map(({ id, name }) => ({ id, name }))];
  const reporters = board.reporters(indicator);
  const order = figureOrder(indicator, board.year);
  const sorted =
    ask.sort === 'gap'
      ? [...reporters].sort((a, b) => order(board.series(indicator, a.id), board.series(indicator, b.id)))
      : reporters;
  const pages = Math.max(1, Math.ceil(sorted.length / trendsPerPage));
  const page = Math.min(ask.page, pages);
  return {
    root,
    shortName: doc.shortName,
    all: { name: wholeName(doc), title: wholeTitle(doc) },
    indicator: {
      id: indicator.id,
      name: indicator.name,
      group: indicator.group,
      clause: indicator.clause,
      measure: indicator.measure,
      kind: indicator.kind,
      numerator: indicator.numerator,
      denominator: indicator.denominator,
      direction: indicator.direction,
      frequency: indicator.frequency,
      evidence: indicator.evidence,
      incomplete: indicator.incomplete ?? null,
      content: doc.contents.find((one) => one.id === indicator.contentId)?.title ?? null,
      lead: indicator.lead
        ? ([...board.units.values(), ...scope.units.values()].find((unit) => unit.code === indicator.lead)?.name ??
          indicator.lead)
        : null,
      reportedBy: doc.classes.filter((one) => indicator.reportedBy.includes(one.id)).map((one) => one.name),
      baseline: indicator.baseline.value && {
        period: periodName(indicator.baseline.value.period),
        text: totalText(indicator, indicator.baseline.value.value),
      },
      targets: indicator.targets.map((target) => ({
        id: target.id,
        level: levels.find((one) => one.id === target.level)?.name ?? target.level,
        year: target.year,
        text: targetText(indicator, target),
        printed: target.printed,
        clause: target.clause,
      })),
      aggregation: statedAggregation(indicator),
    },
    forecastMethod,
    year: board.year,
    choices: yearsToChoose(board),
    working: board.working,
    whole: {
      state: whole.state,
      name: whole.status?.name ?? null,
      says: whole.status?.text ?? null,
      figure: whole.figure && totalText(indicator, whole.figure.value),
      trend: trendOf(board, indicator, 'province', series, whole),
      rows: series.map((one) => ({
        year: one.year,
        text: totalText(indicator, one.value),
        parts: one.numerator !== undefined && one.denominator !== undefined ? [one.numerator, one.denominator] : null,
        units: one.units,
      })),
    },
    rankings: indicator.kind === 'yes-no' ? [] : dotsOf(board, indicator, `${root}/chi-tieu/${indicator.id}`),
    sort: ask.sort,
    trends: sorted.slice((page - 1) * trendsPerPage, page * trendsPerPage).map((unit) => {
      const at = board.ofUnit(indicator, unit);
      return {
        id: unit.id,
        name: unit.name,
        state: at.state,
        trend: trendOf(board, indicator, unit.classId, board.series(indicator, unit.id), at),
      };
    }),
    paging: { page, pageSize: trendsPerPage, total: sorted.length },
    table: table(board, indicator, root),
    old: oldUnits(board, indicator, root),
    successionRule: successionRuleText,
    bounds: boundsOf(indicator),
  };
}
