/** The rules of commendation as everyone reads them: who may get what when, standards, bonuses, votes, limits. */
import { type Bonus, bonusOf } from '#lib/domain/catalogue/bonus.ts';
import { figuresOf } from '#lib/domain/catalogue/figures.ts';
import { conditionWords } from '#lib/domain/catalogue/movement.ts';
import type { AwardForm, AwardLevel, LawVersion, SubjectKind } from '#lib/domain/catalogue/types.ts';
import { voteRule } from '#lib/domain/catalogue/vote.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { OccasionKind } from '#lib/domain/movement/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { baseSalariesOf, baseSalaryOn, lawById, lawOn, lawsOf } from './queries.ts';

const levels: AwardLevel[] = ['state', 'province', 'agency', 'commune'];

/** The day for which amounts are shown: today, or the nearest day on which the version holds. */
const dayWithin = (law: LawVersion, today: string): string =>
  today < law.from ? law.from : law.to !== null && today > law.to ? law.to : today;

function formRules(law: LawVersion, form: AwardForm, salary: number | null) {
  const bonuses = form.subjects.map((subject): { subject: SubjectKind; bonus: Bonus | null } => ({
    subject,
    bonus: salary === null ? null : bonusOf({ form, subject, baseSalary: salary, rounding: law.rounding.value }),
  }));
  return {
    id: form.id,
    is: form.is,
    level: form.level,
    name: form.name,
    decidedBy: form.decidedBy,
    clause: form.clause,
    subjects: form.subjects,
    kinds: form.kinds,
    standards: form.standards,
    movement: form.movement.map((condition) => ({ text: conditionWords(condition), clause: condition.clause })),
    bonuses,
    vote: voteRule(form),
    dossier: form.dossier,
    publicList: form.publicList,
  };
}

const occasions: OccasionKind[] = ['yearly', 'mid-term', 'final'];

/** Forms that a movement can earn, with whom on which occasion. */
const inMovements = (law: LawVersion) =>
  law.forms
    .filter((form) => form.movement.length > 0)
    .map((form) => ({
      id: form.id,
      name: form.name,
      when: Object.fromEntries(
        occasions.map((occasion) => [
          occasion,
          form.subjects.filter((subject) =>
            form.movement.some((one) => one.occasions.includes(occasion) && one.subjects.includes(subject)),
          ),
        ]),
      ) as Record<OccasionKind, SubjectKind[]>,
    }));

/** @param lawId a version; null: that of today. @throws RuleError 'not-found' */
export async function publicRules(ctx: Ctx, lawId: string | null) {
  const today = isoDateLocal(ctx.now);
  const [laws, salaries] = await Promise.all([lawsOf(ctx.app.db), baseSalariesOf(ctx.app.db)]);
  const current = lawOn(laws, today);
  const law = lawId === null ? current : lawById(laws, lawId);
  const day = dayWithin(law, today);
  const salary = baseSalaryOn(salaries, day);
  const forms = law.forms.map((form) => formRules(law, form, salary?.amount ?? null));
  return {
    versions: laws
      .map(({ id, name, from, to }) => ({ id, name, from, to, current: id === current.id, chosen: id === law.id }))
      .toReversed(),
    law: {
      id: law.id,
      name: law.name,
      from: law.from,
      to: law.to,
      note: law.note,
      current: law.id === current.id,
      transition: law.transition,
      statutes: law.statutes,
      limits: law.limits,
      deadlines: law.deadlines,
      general: figuresOf({ ...law, forms: [], statutes: [], limits: [], deadlines: [], transition: null }),
    },
    day,
    today,
    salary,
    open: figuresOf(law).filter((one) => !one.verified).length,
    inMovements: inMovements(law),
    levels: levels.map((level) => ({ level, forms: forms.filter((form) => form.level === level) })),
  };
}
