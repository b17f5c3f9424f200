import { describe, expect, it } from 'vitest';
import type { SubjectKind } from '../catalogue/types.ts';
import { type Counted, type Declared, quotaLines } from './quota.ts';
import type { Quota } from './types.ts';

const none: Declared = { collectives: null, individuals: null, households: null };
const of = (...kinds: SubjectKind[]): Counted[] =>
  kinds.map((subjectKind) => ({ formId: 'bang-khen-tinh', subjectKind }));
const line = (subjects: SubjectKind[], more: Partial<Quota['limits'][number]>): Quota['limits'][number] => ({
  subjects,
  max: null,
  percent: null,
  rounding: null,
  ...more,
});
const quota = (limits: Quota['limits'], more: Partial<Quota> = {}): Quota => ({
  id: 'q',
  printed: 'chỉ tiêu',
  classIds: [],
  units: [],
  formIds: [],
  limits,
  ...more,
});
const commune = { code: '03646', classId: 'communes' };
const lines = (quotas: Quota[], dossiers: Counted[], declared: Declared = none, unit = commune) =>
  quotaLines({ call: { quotas }, unit, declared, dossiers });

/** Small seeded generator, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

describe('Q25-8: quotas as the guidance says them', () => {
  const oneAndThree = quota([line(['collective'], { max: 1 }), line(['individual'], { max: 3 })]);
  const twoCases = quota([line(['collective', 'individual'], { max: 2 })], { classIds: ['communes'] });

  it('Q25-8: “không quá 01 tập thể, 03 cá nhân”: each kind has a limit of its own', () => {
    const [collectives, individuals] = lines([oneAndThree], of('collective', 'individual', 'individual'));
    expect(collectives).toMatchObject({ max: 1, used: 1, left: 0, over: false });
    expect(individuals).toMatchObject({ max: 3, used: 2, left: 1, over: false });
    expect(lines([oneAndThree], of('collective', 'collective'))[0]).toMatchObject({ used: 2, left: 0, over: true });
  });

  it('Q25-8: “mỗi xã 02 trường hợp (tập thể hoặc cá nhân)”: both kinds share one limit', () => {
    expect(lines([twoCases], of('collective', 'individual'))[0]).toMatchObject({
      max: 2,
      used: 2,
      left: 0,
      over: false,
    });
    expect(lines([twoCases], of('collective', 'individual', 'individual'))[0]).toMatchObject({ over: true });
    expect(lines([twoCases], of('household'))[0]).toMatchObject({ used: 0, left: 2 });
  });

  it('Q25-8: a quota holds for its classes and single units; every quota that applies holds', () => {
    const agency = { code: 'SNV', classId: 'agencies' };
    expect(lines([twoCases], of('collective'), none, agency)).toEqual([]);
    const single = quota([line(['individual'], { max: 5 })], { id: 'single', units: ['SNV'], classIds: ['communes'] });
    expect(lines([oneAndThree, single], of('individual'), none, agency).map((one) => one.max)).toEqual([1, 3, 5]);
    expect(lines([oneAndThree, single], of('individual')).map((one) => one.max)).toEqual([1, 3, 5]);
  });

  it('Q25-8: forms that are counted together share the limit, others stay outside', () => {
    const two = quota([line(['individual'], { max: 1 })], { formIds: ['bang-khen-tinh', 'giay-khen'] });
    const mixed: Counted[] = [
      { formId: 'bang-khen-tinh', subjectKind: 'individual' },
      { formId: 'giay-khen', subjectKind: 'individual' },
      { formId: 'huan-chuong-lao-dong-ba', subjectKind: 'individual' },
    ];
    expect(lines([two], mixed)[0]).toMatchObject({ used: 2, over: true });
  });

  describe('“10% tập thể, 5% cá nhân trực tiếp tham gia”', () => {
    const share = (rounding: 'down' | 'nearest' | 'up' | null) =>
      quota([line(['collective'], { percent: '10', rounding }), line(['individual'], { percent: '5', rounding })]);
    const declared = { collectives: 25, individuals: 100, households: null };

    it('Q25-8: without a decision on rounding the line is open, unless nothing has to be rounded', () => {
      const [collectives, individuals] = lines([share(null)], of('collective'), declared);
      expect(collectives).toMatchObject({ max: null, left: null, over: false });
      expect(collectives?.open).toContain('10% của 25 tập thể là 2,5');
      expect(individuals).toMatchObject({ max: 5, left: 5 });
      expect(individuals?.open).toBeUndefined();
    });

    it('Q25-8: the person who decides says how', () => {
      expect((['down', 'nearest', 'up'] as const).map((way) => lines([share(way)], [], declared)[0]?.max)).toEqual([
        2, 3, 3,
      ]);
      const few = { collectives: 12, individuals: 0, households: null };
      expect((['down', 'nearest', 'up'] as const).map((way) => lines([share(way)], [], few)[0]?.max)).toEqual([
        1, 1, 2,
      ]);
    });

    it('Q25-8: nothing is computed from numbers that the unit has not declared', () => {
      const [collectives, individuals] = lines([share('down')], [], { ...none, collectives: 40 });
      expect(collectives).toMatchObject({ max: 4 });
      expect(individuals?.open).toContain('chưa khai số cá nhân');
    });
  });

  it('Q25-8: a limit without a number is open, not unlimited', () => {
    expect(lines([quota([line(['individual'], {})])], of('individual'))[0]).toMatchObject({ max: null, over: false });
    expect(lines([quota([line(['individual'], {})])], [])[0]?.open).toBeTruthy();
  });

  it('Q25-8: properties: left + used = max unless over; one dossier more never leaves more; order does not matter', () => {
    const random = numbers(27);
    const pick = <T>(list: readonly T[]): T => list[random.next().value! % list.length]!;
    const kinds: SubjectKind[] = ['collective', 'individual', 'household'];
    for (let round = 0; round < 400; round++) {
      const subjects = kinds.filter(() => pick([true, false, true]));
      const declared = { collectives: pick([0, 7, 25]), individuals: pick([0, 3, 333]), households: pick([0, 19]) };
      const one = quota([
        pick([true, false])
          ? line(subjects, { max: pick([0, 1, 2, 3, 10]) })
          : line(subjects, {
              percent: pick(['5', '10', '0.5', '33.3']),
              rounding: pick(['down', 'nearest', 'up'] as const),
            }),
      ]);
      const dossiers = Array.from({ length: pick([0, 1, 3, 8]) }, () => of(pick(kinds))[0]!);
      const [before] = lines([one], dossiers, declared);
      const [more] = lines([one], [...dossiers, of(pick(kinds))[0]!], declared);
      expect(Number.isInteger(before!.max)).toBe(true);
      expect(before!.over).toBe(before!.used > before!.max!);
      if (!before!.over) expect(before!.left! + before!.used).toBe(before!.max);
      expect(more!.left!).toBeLessThanOrEqual(before!.left!);
      expect(lines([one], dossiers.toReversed(), declared)).toEqual([before]);
    }
  });
});
