/** What goes to those above and what comes back: the letter with its list, the sending, the answer (Điều 83, 84 Luật TĐKT 2022). */
import type { Issue } from '../kernel/errors.ts';
import { clean, cleanMultiline } from '../kernel/text.ts';
import { formatDate, parseViDateIso } from '../kernel/time.ts';
import { readNumber } from './decision.ts';

export type ForwardingState = 'draft' | 'submitted' | 'approved' | 'sent' | 'answered' | 'cancelled';

export const forwardingStateNames: Record<
  ForwardingState,
  { label: string; tone: 'plain' | 'info' | 'good' | 'warn' }
> = {
  draft: { label: 'Đang soạn', tone: 'warn' },
  submitted: { label: 'Đã trình ký, chờ duyệt', tone: 'info' },
  approved: { label: 'Đã duyệt, chờ gửi', tone: 'info' },
  sent: { label: 'Đã gửi, chờ kết quả', tone: 'info' },
  answered: { label: 'Đã có kết quả', tone: 'good' },
  cancelled: { label: 'Đã hủy', tone: 'plain' },
};

export type ForwardingWay = 'electronic' | 'post' | 'hand';

export const forwardingWayNames: Record<ForwardingWay, string> = {
  electronic: 'Qua trục liên thông văn bản hoặc hệ thống của cấp trên',
  post: 'Bản giấy, gửi bưu chính',
  hand: 'Bản giấy, nộp trực tiếp',
};

export const stateOfForwarding = (row: {
  submittedAt: Date | null;
  approvedAt: Date | null;
  sentAt: Date | null;
  cancelledAt: Date | null;
  /** lines that still wait for an answer */
  open: number;
}): ForwardingState =>
  row.cancelledAt
    ? 'cancelled'
    : row.sentAt
      ? row.open > 0
        ? 'sent'
        : 'answered'
      : row.approvedAt
        ? 'approved'
        : row.submittedAt
          ? 'submitted'
          : 'draft';

const short = 300;

/** To whom the letter is addressed, one a line. */
export function readReceiver(typed: string): { receiver: string; issues: Issue[] } {
  const receiver = cleanMultiline(typed)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
  return {
    receiver,
    issues:
      receiver === '' || receiver.length > short
        ? [{ field: 'receiver', message: 'Hãy ghi nơi nhận tờ trình, mỗi nơi một dòng, tối đa 300 ký tự.' }]
        : [],
  };
}

const dayIssue = (
  field: string,
  typed: string,
  what: string,
  bounds: { from: string; to: string },
): { day: string | null; issues: Issue[] } => {
  const day = parseViDateIso(typed);
  const refuse = (message: string) => ({ day: null, issues: [{ field, message }] });
  if (!day) return refuse(`${what} ghi theo dạng ngày/tháng/năm, ví dụ 05/09/2030.`);
  if (day > bounds.to) return refuse(`${what} không thể sau hôm nay, ${formatDate(bounds.to)}.`);
  if (day < bounds.from) return refuse(`${what} không thể trước ngày ${formatDate(bounds.from)}.`);
  return { day, issues: [] };
};

export interface SendingInput {
  letterNumber: string;
  letterDate: string;
  sentOn: string;
  way: string;
  receipt: string;
}

export interface Sending {
  letterNumber: string;
  letterDate: string;
  sentOn: string;
  way: ForwardingWay;
  receipt: string;
}

/** How a list left the house. @param bounds ISO days: the day of the approval, today */
export function readSending(
  input: SendingInput,
  bounds: { from: string; today: string },
): { value: Sending | null; issues: Issue[] } {
  const { number, issues: numberIssues } = readNumber(input.letterNumber);
  const letter = dayIssue('letterDate', input.letterDate, 'Ngày tờ trình', { from: bounds.from, to: bounds.today });
  const sent = dayIssue('sentOn', input.sentOn, 'Ngày gửi', {
    from: letter.day ?? bounds.from,
    to: bounds.today,
  });
  const way = (Object.keys(forwardingWayNames) as ForwardingWay[]).find((one) => one === input.way);
  const receipt = clean(input.receipt);
  const issues: Issue[] = [
    ...numberIssues.map(() => ({
      field: 'letterNumber',
      message: 'Số tờ trình gồm số thứ tự, dấu “/” và ký hiệu, ví dụ 215/TTr-UBND.',
    })),
    ...letter.issues,
    ...sent.issues,
    ...(way ? [] : [{ field: 'way', message: 'Hãy chọn cách gửi.' }]),
    ...(receipt.length > short ? [{ field: 'receipt', message: 'Mã biên nhận dài tối đa 300 ký tự.' }] : []),
  ];
  if (issues.length > 0 || number === null || !way) return { value: null, issues };
  return { value: { letterNumber: number, letterDate: letter.day!, sentOn: sent.day!, way, receipt }, issues: [] };
}

export interface AnswerInput {
  number: string;
  date: string;
  signer: string;
}

export interface GrantedAnswer {
  number: string;
  date: string;
  signer: string;
}

/** The sign of an office above as it writes it: "1470/QĐ-TTg". */
const asTyped = (number: string, typed: string): string => {
  const compact = clean(typed).replace(/\s+/gu, '');
  return number.slice(0, number.indexOf('/')) + compact.slice(compact.indexOf('/'));
};

/** What those above granted. @param bounds ISO days: the day on which it was sent, today */
export function readGranted(
  input: AnswerInput,
  bounds: { from: string; today: string },
): { value: GrantedAnswer | null; issues: Issue[] } {
  const { number, issues: numberIssues } = readNumber(input.number);
  const { day, issues: dayIssues } = dayIssue('date', input.date, 'Ngày quyết định', {
    from: bounds.from,
    to: bounds.today,
  });
  const signer = clean(input.signer);
  const issues: Issue[] = [
    ...numberIssues,
    ...dayIssues,
    ...(signer === '' || signer.length > short
      ? [{ field: 'signer', message: 'Hãy ghi họ tên người ký quyết định, tối đa 300 ký tự.' }]
      : []),
  ];
  return issues.length > 0 || number === null || day === null
    ? { value: null, issues }
    : { value: { number: asTyped(number, input.number), date: day, signer }, issues: [] };
}
