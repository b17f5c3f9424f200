import { clauseChoices } from '../../programme/editor/choices.ts';
import type { Choice, Edit } from '../../programme/editor/describe.ts';
import type { MovementProgramme } from '../types.ts';

/** What the forms of a movement offer: the document's own lists, and the units as they stand today. */
export interface FormSources {
  doc: MovementProgramme;
  /** value: code, label: name */
  units: Choice[];
}

export const clauseOf = (doc: MovementProgramme): Edit => ({
  kind: 'choice',
  key: 'clause',
  label: 'Điều khoản',
  options: clauseChoices(doc),
});

export const classChoices = (doc: MovementProgramme, only?: 'collective'): Choice[] =>
  doc.classes
    .filter((one) => only === undefined || one.kind === only)
    .map((one) => ({ value: one.id, label: one.name }));

/** One sentence of the plan in a list: an aim, a measure. */
export const statements = (key: string, label: string, noun: string, doc: MovementProgramme): Edit => ({
  kind: 'list',
  key,
  label,
  noun,
  title: 'text',
  ids: true,
  blank: { text: '', clause: doc.clauses[0]?.id ?? '' },
  item: [{ kind: 'long', key: 'text', label: 'Nguyên văn' }, clauseOf(doc)],
});
