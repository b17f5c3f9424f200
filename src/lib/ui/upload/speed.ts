const windowMs = 8000;

/** Bytes per second over the last seconds, so that the remaining time neither jumps nor lags. */
export class SpeedMeter {
  private samples: { at: number; bytes: number }[] = [];

  /** `at` in milliseconds of any steady clock; returns bytes per second, 0 while unknown. */
  add(at: number, bytes: number): number {
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && at - this.samples[0]!.at > windowMs) this.samples.shift();
    const first = this.samples[0]!;
    const elapsed = (at - first.at) / 1000;
    return elapsed < 0.5 ? 0 : Math.max(0, (bytes - first.bytes) / elapsed);
  }

  reset(): void {
    this.samples = [];
  }
}
