import { describe, expect, it } from 'vitest';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import { criteriaByClass } from './criteria.ts';
import { milestones, milestonesAhead } from './milestones.ts';

describe('what happens next in a movement', () => {
  it('Q25-9, Q25-10: a yearly report stands there every year on its last day, a review in its year, and the end comes last', () => {
    const all = milestones(sampleMovement);
    expect(all.filter((one) => one.id.startsWith('due-report')).map((one) => one.day)).toEqual(
      [2025, 2026, 2027, 2028, 2029, 2030].map((year) => `${year}-11-09`),
    );
    const undecided = sampleMovement.obligations.map((rule) => ({
      ...rule,
      due: { ...rule.due, reading: { value: null, source: 'open' as const } },
    }));
    const printed = milestones({ ...sampleMovement, obligations: undecided });
    expect(printed.find((one) => one.id === 'due-report-2025')?.day).toBe('2025-11-10');
    expect(all.find((one) => one.id === 'review-mid')).toMatchObject({ day: '2027-12-31', yearOnly: true });
    expect(all.at(-1)?.kind).not.toBe('start');
    expect(all.map((one) => one.day)).toEqual(all.map((one) => one.day).toSorted());
  });

  it('V26-7: everyone is told the day by which units have to hand in; while nobody has decided how to read it, the printed one', () => {
    const open = {
      ...sampleMovement,
      obligations: sampleMovement.obligations.map((rule) => ({
        ...rule,
        due: { ...rule.due, reading: { value: null, source: 'open' as const } },
      })),
    };
    expect(milestones(sampleMovement).find((one) => one.id === 'due-report-2026')?.day).toBe('2026-11-09');
    expect(milestones(open).find((one) => one.id === 'due-report-2026')?.day).toBe('2026-11-10');
  });

  it('what is past is not ahead; today still is', () => {
    expect(milestonesAhead(sampleMovement, '2025-11-09')[0]?.id).toBe('due-report-2025');
    expect(milestonesAhead(sampleMovement, '2025-11-10')[0]?.id).toBe('due-report-2026');
    expect(milestonesAhead(sampleMovement, '2031-01-01')).toEqual([]);
  });
});

describe('criteria by class', () => {
  it('Q25-6: classes with the same criteria stand together, the others have their own', () => {
    const groups = criteriaByClass(sampleMovement).map((group) => [
      group.classes.map((one) => one.id).join(' '),
      group.criteria.map((one) => one.id).join(' '),
    ]);
    expect(groups).toEqual([
      ['communes agencies', 'a1 a2'],
      ['fronts', 'b1'],
      ['persons', ''],
    ]);
  });
});
