import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from './random.ts';

describe('seeded randomness', () => {
  it('repeats for the same seed and differs for another', () => {
    const take = (seed: string | number) => Array.from({ length: 20 }, seeded(seed).next);
    expect(take('2026')).toEqual(take(2026));
    expect(take(1)).not.toEqual(take(2));
  });
  it('K26-4e: a draw contains everyone once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 50 }), fc.string(), (items, seed) => {
        expect(seeded(seed).shuffle(items).toSorted()).toEqual(items.toSorted());
      }),
    );
  });
  it('is roughly uniform and stays in range', () => {
    const random = seeded('đều');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[random.int(1, 6) - 1]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random.sample([1, 2, 3], 5)).toHaveLength(3);
    expect(
      random.weighted([
        ['a', 0],
        ['b', 1],
      ] as const),
    ).toBe('b');
    expect(() => random.pick([])).toThrow(RangeError);
  });
  it('forks do not disturb each other', () => {
    const [a, b] = [seeded(7), seeded(7)];
    a.fork('x').next();
    expect(a.next()).toBe(b.next());
    expect(a.fork('x').next()).not.toBe(a.fork('y').next());
  });
});
