import type { Clause, ClauseId } from './types.ts';

interface WithClauses {
  clauses: Clause[];
}

/** How people cite a clause: 'II.2' → 'Mục II.2'. An unknown id is cited by itself. */
export function clauseLabel(programme: WithClauses, id: ClauseId): string {
  return programme.clauses.find((clause) => clause.id === id)?.label ?? `Mục ${id}`;
}
