/** A province's own accent, made safe: whatever red, green or blue is chosen, text on it and in it stays readable. */

type Rgb = [number, number, number];

const LIGHT_GROUND: Rgb = [255, 255, 255];
/** the raised ground of the dark scheme, the lighter of the two it has to be read on */
const DARK_GROUND: Rgb = [0x20, 0x22, 0x28];

/** '#a3161d' as numbers; null when it is no six-digit colour. */
export function parseHex(hex: string): Rgb | null {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  return match && [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)];
}

const toHex = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours as WCAG counts it, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((part, i) => part + (b[i]! - part) * share) as Rgb;

/** Moves a colour towards black or white just far enough to be read on the ground. */
function readable(color: Rgb, ground: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, towards, share);
    if (contrast(candidate, ground) >= 5) return candidate;
  }
  return towards;
}

/**
 * A style sheet that sets the accent for both schemes; null when `hex` is no colour. Colours too light for white text are
 * darkened, never refused.
 */
export function accentCss(hex: string): string | null {
  const color = parseHex(hex);
  if (!color) return null;
  const [black, white]: [Rgb, Rgb] = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  const fill = readable(color, LIGHT_GROUND, black);
  const onDark = readable(color, DARK_GROUND, white);
  const set = (accent: Rgb, wash: Rgb) =>
    `--accent:${toHex(accent)};--fill:${toHex(fill)};--fill-deep:${toHex(mix(fill, black, 0.22))};--accent-wash:${toHex(wash)}`;
  return `:root{${set(fill, mix(white, fill, 0.07))}}@media (prefers-color-scheme:dark){:root{${set(onDark, mix(DARK_GROUND, fill, 0.2))}}}`;
}
