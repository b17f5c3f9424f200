import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { wordFile, wordFoot, wordHead, wordHeading, wordProse, wordTable, wordTitle } from './word.ts';

/** A plan or a report as a Word file that people can go on working in. */
export const administrativeDocx = (d: AdministrativePaper): Promise<Buffer> =>
  wordFile({
    title: `${d.name} ${d.about}`,
    author: d.head.issuer,
    ...(d.footer ? { footer: d.footer } : {}),
    children: [
      ...wordHead(d.head),
      ...wordTitle(d.name, d.about),
      ...d.opening.flatMap((text) => wordProse(text)),
      ...d.sections.flatMap((section) => [
        wordHeading(section.title, section.level),
        ...section.paragraphs.flatMap((text) => wordProse(text)),
        ...(section.tables ?? []).flatMap(wordTable),
      ]),
      // The signature must not stand alone on a page.
      ...d.closing.flatMap((text) => wordProse(text, { keepNext: true })),
      wordFoot(d.receivers, d.signer),
    ],
  });
