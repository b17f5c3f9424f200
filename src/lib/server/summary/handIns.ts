/** What units handed in, by kind and class: figures, table, plot. Each obligation counts once. */
import { decimalText, divide, formatDecimal, mul } from '#lib/domain/kernel/decimal.ts';
import { formatNumber } from '#lib/domain/kernel/money.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import { lateness } from '#lib/domain/obligation/states.ts';
import { type StackPart, stackPlot } from '#lib/domain/summary/plots.ts';
import type { SummaryFigure, SummaryPlot, SummaryTable } from '#lib/domain/summary/types.ts';
import type { ObligationRow } from '../obligation/queries.ts';

type Kind = ObligationRule['kind'];
type Part = 'dung-han' | 'muon' | 'chua-nop' | 'con-han' | 'mien';

const kinds: Record<Kind, { id: string; name: string }> = {
  plan: { id: 'ke-hoach', name: 'Kế hoạch' },
  report: { id: 'bao-cao', name: 'Báo cáo' },
  values: { id: 'so-lieu', name: 'Số liệu' },
};

const columns = {
  'phai-nop': 'Phải nộp',
  'dung-han': 'Đúng hạn',
  muon: 'Muộn',
  'chua-nop': 'Quá hạn chưa nộp',
  'con-han': 'Còn hạn',
  mien: 'Được miễn',
  'chap-nhan': 'Đã chấp nhận',
} as const;
type Column = keyof typeof columns;

const parts: StackPart[] = [
  { id: 'dung-han', label: 'Đúng hạn', fill: '#2f5d8a', on: '#ffffff' },
  { id: 'muon', label: 'Muộn', fill: '#b9cde0', on: '#1f2933' },
  { id: 'chua-nop', label: 'Quá hạn chưa nộp', fill: '#ffffff', on: '#1f2933', hatched: true },
  { id: 'con-han', label: 'Còn hạn', fill: '#eef1f3', on: '#1f2933' },
  { id: 'mien', label: 'Được miễn', fill: '#ffffff', on: '#1f2933' },
];

/** An obligation with what the document and the units say of it. */
export interface HandIn extends ObligationRow {
  kind: Kind;
  ruleName: string;
  classId: string;
  className: string;
}

/** Late or not is decided by the first submission, as everywhere. */
const partOf = (row: ObligationRow, now: Date): Part => {
  if (row.exemptedAt) return 'mien';
  const late = lateness(row, now) !== null;
  if (row.firstSubmittedAt) return late ? 'muon' : 'dung-han';
  return late ? 'chua-nop' : 'con-han';
};

const inColumn = (row: ObligationRow, column: Column, now: Date): boolean => {
  if (column === 'chap-nhan') return row.state === 'accepted' && !row.exemptedAt;
  const part = partOf(row, now);
  return column === 'phai-nop' ? part !== 'mien' : part === column;
};

const unitsOf = (rows: readonly ObligationRow[]): number => new Set(rows.map((row) => row.unitId)).size;

function figuresOfGroup(
  args: { kind: Kind; classId: string; className: string | null; rows: HandIn[]; suffix?: string; year?: string },
  now: Date,
): SummaryFigure[] {
  const { id, name } = kinds[args.kind];
  const owed = args.rows.filter((row) => inColumn(row, 'phai-nop', now));
  const of = args.className ?? 'tất cả';
  const group = `${name} phải nộp${args.suffix ? ', năm trước' : ''}`;
  const make = (part: string, label: string, text: string, counted: HandIn[], basis?: string): SummaryFigure => ({
    id: `${id}.${args.classId}.${part}${args.suffix ?? ''}`,
    group,
    label: `${name}, ${of}: ${label.toLocaleLowerCase('vi')}${args.year ? ` (${args.year})` : ''}`,
    text,
    basis: basis ?? `Đếm trên ${formatNumber(args.rows.length)} lượt của ${formatNumber(unitsOf(args.rows))} đơn vị`,
    official: true,
    source: { kind: 'obligation', ids: counted.map((row) => row.id) },
  });
  const counts = (Object.keys(columns) as Column[]).map((column) => {
    const counted = args.rows.filter((row) => inColumn(row, column, now));
    return make(column, columns[column], formatNumber(counted.length), counted);
  });
  const handed = owed.filter((row) => row.firstSubmittedAt);
  const onTime = args.rows.filter((row) => inColumn(row, 'dung-han', now));
  return [
    ...counts,
    make('da-nop', 'đã nộp', formatNumber(handed.length), handed),
    ...(owed.length > 0
      ? [
          make(
            'ty-le-dung-han',
            'tỷ lệ nộp đúng hạn',
            `${formatDecimal(decimalText(divide(mul(onTime.length, 100), owed.length, 1, 'half-up')), 1)}%`,
            owed,
            `${formatNumber(onTime.length)} đúng hạn trên ${formatNumber(owed.length)} lượt phải nộp`,
          ),
        ]
      : []),
  ];
}

