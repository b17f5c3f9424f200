/** Past decisions in a spreadsheet: its columns, and what one line says. */
import { subjectKindNames } from '../award/path.ts';
import type { AwardForm, AwardKind, SubjectKind } from '../catalogue/types.ts';
import type { SheetFormat } from '../imports/format.ts';
import type { Issue } from '../kernel/errors.ts';
import { isShouted, properCase, tidyTyped } from '../kernel/legacyText.ts';
import { charCount, clean, fold } from '../kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '../kernel/time.ts';

export const awardsFormat: SheetFormat = {
  kind: 'awards',
  name: 'Quyết định cũ',
  columns: [
    { key: 'kind', label: 'Loại đối tượng', width: 14, also: ['đối tượng', 'loại'] },
    { key: 'name', label: 'Tên', width: 32, also: ['họ và tên', 'họ tên', 'tên cá nhân, tập thể', 'được khen'] },
    { key: 'birth', label: 'Ngày sinh', width: 12, also: ['ngày, tháng, năm sinh', 'năm sinh', 'ngày tháng năm sinh'] },
    { key: 'gender', label: 'Giới tính', width: 10 },
    { key: 'unitCode', label: 'Mã đơn vị', width: 12 },
    {
      key: 'unitName',
      label: 'Đơn vị khi được khen',
      width: 32,
      also: ['đơn vị', 'nơi công tác', 'đơn vị công tác', 'cơ quan, đơn vị'],
    },
    {
      key: 'form',
      label: 'Danh hiệu, hình thức',
      width: 40,
      also: ['hình thức khen thưởng', 'hình thức', 'danh hiệu'],
    },
    { key: 'citation', label: 'Thành tích', width: 50, also: ['nội dung khen', 'thành tích được khen'] },
    { key: 'decisionNumber', label: 'Số quyết định', width: 18, also: ['quyết định', 'số qđ'] },
    { key: 'decisionDate', label: 'Ngày quyết định', width: 14, also: ['ngày qđ', 'ngày ký'] },
    { key: 'year', label: 'Năm', width: 8, also: ['năm khen'] },
    { key: 'issuer', label: 'Cơ quan quyết định', width: 36, also: ['cấp khen', 'người quyết định', 'cơ quan khen'] },
    { key: 'awardKind', label: 'Loại hình khen thưởng', width: 20, also: ['loại hình'] },
    { key: 'golden', label: 'Số sổ vàng', width: 10 },
    { key: 'twin', label: 'Khác dòng đã có', width: 16 },
  ],
  needs: [['name'], ['form'], ['decisionNumber', 'decisionDate', 'year']],
};

/** One past award as a line says it. Unit and issuer are found by whoever knows the units. */
export interface SheetAward {
  kind: SubjectKind;
  name: string;
  birthDate: string | null;
  birthYear: number | null;
  gender: 'female' | 'male' | null;
  unitCode: string;
  unitName: string;
  form: AwardForm;
  formName: string;
  citation: string;
  decisionNumber: string | null;
  decisionDate: string | null;
  year: number;
  issuer: string;
  awardKind: AwardKind;
  golden: number | null;
  /** the person says that it is another one than what stands there */
  another: boolean;
}

const awardKindNames: Record<AwardKind, string> = {
  merit: 'công trạng',
  unplanned: 'đột xuất',
  movement: 'phong trào',
  contribution: 'cống hiến',
  tenure: 'niên hạn',
  external: 'đối ngoại',
};

const words = (text: string): string =>
  fold(text)
    .replace(/\bubnd\b/g, 'uy ban nhan dan')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The form that a cell names: as the catalogue calls it, or followed by more ("Giấy khen của Giám đốc Sở Nội vụ"). What the law does not
 * know is refused with the reason.
 */
