import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, DAY_MS, startOfDay } from '../kernel/time.ts';
import type { ObligationRule } from '../movement/types.ts';
import { dueAt, hasOpened, impossibleDays, opensAt, periodsOf } from './due.ts';
import { obligationsDue } from './owed.ts';
import { remindersDue } from './reminders.ts';
import { correcting, lateness, moved, type ObligationFacts } from './states.ts';
import { correctionSaying, stateSaying, timeSaying } from './words.ts';

type Timing = Pick<ObligationRule, 'period' | 'firstYear' | 'lastYear' | 'due'>;
const timing = (
  month: number,
  day: number,
  reading: 'before' | 'through' | null,
  more: Partial<Timing> = {},
): Timing => ({
  period: 'once',
  firstYear: 2025,
  lastYear: 2025,
  due: { month, day, yearOffset: 0, printed: '', reading: { value: reading, source: reading ? 'decided' : 'open' } },
  ...more,
});
const rule = (more: Partial<ObligationRule>): ObligationRule =>
  ({
    id: 'plan',
    classIds: ['agencies'],
    reminders: { before: [14, 7, 1], after: [1, 7, 14], escalateAfter: 7 },
    opensDaysBefore: 30,
    ...timing(6, 30, 'before'),
    ...more,
  }) as ObligationRule;
const facts = (more: Partial<ObligationFacts> = {}): ObligationFacts => ({
  state: 'not-started',
  dueAt: new Date('2025-06-29T23:59:59.999+07:00'),
  firstSubmittedAt: null,
  submittedAt: null,
  returnedAt: null,
  exemptedAt: null,
  ...more,
});

describe('due days', () => {
  it('Q25-10: both readings of the deadlines of 2025', () => {
    const at = (month: number, day: number, reading: 'before' | 'through') =>
      dueAt(timing(month, day, reading), '2025')?.toISOString();
    expect(at(6, 30, 'before')).toBe(new Date('2025-06-29T23:59:59.999+07:00').toISOString());
    expect(at(6, 30, 'through')).toBe(new Date('2025-06-30T23:59:59.999+07:00').toISOString());
    expect(at(7, 30, 'before')).toBe(new Date('2025-07-29T23:59:59.999+07:00').toISOString());
    expect(at(7, 30, 'through')).toBe(new Date('2025-07-30T23:59:59.999+07:00').toISOString());
    expect(at(11, 10, 'before')).toBe(new Date('2025-11-09T23:59:59.999+07:00').toISOString());
    expect(at(11, 10, 'through')).toBe(new Date('2025-11-10T23:59:59.999+07:00').toISOString());
  });

  it('Q25-10: while nobody has decided how the day is read there is no due day', () => {
    expect(dueAt(timing(6, 30, null), '2025')).toBeNull();
    expect(
      obligationsDue(
        { obligations: [rule(timing(6, 30, null))] },
        [{ id: 'u', classId: 'agencies', validFrom: null, validTo: null }],
        new Date('2025-06-01T00:00:00Z'),
      ),
    ).toEqual([]);
  });

  it('V26-7: halves and quarters count from their end', () => {
    const quarterly = timing(1, 15, 'through', { period: 'quarter', lastYear: 2026 });
    expect(periodsOf(quarterly)).toHaveLength(8);
    expect(dueAt(quarterly, '2025-Q1')).toEqual(new Date('2025-04-15T23:59:59.999+07:00'));
    expect(dueAt(quarterly, '2025-Q4')).toEqual(new Date('2026-01-15T23:59:59.999+07:00'));
    expect(dueAt({ due: { ...quarterly.due, reading: { value: 'before', source: 'decided' } } }, '2025-H1')).toEqual(
      new Date('2025-07-14T23:59:59.999+07:00'),
    );
  });

  it('a day that does not exist is found, and never moved to another', () => {
    const leap = timing(2, 29, 'through', { period: 'year', lastYear: 2028 });
    expect(impossibleDays(leap)).toEqual(['2025', '2026', '2027']);
    expect(() => dueAt(leap, '2025')).toThrow(RangeError);
    expect(dueAt(leap, '2028')).toEqual(new Date('2028-02-29T23:59:59.999+07:00'));
  });

  it('it opens so many days before', () => {
    expect(opensAt({ opensDaysBefore: 30 }, new Date('2025-06-29T23:59:59.999+07:00'))).toEqual(
      startOfDay('2025-05-30'),
    );
  });

  it('Q25-10: it is something to do from that day on, or once somebody has begun', () => {
    const dueAt = new Date('2025-06-29T23:59:59.999+07:00');
    const opened = (state: 'not-started' | 'draft', now: string) =>
      hasOpened({ opensDaysBefore: 30 }, { dueAt, state }, new Date(now));
    expect(opened('not-started', '2025-05-29T23:59:00+07:00')).toBe(false);
    expect(opened('not-started', '2025-05-30T00:00:00+07:00')).toBe(true);
    expect(opened('draft', '2025-01-01T00:00:00+07:00')).toBe(true);
  });
});

