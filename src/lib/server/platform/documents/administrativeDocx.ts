import type { AdministrativePaper, PaperPlot } from '#lib/domain/document/types.ts';
import { drawPng } from '../pictures/draw.ts';
import {
  wordFile,
  wordFoot,
  wordHead,
  wordHeading,
  wordLed,
  wordLine,
  wordPicture,
  wordProse,
  wordSigners,
  wordTable,
  wordTitle,
  wordWidths,
} from './word.ts';

const DRAWN = 2.5;

/** Word shows no SVG everywhere: the same picture in pixels, fine enough for print. */
async function pictureOf(plot: PaperPlot) {
  const large = plot.svg.replace(
    `width="${plot.width}" height="${plot.height}"`,
    `width="${plot.width * DRAWN}" height="${plot.height * DRAWN}"`,
  );
  return [
    wordPicture(await drawPng(large), plot),
    wordLine(plot.caption, { italics: true, size: 24, align: 'center', after: 160 }),
  ];
}

/** A plan or a report as a Word file that people can go on working in. */
export async function administrativeDocx(d: AdministrativePaper): Promise<Buffer> {
  const pictures = new Map(
    await Promise.all(
      d.sections.flatMap((section) => section.plots ?? []).map(async (plot) => [plot, await pictureOf(plot)] as const),
    ),
  );
  return wordFile({
    title: `${d.name} ${d.about}`,
    author: d.head.issuer,
    ...(d.footer ? { footer: d.footer } : {}),
    children: [
      ...wordHead(d.head),
      ...wordTitle(d.name, d.about),
      ...(d.to ?? []).map((one, i) => wordLine(i === 0 ? `Kính gửi: ${one}` : one, { align: 'center' })),
      ...(d.decides
        ? [wordLine(d.decides.by.toLocaleUpperCase('vi'), { bold: true, align: 'center', before: 60, after: 160 })]
        : []),
      ...(d.basis ?? []).map((text) => wordLine(text, { italics: true, align: 'both', indent: true, after: 120 })),
      ...(d.decides
        ? [
            wordHeading('QUYẾT ĐỊNH:', 1, 'center'),
            ...d.decides.articles.flatMap((article, i) => {
              const [first = '', ...rest] = article.split('\n');
              const last = { keepNext: i + 1 === d.decides!.articles.length };
              return [wordLed(`Điều ${i + 1}. `, first, last), ...rest.flatMap((line) => wordProse(line, last))];
            }),
          ]
        : []),
      ...d.opening.flatMap((text) => wordProse(text)),
      ...d.sections.flatMap((section) => [
        wordHeading(section.title, section.level),
        ...section.paragraphs.flatMap((text) => wordProse(text)),
        ...(section.quotes ?? []).flatMap((quote) => wordProse(`- ${quote.by}: “${quote.text}”`)),
        ...(section.tables ?? []).flatMap((table) => wordTable(table)),
        ...(section.plots ?? []).flatMap((plot) => pictures.get(plot) ?? []),
      ]),
      // The signature must not stand alone on a page.
      ...d.closing.flatMap((text) => wordProse(text, { keepNext: true })),
      Array.isArray(d.signer) ? wordSigners(d.signer) : wordFoot(d.receivers, d.signer),
    ],
    appendices: (d.appendices ?? []).map((one) => ({
      landscape: one.landscape,
      children: [
        wordHeading(one.title.toLocaleUpperCase('vi'), 1, 'center'),
        wordLine(one.note, { italics: true, size: 26, align: 'center', after: 160 }),
        ...one.tables.flatMap((table) => wordTable(table, one.landscape ? wordWidths.landscape : wordWidths.portrait)),
      ],
    })),
  });
}
