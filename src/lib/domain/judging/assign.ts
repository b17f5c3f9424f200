import { seeded } from '../kernel/random.ts';

export interface Pair {
  entryId: string;
  judgeId: string;
}

export interface AssignArgs {
  entries: { id: string; key?: string }[];
  /** `key`: what the order of chance starts from instead of the id, so that the same people and entries in another database get the same plan */
  judges: { id: string; key?: string; maxLoad?: number }[];
  /** judges wanted for each entry */
  perEntry: number;
  conflicts: Iterable<Pair>;
  /** assignments in force; they stay */
  existing?: Pair[];
  seed: string | number;
  /** most entries for any judge, unless the judge has a limit of their own */
  maxLoad?: number;
}

export interface Unfilled {
  entryId: string;
  missing: number;
  reason: string;
}

export interface Assigned {
  /** new assignments only */
  assignments: Pair[];
  unfilled: Unfilled[];
  /** entries for each judge, existing ones included */
  loads: Map<string, number>;
  /** existing assignments that stand in conflict: they count for nothing here and have to be withdrawn */
  existingInConflict: Pair[];
}

const FREE = 0;
const BLOCKED = 1;
const EXISTING = 2;
const NEW = 3;

/**
 * Gives every entry its judges, never in conflict, with loads as equal as conflicts, limits and existing assignments allow:
 * when nothing stands in the way they differ by at most one. The same seed gives the same result, whatever the order of input.
 *
 * First each entry takes its least loaded judges, one seat a round so that a shortage is shared. Then chains of swaps
 * (entry moves from judge a to b, another from b to c, …) fill what limits left empty, and level the loads until no chain
 * leads from a judge to one with two entries less: that is the optimum of every measure of balance (a semi-matching
 * without cost-reducing paths).
 */
export function assignBalanced(args: AssignArgs): Assigned {
  const random = seeded(args.seed);
  const byKey = (a: { id: string; key?: string }, b: { id: string; key?: string }) =>
    (a.key ?? a.id) < (b.key ?? b.id) ? -1 : 1;
  const entries = random.shuffle([...args.entries].sort(byKey).map((entry) => entry.id));
  const judges = random.shuffle([...args.judges].sort(byKey));
  const board = new Board(entries, judges, args);
  board.fill(args.perEntry);
  board.level();
  return board.result(args.perEntry);
}

class Board {
  readonly entries: string[];
  readonly judges: { id: string; maxLoad?: number }[];
  readonly existingInConflict: Pair[] = [];
  /** state of every entry × judge */
  private readonly cells: Uint8Array;
  private readonly load: Int32Array;
  private readonly limit: Float64Array;
  private readonly seats: Int32Array;
  /** judges from whom no chain of swaps leads to room any more */
  private readonly full: Uint8Array;
  private readonly width: number;

  constructor(entries: string[], judges: { id: string; maxLoad?: number }[], args: AssignArgs) {
    this.entries = entries;
    this.judges = judges;
    this.width = judges.length;
    this.cells = new Uint8Array(entries.length * judges.length);
    this.load = new Int32Array(judges.length);
    this.limit = Float64Array.from(judges, (judge) => judge.maxLoad ?? args.maxLoad ?? Number.POSITIVE_INFINITY);
    this.seats = new Int32Array(entries.length);
    this.full = new Uint8Array(judges.length);
    const rowOf = new Map(entries.map((id, index) => [id, index]));
    const columnOf = new Map(judges.map((judge, index) => [judge.id, index]));
    const cellOf = ({ entryId, judgeId }: Pair): number => {
      const [row, column] = [rowOf.get(entryId), columnOf.get(judgeId)];
      return row === undefined || column === undefined ? -1 : row * this.width + column;
    };
    for (const pair of args.conflicts) {
      const cell = cellOf(pair);
      if (cell >= 0) this.cells[cell] = BLOCKED;
    }
    for (const pair of args.existing ?? []) {
      const cell = cellOf(pair);
      if (cell >= 0 && this.cells[cell] === BLOCKED) this.existingInConflict.push(pair);
      else if (cell >= 0 && this.cells[cell] === FREE) this.put(cell, EXISTING);
      else if (cell < 0 && rowOf.has(pair.entryId)) this.seats[rowOf.get(pair.entryId)!]! += 1; // a judge who left: the sheet still counts
    }
  }

  private put(cell: number, state: typeof EXISTING | typeof NEW): void {
    this.cells[cell] = state;
    this.load[cell % this.width]! += 1;
    this.seats[Math.floor(cell / this.width)]! += 1;
  }

  private isFree(entry: number, judge: number): boolean {
    return this.cells[entry * this.width + judge] === FREE;
  }

  private choices(entry: number): number {
    let count = 0;
    for (let judge = 0; judge < this.width; judge++) if (this.isFree(entry, judge)) count++;
    return count;
  }

  fill(perEntry: number): void {
    const scarceFirst = this.entries.map((_, entry) => entry).sort((a, b) => this.choices(a) - this.choices(b));
    for (let round = 0; round < perEntry; round++)
      for (const entry of scarceFirst) {
        if (this.seats[entry]! > round || this.seats[entry]! >= perEntry) continue;
        const judge = this.leastLoaded(entry, round);
        if (judge >= 0) this.put(entry * this.width + judge, NEW);
        else this.makeRoom(entry);
      }
  }

