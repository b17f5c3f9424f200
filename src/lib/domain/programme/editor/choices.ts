import type { ContestProgramme } from '../types.ts';
import type { Choice } from './describe.ts';

type WithClauses = Pick<ContestProgramme, 'clauses'>;

export const choices = (record: Record<string, string>): Choice[] =>
  Object.entries(record).map(([value, label]) => ({ value, label }));

export const periodChoices = (doc: ContestProgramme): Choice[] =>
  doc.timeline.map((p) => ({ value: p.id, label: p.name }));
export const clauseChoices = (doc: WithClauses): Choice[] =>
  doc.clauses.map((c) => ({ value: c.id, label: `${c.label}. ${c.title}` }));

/** Where a new element cites from until somebody chooses. */
export const firstClause = (doc: WithClauses): string => doc.clauses[0]?.id ?? '';

export const sourceChoices = choices({
  plan: 'Kế hoạch nêu',
  decided: 'Đã có người quyết định',
  demo: 'Giá trị minh họa',
  open: 'Chưa quy định',
});
