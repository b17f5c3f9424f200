import { periodYear } from '../movement/periods.ts';
import type {
  ContentLine,
  FormSection,
  Indicator,
  MovementCriterion,
  MovementProgramme,
  ObligationRule,
} from '../movement/types.ts';
import { targetId } from './content.ts';

/** characters of a text for a content line; of one for a criterion */
const contentLength = 20_000;
const criterionLength = 5_000;

interface Part {
  /** first segments of the names of its fields: "contents.a"; unique in a form */
  key: string;
  /** as lists and messages name it */
  title: string;
  clause?: string;
}

interface ContentPart extends Part {
  kind: 'content';
  label: string;
  text: string;
  required: true;
  maxLength: number;
}
interface CriterionPart extends Part {
  kind: 'criterion';
  points: string | null;
  required: true;
  maxLength: number;
}
interface SectionPart extends Part {
  kind: 'section';
  hint?: string;
  required: boolean;
  maxLength: number;
}
/** An indicator for which the unit registers its own targets. */
export interface TargetPart extends Part {
  kind: 'target';
  indicator: Indicator;
  /** `printed`: what the plan asks of each unit of the class by that year */
  years: { year: number; key: string; printed: string | null }[];
}
/** An indicator whose figure of the period is shown; it is entered on the page of figures. */
export interface ValuePart extends Part {
  kind: 'value';
  indicator: Indicator;
}

/** One part of what a unit writes. */
export type FormPart = ContentPart | CriterionPart | SectionPart | TargetPart | ValuePart;
export type TextPart = ContentPart | CriterionPart | SectionPart;

export const isTextPart = (part: FormPart): part is TextPart => part.kind !== 'target' && part.kind !== 'value';

/** Name of the field that holds the text of a part. */
export const textField = (part: TextPart): string => (part.kind === 'criterion' ? `${part.key}.text` : part.key);

const contentPart = (line: ContentLine): ContentPart => ({
  kind: 'content',
  key: `contents.${line.id}`,
  label: line.label,
  title: line.title,
  text: line.text,
  clause: line.clause,
  required: true,
  maxLength: contentLength,
});

const criterionPart = (one: MovementCriterion): CriterionPart => ({
  kind: 'criterion',
  key: `criteria.${one.id}`,
  title: one.text,
  clause: one.clause,
  points: one.points,
  required: true,
  maxLength: criterionLength,
});

const sectionPart = (section: FormSection): SectionPart => ({
  kind: 'section',
  key: `sections.${section.id}`,
  title: section.title,
  ...(section.hint ? { hint: section.hint } : {}),
  required: section.required,
  maxLength: section.maxLength,
});

function targetPart(indicator: Indicator, classId: string, years: number[]): TargetPart {
  return {
    kind: 'target',
    key: `targets.${indicator.id}`,
    title: indicator.name,
    clause: indicator.clause,
    indicator,
    years: years.map((year) => ({
      year,
      key: `targets.${targetId(indicator.id, year)}`,
      printed: indicator.targets.find((one) => one.level === classId && one.year === year)?.printed ?? null,
    })),
  };
}

/** A plan for one period registers targets for it; one for the whole movement, for every year that is left. */
function targetYears(doc: MovementProgramme, rule: ObligationRule, period: string): number[] {
  const first = periodYear(period);
  const last = rule.period === 'once' ? Math.max(first, Number(doc.to.slice(0, 4))) : first;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * What a unit of a class writes for an obligation (Q25-10): a text for each content line (Q25-5), an answer to each criterion of its
 * class (Q25-6), indicators, and the rule's own sections, in this order.
 */
export function reportForm(doc: MovementProgramme, rule: ObligationRule, classId: string, period: string): FormPart[] {
  const { form } = rule;
  const reported = doc.indicators.filter((one) => one.reportedBy.includes(classId));
  const years = targetYears(doc, rule, period);
  return [
    ...(form.contents ? doc.contents.map(contentPart) : []),
    ...(form.criteria ? doc.criteria.filter((one) => one.classIds.includes(classId)).map(criterionPart) : []),
    ...(form.indicators === 'targets' ? reported.map((one) => targetPart(one, classId, years)) : []),
    ...(form.indicators === 'values' || rule.kind === 'values'
      ? reported.map(
          (indicator): ValuePart => ({
            kind: 'value',
            key: `values.${indicator.id}`,
            title: indicator.name,
            clause: indicator.clause,
            indicator,
          }),
        )
      : []),
    ...form.sections.map(sectionPart),
  ];
}

/** Names of all fields that a form lets a unit fill in. */
export const fieldNames = (parts: readonly FormPart[]): string[] =>
  parts.flatMap((part) => {
    if (part.kind === 'value') return [];
    if (part.kind === 'target') return part.years.map((one) => one.key);
    return part.kind === 'criterion' ? [`${part.key}.self`, `${part.key}.text`] : [part.key];
  });

/** The part to which a field belongs. */
const partOf = (parts: readonly FormPart[], field: string): FormPart | undefined =>
  parts.find(
    (part) =>
      part.key === field ||
      field === `${part.key}.self` ||
      field === `${part.key}.text` ||
      (part.kind === 'target' && part.years.some((one) => one.key === field)),
  );

/** A part as messages and paper name it: "a) Nâng cao nhận thức". */
export const partName = (part: FormPart): string =>
  part.kind === 'content' ? `${part.label} ${part.title}` : part.title;

/** A field as messages name it: its part, and for a target its year. */
export function fieldName(parts: readonly FormPart[], field: string): string {
  const part = partOf(parts, field);
  if (!part) return field;
  if (part.kind === 'target') return `${part.title}, năm ${part.years.find((one) => one.key === field)?.year}`;
  return part.kind === 'criterion' && field.endsWith('.self') ? `Tự đánh giá: ${part.title}` : partName(part);
}
