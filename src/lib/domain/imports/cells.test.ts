import { describe, expect, it } from 'vitest';
import { readTyped } from '../indicator/number.ts';
import { decimalText } from '../kernel/decimal.ts';
import { disarm, numberText, plainNumber, rearm } from './cells.ts';
import { readPeriod } from './format.ts';
import { markText, readMark } from './mark.ts';

const read = (text: string): string => {
  const found = readTyped(text);
  if (!found?.ok) throw new Error(`${text}: ${found?.message}`);
  return decimalText(found.value);
};

describe('cells of files in and out', () => {
  it('C21-2: every number that goes out as text comes back as the same number, in one reading only', () => {
    for (const whole of ['0', '1', '12', '123', '1234', '999999', '100000000000000'])
      for (const part of ['', '.5', '.25', '.125', '.001', '.1005', '.333333'])
        for (const sign of ['', '-']) {
          const value = decimalText(`${sign}${whole}${part}`);
          expect(read(plainNumber(value)), plainNumber(value)).toBe(value);
        }
  });

  it('number cells of a workbook: no thousands by accident, no noise of floats, percents as they are shown', () => {
    expect(numberText(12.345)).toBe('12,3450');
    expect(numberText(1.234)).toBe('1,2340');
    expect(numberText(1234)).toBe('1234');
    expect(numberText(0.1 + 0.2)).toBe('0,3');
    expect(numberText(0.755, true)).toBe('75,5%');
    expect(numberText(0.57, true)).toBe('57%');
    expect(numberText(-5)).toBe('-5');
    expect(numberText(0.00000001)).toBe('0,00000001');
    expect(numberText(1e21)).toBe('1e+21');
    expect(read(numberText(75.3))).toBe('75.3');
  });

  it('texts that look like formulas are disarmed, and come back as they were', () => {
    const texts = ['=1', "'=1", "''=1", '+84', '-5', '@x', "'tên'", '', 'a=1', '\tx'];
    for (const text of texts) {
      expect(disarm(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(rearm(disarm(text)), text).toBe(text);
    }
  });

  it('marks and periods as people write them', () => {
    const mark = { kind: 'values', slug: 'thi-dua-mau', period: '2025-Q1', edition: 1 } as const;
    expect(readMark(markText(mark))).toEqual(mark);
    expect(readMark(markText({ ...mark, period: null }))).toEqual({ ...mark, period: null });
    expect(readMark('Báo cáo của xã | năm 2025')).toBeNull();
    const periods = ['2025', 'Năm 2025', '2025-q3', 'Quý III/2025', '6 tháng đầu năm 2025', '2025-H2'];
    expect(periods.map(readPeriod)).toEqual(['2025', '2025', '2025-Q3', '2025-Q3', '2025-H1', '2025-H2']);
    expect(['', 'hai nghìn', '25', '2025-Q5'].map(readPeriod)).toEqual([null, null, null, null]);
  });
});
