import { describe, expect, it } from 'vitest';
import {
  capitalise,
  charCount,
  clean,
  cleanMultiline,
  compareVi,
  fold,
  joinVi,
  maskEmail,
  slugify,
  titleSimilarity,
  truncate,
  wordCount,
} from './text.ts';

describe('cleaning', () => {
  it('brings text to NFC without control, invisible and direction characters', () => {
    expect(clean('  Lo\u0300 \u00a0Thi\u0323\u0000 Mai\u200b\t ')).toBe('Lò Thị Mai');
    expect(clean('abc\u202egpj.exe')).toBe('abcgpj.exe');
    expect(clean('a\ud800b')).toBe('a\ufffdb');
    expect(clean(clean('a\u00ad\u0301'))).toBe(clean('a\u00ad\u0301'));
  });
  it('keeps line ends where they belong', () => {
    expect(cleanMultiline('Dòng một \r\n\r\n\r\n\r\nDòng\u0000 hai\rDòng ba\n')).toBe('Dòng một\n\nDòng hai\nDòng ba');
  });
});

describe('folding', () => {
  it('makes both placements of the tone mark equal', () => {
    expect(fold('Hoà')).toBe(fold('Hòa'));
    expect(fold('Uỷ ban')).toBe(fold('Ủy ban'));
    expect(fold('ĐƯỜNG  Đèo Pha Đin')).toBe('duong deo pha din');
  });
});

describe('words', () => {
  it('counts', () => {
    expect(wordCount('Ý tưởng số - Lan tỏa, sức mạnh số')).toBe(8);
    expect(wordCount('  ')).toBe(0);
    expect(charCount('Lo\u0300')).toBe(2);
  });
  it('sorts as Vietnamese does', () => {
    expect(['Đèo', 'Dân', 'Ân', 'An', 'Tổ 10', 'Tổ 9'].toSorted(compareVi)).toEqual([
      'An',
      'Ân',
      'Dân',
      'Đèo',
      'Tổ 9',
      'Tổ 10',
    ]);
  });
  it('shapes', () => {
    expect(slugify('Ý tưởng số – Lan tỏa 2026!')).toBe('y-tuong-so-lan-toa-2026');
    expect(truncate('Chuyển đổi số cho bà con', 14)).toBe('Chuyển đổi…');
    expect(truncate('ngắn', 14)).toBe('ngắn');
    expect(joinVi(['a', 'b', 'c'])).toBe('a, b và c');
    expect(capitalise('ủy ban')).toBe('Ủy ban');
    expect(maskEmail('nguyenvana@gmail.com')).toBe('ng***@gmail.com');
    expect(maskEmail('an@sonla.gov.vn')).toBe('a***@sonla.gov.vn');
  });
});

describe('K26-2c: likeness of titles', () => {
  it('is 1 for the same title in other clothes and low for another idea', () => {
    expect(titleSimilarity('Số hoá hồ sơ đất đai', 'SỐ HÓA HỒ SƠ, ĐẤT ĐAI')).toBe(1);
    expect(titleSimilarity('Số hóa hồ sơ đất đai cấp xã', 'Số hóa hồ sơ đất đai tại xã')).toBeGreaterThan(0.7);
    expect(titleSimilarity('Sổ tay số cho người trồng cà phê', 'Số hóa hồ sơ đất đai cấp xã')).toBeLessThan(0.4);
    expect(titleSimilarity('', 'x')).toBe(0);
  });
});