/** Figures, table and plot of what was handed in; `before`: the same of the year before, for comparison. */
export function handInFigures(
  doc: Pick<MovementProgramme, 'classes'>,
  rows: HandIn[],
  before: { name: string; rows: HandIn[] } | null,
  now: Date,
): { figures: SummaryFigure[]; table: SummaryTable | null; plot: SummaryPlot | null } {
  const order = [...doc.classes.map(({ id, name }) => ({ id, name })), { id: 'khac', name: 'Không còn tham gia' }];
  const figures: SummaryFigure[] = [];
  const lines: SummaryTable['rows'] = [];
  const bars: { label: string; counts: Record<string, number> }[] = [];
  for (const kind of Object.keys(kinds) as Kind[]) {
    const own = rows.filter((row) => row.kind === kind);
    if (own.length === 0) continue;
    const classes = order.filter((one) => own.some((row) => row.classId === one.id));
    const groups = [
      ...classes.map((one) => ({
        classId: one.id,
        className: one.name as string | null,
        rows: own.filter((row) => row.classId === one.id),
      })),
      { classId: 'tat-ca', className: null, rows: own },
    ];
    for (const group of groups) {
      figures.push(...figuresOfGroup({ kind, ...group }, now));
      const { id, name } = kinds[kind];
      lines.push([
        { text: group.className === null ? `${name}: cộng` : `${name}, ${group.className}` },
        ...(Object.keys(columns) as Column[]).map((column) => ({
          text: formatNumber(group.rows.filter((row) => inColumn(row, column, now)).length),
          figure: `${id}.${group.classId}.${column}`,
        })),
      ]);
      if (group.className !== null)
        bars.push({
          label: `${name}, ${group.className}`,
          counts: Object.fromEntries(
            parts.map((part) => [part.id, group.rows.filter((row) => partOf(row, now) === part.id).length]),
          ),
        });
    }
    const past = before?.rows.filter((row) => row.kind === kind) ?? [];
    if (before && past.length > 0)
      figures.push(
        ...figuresOfGroup(
          { kind, classId: 'tat-ca', className: null, rows: past, suffix: '.nam-truoc', year: before.name },
          now,
        ),
      );
  }
  return {
    figures,
    table:
      lines.length === 0
        ? null
        : {
            id: 'nop',
            title: 'Kế hoạch, báo cáo, số liệu phải nộp theo đối tượng (lượt)',
            columns: [
              { label: 'Đối tượng', weight: 3 },
              ...Object.values(columns).map((label) => ({ label, numeric: true, weight: 1 })),
            ],
            rows: lines,
            note: 'Đúng hạn hay muộn tính theo lần nộp đầu tiên. “Đã chấp nhận” nằm trong số đã nộp.',
          },
    plot: stackPlot({ id: 'nop', title: 'Tình hình nộp theo đối tượng', parts, rows: bars }),
  };
}

/** Everyone who is late, and everyone whose report is not in this summary: none is left out silently. */
export function missingTables(rows: HandIn[], now: Date, root: string): SummaryTable[] {
  const line = (row: HandIn, last: string) => [
    { text: row.unitName },
    { text: row.className },
    { text: `${row.ruleName}, ${periodName(row.period)}`, href: `${root}/nghia-vu/${row.id}` },
    { text: formatDate(row.dueAt) },
    { text: last },
  ];
  const head = (last: string) => [
    { label: 'Đơn vị', weight: 2 },
    { label: 'Đối tượng', weight: 1.4 },
    { label: 'Việc phải nộp', weight: 2.4 },
    { label: 'Hạn', weight: 1.3 },
    { label: last, weight: 1.6 },
  ];
  const overdue = rows
    .filter((row) => partOf(row, now) === 'chua-nop' || partOf(row, now) === 'muon')
    .map((row) => ({ row, days: lateness(row, now) ?? 0 }))
    .sort(
      (a, b) => Number(a.row.firstSubmittedAt !== null) - Number(b.row.firstSubmittedAt !== null) || b.days - a.days,
    );
  const outside = rows.filter((row) => row.kind === 'report' && !row.exemptedAt && row.state !== 'accepted');
  const reasons: Record<string, string> = {
    'not-started': 'chưa bắt đầu',
    draft: 'đang soạn',
    submitted: 'đã nộp, chờ chấp nhận',
    returned: 'trả lại để sửa',
  };
  const exempt = rows.filter((row) => row.exemptedAt);
  return [
    {
      id: 'qua-han',
      title: `Danh sách nộp muộn hoặc quá hạn (${formatNumber(overdue.length)} lượt)`,
      columns: head('Tình trạng'),
      rows: overdue.map(({ row, days }) =>
        line(row, row.firstSubmittedAt ? `nộp muộn ${days} ngày` : `chưa nộp, quá ${days} ngày`),
      ),
    },
    {
      id: 'chua-tinh',
      title: `Báo cáo của đơn vị chưa được tổng hợp vào báo cáo này (${formatNumber(outside.length)} lượt)`,
      columns: head('Vì sao'),
      rows: outside.map((row) => line(row, reasons[row.state] ?? row.state)),
    },
    {
      id: 'mien',
      title: `Danh sách được miễn (${formatNumber(exempt.length)} lượt)`,
      columns: head('Lý do'),
      rows: exempt.map((row) => line(row, row.exemptReason ?? '')),
    },
  ].filter((table) => table.rows.length > 0);
}
