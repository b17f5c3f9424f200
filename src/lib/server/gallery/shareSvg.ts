import { fitted, textWidth } from '#lib/domain/gallery/wrap.ts';
import { clean } from '#lib/domain/kernel/text.ts';

/** What a share picture says. */
export interface ShareCard {
  /** above the title: the contest */
  kicker: string;
  title: string;
  /** below it, one line each: authors, unit */
  lines: string[];
  /** gold, at the top */
  prize: string | null;
  /** bottom: what one finds at the address */
  foot: string;
  site: string;
  /** a still of the video */
  still: { media: string; bytes: Buffer } | null;
}

const WIDTH = 1200;
const HEIGHT = 630;
const EDGE = 64;
const STILL = { width: 480, height: 270 };

// Letters that the font lacks, emoji above all, would be drawn as boxes.
const drawable = (text: string) => clean(text.replace(/[^\p{Script=Latin}\p{M}\p{N}\p{P}\p{Zs}$+<>=|~^`°]/gu, ' '));
const xml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const mark = (x: number, y: number, scale: number) => `<g transform="translate(${x} ${y}) scale(${scale})" color="#fff">
<g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"><ellipse cx="16" cy="19.5" rx="5.4" ry="2.6"/><path d="M9.4 14.9A10.4 5.4 0 1 0 22.6 14.9"/><path d="M4.3 14.2A14.5 8.2 0 1 0 27.7 14.2"/></g>
<path fill="#fff" d="M16 3c2.3 3.3 3.7 5.4 3.7 7.5a3.7 3.7 0 0 1-7.4 0C12.3 8.4 13.7 6.3 16 3Z"/></g>`;

const ripples = [60, 130, 210, 300, 400, 510, 630]
  .map(
    (r, i) =>
      `<ellipse cx="1010" cy="330" rx="${r}" ry="${r * 0.55}" stroke-width="${5 - i * 0.5}" opacity="${0.2 - i * 0.022}"/>`,
  )
  .join('');

function still({ media, bytes }: NonNullable<ShareCard['still']>): string {
  const [x, y] = [WIDTH - EDGE - STILL.width, 170];
  const play = [x + STILL.width / 2, y + STILL.height / 2] as const;
  return `<clipPath id="frame"><rect x="${x}" y="${y}" width="${STILL.width}" height="${STILL.height}" rx="14"/></clipPath>
<rect x="${x - 5}" y="${y - 5}" width="${STILL.width + 10}" height="${STILL.height + 10}" rx="18" fill="#fff" opacity="0.9"/>
<image x="${x}" y="${y}" width="${STILL.width}" height="${STILL.height}" preserveAspectRatio="xMidYMid slice" clip-path="url(#frame)" href="data:${media};base64,${bytes.toString('base64')}"/>
<circle cx="${play[0]}" cy="${play[1]}" r="40" fill="#000" opacity="0.6"/><path d="M${play[0] - 12} ${play[1] - 20}l34 20-34 20z" fill="#fff"/>`;
}

/** The picture that social networks show beside a link (1200 × 630), as SVG with text in Tinos. */
export function shareSvg(card: ShareCard): string {
  const room = card.still ? WIDTH - 2 * EDGE - STILL.width - 44 : WIDTH - 2 * EDGE - 40;
  const text: string[] = [];
  let y = 74;
  const put = (line: string, size: number, style: string) => {
    text.push(`<text x="${EDGE}" y="${Math.round(y)}" font-size="${size}" ${style}>${xml(line)}</text>`);
  };
  const kicker = fitted(drawable(card.kicker), { sizes: [30, 27], width: WIDTH - 2 * EDGE, lines: 2 });
  for (const line of kicker.lines) {
    put(line, kicker.size, 'opacity="0.88"');
    y += kicker.size * 1.3;
  }
  y = Math.max(y + 14, 150);
  if (card.prize) {
    const [prize = ''] = fitted(drawable(card.prize), { sizes: [28], width: room - 40, lines: 1 }).lines;
    const width = Math.round(textWidth(prize, 28)) + 40;
    text.push(`<rect x="${EDGE}" y="${y - 18}" width="${width}" height="46" rx="8" fill="#f3c64b"/>`);
    text.push(
      `<text x="${EDGE + 20}" y="${y + 14}" font-size="28" font-weight="700" fill="#2b2000">${xml(prize)}</text>`,
    );
    y += 46;
  }
  const below = card.lines.slice(0, 2).flatMap((line, i) => {
    const size = i === 0 ? 32 : 28;
    return fitted(drawable(line), { sizes: [size], width: room, lines: i === 0 ? 2 : 1 }).lines.map((text) => ({
      text,
      size,
    }));
  });
  const left = HEIGHT - 112 - y - below.reduce((sum, { size }) => sum + size * 1.32, 0);
  const title = fitted(drawable(card.title), {
    sizes: [76, 66, 58, 50, 44, 40, 36],
    width: room,
    lines: (size) => Math.floor(left / (size * 1.2)),
  });
  y += title.size * 0.85;
  for (const line of title.lines) {
    put(line, title.size, 'font-weight="700"');
    y += title.size * 1.2;
  }
  y -= title.size * 0.85 - 40;
  for (const [i, line] of below.entries()) {
    put(line.text, line.size, i === 0 ? '' : 'opacity="0.88"');
    y += line.size * 1.32;
  }
  const [foot = ''] = fitted(drawable(`${card.site} · ${card.foot}`), {
    sizes: [28],
    width: WIDTH - 2 * EDGE - 80,
    lines: 1,
  }).lines;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Tinos" fill="#fff">
<defs><linearGradient id="ground" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="#a3161d"/><stop offset="1" stop-color="#650b10"/></linearGradient></defs>
<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#ground)"/>
<g fill="none" stroke="#fff">${ripples}</g>
${card.still ? still(card.still) : ''}
${text.join('\n')}
<rect x="${EDGE}" y="${HEIGHT - 92}" width="${WIDTH - 2 * EDGE}" height="2" opacity="0.35"/>
${mark(EDGE - 4, HEIGHT - 78, 1.6)}
<text x="${EDGE + 64}" y="${HEIGHT - 43}" font-size="28">${xml(foot)}</text>
</svg>`;
}
