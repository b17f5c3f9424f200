import { type FormValues, shownFields, ticked } from '#lib/domain/entry/fields.ts';
import { formatDate, parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { FormField } from '#lib/domain/programme/types.ts';

export interface ReadAnswer {
  id: string;
  label: string;
  value: string;
}

/** A stored value as people read it: names of options, dates as they are written here. */
function readableValue(field: FormField, value: string | string[] | undefined): string {
  const values = (Array.isArray(value) ? value : [value ?? '']).filter((one) => one !== '');
  const named = values.map((one) => {
    if (field.options?.length) return field.options.find((option) => option.id === one)?.label ?? one;
    if (field.type === 'checkbox') return one === ticked ? 'Có' : one;
    if (field.type === 'date') return parseViDateIso(one) ? formatDate(`${parseViDateIso(one)}T00:00:00+07:00`) : one;
    return one;
  });
  return named.join(', ');
}

/** The answers of the fields that are asked for, in the order of the form; '' where nothing was answered. */
export const readAnswers = (fields: readonly FormField[], values: FormValues): ReadAnswer[] =>
  shownFields(fields, values).map((field) => ({
    id: field.id,
    label: field.label,
    value: readableValue(field, values[field.id]),
  }));
