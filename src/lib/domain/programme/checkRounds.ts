import { compare, decimalsOf, equals, formatDecimal, isMultipleOf, mul, sub, sum } from '../kernel/decimal.ts';
import type { Report } from './findings.ts';
import type { ContestProgramme, Criterion, Round } from './types.ts';

/** Rounds: a rubric that can be scored with, tie rules that lead to an end, numbers that a round needs before it opens. */
export function checkRounds(programme: ContestProgramme, report: Report): void {
  const earlier: string[] = [];
  for (const round of programme.rounds) {
    const path = `rounds[${round.id}]`;
    checkRubric(round, path, report);
    checkTies(round, earlier, path, report);
    if (round.judgesPerEntry.value === null)
      report(
        'warning',
        'judges-open',
        `${path}.judgesPerEntry`,
        `${round.name}: chưa quy định mỗi bài mấy giám khảo chấm.`,
        'judging',
      );
    else if (round.aggregate.method === 'trimmed' && round.judgesPerEntry.value < 3)
      report(
        'error',
        'trimmed',
        `${path}.aggregate.method`,
        `${round.name}: bỏ điểm cao nhất, thấp nhất cần ít nhất 3 giám khảo.`,
      );
    earlier.push(round.id);
  }
}

function checkRubric(round: Round, path: string, report: Report): void {
  const { criteria } = round.rubric;
  if (criteria.length === 0) {
    report(
      'warning',
      'rubric-open',
      `${path}.rubric.criteria`,
      `${round.name}: chưa có tiêu chí, thang điểm.`,
      'judging',
    );
    return;
  }
  for (const criterion of criteria) checkCriterion(criterion, `${path}.rubric.criteria[${criterion.id}]`, report);
  const total = sum(criteria.map((c) => mul(c.max, c.weight)));
  if (!equals(total, 100))
    report(
      'info',
      'scale',
      `${path}.rubric.criteria`,
      `${round.name}: thang điểm là ${formatDecimal(total)}, không phải 100.`,
    );
}

function checkCriterion(c: Criterion, path: string, report: Report): void {
  if (compare(c.min, c.max) >= 0)
    report('error', 'criterion-bounds', `${path}.max`, `"${c.name}": điểm tối đa phải lớn hơn điểm tối thiểu.`);
  if (compare(c.step, 0) <= 0)
    report('error', 'criterion-step', `${path}.step`, `"${c.name}": bước điểm phải lớn hơn 0.`);
  else if (!isMultipleOf(sub(c.max, c.min), c.step))
    report(
      'error',
      'criterion-step',
      `${path}.step`,
      `"${c.name}": không chấm được điểm tối đa với bước ${formatDecimal(c.step)}.`,
    );
  // The columns of scores and totals hold three decimals; a finer scale would be rounded behind the judges' backs.
  if (Math.max(decimalsOf(c.step), decimalsOf(c.min)) + decimalsOf(c.weight) > 3)
    report('error', 'criterion-decimals', `${path}.step`, `"${c.name}": điểm nhân hệ số có quá 3 chữ số thập phân.`);
  if (compare(c.weight, 0) <= 0)
    report('error', 'criterion-weight', `${path}.weight`, `"${c.name}": hệ số phải lớn hơn 0.`);
}

function checkTies(round: Round, earlier: string[], path: string, report: Report): void {
  round.tieRules.forEach((rule, index) => {
    const here = `${path}.tieRules[${index}]`;
    if (rule.kind === 'criterion' && !round.rubric.criteria.some((c) => c.id === rule.criterionId))
      report('error', 'tie-criterion', here, `${round.name}: cách xếp khi bằng điểm dùng tiêu chí không có.`);
    if (rule.kind === 'round' && !earlier.includes(rule.roundId))
      report('error', 'tie-round', here, `${round.name}: cách xếp khi bằng điểm dùng một vòng không đứng trước.`);
    if (rule.kind === 'decision' && index < round.tieRules.length - 1)
      report(
        'error',
        'tie-after-decision',
        here,
        `${round.name}: sau "Ban Tổ chức quyết định" không còn cách xếp nào khác.`,
      );
  });
}
