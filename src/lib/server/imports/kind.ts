import type { SheetFormat, SheetLine } from '#lib/domain/imports/format.ts';
import type { RowReport } from '#lib/domain/imports/outcome.ts';
import type { MovementScope } from '../movement/scope.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';

/** In whose name and for what a file is read. */
export interface ImportFrame {
  movement: StoredMovement;
  scope: MovementScope;
  /** the unit from whose page it was sent: lines without a unit are meant for it */
  unitId: string | null;
  /** lines without a period are of this one, lines of another one are refused; '': every line names its own */
  period: string;
  /** a line that says the same as an earlier one → that one's number */
  repeated: ReadonlyMap<number, number>;
}

/** One kind of file: how it looks, and what its lines do. */
export interface ImportKind {
  format: SheetFormat;
  /** what a line is about, to find lines that are there twice */
  subject(line: SheetLine): string;
  /**
   * Judges lines by the rights of the actor and the data as they are now, and writes what is good, in the transaction given. Each line
   * comes back with its outcome, in order. `dry`: nothing is written.
   */
  apply(tx: Tx, ctx: Ctx, frame: ImportFrame, lines: readonly SheetLine[], dry: boolean): Promise<RowReport[]>;
}

/** A kind of file that belongs to no movement. */
export interface BatchFrame {
  /** null while it is only looked at */
  jobId: string | null;
  repeated: ReadonlyMap<number, number>;
}

export interface BatchKind {
  subject(line: SheetLine): string;
  /** As `ImportKind.apply`; the rights of the actor are worked out anew with every batch. */
  apply(tx: Tx, ctx: Ctx, frame: BatchFrame, lines: readonly SheetLine[], dry: boolean): Promise<RowReport[]>;
}

/** Lines whose subject stands in the file already. */
export function repeatedLines(kind: Pick<ImportKind, 'subject'>, lines: readonly SheetLine[]): Map<number, number> {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for (const line of lines) {
    const subject = kind.subject(line);
    const earlier = first.get(subject);
    if (earlier === undefined) first.set(subject, line.line);
    else repeated.set(line.line, earlier);
  }
  return repeated;
}

/** Nothing is sent, queued or told while lines are only looked at. */
export const lookingTx = (db: Tx['db']): Tx => ({
  db,
  note: () => {},
  send: async () => {},
  job: async () => {},
  publish: () => {},
});
