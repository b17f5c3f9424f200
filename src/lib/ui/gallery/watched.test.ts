import { describe, expect, it } from 'vitest';
import { watched } from './watched.ts';

/** Plays from `from` for so many seconds at four reports a second. @returns the clock afterwards */
function play(one: ReturnType<typeof watched>, from: number, seconds: number, clock: number, rate = 1): number {
  for (let i = 0; i <= seconds * 4; i++) one.at(from + (i / 4) * rate, clock + i * 250, true);
  return clock + seconds * 1000;
}

describe('K24-4: what is watched', () => {
  it('is what was played', () => {
    const one = watched();
    play(one, 0, 30, 0);
    expect(one.seconds()).toBe(30);
  });
  it('is not what was jumped over', () => {
    const one = watched();
    const clock = play(one, 0, 5, 0);
    play(one, 120, 5, clock);
    expect(one.seconds()).toBe(10);
  });
  it('counts no second of the video twice', () => {
    const one = watched();
    let clock = 0;
    for (let i = 0; i < 10; i++) clock = play(one, 0, 4, clock);
    expect(one.seconds()).toBe(5);
  });
  it('does not pass faster than time, and not while it stands', () => {
    const one = watched();
    const clock = play(one, 0, 10, 0, 2);
    expect(one.seconds()).toBe(10);
    for (let i = 1; i < 40; i++) one.at(20, clock + i * 250, false);
    expect(one.seconds()).toBe(10);
  });
});
