import { formulaIds, parseFormula } from '../indicator/formula.ts';
import { targetText } from '../indicator/text.ts';
import { compare, decimalsOf, equals, inRange } from '../kernel/decimal.ts';
import type { Report } from '../programme/findings.ts';

import type { Aggregation, Indicator, MovementProgramme, Target } from './types.ts';

/** Measured targets: defined so that a figure can be entered, added up and judged. */
export function checkIndicators(doc: MovementProgramme, report: Report): void {
  const contents = new Set(doc.contents.map((one) => one.id));
  const classes = new Map(doc.classes.map((one) => [one.id, one]));
  for (const one of doc.indicators) {
    const path = `indicators[${one.id}]`;
    if (one.contentId !== null && !contents.has(one.contentId))
      report('error', 'unknown-content', `${path}.contentId`, `Không có nội dung thi đua "${one.contentId}".`);
    if (one.reportedBy.length === 0)
      report('error', 'no-reporter', `${path}.reportedBy`, `"${one.name}": chưa ghi đối tượng báo số liệu.`);
    for (const id of one.reportedBy) {
      const found = classes.get(id);
      if (!found) report('error', 'unknown-class', `${path}.reportedBy`, `Không có đối tượng "${id}".`);
      else if (found.kind !== 'collective')
        report(
          'error',
          'no-reporter',
          `${path}.reportedBy`,
          `"${found.name}" không phải tập thể nên không báo số liệu.`,
        );
    }
    checkParts(one, path, report);
    checkBounds(one, path, report);
    checkAggregation(one, doc.indicators, path, report);
    checkTargets(doc, one, path, report);
  }
}

function checkParts(one: Indicator, path: string, report: Report): void {
  if (one.kind === 'ratio' && !(one.numerator && one.denominator))
    report('error', 'ratio-parts', path, `"${one.name}" là tỷ lệ: phải ghi tên tử số và mẫu số.`);
  if (one.kind !== 'ratio' && (one.numerator || one.denominator))
    report('warning', 'ratio-parts', path, `"${one.name}" không phải tỷ lệ nên tử số, mẫu số không được dùng.`);
}

function checkBounds(one: Indicator, path: string, report: Report): void {
  const { min, max } = one.bounds;
  if (min !== null && max !== null && compare(min, max) >= 0)
    report('error', 'bounds', `${path}.bounds`, `"${one.name}": giới hạn dưới phải nhỏ hơn giới hạn trên.`);
  if (one.kind === 'yes-no' && ((min !== null && !equals(min, 0)) || (max !== null && !equals(max, 1))))
    report('error', 'bounds', `${path}.bounds`, `"${one.name}" là có hoặc không: giới hạn chỉ có thể là 0 và 1.`);
  const start = one.baseline.value;
  if (start && one.kind === 'ratio' && outside(one, start.value))
    report('error', 'baseline-bounds', `${path}.baseline`, `"${one.name}": số liệu gốc nằm ngoài giới hạn.`);
}

const outside = (one: Indicator, value: string): boolean =>
  (one.bounds.min !== null && compare(value, one.bounds.min) < 0) ||
  (one.bounds.max !== null && compare(value, one.bounds.max) > 0);

/** Methods that make sense for a kind: percentages are never added up, and only they have parts to weigh. */
const methods: Record<Indicator['kind'], Aggregation['method'][]> = {
  ratio: ['weighted-mean', 'mean', 'last', 'min', 'max', 'formula'],
  amount: ['sum', 'mean', 'last', 'min', 'max', 'formula'],
  'yes-no': ['sum', 'mean', 'last', 'min', 'max', 'formula'],
};

function checkAggregation(one: Indicator, all: Indicator[], path: string, report: Report): void {
  const { method, formula } = one.aggregation;
  const here = `${path}.aggregation`;
  if (!methods[one.kind].includes(method))
    report(
      'error',
      'aggregation',
      `${here}.method`,
      one.kind === 'ratio'
        ? `"${one.name}" là tỷ lệ: không cộng các tỷ lệ với nhau được.`
        : `"${one.name}" không có mẫu số nên không tính trung bình theo mẫu số được.`,
    );
  if (method !== 'formula') {
    if (formula) report('warning', 'formula-unused', `${here}.formula`, `"${one.name}": công thức không được dùng.`);
    return;
  }
  if (!formula) {
    report('error', 'formula', `${here}.formula`, `"${one.name}": chưa có công thức.`);
    return;
  }
  const named = namesIn(formula);
  if (named.length === 0)
    report(
      'error',
      'formula',
      `${here}.formula`,
      `"${one.name}": công thức chỉ gồm số, dấu + - * / ( ) và mã chỉ tiêu trong ngoặc nhọn.`,
    );
  for (const id of named)
    if (!all.some((other) => other.id === id))
      report('error', 'formula-unknown', `${here}.formula`, `"${one.name}": công thức dùng chỉ tiêu không có: ${id}.`);
  if (leadsTo(one.id, one, all, new Set()))
    report('error', 'formula-circle', `${here}.formula`, `"${one.name}": công thức quay lại chính chỉ tiêu này.`);
}

