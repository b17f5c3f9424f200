import { compare, mul, sum } from '../kernel/decimal.ts';
import { formatMoney } from '../kernel/money.ts';
import { formatDateTime, toMs } from '../kernel/time.ts';
import { checkDossier } from './checkDossier.ts';
import { checkGallery } from './checkGallery.ts';
import { checkRounds } from './checkRounds.ts';
import { clauseLabel } from './clauses.ts';
import type { Finding, Report } from './findings.ts';
import { partOf } from './parts.ts';
import { readPath } from './paths.ts';
import type { ContestProgramme, PeriodKind, Soft } from './types.ts';

/**
 * Everything that is wrong, missing or undecided in a programme of the right shape. An `error` makes the programme
 * contradict itself and blocks publication; a `warning` may stay, but can block a later step.
 */
export function checkProgramme(programme: ContestProgramme): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (severity, code, path, message, blocks) => {
    findings.push({
      severity,
      code: `programme.${code}`,
      part: partOf(path),
      path,
      message,
      blocks: blocks ?? (severity === 'error' ? 'publication' : null),
    });
  };
  checkReferences(programme, report);
  checkTimeline(programme, report);
  checkQuestions(programme, report);
  checkDossier(programme, report);
  checkRounds(programme, report);
  checkGallery(programme, report);
  checkPrizes(programme, report);
  checkPaperwork(programme, report);
  return findings;
}

/** Findings that keep the programme from being published. */
export const publicationBlockers = (programme: ContestProgramme): Finding[] =>
  checkProgramme(programme).filter((finding) => finding.blocks === 'publication');

/** Findings that keep one round from being opened. */
export const roundBlockers = (programme: ContestProgramme, roundId: string): Finding[] =>
  checkProgramme(programme).filter(
    (finding) =>
      finding.path.startsWith(`rounds[${roundId}]`) && (finding.blocks === 'judging' || finding.severity === 'error'),
  );

/** Findings that keep the results from being published, such as a prize whose number is not given (K24-9). */
export const resultBlockers = (programme: ContestProgramme): Finding[] =>
  checkProgramme(programme).filter((finding) => finding.blocks === 'results');

/** Every `clause` names an existing clause; ids are unique within their list; demonstration values are pointed out. */
function checkReferences(programme: ContestProgramme, report: Report): void {
  const clauses = new Set(programme.clauses.map((clause) => clause.id));
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      const seen = new Set<string>();
      value.forEach((item, index) => {
        const id = (item as { id?: unknown } | null)?.id;
        if (typeof id === 'string' && seen.has(id))
          report('error', 'duplicate-id', `${path}[${index}]`, `Mã "${id}" bị dùng hai lần trong cùng một danh sách.`);
        if (typeof id === 'string') seen.add(id);
        visit(item, `${path}[${typeof id === 'string' ? id : index}]`);
      });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = path ? `${path}.${key}` : key;
      if (key === 'clause' && typeof inner === 'string' && !clauses.has(inner))
        report('error', 'unknown-clause', here, `Không có điều khoản "${inner}" trong văn bản của chương trình.`);
      if ((key === 'source' || key === 'tieSource') && inner === 'demo')
        report('warning', 'demo-value', here, 'Đây là giá trị minh họa, chưa có người quyết định.');
      visit(inner, here);
    }
  };
  const { questions, ...rest } = programme;
  visit(rest, '');
  visit(
    questions.map(({ options: _options, ...question }) => question),
    'questions',
  );
}

function checkTimeline(programme: ContestProgramme, report: Report): void {
  programme.timeline.forEach((period, index) => {
    const path = `timeline[${period.id}]`;
    if (toMs(period.from) >= toMs(period.to))
      report('error', 'period-ends-first', `${path}.to`, `"${period.name}" kết thúc trước khi bắt đầu.`);
    const before = programme.timeline[index - 1];
    if (!before) return;
    if (toMs(period.from) < toMs(before.from))
      report('error', 'period-order', `${path}.from`, `"${period.name}" phải bắt đầu sau "${before.name}".`);
    else if (toMs(period.from) <= toMs(before.to))
      report(
        'error',
        'period-overlap',
        `${path}.from`,
        `"${period.name}" bắt đầu khi "${before.name}" chưa kết thúc (${formatDateTime(before.to)}).`,
      );
    else if (toMs(period.from) - toMs(before.to) > 1000)
      report('info', 'period-gap', `${path}.from`, `Có khoảng trống giữa "${before.name}" và "${period.name}".`);
  });
  const needed: [PeriodKind, string][] = [['intake', 'nhận bài dự thi']];
  for (const round of programme.rounds) needed.push([round.kind, `chấm ${round.name}`]);
  if (!programme.rounds.some((round) => round.kind === 'final')) needed.push(['final', 'chấm vòng cuối']);
  for (const [kind, name] of needed)
    if (!programme.timeline.some((period) => period.kind === kind))
      report('error', 'period-missing', 'timeline', `Tiến độ chưa có bước ${name}.`);
  const ids = new Set(programme.timeline.map((period) => period.id));
  for (const item of programme.dossier)
    if (!ids.has(item.periodId))
      report('error', 'unknown-period', `dossier[${item.id}].periodId`, `"${item.name}" trỏ đến bước không có.`);
  for (const item of programme.rounds)
    if (!ids.has(item.periodId))
      report('error', 'unknown-period', `rounds[${item.id}].periodId`, `"${item.name}" trỏ đến bước không có.`);
}

