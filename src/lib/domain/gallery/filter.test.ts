import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGalleryFilter, searchWords, writeGalleryFilter } from './filter.ts';

describe('the filter of the gallery', () => {
  it('K24-4: what is written is read again', () => {
    const filter = fc.record({
      topic: fc.constantFrom('', 'data', 'kinh-te-so'),
      unit: fc.constantFrom('', '3f0c9a52-7d1e-4b6a-9f3e-0a1b2c3d4e5f'),
      search: fc.constantFrom('', 'chuyển đổi số', 'a&b=c'),
      page: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(filter, (one) => {
        expect(readGalleryFilter(new URLSearchParams(writeGalleryFilter(one)))).toEqual(one);
      }),
    );
  });

  it('K24-4: nonsense in the address counts as not said', () => {
    expect(readGalleryFilter(new URLSearchParams('trang=-3&don-vi=x&chu-de=&tim=%20%20'))).toEqual({
      topic: '',
      unit: '',
      search: '',
      page: 1,
    });
    expect(writeGalleryFilter({ page: 1 })).toBe('');
  });

  it('K24-4: words are searched without diacritics and wherever the tone mark stands', () => {
    expect(searchWords('Chuyển đổi  số!')).toEqual(['chuyen', 'doi', 'so']);
    expect(searchWords('hoà')).toEqual(searchWords('hòa'));
    expect(searchWords('%_\\.*')).toEqual([]);
    expect(searchWords('a b c d e f g h i k')).toHaveLength(8);
  });
});
