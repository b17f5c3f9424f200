/**
 * What is wrong or still open in a call, before it opens. An error contradicts the law, the plan or the call itself; what is open waits
 * for a person; a warning is worth a look.
 */
import type { Eligibility } from '../catalogue/eligible.ts';
import type { LawVersion } from '../catalogue/types.ts';
import { formatDate, isoDateLocal, toMs } from '../kernel/time.ts';
import type { MovementProgramme } from '../movement/types.ts';
import type { CallPart } from './parts.ts';
import { subjectKindNames } from './path.ts';
import { limitNouns } from './quota.ts';
import type { AwardCall, CallForm, Quota, StepKind } from './types.ts';

export interface CallFinding {
  severity: 'error' | 'open' | 'warning';
  /** "call.path-order" */
  code: string;
  part: CallPart;
  path: string;
  message: string;
  clause?: string;
}

export interface CheckSources {
  movement: MovementProgramme | null;
  law: Pick<LawVersion, 'forms'>;
  /** for a call of a movement; null: the occasion is none of a movement */
  eligible: readonly Eligibility[] | null;
  /** codes of the units that exist */
  units: ReadonlySet<string>;
}

type Report = (severity: CallFinding['severity'], code: string, path: string, message: string, clause?: string) => void;

/** In which order steps can follow one another; equal ones in either order. */
const ranks: Record<StepKind, number> = {
  compilation: 0,
  appraisal: 1,
  publicity: 2,
  council: 2,
  decision: 3,
  forwarding: 4,
};

/** Everything that is wrong or open, in the order of the parts. */
export function checkCall(call: AwardCall, sources: CheckSources): CallFinding[] {
  const findings: CallFinding[] = [];
  const report =
    (part: CallPart): Report =>
    (severity, code, path, message, clause) => {
      findings.push({ severity, code: `call.${code}`, part, path, message, ...(clause ? { clause } : {}) });
    };
  checkBasics(call, sources, report('basics'));
  checkDays(call, sources, report('days'));
  checkForms(call, sources, report('forms'));
  checkNominators(call, sources, report('nominators'));
  checkQuotas(call, sources, report('quotas'));
  checkPath(call, sources, report('path'));
  checkQuestions(call, report('questions'));
  return findings;
}

function checkBasics(call: AwardCall, { units }: CheckSources, report: Report): void {
  for (const [code, path, what] of [
    [call.authority.unit, 'authority.unit', 'của người quyết định'],
    [call.standingUnit, 'standingUnit', 'thường trực'],
  ] as const)
    if (!units.has(code)) report('error', 'unknown-unit', path, `Không có đơn vị ${what} mang mã ${code}.`);
}

function checkDays(call: AwardCall, { movement }: CheckSources, report: Report): void {
  if (toMs(call.closesAt) <= toMs(call.opensAt))
    report('error', 'days-order', 'closesAt', 'Hạn đề nghị phải sau lúc mở nhận đề nghị.');
  if (call.period.to < call.period.from)
    report('error', 'period-order', 'period.to', 'Thời gian xét thành tích: ngày cuối trước ngày đầu.');
  if (call.heldOn !== null && isoDateLocal(call.closesAt) >= call.heldOn)
    report('warning', 'held-before', 'heldOn', 'Hạn đề nghị không sớm hơn ngày hội nghị: không còn thời gian xét.');
  if (movement && call.period.from < movement.from)
    report(
      'warning',
      'period-before',
      'period.from',
      `Thành tích được xét từ trước khi phong trào bắt đầu (${formatDate(movement.from)}).`,
    );
}