function checkQuestions(programme: ContestProgramme, report: Report): void {
  for (const question of programme.questions) {
    const path = `questions[${question.id}]`;
    const label = clauseLabel(programme, question.clause);
    if (question.decision === null)
      report(
        question.blocksPublication ? 'error' : 'warning',
        'undecided',
        path,
        `Chưa quyết định: ${question.question} (${label})`,
      );
    else if (!question.options.some((option) => option.id === question.decision?.optionId))
      report('error', 'unknown-option', `${path}.decision`, `Phương án đã chọn không còn trong câu hỏi (${label}).`);
    for (const option of question.options)
      for (const { path: target } of option.set ?? [])
        if (!leadsSomewhere(programme, target))
          report('error', 'dead-path', path, `Phương án "${option.label}" sửa một mục không có: ${target}.`);
  }
}

function leadsSomewhere(programme: ContestProgramme, path: string): boolean {
  try {
    return readPath(programme, path) !== undefined;
  } catch {
    return false;
  }
}

function checkPrizes(programme: ContestProgramme, report: Report): void {
  const { tiers } = programme.prizes;
  if (tiers.length === 0) report('warning', 'no-prizes', 'prizes.tiers', 'Chưa có giải thưởng nào.', 'results');
  let total = 0;
  tiers.forEach((tier, index) => {
    const path = `prizes.tiers[${tier.id}]`;
    if (tier.count === null)
      report(
        'warning',
        'prize-count',
        `${path}.count`,
        `${clauseLabel(programme, tier.clause)} không nêu số lượng ${tier.name}: cần nhập trước khi công bố kết quả.`,
        'results',
      );
    else total += tier.count * tier.amount;
    const above = tiers[index - 1];
    if (above && !tier.basis && tier.amount > above.amount)
      report('warning', 'prize-order', `${path}.amount`, `${tier.name} có mức thưởng cao hơn ${above.name}.`);
    const final = programme.rounds.find((round) => round.kind === 'final');
    if (tier.floor && final && final.rubric.criteria.length > 0) {
      const scale = sum(final.rubric.criteria.map((c) => mul(c.max, c.weight)));
      if (compare(tier.floor, scale) > 0)
        report('error', 'prize-floor', `${path}.floor`, `Điểm sàn của ${tier.name} cao hơn thang điểm.`);
    }
  });
  report('info', 'prize-total', 'prizes.tiers', `Tổng tiền giải thưởng: ${formatMoney(total)}.`);
}

function checkPaperwork(programme: ContestProgramme, report: Report): void {
  const documents = new Set(programme.documents.map((document) => document.id));
  if (programme.letterhead === undefined)
    report(
      'warning',
      'letterhead',
      'letterhead',
      'Chưa chọn thể thức giấy tờ (của Đảng hay hành chính nhà nước): tạm theo tên cơ quan thường trực.',
    );
  if (!programme.documents.some((document) => document.kind === 'plan'))
    report('warning', 'no-plan', 'documents', 'Chưa có kế hoạch trong danh sách văn bản.');
  for (const document of programme.documents)
    if (document.number === null)
      report('info', 'document-number', `documents[${document.id}]`, `Chưa có số, ngày ban hành: ${document.title}.`);
  for (const committee of programme.committees)
    if (committee.documentId && !documents.has(committee.documentId))
      report(
        'error',
        'unknown-document',
        `committees[${committee.id}].documentId`,
        `${committee.name} trỏ đến văn bản không có.`,
      );
  const contact = (path: string, soft: Soft<string>, name: string): void => {
    if (soft.value === null) report('warning', 'contact', path, `Chưa có ${name} liên hệ của Ban Tổ chức.`);
  };
  contact('contacts.email', programme.contacts.email, 'hòm thư');
  contact('contacts.phone', programme.contacts.phone, 'số điện thoại');
}
