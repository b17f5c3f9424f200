import type { ReportFields } from './content.ts';

/** A short fingerprint of a text (FNV-1a, twice), so that a form can say what it was made from without carrying it. */
function fingerprint(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Fingerprints of the fields as a form showed them. Empty fields have none. */
export const fingerprints = (fields: ReportFields): ReportFields =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, text]) => (text ? [[key, fingerprint(text)]] : [])));

export interface Conflict {
  field: string;
  mine: string;
  theirs: string;
}

/**
 * Two persons wrote in one report. What only one of them changed is taken from that one; what both changed, and differently, stays as
 * it is stored and is handed back, so that a person chooses.
 * @param base fingerprints of what `mine` was made from
 */
export function mergeFields(
  base: ReportFields,
  mine: ReportFields,
  stored: ReportFields,
): { fields: ReportFields; conflicts: Conflict[] } {
  const fields = { ...stored };
  const conflicts: Conflict[] = [];
  for (const [field, typed] of Object.entries(mine)) {
    const theirs = stored[field] ?? '';
    const was = base[field] ?? '';
    const print = (text: string) => (text === '' ? '' : fingerprint(text));
    if (typed === theirs || print(typed) === was) continue;
    if (print(theirs) === was) fields[field] = typed;
    else conflicts.push({ field, mine: typed, theirs });
  }
  return { fields, conflicts };
}
