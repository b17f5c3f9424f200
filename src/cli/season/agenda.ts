/** What happens when in a simulated season: acts in the order of their times, each free to plan further ones. */
export interface Agenda {
  /** plans an act; acts of the same instant run in the order in which they were planned */
  at(when: Date, run: () => Promise<void>): void;
  /** runs what is due up to and including `until`; what is planned later stays unplayed */
  play(until: Date, tick?: (at: Date, done: number, planned: number) => void): Promise<void>;
}

interface Item {
  at: number;
  order: number;
  run: () => Promise<void>;
}

const before = (a: Item, b: Item): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** An empty agenda. `moveClock` is called before each act, so that the act happens at its time. */
export function createAgenda(moveClock: (at: Date) => void): Agenda {
  // A binary heap: large seasons plan hundreds of thousands of acts.
  const heap: Item[] = [];
  let order = 0;
  let done = 0;
  let now = Number.NEGATIVE_INFINITY;

  const push = (item: Item): void => {
    let i = heap.push(item) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(item, heap[up]!)) break;
      heap[i] = heap[up]!;
      i = up;
    }
    heap[i] = item;
  };
  const pop = (): Item => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down += 1;
      if (!before(heap[down]!, last)) break;
      heap[i] = heap[down]!;
      i = down;
    }
    heap[i] = last;
    return first;
  };

  return {
    at(when, run) {
      // Nothing can be done in the past: an act planned there happens now.
      push({ at: Math.max(when.getTime(), now), order: order++, run });
    },
    async play(until, tick) {
      while (heap.length > 0 && heap[0]!.at <= until.getTime()) {
        const item = pop();
        now = item.at;
        moveClock(new Date(item.at));
        await item.run();
        done += 1;
        tick?.(new Date(item.at), done, done + heap.length);
      }
      moveClock(until);
    },
  };
}
