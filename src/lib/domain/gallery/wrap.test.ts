import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, textWidth, wrap } from './wrap.ts';

describe('lines of a drawn picture', () => {
  it('K24-4: no line is wider than its room, none too many, and nothing is lost that fits', () => {
    const text = fc.array(fc.constantFrom('chuyển', 'đổi', 'số', 'Ở', 'bản', 'W'.repeat(60), 'HTX', 'và'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 200, max: 1000 }), fc.integer({ min: 1, max: 5 }), (words, width, lines) => {
        const found = fitted(words.join(' '), { sizes: [60, 40], width, lines });
        expect(found.lines.length).toBeLessThanOrEqual(lines);
        for (const line of found.lines) expect(textWidth(line, found.size)).toBeLessThanOrEqual(width);
        const whole = wrap(words.join(' '), { size: 40, width, lines });
        if (whole) expect(found.lines.join(' ')).toBe(words.join(' '));
      }),
    );
  });

  it('K24-4: letters with stacked marks are as wide as their base', () => {
    expect(textWidth('Đường ở Sốp Cộp', 10)).toBe(textWidth('Duong o Sop Cop', 10));
  });
});
