import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contest2026 } from '#programmes/son-la/y-tuong-so-2026.ts';
import type { FormField } from '../programme/types.ts';
import { checkForm, readForm, shownValues } from './fields.ts';

const field = (more: Partial<FormField> & Pick<FormField, 'type'>): FormField => ({
  id: 'x',
  label: 'Mục',
  required: true,
  ...more,
});
const problem = (one: FormField, raw: unknown) => {
  const values = readForm([one], { x: raw });
  return checkForm(contest2026, [one], values)[0];
};

describe('K26-4b: values of the registration form', () => {
  it('refuses 31/02/2026 and keeps what was typed', () => {
    const date = field({ type: 'date' });
    expect(problem(date, '31/02/2026')?.message).toBe(
      '“Mục”: 31/02/2026 không phải là một ngày có thật. Hãy nhập ngày/tháng/năm, ví dụ 31/07/2026.',
    );
    expect(readForm([date], { x: '31/02/2026' })).toEqual({ x: '31/02/2026' });
    expect(readForm([date], { x: '5/3/2026' })).toEqual({ x: '2026-03-05' });
  });
  it('tells missing from wrong', () => {
    expect(problem(field({ type: 'text' }), '  ')?.kind).toBe('missing');
    expect(problem(field({ type: 'text', required: false }), '')).toBeUndefined();
    expect(problem(field({ type: 'text', maxLength: 5 }), 'dài quá đi')?.kind).toBe('invalid');
    expect(problem(field({ type: 'text' }), 'a'.repeat(10_000))?.message).toContain('tối đa 300 ký tự; hiện có 10000');
  });
  it('counts words', () => {
    const summary = field({ type: 'textarea', minWords: 3, maxWords: 5 });
    expect(problem(summary, 'một hai')).toMatchObject({
      kind: 'missing',
      message: '“Mục” cần từ 3 đến 5 từ; hiện có 2 từ.',
    });
    expect(problem(summary, 'một hai ba bốn năm sáu')?.kind).toBe('invalid');
    expect(problem(summary, 'một\nhai - ba')).toBeUndefined();
  });
  it('takes only options of the list', () => {
    const options = [{ id: 'a', label: 'A' }];
    expect(problem(field({ type: 'radio', options }), 'a')).toBeUndefined();
    expect(problem(field({ type: 'radio', options }), 'b')?.kind).toBe('invalid');
    expect(problem(field({ type: 'checkbox', options }), ['a', 'zz'])?.kind).toBe('invalid');
    expect(problem(field({ type: 'checkbox' }), undefined)?.message).toBe('Hãy đánh dấu “Mục”.');
    expect(problem(field({ type: 'checkbox' }), 'on')).toBeUndefined();
  });
  it('reads numbers, addresses and links', () => {
    expect(readForm([field({ type: 'number' })], { x: '1.250' })).toEqual({ x: '1250' });
    expect(problem(field({ type: 'number' }), '-3')?.kind).toBe('invalid');
    expect(problem(field({ type: 'number' }), 'nhiều')?.kind).toBe('invalid');
    expect(readForm([field({ type: 'email' })], { x: 'A@B.VN' })).toEqual({ x: 'a@b.vn' });
    expect(readForm([field({ type: 'url' })], { x: 'sonla.gov.vn/app' })).toEqual({ x: 'https://sonla.gov.vn/app' });
    for (const link of ['javascript:alert(1)', 'data:text/html,x', 'không có']) {
      expect(problem(field({ type: 'url' }), link)?.kind).toBe('invalid');
    }
  });
  it('asks only for fields that are shown, and hands in only those', () => {
    const form = contest2026.dossier[0]!.fields;
    const asked = (maturity: string) => checkForm(contest2026, form, { maturity }).map((issue) => issue.field);
    expect(asked('in-use')).toEqual(expect.arrayContaining(['usedAt', 'usedSince']));
    expect(asked('idea')).not.toContain('usedAt');
    expect(shownValues(form, { maturity: 'idea', usedAt: 'xã Mường La' })).toEqual({ maturity: 'idea' });
    expect(checkForm(contest2026, form, {}).find((issue) => issue.field === 'novelty')?.clause).toBe('Mục II.2');
  });
  it('stored values read again are the same', () => {
    const types = fc.constantFrom<FormField['type']>('text', 'textarea', 'date', 'number', 'email', 'tel', 'url');
    const raws = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
      fc.constantFrom('1.234', '0,5', '1e21', '5/3/2026'),
    );
    fc.assert(
      fc.property(types, raws, (type, raw) => {
        const one = field({ type });
        const once = readForm([one], { x: raw });
        expect(readForm([one], once)).toEqual(once);
      }),
    );
  });
});
