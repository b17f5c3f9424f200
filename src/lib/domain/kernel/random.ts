/**
 * Repeatable randomness for the simulated season and for draws: the same seed gives the same sequence on every machine, so a
 * draw can be checked by anyone who knows its seed. Not for secrets (see ids.ts).
 */

export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** whole number, both ends included */
  int(from: number, to: number): number;
  /** one of the items; throws RangeError on an empty list */
  pick<T>(items: readonly T[]): T;
  /** one of the items, with chances in proportion to the weights */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** true with probability p */
  chance(p: number): boolean;
  /** a new list in random order */
  shuffle<T>(items: readonly T[]): T[];
  /** n different items (all of them when there are fewer) */
  sample<T>(items: readonly T[], n: number): T[];
  /** normally distributed */
  normal(mean: number, deviation: number): number;
  /** an independent sequence, so that drawing more here does not shift what is drawn there */
  fork(label: string | number): Random;
}

/** 32-bit hash of a text (FNV-1a with a final mix). */
function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  return mix(h);
}

function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const rotate = (x: number, k: number): number => ((x << k) | (x >>> (32 - k))) >>> 0;

/** A generator (xoshiro128**) whose sequence depends only on the seed. */
export function seeded(seed: string | number): Random {
  const key = String(seed);
  const state = [0, 1, 2, 3].map((i) => hash32(`${i}:${key}`));
  let [a, b, c, d] = state as [number, number, number, number];
  // The all-zero state would stay zero for ever.
  if ((a | b | c | d) === 0) a = 1;

  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ t) >>> 0;
    d = rotate(d, 11);
    return result;
  };

  const random: Random = {
    next: () => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992,
    int: (from, to) => from + Math.floor(random.next() * (to - from + 1)),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[random.int(0, items.length - 1)]!;
    },
    weighted: (items) => {
      const total = items.reduce((all, [, weight]) => all + weight, 0);
      let at = random.next() * total;
      for (const [item, weight] of items) {
        at -= weight;
        if (at < 0) return item;
      }
      const last = items.at(-1);
      if (!last) throw new RangeError('nothing to pick from');
      return last[0];
    },
    chance: (p) => random.next() < p,
    shuffle: (items) => {
      const list = [...items];
      for (let i = list.length - 1; i > 0; i--) {
        const j = random.int(0, i);
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
      return list;
    },
    sample: (items, n) => random.shuffle(items).slice(0, Math.max(0, n)),
    normal: (mean, deviation) => {
      const u = 1 - random.next();
      return mean + deviation * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next());
    },
    fork: (label) => seeded(`${key}/${label}`),
  };
  return random;
}
