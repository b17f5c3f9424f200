import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssignArgs, assignBalanced, type Pair } from './assign.ts';

const ids = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => ({ id: `${prefix}${i}` }));
const key = (pair: Pair) => `${pair.entryId} ${pair.judgeId}`;

/** Entries × judges with any conflicts and any existing assignments. */
const situations = fc
  .record({
    entries: fc.integer({ min: 0, max: 12 }),
    judges: fc.integer({ min: 0, max: 7 }),
    perEntry: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ entries, judges, perEntry }) => {
    const pairs = fc.uniqueArray(
      fc.record({
        entryId: fc.integer({ min: 0, max: Math.max(0, entries - 1) }).map((i) => `e${i}`),
        judgeId: fc.integer({ min: 0, max: Math.max(0, judges - 1) }).map((i) => `j${i}`),
      }),
      { selector: key, maxLength: 25 },
    );
    return fc.record({
      entries: fc.constant(ids('e', entries)),
      judges: fc.constant(ids('j', judges)),
      perEntry: fc.constant(perEntry),
      conflicts: pairs,
      existing: fc.oneof(fc.constant<Pair[]>([]), pairs),
      seed: fc.integer(),
      maxLoad: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    });
  });

/** The most seats that can be filled at all, by plain augmenting paths: an independent yardstick, without existing ones. */
function mostSeats(args: AssignArgs, limit: number): number {
  const conflicts = new Set([...args.conflicts].map(key));
  const given = new Map<string, Set<string>>(args.judges.map((judge) => [judge.id, new Set()]));
  const place = (entryId: string, seen: Set<string>): boolean => {
    for (const { id: judgeId } of args.judges) {
      const own = given.get(judgeId)!;
      if (seen.has(judgeId) || own.has(entryId) || conflicts.has(key({ entryId, judgeId }))) continue;
      seen.add(judgeId);
      if (own.size < limit) return own.add(entryId) && true;
      for (const other of own)
        if (place(other, new Set(seen))) {
          own.delete(other);
          own.add(entryId);
          return true;
        }
    }
    return false;
  };
  let seats = 0;
  for (const { id } of args.entries) for (let i = 0; i < args.perEntry; i++) if (place(id, new Set())) seats++;
  return seats;
}

