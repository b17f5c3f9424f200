import { impossibleDays } from '../obligation/due.ts';
import type { Report } from '../programme/findings.ts';
import { periodName } from './periods.ts';
import type { MovementProgramme, ObligationRule } from './types.ts';

/** What units hand in: by whom, to whom, for which years, until when. */
export function checkObligations(doc: MovementProgramme, report: Report): void {
  const classes = new Map(doc.classes.map((one) => [one.id, one]));
  for (const rule of doc.obligations) {
    const path = `obligations[${rule.id}]`;
    if (rule.classIds.length === 0)
      report('error', 'obligation-class', `${path}.classIds`, `"${rule.name}": chưa ghi đối tượng nào phải nộp.`);
    for (const id of rule.classIds) {
      const found = classes.get(id);
      if (!found) report('error', 'unknown-class', `${path}.classIds`, `Không có đối tượng "${id}".`);
      else if (found.kind !== 'collective')
        report('error', 'obligation-class', `${path}.classIds`, `"${found.name}" không phải tập thể nên không nộp.`);
    }
    if (rule.receivers.length === 0 || rule.receivers.some((code) => !code.trim()))
      report('error', 'no-receiver', `${path}.receivers`, `"${rule.name}": chưa ghi nơi nhận.`);
    if (rule.occasion !== null && !doc.occasions.some((one) => one.kind === rule.occasion))
      report('error', 'unknown-occasion', `${path}.occasion`, `"${rule.name}" gắn với một dịp mà phong trào không có.`);
    checkYears(doc, rule, path, report);
    checkDue(rule, path, report);
    checkForm(rule, path, report);
  }
}

function checkYears(doc: MovementProgramme, rule: ObligationRule, path: string, report: Report): void {
  const [first, last] = [Number(doc.from.slice(0, 4)), Number(doc.to.slice(0, 4))];
  if (rule.firstYear > rule.lastYear)
    report('error', 'obligation-years', `${path}.lastYear`, `"${rule.name}": năm cuối trước năm đầu.`);
  else if (rule.firstYear < first || rule.lastYear > last)
    report('error', 'obligation-years', `${path}.firstYear`, `"${rule.name}": có năm nằm ngoài phong trào.`);
  if (rule.period === 'once' && rule.firstYear !== rule.lastYear)
    report('error', 'obligation-once', `${path}.lastYear`, `"${rule.name}" nộp một lần nên chỉ có một năm.`);
}

function checkDue(rule: ObligationRule, path: string, report: Report): void {
  const { day, month, reading, printed } = rule.due;
  const none = impossibleDays(rule);
  if (none.length > 0)
    report(
      'error',
      'due-day',
      `${path}.due`,
      `"${rule.name}": không có ngày ${day}/${month} cho ${none.map(periodName).join(', ')}.`,
    );
  if (reading.value === null)
    report(
      'warning',
      'due-open',
      `${path}.due.reading`,
      `"${rule.name}" (${printed}): chưa quyết định cách hiểu thời hạn nên chưa giao cho đơn vị.`,
    );
  if (Math.max(0, ...rule.reminders.before) > rule.opensDaysBefore)
    report(
      'warning',
      'reminder-early',
      `${path}.reminders.before`,
      `"${rule.name}": có lần nhắc trước khi việc hiện trong danh sách của đơn vị.`,
    );
}

function checkForm(rule: ObligationRule, path: string, report: Report): void {
  const { form } = rule;
  if (rule.kind === 'values' && form.indicators !== 'values')
    report(
      'error',
      'form-values',
      `${path}.form.indicators`,
      `"${rule.name}" là số liệu nhưng biểu mẫu không có số liệu.`,
    );
  if (form.indicators === 'targets' && rule.kind !== 'plan')
    report('error', 'form-targets', `${path}.form.indicators`, `"${rule.name}": chỉ kế hoạch mới đăng ký chỉ tiêu.`);
  if (!form.contents && !form.criteria && form.indicators === 'none' && form.sections.length === 0 && !form.signedCopy)
    report('error', 'form-empty', `${path}.form`, `"${rule.name}": biểu mẫu không có mục nào để viết.`);
}
