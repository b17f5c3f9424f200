/** Who is nominated (Q25-12): what people type about a subject, and how likely two of one name are the same. */
import type { SubjectKind } from '../catalogue/types.ts';
import { parseWhole } from '../kernel/decimal.ts';
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean, fold } from '../kernel/text.ts';
import { localParts, parseViDateIso } from '../kernel/time.ts';
import { checkName, checkShortText } from '../people/person.ts';
import type { SubjectDetails } from './types.ts';

export interface SubjectInput {
  kind: SubjectKind;
  /** of a household: of its head */
  name: string;
  birthDate?: string;
  gender?: string;
  ethnicity?: string;
  position?: string;
  workplace?: string;
  address?: string;
  leads?: boolean;
  people?: string;
  women?: string;
}

interface SubjectValues {
  kind: SubjectKind;
  /** as decisions name the subject: of a household "Hộ gia đình ông …" */
  name: string;
  birthDate: string | null;
  birthYear: number | null;
  gender: 'female' | 'male' | null;
  details: SubjectDetails;
}

export interface CheckedSubject {
  /** null while there are issues */
  value: SubjectValues | null;
  issues: Issue[];
  /** to be looked at, stopping nobody */
  warnings: Issue[];
}

/** under this age, and above that one, somebody should look again */
const ages = { young: 16, old: 100 };

function ageOn(iso: string, now: Date): number {
  const [y = 0, m = 0, d = 0] = iso.split('-').map(Number);
  const today = localParts(now);
  return today.y - y - (today.m < m || (today.m === m && today.d < d) ? 1 : 0);
}

/** What is wrong with a day of birth that was typed, as a sentence; it may be a year alone. */
function checkBirth(text: string, now: Date) {
  const typed = clean(text);
  const none = { date: null, year: null, issue: null, warning: null };
  if (typed === '') return none;
  const bad = (message: string) => ({ ...none, issue: { field: 'birthDate', message } });
  const year = /^\d{4}$/.test(typed) ? Number(typed) : null;
  const date = year === null ? parseViDateIso(typed) : null;
  if (year === null && date === null) {
    const turned = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
    const month = Number(turned?.[2]);
    return bad(
      turned && month > 12
        ? `“${typed}” không phải là ngày: không có tháng ${month}. Hãy ghi ngày trước, tháng sau, ví dụ 31/12/1980.`
        : `“${typed}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 31/12/1980; chỉ biết năm thì ghi 1980.`,
    );
  }
  const born = date ?? `${year}-01-01`;
  const age = ageOn(born, now);
  if (age < 0) return bad(`“${typed}” là ngày trong tương lai. Hãy kiểm tra lại năm sinh.`);
  if (born < '1900-01-01') return bad('Năm sinh phải từ 1900. Hãy kiểm tra lại.');
  const strange =
    age < ages.young
      ? `Người này mới ${age} tuổi. Hãy kiểm tra lại ngày sinh.`
      : age > ages.old
        ? `Người này đã ${age} tuổi. Hãy kiểm tra lại ngày sinh.`
        : null;
  return {
    date,
    year: Number(born.slice(0, 4)),
    issue: null,
    warning: strange ? { field: 'birthDate', message: strange } : null,
  };
}

function checkCount(text: string, field: string, label: string) {
  const typed = clean(text);
  if (typed === '') return { value: null, issues: [] as Issue[] };
  const value = parseWhole(typed);
  return value !== null && value < 1_000_000
    ? { value, issues: [] as Issue[] }
    : { value: null, issues: [{ field, message: `${label} là một số nguyên, ví dụ 25.` }] };
}

const householdName = (head: string, gender: 'female' | 'male' | null): string =>
  `Hộ gia đình ${gender === null ? 'ông (bà)' : gender === 'male' ? 'ông' : 'bà'} ${head}`;

const collectiveName = (text: string) => {
  const name = clean(text);
  if (name === '') return { value: null, issues: [{ field: 'name', message: 'Hãy nhập tên tập thể.' }] };
  if (charCount(name) > 300)
    return { value: null, issues: [{ field: 'name', message: 'Tên tập thể dài tối đa 300 ký tự.' }] };
  if (/[<>]/.test(name) || !/\p{L}/u.test(name))
    return { value: null, issues: [{ field: 'name', message: 'Tên tập thể gồm chữ cái và không có ký tự < hoặc >.' }] };
  return { value: name, issues: [] };
};

