/** Values of a registration form against its fields. Values are texts, or lists of texts for several choices. */
import type { Issue } from '../kernel/errors.ts';
import { parseViNumber } from '../kernel/money.ts';
import { charCount, clean, cleanMultiline, wordCount } from '../kernel/text.ts';
import { parseViDateIso } from '../kernel/time.ts';
import { checkEmail, normalisePhone } from '../people/person.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { FormField, Programme } from '../programme/types.ts';

export type FormValue = string | string[];
export type FormValues = Record<string, FormValue>;

export interface FieldIssue extends Issue {
  /** `missing`: not complete yet, fine in a draft. `invalid`: wrong as it stands. */
  kind: 'missing' | 'invalid';
}

/** The value of a ticked checkbox without options. */
export const ticked = 'yes';

// Where a field sets no limit of its own.
const defaultMax: Partial<Record<FormField['type'], number>> = { text: 300, textarea: 20_000, url: 500 };

type Form = readonly FormField[];
type WithClauses = Pick<Programme, 'clauses'>;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? String(value[0] ?? '') : '';
const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );

/** Whether a field is asked for, given the other values. A field under a hidden field is hidden too. */
export function isShown(field: FormField, form: Form, values: FormValues): boolean {
  if (!field.showIf) return true;
  const { field: other, equals } = field.showIf;
  const parent = form.find((one) => one.id === other);
  if (parent && parent !== field && !isShown(parent, form, values)) return false;
  return listOf(values[other]).includes(equals);
}

export const shownFields = (form: Form, values: FormValues): FormField[] =>
  form.filter((field) => isShown(field, form, values));

const optionsOf = (field: FormField): string[] => (field.options ?? []).map((option) => option.id);

/** One value in the form in which it is stored. What cannot be read stays as typed, so that nothing typed is lost. */
function normalise(field: FormField, raw: unknown): FormValue {
  switch (field.type) {
    case 'textarea':
      return cleanMultiline(textOf(raw));
    case 'checkbox':
      if (field.options?.length) return listOf(raw).map(clean);
      return ['on', 'true', '1', ticked].includes(textOf(raw)) || raw === true ? ticked : '';
    case 'date': {
      const text = clean(textOf(raw));
      return parseViDateIso(text) ?? text;
    }
    case 'number': {
      const text = typeof raw === 'number' ? String(raw).replace('.', ',') : clean(textOf(raw));
      const value = parseViNumber(text);
      // With a comma, so that reading it again cannot take '1.234' for one thousand.
      return value === null || !Number.isFinite(value) || Math.abs(value) >= 1e15
        ? text
        : String(value).replace('.', ',');
    }
    case 'email': {
      const checked = checkEmail(textOf(raw));
      return checked.ok ? checked.value : clean(textOf(raw));
    }
    case 'tel':
      return normalisePhone(textOf(raw)) ?? clean(textOf(raw));
    case 'url': {
      const text = clean(textOf(raw));
      return /^[a-z][a-z0-9+.-]*:/i.test(text) || !/^[^\s/]+\.[^\s/]+/.test(text) ? text : `https://${text}`;
    }
    default:
      return clean(textOf(raw));
  }
}

/** Values as stored, for the fields of this form only. Hidden fields keep their value, so that switching back loses nothing. */
export function readForm(form: Form, raw: Record<string, unknown>): FormValues {
  return Object.fromEntries(
    form.filter((field) => Object.hasOwn(raw, field.id)).map((field) => [field.id, normalise(field, raw[field.id])]),
  );
}

/** Values of shown fields only: what is handed in and judged. */
export const shownValues = (form: Form, values: FormValues): FormValues =>
  Object.fromEntries(
    shownFields(form, values)
      .filter((field) => values[field.id] !== undefined)
      .map((field) => [field.id, values[field.id]!]),
  );

/** Everything missing or wrong in the shown fields. In a draft, look at the `invalid` ones only. */
export function checkForm(programme: WithClauses, form: Form, values: FormValues): FieldIssue[] {
  return shownFields(form, values).flatMap((field) => {
    const issue = checkField(field, normalise(field, values[field.id]));
    if (!issue) return [];
    return [{ ...issue, field: field.id, ...(field.clause ? { clause: clauseLabel(programme, field.clause) } : {}) }];
  });
}

type Found = Pick<FieldIssue, 'kind' | 'message'> | null;
const missing = (message: string): Found => ({ kind: 'missing', message });
const invalid = (message: string): Found => ({ kind: 'invalid', message });

function checkField(field: FormField, value: FormValue): Found {
  const empty = value.length === 0;
  if (empty) return field.required ? missing(askFor(field)) : null;
  switch (field.type) {
    case 'select':
    case 'radio':
    case 'checkbox': {
      const options = optionsOf(field);
      if (field.type === 'checkbox' && options.length === 0) return null;
      return listOf(value).every((item) => options.includes(item))
        ? null
        : invalid(`“${field.label}”: lựa chọn này không có trong danh sách. Hãy chọn lại.`);
    }
    case 'date':
      return parseViDateIso(textOf(value))
        ? null
        : invalid(
            `“${field.label}”: ${textOf(value)} không phải là một ngày có thật. Hãy nhập ngày/tháng/năm, ví dụ 31/07/2026.`,
          );
    case 'number': {
      const number = parseViNumber(textOf(value));
      if (number === null) return invalid(`“${field.label}” phải là một số, ví dụ 1.250 hoặc 3,5.`);
      return number < 0 || number >= 1e15
        ? invalid(`“${field.label}” phải là số từ 0 trở lên và không quá lớn.`)
        : null;
    }
    case 'email': {
      const checked = checkEmail(textOf(value));
      return checked.ok ? null : invalid(`“${field.label}”: ${checked.issues[0]!.message}`);
    }
    case 'tel':
      return normalisePhone(textOf(value))
        ? null
        : invalid(`“${field.label}”: số điện thoại chưa đúng, ví dụ đúng: 0912 345 678.`);
    case 'url':
      return checkUrl(field, textOf(value));
    default:
      return checkLength(field, textOf(value));
  }
}

function askFor(field: FormField): string {
  const choosing =
    field.type === 'select' || field.type === 'radio' || (field.type === 'checkbox' && field.options?.length);
  if (choosing) return `Hãy chọn “${field.label}”.`;
  return field.type === 'checkbox' ? `Hãy đánh dấu “${field.label}”.` : `Hãy nhập “${field.label}”.`;
}

function checkUrl(field: FormField, text: string): Found {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Other schemes could run as code where an address is shown as a link.
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname.includes('.'))
    return invalid(`“${field.label}”: địa chỉ phải bắt đầu bằng https:// hoặc http://, ví dụ https://sonla.gov.vn.`);
  return checkLength(field, text);
}

function checkLength(field: FormField, text: string): Found {
  const most = field.maxLength ?? defaultMax[field.type] ?? 300;
  const length = charCount(text);
  if (length > most) return invalid(`“${field.label}” dài tối đa ${most} ký tự; hiện có ${length} ký tự.`);
  if (field.minWords === undefined && field.maxWords === undefined) return null;
  const words = wordCount(text);
  const range =
    field.minWords !== undefined && field.maxWords !== undefined
      ? `từ ${field.minWords} đến ${field.maxWords} từ`
      : field.minWords !== undefined
        ? `ít nhất ${field.minWords} từ`
        : `tối đa ${field.maxWords} từ`;
  const message = `“${field.label}” cần ${range}; hiện có ${words} từ.`;
  if (field.maxWords !== undefined && words > field.maxWords) return invalid(message);
  if (field.minWords !== undefined && words < field.minWords) return missing(message);
  return null;
}
