import { describe, expect, it } from 'vitest';
import { barrierStands, countsFrom } from './barrier.ts';
import { revokedClaims, uncounted } from './claims.ts';
import { gradeOverlap, judgementHolds, likelySame, textLikeness } from './overlap.ts';
import { priorityOf } from './priority.ts';

const mine = {
  formId: 'bang-khen-tinh',
  programmeId: 'q25',
  callId: 'mid',
  period: { from: '2025-06-21', to: '2027-06-30' },
  citation: 'Đã số hóa toàn bộ hồ sơ đất đai của xã',
  achievements: '',
};
const other = {
  ...mine,
  callId: null,
  achievements: null,
  year: 2026,
  formName: 'Bằng khen',
  isPrize: false,
  period: { from: '2026-01-01', to: '2026-12-31' },
};
const level = (more: Partial<typeof other> | { period: null }, certain = true) =>
  gradeOverlap(mine, { ...other, ...more }, certain)?.level ?? null;

describe('Q25-12: is it one achievement?', () => {
  it('stops the same form for the same period and words, and only that', () => {
    expect(level({})).toBe('block');
    expect(level({ formId: 'giay-khen' })).toBe('warn');
    expect(level({ citation: 'Giúp dân sau lũ', formId: 'giay-khen' })).toBe('warn');
    expect(level({ citation: 'Giúp dân sau lũ', formId: 'giay-khen', programmeId: 'khac' })).toBe('note');
    expect(level({ period: { from: '2020-01-01', to: '2020-12-31' }, year: 2020 })).toBeNull();
    expect(level({ isPrize: true })).toBe('note');
  });
  it('several forms in one call for the same words are stopped as well', () => {
    const rival = { ...other, callId: 'mid' as unknown as null, formId: 'co-tinh' };
    expect(gradeOverlap(mine, rival, true)?.level).toBe('block');
  });
  it('a register without periods is compared by its year', () => {
    expect(level({ period: null })).toBe('warn');
  });
  it('of somebody who is only likely the same nothing is stopped, and trifles are not told', () => {
    expect(level({}, false)).toBe('warn');
    expect(level({ citation: 'Giúp dân sau lũ', formId: 'giay-khen', programmeId: 'khac' }, false)).toBeNull();
  });
  it('a report that was copied and lengthened is still the same one', () => {
    const words = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `từ${from + n}`).join(' ');
    expect(textLikeness(words(0, 60), words(0, 200))).toBe(1);
    expect(textLikeness(words(0, 60), words(100, 200))).toBe(0);
    expect(textLikeness(words(0, 60), `${words(0, 40)} ${words(300, 400)}`)).toBeGreaterThan(0.5);
  });
  it('a judgement holds until the texts grow more alike', () => {
    expect([judgementHolds(40, 45), judgementHolds(40, 60), judgementHolds(90, 20)]).toEqual([true, false, true]);
  });
});

describe('the same one under another row', () => {
  const person = {
    kind: 'individual' as const,
    name: 'Lò Thị Mai',
    unitId: 'x1',
    unitName: '',
    birthDate: null,
    birthYear: 1980,
    gender: null,
  };
  it('needs more than a name', () => {
    expect(likelySame(person, { ...person, unitId: 'x2', birthYear: null })).toBeNull();
    expect(likelySame(person, { ...person, unitId: 'x2' })).toBe('cùng tên, cùng năm sinh');
    expect(likelySame(person, { ...person, name: 'LÒ THỊ MÁI' })).toContain('cùng tên, cùng đơn vị');
    expect(likelySame(person, { ...person, name: 'Lò Thị May' })).toContain('tên gần giống');
    expect(likelySame(person, { ...person, name: 'Lò Thị Lan' })).toBeNull();
    expect(likelySame(person, { ...person, birthYear: 1981 })).toBeNull();
    expect(likelySame({ ...person, gender: 'female' }, { ...person, gender: 'male' })).toBeNull();
  });
});

describe('Q25-2: what stands against a subject', () => {
  const term = { kind: 'disciplined' as const, fromOn: '2026-03-01', clearedAt: null, clearedHow: null };
  it('stands within its days, until it is cleared', () => {
    expect(barrierStands({ ...term, toOn: null }, '2027-01-01')).toBe(true);
    expect(barrierStands({ ...term, toOn: '2026-12-31' }, '2027-01-01')).toBe(false);
    expect(barrierStands({ ...term, toOn: null }, '2026-02-28')).toBe(false);
    expect(barrierStands({ ...term, toOn: null, clearedAt: new Date(0) }, '2027-01-01')).toBe(false);
  });
  it('achievements count from the day after the end of discipline, unless it was entered by mistake', () => {
    const ended = { ...term, toOn: '2026-12-31' };
    expect(countsFrom([ended], '2027-01-01')).toBe('2027-01-01');
    expect(countsFrom([{ ...ended, clearedAt: new Date(0), clearedHow: 'mistake' }], '2027-01-01')).toBeNull();
    expect(countsFrom([{ ...ended, kind: 'complaint' }], '2027-01-01')).toBeNull();
  });
});

describe('what a report leans on', () => {
  const record = {
    year: 2025,
    formName: 'Giấy khen',
    decisionNumber: '12/QĐ-SNV',
    awardKind: 'movement' as const,
    revoked: false,
  };
  const claim = { year: 2025, formName: 'GK', decision: 'QĐ số 12/QĐ-SNV ngày 1/2/2025', issuer: '' };
  it('Q25-12: thematic awards count for no merit request, claimed or not', () => {
    expect(uncounted([claim], [record], ['unplanned', 'movement'])).toMatchObject([{ claimed: true }]);
    expect(uncounted([], [record], ['unplanned', 'movement'])).toMatchObject([{ claimed: false }]);
    expect(uncounted([claim], [{ ...record, awardKind: 'merit' }], ['movement'])).toEqual([]);
  });
  it('a revoked award is found by its number; one that was given again counts', () => {
    const revoked = { ...record, revoked: true };
    expect(revokedClaims([claim], [revoked])).toHaveLength(1);
    expect(revokedClaims([claim], [revoked, record])).toEqual([]);
    expect(revokedClaims([{ ...claim, year: 2024 }], [revoked])).toEqual([]);
  });
});

it('Q25-12: preferred among equals are women and collectives with the share of the catalogue', () => {
  const group = (women: number | null) => priorityOf({ kind: 'collective', details: { people: 10, women } }, '70');
  expect([group(7) !== null, group(6), group(null), group(11)]).toEqual([true, null, null, null]);
  expect(priorityOf({ kind: 'individual', details: { gender: 'female' } }, '70')).not.toBeNull();
  expect(priorityOf({ kind: 'household', details: { gender: 'female' } }, '70')).toBeNull();
});
