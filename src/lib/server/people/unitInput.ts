import type { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, fold } from '#lib/domain/kernel/text.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import { checkEmail } from '#lib/domain/people/person.ts';
import type { UnitKind } from '../platform/db/schema.ts';
import { fieldsRefused } from './register.ts';
import { unitKindLabels } from './units.ts';

export interface UnitInput {
  code: string;
  name: string;
  kind: string;
  parentId?: string | null;
  validFrom?: string;
  validTo?: string;
  email?: string;
}

type Issues = RuleError['issues'];

const dateOf = (text: string | undefined, field: string, label: string, issues: Issues): string | null => {
  if (!text?.trim()) return null;
  const iso = parseViDateIso(text);
  if (!iso) issues.push({ field, message: `${label} không phải là một ngày có thật. Ví dụ đúng: 01/07/2025.` });
  return iso;
};

/** A unit's name as it is kept; findings go to `issues`. */
export function checkUnitName(typed: string, issues: Issues): string {
  const name = clean(typed);
  if (name === '') issues.push({ field: 'name', message: 'Hãy nhập tên đơn vị.' });
  else if (charCount(name) > 200)
    issues.push({ field: 'name', message: `Tên đơn vị dài tối đa 200 ký tự; bạn đã nhập ${charCount(name)} ký tự.` });
  else if (/[<>]/.test(name)) issues.push({ field: 'name', message: 'Tên đơn vị không được chứa ký tự < hoặc >.' });
  return name;
}

/** Checks one unit as typed or as read from a file; findings go to `issues`. */
export function readUnit(input: UnitInput, issues: Issues) {
  const code = clean(input.code);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code))
    issues.push({ field: 'code', message: 'Mã đơn vị gồm 1 đến 40 chữ cái, chữ số, dấu chấm hoặc gạch nối.' });
  const name = checkUnitName(input.name, issues);
  if (!(input.kind in unitKindLabels))
    issues.push({ field: 'kind', message: `Loại đơn vị “${input.kind}” không có trong danh mục.` });
  const validFrom = dateOf(input.validFrom, 'validFrom', 'Ngày bắt đầu', issues);
  const validTo = dateOf(input.validTo, 'validTo', 'Ngày kết thúc', issues);
  if (validFrom && validTo && validTo < validFrom)
    issues.push({ field: 'validTo', message: 'Ngày kết thúc phải sau ngày bắt đầu.' });
  const email = input.email?.trim() ? checkEmail(input.email) : null;
  if (email && !email.ok) issues.push(...email.issues);
  return {
    code,
    name,
    folded: fold(name),
    kind: input.kind as UnitKind,
    validFrom,
    validTo,
    email: email?.value ?? null,
  };
}

/** @throws RuleError at `field` when the text is no day */
export function requireDay(text: string, field: string, example = '01/07/2025'): string {
  const day = parseViDateIso(text);
  if (!day) throw fieldsRefused([{ field, message: `Hãy nhập một ngày có thật, ví dụ ${example}.` }]);
  return day;
}

/** @throws RuleError at `reason` when none is given */
export function requireReason(reason: string | undefined): string {
  const text = clean(reason ?? '');
  if (text === '')
    throw fieldsRefused([{ field: 'reason', message: 'Hãy ghi lý do sửa; lý do được lưu trong nhật ký.' }]);
  return text;
}
