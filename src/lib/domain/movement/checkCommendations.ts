import { formsCalled, type Hindrance, hindrances, occasionNames } from '../catalogue/movement.ts';
import type { AwardLevel, LawVersion } from '../catalogue/types.ts';
import { fold } from '../kernel/text.ts';
import type { Report } from '../programme/findings.ts';
import type { CommendationRule, MovementProgramme } from './types.ts';

/** Heads of departments, offices, communes and enterprises: they give a Giấy khen, never a Bằng khen (Điều 75, 79, 80). */
const lowerHead =
  /giam doc|thu truong|chanh van phong|truong phong|truong ban|chanh thanh tra|cap xa|cap huyen|\bxa\b|\bphuong\b/;

const levels: Record<AwardLevel, CommendationRule['level']> = {
  state: 'state',
  province: 'province',
  agency: 'agency',
  commune: 'agency',
};

/** In which finding, and beside which field, a hindrance stands. */
const places: Record<Hindrance['kind'], { code: string; field: string }> = {
  subject: { code: 'commendation-subject', field: '.subjects' },
  occasion: { code: 'commendation-occasion', field: '.occasions' },
  launch: { code: 'commendation-launch', field: '' },
  years: { code: 'commendation-years', field: '' },
};

/** Forms of commendation, against what the law lets a movement of this length and origin give. */
export function checkCommendations(doc: MovementProgramme, law: LawVersion, report: Report): void {
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
    checkLaw(doc, rule, law, path, report);
  }
}

function checkLaw(doc: MovementProgramme, rule: CommendationRule, law: LawVersion, path: string, report: Report): void {
  const forms = formsCalled(law, rule.name);
  if (forms.length === 0) return;
  const name = fold(rule.name);
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
  if (!forms.some((form) => levels[form.level] === rule.level))
    report(
      'error',
      'commendation-level',
      `${path}.level`,
      `"${rule.name}" không thuộc cấp đã ghi (${forms[0]!.clause}).`,
    );
  const found = new Map<string, Hindrance>();
  for (const subject of rule.subjects)
    for (const occasion of rule.occasions)
      for (const one of hindrances(forms, { movement: doc, occasion, subject })) found.set(one.kind + one.reason, one);
  for (const { kind, reason, clause } of found.values()) {
    const { code, field } = places[kind];
    report('error', code, `${path}${field}`, `"${rule.name}" ${reason} (${clause}).`);
  }
}
