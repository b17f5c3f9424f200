/** What was really watched of a video: seconds of it that were played, each once, and the time that passed while it played. */
export interface Watched {
  /** tells where the video is and whether it runs; call it with every `timeupdate` */
  at(position: number, now: number, running: boolean): void;
  /** whole seconds, the lesser of both */
  seconds(): number;
}

/** Longer steps are jumps: somebody sought, or the machine slept. */
const longestStep = 2;

export function watched(): Watched {
  const played = new Set<number>();
  let passed = 0;
  let last: { position: number; now: number } | null = null;
  return {
    at(position, now, running) {
      if (last && running) {
        const moved = position - last.position;
        const time = (now - last.now) / 1000;
        if (moved > 0 && moved <= longestStep * 2 && time <= longestStep) {
          passed += time;
          for (let second = Math.floor(last.position); second <= Math.floor(position); second++) played.add(second);
        }
      }
      last = running ? { position, now } : null;
    },
    seconds: () => Math.floor(Math.min(passed, played.size)),
  };
}
