import { type Bearing, bearingOf } from '#lib/domain/dashboard/standing.ts';
import { figureText, targetText } from '#lib/domain/indicator/text.ts';
import { abs, sub, toNumber } from '#lib/domain/kernel/decimal.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { maySeeIndicator } from '../movement/scope.ts';
import type { Board, BoardUnit } from './board.ts';
import { pointOf } from './cells.ts';

const none = (): Record<Bearing, number> => ({
  attained: 0,
  'on-track': 0,
  behind: 0,
  open: 0,
  nothing: 0,
  missing: 0,
});

/** How many indicators stand how in the shown year, for all units together. An incomplete one counts by itself: it is never judged. */
export function totals(board: Board) {
  const counts = none();
  let incomplete = 0;
  for (const indicator of board.indicators) {
    if (indicator.incomplete) incomplete++;
    else counts[bearingOf(board.ofAll(indicator).state)]++;
  }
  return { ...counts, incomplete, all: board.indicators.length };
}

/** Indicators by years: how the whole stood at the end of each. */
export function byYears(board: Board, root: string) {
  const [first] = board.years;
  const years = Array.from(
    { length: board.years[1] - Math.min(first, board.measured[0] ?? first) + 1 },
    (_, i) => Math.min(first, board.measured[0] ?? first) + i,
  );
  return {
    columns: years.map((year) => ({ id: String(year), label: String(year), group: '' })),
    rows: board.indicators.map((indicator) => {
      const { target } = board.ofAll(indicator);
      const own = board.reporters(indicator)[0];
      return {
        id: indicator.id,
        label: indicator.shortName,
        href: `${root}/chi-tieu/${indicator.id}`,
        note: indicator.incomplete
          ? 'kế hoạch ghi chưa đủ'
          : target
            ? `${target.year}: ${targetText(indicator, target)}`
            : own
              ? 'mục tiêu theo loại đơn vị'
              : undefined,
        cells: Object.fromEntries(
          years
            .filter((year) => year <= board.present || board.measured.includes(year))
            .map((year) => {
              const at = board.ofAll(indicator, year);
              return [
                String(year),
                {
                  state: at.state === 'missing' && indicator.incomplete ? ('incomplete' as const) : at.state,
                  text: at.figure ? pointOf(indicator, at.figure.value, 'province').text : null,
                  href: `${root}/chi-tieu/${indicator.id}?nam=${year}`,
                },
              ];
            }),
        ),
      };
    }),
  };
}

/** How the figures of single units stand, by group of indicators: what one sees before looking at single units. */
export function byGroups(board: Board) {
  const groups = new Map<string, Record<Bearing, number>>();
  for (const indicator of board.indicators) {
    if (indicator.incomplete || indicator.aggregation.method === 'formula') continue;
    const counts = groups.get(indicator.group) ?? none();
    groups.set(indicator.group, counts);
    for (const unit of board.reporters(indicator)) counts[bearingOf(board.ofUnit(indicator, unit).state)]++;
  }
  return [...groups].map(([name, counts]) => ({
    id: name,
    label: name,
    counts: { ...counts } as Record<string, number>,
  }));
}

interface Mention {
  unit: { id: string; name: string; code: string };
  indicator: { id: string; name: string };
  text: string;
  context: string;
}

const percents = (indicator: Indicator): boolean => indicator.measure === '%' && !indicator.incomplete;

const mention = (unit: BoardUnit, indicator: Indicator, text: string, context: string): Mention => ({
  unit: { id: unit.id, name: unit.name, code: unit.code },
  indicator: { id: indicator.id, name: indicator.shortName },
  text,
  context,
});

const middle = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};

const points = (n: number) => `${String(Math.round(n * 10) / 10).replace('.', ',')} điểm %`;

/**
 * The best jump and the widest gap of single units in the shown year, each with what it has to be compared with. Only percentages: points
 * of one can be compared with points of another.
 */
export function standOut(board: Board): { jump: Mention | null; gap: Mention | null } {
  let jump: { by: number; mention: () => Mention } | null = null;
  let gap: { by: number; mention: () => Mention } | null = null;
  for (const indicator of board.indicators.filter(percents)) {
    const sign = indicator.direction === 'up' ? 1 : -1;
    const units = board.reporters(indicator);
    const steps: number[] = [];
    const gaps: number[] = [];
    for (const unit of units) {
      const series = board.series(indicator, unit.id);
      const now = series.find((one) => one.year === board.year);
      const before = series.find((one) => one.year === board.year - 1);
      if (now && before) {
        const by = toNumber(sub(now.value, before.value)) * sign;
        steps.push(by);
        if (by > 0 && by > (jump?.by ?? 0))
          jump = {
            by,
            mention: () =>
              mention(
                unit,
                indicator,
                `${figureText(indicator, before.value)} năm ${before.year} → ${figureText(indicator, now.value)} năm ${now.year}`,
                `các đơn vị có số liệu hai năm: mức giữa ${points(middle(steps))} (${steps.length} đơn vị)`,
              ),
          };
      }
      const at = board.ofUnit(indicator, unit);
      if (now && at.target && bearingOf(at.state) === 'behind') {
        const by = toNumber(abs(sub(now.value, at.target.value)));
        const target = at.target;
        gaps.push(by);
        if (by > (gap?.by ?? 0))
          gap = {
            by,
            mention: () =>
              mention(
                unit,
                indicator,
                `${figureText(indicator, now.value)}, mục tiêu ${target.year}: ${targetText(indicator, target)}, còn cách ${points(by)}`,
                `${gaps.length} trong ${units.length} đơn vị chậm ở chỉ tiêu này, mức giữa cách ${points(middle(gaps))}`,
              ),
          };
      }
    }
  }
  // drawn after the loop: the context counts all units, not only those before
  return { jump: jump?.mention() ?? null, gap: gap?.mention() ?? null };
}

/** Whether the reader looks at everything, or at a part of it, in words. */
export function reach(board: Board): string {
  if (board.scope.all) return 'Toàn bộ phong trào';
  const names = [...board.scope.own].flatMap((id) => board.scope.units.get(id)?.name ?? []);
  const led = board.indicators.filter((one) => maySeeIndicator(board.scope, one)).length;
  return `${names.join(', ')}${led > 0 ? `: ${led} chỉ tiêu chủ trì và đơn vị mình` : ''}`;
}
