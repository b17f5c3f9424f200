/** What would make a catalogue of the right shape contradict itself or the law. */
import { inRange } from '../kernel/decimal.ts';
import { fold } from '../kernel/text.ts';
import { localParts, startOfDay } from '../kernel/time.ts';
import type { ParseIssue } from '../programme/parse.ts';
import { figuresOf } from './figures.ts';
import { kindOfCatalogue } from './names.ts';
import type {
  AwardForm,
  AwardOffices,
  BaseSalaries,
  CatalogueDocument,
  CatalogueName,
  Holidays,
  LawVersion,
} from './types.ts';

type Report = (path: string, message: string) => void;

/** @param units codes of units that exist; left out: offices are not looked up */
export function checkCatalogue(name: CatalogueName, doc: CatalogueDocument, units?: ReadonlySet<string>): ParseIssue[] {
  const issues: ParseIssue[] = [];
  const report: Report = (path, message) => issues.push({ path, message });
  const kind = kindOfCatalogue(name);
  if (kind === 'law') checkLaw(doc as LawVersion, report);
  else if (kind === 'base-salary') checkSalaries(doc as BaseSalaries, report);
  else if (kind === 'holidays') checkHolidays(doc as Holidays, report);
  else checkOffices(doc as AwardOffices, units, report);
  for (const figure of figuresOf(doc))
    if (figure.verified && !figure.comparedWith)
      report(figure.path, 'Dấu “đã xác minh” phải ghi văn bản đã đối chiếu.');
  return issues;
}

function twice(values: readonly string[]): number {
  return values.findIndex((value, i) => values.indexOf(value) < i);
}

function checkLaw(law: LawVersion, report: Report): void {
  if (law.to !== null && law.to < law.from) report('to', 'Ngày hết hiệu lực phải sau ngày bắt đầu.');
  for (const key of ['statutes', 'forms', 'limits', 'deadlines'] as const) {
    const double = twice(law[key].map((one) => one.id));
    if (double >= 0) report(`${key}[${law[key][double]!.id}]`, 'Mã này đã dùng cho mục khác.');
  }
  for (const statute of law.statutes)
    if (statute.to !== null && statute.to < statute.from)
      report(`statutes[${statute.id}].to`, 'Ngày hết hiệu lực phải sau ngày có hiệu lực.');
  for (const form of law.forms) checkForm(form, `forms[${form.id}]`, report);
  if (!inRange(law.womenShare.value, 0, 100)) report('womenShare.value', 'Tỷ lệ phải từ 0 đến 100.');
}

function checkForm(form: AwardForm, path: string, report: Report): void {
  // Heads of departments, agencies and communes give a Giấy khen; no law knows a Bằng khen of theirs.
  if (/bang khen/.test(fold(form.name)) && (form.level === 'agency' || form.level === 'commune'))
    report(
      `${path}.level`,
      'Thủ trưởng cơ quan, đơn vị, Chủ tịch UBND cấp xã không tặng bằng khen mà tặng giấy khen (Điều 75, Điều 80 Luật Thi đua, khen thưởng).',
    );
  for (const [i, condition] of form.movement.entries())
    if (condition.subjects.some((subject) => !form.subjects.includes(subject)))
      report(`${path}.movement[${i}].subjects`, 'Điều kiện nêu đối tượng mà hình thức này không dành cho.');
  for (const standard of form.standards)
    if (standard.subjects.some((subject) => !form.subjects.includes(subject)))
      report(`${path}.standards[${standard.id}].subjects`, 'Tiêu chuẩn nêu đối tượng mà hình thức này không dành cho.');
  for (const [subject, bonus] of Object.entries(form.bonus)) {
    if (!form.subjects.includes(subject as keyof AwardForm['bonus']))
      report(`${path}.bonus.${subject}.value`, 'Hình thức này không dành cho đối tượng được ghi tiền thưởng.');
    if (!inRange(bonus.value, 0, 100)) report(`${path}.bonus.${subject}.value`, 'Mức thưởng phải từ 0 đến 100 lần.');
  }
  if (form.vote && !inRange(form.vote.value.percent, 0, 100))
    report(`${path}.vote.value.percent`, 'Tỷ lệ phiếu phải từ 0 đến 100.');
  const double = twice(form.dossier.map((part) => part.id));
  if (double >= 0) report(`${path}.dossier[${double}].name`, 'Thành phần hồ sơ này trùng với thành phần khác.');
}

function checkSalaries({ rows }: BaseSalaries, report: Report): void {
  const double = twice(rows.map((row) => row.from));
  if (double >= 0) report(`rows[${double}].from`, 'Ngày này đã có một mức lương cơ sở.');
}

function checkHolidays({ days }: Holidays, report: Report): void {
  const double = twice(days.map((one) => one.day));
  if (double >= 0) report(`days[${double}].day`, 'Ngày này đã có trong danh sách.');
  for (const [i, one] of days.entries()) {
    const { weekday } = localParts(startOfDay(one.day));
    if (one.is === 'work' && weekday !== 0 && weekday !== 6)
      report(`days[${i}].is`, 'Chỉ làm bù vào thứ Bảy hoặc Chủ nhật.');
  }
}

function checkOffices(offices: AwardOffices, units: ReadonlySet<string> | undefined, report: Report): void {
  if (units && !units.has(offices.registrar)) report('registrar', 'Không có đơn vị này trong hệ thống.');
}
