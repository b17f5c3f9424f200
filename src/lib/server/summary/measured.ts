/** What the indicators say: the figure of all together, the units behind it, the year before; the tables and plots of them. */

import { bearingOf } from '#lib/domain/dashboard/standing.ts';
import { formulaIds, parseFormula } from '#lib/domain/indicator/formula.ts';
import { statusNames } from '#lib/domain/indicator/status.ts';
import { figureText, targetText, totalText } from '#lib/domain/indicator/text.ts';
import { abs, compare, equals, sub, toNumber } from '#lib/domain/kernel/decimal.ts';
import { formatNumber } from '#lib/domain/kernel/money.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { bulletPlot, type TrendRow, trendPlot } from '#lib/domain/summary/plots.ts';
import type { SummaryFigure, SummaryPlot, SummaryTable } from '#lib/domain/summary/types.ts';
import type { Board, BoardUnit } from '../dashboard/board.ts';

/** Stored figures of a year behind the figure of all: of the units, and of those that ended. */
function behind(board: Board, indicator: Indicator, year: number): string[] {
  const formula = parseFormula(indicator.aggregation.formula ?? '');
  const ids = indicator.aggregation.method === 'formula' && formula ? formulaIds(formula) : [indicator.id];
  return [
    ...new Set(
      ids.flatMap((id) => {
        const read = board.read.get(id);
        const own = [...(read?.units.values() ?? [])].flatMap((series) =>
          series.filter((one) => one.year === year).flatMap((one) => one.own),
        );
        const old = [...(read?.old.values() ?? [])].flat().filter((row) => periodYear(row.period) === year);
        return [...own, ...old].filter((row) => row.value !== null).map((row) => row.id);
      }),
    ),
  ];
}

const counted = (board: Board, indicator: Indicator, year: number): number =>
  board.read.get(indicator.id)?.whole.find((one) => one.year === year)?.units ?? 0;

const withFigure = (board: Board, indicator: Indicator, unit: BoardUnit, year: number) =>
  board.series(indicator, unit.id).find((one) => one.year === year) ?? null;

/** Neither a figure nor the word that there was nothing to count. */
const isLacking = (board: Board, indicator: Indicator, unit: BoardUnit, year: number): boolean =>
  withFigure(board, indicator, unit, year) === null && board.nothing(indicator, unit.id, year).length === 0;

const group = 'Chỉ tiêu';

/** "tăng 3,5 điểm phần trăm", "giảm 120 hộ", "không đổi" */
function changeText(indicator: Indicator, now: string, before: string): string {
  const difference = abs(sub(now, before));
  if (equals(now, before)) return 'không đổi';
  const amount = {
    ...indicator,
    kind: 'amount' as const,
    measure: indicator.measure === '%' ? 'điểm phần trăm' : indicator.measure,
  };
  return `${compare(now, before) > 0 ? 'tăng' : 'giảm'} ${figureText(amount, difference)}`;
}

