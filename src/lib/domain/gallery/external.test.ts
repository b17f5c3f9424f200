import { describe, expect, it } from 'vitest';
import { type ExternalInput, externalFlags, readExternal, readMoment, sourceOf } from './external.ts';

const now = new Date('2024-09-10T22:00:00+07:00');
const codes = new Set(['CDS24-00042']);
const input = (more: Partial<ExternalInput> = {}): ExternalInput => ({
  code: 'CDS24-00042',
  source: '',
  address: 'https://www.facebook.com/chuyendoisosonla/posts/1',
  takenAt: '10/09/2024 21:30',
  likes: '1.250',
  shares: '30',
  comments: '',
  ...more,
});
const read = (more: Partial<ExternalInput> = {}) => readExternal(input(more), { now, codes, code: 'CDS24' });
const wrong = (more: Partial<ExternalInput>) => {
  const result = read(more);
  return 'issues' in result ? result.issues.map((issue) => issue.field) : [];
};

describe('readExternal', () => {
  it('K24-4: reads numbers as people write them', () => {
    expect(read()).toEqual({
      reading: {
        code: 'CDS24-00042',
        source: 'facebook',
        address: 'https://www.facebook.com/chuyendoisosonla/posts/1',
        takenAt: new Date('2024-09-10T21:30:00+07:00'),
        likes: 1250,
        shares: 30,
        comments: 0,
      },
    });
    expect(read({ code: '42', source: 'Fanpage' })).toMatchObject({
      reading: { code: 'CDS24-00042', source: 'facebook' },
    });
    expect(read({ code: 'cds24-00042', likes: '1 250' })).toMatchObject({ reading: { likes: 1250 } });
  });

  it('K24-4: names every field that is wrong', () => {
    expect(wrong({ code: 'CDS24-00043' })).toEqual(['code']);
    expect(wrong({ address: 'javascript:alert(1)' })).toEqual(['address']);
    expect(wrong({ address: 'facebook.com/x' })).toEqual(['address']);
    expect(wrong({ source: 'Instagram' })).toEqual(['source']);
    expect(wrong({ takenAt: '10/09/2024' })).toEqual(['takenAt']);
    expect(wrong({ takenAt: '10/09/2024 22:01' })).toEqual(['takenAt']);
    expect(wrong({ likes: '1,2K', shares: '-3', comments: '2.5' })).toEqual(['likes', 'shares', 'comments']);
    expect(wrong({ likes: '999999999' })).toEqual(['likes']);
    expect(wrong({ code: '', address: '', takenAt: '' })).toEqual(['code', 'address', 'takenAt']);
  });

  it('K24-4: a page elsewhere is known by its name or by the address', () => {
    expect(sourceOf('YouTube', '')).toBe('youtube');
    expect(sourceOf('', 'https://zalo.me/1')).toBe('zalo');
    expect(sourceOf('', 'https://sonla.gov.vn/tin')).toBe('other');
    expect(sourceOf('', 'https://notfacebook.com/1')).toBe('other');
    expect(sourceOf('trang khác', '')).toBe('other');
  });

  it('K24-4: a moment has a day and a time', () => {
    const at = new Date('2024-09-10T21:05:00+07:00');
    for (const text of [
      '10/09/2024 21:05',
      '21:05 10/9/2024',
      '21h05, 10/09/2024',
      '2024-09-10T21:05',
      '2024-09-10 21:05',
    ])
      expect(readMoment(text), text).toEqual(at);
    for (const text of ['10/09/2024', '21:05', '31/02/2024 10:00', '10/09/2024 25:00', 'hôm qua 10:00', ''])
      expect(readMoment(text), text).toBeNull();
  });
});

describe('externalFlags', () => {
  const numbers = (likes: number, shares = 0, comments = 0) => ({ likes, shares, comments });
  it('K24-4: numbers that go down or jump are named', () => {
    expect(externalFlags(null, numbers(5000))).toEqual([]);
    expect(externalFlags(numbers(100), numbers(150))).toEqual([]);
    expect(externalFlags(numbers(1), numbers(20))).toEqual([]);
    expect(externalFlags(numbers(120), numbers(95))).toEqual(['Lượt thích giảm từ 120 xuống 95 so với lần ghi trước.']);
    expect(externalFlags(numbers(100, 10), numbers(400, 5))).toEqual([
      'Lượt thích tăng vọt từ 100 lên 400 so với lần ghi trước.',
      'Lượt chia sẻ giảm từ 10 xuống 5 so với lần ghi trước.',
    ]);
  });
});
