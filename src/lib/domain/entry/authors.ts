/** Authors and their contribution shares (K26-2a). */
import {
  add,
  compare,
  type Decimal,
  dec,
  decimalsOf,
  decimalText,
  equals,
  formatDecimal,
  parseDecimal,
  sub,
} from '../kernel/decimal.ts';
import type { Issue } from '../kernel/errors.ts';
import { fold } from '../kernel/text.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { Programme } from '../programme/types.ts';

export interface Author {
  personId: string | null;
  fullName: string;
  email: string | null;
  workplace: string | null;
  /** percent, as typed ('33,3') or as stored ('33.30') */
  share: string | null;
  confirmedAt: Date | null;
  declinedAt: Date | null;
}

export interface AuthorIssue extends Issue {
  /** stable: 'authors.sum' */
  code: string;
  /** `block`: cannot be submitted so. `warn`: a person should look again. */
  level: 'block' | 'warn';
}

type Rules = Pick<Programme, 'eligibility' | 'clauses'>;

/** Most authors an entry can have: each has at least `minShare` percent. */
export const maxAuthors = ({ eligibility }: Pick<Programme, 'eligibility'>): number =>
  eligibility.minShare > 0 ? Math.floor(100 / eligibility.minShare) : Number.POSITIVE_INFINITY;

/** A share as it is stored ('33.3'); null when the text is no number. */
export function parseShare(text: string): string | null {
  const share = parseDecimal(text.replace(/\s*%\s*$/, ''));
  return share ? decimalText(share) : null;
}

/** '33,3%' */
export const formatShare = (share: string): string => {
  const value = parseDecimal(share);
  return value ? `${formatDecimal(value)}%` : share;
};

/**
 * Equal shares for n authors with the allowed decimals; the last one takes the rest, so that they add up to 100
 * exactly: 3 → 33.33, 33.33, 33.34. What a form suggests.
 */
export function equalShares(n: number, decimals: number): string[] {
  if (n < 1) return [];
  const factor = 10n ** BigInt(decimals);
  const units = (100n * factor) / BigInt(n);
  const rest = 100n * factor - units * BigInt(n - 1);
  return Array.from({ length: n }, (_, i) => decimalText({ units: i === n - 1 ? rest : units, scale: decimals }));
}

/**
 * Everything wrong with the authors of an entry, in the order of the form. Fields are 'authors' for the group and
 * 'authors.0.share', 'authors.1.email' … for one author.
 */
export function checkAuthors(programme: Rules, authors: readonly Author[]): AuthorIssue[] {
  const clause = clauseLabel(programme, programme.eligibility.clause);
  const issue = (field: string, code: string, message: string, level: AuthorIssue['level'] = 'block'): AuthorIssue => ({
    field,
    code,
    message,
    level,
    clause,
  });
  if (authors.length === 0) return [issue('authors', 'authors.none', 'Hồ sơ phải có ít nhất một tác giả.')];

  const { minShare } = programme.eligibility;
  const most = maxAuthors(programme);
  const found: AuthorIssue[] = [];
  if (authors.length > most) {
    found.push(
      issue(
        'authors',
        'authors.too-many',
        `Một sản phẩm có nhiều nhất ${most} tác giả, vì đồng tác giả là người đóng góp từ ${minShare}% trở lên (${clause}). Người đóng góp ít hơn không ghi là đồng tác giả.`,
      ),
    );
  }
  const shares = authors.map((author, i) => checkShare(programme, author, i, issue, found));
  checkSum(shares, clause, issue, found);
  checkSamePerson(authors, issue, found);
  return found;
}

type MakeIssue = (field: string, code: string, message: string, level?: AuthorIssue['level']) => AuthorIssue;

