import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contest2026 } from '#programmes/son-la/y-tuong-so-2026.ts';
import { equals, sum } from '../kernel/decimal.ts';
import {
  type Author,
  checkAuthors,
  confirmations,
  equalShares,
  formatShare,
  maxAuthors,
  parseShare,
} from './authors.ts';

let n = 0;
const author = (share: string | null, more: Partial<Author> = {}): Author => ({
  personId: null,
  fullName: `Tác giả ${++n}`,
  email: `tac.gia.${n}@example.com`,
  workplace: null,
  share,
  confirmedAt: null,
  declinedAt: null,
  ...more,
});
const codes = (...shares: (string | null)[]) =>
  checkAuthors(
    contest2026,
    shares.map((s) => author(s)),
  ).map((i) => i.code);

describe('K26-2a: shares', () => {
  it('33.3, 33.3 and 33.4 are valid, with comma or dot', () => {
    expect(codes('33.3', '33,3', '33.4')).toEqual([]);
    expect(codes('100')).toEqual([]);
    expect(codes('30.00', '70.00')).toEqual([]);
  });
  it('add up to exactly 100, and the message says what is missing', () => {
    const [issue] = checkAuthors(contest2026, [author('33.3'), author('33.3'), author('33.3')]);
    expect(issue).toMatchObject({ code: 'authors.sum', field: 'authors', clause: 'Mục II.2', level: 'block' });
    expect(issue?.message).toBe('Tổng tỷ lệ đóng góp là 99,9%, còn thiếu 0,1%. Tổng phải đúng 100% (Mục II.2).');
    expect(checkAuthors(contest2026, [author('60'), author('60')])[0]?.message).toContain('thừa 20%');
  });
  it('are at least 30 for each author', () => {
    expect(codes('70.01', '29.99')).toEqual(['authors.share-min']);
    expect(codes('30', '30', '40')).toEqual([]);
  });
  it('allow at most three authors', () => {
    expect(maxAuthors(contest2026)).toBe(3);
    expect(codes('25', '25', '25', '25')).toContain('authors.too-many');
  });
  it('are numbers with the allowed decimals', () => {
    expect(codes('33.333', '66.667')).toEqual(['authors.share-decimals', 'authors.share-decimals']);
    expect(codes('một nửa', '50')).toEqual(['authors.share-invalid']);
    expect(codes('-50', '150')).toEqual(['authors.share-invalid', 'authors.share-invalid']);
    expect(codes(null)).toEqual(['authors.share-missing']);
    expect(codes()).toEqual(['authors.none']);
  });
  it('no set of shares that passes breaks a rule', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shares, (cents) => {
        const ok = cents.reduce((a, b) => a + b, 0) === 10_000 && cents.every((c) => c >= 3000) && cents.length <= 3;
        expect(codes(...cents.map((c) => (c / 100).toFixed(2))).length === 0).toBe(ok);
      }),
    );
  });
  it('are suggested equal and complete', () => {
    expect(equalShares(3, 2)).toEqual(['33.33', '33.33', '33.34']);
    for (const count of [1, 2, 3]) expect(equals(sum(equalShares(count, 1)), 100)).toBe(true);
    expect(parseShare(' 33,30 %')).toBe('33.3');
    expect(formatShare('33.30')).toBe('33,3%');
  });
});

describe('K26-2a: the same person twice', () => {
  it('is refused by e-mail, whatever its case, and by account', () => {
    const email = checkAuthors(contest2026, [author('50', { email: 'a@b.vn' }), author('50', { email: 'A@B.VN' })]);
    expect(email).toMatchObject([{ code: 'authors.same-person', field: 'authors.1.email', level: 'block' }]);
    const person = checkAuthors(contest2026, [author('50', { personId: 'p' }), author('50', { personId: 'p' })]);
    expect(person.map((issue) => issue.code)).toEqual(['authors.same-person']);
  });
  it('is only pointed out when name and workplace look alike', () => {
    const same = { fullName: 'Lường Thị Hoà', workplace: 'UBND xã Chiềng Hoa' };
    const found = checkAuthors(contest2026, [author('50', same), author('50', { ...same, fullName: 'Lường Thị Hòa' })]);
    expect(found).toMatchObject([{ code: 'authors.same-name', level: 'warn' }]);
  });
  it('sorts confirmations', () => {
    const at = new Date(0);
    const groups = confirmations([
      author('30', { confirmedAt: at }),
      author('30', { confirmedAt: at, declinedAt: at }),
      author('40'),
    ]);
    expect([groups.confirmed, groups.declined, groups.waiting].map((group) => group.length)).toEqual([1, 1, 1]);
  });
});
