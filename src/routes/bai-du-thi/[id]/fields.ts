import { formatDate, parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { FormField } from '#lib/domain/programme/types.ts';

/** Names of the programme's own fields in a form: a programme may well have a field called "title", too. */
export const fieldName = (id: string): string => `f.${id}`;

/** A stored value as its control shows it: dates as people write them. */
export const shownValue = (field: FormField, value: string | string[] | undefined): string => {
  const text = Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
  const iso = field.type === 'date' && /^\d{4}-/.test(text) ? parseViDateIso(text) : null;
  return iso ? formatDate(`${iso}T00:00:00+07:00`) : text;
};