function figuresOf(board: Board, working: Board, indicator: Indicator, year: number): SummaryFigure[] {
  const { id, name } = indicator;
  const units = board.reporters(indicator);
  const has = units.filter((unit) => withFigure(board, indicator, unit, year));
  const lacking = units.filter((unit) => isLacking(board, indicator, unit, year));
  const at = board.ofAll(indicator, year);
  const before = board.ofAll(indicator, year - 1);
  const rests = (which: Board, of: number) =>
    `Tính từ ${formatNumber(counted(which, indicator, of))} đơn vị có số liệu, ${formatNumber(units.length)} đơn vị phải có`;
  const make = (part: string, label: string, text: string, more: Partial<SummaryFigure> = {}): SummaryFigure => ({
    id: `chi-tieu.${id}.${part}`,
    group: `${group}: ${indicator.group}`,
    label: `${name}${label}`,
    text,
    basis: rests(board, year),
    official: true,
    source: { kind: 'value', ids: behind(board, indicator, year) },
    ...more,
  });
  const found: SummaryFigure[] = [];
  if (at.figure) {
    found.push(make('toan-tinh', `, năm ${year}`, totalText(indicator, at.figure.value)));
    if (at.status && at.state !== 'incomplete')
      found.push(make('danh-gia', `: đánh giá năm ${year}`, statusNames[at.status.state].toLocaleLowerCase('vi')));
  }
  if (before.figure)
    found.push(
      make('nam-truoc', `, năm ${year - 1}`, totalText(indicator, before.figure.value), {
        basis: rests(board, year - 1),
        source: { kind: 'value', ids: behind(board, indicator, year - 1) },
      }),
    );
  if (at.figure && before.figure)
    found.push(
      make('thay-doi', `: so với năm ${year - 1}`, changeText(indicator, at.figure.value, before.figure.value), {
        basis: `${rests(board, year)}; năm ${year - 1} từ ${formatNumber(counted(board, indicator, year - 1))} đơn vị`,
        source: { kind: 'value', ids: [...behind(board, indicator, year), ...behind(board, indicator, year - 1)] },
      }),
    );
  const rough = working.ofAll(indicator, year).figure;
  if (rough && (!at.figure || !equals(rough.value, at.figure.value)))
    found.push(
      make('tam-tinh', `, năm ${year} (số tạm tính, chưa khóa)`, totalText(indicator, rough.value), {
        official: false,
        basis: rests(working, year),
        source: { kind: 'value', ids: behind(working, indicator, year) },
      }),
    );
  if (units.length > 0) {
    const of = (list: BoardUnit[]) => ({ kind: 'unit' as const, ids: list.map((unit) => unit.id) });
    const basis = `Trên ${formatNumber(units.length)} đơn vị phải có số liệu`;
    found.push(
      make('co-so', ': số đơn vị đã có số liệu chính thức', formatNumber(has.length), { basis, source: of(has) }),
      make('chua-co', ': số đơn vị chưa có số liệu chính thức', formatNumber(lacking.length), {
        basis,
        source: of(lacking),
      }),
    );
  }
  for (const level of board.movement.doc.classes) {
    if (!indicator.targets.some((target) => target.level === level.id)) continue;
    const mine = units.filter((unit) => unit.classId === level.id);
    const good = mine.filter((unit) => bearingOf(board.ofUnit(indicator, unit, year).state) === 'attained');
    if (mine.length > 0)
      found.push(
        make(`dat.${level.id}`, `: số đơn vị đạt (${level.name})`, formatNumber(good.length), {
          basis: `Trên ${formatNumber(mine.length)} đơn vị, ${formatNumber(mine.filter((unit) => withFigure(board, indicator, unit, year)).length)} đơn vị có số liệu chính thức`,
          source: {
            kind: 'value',
            ids: good.flatMap((unit) => withFigure(board, indicator, unit, year)?.own.map((row) => row.id) ?? []),
          },
        }),
      );
  }
  return found;
}

function totals(board: Board, year: number): SummaryFigure[] {
  const measured = board.indicators.filter((one) => !one.incomplete);
  const of = (bearing: ReturnType<typeof bearingOf>) =>
    measured.filter((one) => bearingOf(board.ofAll(one, year).state) === bearing);
  const make = (part: string, label: string, list: Indicator[]): SummaryFigure => ({
    id: `chi-tieu.${part}`,
    group: `${group}: tổng hợp`,
    label: `Số chỉ tiêu ${label}`,
    text: formatNumber(list.length),
    basis: `Trên ${formatNumber(measured.length)} chỉ tiêu được đánh giá, theo số chính thức năm ${year}`,
    official: true,
    source: { kind: 'value', ids: list.flatMap((one) => behind(board, one, year)) },
  });
  return [
    make('tong', 'được đánh giá', measured),
    make('dat', 'đạt, vượt hoặc đạt sớm', of('attained')),
    make('dung-tien-do', 'đúng tiến độ', of('on-track')),
    make('cham', 'chậm hoặc chưa đạt', of('behind')),
    make('chua-danh-gia', 'có số liệu, chưa đánh giá được', of('open')),
    make('khong-phat-sinh', 'không phát sinh', of('nothing')),
    make('chua-co', 'chưa có số liệu chính thức', of('missing')),
  ];
}