function checkForms(call: AwardCall, sources: CheckSources, report: Report): void {
  if (call.forms.length === 0) report('error', 'no-form', 'forms', 'Chưa có hình thức khen thưởng nào.');
  const has = (kind: StepKind) => call.path.some((step) => step.kind === kind);
  call.forms.forEach((one, index) => {
    const path = `forms.${index}`;
    const form = sources.law.forms.find((known) => known.id === one.formId);
    if (!form) {
      report(
        'error',
        'no-such-form',
        `${path}.formId`,
        `“${one.name}” không có trong danh mục hình thức khen thưởng đang có hiệu lực.`,
      );
      return;
    }
    if (call.forms.findIndex((other) => other.formId === one.formId) < index)
      report('error', 'form-twice', `${path}.formId`, `“${one.name}” có hai lần trong đợt.`);
    if (one.subjects.length === 0)
      report('error', 'form-subject', `${path}.subjects`, `“${one.name}”: chưa ghi khen cho ai.`);
    for (const kind of one.subjects.filter((subject) => !form.subjects.includes(subject)))
      report(
        'error',
        'form-subject',
        `${path}.subjects`,
        `“${one.name}” không tặng cho ${subjectKindNames[kind].toLocaleLowerCase('vi')}.`,
        form.clause,
      );
    checkOccasion(one, sources, path, report);
    if (form.level === 'state' && !has('forwarding'))
      report(
        'error',
        'form-state',
        'path',
        `“${one.name}” do cấp trên quyết định: các bước xét phải kết thúc bằng bước trình cấp trên.`,
        form.clause,
      );
    if (form.level !== 'state' && !has('decision'))
      report('error', 'form-decision', 'path', `“${one.name}” cần một bước quyết định.`, form.clause);
    if (form.vote && !has('council'))
      report(
        'error',
        'form-vote',
        'path',
        `“${one.name}” phải được Hội đồng bỏ phiếu: thiếu bước Hội đồng xét.`,
        form.vote.source,
      );
    if (form.publicList.value && !has('publicity'))
      report(
        'error',
        'form-public',
        'path',
        `“${one.name}” phải công khai danh sách trước khi trình: thiếu bước lấy ý kiến công khai.`,
        form.publicList.source,
      );
  });
}

/** A form that law or plan do not give on this occasion, or not to these subjects, cannot be asked for (Q25-7). */
function checkOccasion(form: CallForm, { eligible, movement }: CheckSources, path: string, report: Report): void {
  if (!movement) return;
  const may = eligible?.find((known) => known.form.id === form.formId);
  const cite = (clause: string) => movement.clauses.find((one) => one.id === clause)?.label ?? clause;
  if (may && !may.allowed) report('error', 'form-occasion', `${path}.formId`, may.reason, cite(may.clause));
  if (may?.allowed)
    for (const kind of form.subjects.filter((subject) => !may.subjects.includes(subject)))
      report(
        'error',
        'form-occasion',
        `${path}.subjects`,
        `Trong dịp này, “${form.name}” không tặng cho ${subjectKindNames[kind].toLocaleLowerCase('vi')}.`,
        may.form.clause,
      );
  if (!movement.commendations.some((rule) => rule.id === form.ruleId))
    report(
      form.ruleId === null ? 'warning' : 'error',
      'form-rule',
      `${path}.ruleId`,
      `“${form.name}” chưa gắn với hình thức khen thưởng nào trong kế hoạch của phong trào.`,
    );
}

const collectiveClasses = (movement: MovementProgramme | null) =>
  (movement?.classes ?? []).filter((one) => one.units !== null);

function checkScope(
  scope: { classIds: string[]; units: string[] },
  { movement, units }: CheckSources,
  path: string,
  report: Report,
): void {
  const known = new Set(collectiveClasses(movement).map((one) => one.id));
  for (const id of scope.classIds)
    if (!known.has(id))
      report('error', 'unknown-class', `${path}.classIds`, `Phong trào không có đối tượng là đơn vị mang mã ${id}.`);
  for (const code of scope.units)
    if (!units.has(code)) report('error', 'unknown-unit', `${path}.units`, `Không có đơn vị mang mã ${code}.`);
}

const checkNominators = (call: AwardCall, sources: CheckSources, report: Report): void =>
  checkScope(call.nominators, sources, 'nominators', report);