describe('who owes', () => {
  const doc = {
    obligations: [
      rule({}),
      rule({ id: 'plan-commune', classIds: ['communes'], ...timing(7, 30, 'before') }),
      rule({
        id: 'report',
        classIds: ['agencies', 'communes'],
        ...timing(11, 10, 'before', { period: 'year', lastYear: 2030 }),
      }),
    ],
  };
  const unit = (id: string, classId: string, validFrom: string | null = null, validTo: string | null = null) => ({
    id,
    classId,
    validFrom,
    validTo,
  });
  const owed = (units: ReturnType<typeof unit>[], day: string) =>
    obligationsDue(doc, units, new Date(`${day}T08:00:00+07:00`)).map((o) => `${o.unitId}:${o.ruleId}:${o.period}`);

  it('Q25-10, C21-7: departments and communes owe by class, as far as they exist on the due day', () => {
    expect(owed([unit('so', 'agencies'), unit('huyen', 'communes', null, '2025-06-30')], '2025-06-21')).toEqual([
      'so:plan:2025',
      'so:report:2025',
    ]);
    expect(owed([unit('so', 'agencies'), unit('xa', 'communes', '2025-07-01')], '2025-07-01')).toEqual([
      'so:plan:2025',
      'xa:plan-commune:2025',
      'so:report:2025',
      'xa:report:2025',
    ]);
    expect(owed([unit('moi', 'agencies', '2025-08-01')], '2025-08-02')).toEqual(['moi:report:2025']);
  });

  it('Q25-10: what is more than a year ahead is not written down yet, unless its year is asked for', () => {
    expect(owed([unit('so', 'agencies')], '2025-11-09')).toContain('so:report:2026');
    expect(owed([unit('so', 'agencies')], '2025-11-01')).not.toContain('so:report:2026');
    expect(obligationsDue(doc, [unit('so', 'agencies')], new Date('2025-06-21T00:00:00Z'), 2029)).toHaveLength(1);
  });
});

describe('late or not', () => {
  it('Q25-10: the last moment is in time, the next one is a day late', () => {
    const { dueAt: due } = facts();
    expect(lateness(facts({ firstSubmittedAt: due }), due)).toBeNull();
    expect(lateness(facts({ firstSubmittedAt: new Date(due.getTime() + 1) }), due)).toBe(1);
    expect(lateness(facts(), new Date('2025-07-02T00:00:00+07:00'))).toBe(3);
  });

  it('Q25-10: handing in again later does not make it late, and its own days are counted', () => {
    const again = facts({
      state: 'submitted',
      firstSubmittedAt: new Date('2025-06-28T09:00:00+07:00'),
      returnedAt: new Date('2025-07-01T09:00:00+07:00'),
      submittedAt: new Date('2025-07-04T09:00:00+07:00'),
    });
    const now = new Date('2025-07-10T09:00:00+07:00');
    expect(lateness(again, now)).toBeNull();
    expect(correcting(again, now)).toBe(3);
    expect(correctionSaying(again, now)).toBe('gửi lại sau 3 ngày');
    expect(correcting({ ...again, state: 'returned' }, now)).toBe(9);
    expect(timeSaying(again, now)).toBe('gửi đúng hạn');
  });

  it('Q25-10: whole days, never falling as time goes on, none before the end of the due day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: -40 * DAY_MS, max: 400 * DAY_MS }),
        fc.nat(),
        (day, offset, later) => {
          const due = new Date(startOfDay('2025-01-01').getTime() + (day + 1) * DAY_MS - 1);
          const at = new Date(due.getTime() + offset);
          const late = lateness(facts({ dueAt: due, firstSubmittedAt: at }), at);
          expect(late === null).toBe(offset <= 0);
          if (late !== null) expect(late).toBe(Math.ceil(offset / DAY_MS));
          const more = lateness(facts({ dueAt: due }), new Date(at.getTime() + later));
          expect(more ?? 0).toBeGreaterThanOrEqual(late ?? 0);
          expect(lateness(facts({ dueAt: due, firstSubmittedAt: at, exemptedAt: at }), at)).toBeNull();
        },
      ),
    );
  });

  it('moves only along the states', () => {
    expect(moved('not-started', 'submit')).toBe('submitted');
    expect(moved('returned', 'submit')).toBe('submitted');
    expect(moved('accepted', 'return')).toBeNull();
    expect(moved('draft', 'accept')).toBeNull();
  });

  it('says it in words', () => {
    const now = new Date('2025-07-02T10:00:00+07:00');
    expect(stateSaying(facts(), now)).toEqual({ label: 'Quá hạn, chưa gửi', tone: 'bad' });
    expect(timeSaying(facts(), now)).toBe('quá hạn 3 ngày');
    expect(timeSaying(facts(), new Date('2025-06-29T10:00:00+07:00'))).toBe('hết hạn hôm nay');
    expect(timeSaying(facts(), new Date('2025-06-24T10:00:00+07:00'))).toBe('còn 5 ngày');
    expect(stateSaying(facts({ exemptedAt: now }), now).label).toBe('Được miễn');
  });
});

