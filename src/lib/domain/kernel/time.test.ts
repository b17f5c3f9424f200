import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  countdown,
  daysBetween,
  endOfDay,
  formatDate,
  formatDateLong,
  formatDateTime,
  formatDateTimeShort,
  isoDateLocal,
  localParts,
  parseLocalInput,
  parseViDate,
  startOfDay,
  toLocalInput,
  toLocalIso,
  weekdayVi,
} from './time.ts';

describe('dates that people type', () => {
  it.each(['31/02/2026', '29/2/2026', '00/01/2026', '1/13/2026', '31/4/2026', '1/1/26', 'hôm nay', '', '31/7-2026'])(
    'refuses %s',
    (text) => expect(parseViDate(text)).toBeNull(),
  );
  it('accepts day/month/year with or without zeros, and what date inputs send', () => {
    const expected = { y: 2026, m: 7, d: 5 };
    for (const text of ['5/7/2026', '05/07/2026', ' 5-7-2026 ', '5.7.2026', '2026-07-05']) {
      expect(parseViDate(text)).toEqual(expected);
    }
    expect(parseViDate('29/02/2028')).toEqual({ y: 2028, m: 2, d: 29 });
  });
});

describe('K26-3: days begin and end in Asia/Ho_Chi_Minh', () => {
  it('starts at 00:00 and ends at 23:59:59.999 local time', () => {
    expect(startOfDay('2026-03-01').toISOString()).toBe('2026-02-28T17:00:00.000Z');
    expect(endOfDay('2026-06-30').toISOString()).toBe('2026-06-30T16:59:59.999Z');
    expect(() => startOfDay('2026-02-31')).toThrow(RangeError);
  });
  it('shows the local day of an instant', () => {
    expect(isoDateLocal(new Date('2026-06-30T17:00:00Z'))).toBe('2026-07-01');
    expect(isoDateLocal(new Date('2026-06-30T16:59:59.999Z'))).toBe('2026-06-30');
    expect(localParts('2026-07-31T23:59:59+07:00')).toMatchObject({ y: 2026, m: 7, d: 31, hour: 23, weekday: 5 });
  });
  it('writes an instant and reads it back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const second = new Date(Math.floor(date.getTime() / 1000) * 1000);
          expect(parseLocalInput(toLocalInput(second))).toEqual(second);
          expect(new Date(toLocalIso(date))).toEqual(date);
          expect(startOfDay(isoDateLocal(date)).getTime()).toBeLessThanOrEqual(date.getTime());
          expect(endOfDay(isoDateLocal(date)).getTime()).toBeGreaterThanOrEqual(date.getTime());
        },
      ),
    );
  });
  it('reads datetime-local inputs', () => {
    expect(parseLocalInput('2026-08-30T23:59:59')?.toISOString()).toBe('2026-08-30T16:59:59.000Z');
    expect(parseLocalInput('2026-08-30T23:59')?.toISOString()).toBe('2026-08-30T16:59:00.000Z');
    for (const text of ['2026-02-31T10:00', '2026-08-30', '2026-08-30T24:00', 'x'])
      expect(parseLocalInput(text)).toBeNull();
  });
});

describe('how dates read', () => {
  const end = endOfDay('2026-07-31');
  it('is Vietnamese', () => {
    expect(formatDate(end)).toBe('31/07/2026');
    expect(formatDate('2026-07-31')).toBe('31/07/2026');
    expect(formatDateTime(end)).toBe('23:59:59, thứ Sáu 31/07/2026');
    expect(formatDateTimeShort(end)).toBe('23:59 31/07/2026');
    expect(weekdayVi(startOfDay('2026-08-02'))).toBe('Chủ nhật');
  });
  it('follows Nghị định 30/2020 in documents: leading zeros for days below 10 and months 1 and 2 only', () => {
    expect(formatDateLong('2026-03-05')).toBe('ngày 05 tháng 3 năm 2026');
    expect(formatDateLong('2026-01-06')).toBe('ngày 06 tháng 01 năm 2026');
    expect(formatDateLong('2026-02-28')).toBe('ngày 28 tháng 02 năm 2026');
    expect(formatDateLong('2026-12-31')).toBe('ngày 31 tháng 12 năm 2026');
  });
  it('counts down', () => {
    const at = (text: string) => new Date(text);
    expect(countdown(at('2026-07-28T19:30:00+07:00'), end)).toBe('còn 3 ngày 4 giờ');
    expect(countdown(startOfDay('2026-07-31'), end)).toBe('còn 1 ngày');
    expect(countdown(at('2026-07-31T23:48:00+07:00'), end)).toBe('còn 12 phút');
    expect(countdown(at('2026-07-31T23:59:30+07:00'), end)).toBe('còn 30 giây');
    expect(countdown(end, end)).toBe('còn 1 giây');
    expect(countdown(at('2026-08-01T00:00:00+07:00'), end)).toBe('vừa hết hạn');
    expect(countdown(at('2026-08-03T00:00:00+07:00'), end)).toBe('đã hết hạn 2 ngày');
  });
  it('adds days to instants and to days', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays(end, -1)).toEqual(endOfDay('2026-07-30'));
    expect(daysBetween('2026-07-30T23:59:00+07:00', '2026-07-31T00:01:00+07:00')).toBe(1);
  });
});
