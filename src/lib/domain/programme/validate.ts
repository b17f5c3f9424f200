import { compare, mul, sum } from '../kernel/decimal.ts';
import { formatMoney } from '../kernel/money.ts';
import { formatDateTime, toMs } from '../kernel/time.ts';
import { checkDossier } from './checkDossier.ts';
import { checkGallery } from './checkGallery.ts';
import { checkRounds } from './checkRounds.ts';
import { checkPapers, checkQuestions, checkReferences } from './checkShared.ts';
import { clauseLabel } from './clauses.ts';
import type { Finding, Report } from './findings.ts';
import { partOf } from './parts.ts';
import type { ContestProgramme, PeriodKind } from './types.ts';

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
  checkLetterhead(programme, report);
  checkPapers(programme, report);
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

function checkLetterhead(programme: ContestProgramme, report: Report): void {
  if (programme.letterhead === undefined)
    report(
      'warning',
      'letterhead',
      'letterhead',
      'Chưa chọn thể thức giấy tờ (của Đảng hay hành chính nhà nước): tạm theo tên cơ quan thường trực.',
    );
}
