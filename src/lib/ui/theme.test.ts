import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accentCss, contrast, parseHex } from './theme.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

function tokens(...blocks: string[]): Record<string, string> {
  const found = blocks.flatMap((block) => [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{3,6});/g)]);
  return Object.fromEntries(
    found.map(([, name, hex]) => [name, hex!.length === 4 ? `#${[...hex!.slice(1)].map((c) => c + c).join('')}` : hex]),
  );
}

const between = (set: Record<string, string>, a: string, b: string) =>
  contrast(parseHex(set[`--${a}`]!)!, parseHex(set[`--${b}`]!)!);

describe.each([
  ['light', tokens(light)],
  ['dark', tokens(light, dark)],
])('colours of the %s scheme', (_, set) => {
  const text: [string, string][] = [
    ...['ink', 'grey', 'accent', 'good', 'warn', 'info', 'bad', 'gold'].flatMap((name): [string, string][] => [
      [name, 'ground'],
      [name, 'wash'],
    ]),
    ...['good', 'warn', 'info', 'bad', 'gold'].map((name): [string, string] => [name, `${name}-wash`]),
    ...['good', 'warn', 'info', 'bad', 'accent'].map((name): [string, string] => ['ink', `${name}-wash`]),
    ['grey', 'accent-wash'],
    ['grey', 'good-wash'],
    ['on-fill', 'fill'],
    ['on-fill', 'fill-deep'],
    ['on-gold', 'gold-fill'],
  ];
  it.each(text)('%s can be read on %s', (a, b) => expect(between(set, a, b)).toBeGreaterThanOrEqual(4.5));

  it.each([
    ['line', 'ground'],
    ['line', 'wash'],
    ['focus', 'ground'],
    ['focus', 'wash'],
  ])('%s stands out from %s', (a, b) => expect(between(set, a, b)).toBeGreaterThanOrEqual(3));
});

describe('a province’s own accent', () => {
  it('is refused when it is no colour, so that nothing else gets into the style sheet', () => {
    for (const text of ['', 'red', '#fff', '#a3161d}body{display:none', 'url(x)']) expect(accentCss(text)).toBeNull();
  });

  it.each(['#a3161d', '#ffdd00', '#ffffff', '#000000', '#0a7d4f', '#3344ff'])('%s becomes readable', (hex) => {
    const [day, night] = accentCss(hex)!.split('@media');
    const value = (block: string, name: string) => parseHex(new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(block)![1]!)!;
    expect(contrast(value(day!, 'fill'), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value(night!, 'accent'), [0x16, 0x17, 0x1c])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value(night!, 'accent'), [0x20, 0x22, 0x28])).toBeGreaterThanOrEqual(4.5);
  });
});
