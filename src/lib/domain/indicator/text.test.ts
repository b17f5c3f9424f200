import { describe, expect, it } from 'vitest';
import type { Target } from '../movement/types.ts';
import { figureText, targetText, totalText } from './text.ts';

const target = (more: Partial<Target>): Target => ({
  id: 't',
  level: 'province',
  year: 2025,
  comparator: '=',
  value: '100',
  printed: '100%',
  clause: 'II.1',
  ...more,
});

describe('figures as text', () => {
  it('C21-2: a figure is never rounded onto a target or bound that it does not reach', () => {
    const bounded = { kind: 'ratio', measure: '%', decimals: 1, bounds: { min: '0', max: '100' } } as const;
    expect(['99.963181', '100', '0.04', '0', '59.97'].map((value) => figureText(bounded, value))).toEqual([
      '99,96%',
      '100,0%',
      '0,04%',
      '0,0%',
      '60,0%',
    ]);
    expect(figureText({ ...bounded, targets: [target({ comparator: '>', value: '60' })] }, '59.97')).toBe('59,97%');
  });
});

describe('totals as text', () => {
  it('C21-2: yes and no of all units together are a count, of one unit a word', () => {
    const yesNo = { kind: 'yes-no', measure: 'đô thị', decimals: 0, aggregation: { method: 'sum' } } as const;
    expect(['0', '1', '2'].map((value) => totalText(yesNo, value))).toEqual(['0 đô thị', '1 đô thị', '2 đô thị']);
    expect(['0', '1'].map((value) => figureText(yesNo, value))).toEqual(['Không', 'Có']);
    expect(targetText(yesNo, target({ value: '1' }))).toBe('1 đô thị');
    expect(targetText(yesNo, target({ value: '1', level: 'districts' }))).toBe('Có');
    expect(totalText({ ...yesNo, measure: '' }, '1')).toBe('1 đơn vị');
    expect(totalText({ kind: 'ratio', measure: '%', decimals: 1 }, '50')).toBe('50,0%');
  });
});

describe('targets as text', () => {
  it('C21-1: each comparator reads as the plan says it', () => {
    const percent = { kind: 'ratio', measure: '%', decimals: 1 } as const;
    const texts = [
      target({}),
      target({ comparator: '>', value: '60' }),
      target({ comparator: '>=', value: '10' }),
      target({ comparator: 'range', value: '5', max: '10' }),
      target({ comparator: 'range', value: '5', max: '10', approximate: true }),
      target({ value: '62.5', approximate: true }),
      target({ comparator: '<=', value: '3' }),
      target({ comparator: '<', value: '3' }),
    ].map((one) => targetText(percent, one));
    expect(texts).toEqual([
      '100%',
      'trên 60%',
      'từ 10% trở lên',
      '5% đến 10%',
      'khoảng 5% đến 10%',
      'khoảng 62,5%',
      'không quá 3%',
      'dưới 3%',
    ]);
  });

  it('groups thousands, says yes for one unit and counts units for all', () => {
    expect(
      targetText({ kind: 'amount', measure: 'người', decimals: 0 }, target({ comparator: '>=', value: '300000' })),
    ).toBe('từ 300.000 người trở lên');
    const yesNo = { kind: 'yes-no', measure: 'đô thị', decimals: 0 } as const;
    expect(targetText(yesNo, target({ level: 'districts', value: '1' }))).toBe('Có');
    expect(targetText(yesNo, target({ value: '2' }))).toBe('2 đô thị');
  });
});
