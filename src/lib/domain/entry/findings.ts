/**
 * What the system finds about an entry, rule by rule, for the secretariat (K26-2a to K26-2c, K26-3, K26-4b). People decide;
 * a finding only says what to look at.
 */
import { formatDateTime, toMs } from '../kernel/time.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { DossierStage, Programme } from '../programme/types.ts';
import { checkAuthors, confirmations, formatShare } from './authors.ts';
import { periodById, periodStatus } from './deadline.ts';
import { type DossierFacts, dossierStage, type Task, taskList } from './dossier.ts';
import { describeMatch, type InitiativeMatch } from './recognised.ts';

/** `ok` nothing to do; `ask` a person must look; `warn` a flaw that can be mended; `block` a rule is broken. */
export type FindingLevel = 'ok' | 'ask' | 'warn' | 'block';

export interface Finding {
  /** stable key of the rule; the secretariat's decision is stored under it */
  rule: string;
  title: string;
  level: FindingLevel;
  message: string;
  details: string[];
  clause: string;
}

export interface FindingFacts extends DossierFacts {
  submittedAt: Date | null;
  /** from `matchInitiatives`; null when the register has not been asked or is empty */
  initiatives: readonly InitiativeMatch[] | null;
}

const order: FindingLevel[] = ['ok', 'ask', 'warn', 'block'];

/** The most serious level of several findings. */
export const worstLevel = (findings: readonly Pick<Finding, 'level'>[]): FindingLevel =>
  findings.reduce<FindingLevel>(
    (worst, { level }) => (order.indexOf(level) > order.indexOf(worst) ? level : worst),
    'ok',
  );

/** All findings of an entry, in the order in which the secretariat checks. */
export function entryFindings(
  programme: Programme,
  facts: FindingFacts,
  stageId: DossierStage['id'] = 'submission',
): Finding[] {
  const stage = dossierStage(programme, stageId);
  const tasks = taskList(programme, stage, facts);
  const ofTask = (id: string) => tasks.find((one) => one.id === id);
  const eligibility =
    stageId === 'submission'
      ? [
          authorsFinding(programme, facts),
          exclusionFinding(programme, facts),
          ...recognisedFinding(programme, stage, facts),
          ...maxEntriesFinding(programme, facts),
          fromTask('basics', ofTask('basics')!.label, ofTask('basics')!),
        ]
      : [];
  return [
    ...eligibility,
    ...tasks
      .filter((one) => one.id === 'form' || one.id.startsWith('file:') || one.id === 'declarations')
      .map((one) => fromTask(one.id, one.label, one)),
    ...(stageId === 'submission' && facts.authors.length > 1 ? [confirmationsFinding(programme, facts)] : []),
    onTimeFinding(programme, stage, facts),
  ];
}

function fromTask(rule: string, title: string, task: Task): Finding {
  const levels: Record<Task['state'], FindingLevel> = { done: 'ok', waiting: 'ask', missing: 'warn', problem: 'block' };
  const { state, detail, issues, clause } = task;
  return { rule, title, level: levels[state], message: detail, details: issues.map((issue) => issue.message), clause };
}

function authorsFinding(programme: Programme, { authors }: FindingFacts): Finding {
  const issues = checkAuthors(programme, authors);
  const blocked = issues.filter((issue) => issue.level === 'block');
  const shares = authors.map(
    (author) => `${author.fullName}: ${author.share ? formatShare(author.share) : 'chưa ghi'}`,
  );
  return {
    rule: 'authors',
    title: 'Tác giả và tỷ lệ đóng góp',
    level: blocked.length > 0 ? 'block' : issues.length > 0 ? 'ask' : 'ok',
    message: (blocked[0] ?? issues[0])?.message ?? `${authors.length} tác giả, tổng tỷ lệ đúng 100%.`,
    details: issues.length > 0 ? [...issues.map((issue) => issue.message), ...shares] : shares,
    clause: clauseLabel(programme, programme.eligibility.clause),
  };
}

function exclusionFinding(programme: Programme, { exclusions }: FindingFacts): Finding {
  const blocked = exclusions.filter((finding) => finding.level === 'block');
  return {
    rule: 'exclusion',
    title: 'Người tổ chức, giám khảo không dự thi',
    level: blocked.length > 0 ? 'block' : exclusions.length > 0 ? 'ask' : 'ok',
    message: (blocked[0] ?? exclusions[0])?.message ?? 'Không có tác giả nào trong bộ máy tổ chức Cuộc thi.',
    details: exclusions.map((finding) => finding.message),
    clause: clauseLabel(programme, programme.eligibility.clause),
  };
}

