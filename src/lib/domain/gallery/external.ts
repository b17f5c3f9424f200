import { charCount, clean, fold } from '../kernel/text.ts';
import { formatDateTime, type Instant, parseLocalInput, parseViDate, toMs } from '../kernel/time.ts';

export type ExternalSource = 'facebook' | 'zalo' | 'youtube' | 'tiktok' | 'other';

export const sourceNames: Record<ExternalSource, string> = {
  facebook: 'Facebook',
  zalo: 'Zalo',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  other: 'Trang khác',
};

/** Numbers as somebody typed them. */
export interface ExternalInput {
  code: string;
  source: string;
  address: string;
  /** "10/09/2024 21:30", or as date inputs send it */
  takenAt: string;
  likes: string;
  shares: string;
  comments: string;
}

export interface ExternalNumbers {
  likes: number;
  shares: number;
  comments: number;
}

export interface ExternalReading extends ExternalNumbers {
  code: string;
  source: ExternalSource;
  address: string;
  takenAt: Date;
}

export interface ExternalIssue {
  field: keyof ExternalInput;
  message: string;
}

/** Far above any post of a province, far below what a column holds when several pages are added up. */
const most = 100_000_000;

const hosts: [RegExp, ExternalSource][] = [
  [/(^|\.)(facebook\.com|fb\.com|fb\.watch)$/, 'facebook'],
  [/(^|\.)(zalo\.me|zaloapp\.com)$/, 'zalo'],
  [/(^|\.)(youtube\.com|youtu\.be)$/, 'youtube'],
  [/(^|\.)tiktok\.com$/, 'tiktok'],
];

function readAddress(text: string): URL | null {
  if (charCount(text) > 500 || /\s/.test(text)) return null;
  try {
    const url = new URL(text);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.includes('.') ? url : null;
  } catch {
    return null;
  }
}

/** A page elsewhere by its name as people write it, or by the address of the post. */
export function sourceOf(text: string, address: string): ExternalSource | null {
  const word = fold(text);
  if (word === '') {
    const host = readAddress(address)?.hostname ?? '';
    return host === '' ? null : (hosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'other');
  }
  if (word.includes('fanpage') || word === 'fb') return 'facebook';
  const found = (Object.keys(sourceNames) as ExternalSource[]).find(
    (source) => word === source || word === fold(sourceNames[source]),
  );
  return found ?? (word === 'khac' ? 'other' : null);
}

/** "1.250", "1 250", "1250" and an empty cell as 0; null for anything else, "1,2K" too: a rounded number is not a count. */
function readCount(text: string): number | null {
  const plain = text.replace(/[\s ]/g, '');
  if (plain === '') return 0;
  if (!/^(\d{1,9}|\d{1,3}([.,]\d{3})+)$/.test(plain)) return null;
  const count = Number(plain.replace(/[.,]/g, ''));
  return count <= most ? count : null;
}

/** "10/09/2024 21:30", "21:30 10/09/2024", "2024-09-10T21:30"; null when day or time is missing or not real. */
export function readMoment(text: string): Date | null {
  const local = parseLocalInput(text);
  if (local) return local;
  const words = text.trim().split(/[\s,]+/);
  if (words.length !== 2) return null;
  const clock = words.find((word) => /^\d{1,2}[:hg]\d{2}(:\d{2})?$/.test(word));
  const day = words.find((word) => word !== clock);
  const date = day ? parseViDate(day) : null;
  if (!clock || !date) return null;
  const pad = (n: number | string, width = 2) => String(n).padStart(width, '0');
  return parseLocalInput(
    `${pad(date.y, 4)}-${pad(date.m)}-${pad(date.d)}T${clock
      .split(/[:hg]/)
      .map((part) => pad(part))
      .join(':')}`,
  );
}

/** K24-4: one reading of a page elsewhere, or what is wrong with it. Which works there are is the caller's to know. */
export function readExternal(
  input: ExternalInput,
  args: { now: Instant; codes: ReadonlySet<string>; code: string },
): { reading: ExternalReading } | { issues: ExternalIssue[] } {
  const issues: ExternalIssue[] = [];
  const add = (field: keyof ExternalInput, message: string) => issues.push({ field, message });
  const typed = clean(input.code).toUpperCase();
  // "42" is enough within one contest
  const code = /^\d{1,5}$/.test(typed) ? `${args.code}-${typed.padStart(5, '0')}` : typed;
  if (code === '') add('code', 'Thiếu mã tác phẩm.');
  else if (!args.codes.has(code)) add('code', `Không có tác phẩm nào mang mã “${clean(input.code)}” trong thư viện.`);
  const address = clean(input.address);
  if (address === '') add('address', 'Thiếu địa chỉ bài đăng.');
  else if (!readAddress(address))
    add('address', 'Địa chỉ bài đăng phải bắt đầu bằng https:// và dài không quá 500 ký tự.');
  const source = sourceOf(input.source, address);
  if (!source && (clean(input.source) !== '' || readAddress(address)))
    add('source', `Trang “${clean(input.source)}” không có trong danh sách: ${Object.values(sourceNames).join(', ')}.`);
  const takenAt = readMoment(input.takenAt);
  if (!takenAt) add('takenAt', 'Thời điểm ghi phải có cả ngày và giờ, ví dụ 10/09/2024 21:30.');
  else if (takenAt.getTime() > toMs(args.now)) add('takenAt', `Thời điểm ghi ${formatDateTime(takenAt)} chưa đến.`);
  const counts = {
    likes: readCount(input.likes),
    shares: readCount(input.shares),
    comments: readCount(input.comments),
  };
  const names = { likes: 'Lượt thích', shares: 'Lượt chia sẻ', comments: 'Bình luận' };
  for (const field of ['likes', 'shares', 'comments'] as const)
    if (counts[field] === null)
      add(field, `${names[field]} phải là số nguyên từ 0 trở lên, ghi đủ chữ số (không ghi “1,2K”).`);
  if (issues.length > 0) return { issues };
  return {
    reading: {
      code,
      source: source!,
      address,
      takenAt: takenAt!,
      likes: counts.likes!,
      shares: counts.shares!,
      comments: counts.comments!,
    },
  };
}

/** What a person should look at again: numbers that went down, or jumped, since the reading before it. */
export function externalFlags(before: ExternalNumbers | null, now: ExternalNumbers): string[] {
  if (!before) return [];
  const names: [keyof ExternalNumbers, string][] = [
    ['likes', 'Lượt thích'],
    ['shares', 'Lượt chia sẻ'],
    ['comments', 'Bình luận'],
  ];
  return names.flatMap(([field, name]) => {
    const [old, current] = [before[field], now[field]];
    if (current < old) return [`${name} giảm từ ${old} xuống ${current} so với lần ghi trước.`];
    if (current - old >= 100 && current >= old * 3)
      return [`${name} tăng vọt từ ${old} lên ${current} so với lần ghi trước.`];
    return [];
  });
}