describe('assignBalanced', () => {
  it('K26-4c: never in conflict, never twice, never above the limit, and says what it could not fill', () => {
    fc.assert(
      fc.property(situations, (args) => {
        const result = assignBalanced(args);
        const conflicts = new Set(args.conflicts.map(key));
        const kept = args.existing.filter(
          (p) =>
            !conflicts.has(key(p)) &&
            args.entries.some((e) => e.id === p.entryId) &&
            args.judges.some((j) => j.id === p.judgeId),
        );
        const all = [...kept, ...result.assignments];
        expect(result.assignments.some((pair) => conflicts.has(key(pair)))).toBe(false);
        expect(new Set(all.map(key)).size).toBe(all.length);
        for (const { id } of args.judges) {
          const load = all.filter((pair) => pair.judgeId === id).length;
          expect(result.loads.get(id)).toBe(load);
          const before = kept.filter((pair) => pair.judgeId === id).length;
          expect(load).toBeLessThanOrEqual(Math.max(before, args.maxLoad ?? Number.POSITIVE_INFINITY));
        }
        for (const { id } of args.entries) {
          const seats = all.filter((pair) => pair.entryId === id).length;
          const before = kept.filter((pair) => pair.entryId === id).length;
          expect(seats).toBeLessThanOrEqual(Math.max(before, args.perEntry));
          const missing = result.unfilled.find((u) => u.entryId === id)?.missing ?? 0;
          if (args.judges.length > 0) expect(seats + missing).toBe(Math.max(seats, args.perEntry));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('without conflicts, loads differ by at most one and every entry is filled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (e, j, want, seed) => {
          const perEntry = Math.min(want, j);
          const { loads, unfilled } = assignBalanced({
            entries: ids('e', e),
            judges: ids('j', j),
            perEntry,
            conflicts: [],
            seed,
          });
          expect(Math.max(...loads.values()) - Math.min(...loads.values())).toBeLessThanOrEqual(1);
          expect(unfilled).toEqual([]);
        },
      ),
    );
  });

  it('with conflicts, as many seats as possible are filled and no smaller heaviest load would do', () => {
    fc.assert(
      fc.property(situations, (args) => {
        const fresh = { ...args, existing: [] };
        const result = assignBalanced(fresh);
        const filled = result.assignments.length;
        expect(filled).toBe(mostSeats(fresh, args.maxLoad ?? 1000));
        const heaviest = Math.max(0, ...result.loads.values());
        if (heaviest > 0) expect(mostSeats(fresh, heaviest - 1)).toBeLessThan(filled);
      }),
      { numRuns: 300 },
    );
  });

  it('where few judges are free of conflict, chains of swaps still level the loads', () => {
    const dense = fc.record({
      allowed: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 14,
      }),
      perEntry: fc.integer({ min: 1, max: 2 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(dense, ({ allowed, perEntry, seed }) => {
        const conflicts = allowed.flatMap((free, e) =>
          ids('j', 7).flatMap(({ id }, j) => (free.includes(j) ? [] : [{ entryId: `e${e}`, judgeId: id }])),
        );
        const args = { entries: ids('e', allowed.length), judges: ids('j', 7), perEntry, conflicts, seed };
        const { assignments, loads } = assignBalanced(args);
        expect(assignments).toHaveLength(mostSeats(args, 1000));
        expect(mostSeats(args, Math.max(...loads.values()) - 1)).toBeLessThan(assignments.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('the same seed gives the same result, in whatever order entries and judges come; another seed another one', () => {
    const args = {
      entries: ids('e', 20),
      judges: ids('j', 6),
      perEntry: 3,
      conflicts: [{ entryId: 'e1', judgeId: 'j1' }],
      seed: 's',
    };
    const turned = { ...args, entries: args.entries.toReversed(), judges: args.judges.toReversed() };
    expect(assignBalanced(turned)).toMatchObject({ assignments: assignBalanced(args).assignments });
    expect(assignBalanced({ ...args, seed: 't' }).assignments).not.toEqual(assignBalanced(args).assignments);
  });

  it('keeps existing assignments, counts a judge who left, and points out those in conflict', () => {
    const result = assignBalanced({
      entries: ids('e', 2),
      judges: ids('j', 3),
      perEntry: 2,
      conflicts: [{ entryId: 'e1', judgeId: 'j0' }],
      existing: [
        { entryId: 'e0', judgeId: 'j0' },
        { entryId: 'e0', judgeId: 'gone' },
        { entryId: 'e1', judgeId: 'j0' },
      ],
      seed: 1,
    });
    expect(result.assignments).toEqual([
      { entryId: 'e1', judgeId: 'j1' },
      { entryId: 'e1', judgeId: 'j2' },
    ]);
    expect(result.existingInConflict).toEqual([{ entryId: 'e1', judgeId: 'j0' }]);
    expect(result.unfilled).toEqual([]);
  });

  it('says why an entry has too few judges', () => {
    const base = { entries: ids('e', 2), perEntry: 2, seed: 1 };
    const conflict = assignBalanced({ ...base, judges: ids('j', 2), conflicts: [{ entryId: 'e0', judgeId: 'j0' }] });
    expect(conflict.unfilled).toEqual([
      { entryId: 'e0', missing: 1, reason: 'Chỉ có 1 giám khảo không xung đột lợi ích với bài này, cần 2.' },
    ]);
    const limit = assignBalanced({ ...base, judges: ids('j', 2), conflicts: [], maxLoad: 1 });
    expect(limit.unfilled.map((u) => u.missing)).toEqual([1, 1]);
    expect(limit.unfilled[0]?.reason).toContain('đã đủ số bài tối đa');
    expect(assignBalanced({ ...base, judges: [], conflicts: [] }).unfilled[0]?.reason).toBe('Chưa có giám khảo nào.');
  });
});
