import type { LawVersion } from '../catalogue/types.ts';
import { checkPapers, checkQuestions, checkReferences } from '../programme/checkShared.ts';
import type { Finding, Report } from '../programme/findings.ts';
import { partAt } from '../programme/partSet.ts';
import { checkCalendar } from './checkCalendar.ts';
import { checkCommendations } from './checkCommendations.ts';
import { checkIndicators } from './checkIndicators.ts';
import { checkObligations } from './checkObligations.ts';
import { movementParts } from './parts.ts';
import type { MovementProgramme, SubjectClass } from './types.ts';

/**
 * Everything that is wrong, missing or undecided in a movement of the right shape. An `error` makes the movement contradict
 * itself or the law and blocks publication; a `warning` may stay.
 * @param law the version against which forms of commendation are read
 */
export function checkMovement(doc: MovementProgramme, law: LawVersion): Finding[] {
  const findings: Finding[] = [];
  const reporter =
    (noun: string): Report =>
    (severity, code, path, message, blocks) => {
      findings.push({
        severity,
        code: `${noun}.${code}`,
        part: partAt(movementParts, path),
        path,
        message,
        blocks: blocks ?? (severity === 'error' ? 'publication' : null),
      });
    };
  const shared = reporter('programme');
  checkReferences(doc, shared);
  checkQuestions(doc, shared);
  checkPapers(doc, shared);
  const report = reporter('movement');
  checkOwners(doc, report);
  checkClasses(doc, report);
  checkContents(doc, report);
  checkCalendar(doc, report);
  checkIndicators(doc, report);
  checkObligations(doc, report);
  checkCommendations(doc, law, report);
  return findings;
}

function checkOwners(doc: MovementProgramme, report: Report): void {
  if (!doc.organiserUnit.trim())
    report('error', 'no-organiser', 'organiserUnit', 'Chưa chọn đơn vị phát động phong trào.');
  if (!doc.standingUnit.trim())
    report('error', 'no-standing-unit', 'standingUnit', 'Chưa chọn đơn vị thường trực theo dõi phong trào.');
  if (doc.letterhead === undefined)
    report('warning', 'letterhead', 'letterhead', 'Chưa chọn thể thức giấy tờ (của Đảng hay hành chính nhà nước).');
  if (doc.level === 'agency' && doc.parent === null)
    report('info', 'no-parent', 'parent', 'Phong trào trong một cơ quan thường thực hiện một phong trào cấp trên.');
}

function checkClasses(doc: MovementProgramme, report: Report): void {
  if (doc.classes.length === 0) report('error', 'no-classes', 'classes', 'Chưa có đối tượng thi đua nào.');
  const taken: SubjectClass[] = [];
  for (const one of doc.classes) {
    const path = `classes[${one.id}]`;
    if (one.id === 'province')
      report('error', 'class-id', path, 'Mã "province" dành cho số liệu chung, không đặt cho một đối tượng.');
    if (one.kind !== 'collective') {
      if (one.units !== null)
        report('error', 'class-units', `${path}.units`, `"${one.name}" không phải tập thể nên không chọn đơn vị.`);
      continue;
    }
    const { units } = one;
    if (units === null || (units.kinds.length === 0 && units.codes.length === 0)) {
      report('error', 'class-empty', `${path}.units`, `"${one.name}" chưa chọn loại đơn vị hay đơn vị nào.`);
      continue;
    }
    const before = taken.find(
      ({ units: other }) =>
        other?.under === null && units.codes.length === 0 && units.kinds.every((kind) => other.kinds.includes(kind)),
    );
    if (before)
      report(
        'warning',
        'class-shadowed',
        `${path}.units`,
        `Mọi đơn vị của "${one.name}" đã thuộc "${before.name}": một đơn vị thuộc đối tượng đứng trước.`,
      );
    taken.push(one);
  }
}

function checkContents(doc: MovementProgramme, report: Report): void {
  const classes = new Map(doc.classes.map((one) => [one.id, one]));
  for (const criterion of doc.criteria) {
    const path = `criteria[${criterion.id}].classIds`;
    if (criterion.classIds.length === 0)
      report('error', 'criterion-class', path, 'Tiêu chí chưa gắn với đối tượng nào.');
    for (const id of criterion.classIds)
      if (!classes.has(id)) report('error', 'unknown-class', path, `Không có đối tượng "${id}".`);
  }
  if (doc.criteria.length === 0)
    report(
      'warning',
      'no-criteria',
      'criteria',
      'Chưa có tiêu chí thi đua (Điều 17 khoản 1 Luật Thi đua, khen thưởng).',
    );
  else
    for (const one of doc.classes)
      if (!doc.criteria.some((criterion) => criterion.classIds.includes(one.id)))
        report('info', 'no-criteria', `classes[${one.id}]`, `"${one.name}" chưa có tiêu chí thi đua.`);
  if (doc.inspection && doc.inspection.checklist.length === 0)
    report('warning', 'no-checklist', 'inspection.checklist', 'Kiểm tra, giám sát chưa có mục nào để xem.');
}
