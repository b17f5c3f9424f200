import { fold } from '../kernel/text.ts';
import { addDays } from '../kernel/time.ts';
import type { Report } from '../programme/findings.ts';
import type { CommendationRule, MovementProgramme, OccasionKind } from './types.ts';

/** A form of commendation as Luật Thi đua, khen thưởng (06/2022/QH15) knows it, where a movement can earn it. */
interface Form {
  name: RegExp;
  clause: string;
  level: CommendationRule['level'];
  /** occasions of a movement on which the law lets it be given; left out: any */
  occasions?: OccasionKind[];
  /** only for collectives */
  collectivesOnly?: true;
  /** full years that the movement has to last */
  years?: number;
  /** whether the movement, or the one above it, has to be launched by the Prime Minister or the State President */
  national?: 'needed' | 'instead-of-years';
}

const reviews: OccasionKind[] = ['mid-term', 'final'];

/** The first pattern that fits a folded name counts. */
const forms: Form[] = [
  {
    name: /huan chuong/,
    clause: 'Điều 42 khoản 4 điểm c',
    level: 'state',
    occasions: reviews,
    national: 'needed',
  },
  {
    name: /co thi dua cua chinh phu/,
    clause: 'Điều 25 khoản 3',
    level: 'state',
    occasions: reviews,
    collectivesOnly: true,
    years: 5,
    national: 'needed',
  },
  {
    name: /bang khen cua thu tuong/,
    clause: 'Điều 73 khoản 4 điểm d',
    level: 'state',
    occasions: reviews,
    years: 3,
    national: 'instead-of-years',
  },
  {
    name: /co thi dua/,
    clause: 'Điều 26 khoản 2',
    level: 'province',
    occasions: ['final'],
    collectivesOnly: true,
    years: 3,
  },
  { name: /bang khen/, clause: 'Điều 74, Điều 79 khoản 4', level: 'province' },
  { name: /giay khen/, clause: 'Điều 75, Điều 80', level: 'agency' },
];

const occasionNames: Record<OccasionKind, string> = {
  yearly: 'hằng năm',
  'mid-term': 'khi sơ kết',
  final: 'khi tổng kết',
};

/** Heads of departments, offices, communes and enterprises: they give a Giấy khen, never a Bằng khen (Điều 75, 79, 80). */
const lowerHead =
  /giam doc|thu truong|chanh van phong|truong phong|truong ban|chanh thanh tra|cap xa|cap huyen|\bxa\b|\bphuong\b/;

/** Forms of commendation, against what the law lets a movement of this length and origin give. */
export function checkCommendations(doc: MovementProgramme, report: Report): void {
  if (doc.commendations.length === 0)
    report('warning', 'no-commendations', 'commendations', 'Chưa có hình thức khen thưởng nào.');
  for (const rule of doc.commendations) {
    const path = `commendations[${rule.id}]`;
    if (rule.occasions.length === 0)
      report('error', 'commendation-occasion', `${path}.occasions`, `"${rule.name}": chưa ghi dịp khen thưởng.`);
    for (const kind of rule.occasions)
      if (!doc.occasions.some((one) => one.kind === kind))
        report(
          'error',
          'unknown-occasion',
          `${path}.occasions`,
          `"${rule.name}" khen ${occasionNames[kind]}, nhưng phong trào không có dịp này.`,
        );
    if (rule.subjects.length === 0)
      report('error', 'commendation-subject', `${path}.subjects`, `"${rule.name}": chưa ghi khen cho ai.`);
    checkLaw(doc, rule, path, report);
  }
}

function checkLaw(doc: MovementProgramme, rule: CommendationRule, path: string, report: Report): void {
  const name = fold(rule.name);
  const form = forms.find((one) => one.name.test(name));
  if (!form) return;
  const law = `${form.clause} Luật Thi đua, khen thưởng`;
  if (
    /bang khen/.test(name) &&
    (rule.level === 'agency' || lowerHead.test(name) || lowerHead.test(fold(rule.decidedBy)))
  ) {
    report(
      'error',
      'no-such-form',
      `${path}.name`,
      `"${rule.name}": thủ trưởng cơ quan, đơn vị không tặng bằng khen mà tặng giấy khen; bằng khen cấp tỉnh do Chủ tịch UBND tỉnh tặng (Điều 75, 79, 80 Luật Thi đua, khen thưởng).`,
    );
    return;
  }
  if (rule.level !== form.level)
    report('error', 'commendation-level', `${path}.level`, `"${rule.name}" không thuộc cấp đã ghi (${law}).`);
  const national = isNational(doc);
  for (const kind of rule.occasions)
    if (form.occasions && !form.occasions.includes(kind))
      report(
        'error',
        'commendation-occasion',
        `${path}.occasions`,
        `"${rule.name}" trong một phong trào không tặng ${occasionNames[kind]}, chỉ ${form.occasions.map((one) => occasionNames[one]).join(', ')} (${law}).`,
      );
  if (form.collectivesOnly && rule.subjects.some((kind) => kind !== 'collective'))
    report('error', 'commendation-subject', `${path}.subjects`, `"${rule.name}" chỉ tặng cho tập thể (${law}).`);
  if (form.national === 'needed' && !national && rule.subjects.includes('collective'))
    report(
      'error',
      'commendation-launch',
      path,
      `"${rule.name}" cho tập thể chỉ xét trong phong trào do Chủ tịch nước, Thủ tướng Chính phủ phát động (${law}).`,
    );
  if (form.years && !lasts(doc, form.years) && !(form.national === 'instead-of-years' && national))
    report(
      'error',
      'commendation-years',
      path,
      `"${rule.name}" cần phong trào có thời gian từ ${String(form.years).padStart(2, '0')} năm trở lên (${law}).`,
    );
}

const isNational = (doc: MovementProgramme): boolean =>
  doc.parent !== null && /thu tuong|chu tich nuoc/.test(fold(doc.parent.issuer));

/** Whether so many full years lie between the first and the last day. */
function lasts(doc: Pick<MovementProgramme, 'from' | 'to'>, years: number): boolean {
  const until = `${Number(doc.from.slice(0, 4)) + years}${doc.from.slice(4)}`;
  return addDays(doc.to, 1) >= until;
}
