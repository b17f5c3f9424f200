/**
 * Several PDF files of the typesetter as one, in constant memory: a thousand certificates are set a hundred at a time. It reads only what
 * our own typesetter writes: a plain table of objects, dictionaries outside of streams. The joined file is for printing and carries no
 * tags; the name of each page stays as a bookmark.
 */

interface Placed {
  id: number;
  /** dictionary and what goes before the stream */
  head: string;
  /** the stream with its end, untouched */
  rest: Buffer;
}

const reference = /\b(\d+) 0 R\b/g;

function objectsOf(pdf: Buffer): { objects: Placed[]; root: number } {
  const tail = pdf.subarray(-2048).toString('latin1');
  const start = Number(/startxref\s+(\d+)\s+%%EOF/.exec(tail)?.[1] ?? Number.NaN);
  const table = Number.isNaN(start) ? '' : pdf.subarray(start).toString('latin1');
  const first = /^xref\s+0 (\d+)\s+/.exec(table);
  const root = /\/Root (\d+) 0 R/.exec(table)?.[1];
  if (!first || !root) throw new Error('the typesetter no longer writes a plain table of objects');
  const offsets: { id: number; at: number }[] = [];
  const entry = /(\d{10}) \d{5} ([nf])/g;
  entry.lastIndex = first[0].length;
  for (let id = 0; id < Number(first[1]); id++) {
    const found = entry.exec(table);
    if (found?.[2] === 'n') offsets.push({ id, at: Number(found[1]) });
  }
  offsets.sort((a, b) => a.at - b.at);
  const objects = offsets.map(({ id, at }, i) => {
    const body = pdf.subarray(at, offsets[i + 1]?.at ?? start);
    const stream = body.indexOf('stream\n');
    const split = stream < 0 ? body.length : stream;
    return { id, head: body.subarray(0, split).toString('latin1'), rest: body.subarray(split) };
  });
  return { objects, root: Number(root) };
}

const hexText = (text: string): string =>
  `<FEFF${[...Buffer.from(text, 'utf16le').swap16()]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}>`;

/** Objects that only carry tags or describe one part. */
const dropped = /\/Type \/(StructElem|StructTreeRoot|Catalog|Metadata|Namespace)\b/;

/** @yields the joined file, piece by piece */
export async function* joinPdf(
  parts: AsyncIterable<{ pdf: Buffer; label: string }>,
  title: string,
): AsyncGenerator<Buffer> {
  const offsets = new Map<number, number>();
  let written = 0;
  let next = 4;
  const put = (bytes: Buffer): Buffer => {
    written += bytes.length;
    return bytes;
  };
  const place = (id: number, text: string): Buffer => {
    offsets.set(id, written);
    return put(Buffer.from(`${id} 0 obj\n${text}\nendobj\n`, 'latin1'));
  };
  yield put(Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1'));
  const trees: { id: number; pages: number }[] = [];
  const marks: { id: number; label: string; children: string }[] = [];
  for await (const { pdf, label } of parts) {
    const { objects, root } = objectsOf(pdf);
    const shift = next;
    next += Math.max(...objects.map((one) => one.id)) + 1;
    const catalog = objects.find((one) => one.id === root)?.head ?? '';
    const pagesId = Number(/\/Pages (\d+) 0 R/.exec(catalog)?.[1]);
    const outlineId = Number(/\/Outlines (\d+) 0 R/.exec(catalog)?.[1] ?? Number.NaN);
    for (const { id, head, rest } of objects) {
      if (dropped.test(head)) continue;
      const moved = head
        .replace(/^\d+ 0 obj/, `${id + shift} 0 obj`)
        .replace(reference, (_, of: string) => `${Number(of) + shift} 0 R`);
      if (id === outlineId) {
        const children = moved.match(/\/(First|Last) \d+ 0 R/g);
        if (children) marks.push({ id: id + shift, label, children: children.join(' ') });
        continue;
      }
      offsets.set(id + shift, written);
      if (id === pagesId) {
        trees.push({ id: id + shift, pages: Number(/\/Count (\d+)/.exec(moved)?.[1] ?? 0) });
        yield put(Buffer.from(moved.replace('/Type /Pages', '/Type /Pages\n  /Parent 2 0 R'), 'latin1'));
      } else yield put(Buffer.from(moved, 'latin1'));
      if (rest.length > 0) yield put(rest);
    }
  }
  for (const [i, { id, label, children }] of marks.entries()) {
    const before = marks[i - 1] ? ` /Prev ${marks[i - 1]!.id} 0 R` : '';
    const after = marks[i + 1] ? ` /Next ${marks[i + 1]!.id} 0 R` : '';
    yield place(id, `<< /Title ${hexText(label)} /Parent 3 0 R${before}${after} ${children} /Count -1 >>`);
  }
  const pages = trees.reduce((sum, tree) => sum + tree.pages, 0);
  yield place(2, `<< /Type /Pages /Count ${pages} /Kids [${trees.map((tree) => `${tree.id} 0 R`).join(' ')}] >>`);
  const outline =
    marks.length > 0 ? ` /First ${marks[0]!.id} 0 R /Last ${marks.at(-1)!.id} 0 R /Count ${marks.length}` : '';
  yield place(3, `<< /Type /Outlines${outline} >>`);
  yield place(
    1,
    '<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>',
  );
  const info = next;
  next += 1;
  yield place(info, `<< /Title ${hexText(title)} >>`);
  const start = written;
  const rows = ['0000000000 65535 f \n'];
  for (let id = 1; id < next; id++) {
    const at = offsets.get(id);
    rows.push(at === undefined ? '0000000000 00000 f \n' : `${String(at).padStart(10, '0')} 00000 n \n`);
  }
  yield Buffer.from(
    `xref\n0 ${next}\n${rows.join('')}trailer\n<< /Size ${next} /Root 1 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
}
