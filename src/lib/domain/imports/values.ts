/** Indicator figures as a file: one line a figure. */
import { hasParts } from '../indicator/check.ts';
import type { FigureState } from '../indicator/states.ts';
import { stateNames } from '../indicator/states.ts';
import { isZero } from '../kernel/decimal.ts';
import type { Indicator } from '../movement/types.ts';
import { numberCell, type SheetCell } from './cells.ts';
import type { SheetFormat } from './format.ts';

export const valuesFormat: SheetFormat = {
  kind: 'values',
  name: 'Số liệu',
  columns: [
    { key: 'unitCode', label: 'Mã đơn vị', width: 12, also: ['Mã ĐV', 'Mã xã', 'Mã xã, phường'] },
    { key: 'unitName', label: 'Tên đơn vị', width: 34, also: ['Đơn vị', 'Xã, phường', 'Tên xã, phường'] },
    { key: 'indicatorId', label: 'Mã chỉ tiêu', width: 22 },
    { key: 'indicatorName', label: 'Tên chỉ tiêu', width: 50, also: ['Chỉ tiêu'] },
    { key: 'period', label: 'Kỳ', width: 10, also: ['Kỳ báo cáo', 'Năm'] },
    { key: 'numerator', label: 'Tử số', width: 14 },
    { key: 'denominator', label: 'Mẫu số', width: 14 },
    { key: 'value', label: 'Giá trị', width: 14, also: ['Số liệu', 'Kết quả'] },
    { key: 'note', label: 'Ghi chú', width: 40 },
    { key: 'state', label: 'Trạng thái', width: 20, shown: true },
    { key: 'version', label: 'Phiên bản', width: 10 },
    { key: 'reason', label: 'Lý do đính chính', width: 40, also: ['Lý do'] },
    { key: 'hint', label: 'Cách ghi', width: 60, shown: true },
  ],
  needs: [
    ['indicatorId', 'indicatorName'],
    ['value', 'numerator'],
  ],
};

export interface ValueSheetRow {
  unitCode: string;
  unitName: string;
  indicator: Indicator;
  period: string;
  figure: {
    numerator: string | null;
    denominator: string | null;
    value: string | null;
    note: string;
    state: FigureState;
    version: number;
  } | null;
}

/** What is to be written into which column, for those who fill in the file. */
function howToFill(indicator: Indicator): string {
  if (hasParts(indicator)) return `Tử số: ${indicator.numerator}. Mẫu số: ${indicator.denominator}. Giá trị tự tính.`;
  if (indicator.kind === 'yes-no') return 'Giá trị: Có hoặc Không.';
  return `Giá trị: một số${indicator.measure ? ` (${indicator.measure})` : ''}${indicator.decimals === 0 ? ', số nguyên' : ''}.`;
}

const valueCell = (indicator: Indicator, value: string | null): SheetCell =>
  value !== null && indicator.kind === 'yes-no' ? (isZero(value) ? 'Không' : 'Có') : numberCell(value);

/** One line in the order of the columns. */
export function valueCells({ unitCode, unitName, indicator, period, figure }: ValueSheetRow): SheetCell[] {
  const cells: Record<string, SheetCell> = {
    unitCode,
    unitName,
    indicatorId: indicator.id,
    indicatorName: indicator.name,
    period,
    numerator: numberCell(figure?.numerator ?? null),
    denominator: numberCell(figure?.denominator ?? null),
    value: valueCell(indicator, figure?.value ?? null),
    note: figure?.note ?? '',
    state: figure ? stateNames[figure.state] : 'Chưa có',
    version: numberCell(figure ? String(figure.version) : null),
    reason: '',
    hint: howToFill(indicator),
  };
  return valuesFormat.columns.map((column) => cells[column.key] ?? '');
}
