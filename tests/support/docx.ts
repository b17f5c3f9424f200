import { fromBufferPromise } from 'yauzl';
import { makeZip, type ZipPart } from './samples.ts';

async function partsOf(zip: Buffer): Promise<ZipPart[]> {
  const file = await fromBufferPromise(zip, { lazyEntries: true });
  const parts: ZipPart[] = [];
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    parts.push({ name: entry.fileName, data: Buffer.concat(chunks) });
  }
  return parts;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const wordsOf = (xml: string) =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map((run) => run[1])
    .join('')
    .replaceAll('&amp;', '&');
const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
const block = /<w:tbl>.*?<\/w:tbl>|<w:p(?: [^>]*)?>.*?<\/w:p>/gs;

/**
 * A Word file as somebody would have filled it in: under a heading that contains a key comes its text, and in the row of a table that
 * contains a key its cells, from the end.
 */
export async function fillDocx(
  file: Buffer,
  what: { under?: Record<string, string>; rows?: Record<string, string[]> },
): Promise<Buffer> {
  const parts = await partsOf(file);
  const used = new Set<string>();
  const filled = (xml: string) =>
    xml.replace(block, (one) => {
      if (one.startsWith('<w:tbl>'))
        return one.replace(/<w:tr(?: [^>]*)?>.*?<\/w:tr>/gs, (row) => {
          const key = Object.keys(what.rows ?? {}).find((name) => wordsOf(row).includes(name));
          if (!key) return row;
          used.add(key);
          const values = what.rows![key]!;
          let at = values.length - row.split('<w:tc>').length + 1;
          return row.replace(/<w:tc>.*?<\/w:tc>/gs, (cell) => {
            const value = values[at++];
            return value ? cell.replace(/<w:p(?: [^>]*)?>.*<\/w:p>|<w:p\/>/s, paragraph(value)) : cell;
          });
        });
      const key = Object.keys(what.under ?? {}).find((name) => !used.has(name) && wordsOf(one).includes(name));
      if (!key) return one;
      used.add(key);
      return one + paragraph(what.under![key]!);
    });
  const done = parts.map((part) =>
    part.name === 'word/document.xml' ? { ...part, data: filled(part.data.toString()) } : part,
  );
  const missing = [...Object.keys(what.under ?? {}), ...Object.keys(what.rows ?? {})].filter((key) => !used.has(key));
  if (missing.length > 0) throw new Error(`nothing in the file is called ${missing.join(', ')}`);
  return makeZip(done);
}
