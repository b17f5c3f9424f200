/**
 * The one source of time for rules. In demonstration mode an administrator moves it, so that a season can be rehearsed;
 * the offset lives in table `setting` (key `clock`) and reaches every process by NOTIFY.
 */
export interface Clock {
  now(): Date;
  /** milliseconds added to real time; 0 outside rehearsals */
  readonly offsetMs: number;
}

export interface MovableClock extends Clock {
  set(offsetMs: number): void;
}

/** Real time plus an offset that only rehearsals set. */
export function createClock(offsetMs = 0): MovableClock {
  let offset = offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    get offsetMs() {
      return offset;
    },
    set(next) {
      offset = next;
    },
  };
}

/** A clock that stands still, for the season simulator and for tests. */
export function fixedClock(start: Date): Clock & { moveTo(at: Date): void; advance(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    offsetMs: 0,
    moveTo: (next) => {
      at = next.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}
