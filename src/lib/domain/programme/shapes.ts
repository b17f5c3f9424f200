import * as v from 'valibot';
import { parseDecimalText } from '../kernel/decimal.ts';
import { parseViDate } from '../kernel/time.ts';

/** The small building blocks that the schemas of contests and movements share. */

export const text = (max = 500) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(max));
export const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang.'),
);
export const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
export const money = whole(0, 1_000_000_000_000);
export const decimal = v.pipe(
  v.string(),
  v.check((value) => parseDecimalText(value) === value, 'Phải là số thập phân viết với dấu chấm, ví dụ "0.5".'),
);
export const instant = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/,
    'Phải là thời điểm có múi giờ, ví dụ 2026-06-30T23:59:59.999+07:00.',
  ),
  v.check(
    (value) => !Number.isNaN(Date.parse(value)) && parseViDate(value.slice(0, 10)) !== null,
    'Ngày giờ này không có thật.',
  ),
);
export const day = v.pipe(
  v.string(),
  v.isoDate('Phải là ngày dạng 2026-01-31.'),
  v.check((value) => parseViDate(value) !== null, 'Ngày này không có thật.'),
);
export const provenance = v.picklist(['plan', 'decided', 'demo', 'open']);
export const soft = <T extends v.GenericSchema>(value: T) =>
  v.strictObject({ value: v.nullable(value), source: provenance, note: v.optional(v.string()) });
export const list = <T extends v.GenericSchema>(item: T, max = 200) => v.pipe(v.array(item), v.maxLength(max));

export const clause = v.strictObject({ id, label: text(100), title: text(), text: text(50_000) });

export const planDocument = v.strictObject({
  id,
  kind: v.picklist(['plan', 'rules', 'committee', 'guidance', 'decision', 'report', 'other']),
  title: text(),
  number: v.nullable(text(100)),
  date: v.nullable(day),
  issuer: text(),
  signer: v.optional(text(200)),
  fileId: v.optional(text(100)),
  public: v.boolean(),
});

export const question = v.strictObject({
  id,
  clause: id,
  question: text(),
  evidence: list(text(2000)),
  options: list(
    v.strictObject({
      id,
      label: text(),
      consequence: v.string(),
      set: v.optional(list(v.strictObject({ path: text(300), value: v.unknown() }))),
    }),
  ),
  blocksPublication: v.boolean(),
  decision: v.nullable(
    v.strictObject({ optionId: id, by: text(200), at: instant, reason: text(2000), demo: v.optional(v.boolean()) }),
  ),
});

export const planTask = v.strictObject({ id, clause: id, agency: text(300), text: text(3000), due: soft(day) });

export const committeeMember = v.strictObject({ name: text(200), position: v.string(), role: v.string() });

export const code = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9]{1,9}$/, 'Mã gồm 2 đến 10 chữ hoa không dấu và số, ví dụ CDS26.'),
);

export const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Địa chỉ chỉ gồm chữ thường không dấu, số và gạch ngang.'),
);

export const contacts = v.strictObject({
  email: soft(v.pipe(v.string(), v.email())),
  phone: soft(text(100)),
  address: v.optional(text()),
});

/** `true` only where a schema and a type say the same; a difference is a type error at its use. */
export type Same<A, B> = A extends B ? (B extends A ? true : never) : never;
