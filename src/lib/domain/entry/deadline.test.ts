import { describe, expect, it } from 'vitest';
import { contest2024, contest2026, contest2026Demo } from '#programmes/son-la/index.ts';
import { currentPeriod, nextPeriod, periodOf, periodSentence, periodStatus, whileOpenKind } from './deadline.ts';

const at = (text: string) => new Date(`${text}+07:00`);

describe('K26-3: deadlines to the second, in Vietnamese time', () => {
  it.each([
    ['2026-02-28T23:59:59.999', 'period.upcoming'],
    ['2026-03-01T00:00:00.000', true],
    ['2026-06-30T23:59:59.000', true],
    ['2026-06-30T23:59:59.999', true],
    ['2026-07-01T00:00:00.000', 'period.closed'],
  ])('at %s intake says %s', (time, expected) => {
    const verdict = whileOpenKind(contest2026, 'intake', at(time));
    expect(verdict.allow || verdict.code).toBe(expected);
  });
  it('says exactly when it was, what time it is and which clause', () => {
    expect(whileOpenKind(contest2026, 'intake', at('2026-07-01T00:00:01'))).toMatchObject({
      clause: 'Mục II.3',
      reason:
        'Đã hết thời gian nhận hồ sơ dự thi (Mục II.3): kết thúc lúc 23:59:59, thứ Ba 30/06/2026. Bây giờ là 00:00:01, thứ Tư 01/07/2026.',
    });
    expect(whileOpenKind(contest2026, 'refinement', at('2026-07-31T08:00:00'))).toMatchObject({
      reason: expect.stringContaining('bắt đầu lúc 00:00:00, thứ Bảy 01/08/2026'),
    });
  });
  it('an end typed to the second counts that whole second', () => {
    const period = { from: '2026-08-01T00:00:00+07:00', to: '2026-08-30T23:59:59+07:00' };
    expect(periodStatus(period, at('2026-08-30T23:59:59.999'))).toBe('open');
    expect(periodStatus(period, at('2026-08-31T00:00:00'))).toBe('closed');
  });
  it('K26-4d: the answer to "trước ngày 31/8" moves the end', () => {
    expect(whileOpenKind(contest2026, 'refinement', at('2026-08-31T10:00:00')).allow).toBe(true);
    expect(whileOpenKind(contest2026Demo, 'refinement', at('2026-08-31T00:00:00')).allow).toBe(false);
  });
  it('knows the current and the next period', () => {
    expect(currentPeriod(contest2026, at('2026-07-15T10:00:00'))?.id).toBe('preliminary');
    expect(nextPeriod(contest2026, at('2026-07-15T10:00:00'))?.id).toBe('refinement');
    expect(currentPeriod(contest2026, at('2027-01-01T00:00:00'))).toBeNull();
    expect(periodSentence(periodOf(contest2026, 'intake')!, at('2026-06-27T19:59:59'))).toBe(
      'Đến hết 23:59:59, thứ Ba 30/06/2026 (còn 3 ngày 4 giờ)',
    );
  });
});

describe('steps go by the names of their programme', () => {
  const reason = (kind: 'screening' | 'final' | 'interaction') => {
    const verdict = whileOpenKind(contest2024, kind, new Date('2024-12-01T08:00:00+07:00'));
    return verdict.allow ? '' : verdict.reason;
  };
  it('K24-8: in a refusal, with the clause', () => {
    expect(reason('screening')).toContain('thời gian sơ loại, đăng tải tác phẩm (Mục IV.4)');
    expect(reason('final')).toContain('thời gian chấm Chung kết (Mục IV.5)');
    expect(reason('interaction')).toContain('thời gian chốt lượt tương tác (Mục IV.6)');
  });
});
