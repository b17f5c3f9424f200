import { describe, expect, it } from 'vitest';
import { dec } from '../kernel/decimal.ts';
import type { Indicator } from '../movement/types.ts';
import { type CheckFacts, checkValue, lacks, type ValueInput } from './check.ts';
import { readNumber } from './number.ts';

const ratio: Indicator = {
  id: 'online',
  clause: 'II.1.a',
  contentId: null,
  group: 'Chính quyền số',
  name: 'Hồ sơ trực tuyến',
  shortName: 'Hồ sơ trực tuyến',
  measure: '%',
  kind: 'ratio',
  numerator: 'Số hồ sơ trực tuyến',
  denominator: 'Tổng số hồ sơ',
  decimals: 1,
  bounds: { min: '0', max: '100' },
  direction: 'up',
  reportedBy: ['communes'],
  frequency: 'year',
  aggregation: { method: 'weighted-mean' },
  baseline: { value: null, source: 'open' },
  targets: [],
  lead: null,
  evidence: 'optional',
};
const share: Indicator = { ...ratio, id: 'share', numerator: null, denominator: null };
const amount: Indicator = {
  ...share,
  id: 'people',
  kind: 'amount',
  measure: 'người',
  decimals: 0,
  bounds: { min: '0', max: null },
};
const yesNo: Indicator = { ...amount, id: 'has', kind: 'yes-no', measure: '', bounds: { min: '0', max: '1' } };

const facts: CheckFacts = {
  doc: {
    from: '2021-10-01',
    to: '2025-12-31',
    classes: [{ id: 'communes', name: 'Xã, phường', kind: 'collective', clause: 'II', units: null }],
  },
  unit: { name: 'Xã Mường Bú', classId: 'communes', validFrom: null, validTo: null, successors: [] },
  today: '2025-10-01',
};
const check = (indicator: Indicator, input: Partial<ValueInput>, more: Partial<CheckFacts> = {}) =>
  checkValue(indicator, { period: '2025', ...input }, { ...facts, ...more });
const messages = (...args: Parameters<typeof check>) =>
  check(...args)
    .issues.map((one) => `${one.field}: ${one.message}`)
    .join('\n');

describe('numbers as offices type them', () => {
  const read = (text: string) => {
    const result = readNumber(text);
    return result.ok ? result.value : result.message;
  };
  it.each([
    ['1.234.567', '1234567'],
    ['1.234', '1234'],
    ['1 234 567', '1234567'],
    ['12,5', '12.5'],
    ['12.5', '12.5'],
    ['1.234,56', '1234.56'],
    ['0,125', '0.125'],
    ['45 %', '45'],
    ['-3', '-3'],
  ])('C21-2: reads %s as %s', (text, value) => expect(read(text)).toEqual(dec(value)));

  it('C21-2: a comma as a thousand separator is asked about with both readings, never guessed', () => {
    expect(read('1,234')).toBe(
      '“1,234” đọc được hai cách: 1.234 (phần nghìn) hoặc 1 phẩy 234 (số thập phân). Hãy gõ 1234 nếu là phần nghìn, 1,2340 nếu là số thập phân.',
    );
    expect(read('1,234,567')).toMatch(/Nếu là 1\.234\.567, hãy gõ 1\.234\.567/);
    expect(read('1,234.5')).toMatch(/1\.234,5/);
  });

  it.each(['abc', '1.2.3', '12,3,4', '--1', '', '1e5', '12 34'])('refuses %j', (text) =>
    expect(readNumber(text).ok).toBe(false),
  );
});

