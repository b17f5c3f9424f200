/** What can be asked for on an occasion of a movement: what the law allows and the plan provides for (Q25-7). */
import type { CommendationRule, MovementProgramme, OccasionKind } from '../movement/types.ts';
import { formsCalled, hindrances, occasionNames } from './movement.ts';
import type { AwardForm, AwardLevel, LawVersion, SubjectKind } from './types.ts';

export type Eligibility =
  | { form: AwardForm; allowed: true; subjects: SubjectKind[]; ruleId: string }
  | { form: AwardForm; allowed: false; reason: string; clause: string };

const levels: Record<AwardLevel, CommendationRule['level']> = {
  state: 'state',
  province: 'province',
  agency: 'agency',
  commune: 'agency',
};

/** A rule that names no form ("Khen thưởng của Chủ tịch UBND tỉnh") means every form of its level. */
function means(law: LawVersion, rule: CommendationRule, form: AwardForm): boolean {
  const named = formsCalled(law, rule.name);
  return named.length > 0 ? named.some((one) => one.id === form.id) : levels[form.level] === rule.level;
}

/** Every form of the catalogue, with whom it can be given to on this occasion, or why it cannot be given. */
export function eligibleForms(
  law: LawVersion,
  args: { movement: MovementProgramme; occasion: OccasionKind },
): Eligibility[] {
  const { movement, occasion } = args;
  return law.forms.map((form): Eligibility => {
    const open = form.subjects.filter((subject) => hindrances([form], { movement, occasion, subject }).length === 0);
    if (open.length === 0) {
      const [why] = form.subjects
        .map((subject) => hindrances([form], { movement, occasion, subject }))
        .toSorted((a, b) => a.length - b.length)
        .flat();
      return { form, allowed: false, reason: `${form.shortName} ${why!.reason}.`, clause: why!.clause };
    }
    const rules = movement.commendations.filter((rule) => means(law, rule, form));
    if (rules.length === 0)
      return {
        form,
        allowed: false,
        reason: `Kế hoạch của phong trào không có ${form.shortName}.`,
        clause: movement.commendations[0]?.clause ?? '',
      };
    const rule = rules.find((one) => one.occasions.includes(occasion));
    if (!rule)
      return {
        form,
        allowed: false,
        reason: `Theo kế hoạch của phong trào, ${form.shortName} không tặng ${occasionNames[occasion]}.`,
        clause: rules[0]!.clause,
      };
    const subjects = open.filter((subject) => rule.subjects.includes(subject));
    return subjects.length > 0
      ? { form, allowed: true, subjects, ruleId: rule.id }
      : {
          form,
          allowed: false,
          reason: `Theo kế hoạch của phong trào, ${form.shortName} không dành cho đối tượng mà pháp luật cho phép.`,
          clause: rule.clause,
        };
  });
}
