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
      ...d.opening.flatMap(wordProse),
      ...d.sections.flatMap((section) => [
        wordHeading(section.title, section.level),
        ...section.paragraphs.flatMap(wordProse),
        ...(section.tables ?? []).flatMap(wordTable),
      ]),
      ...d.closing.flatMap(wordProse),
      wordFoot(d.receivers, d.signer),
    ],
  });
