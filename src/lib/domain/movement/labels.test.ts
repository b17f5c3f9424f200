import { describe, expect, it } from 'vitest';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import { aggregationText, levelName, targetText } from './labels.ts';
import type { Target } from './types.ts';

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
const percent = { kind: 'ratio', measure: '%' } as const;

describe('labels of movements', () => {
  it('C21-1: each comparator reads as the plan says it', () => {
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
      '100 %',
      'trên 60 %',
      'ít nhất 10 %',
      'từ 5 % đến 10 %',
      'khoảng từ 5 % đến 10 %',
      'khoảng 62,5 %',
      'không quá 3 %',
      'dưới 3 %',
    ]);
    expect(targetText({ kind: 'amount', measure: 'người' }, target({ comparator: '>=', value: '300000' }))).toBe(
      'ít nhất 300.000 người',
    );
  });

  it('says yes or no for one unit and counts units for all', () => {
    const yesNo = { kind: 'yes-no', measure: 'đô thị' } as const;
    expect(targetText(yesNo, target({ level: 'districts', value: '1' }))).toBe('có');
    expect(targetText(yesNo, target({ level: 'districts', value: '0' }))).toBe('không');
    expect(targetText(yesNo, target({ value: '2' }))).toBe('2 đô thị');
  });

  it('states the rule of aggregation', () => {
    const [online, trained, platform] = sampleMovement.indicators;
    const text = (one = online!) => aggregationText(one, sampleMovement.indicators);
    expect(text()).toBe('Cộng “Số hồ sơ trực tuyến” của mọi đơn vị, chia cho tổng “Tổng số hồ sơ”, nhân 100.');
    expect(text(trained)).toBe('Cộng số liệu của các đơn vị.');
    expect(text(platform)).toBe('Đếm số đơn vị trả lời “có”.');
    expect(
      text({ ...trained!, aggregation: { method: 'formula', formula: '{trained} / {nobody}', note: 'Tạm tính.' } }),
    ).toBe('Tính từ chỉ tiêu khác: “Số người được tập huấn kỹ năng số” ÷ “nobody”. Tạm tính.');
  });

  it('names levels', () => {
    expect(levelName(sampleMovement, 'province')).toBe('Toàn tỉnh');
    expect(levelName({ ...sampleMovement, level: 'agency' }, 'province')).toBe('Toàn cơ quan');
    expect(levelName(sampleMovement, 'communes')).toBe('Mỗi đơn vị: Xã, phường');
  });
});
