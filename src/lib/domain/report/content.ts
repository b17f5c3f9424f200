import { cleanMultiline } from '../kernel/text.ts';

export type SelfAssessment = 'full' | 'partly' | 'not';

export const selfNames: Record<SelfAssessment, string> = {
  full: 'Đạt đầy đủ',
  partly: 'Đạt một phần',
  not: 'Chưa đạt',
};

/** What a unit writes in its plan or report. Texts are plain, with line ends. */
export interface ReportContent {
  /** by content line (Q25-5) */
  contents: Record<string, string>;
  /** by criterion (Q25-6) */
  criteria: Record<string, { self: SelfAssessment | null; text: string }>;
  /** what a plan registers, by `targetId`: decimal strings */
  targets: Record<string, string>;
  sections: Record<string, string>;
  /** fields taken over from elsewhere that nobody has looked through yet: by field, where from ("báo cáo năm 2024") */
  taken?: Record<string, string>;
}

/** A report as flat fields: `contents.a`, `criteria.a1.self`, `targets.online@2025`, `sections.difficulties`. */
export type ReportFields = Record<string, string>;

export const emptyContent = (): ReportContent => ({ contents: {}, criteria: {}, targets: {}, sections: {} });

/** Key of an own target: one figure of an indicator for one year. */
export const targetId = (indicatorId: string, year: number): string => `${indicatorId}@${year}`;

/** The parts of a `targetId`. */
export function readTargetId(id: string): { indicatorId: string; year: number } {
  const at = id.lastIndexOf('@');
  return { indicatorId: id.slice(0, at), year: Number(id.slice(at + 1)) };
}

const isSelf = (text: unknown): text is SelfAssessment => typeof text === 'string' && Object.hasOwn(selfNames, text);

/** Content as flat fields; what is empty is left out. */
export function fieldsOf(content: Partial<ReportContent>): ReportFields {
  const fields: ReportFields = {};
  const put = (key: string, value: string | null | undefined) => {
    if (value) fields[key] = value;
  };
  for (const [id, text] of Object.entries(content.contents ?? {})) put(`contents.${id}`, text);
  for (const [id, one] of Object.entries(content.criteria ?? {})) {
    put(`criteria.${id}.self`, one.self);
    put(`criteria.${id}.text`, one.text);
  }
  for (const [id, value] of Object.entries(content.targets ?? {})) put(`targets.${id}`, value);
  for (const [id, text] of Object.entries(content.sections ?? {})) put(`sections.${id}`, text);
  return fields;
}

/** Flat fields as content. Unknown keys are left out. */
export function contentOf(fields: ReportFields): ReportContent {
  const content = emptyContent();
  for (const [key, raw] of Object.entries(fields)) {
    const value = cleanMultiline(raw);
    if (value === '') continue;
    const [group, ...rest] = key.split('.');
    if (group === 'criteria') {
      const what = rest.pop();
      const id = rest.join('.');
      content.criteria[id] ??= { self: null, text: '' };
      if (what === 'text') content.criteria[id].text = value;
      else if (what === 'self' && isSelf(value)) content.criteria[id].self = value;
    } else if (group === 'contents' || group === 'targets' || group === 'sections')
      content[group][rest.join('.')] = value;
  }
  return content;
}

/** Stored JSON as content: what is missing is empty. */
export function readContent(stored: unknown): ReportContent {
  const some = (stored ?? {}) as Partial<ReportContent>;
  return { ...emptyContent(), ...some };
}
