import type { Indicator, MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import { decideQuestion } from '#lib/domain/programme/questions.ts';
import type { Clause, PlanTask } from '#lib/domain/programme/types.ts';

/** What the movements of Sơn La are put together with, so that a sentence of a plan stands in one place only: its clause. */

export const open = <T>(note: string): { value: T | null; source: 'open'; note: string } => ({
  value: null,
  source: 'open',
  note,
});

/** Reads the texts of a plan's clauses. */
export function reader(clauses: Clause[]) {
  const clause = (id: string): Clause => {
    const found = clauses.find((one) => one.id === id);
    if (!found) throw new Error(`no clause ${id}`);
    return found;
  };
  const lines = (id: string): string[] =>
    clause(id)
      .text.split('\n')
      .map((line) => line.replace(/^- /, ''));
  return {
    text: (id: string): string => clause(id).text,
    /** lines of a clause without their dashes */
    lines,
    /** the duty that a clause gives to the agency in its title; with dates of its own only where the plan prints them */
    task: (id: string, note: string): PlanTask => ({
      id,
      clause: id,
      agency: clause(id).title,
      text: lines(id).join('\n'),
      due: open<string>(note),
    }),
  };
}

/** A percentage that every unit of some classes reports once a year, unless something else is said. */
export const ratio = (
  given: Partial<Indicator> &
    Pick<Indicator, 'id' | 'clause' | 'group' | 'name' | 'shortName' | 'numerator' | 'denominator' | 'reportedBy'>,
): Indicator => ({
  contentId: null,
  measure: '%',
  kind: 'ratio',
  decimals: 1,
  bounds: { min: '0', max: '100' },
  direction: 'up',
  frequency: 'year',
  aggregation: { method: 'weighted-mean' },
  baseline: open('Kế hoạch không nêu số liệu gốc.'),
  targets: [],
  lead: null,
  evidence: 'optional',
  ...given,
});

/** A number that is counted and added up. */
export const amount = (
  given: Partial<Indicator> &
    Pick<Indicator, 'id' | 'clause' | 'group' | 'name' | 'shortName' | 'measure' | 'reportedBy'>,
): Indicator => ({
  ...ratio({ ...given, numerator: null, denominator: null }),
  kind: 'amount',
  decimals: 0,
  bounds: { min: '0', max: null },
  aggregation: { method: 'sum' },
  ...given,
});

/** Something that a unit has or has not. */
export const yesNo = (
  given: Partial<Indicator> &
    Pick<Indicator, 'id' | 'clause' | 'group' | 'name' | 'shortName' | 'measure' | 'reportedBy'>,
): Indicator => ({ ...amount({ ...given }), kind: 'yes-no', bounds: { min: '0', max: '1' }, ...given });

const sections: ObligationRule['form']['sections'] = [
  { id: 'results', title: 'Kết quả nổi bật', required: true, maxLength: 10_000 },
  {
    id: 'examples',
    title: 'Mô hình, cách làm hay, điển hình tiên tiến',
    hint: 'Nêu tên tập thể, cá nhân, việc đã làm và kết quả.',
    required: false,
    maxLength: 10_000,
  },
  { id: 'commended', title: 'Khen thưởng theo thẩm quyền', required: false, maxLength: 5000 },
  { id: 'difficulties', title: 'Khó khăn, vướng mắc, nguyên nhân', required: false, maxLength: 5000 },
  { id: 'proposals', title: 'Kiến nghị, đề xuất', required: false, maxLength: 5000 },
];

type RuleGiven = Partial<ObligationRule> &
  Pick<ObligationRule, 'id' | 'clause' | 'name' | 'classIds' | 'receivers' | 'firstYear' | 'due'>;

const rule = (given: RuleGiven, kind: ObligationRule['kind'], form: ObligationRule['form']): ObligationRule => ({
  kind,
  period: 'once',
  lastYear: given.firstYear,
  opensDaysBefore: 30,
  occasion: null,
  reminders: { before: [14, 7, 1], after: [1, 7, 14], escalateAfter: 7 },
  form,
  ...given,
});

/** A unit's own plan: what it does for each content, and the targets it sets itself. */
export const planRule = (given: RuleGiven): ObligationRule =>
  rule(given, 'plan', {
    contents: true,
    criteria: false,
    indicators: 'targets',
    sections: [
      { id: 'leadership', title: 'Phân công chỉ đạo, thực hiện', required: true, maxLength: 5000 },
      { id: 'measures', title: 'Biện pháp, tiến độ', required: true, maxLength: 10_000 },
    ],
    signedCopy: true,
  });

/** A report on what was done: each content, each criterion, the period's figures. */
export const reportRule = (given: RuleGiven): ObligationRule =>
  rule(given, 'report', { contents: true, criteria: true, indicators: 'values', sections, signedCopy: true });

/** Answers a movement's open questions for the demonstration: everything says that it was made up. */
export const answered = (movement: MovementProgramme, answers: Record<string, string>, at: string): MovementProgramme =>
  Object.entries(answers).reduce(
    (doc, [questionId, optionId]) =>
      decideQuestion(doc, {
        questionId,
        optionId,
        by: 'Bản trình diễn',
        at,
        reason: 'Giá trị minh họa để diễn tập, không phải quyết định của cơ quan có thẩm quyền.',
        demo: true,
      }),
    movement,
  );
