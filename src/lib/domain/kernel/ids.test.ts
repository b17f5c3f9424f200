import { describe, expect, it } from 'vitest';
import {
  certificateCode,
  entryCode,
  isUuid,
  parseCertificateCode,
  parseEntryCode,
  secretToken,
  sha256Hex,
  uuid,
} from './ids.ts';

describe('ids', () => {
  it('makes version 4 ids', () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(uuid())).toBe(true);
    expect(isUuid("1' or '1'='1")).toBe(false);
  });
  it('writes and reads entry codes', () => {
    expect(entryCode('CDS26', 42)).toBe('CDS26-00042');
    for (const typed of ['CDS26-00042', ' cds26-42 ', 'CDS2600042', 'cds26 - 00042']) {
      expect(parseEntryCode(typed)).toBe('CDS26-00042');
    }
    expect(parseEntryCode('xin chào')).toBeNull();
  });
  it('makes secrets and hashes', async () => {
    expect(secretToken()).toMatch(/^[\w-]{43}$/);
    expect(secretToken()).not.toBe(secretToken());
    expect(await sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('certificate codes', () => {
  it('have no ambiguous characters', () => {
    for (let i = 0; i < 200; i++) expect(certificateCode()).toMatch(/^CN-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  });
  it('can be typed from paper', () => {
    const code = certificateCode();
    expect(parseCertificateCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
    expect(parseCertificateCode(code.slice(3))).toBe(code);
  });
  it('notice one wrong character and two swapped ones', () => {
    const code = certificateCode();
    for (let i = 3; i < code.length; i++) {
      if (code[i] === '-') continue;
      for (const char of '23456789ABCDEFGHJKMNPQRSTUVWXYZ') {
        const typed = code.slice(0, i) + char + code.slice(i + 1);
        expect(parseCertificateCode(typed)).toBe(char === code[i] ? code : null);
      }
    }
    const [a, b] = [code[3]!, code[4]!];
    if (a !== b) expect(parseCertificateCode(`CN-${b}${a}${code.slice(5)}`)).toBeNull();
  });
});
