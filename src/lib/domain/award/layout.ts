/** Where the lines of a certificate stand on A4 landscape, on blank paper or on forms of one's own (phôi). */
import { type Issue, RuleError } from '../kernel/errors.ts';
import { parseViNumber } from '../kernel/money.ts';
import { clean } from '../kernel/text.ts';
import type { CertificateLayout, LayoutField } from './types.ts';

export const sheet = { width: 297, height: 210 } as const;

export const fieldNames = {
  motto: 'Quốc hiệu, Tiêu ngữ',
  authority: 'Chức vụ người quyết định',
  verb: '“Tặng”, “Tặng danh hiệu”',
  form: 'Tên hình thức',
  name: 'Tên người, tập thể được khen',
  place: 'Chức vụ, đơn vị, địa chỉ',
  citation: 'Thành tích',
  decision: 'Số, ngày quyết định',
  golden: 'Số sổ vàng',
  dated: 'Địa danh, ngày tháng',
  capacity: 'Chức vụ người ký',
  signer: 'Họ tên người ký',
  code: 'Mã QR và mã xác minh',
} as const;

export type FieldId = keyof typeof fieldNames;
const fieldIds = Object.keys(fieldNames) as FieldId[];

type Plain = [x: number, y: number, width: number, height: number, size: number];

const center = { align: 'center' as const, bold: true, italic: false, printed: true };
const left = { align: 'left' as const, bold: false, italic: false, printed: true };
const field = (id: FieldId, [x, y, width, height, size]: Plain, look: Partial<LayoutField> = {}): LayoutField => ({
  id,
  x,
  y,
  width,
  height,
  size,
  ...center,
  ...look,
});

/** On blank paper everything is printed; a form of one's own bears what is the same on every sheet. */
export function defaultLayout(blank: boolean): CertificateLayout {
  const fixed = { printed: blank };
  return {
    name: blank ? 'Giấy trắng' : 'Phôi in sẵn',
    blank,
    shift: { x: 0, y: 0 },
    fields: [
      field('motto', [48, 20, 201, 16, 15], fixed),
      field('authority', [33, 41, 231, 16, 21], fixed),
      field('verb', [48, 58, 201, 9, 18], fixed),
      field('form', [33, 67, 231, 20, 40], fixed),
      field('name', [33, 89, 231, 16, 25]),
      field('place', [38, 106, 221, 13, 15], { bold: false }),
      field('citation', [38, 120, 221, 20, 15], { bold: false }),
      field('decision', [25, 151, 118, 6, 12], left),
      field('golden', [25, 158, 118, 6, 12], left),
      field('code', [25, 166, 118, 24, 10], left),
      field('dated', [156, 143, 120, 7, 14], { bold: false, italic: true }),
      field('capacity', [156, 150, 120, 14, 14]),
      field('signer', [156, 184, 120, 8, 14]),
    ],
  };
}

export const fieldOf = (layout: CertificateLayout, id: string): LayoutField | undefined =>
  layout.fields.find((one) => one.id === id);

const aligns = { left: 'Trái', center: 'Giữa', right: 'Phải' } as const;
export const alignNames: Record<LayoutField['align'], string> = aligns;

/** What is typed: `x-name`, `y-name`, `width-name`, `height-name`, `size-name`, `align-name`, `bold-name`, `italic-name`, `printed-name`. */
export type LayoutInput = (name: string) => string;

const tenth = (value: number) => Math.round(value * 10) / 10;

/** @throws RuleError 'award.layout' with one finding a field */
export function readLayout(typed: LayoutInput): CertificateLayout {
  const issues: Issue[] = [];
  const number = (name: string, what: string, min: number, max: number): number => {
    const value = parseViNumber(typed(name));
    if (value === null || value < min || value > max) {
      issues.push({ field: name, message: `${what} là số từ ${min} đến ${max}.` });
      return min;
    }
    return tenth(value);
  };
  const name = clean(typed('name')).slice(0, 100);
  if (!name) issues.push({ field: 'name', message: 'Hãy đặt tên cho mẫu in.' });
  const fields = fieldIds.map((id): LayoutField => {
    const of = fieldNames[id];
    const align = typed(`align-${id}`);
    const one: LayoutField = {
      id,
      x: number(`x-${id}`, `${of}: cách mép trái`, 0, sheet.width),
      y: number(`y-${id}`, `${of}: cách mép trên`, 0, sheet.height),
      width: number(`width-${id}`, `${of}: chiều rộng`, 5, sheet.width),
      height: number(`height-${id}`, `${of}: chiều cao`, 3, sheet.height),
      size: number(`size-${id}`, `${of}: cỡ chữ`, 6, 72),
      align: align === 'left' || align === 'right' ? align : 'center',
      bold: typed(`bold-${id}`) !== '',
      italic: typed(`italic-${id}`) !== '',
      printed: typed(`printed-${id}`) !== '',
    };
    if (one.printed && one.x + one.width > sheet.width)
      issues.push({ field: `width-${id}`, message: `${of} vượt mép phải của tờ giấy (${sheet.width} mm).` });
    if (one.printed && one.y + one.height > sheet.height)
      issues.push({ field: `height-${id}`, message: `${of} vượt mép dưới của tờ giấy (${sheet.height} mm).` });
    return one;
  });
  const layout = {
    name,
    blank: typed('blank') !== '',
    shift: { x: number('shiftX', 'Dịch ngang', -30, 30), y: number('shiftY', 'Dịch dọc', -30, 30) },
    fields,
  };
  if (issues.length > 0) throw new RuleError({ code: 'award.layout', message: 'Mẫu in chưa lưu được.', issues });
  return layout;
}