function namesIn(formula: string): string[] {
  const parsed = parseFormula(formula);
  return parsed ? formulaIds(parsed) : [];
}

function leadsTo(goal: string, one: Indicator, all: Indicator[], seen: Set<string>): boolean {
  if (one.aggregation.method !== 'formula') return false;
  return namesIn(one.aggregation.formula ?? '').some((id) => {
    if (id === goal) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    const next = all.find((other) => other.id === id);
    return next !== undefined && leadsTo(goal, next, all, seen);
  });
}

function checkTargets(doc: MovementProgramme, one: Indicator, path: string, report: Report): void {
  if (one.incomplete)
    report(
      'warning',
      'incomplete',
      `${path}.incomplete`,
      `"${one.name}": bản in thiếu chữ, chưa xét đạt hay chưa đạt.`,
    );
  else if (one.targets.length === 0)
    report('info', 'no-target', `${path}.targets`, `"${one.name}" chưa có mức phải đạt, chỉ theo dõi.`);
  const [first, last] = [Number(doc.from.slice(0, 4)), Number(doc.to.slice(0, 4))];
  for (const target of one.targets) {
    const here = `${path}.targets[${target.id}]`;
    const text = `"${one.name}", ${targetText(one, target)} năm ${target.year}`;
    if (target.level !== 'province') {
      const level = doc.classes.find((other) => other.id === target.level);
      if (!level) report('error', 'target-level', `${here}.level`, `${text}: không có đối tượng "${target.level}".`);
      else if (!one.reportedBy.includes(level.id))
        report('error', 'target-level', `${here}.level`, `${text}: "${level.name}" không báo số liệu này.`);
    }
    if (target.year < first || target.year > last)
      report('error', 'target-year', `${here}.year`, `${text}: nằm ngoài các năm của phong trào.`);
    if (one.targets.some((other) => other !== target && other.level === target.level && other.year === target.year))
      report('error', 'target-twice', here, `${text}: cùng cấp, cùng năm có hai mức.`);
    checkRange(one, target, here, text, report);
    checkReach(one, target, here, text, report);
  }
  checkCourse(one, path, report);
}

function checkRange(one: Indicator, target: Target, here: string, text: string, report: Report): void {
  if (target.comparator === 'range') {
    if (target.max === undefined) report('error', 'range', `${here}.max`, `${text}: chưa có mức trên.`);
    else if (compare(target.max, target.value) <= 0)
      report('error', 'range', `${here}.max`, `${text}: mức trên phải lớn hơn mức dưới.`);
  } else if (target.max !== undefined) report('error', 'range', `${here}.max`, `${text}: chỉ khoảng mới có mức trên.`);
  const wrongWay = one.direction === 'up' ? ['<', '<='] : ['>', '>='];
  if (wrongWay.includes(target.comparator))
    report('warning', 'target-direction', `${here}.comparator`, `${text}: trái với chiều tốt hơn của chỉ tiêu.`);
}

/** Amounts and yes-no figures of all units together are sums, which the bounds of one unit say nothing about. */
function checkReach(one: Indicator, target: Target, here: string, text: string, report: Report): void {
  if (Math.max(decimalsOf(target.value), decimalsOf(target.max ?? '0')) > one.decimals)
    report('warning', 'target-decimals', `${here}.value`, `${text}: nhiều chữ số thập phân hơn số liệu.`);
  if (one.kind !== 'ratio' && target.level === 'province') return;
  if ([target.value, target.max ?? target.value].some((value) => outside(one, value)))
    report('error', 'target-bounds', `${here}.value`, `${text}: nằm ngoài giới hạn của số liệu.`);
  const { min, max } = one.bounds;
  if (
    (target.comparator === '>' && max !== null && equals(target.value, max)) ||
    (target.comparator === '<' && min !== null && equals(target.value, min))
  )
    report('error', 'target-bounds', `${here}.value`, `${text}: không số liệu nào đạt được.`);
  if (one.kind === 'yes-no' && !(target.comparator === '=' && inRange(target.value, 0, 1)))
    report('error', 'target-yes-no', here, `${text}: mức của chỉ tiêu có hoặc không là "bằng 1" hoặc "bằng 0".`);
}

/** Year after year a target may rise or stay, not fall back (the other way round where less is better). */
function checkCourse(one: Indicator, path: string, report: Report): void {
  const sorted = one.targets.toSorted((a, b) => a.year - b.year);
  sorted.forEach((target, index) => {
    const before = sorted.slice(0, index).findLast((other) => other.level === target.level);
    const sign = before ? compare(target.value, before.value) : 0;
    if (before && (one.direction === 'up' ? sign < 0 : sign > 0))
      report(
        'warning',
        'target-course',
        `${path}.targets[${target.id}].value`,
        `"${one.name}": mức năm ${target.year} kém mức năm ${before.year}.`,
      );
  });
}
