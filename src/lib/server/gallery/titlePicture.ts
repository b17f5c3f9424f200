const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (mark) => `&#${mark.codePointAt(0)};`).replace(/[^\P{Cc}\t\n]/gu, '');

/** Breaks a text into lines of about so many characters; what does not fit ends in "…". */
function lines(text: string, width: number, most: number): string[] {
  const result: string[] = [''];
  for (const word of text.trim().split(/\s+/)) {
    const last = result.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > width) result.push(word);
    else result[result.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  const shown = result.slice(0, most).map((line) => (line.length > width + 6 ? `${line.slice(0, width + 5)}…` : line));
  if (result.length > most) shown[most - 1] = `${shown[most - 1]!.replace(/[\s.,;:]+$/, '')}…`;
  return shown;
}

/** A calm picture for a work of which no still picture was made: its title, under the name of its contest, as SVG. */
export function titlePicture(of: { title: string; contest: string; upright: boolean }): string {
  const [width, height] = of.upright ? [720, 1280] : [1280, 720];
  const size = of.upright ? 54 : 64;
  const margin = of.upright ? 64 : 96;
  const title = lines(of.title, of.upright ? 20 : 32, of.upright ? 8 : 4);
  const step = size * 1.3;
  const top = height / 2 - ((title.length - 1) * step) / 2 + size / 3;
  const text = title
    .map((line, i) => `<text x="${margin}" y="${Math.round(top + i * step)}">${escapeXml(line)}</text>`)
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="#f6f4f1"/><rect width="16" height="${height}" fill="#a3161d"/>` +
    `<g font-family="system-ui,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif" fill="#1b1d29">` +
    `<text x="${margin}" y="${margin + 12}" font-size="30" fill="#575a66">${escapeXml(lines(of.contest, of.upright ? 34 : 62, 1)[0]!)}</text>` +
    `<g font-size="${size}" font-weight="600">${text}</g></g></svg>`
  );
}
