import { describe, expect, it } from 'vitest';
import { addWorkingDays, isWorkingDay, workingDaysBetween } from './workingDays.ts';

const calendar = { off: new Set(['2026-09-02', '2026-09-01']), work: new Set(['2026-08-22']) };

describe('working days', () => {
  it('Q25-12: Saturdays, Sundays and days off do not count, a Saturday worked in exchange does', () => {
    expect(isWorkingDay('2026-08-21', calendar)).toBe(true);
    expect(isWorkingDay('2026-08-22', calendar)).toBe(true);
    expect(isWorkingDay('2026-08-23', calendar)).toBe(false);
    expect(isWorkingDay('2026-09-02', calendar)).toBe(false);
  });

  it('the day on which the period begins does not count', () => {
    expect(addWorkingDays('2026-08-28', 1, calendar)).toBe('2026-08-31');
    expect(addWorkingDays('2026-08-31', 1, calendar)).toBe('2026-09-03');
    expect(addWorkingDays('2026-08-21', 2, calendar)).toBe('2026-08-24');
    expect(addWorkingDays('2026-08-21', 0, calendar)).toBe('2026-08-21');
  });

  it('counting back gives the same number', () => {
    expect(workingDaysBetween('2026-08-28', '2026-09-03', calendar)).toBe(2);
    expect(workingDaysBetween('2026-09-03', '2026-08-28', calendar)).toBe(0);
  });
});
