import { readNumber } from '../indicator/number.ts';
import { compare, decimalText, formatDecimal, parseDecimal, parseDecimalText } from '../kernel/decimal.ts';
import type { Issue } from '../kernel/errors.ts';
import { formatNumber } from '../kernel/money.ts';
import { charCount } from '../kernel/text.ts';
import type { Indicator } from '../movement/types.ts';
import { fieldsOf, type ReportContent, type ReportFields } from './content.ts';
import { type FormPart, isTextPart, partName, textField } from './form.ts';

/** A typed figure as a decimal string; null for anything that is no number or could be two. */
export function readFigure(text: string): string | null {
  const read = readNumber(text);
  return read.ok ? decimalText(read.value) : null;
}

/** `typed`: as a person writes a number; `stored`: a decimal string, in which a dot stands before decimals. */
export type Writing = 'typed' | 'stored';

function targetProblem(indicator: Indicator, text: string, writing: Writing): string | null {
  if (indicator.kind === 'yes-no') return ['0', '1'].includes(text) ? null : 'chọn “Có” hoặc “Không”.';
  const read = writing === 'typed' ? readNumber(text) : null;
  if (read && !read.ok) return read.message;
  const value = read ? read.value : parseDecimal(text);
  if (value === null) return `“${text}” không phải là số.`;
  const { min, max } = indicator.bounds;
  const over = max !== null && compare(value, max) > 0;
  if ((min !== null && compare(value, min) < 0) || over)
    return `${formatDecimal(value)} nằm ngoài mức có thể (${over ? `cao nhất ${formatDecimal(max!)}` : `thấp nhất ${formatDecimal(min!)}`}).`;
  return null;
}

/** What keeps typed fields from being kept even as a draft: a text too long, a target that is no number. */
export function draftIssues(parts: readonly FormPart[], fields: ReportFields, writing: Writing = 'typed'): Issue[] {
  return parts.flatMap((part): Issue[] => {
    if (part.kind === 'target')
      return part.years.flatMap(({ key, year }) => {
        const typed = fields[key];
        const problem = typed ? targetProblem(part.indicator, typed, writing) : null;
        return problem ? [{ field: key, message: `${part.title}, năm ${year}: ${problem}` }] : [];
      });
    if (!isTextPart(part)) return [];
    const field = textField(part);
    const length = charCount(fields[field] ?? '');
    return length > part.maxLength
      ? [
          {
            field,
            message: `${partName(part)}: dài ${formatNumber(length)} ký tự, tối đa ${formatNumber(part.maxLength)}. Hãy rút gọn hoặc đưa phần chi tiết vào tệp kèm.`,
          },
        ]
      : [];
  });
}

/** Targets as decimal strings, ready to be stored. Call after `draftIssues` found nothing. */
export const normalFields = (fields: ReportFields, writing: Writing = 'typed'): ReportFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      key.startsWith('targets.') && value !== ''
        ? ((writing === 'typed' ? readFigure(value) : parseDecimalText(value)) ?? value)
        : value,
    ]),
  );

/** What is still missing before a plan or report can be handed in, each with its field. */
export function missing(
  parts: readonly FormPart[],
  content: ReportContent,
  facts: { signedCopyAsked: boolean; signedCopies: number; figures: ReadonlySet<string> | null },
): Issue[] {
  const fields = fieldsOf(content);
  const issues: Issue[] = [];
  for (const part of parts) {
    const clause = part.clause ? { clause: part.clause } : {};
    if (part.kind === 'value') {
      if (facts.figures && !facts.figures.has(part.indicator.id))
        issues.push({ field: part.key, message: `Chưa nhập số liệu: ${part.title}.`, ...clause });
      continue;
    }
    if (part.kind === 'target') continue;
    const field = textField(part);
    if (part.kind === 'criterion' && !fields[`${part.key}.self`])
      issues.push({ field: `${part.key}.self`, message: `Chưa tự đánh giá: ${part.title}`, ...clause });
    // How far a criterion is met says something without a text, unless it is not met in full.
    const asksText =
      part.kind === 'criterion' ? ['partly', 'not'].includes(fields[`${part.key}.self`] ?? '') : part.required;
    if (asksText && !fields[field])
      issues.push({
        field,
        message:
          part.kind === 'criterion'
            ? `Chưa nói rõ vì sao chưa đạt đầy đủ: ${part.title}`
            : `Chưa viết phần “${partName(part)}”.`,
        ...clause,
      });
  }
  for (const [field, from] of Object.entries(content.taken ?? {})) {
    const part = parts.find((one) => isTextPart(one) && textField(one) === field);
    if (part && fields[field])
      issues.push({
        field,
        message: `Phần “${partName(part)}” lấy từ ${from}: hãy sửa lại, hoặc đánh dấu đã rà soát.`,
      });
  }
  if (facts.signedCopyAsked && facts.signedCopies === 0)
    issues.push({ field: 'signed', message: 'Chưa đính kèm bản đã ký, đóng dấu.' });
  return issues;
}