function checkShare(
  { eligibility, clauses }: Rules,
  author: Author,
  index: number,
  issue: MakeIssue,
  found: AuthorIssue[],
): Decimal | null {
  const field = `authors.${index}.share`;
  const who = author.fullName || `Tác giả ${index + 1}`;
  const text = author.share?.trim() ?? '';
  if (text === '') {
    found.push(issue(field, 'authors.share-missing', `Hãy nhập tỷ lệ đóng góp của ${who}.`));
    return null;
  }
  const share = parseDecimal(text.replace(/\s*%$/, ''));
  if (!share || compare(share, 0) <= 0 || compare(share, 100) > 0) {
    const message = `Tỷ lệ đóng góp của ${who} phải là một số lớn hơn 0 và không quá 100, ví dụ 33,3.`;
    found.push(issue(field, 'authors.share-invalid', message));
    return null;
  }
  if (decimalsOf(share) > eligibility.shareDecimals) {
    const allowed = eligibility.shareDecimals;
    const message =
      allowed === 0
        ? `Tỷ lệ đóng góp của ${who} phải là số nguyên, không có phần thập phân.`
        : `Tỷ lệ đóng góp của ${who} có nhiều nhất ${allowed} chữ số sau dấu phẩy.`;
    found.push(issue(field, 'authors.share-decimals', message));
  }
  // String() and dec(), because minShare is a number of the document and could have decimals.
  if (compare(share, dec(String(eligibility.minShare))) < 0) {
    const clause = clauseLabel({ clauses }, eligibility.clause);
    const message = `${who} đóng góp ${formatDecimal(share)}%. Đồng tác giả phải đóng góp từ ${eligibility.minShare}% trở lên (${clause}): hãy sửa tỷ lệ hoặc bỏ người này khỏi danh sách tác giả.`;
    found.push(issue(field, 'authors.share-min', message));
  }
  return share;
}

function checkSum(shares: (Decimal | null)[], clause: string, issue: MakeIssue, found: AuthorIssue[]): void {
  if (shares.some((share) => share === null)) return;
  const total = shares.reduce<Decimal>((all, share) => add(all, share!), dec(0));
  if (equals(total, 100)) return;
  const difference = sub(100, total);
  const gap =
    compare(difference, 0) > 0 ? `còn thiếu ${formatDecimal(difference)}%` : `thừa ${formatDecimal(sub(total, 100))}%`;
  const message = `Tổng tỷ lệ đóng góp là ${formatDecimal(total)}%, ${gap}. Tổng phải đúng 100% (${clause}).`;
  found.push(issue('authors', 'authors.sum', message));
}

function checkSamePerson(authors: readonly Author[], issue: MakeIssue, found: AuthorIssue[]): void {
  const emailOf = (author: Author) => author.email?.trim().toLowerCase() ?? '';
  const looksOf = (author: Author) => `${fold(author.fullName)}|${fold(author.workplace ?? '')}`;
  authors.forEach((author, i) => {
    const before = authors.slice(0, i);
    const same = (test: (other: Author) => boolean) => before.findIndex(test) + 1;
    const byPerson = same((other) => author.personId !== null && other.personId === author.personId);
    const byEmail = same((other) => emailOf(author) !== '' && emailOf(other) === emailOf(author));
    const byLooks = same((other) => fold(author.fullName) !== '' && looksOf(other) === looksOf(author));
    if (byPerson || byEmail) {
      const message = `${author.fullName || 'Người này'} đã có trong danh sách (tác giả ${byPerson || byEmail}). Mỗi người chỉ ghi một lần; nếu là hai người khác nhau, mỗi người cần một địa chỉ thư điện tử riêng.`;
      found.push(issue(`authors.${i}.email`, 'authors.same-person', message));
    } else if (byLooks) {
      const message = `Tác giả ${byLooks} và tác giả ${i + 1} trùng họ tên và nơi công tác. Nếu là hai người khác nhau thì cứ giữ nguyên; nếu là một người, hãy bỏ bớt một.`;
      found.push(issue(`authors.${i}.fullName`, 'authors.same-name', message, 'warn'));
    }
  });
}

/** How far the confirmations of co-authors have come. The person who makes the entry confirms by making it. */
export function confirmations(authors: readonly Author[]): {
  confirmed: Author[];
  waiting: Author[];
  declined: Author[];
} {
  return {
    declined: authors.filter((author) => author.declinedAt !== null),
    confirmed: authors.filter((author) => author.declinedAt === null && author.confirmedAt !== null),
    waiting: authors.filter((author) => author.declinedAt === null && author.confirmedAt === null),
  };
}
