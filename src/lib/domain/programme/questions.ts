import { RuleError } from '../kernel/errors.ts';
import { applySet } from './paths.ts';
import type { OpenQuestion } from './types.ts';

export interface QuestionDecision {
  questionId: string;
  optionId: string;
  /** name of the person who decides */
  by: string;
  /** ISO instant */
  at: string;
  reason: string;
  /** made up for a demonstration: the values it sets are marked so */
  demo?: boolean;
}

interface WithQuestions {
  questions: OpenQuestion[];
}

/** Questions still waiting for a person. */
export const undecided = (programme: WithQuestions): OpenQuestion[] =>
  programme.questions.filter((question) => question.decision === null);

/** Answers one open question: writes the values of the option and remembers who decided, when and why. */
export function decideQuestion<P extends WithQuestions>(programme: P, decision: QuestionDecision): P {
  const { questionId, ...rest } = decision;
  const question = programme.questions.find((q) => q.id === questionId);
  const option = question?.options.find((o) => o.id === decision.optionId);
  if (!question || !option)
    throw new RuleError({
      code: 'programme.question-option',
      message: 'Câu hỏi hoặc phương án này không có trong chương trình.',
      field: questionId,
    });
  let next = programme;
  for (const { path, value } of option.set ?? [])
    next = applySet(next, path, decision.demo ? markAsDemo(value) : value);
  return applySet(next, `questions[${questionId}].decision`, rest);
}

/** `source: 'decided'` → `'demo'` everywhere inside a value. */
function markAsDemo(value: unknown): unknown {
  if (value === 'decided') return 'demo';
  if (Array.isArray(value)) return value.map(markAsDemo);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'object' || key === 'source' ? markAsDemo(inner) : inner,
    ]),
  );
}
