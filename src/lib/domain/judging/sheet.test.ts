import { describe, expect, it } from 'vitest';
import { RuleError } from '../kernel/errors.ts';
import { boundsText, readScore, readSheet, requireSignable } from './sheet.ts';

const a = { id: 'a', name: 'Tính mới', min: '0', max: '25', step: '0.5', weight: '1' };
const b = { id: 'b', name: 'Hiệu quả', min: '1', max: '10', step: '0.1', weight: '2.5' };
const rubric = { criteria: [a, b] };

describe('score sheet', () => {
  it.each([
    ['7,5', '7.5'],
    ['7.5', '7.5'],
    [' 25 ', '25'],
    ['0', '0'],
    ['07,50', '7.5'],
  ])('reads %j as %s', (typed, value) => {
    expect(readScore(a, typed)).toEqual({ value, error: null });
  });

  it.each([
    ['25,5', 'nằm ngoài thang điểm'],
    ['-1', 'nằm ngoài thang điểm'],
    ['7,3', 'không đúng bước điểm'],
    ['bảy', 'phải là số'],
    ['1e1', 'phải là số'],
    ['7,5,5', 'phải là số'],
  ])('refuses %j: %s', (typed, message) => {
    const { value, error } = readScore(a, typed);
    expect(value).toBeNull();
    expect(error).toContain(message);
    expect(error).toContain('từ 0 đến 25, bước 0,5');
  });

  it('steps are counted from the lowest score', () => {
    expect(readScore({ ...a, min: '1', step: '2' }, '3').value).toBe('3');
    expect(readScore({ ...a, min: '1', step: '2' }, '4').error).toContain('bước');
    expect(boundsText(b)).toBe('từ 1 đến 10, bước 0,1');
  });

  it('totals exactly, with weights: 0,1 + 0,2 stays 0,3', () => {
    expect(readSheet(rubric, { a: '7,5', b: '0,1' }).errors.b).toBeTruthy();
    expect(readSheet(rubric, { a: '7,5', b: '1,1' })).toMatchObject({
      total: '10.25',
      complete: true,
      errors: {},
      missing: [],
    });
    const tenths = { criteria: ['x', 'y', 'z'].map((id) => ({ ...a, id, step: '0.1' })) };
    expect(readSheet(tenths, { x: '0,1', y: '0,2', z: '0' }).total).toBe('0.3');
  });

  it('an unfinished sheet is saved but not complete; foreign criteria are left out', () => {
    const sheet = readSheet(rubric, { a: '', c: '9', constructor: '1' });
    expect(sheet).toMatchObject({ values: { a: null, b: null }, errors: {}, total: '0', complete: false });
    expect(sheet.missing.map((c) => c.id)).toEqual(['a', 'b']);
  });

  it('K26-4c: signing needs every criterion; each fault stands beside its criterion', () => {
    expect(requireSignable(rubric, { a: '20', b: '9,9' })).toEqual({ values: { a: '20', b: '9.9' }, total: '44.75' });
    try {
      requireSignable(rubric, { a: '26' });
      throw new Error('not refused');
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
      expect((error as RuleError).issues.map((i) => i.field)).toEqual(['a', 'b']);
    }
    expect(() => requireSignable({ criteria: [] }, {})).toThrow('chưa có tiêu chí');
  });
});
