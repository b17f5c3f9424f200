import { describe, expect, it } from 'vitest';
import { bonusesOf, byRank, countWords, readBody, readDecisionDate, readNumber } from './decision.ts';

const body = {
  title: 'Về việc tặng Bằng khen',
  parent: '',
  issuer: 'Ủy ban nhân dân tỉnh Sơn La',
  place: 'Sơn La',
  capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
  signer: 'Hà Trung Chiến',
  basis: 'Căn cứ Luật;',
  articles: 'Tặng [số lượng].',
  receivers: 'Như Điều 3;',
};

describe('the words of a decision', () => {
  it('Q25-12: the Chairman decides in person: nobody signs for the collective body', () => {
    expect(readBody(body).issues).toEqual([]);
    expect(readBody({ ...body, capacity: 'TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH' }).issues).toMatchObject([
      { field: 'capacity', clause: 'Điều 79, Điều 80 Luật Thi đua, khen thưởng 2022' },
      { field: 'capacity' },
    ]);
    expect(readBody({ ...body, capacity: '' }).issues[0]!.field).toBe('capacity');
  });

  it('Q25-12: collectives come first, then individuals, then households', () => {
    const line = (kind: 'collective' | 'individual' | 'household', name: string, unitId = 'a') => ({
      kind,
      name,
      unitId,
      formId: 'x',
    });
    const list = [
      line('household', 'Hộ ông Ân'),
      line('individual', 'Ỷ', 'a'),
      line('individual', 'Anh', 'b'),
      line('individual', 'Đào', 'a'),
      line('collective', 'Z'),
    ];
    const sorted = list.toSorted(byRank({ unit: (id) => (id === 'a' ? 0 : 1), form: () => 0 }));
    expect(sorted.map((one) => one.name)).toEqual(['Z', 'Đào', 'Ỷ', 'Anh', 'Hộ ông Ân']);
    expect(countWords(list.map((one) => one.kind))).toBe('01 tập thể, 03 cá nhân và 01 hộ gia đình');
  });
});

describe('number and date of a decision', () => {
  it('a number is read as it is compared', () => {
    expect(readNumber('số: 5 / qđ-ubnd').number).toBe('05/QĐ-UBND');
    expect(readNumber('0005/QĐ-UBND').number).toBe('05/QĐ-UBND');
    expect(readNumber('1470/QĐ-UBND').number).toBe('1470/QĐ-UBND');
    for (const wrong of ['', '1470', 'QĐ-UBND', '0/QĐ', '12/'])
      expect(readNumber(wrong).issues[0]!.field, wrong).toBe('number');
  });

  it('its day is a real one, between the last receipt and today', () => {
    const bounds = { today: '2027-09-10', from: '2027-07-01' };
    expect(readDecisionDate('05/09/2027', bounds).date).toBe('2027-09-05');
    for (const wrong of ['12/13/1980', '11/09/2027', '30/06/2027', '31/06/2027', ''])
      expect(readDecisionDate(wrong, bounds).issues[0]?.field, wrong).toBe('date');
  });
});

describe('bonuses', () => {
  it('Q25-12: of several awards at once only the highest is paid, where the decision says so', () => {
    const full = (multiple: string, amount: number) => ({ multiple, amount, atMost: false });
    const lines = [
      { dossierId: 'a', subjectId: 's', full: full('1.5', 3_000_000), without: null },
      { dossierId: 'b', subjectId: 's', full: full('3', 6_000_000), without: null },
      { dossierId: 'c', subjectId: 't', full: full('1.5', 3_000_000), without: 'Đã chi theo quyết định khác' },
      { dossierId: 'd', subjectId: 'u', full: null, without: null },
    ];
    const amounts = (highestOnly: boolean) => [...bonusesOf(lines, highestOnly).values()].map((one) => one.amount);
    expect(amounts(false)).toEqual([3_000_000, 6_000_000, 0, 0]);
    expect(amounts(true)).toEqual([0, 6_000_000, 0, 0]);
  });
});