  /** Starting at another judge each time mixes who judges together with whom. */
  private leastLoaded(entry: number, round: number): number {
    let best = -1;
    const start = (entry * 7 + round * 13) % this.width;
    for (let step = 0; step < this.width; step++) {
      const judge = (start + step) % this.width;
      if (!this.isFree(entry, judge) || this.load[judge]! >= this.limit[judge]!) continue;
      if (best < 0 || this.load[judge]! < this.load[best]!) best = judge;
    }
    return best;
  }

  /** All free judges of the entry are at their limit: move somebody else's entry along a chain to a judge with room. */
  private makeRoom(entry: number): void {
    const starts: number[] = [];
    for (let judge = 0; judge < this.width; judge++)
      if (this.isFree(entry, judge) && !this.full[judge]) starts.push(judge);
    if (starts.length === 0) return;
    const { chain, seen } = this.search(starts, (judge) => this.load[judge]! < this.limit[judge]!);
    if (!chain) {
      // What was searched in vain stays closed: those judges are at their limits and can only hand over to each other.
      for (const judge of seen) this.full[judge] = 1;
      return;
    }
    this.shift(chain);
    this.put(entry * this.width + chain[0]!.judge, NEW);
    this.full.fill(0);
  }

  level(): void {
    for (let improved = true; improved; ) {
      improved = false;
      const heaviestFirst = [...this.load.keys()].sort((a, b) => this.load[b]! - this.load[a]!);
      for (const judge of heaviestFirst)
        for (;;) {
          const most = this.load[judge]! - 2;
          const { chain } = this.search(
            [judge],
            (other) => this.load[other]! <= most && this.load[other]! < this.limit[other]!,
          );
          if (!chain) break;
          this.shift(chain);
          improved = true;
        }
    }
  }

  /**
   * Breadth first over judges: from a to b when some newly given entry of a could go to b. Returns the chain from a start
   * to the first judge who fits, each link with the entry that moves on.
   */
  private search(starts: number[], fits: (judge: number) => boolean): { chain: Link[] | null; seen: number[] } {
    const from = new Map<number, { judge: number; entry: number } | null>(starts.map((judge) => [judge, null]));
    const queue = [...starts];
    for (let head = 0; head < queue.length; head++) {
      const judge = queue[head]!;
      if (fits(judge)) return { chain: chainTo(judge, from), seen: queue };
      for (let entry = 0; entry < this.entries.length && from.size < this.width; entry++) {
        if (this.cells[entry * this.width + judge] !== NEW) continue;
        for (let next = 0; next < this.width; next++)
          if (this.isFree(entry, next) && !from.has(next)) {
            from.set(next, { judge, entry });
            queue.push(next);
          }
      }
    }
    return { chain: null, seen: queue };
  }

  private shift(chain: Link[]): void {
    for (let i = chain.length - 1; i > 0; i--) {
      const { judge, entry } = chain[i]!;
      const giver = chain[i - 1]!.judge;
      this.cells[entry * this.width + giver] = FREE;
      this.cells[entry * this.width + judge] = NEW;
      this.load[giver]! -= 1;
      this.load[judge]! += 1;
    }
  }

  result(perEntry: number): Assigned {
    const assignments: Pair[] = [];
    const unfilled: Unfilled[] = [];
    this.entries.forEach((entryId, entry) => {
      for (let judge = 0; judge < this.width; judge++)
        if (this.cells[entry * this.width + judge] === NEW)
          assignments.push({ entryId, judgeId: this.judges[judge]!.id });
      const missing = perEntry - this.seats[entry]!;
      if (missing > 0) unfilled.push({ entryId, missing, reason: this.whyUnfilled(entry, perEntry) });
    });
    const byEntry = (a: { entryId: string }, b: { entryId: string }) =>
      a.entryId < b.entryId ? -1 : a.entryId > b.entryId ? 1 : 0;
    return {
      assignments: assignments.sort((a, b) => byEntry(a, b) || (a.judgeId < b.judgeId ? -1 : 1)),
      unfilled: unfilled.sort(byEntry),
      loads: new Map(this.judges.map((judge, index) => [judge.id, this.load[index]!])),
      existingInConflict: this.existingInConflict,
    };
  }

  private whyUnfilled(entry: number, perEntry: number): string {
    if (this.width === 0) return 'Chưa có giám khảo nào.';
    const able = this.seats[entry]! + this.choices(entry);
    return able < perEntry
      ? `Chỉ có ${able} giám khảo không xung đột lợi ích với bài này, cần ${perEntry}.`
      : 'Các giám khảo không xung đột lợi ích với bài này đều đã đủ số bài tối đa.';
  }
}

/** A judge on a chain, and the entry that comes to them from the judge before. */
interface Link {
  judge: number;
  entry: number;
}

function chainTo(judge: number, from: Map<number, { judge: number; entry: number } | null>): Link[] {
  const chain: Link[] = [];
  for (let at: number | undefined = judge; at !== undefined; ) {
    const step: { judge: number; entry: number } | null = from.get(at) ?? null;
    chain.unshift({ judge: at, entry: step?.entry ?? -1 });
    at = step?.judge;
  }
  return chain;
}
