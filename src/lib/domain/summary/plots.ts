/**
 * Plots for paper: SVG without style sheets, in two inks and patterns, so that a photocopy still tells the parts apart. The same picture
 * stands on the page, in the PDF and, drawn as PNG, in the Word file.
 */
import { type TrendTarget, trendLayout } from '../dashboard/layout.ts';
import type { SummaryPlot } from './types.ts';

const WIDTH = 640;
const ink = '#1f2933';
const grey = '#5b6670';
const hair = '#d5dade';
const font = 'font-family="Tinos, Times New Roman, serif"';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

const label = (
  x: number,
  y: number,
  text: string,
  {
    size = 13,
    anchor = 'start',
    fill = ink,
    bold = false,
  }: { size?: number; anchor?: string; fill?: string; bold?: boolean } = {},
): string =>
  `<text x="${x}" y="${y}" ${font} font-size="${size}" text-anchor="${anchor}" fill="${fill}"${bold ? ' font-weight="700"' : ''}>${escaped(text)}</text>`;

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

/** In two lines of at most `most` letters. */
function twoLines(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const words = text.split(' ');
  let first = '';
  while (words.length > 0 && `${first} ${words[0]}`.trim().length <= most) first = `${first} ${words.shift()}`.trim();
  return [first || cut(text, most), ...(words.length > 0 ? [cut(words.join(' '), most)] : [])];
}

function picture(id: string, title: string, alt: string, height: number, body: string): SummaryPlot {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(alt)}"><rect width="${WIDTH}" height="${height}" fill="#ffffff"/>${body}</svg>`;
  return { id, title, alt, svg, width: WIDTH, height };
}

export interface StackPart {
  id: string;
  label: string;
  fill: string;
  /** of the number on it */
  on: string;
  hatched?: boolean;
}

/** Shares of one whole a row: what came when. */
export function stackPlot(args: {
  id: string;
  title: string;
  parts: StackPart[];
  rows: { label: string; counts: Record<string, number> }[];
}): SummaryPlot | null {
  const rows = args.rows
    .map((row) => ({ ...row, total: args.parts.reduce((sum, part) => sum + (row.counts[part.id] ?? 0), 0) }))
    .filter((row) => row.total > 0);
  if (rows.length === 0) return null;
  const used = args.parts.filter((part) => rows.some((row) => (row.counts[part.id] ?? 0) > 0));
  const [left, right, step, top] = [210, 44, 34, 12];
  const legendTop = top + rows.length * step + 14;
  const height = legendTop + Math.ceil(used.length / 3) * 22 + 8;
  const body: string[] = [];
  const bar = (part: StackPart, x: number, y: number, width: number, h: number) => {
    body.push(
      `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${h}" fill="${part.fill}" stroke="${ink}" stroke-width="0.6"/>`,
    );
    if (!part.hatched) return;
    for (let at = x + 5; at < x + width; at += 7)
      body.push(
        `<line x1="${at.toFixed(1)}" y1="${y}" x2="${Math.max(x, at - 5).toFixed(1)}" y2="${y + h}" stroke="${ink}" stroke-width="0.7"/>`,
      );
  };
  rows.forEach((row, i) => {
    const y = top + i * step;
    const lines = twoLines(row.label, 34);
    lines.forEach((line, k) => {
      body.push(label(left - 8, y + (lines.length === 1 ? 16 : 10 + k * 13), line, { anchor: 'end', size: 12.5 }));
    });
    let x = left;
    for (const part of used) {
      const count = row.counts[part.id] ?? 0;
      if (count === 0) continue;
      const width = ((WIDTH - left - right) * count) / row.total;
      bar(part, x, y, width, 22);
      if (width > 18) {
        if (part.hatched)
          body.push(
            `<rect x="${(x + width / 2 - 10).toFixed(1)}" y="${y + 3}" width="20" height="16" fill="#ffffff"/>`,
          );
        body.push(
          label(x + width / 2, y + 16, String(count), {
            anchor: 'middle',
            fill: part.hatched ? ink : part.on,
            bold: true,
          }),
        );
      }
      x += width;
    }
    body.push(label(WIDTH - right + 8, y + 16, String(row.total), { fill: grey }));
  });
  used.forEach((part, i) => {
    const [x, y] = [left - 190 + (i % 3) * 205, legendTop + Math.floor(i / 3) * 22];
    bar(part, x, y, 16, 13);
    body.push(label(x + 22, y + 11, part.label, { size: 12.5 }));
  });
  const said = rows.map(
    (row) =>
      `${row.label}: ${used.flatMap((part) => (row.counts[part.id] ? [`${part.label.toLocaleLowerCase('vi')} ${row.counts[part.id]}`] : [])).join(', ')}, tổng ${row.total}`,
  );
  return picture(args.id, args.title, `${args.title}. ${said.join('; ')}.`, height, body.join(''));
}

