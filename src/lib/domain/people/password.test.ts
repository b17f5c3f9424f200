import { describe, expect, it } from 'vitest';
import { checkPassword, normalisePassword } from './password.ts';

const about = { audience: 'citizen', email: 'lothimai@gmail.com', name: 'Lò Thị Mai' } as const;

describe('passwords', () => {
  it('are longer for people with a role (TCVN 14423:2026)', () => {
    expect(checkPassword('nuong xanh 9', about)).toEqual([]);
    expect(checkPassword('nuong xanh 9', { ...about, audience: 'staff' })[0]?.message).toContain('ít nhất 14 ký tự');
    expect(checkPassword('nương xanh trên núi', { ...about, audience: 'staff' })).toEqual([]);
  });
  it.each([
    '',
    'ngắn',
    '12345678',
    'abcdefghij',
    'aaaaaaaaaa',
    'Matkhau123',
    'lothimai',
    'Lò Thị Mai 1990',
    'x'.repeat(201),
  ])('refuses %j', (password) => expect(checkPassword(password, about)).toHaveLength(1));
  it('are the same however the keyboard composes letters', () => {
    expect(normalisePassword('nu\u031bo\u031bng')).toBe(normalisePassword('nương'));
  });
});
