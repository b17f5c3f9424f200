/** Screening by agencies, units and localities (K26-4a): choose, rank, forward with a covering letter. */
import type { EntryState } from '../entry/states.ts';
import type { Issue } from '../kernel/errors.ts';
import { joinVi } from '../kernel/text.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { Programme } from '../programme/types.ts';

export type UnitDecision = 'accept' | 'return' | 'reject';

export interface UnitReview {
  decision: UnitDecision;
  at: Date;
  rank: number | null;
}

/**
 * The unit's decision about what stands there now; null when there is none. Authors may hand in again until the deadline:
 * a choice made before that was made about another text.
 */
export function currentDecision(
  review: UnitReview | null,
  entry: { state: EntryState; lastSubmittedAt: Date | null },
): UnitDecision | null {
  if (!review) return null;
  if (entry.lastSubmittedAt && entry.lastSubmittedAt.getTime() > review.at.getTime()) return null;
  return review.decision === 'return' && entry.state === 'with-unit' ? null : review.decision;
}

export type UnitStage = 'waiting' | 'accepted' | 'returned' | 'rejected' | 'forwarded';

/** Where an entry stands in the unit's work, for the tabs of its page. */
export function unitStage(
  entry: { state: EntryState; lastSubmittedAt: Date | null; forwarded: boolean },
  review: UnitReview | null,
): UnitStage {
  if (entry.forwarded || (entry.state !== 'with-unit' && entry.state !== 'returned')) return 'forwarded';
  if (entry.state === 'returned') return 'returned';
  const decision = currentDecision(review, entry);
  return decision === 'accept' ? 'accepted' : decision === 'reject' ? 'rejected' : 'waiting';
}

export const unitStageLabels: Record<UnitStage, string> = {
  waiting: 'Chờ sơ loại',
  accepted: 'Đã chọn',
  returned: 'Trả lại, chờ bổ sung',
  rejected: 'Không chọn',
  forwarded: 'Đã gửi về tỉnh',
};

/** The new order after one entry moves a place up or down; the same order when there is no place to move to. */
export function moveInOrder(ids: readonly string[], id: string, direction: 'up' | 'down'): string[] {
  const order = [...ids];
  const from = order.indexOf(id);
  const to = direction === 'up' ? from - 1 : from + 1;
  if (from === -1 || to < 0 || to >= order.length) return order;
  [order[from], order[to]] = [order[to]!, order[from]!];
  return order;
}

/** What is wrong with ranks as a person typed them: each from 1, none twice. Blank means "not ranked". */
export function checkRanks(ranks: readonly { entryId: string; name: string; rank: number | null }[]): Issue[] {
  const issues: Issue[] = [];
  const holder = new Map<number, string>();
  for (const { entryId, name, rank } of ranks) {
    if (rank === null) continue;
    const field = `rank.${entryId}`;
    if (!Number.isInteger(rank) || rank < 1 || rank > 999)
      issues.push({ field, message: `Thứ tự của ${name} phải là số nguyên từ 1 trở lên.` });
    else if (holder.has(rank))
      issues.push({
        field,
        message: `${name} và ${holder.get(rank)} cùng xếp thứ ${rank}. Mỗi thứ tự chỉ có một bài.`,
      });
    else holder.set(rank, name);
  }
  return issues;
}

export interface Forwardable {
  id: string;
  /** code and title */
  name: string;
  state: EntryState;
  decision: UnitDecision | null;
  rank: number | null;
}

/** What stands against forwarding these entries together; the deadline is asked of `transition`. */
export function forwardIssues(entries: readonly Forwardable[]): Issue[] {
  if (entries.length === 0) return [{ field: 'entryIds', message: 'Hãy chọn ít nhất một bài để gửi về tỉnh.' }];
  const issues: Issue[] = [];
  const gone = entries.filter((entry) => entry.state !== 'with-unit');
  const undecided = entries.filter((entry) => entry.state === 'with-unit' && entry.decision !== 'accept');
  const names = (list: readonly Forwardable[]) => joinVi(list.map((entry) => entry.name));
  if (gone.length > 0)
    issues.push({ field: 'entryIds', message: `Không còn ở bước sơ loại của đơn vị: ${names(gone)}.` });
  if (undecided.length > 0)
    issues.push({
      field: 'entryIds',
      message: `Chỉ gửi được bài đã chọn khi sơ loại. Chưa chọn, hoặc tác giả đã nộp lại sau khi chọn: ${names(undecided)}.`,
    });
  const unranked = entries.filter((entry) => entry.rank === null);
  if (entries.length > 1 && unranked.length > 0)
    issues.push({
      field: 'entryIds',
      message: `Gửi từ hai bài trở lên thì phải xếp thứ tự. Chưa xếp: ${names(unranked)}.`,
    });
  const ranks = entries.flatMap((entry) =>
    entry.rank === null ? [] : [{ entryId: entry.id, name: entry.name, rank: entry.rank }],
  );
  return [...issues, ...checkRanks(ranks).map((issue) => ({ ...issue, field: 'entryIds' }))];
}

export interface Letter {
  number: string;
  /** ISO day; '' when missing, null when it is no day */
  date: string | null;
  fileId: string;
}

/** What is missing in the covering letter, when the programme asks for one. `today` is the local ISO day. */
export function letterIssues(
  programme: Pick<Programme, 'screening' | 'clauses'>,
  letter: Letter,
  today: string,
): Issue[] {
  const { requireLetter, clause: id } = programme.screening;
  const clause = clauseLabel(programme, id);
  const issues: Issue[] = [];
  if (letter.number.length > 50) issues.push({ field: 'letterNumber', message: 'Số văn bản dài tối đa 50 ký tự.' });
  if (letter.date === null)
    issues.push({
      field: 'letterDate',
      message: 'Ngày văn bản không có thật. Hãy nhập ngày/tháng/năm, ví dụ 15/06/2026.',
    });
  else if (letter.date > today) issues.push({ field: 'letterDate', message: 'Ngày văn bản không thể sau hôm nay.' });
  if (!requireLetter) return issues;
  if (letter.number === '')
    issues.push({
      field: 'letterNumber',
      message: 'Hãy nhập số, ký hiệu của văn bản gửi kèm, ví dụ 12/TTr-SKHCN.',
      clause,
    });
  if (letter.date === '') issues.push({ field: 'letterDate', message: 'Hãy nhập ngày của văn bản gửi kèm.', clause });
  if (letter.fileId === '')
    issues.push({ field: 'letterFileId', message: 'Hãy tải lên bản chụp hoặc bản ký số của văn bản gửi kèm.', clause });
  return issues;
}