function table(board: Board, figures: ReadonlySet<string>, year: number): SummaryTable {
  const cell = (id: string, text: string) => (figures.has(id) ? { text, figure: id } : { text });
  return {
    id: 'chi-tieu',
    title: `Kết quả các chỉ tiêu năm ${year} (số chính thức)`,
    columns: [
      { label: 'Chỉ tiêu', weight: 3 },
      { label: 'Mức phải đạt', weight: 1.5 },
      { label: `Năm ${year - 1}`, numeric: true, weight: 1.1 },
      { label: `Năm ${year}`, numeric: true, weight: 1.1 },
      { label: 'Đánh giá', weight: 1.2 },
      { label: 'Số đơn vị', numeric: true, weight: 0.9 },
    ],
    rows: board.indicators.map((indicator) => {
      const at = board.ofAll(indicator, year);
      const before = board.ofAll(indicator, year - 1);
      const id = (part: string) => `chi-tieu.${indicator.id}.${part}`;
      const levels = board.movement.doc.classes.flatMap((one) => {
        const text = figures.has(id(`dat.${one.id}`));
        const target = indicator.targets
          .filter((t) => t.level === one.id && t.year >= year)
          .sort((a, b) => a.year - b.year)[0];
        return text && target ? [`${one.name}: ${targetText(indicator, target)} (${target.year})`] : [];
      });
      return [
        { text: indicator.name },
        {
          text: indicator.incomplete
            ? 'văn bản gốc ghi chưa đủ'
            : at.target
              ? `${targetText(indicator, at.target)} (${at.target.year})`
              : levels.join('\n') || '–',
        },
        cell(id('nam-truoc'), before.figure ? totalText(indicator, before.figure.value) : '–'),
        cell(id('toan-tinh'), at.figure ? totalText(indicator, at.figure.value) : 'chưa có'),
        at.figure && at.status && at.state !== 'incomplete'
          ? cell(id('danh-gia'), statusNames[at.status.state].toLocaleLowerCase('vi'))
          : { text: '–' },
        cell(
          id('co-so'),
          formatNumber(board.reporters(indicator).filter((unit) => withFigure(board, indicator, unit, year)).length),
        ),
      ];
    }),
    note: 'Cột cuối: số đơn vị đã có số liệu chính thức. Số liệu chưa khóa không có trong bảng này.',
  };
}

/** Who has no official figure yet, by indicator. */
function lackingTable(board: Board, year: number): SummaryTable | null {
  const rows = board.indicators
    .filter((indicator) => indicator.aggregation.method !== 'formula')
    .flatMap((indicator) => {
      const units = board.reporters(indicator);
      const lacking = units.filter((unit) => isLacking(board, indicator, unit, year));
      return lacking.length === 0
        ? []
        : [
            [
              { text: indicator.name },
              {
                text: `${formatNumber(lacking.length)}/${formatNumber(units.length)}`,
                figure: `chi-tieu.${indicator.id}.chua-co`,
              },
              {
                text:
                  lacking.length === units.length
                    ? 'Tất cả các đơn vị phải báo cáo.'
                    : lacking.map((unit) => unit.name).join('; '),
              },
            ],
          ];
    });
  return rows.length === 0
    ? null
    : {
        id: 'thieu-so-lieu',
        title: `Đơn vị chưa có số liệu chính thức năm ${year}, theo chỉ tiêu`,
        columns: [
          { label: 'Chỉ tiêu', weight: 2 },
          { label: 'Chưa có', numeric: true, weight: 0.7 },
          { label: 'Đơn vị', weight: 4 },
        ],
        rows,
      };
}

/** columns of figures that fit beside a unit's name on a wide page */
const columnsWide = 7;