function checkQuotas(call: AwardCall, sources: CheckSources, report: Report): void {
  const said = call.questions?.some((one) => one.part === 'quotas' && one.answer !== null) ?? false;
  if (call.quotas.length === 0 && !said)
    report(
      'open',
      'no-quota',
      'quotas',
      'Chưa nhập chỉ tiêu. Hãy nhập theo hướng dẫn, hoặc ghi quyết định “không giới hạn” ở mục Điểm cần quyết định.',
    );
  call.quotas.forEach((quota, index) => {
    const path = `quotas.${index}`;
    if (quota.limits.length === 0) report('error', 'quota-empty', path, `“${quota.printed}”: chưa ghi giới hạn nào.`);
    checkScope(quota, sources, path, report);
    for (const id of quota.formIds)
      if (!call.forms.some((form) => form.formId === id))
        report('error', 'quota-form', `${path}.formIds`, `“${quota.printed}” tính một hình thức không có trong đợt.`);
    for (const [at, limit] of quota.limits.entries()) checkLimit(quota, limit, `${path}.limits.${at}`, report);
  });
  const everyone = call.quotas.some((quota) => quota.classIds.length === 0 && quota.units.length === 0);
  if (call.quotas.length === 0 || everyone) return;
  const { classIds } = call.nominators;
  const without = collectiveClasses(sources.movement).filter(
    (one) =>
      (classIds.length === 0 || classIds.includes(one.id)) &&
      !call.quotas.some((quota) => quota.classIds.includes(one.id)),
  );
  if (without.length > 0)
    report(
      'warning',
      'quota-class',
      'quotas',
      `Chưa có chỉ tiêu nên không bị giới hạn: ${without.map((one) => one.name).join('; ')}.`,
    );
}

function checkLimit(quota: Quota, limit: Quota['limits'][number], path: string, report: Report): void {
  const said = `“${quota.printed}”`;
  if (limit.subjects.length === 0)
    report('error', 'limit-subject', `${path}.subjects`, `${said}: chưa ghi giới hạn tính cho ai.`);
  else if (limit.max !== null && limit.percent !== null)
    report('error', 'limit-both', `${path}.max`, `${said}: chỉ ghi số lượng hoặc phần trăm, không ghi cả hai.`);
  else if (limit.max === null && limit.percent === null)
    report('open', 'limit-number', `${path}.max`, `${said}: chưa có con số cho ${limitNouns(limit)}.`);
  else if (limit.percent !== null && limit.rounding === null)
    report(
      'open',
      'limit-rounding',
      `${path}.rounding`,
      `${said}: hướng dẫn chưa nói cách làm tròn phần trăm, cần quyết định.`,
    );
}

function checkPath(call: AwardCall, { units }: CheckSources, report: Report): void {
  const { path } = call;
  if (path.length === 0) {
    report('error', 'no-path', 'path', 'Chưa có bước xét nào.');
    return;
  }
  if (new Set(path.map((step) => step.id)).size < path.length)
    report('error', 'step-twice', 'path', 'Hai bước có cùng mã.');
  path.forEach((step, index) => {
    const at = `path.${index}`;
    const before = path[index - 1];
    if (before && ranks[step.kind] < ranks[before.kind])
      report('error', 'path-order', at, `Bước “${step.name}” không thể sau bước “${before.name}”.`);
    if (before && step.kind === before.kind && (step.kind === 'decision' || step.kind === 'forwarding'))
      report('error', 'path-order', at, `Chỉ có một bước “${before.name}” trên đường đi của hồ sơ.`);
    for (const code of [step.unit, ...step.opinions])
      if (!units.has(code))
        report('error', 'unknown-unit', `${at}.unit`, `Bước “${step.name}”: không có đơn vị mang mã ${code}.`);
    if (step.kind === 'decision' && step.unit !== call.authority.unit)
      report(
        'error',
        'decision-unit',
        `${at}.unit`,
        `Bước “${step.name}” phải thuộc đơn vị của ${call.authority.title}.`,
      );
    if (step.kind === 'publicity' && (step.publicDays?.value ?? null) === null)
      report(
        'open',
        'public-days',
        `${at}.publicDays`,
        `Bước “${step.name}”: chưa quyết định lấy ý kiến bao nhiêu ngày làm việc.`,
        step.clause,
      );
  });
  const last = path.at(-1)!;
  if (last.kind !== 'decision' && last.kind !== 'forwarding')
    report('error', 'path-end', 'path', 'Bước cuối phải là quyết định hoặc trình cấp trên.');
}

function checkQuestions(call: AwardCall, report: Report): void {
  (call.questions ?? []).forEach((one, index) => {
    if (one.answer === null) report('open', 'question', `questions.${index}`, one.question, one.clause);
  });
}