/** Percentages beside what is asked: a bar a row, a mark at the target. */
export function bulletPlot(args: {
  id: string;
  title: string;
  rows: { label: string; value: number; text: string; target: number | null; targetText: string | null }[];
}): SummaryPlot | null {
  if (args.rows.length === 0) return null;
  const [left, right, step, top] = [250, 64, 34, 20];
  const most = Math.max(100, ...args.rows.flatMap((row) => [row.value, row.target ?? 0]));
  const at = (value: number) => left + ((WIDTH - left - right) * Math.max(0, value)) / most;
  const bottom = top + args.rows.length * step;
  const height = bottom + 46;
  const body: string[] = [];
  for (const tick of [0, 25, 50, 75, 100]) {
    body.push(
      `<line x1="${at(tick).toFixed(1)}" y1="${top - 6}" x2="${at(tick).toFixed(1)}" y2="${bottom}" stroke="${hair}"/>`,
    );
    body.push(label(at(tick), bottom + 14, `${tick}%`, { size: 11.5, anchor: 'middle', fill: grey }));
  }
  args.rows.forEach((row, i) => {
    const y = top + i * step;
    const lines = twoLines(row.label, 42);
    lines.forEach((line, k) => {
      body.push(label(left - 8, y + (lines.length === 1 ? 15 : 9 + k * 13), line, { anchor: 'end', size: 12.5 }));
    });
    body.push(
      `<rect x="${left}" y="${y + 3}" width="${(at(row.value) - left).toFixed(1)}" height="15" fill="#2f5d8a"/>`,
    );
    if (row.target !== null)
      body.push(
        `<line x1="${at(row.target).toFixed(1)}" y1="${y - 2}" x2="${at(row.target).toFixed(1)}" y2="${y + 23}" stroke="${ink}" stroke-width="2.5"/>`,
      );
    body.push(label(WIDTH - 2, y + 15, row.text, { bold: true, anchor: 'end' }));
  });
  body.push(
    `<rect x="${left}" y="${bottom + 24}" width="16" height="11" fill="#2f5d8a"/>`,
    label(left + 22, bottom + 34, 'kết quả', { size: 12.5 }),
  );
  body.push(
    `<line x1="${left + 110}" y1="${bottom + 21}" x2="${left + 110}" y2="${bottom + 38}" stroke="${ink}" stroke-width="2.5"/>`,
    label(left + 118, bottom + 34, 'mức phải đạt', { size: 12.5 }),
  );
  const said = args.rows.map(
    (row) => `${row.label}: ${row.text}${row.targetText ? `, mức phải đạt ${row.targetText}` : ''}`,
  );
  return picture(args.id, args.title, `${args.title}. ${said.join('; ')}.`, height, body.join(''));
}

export interface TrendRow {
  label: string;
  years: [number, number];
  points: { year: number; value: number; text: string }[];
  targets: TrendTarget[];
  bounds: { min: number | null; max: number | null };
}

/** Small multiples: each figure over the years, with the steps that are asked. */
export function trendPlot(args: { id: string; title: string; rows: TrendRow[] }): SummaryPlot | null {
  if (args.rows.length === 0) return null;
  const [columns, width, each] = [3, WIDTH / 3, 132];
  const height = Math.ceil(args.rows.length / columns) * each + 6;
  const body = args.rows.map((row, i) => {
    const [x, y] = [(i % columns) * width, Math.floor(i / columns) * each];
    const plot = trendLayout({
      years: row.years,
      points: row.points,
      targets: row.targets,
      forecast: null,
      bounds: row.bounds,
      width: width - 16,
      height: 78,
      pad: { top: 14, right: 16, bottom: 8, left: 10 },
    });
    const first = row.points[0]!;
    const last = row.points.at(-1)!;
    const [dot] = plot.dots.slice(-1);
    return `<g transform="translate(${x.toFixed(1)},${y})">${twoLines(row.label, 31)
      .map((line, k) => label(8, 14 + k * 13, line, { size: 12, bold: true }))
      .join('')}<g transform="translate(8,30)">${plot.ticks
      .slice(0, 1)
      .map((tick) => `<line x1="0" x2="${(width - 16).toFixed(1)}" y1="${tick.y}" y2="${tick.y}" stroke="${hair}"/>`)
      .join('')}${plot.targets
      .map(
        (t) =>
          `<line x1="${t.x1}" x2="${t.x2}" y1="${t.y}" y2="${t.y}" stroke="${grey}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
      )
      .join('')}<path d="${plot.line}" fill="none" stroke="#2f5d8a" stroke-width="2"/>${plot.dots
      .map((d) => `<circle cx="${d.x}" cy="${d.y}" r="3" fill="#2f5d8a"/>`)
      .join(
        '',
      )}${dot ? label(Math.min(dot.x, width - 60), Math.max(10, dot.y - 7), last.text, { size: 12, bold: true, anchor: dot.x > width / 2 ? 'end' : 'start' }) : ''}</g>${label(
      8,
      122,
      first.year === last.year ? String(first.year) : `${first.year}: ${first.text} → ${last.year}: ${last.text}`,
      { size: 11.5, fill: grey },
    )}</g>`;
  });
  const said = args.rows.map((row) => `${row.label}: ${row.points.map((p) => `năm ${p.year} ${p.text}`).join(', ')}`);
  return picture(args.id, args.title, `${args.title}. ${said.join('; ')}.`, height, body.join(''));
}