describe('reminders', () => {
  const due = (day: string, more: Partial<ObligationFacts> = {}, sent: string[] = []) =>
    remindersDue(rule({}), facts(more), new Set(sent), new Date(`${day}T07:30:00+07:00`)).map((r) => r.kind);

  it('V26-7: 14, 7 and 1 days before, then after, then to those above', () => {
    expect(due('2025-06-14')).toEqual([]);
    expect(due('2025-06-15')).toEqual(['before-14']);
    expect(due('2025-06-16', {}, ['before-14'])).toEqual([]);
    expect(due('2025-06-22', {}, ['before-14'])).toEqual(['before-7']);
    expect(due('2025-06-30', {}, ['before-14', 'before-7', 'before-1'])).toEqual(['after-1']);
    expect(due('2025-07-06', {}, ['after-1'])).toEqual(['after-7', 'escalation']);
    expect(due('2025-07-07', {}, ['after-1', 'after-7', 'escalation'])).toEqual([]);
  });

  it('V26-7: a machine that was off sends the latest one only, and none that the due day overtook', () => {
    expect(due('2025-06-28')).toEqual(['before-1']);
    expect(due('2025-07-15')).toEqual(['after-14', 'escalation']);
    expect(
      remindersDue(
        rule({ reminders: { before: [1], after: [7], escalateAfter: 9 } }),
        facts(),
        new Set(),
        new Date('2025-07-02T07:30:00+07:00'),
      ),
    ).toEqual([]);
  });

  it('V26-7: nothing for what is handed in, accepted or excused; a returned one is asked for again', () => {
    const at = new Date('2025-06-10T00:00:00Z');
    expect(due('2025-07-15', { state: 'submitted', firstSubmittedAt: at, submittedAt: at })).toEqual([]);
    expect(due('2025-07-15', { exemptedAt: at })).toEqual([]);
    const returned = {
      state: 'returned' as const,
      firstSubmittedAt: at,
      submittedAt: at,
      returnedAt: startOfDay('2025-07-01'),
    };
    expect(due('2025-07-01', returned)).toEqual([]);
    expect(due('2025-07-09', returned)).toEqual(['returned-2025-07-01-7']);
  });

  it('V26-7: whatever days a machine runs, nothing goes twice and never two a day to the unit', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), (days) => {
        const sent = new Set<string>();
        for (const day of days.sort((a, b) => a - b)) {
          const kinds = remindersDue(rule({}), facts(), sent, addDays(new Date('2025-06-01T07:30:00+07:00'), day));
          expect(kinds.filter((kind) => kind.to === 'unit').length).toBeLessThanOrEqual(1);
          for (const { kind } of kinds) {
            expect(sent.has(kind)).toBe(false);
            sent.add(kind);
          }
        }
      }),
    );
  });
});
