/** Which forms a movement of some length and origin can earn, by the conditions of the catalogue (Điều 25, 26, 42-44, 73-75). */
import { capitalise, fold, joinVi } from '../kernel/text.ts';
import { addDays } from '../kernel/time.ts';
import type { MovementProgramme, OccasionKind } from '../movement/types.ts';
import type { AwardForm, LawVersion, MovementCondition, SubjectKind } from './types.ts';

type Origin = Pick<MovementProgramme, 'from' | 'to' | 'level' | 'parent'>;

export const occasionNames: Record<OccasionKind, string> = {
  yearly: 'hằng năm',
  'mid-term': 'khi sơ kết',
  final: 'khi tổng kết',
};

type HindranceKind = 'subject' | 'occasion' | 'launch' | 'years';

/** Why a form is out of reach. `reason` continues a sentence that begins with the form's name. */
export interface Hindrance {
  kind: HindranceKind;
  reason: string;
  clause: string;
}

/** Forms that a name in a plan means: "Huân chương Lao động" means all three classes. */
export function formsCalled(law: Pick<LawVersion, 'forms'>, name: string): AwardForm[] {
  const folded = fold(name);
  const length = (form: AwardForm) =>
    Math.max(0, ...form.calledBy.filter((words) => folded.includes(words)).map((words) => words.length));
  const longest = Math.max(0, ...law.forms.map(length));
  return longest === 0 ? [] : law.forms.filter((form) => length(form) === longest);
}

/** Who launched the movement, or the one that it carries out. */
function launchedBy({ level, parent }: Origin): MovementCondition['launchedBy'] {
  if (parent !== null && /thu tuong|chu tich nuoc/.test(fold(parent.issuer))) return 'nation';
  return level === 'province' || parent !== null ? 'province' : 'anyone';
}

/** Whether so many full years lie between the first and the last day. */
function lasts({ from, to }: Origin, years: number): boolean {
  const until = `${Number(from.slice(0, 4)) + years}${from.slice(4)}`;
  return addDays(to, 1) >= until;
}

const ranks = { anyone: 0, province: 1, nation: 2 } as const;

function hindrancesBy(condition: MovementCondition, movement: Origin, occasion: OccasionKind): Hindrance[] {
  const origin = launchedBy(movement);
  const found: Hindrance[] = [];
  const add = (kind: HindranceKind, reason: string) => found.push({ kind, reason, clause: condition.clause });
  if (!condition.occasions.includes(occasion))
    add(
      'occasion',
      `trong một phong trào không tặng ${occasionNames[occasion]}, chỉ ${joinVi(condition.occasions.map((one) => occasionNames[one]))}`,
    );
  if (ranks[origin] < ranks[condition.launchedBy])
    add(
      'launch',
      condition.launchedBy === 'nation'
        ? 'chỉ xét trong phong trào do Chủ tịch nước, Thủ tướng Chính phủ phát động'
        : 'chỉ xét trong phong trào do tỉnh hoặc cấp cao hơn phát động',
    );
  const { minYears } = condition;
  if (minYears !== null && !lasts(movement, minYears) && !(condition.nationInsteadOfYears && origin === 'nation'))
    add('years', `cần phong trào có thời gian từ ${String(minYears).padStart(2, '0')} năm trở lên`);
  return found;
}

const kindWords: Record<SubjectKind, string> = {
  collective: 'tập thể',
  individual: 'cá nhân',
  household: 'hộ gia đình',
};

/** What stands between a subject and the first of some forms that it could get; empty: nothing. */
export function hindrances(
  forms: readonly AwardForm[],
  args: { movement: Origin; occasion: OccasionKind; subject: SubjectKind },
): Hindrance[] {
  const ways = forms
    .flatMap((form) => form.movement)
    .filter((condition) => condition.subjects.includes(args.subject))
    .map((condition) => hindrancesBy(condition, args.movement, args.occasion));
  const easiest = ways.toSorted((a, b) => a.length - b.length)[0];
  if (easiest) return easiest;
  const subjects = [...new Set(forms.flatMap((form) => form.movement.flatMap((one) => one.subjects)))];
  const clause = [...new Set(forms.flatMap((form) => form.movement.map((one) => one.clause)))].join('; ');
  return [
    {
      kind: 'subject',
      reason: subjects.length
        ? `trong phong trào chỉ tặng cho ${joinVi(subjects.map((kind) => kindWords[kind]))}`
        : 'không xét trong phong trào thi đua theo chuyên đề',
      clause: clause || (forms[0]?.clause ?? ''),
    },
  ];
}

const launches: Record<MovementCondition['launchedBy'], string> = {
  anyone: 'phong trào thi đua',
  province: 'phong trào thi đua do tỉnh hoặc cấp cao hơn phát động',
  nation: 'phong trào thi đua do Chủ tịch nước, Thủ tướng Chính phủ phát động',
};

/** "Tập thể: khi sơ kết và khi tổng kết phong trào thi đua do tỉnh hoặc cấp cao hơn phát động, kéo dài từ 03 năm trở lên" */
export function conditionWords(condition: MovementCondition): string {
  const { occasions, minYears, nationInsteadOfYears } = condition;
  const whom = capitalise(joinVi(condition.subjects.map((kind) => kindWords[kind])));
  const when = joinVi(
    occasions.map((one) => occasionNames[one]),
    'hoặc',
  );
  const years = minYears === null ? '' : `, kéo dài từ ${String(minYears).padStart(2, '0')} năm trở lên`;
  const instead = nationInsteadOfYears
    ? ' (phong trào do Chủ tịch nước, Thủ tướng Chính phủ phát động thì không cần đủ năm)'
    : '';
  return `${whom}: ${when}, trong ${launches[condition.launchedBy]}${years}${instead}.`;
}
