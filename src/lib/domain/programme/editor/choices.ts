import type { ContestProgramme } from '../types.ts';
import type { Choice } from './describe.ts';

export const choices = (record: Record<string, string>): Choice[] =>
  Object.entries(record).map(([value, label]) => ({ value, label }));

export const periodChoices = (doc: ContestProgramme): Choice[] =>
  doc.timeline.map((p) => ({ value: p.id, label: p.name }));
export const clauseChoices = (doc: ContestProgramme): Choice[] =>
  doc.clauses.map((c) => ({ value: c.id, label: `${c.label}. ${c.title}` }));
