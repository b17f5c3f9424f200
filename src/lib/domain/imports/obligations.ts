/** Obligations as a file: one line each. Only who is excused and why is read back. */
import { fold } from '../kernel/text.ts';
import { formatDate, formatDateTimeShort, parseViDateIso } from '../kernel/time.ts';
import { lateness, type ObligationFacts, obligationStateLabels } from '../obligation/states.ts';
import { numberCell, type SheetCell } from './cells.ts';
import type { SheetFormat } from './format.ts';

export const obligationsFormat: SheetFormat = {
  kind: 'obligations',
  name: 'Việc phải nộp',
  columns: [
    { key: 'unitCode', label: 'Mã đơn vị', width: 12, also: ['Mã ĐV'] },
    { key: 'unitName', label: 'Tên đơn vị', width: 34, also: ['Đơn vị'] },
    { key: 'ruleId', label: 'Mã việc', width: 18 },
    { key: 'ruleName', label: 'Việc phải nộp', width: 44, shown: true },
    { key: 'period', label: 'Kỳ', width: 10 },
    { key: 'due', label: 'Hạn', width: 12 },
    { key: 'state', label: 'Tình trạng', width: 22 },
    { key: 'submitted', label: 'Gửi lần đầu', width: 18 },
    { key: 'late', label: 'Số ngày muộn', width: 12, shown: true },
    { key: 'exempt', label: 'Được miễn', width: 12, also: ['Miễn'] },
    { key: 'reason', label: 'Lý do miễn', width: 50 },
  ],
  needs: [['ruleId'], ['period'], ['exempt']],
};

export interface ObligationSheetRow extends ObligationFacts {
  unitCode: string;
  unitName: string;
  ruleId: string;
  ruleName: string;
  period: string;
  exemptReason: string | null;
}

const texts = (row: ObligationSheetRow): Record<string, string> => ({
  unitCode: row.unitCode,
  unitName: row.unitName,
  ruleId: row.ruleId,
  ruleName: row.ruleName,
  period: row.period,
  due: formatDate(row.dueAt),
  state: obligationStateLabels[row.state],
  submitted: row.firstSubmittedAt ? formatDateTimeShort(row.firstSubmittedAt) : '',
  exempt: row.exemptedAt ? 'Có' : '',
  reason: row.exemptReason ?? '',
});

/** One line in the order of the columns. */
export function obligationCells(row: ObligationSheetRow, now: Date): SheetCell[] {
  const cells = texts(row);
  const late = lateness(row, now);
  return obligationsFormat.columns.map((column) =>
    column.key === 'late' ? numberCell(late === null ? null : String(late)) : (cells[column.key] ?? ''),
  );
}

const fixed = ['due', 'state', 'submitted'] as const;
const sameText = (key: string, typed: string, now: string): boolean =>
  fold(typed) === fold(now) || (key === 'due' && (parseViDateIso(typed) ?? typed) === parseViDateIso(now));

/** What a line says about an exemption; `refused` names a column that cannot be changed by a file. */
export function readExemption(
  row: ObligationSheetRow,
  cells: Record<string, string>,
): { exempt: boolean; reason: string } | { refused: { field: string; message: string } } {
  const now = texts(row);
  for (const key of fixed) {
    const typed = cells[key];
    if (typed === undefined || sameText(key, typed, now[key] ?? '')) continue;
    const label = obligationsFormat.columns.find((column) => column.key === key)?.label ?? key;
    return {
      refused: {
        field: key,
        message: `Cột “${label}” trong tệp ghi “${typed || 'trống'}”, trong hệ thống là “${now[key] || 'trống'}”. Cột này không sửa bằng tệp được; nếu việc vừa thay đổi sau khi bạn lấy tệp, hãy tải tệp mới.`,
      },
    };
  }
  const word = fold(cells.exempt ?? '');
  const yes = ['co', 'x', 'mien', 'duoc mien', '1'].includes(word);
  if (!yes && !['', 'khong', '0'].includes(word))
    return {
      refused: { field: 'exempt', message: `Cột “Được miễn” ghi “${cells.exempt}”. Hãy ghi “Có” hoặc để trống.` },
    };
  return { exempt: yes, reason: cells.reason ?? row.exemptReason ?? '' };
}