export function formNamed(text: string, forms: readonly AwardForm[]): AwardForm | string {
  const typed = words(text);
  if (typed === '') return 'Hãy ghi danh hiệu hoặc hình thức khen thưởng.';
  const named = forms.flatMap((form) => [form.name, form.shortName].map((name) => ({ form, name: words(name) })));
  const begun = named
    .filter(({ name }) => typed === name || typed.startsWith(`${name} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (begun) return begun.form;
  if (typed.startsWith('bang khen'))
    return `Không có hình thức “${clean(text)}”: Bằng khen do Thủ tướng Chính phủ, bộ, ban, ngành, Chủ tịch Ủy ban nhân dân tỉnh tặng; giám đốc sở và thủ trưởng đơn vị tặng Giấy khen (Điều 72 đến Điều 75 Luật Thi đua, khen thưởng 2022).`;
  return `Danh mục không có danh hiệu, hình thức “${clean(text)}”. Hãy ghi như danh mục, ví dụ “${forms[0]?.shortName ?? 'Giấy khen'}”.`;
}

const kindNamed = (text: string): SubjectKind | null => {
  const typed = words(text);
  return (
    (Object.keys(subjectKindNames) as SubjectKind[]).find((kind) => words(subjectKindNames[kind]) === typed) ??
    (typed === 'ho' ? 'household' : null)
  );
};

/** Reads one line. Cells were put in order (old fonts, NFC) when the file came in. */
export function readAward(
  cells: Record<string, string>,
  forms: readonly AwardForm[],
  now: Date,
): { value: SheetAward | null; issues: Issue[] } {
  const issues: Issue[] = [];
  const cell = (key: string) => clean(cells[key] ?? '');
  const wrong = (field: string, message: string) => {
    issues.push({ field, message });
  };
  const today = isoDateLocal(now);

  const form = formNamed(cell('form'), forms);
  if (typeof form === 'string') wrong('form', form);
  const alone = typeof form !== 'string' && form.subjects.length === 1 ? form.subjects[0]! : null;
  const kind = cell('kind') === '' ? (alone ?? 'individual') : kindNamed(cell('kind'));
  if (kind === null) wrong('kind', `“${cell('kind')}” không phải là cá nhân, tập thể hay hộ gia đình.`);
  else if (typeof form !== 'string' && !form.subjects.includes(kind))
    wrong('kind', `${form.shortName} không dành cho ${subjectKindNames[kind].toLowerCase()} (${form.clause}).`);

  const shouted = cell('name');
  const name = kind === 'collective' ? shouted : isShouted(shouted) ? properCase(shouted) : shouted;
  if (name === '') wrong('name', 'Dòng này không ghi tên.');
  else if (charCount(name) > 300) wrong('name', 'Tên dài hơn 300 ký tự.');
  for (const key of ['name', 'unitName', 'citation'])
    if (tidyTyped(cells[key] ?? '').note !== null)
      wrong(key, 'Có chữ giống phông chữ cũ (TCVN3 hoặc VNI) nhưng không chắc để chuyển. Hãy gõ lại ô này.');

  const birth = cell('birth').replace(/\.0+$/, '');
  const onlyYear = /^\d{4}$/.test(birth);
  const birthDate = birth === '' || onlyYear ? null : parseViDateIso(birth);
  if (birth !== '' && !onlyYear && birthDate === null)
    wrong('birth', `“${birth}” không phải là một ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 13/12/1980.`);
  const birthYear = onlyYear ? Number(birth) : birthDate ? Number(birthDate.slice(0, 4)) : null;
  if (birthYear !== null && (birthYear < 1900 || (birthDate ?? `${birthYear}-01-01`) > today))
    wrong('birth', `Ngày sinh “${birth}” không hợp lý.`);
  if (birth !== '' && kind !== 'individual' && kind !== null) wrong('birth', 'Chỉ cá nhân có ngày sinh.');
  const sex = words(cell('gender'));
  const gender = sex === 'nu' ? 'female' : sex === 'nam' ? 'male' : null;
  if (sex !== '' && gender === null) wrong('gender', `“${cell('gender')}”: hãy ghi Nam hoặc Nữ.`);

  const typedDate = cell('decisionDate');
  const decisionDate = typedDate === '' ? null : parseViDateIso(typedDate);
  if (typedDate !== '' && decisionDate === null)
    wrong('decisionDate', `“${typedDate}” không phải là một ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 05/03/2019.`);
  if (decisionDate && decisionDate > today) wrong('decisionDate', 'Ngày quyết định ở tương lai.');
  const typedYear = cell('year').replace(/\.0+$/, '');
  const year = typedYear === '' ? (decisionDate ? Number(decisionDate.slice(0, 4)) : null) : Number(typedYear);
  if (year === null || !Number.isInteger(year) || year < 1945 || year > Number(today.slice(0, 4)))
    wrong(
      typedYear === '' ? 'decisionDate' : 'year',
      typedYear === '' ? 'Hãy ghi ngày quyết định hoặc năm.' : `Năm “${typedYear}” không đúng.`,
    );
  else if (decisionDate && Number(decisionDate.slice(0, 4)) !== year)
    wrong('year', `Cột Năm ghi ${year}, còn ngày quyết định là năm ${decisionDate.slice(0, 4)}.`);

  const typedKind = words(cell('awardKind'));
  const kinds = (Object.keys(awardKindNames) as AwardKind[]).find((one) =>
    typedKind.includes(words(awardKindNames[one])),
  );
  if (typedKind !== '' && !kinds)
    wrong(
      'awardKind',
      `“${cell('awardKind')}” không phải là một loại hình khen thưởng (${Object.values(awardKindNames).join(', ')}).`,
    );
  const golden = cell('golden').replace(/\.0+$/, '');
  if (golden !== '' && !/^[1-9]\d{0,6}$/.test(golden)) wrong('golden', `“${golden}” không phải là số sổ vàng.`);

  if (issues.length > 0 || typeof form === 'string' || kind === null || year === null) return { value: null, issues };
  const typedForm = cell('form');
  return {
    value: {
      kind,
      name,
      birthDate,
      birthYear,
      gender,
      unitCode: cell('unitCode'),
      unitName: cell('unitName').slice(0, 300),
      form,
      // what the paper says, when it says more than the catalogue
      formName: charCount(typedForm) > charCount(form.name) ? typedForm.slice(0, 300) : form.name,
      citation: cell('citation').slice(0, 1000),
      decisionNumber: cell('decisionNumber').slice(0, 60) || null,
      decisionDate,
      year,
      issuer: (cell('issuer') || form.decidedBy).slice(0, 300),
      awardKind: kinds ?? (form.kinds.length === 1 ? form.kinds[0]! : 'merit'),
      golden: golden === '' ? null : Number(golden),
      another: ['co', 'x', 'khac'].includes(words(cell('twin'))),
    },
    issues,
  };
}
