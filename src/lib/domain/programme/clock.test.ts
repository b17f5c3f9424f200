import { describe, expect, it } from 'vitest';
import { contest2026Demo as contest } from '../../../../programmes/son-la/index.ts';
import { clauseLabel } from './clauses.ts';
import { currentPeriod, isOpen, nextPeriod, periodState, stepStrip } from './clock.ts';

const at = (text: string) => new Date(text);

describe('clock', () => {
  it('K26-3: the intake is open to the last second of 30/6 in Vietnam and closed at midnight', () => {
    expect(isOpen(contest, 'intake', at('2026-02-28T16:59:59.999Z'))).toBe(false);
    expect(isOpen(contest, 'intake', at('2026-02-28T17:00:00.000Z'))).toBe(true);
    expect(isOpen(contest, 'intake', at('2026-06-30T16:59:59.999Z'))).toBe(true);
    expect(isOpen(contest, 'intake', at('2026-06-30T17:00:00.000Z'))).toBe(false);
    expect(isOpen(contest, 'nothing', at('2026-06-30T00:00:00Z'))).toBe(false);
  });

  it('K26-3: five periods, one after the other; none before, in the gap and after', () => {
    const period = (text: string) => currentPeriod(contest, at(text))?.id ?? null;
    expect(period('2025-12-31T12:00:00+07:00')).toBeNull();
    expect(period('2026-01-01T00:00:00+07:00')).toBe('setup');
    expect(period('2026-03-01T00:00:00+07:00')).toBe('intake');
    expect(period('2026-07-31T23:59:59+07:00')).toBe('preliminary');
    expect(period('2026-08-30T23:59:59+07:00')).toBe('refinement');
    expect(period('2026-08-31T12:00:00+07:00')).toBeNull();
    expect(nextPeriod(contest, at('2026-08-31T12:00:00+07:00'))?.id).toBe('final');
    expect(nextPeriod(contest, at('2026-09-02T12:00:00+07:00'))).toBeNull();
    expect(periodState(contest.timeline[0]!, at('2027-01-01T00:00:00Z'))).toBe('past');
  });

  it('shows every step with what people wait for', () => {
    const steps = stepStrip(contest, at('2026-07-10T09:00:00+07:00'));
    expect(steps.map((s) => [s.no, s.state])).toEqual([
      [1, 'past'],
      [2, 'past'],
      [3, 'current'],
      [4, 'upcoming'],
      [5, 'upcoming'],
    ]);
    expect(steps.map((s) => s.waitsFor?.toISOString() ?? null)).toEqual([
      null,
      null,
      '2026-07-31T16:59:59.999Z',
      '2026-07-31T17:00:00.000Z',
      '2026-08-31T17:00:00.000Z',
    ]);
  });

  it('cites clauses as people do', () => {
    expect(clauseLabel(contest, 'II.4.1')).toBe('Mục II.4.1');
    expect(clauseLabel(contest, 'X')).toBe('Mục X');
  });
});
