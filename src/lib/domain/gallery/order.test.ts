import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, bucketOf, bucketSeed, type Keyed, sharedSeed } from './order.ts';

const keyed =
  (key: string): Keyed =>
  (text) =>
    createHmac('sha256', key).update(text).digest();
const visitor = fc.record({
  network: fc.ipV4(),
  agent: fc.string(),
  day: fc
    .date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10)),
});

/** As SQL does it: by md5(seed || id). */
const inOrder = (ids: string[], seed: string) =>
  ids
    .map(
      (id) =>
        [
          createHash('md5')
            .update(seed + id)
            .digest('hex'),
          id,
        ] as const,
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);

describe('the order of the gallery', () => {
  it('K24-4: a visitor stays in one bucket for a day', () => {
    fc.assert(
      fc.property(visitor, (one) => {
        const bucket = bucketOf(keyed('k'), one);
        expect(bucket).toBe(bucketOf(keyed('k'), { ...one }));
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS).toBe(true);
      }),
    );
  });

  it('K24-4: fields cannot be shifted into one another', () => {
    const day = '2024-08-11';
    const seen = new Set(
      Array.from({ length: 300 }, (_, i) =>
        bucketOf(keyed('k'), { network: '1'.repeat(i), agent: '1'.repeat(300 - i), day }),
      ),
    );
    expect(seen.size).toBeGreaterThan(50);
  });

  it('K24-4: visitors spread evenly over the buckets', () => {
    const counts = Array<number>(BUCKETS).fill(0);
    const visitors = 64_000;
    for (let i = 0; i < visitors; i++) {
      const bucket = bucketOf(keyed('k'), { network: `10.${i >> 8}.${i & 255}.1`, agent: 'a', day: '2024-08-11' });
      counts[bucket] = counts[bucket]! + 1;
    }
    const expected = visitors / BUCKETS;
    const chi = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: beyond 120 in less than one of 100,000 fair shuffles
    expect(chi).toBeLessThan(120);
  });

  it('K24-4: over days and buckets every work stands at every position equally often', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`);
    const at = new Map(ids.map((id) => [id, Array<number>(ids.length).fill(0)]));
    const days = 60;
    for (let day = 0; day < days; day++)
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const date = new Date(Date.UTC(2024, 7, 1 + day)).toISOString().slice(0, 10);
        for (const [i, id] of inOrder(ids, bucketSeed(keyed('k'), { day: date, bucket })).entries()) at.get(id)![i]!++;
      }
    const expected = (days * BUCKETS) / ids.length;
    for (const counts of at.values()) {
      const chi = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // 11 degrees of freedom
      expect(chi).toBeLessThan(45);
    }
  });

  it('K24-4: another day, another bucket or another installation is another order', () => {
    const seeds = new Set([
      bucketSeed(keyed('k'), { day: '2024-08-11', bucket: 1 }),
      bucketSeed(keyed('k'), { day: '2024-08-12', bucket: 1 }),
      bucketSeed(keyed('k'), { day: '2024-08-11', bucket: 2 }),
      bucketSeed(keyed('other'), { day: '2024-08-11', bucket: 1 }),
      sharedSeed(keyed('k'), { place: 'front', when: '2024-08-11' }),
    ]);
    expect(seeds.size).toBe(5);
  });
});
