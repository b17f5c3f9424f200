import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthWeeks, readMonth, readTask, reminderDue, shiftMonth, standingText, taskStanding } from './task.ts';

const today = '2024-07-31';
const open = (dueOn: string | null) => ({ state: 'todo' as const, dueOn, doneOn: null });

describe('where a task stands', () => {
  it('K24-11: the due day is still in time, the day after is overdue', () => {
    expect(taskStanding(open('2024-07-31'), today)).toBe('soon');
    expect(taskStanding(open('2024-07-30'), today)).toBe('overdue');
    expect(standingText(open('2024-07-28'), today)).toBe('Quá hạn 3 ngày');
    expect(standingText(open('2024-07-31'), today)).toBe('Hạn hôm nay');
    expect(standingText(open('2024-08-05'), today)).toBe('Còn 5 ngày');
    expect(standingText(open(null), today)).toBe('Chưa có hạn');
  });

  it('K24-11: what was done late says so', () => {
    expect(standingText({ state: 'done', dueOn: '2024-07-20', doneOn: '2024-07-22' }, today)).toBe('Xong muộn 2 ngày');
    expect(taskStanding({ state: 'done', dueOn: '2024-07-20', doneOn: '2024-07-20' }, today)).toBe('done');
    expect(taskStanding({ state: 'cancelled', dueOn: '2024-07-01', doneOn: null }, today)).toBe('cancelled');
  });

  it('far tasks are merely open', () => {
    expect(taskStanding(open('2024-08-07'), today)).toBe('soon');
    expect(taskStanding(open('2024-08-08'), today)).toBe('open');
  });
});

describe('what is typed', () => {
  const typed = { title: 'Xây dựng thể lệ', detail: '', agency: 'Ban Tuyên giáo', startsOn: '', dueOn: '31/7/2024' };
  it('reads days as people type them', () => {
    expect(readTask(typed)).toEqual({
      value: { title: 'Xây dựng thể lệ', detail: '', agency: 'Ban Tuyên giáo', startsOn: null, dueOn: '2024-07-31' },
      issues: [],
    });
  });
  it('says beside each field what is wrong', () => {
    const fields = (input: Partial<typeof typed>) => readTask({ ...typed, ...input }).issues.map((i) => i.field);
    expect(fields({ title: '' })).toEqual(['title']);
    expect(fields({ dueOn: '31/2/2024' })).toEqual(['dueOn']);
    expect(fields({ startsOn: '01/08/2024' })).toEqual(['dueOn']);
    expect(fields({ title: 'x'.repeat(501), agency: 'x'.repeat(301) })).toEqual(['title', 'agency']);
  });
});

describe('months', () => {
  it('weeks begin on Monday and hold every day of the month once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const name = `${year}-${String(month).padStart(2, '0')}`;
        const days = monthWeeks(name).flat();
        const own = days.filter((d) => d.inMonth);
        expect(new Date(`${days[0]!.day}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(own.length).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
        expect(new Set(days.map((d) => d.day)).size).toBe(days.length);
        expect(days.length % 7).toBe(0);
        expect(days.length).toBeLessThanOrEqual(42);
      }),
    );
  });
  it('go on over the end of a year', () => {
    expect(shiftMonth('2023-12', 1)).toBe('2024-01');
    expect(shiftMonth('2024-01', -1)).toBe('2023-12');
    expect(readMonth('2024-13')).toBeNull();
    expect(readMonth('2024-07')).toBe('2024-07');
  });
});

it('K24-11: reminders come three days before, on the day, and after it', () => {
  expect(reminderDue('2024-08-04', today)).toBeNull();
  expect(reminderDue('2024-08-03', today)).toBe('soon');
  expect(reminderDue('2024-07-31', today)).toBe('today');
  expect(reminderDue('2024-07-30', today)).toBe('overdue');
});
