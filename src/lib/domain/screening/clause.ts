import type { Programme } from '../programme/types.ts';

/** Whether a clause stands in the programme's plan: nobody is excluded by a rule that was not published. */
export const isClauseOf = ({ clauses }: Pick<Programme, 'clauses'>, id: string): boolean =>
  clauses.some((clause) => clause.id === id);