/** Checks what was typed of a subject; each message stands beside its field. */
export function checkSubject(input: SubjectInput, now: Date): CheckedSubject {
  const { kind } = input;
  const name =
    kind === 'collective'
      ? collectiveName(input.name)
      : checkName(input.name, 'name', kind === 'household' ? 'Họ và tên chủ hộ' : 'Họ và tên');
  const issues: Issue[] = [...name.issues];
  const warnings: Issue[] = [];
  const gender = input.gender === 'female' || input.gender === 'male' ? input.gender : null;
  const short = (text: string | undefined, field: string, label: string, max = 300): string => {
    const checked = checkShortText(text ?? '', field, label, max);
    issues.push(...checked.issues);
    return checked.value ?? '';
  };
  const details: SubjectDetails = { address: short(input.address, 'address', 'Địa chỉ') };
  let birth: ReturnType<typeof checkBirth> | null = null;
  if (kind === 'individual') {
    birth = checkBirth(input.birthDate ?? '', now);
    if (birth.issue) issues.push(birth.issue);
    if (birth.warning) warnings.push(birth.warning);
    Object.assign(details, {
      birthDate: birth.date,
      gender,
      ethnicity: short(input.ethnicity, 'ethnicity', 'Dân tộc', 60),
      position: short(input.position, 'position', 'Chức vụ, nghề nghiệp'),
      workplace: short(input.workplace, 'workplace', 'Nơi công tác'),
      leads: input.leads ?? false,
    });
  } else if (kind === 'collective') {
    const [people, women] = [
      checkCount(input.people ?? '', 'people', 'Số người'),
      checkCount(input.women ?? '', 'women', 'Số nữ'),
    ];
    issues.push(...people.issues, ...women.issues);
    if (people.value !== null && women.value !== null && women.value > people.value)
      issues.push({ field: 'women', message: 'Số nữ không thể nhiều hơn số người của tập thể.' });
    Object.assign(details, { people: people.value, women: women.value });
  } else {
    if (details.address === '')
      issues.push({ field: 'address', message: 'Hãy ghi địa chỉ của hộ: bản, tổ dân phố, xã hoặc phường.' });
    Object.assign(details, { head: name.value ?? '', gender });
  }
  if (issues.length > 0 || name.value === null) return { value: null, issues, warnings };
  return {
    value: {
      kind,
      name: kind === 'household' ? householdName(name.value, gender) : name.value,
      birthDate: birth?.date ?? null,
      birthYear: birth?.year ?? null,
      gender: kind === 'individual' ? gender : null,
      details,
    },
    issues,
    warnings,
  };
}

/** What two subjects are compared by. */
export interface Likened {
  kind: SubjectKind;
  name: string;
  unitId: string | null;
  birthDate?: string | null;
  birthYear?: number | null;
}

/** `same`: nobody needs to be asked. `likely`, `possible`: a person has to say. */
export type Likeness = 'same' | 'likely' | 'possible' | 'none';

/** A name as it sounds: case, Unicode form and the place of the tone mark ("Hoà", "Hòa") make no difference. */
const spoken = (name: string): string =>
  clean(name)
    .toLocaleLowerCase('vi')
    .split(' ')
    .map((word) => {
      const parts = [...word.normalize('NFD')];
      const tones = parts.filter((one) => /[\u0300\u0301\u0303\u0309\u0323]/u.test(one));
      return parts.filter((one) => !tones.includes(one)).join('') + tones.join('');
    })
    .join(' ');

/**
 * How likely two are one. Persons are only the same where name, unit and day of birth agree; without a day of birth the rule never decides,
 * because two people of one name in one unit are common.
 */
export function likeness(a: Likened, b: Likened): Likeness {
  if (a.kind !== b.kind || fold(a.name) !== fold(b.name)) return 'none';
  const sounds = spoken(a.name) === spoken(b.name);
  const home = a.unitId !== null && a.unitId === b.unitId;
  if (a.kind !== 'individual') return sounds && home ? (a.kind === 'collective' ? 'same' : 'likely') : 'possible';
  const years = [a, b].map((one) => one.birthYear ?? (one.birthDate ? Number(one.birthDate.slice(0, 4)) : null));
  if (years[0] !== null && years[1] !== null && years[0] !== years[1]) return 'none';
  if (a.birthDate && b.birthDate) {
    if (a.birthDate !== b.birthDate) return 'possible';
    return sounds && home ? 'same' : 'likely';
  }
  return sounds && home ? 'likely' : 'possible';
}
