import type { Issue } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FigureRef } from '../indicator/move.ts';
import type { SaveResult, SaveRow } from '../indicator/save.ts';
import { multiline, text } from './forms.ts';

/** The version on which a line was typed; after a conflict the writer says which figure counts. */
function expectedOf(data: FormData, id: string): number | null | 'theirs' {
  const choice = text(data, `choice.${id}`);
  if (choice === 'theirs') return 'theirs';
  const version = choice.startsWith('mine:') ? choice.slice('mine:'.length) : text(data, `version.${id}`);
  return /^\d{1,9}$/.test(version) ? Number(version) : null;
}

/** The lines of a unit's form. A line in whose conflict the other figure was chosen is left out. */
export function figureRows(data: FormData, where: { unitId: string; period: string }): SaveRow[] {
  return [...data.keys()]
    .filter((key) => key.startsWith('version.'))
    .map((key) => key.slice('version.'.length))
    .flatMap((indicatorId): SaveRow[] => {
      const expected = expectedOf(data, indicatorId);
      if (expected === 'theirs') return [];
      return [
        {
          ...where,
          indicatorId,
          numerator: text(data, `numerator.${indicatorId}`),
          denominator: text(data, `denominator.${indicatorId}`),
          value: text(data, `value.${indicatorId}`),
          note: multiline(data, `note.${indicatorId}`),
          expected,
        },
      ];
    });
}

/** Each finding beside the field of its line. */
export const figureIssues = (results: SaveResult[], data: FormData): Issue[] =>
  results.flatMap(({ indicatorId, issues }) =>
    issues.map((issue) => {
      const field = `${issue.field}.${indicatorId}`;
      const main = data.has(`numerator.${indicatorId}`) ? 'numerator' : 'value';
      return { ...issue, field: data.has(field) && issue.field !== 'version' ? field : `${main}.${indicatorId}` };
    }),
  );

/** Figures as forms and addresses name them: "id:version". */
export const figureRefs = (texts: (FormDataEntryValue | string)[]): FigureRef[] =>
  texts.flatMap((one) => {
    const [id = '', version = ''] = typeof one === 'string' ? one.split(':') : [];
    return isUuid(id) ? [{ id, ...(/^\d{1,9}$/.test(version) ? { version: Number(version) } : {}) }] : [];
  });