type RecognisedRule = NonNullable<Programme['eligibility']['recognisedProducts']>;

/** From this likeness, with an author in common, a row of the register speaks for itself. */
const sameProduct = 0.9;

function recognisedFinding(programme: Programme, stage: DossierStage, facts: FindingFacts): Finding[] {
  const rule = programme.eligibility.recognisedProducts;
  return rule ? [recognised(rule, programme, stage, facts)] : [];
}

function recognised(
  { clause: clauseId, declarationId, lookUp }: RecognisedRule,
  programme: Programme,
  stage: DossierStage,
  facts: FindingFacts,
): Finding {
  const base = {
    rule: 'recognised',
    title: 'Chưa được cấp có thẩm quyền công nhận',
    clause: clauseLabel(programme, clauseId),
  };
  const details = (facts.initiatives ?? []).map(describeMatch);
  const asked = stage.declarations.find((declaration) => declaration.id === declarationId);
  const declared =
    !asked || facts.declarations.some((one) => one.declarationId === declarationId && one.version === asked.version);
  if (!declared)
    return { ...base, level: 'block', message: 'Tác giả chưa cam kết sản phẩm chưa được công nhận.', details };
  if (lookUp && facts.initiatives === null)
    return { ...base, level: 'ask', message: 'Chưa tra cứu được: sổ sáng kiến đã công nhận còn trống.', details };
  if (!lookUp || details.length === 0)
    return { ...base, level: 'ok', message: 'Có cam kết; không thấy sản phẩm giống trong sổ sáng kiến.', details };
  const same = facts.initiatives!.some((match) => match.similarity >= sameProduct && match.sameAuthors.length > 0);
  return same
    ? { ...base, level: 'block', message: 'Sổ sáng kiến có sản phẩm trùng tên và trùng tác giả.', details }
    : { ...base, level: 'ask', message: `Sổ sáng kiến có ${details.length} sản phẩm gần giống, cần xem lại.`, details };
}

function maxEntriesFinding(programme: Programme, { quotas }: FindingFacts): Finding[] {
  const { maxEntriesPerPerson, maxEntriesPerGroup, clause } = programme.eligibility;
  const limits = [
    ...(maxEntriesPerPerson.value === null ? [] : [`mỗi người nhiều nhất ${maxEntriesPerPerson.value} bài`]),
    ...(maxEntriesPerGroup?.value == null ? [] : [`mỗi nhóm nhiều nhất ${maxEntriesPerGroup.value} bài`]),
  ];
  if (limits.length === 0) return [];
  return [
    {
      rule: 'max-entries',
      title: 'Số bài của một người, một nhóm',
      level: quotas.length > 0 ? 'block' : 'ok',
      message: quotas[0]?.message ?? `Không quá số bài được gửi: ${limits.join(', ')}.`,
      details: quotas.map((finding) => finding.message),
      clause: clauseLabel(programme, clause),
    },
  ];
}

function confirmationsFinding(programme: Programme, { authors }: FindingFacts): Finding {
  const { declined, waiting } = confirmations(authors);
  const details = [
    ...declined.map((author) => `${author.fullName}: không nhận là đồng tác giả`),
    ...waiting.map((author) => `${author.fullName}: chưa xác nhận`),
  ];
  return {
    rule: 'confirmations',
    title: 'Xác nhận của đồng tác giả',
    level: declined.length > 0 ? 'block' : waiting.length > 0 ? 'ask' : 'ok',
    message: details[0] ?? 'Mọi đồng tác giả đã xác nhận.',
    details,
    clause: clauseLabel(programme, programme.eligibility.clause),
  };
}

function onTimeFinding(programme: Programme, stage: DossierStage, { submittedAt }: FindingFacts): Finding {
  const period = periodById(programme, stage.periodId);
  const base = {
    rule: 'on-time',
    title: 'Nộp đúng thời hạn',
    details: [],
    clause: clauseLabel(programme, period?.clause ?? stage.clause),
  };
  if (!submittedAt) return { ...base, level: 'warn', message: 'Chưa nộp.' };
  const at = formatDateTime(submittedAt);
  if (!period || periodStatus(period, submittedAt) === 'open')
    return { ...base, level: 'ok', message: `Nộp lúc ${at}.` };
  const early = submittedAt.getTime() < toMs(period.from);
  const bound = formatDateTime(early ? period.from : period.to);
  return {
    ...base,
    level: 'block',
    message: early ? `Nộp lúc ${at}, trước khi bắt đầu nhận (${bound}).` : `Nộp lúc ${at}, sau hạn ${bound}.`,
  };
}
