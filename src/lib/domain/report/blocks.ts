/** What was read from a Word or Excel file, before anything is known about its meaning. */
export type Block =
  | {
      kind: 'paragraph';
      text: string;
      /** name of the paragraph's style, as the file says: "heading 1", "Tiêu đề 2" */
      style: string | null;
      /** every letter is bold */
      bold: boolean;
      /** numbered by the office program: its depth from 0; the number itself is not in the text */
      numbered: number | null;
    }
  | { kind: 'table'; rows: string[][] };

/** Which form a template was made for; written into it, so that an old one is known for what it is. */
export interface TemplateMark {
  slug: string;
  ruleId: string;
  period: string;
  /** of the movement's document */
  version: number;
}

/** "[Mẫu Lan Tỏa · thi-dua-mau · report · 2025 · bản 1]": stands in the file as text, so that it survives every office program. */
export const markText = (mark: TemplateMark): string =>
  `[Mẫu Lan Tỏa · ${mark.slug} · ${mark.ruleId} · ${mark.period} · bản ${mark.version}]`;

const mark = /\[\s*Mẫu Lan Tỏa\s*·\s*([\w-]+)\s*·\s*([\w.-]+)\s*·\s*([\w-]+)\s*·\s*bản\s*(\d+)\s*\]/iu;

/** The mark in a text; null where there is none. */
export function readMark(text: string): TemplateMark | null {
  const found = mark.exec(text.normalize('NFC'));
  return found ? { slug: found[1]!, ruleId: found[2]!, period: found[3]!, version: Number(found[4]) } : null;
}