describe('bad input', () => {
  it('C21-2: both parts give the value', () => {
    expect(check(ratio, { numerator: '45', denominator: '60' }).value).toEqual({
      numerator: '45',
      denominator: '60',
      value: '75',
      note: '',
    });
    expect(check(ratio, { numerator: '1', denominator: '3' }).value?.value).toBe('33.333333');
  });

  it('C21-2: denominator zero is refused, with what to do', () =>
    expect(messages(ratio, { numerator: '0', denominator: '0' })).toBe(
      'denominator: Mẫu số bằng 0 thì không tính được tỷ lệ. Nếu trong kỳ không có gì để đếm, hãy để trống cả hai ô và viết lý do vào ô ghi chú.',
    ));

  it('C21-2: 120 % where 100 is the most', () => {
    expect(messages(ratio, { numerator: '72', denominator: '60' })).toContain('120% trong khi cao nhất là 100%');
    expect(messages(share, { value: '120' })).toContain('120% trong khi cao nhất là 100%');
    expect(messages(amount, { value: '-1' })).toContain('thấp nhất là 0 người');
  });

  it('C21-2: one part without the other, and a percentage where parts are asked for', () => {
    expect(messages(ratio, { numerator: '5' })).toBe('denominator: Còn thiếu mẫu số (Tổng số hồ sơ).');
    expect(messages(ratio, { value: '75' })).toMatch(/^value: .*tử số và mẫu số/);
    expect(check(share, { value: '75,5%' }).value?.value).toBe('75.5');
  });

  it('C21-2: a comma as a thousand separator of an amount', () => {
    expect(messages(amount, { value: '1,234' })).toContain('hai cách');
    expect(messages(ratio, { numerator: '1,234', denominator: '2,000' }).split('\n')).toHaveLength(2);
    expect(check(amount, { value: dec('1234') }).value?.value).toBe('1234');
  });

  it('too many decimals, absurd sizes, words', () => {
    expect(messages(amount, { value: '1,5' })).toContain('số nguyên');
    expect(messages(share, { value: '1,25' })).toContain('không quá 1 chữ số');
    expect(messages(amount, { value: '99999999999999999' })).toContain('quá mức');
    expect(messages(yesNo, { value: 'có lẽ' })).toContain('“Có” hoặc “Không”');
    expect(check(yesNo, { value: 'Có' }).value?.value).toBe('1');
    expect(check(yesNo, { value: 'không' }).value?.value).toBe('0');
  });

  it('C21-2: a period of the wrong frequency, in the future, before or after the movement', () => {
    expect(messages(amount, { value: '1', period: '2025-Q1' })).toContain('báo cáo theo năm');
    expect(messages(amount, { value: '1', period: '2020' })).toContain('trước khi phong trào bắt đầu (01/10/2021)');
    expect(messages(amount, { value: '1', period: '2026' })).toContain('sau khi phong trào kết thúc');
    expect(messages(amount, { value: '1', period: '2025' }, { today: '2024-12-31' })).toContain('chưa bắt đầu');
    expect(messages(amount, { value: '1', period: 'năm 2025' })).toContain('không phải là một kỳ');
    expect(check(amount, { value: '1', period: '2021' }).issues).toEqual([]);
  });

  it('C21-7: a value for a dissolved unit names its successors', () => {
    const unit = {
      name: 'Huyện Mai Sơn',
      classId: 'communes',
      validFrom: null,
      validTo: '2025-06-30',
      successors: ['Xã Chiềng Mung', 'Xã Mai Sơn'],
    };
    const quarterly: Indicator = { ...amount, frequency: 'quarter' };
    expect(messages(quarterly, { value: '1', period: '2025-Q3' }, { unit })).toBe(
      'unit: Huyện Mai Sơn đã kết thúc hoạt động ngày 30/06/2025, trước quý III/2025. Số liệu của địa bàn này do Xã Chiềng Mung và Xã Mai Sơn báo cáo.',
    );
    expect(check(amount, { value: '1' }, { unit }).issues).toEqual([]);
    const young = { ...unit, validFrom: '2025-07-01', validTo: null };
    expect(messages(amount, { value: '1', period: '2024' }, { unit: young })).toContain('chỉ có từ ngày 01/07/2025');
  });

  it('C21-1: a unit whose class does not report it, and a computed indicator', () => {
    expect(messages(amount, { value: '1' }, { unit: { ...facts.unit, classId: 'agencies' } })).toContain(
      'do Xã, phường báo cáo',
    );
    const computed: Indicator = { ...amount, aggregation: { method: 'formula', formula: '{a} / {b}' } };
    expect(messages(computed, { value: '1' })).toContain('được tính từ các chỉ tiêu khác');
  });
});

describe('what is still needed', () => {
  it('C21-2: a figure or a note; evidence only for what claims something', () => {
    const needed: Indicator = { ...yesNo, evidence: 'required' };
    expect(lacks(amount, { value: null, note: '', evidence: 0 })?.field).toBe('value');
    expect(lacks(amount, { value: null, note: 'Không phát sinh', evidence: 0 })).toBeNull();
    expect(lacks(needed, { value: '1', note: '', evidence: 0 })?.field).toBe('evidence');
    expect(lacks(needed, { value: '1', note: '', evidence: 1 })).toBeNull();
    expect(lacks(needed, { value: '0', note: '', evidence: 0 })).toBeNull();
  });
});