/** Each unit with its official figures, class by class; too many indicators go on in a further table. */
function unitTables(board: Board, year: number, root: string): SummaryTable[] {
  return board.movement.doc.classes.flatMap((one) => {
    const mine = board.indicators.filter(
      (indicator) => indicator.reportedBy.includes(one.id) && indicator.aggregation.method !== 'formula',
    );
    const units = [
      ...new Map(mine.flatMap((indicator) => board.reporters(indicator)).map((unit) => [unit.id, unit])).values(),
    ].filter((unit) => unit.classId === one.id);
    if (units.length === 0) return [];
    const pages = Math.ceil(mine.length / columnsWide);
    return Array.from({ length: pages }, (_, i): SummaryTable => {
      const shown = mine.slice(i * columnsWide, (i + 1) * columnsWide);
      return {
        id: `don-vi.${one.id}.${i + 1}`,
        title: `${one.name}: số liệu chính thức năm ${year}${pages > 1 ? ` (${i + 1}/${pages})` : ''}`,
        columns: [
          { label: 'Đơn vị', weight: 2 },
          ...shown.map((indicator) => ({ label: indicator.shortName, numeric: true, weight: 1.1 })),
        ],
        rows: units.map((unit) => [
          { text: unit.name },
          ...shown.map((indicator) => {
            const figure = withFigure(board, indicator, unit, year);
            const [own] = figure?.own ?? [];
            return figure
              ? {
                  text: figureText(indicator, figure.value) + (figure.from.length > 0 ? ' *' : ''),
                  ...(own ? { href: `${root}/so-lieu/${own.id}` } : {}),
                }
              : { text: isLacking(board, indicator, unit, year) ? '–' : 'không phát sinh' };
          }),
        ]),
        note: '–: chưa có số liệu chính thức. *: có phần của đơn vị cũ đã sáp nhập hoặc kết thúc.',
      };
    });
  });
}

function plots(board: Board, year: number): SummaryPlot[] {
  const ratios = board.indicators.filter((one) => one.measure === '%' && !one.incomplete);
  const bullets = bulletPlot({
    id: 'chi-tieu',
    title: `Các chỉ tiêu tính bằng tỷ lệ, năm ${year}`,
    rows: ratios.flatMap((indicator) => {
      const { figure, target } = board.ofAll(indicator, year);
      return figure
        ? [
            {
              label: indicator.shortName,
              value: toNumber(figure.value),
              text: totalText(indicator, figure.value),
              target: target ? toNumber(target.value) : null,
              targetText: target ? targetText(indicator, target) : null,
            },
          ]
        : [];
    }),
  });
  const trends = board.indicators.flatMap((indicator): TrendRow[] => {
    const series = (board.read.get(indicator.id)?.whole ?? []).filter((one) => one.year <= year);
    if (series.length < 2 || series.at(-1)!.year !== year || indicator.kind === 'yes-no') return [];
    const number = (value: string | null) => (value === null ? null : toNumber(value));
    return [
      {
        label: indicator.shortName,
        years: [series[0]!.year, year],
        points: series.map((one) => ({
          year: one.year,
          value: toNumber(one.value),
          text: totalText(indicator, one.value),
        })),
        targets: indicator.targets
          .filter((target) => target.level === 'province' && target.year <= year)
          .map((target) => ({ year: target.year, value: toNumber(target.value) })),
        bounds: { min: number(indicator.bounds.min), max: number(indicator.bounds.max) },
      },
    ];
  });
  const trend = trendPlot({ id: 'xu-huong', title: 'Kết quả qua các năm', rows: trends.slice(0, 18) });
  return [bullets, trend].filter((plot) => plot !== null);
}

/** Everything that indicators bring to a report of a year. `working`: the same board with figures that are not locked yet. */
export function indicatorPart(
  board: Board,
  working: Board,
  year: number,
  root: string,
): { figures: SummaryFigure[]; tables: SummaryTable[]; plots: SummaryPlot[] } {
  if (board.indicators.length === 0) return { figures: [], tables: [], plots: [] };
  const figures = [...totals(board, year), ...board.indicators.flatMap((one) => figuresOf(board, working, one, year))];
  const lacking = lackingTable(board, year);
  return {
    figures,
    tables: [
      table(board, new Set(figures.map((one) => one.id)), year),
      ...(lacking ? [lacking] : []),
      ...unitTables(board, year, root),
    ],
    plots: plots(board, year),
  };
}
