import type { Clause, ClauseId, ContestProgramme } from './types.ts';

type WithClauses = Pick<ContestProgramme, 'clauses'>;

const clauseOf = (programme: WithClauses, id: ClauseId): Clause | undefined =>
  programme.clauses.find((clause) => clause.id === id);

/** How people cite a clause: "Mục II.2". An unknown id is cited as it stands, so that a message is never empty. */
export const clauseLabel = (programme: WithClauses, id: ClauseId): string =>
  clauseOf(programme, id)?.label ?? `Mục ${id}`;
