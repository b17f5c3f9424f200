/**
 * How many works one person, and one and the same group of authors, may enter (K24-5). A person counts across all groups they
 * take part in; who declined does not count, nor who was only named in a draft: nobody's places are used up by others.
 */
import { clauseLabel } from '../programme/cite.ts';
import type { Programme } from '../programme/types.ts';
import { entryName, type PersonRef, samePerson, stillCounts } from './exclusion.ts';
import type { EntryState } from './states.ts';

export interface QuotaAuthor extends Omit<PersonRef, 'fullName'> {
  confirmed: boolean;
  declined: boolean;
}

/** Another entry of the same contest, as far as the rule needs it. */
export interface QuotaEntry {
  id: string;
  code: string | null;
  title: string;
  state: EntryState;
  authors: readonly QuotaAuthor[];
}

/** Where somebody stands: "2/3". */
export interface Quota {
  used: number;
  /** of which drafts */
  drafts: number;
  limit: number;
  full: boolean;
  entries: Pick<QuotaEntry, 'id' | 'code' | 'title' | 'state'>[];
  clause: string;
}

/** A limit that one more entry would break. `author`: position in the list that was asked; null for the group. */
export interface QuotaFinding {
  code: 'entry.max' | 'entry.max-group';
  author: number | null;
  limit: number;
  entries: Quota['entries'];
  message: string;
  clause: string;
}

type Rules = Pick<Programme, 'eligibility' | 'clauses'>;
type Asked = PersonRef & { declinedAt?: Date | null };

const holds = (entry: QuotaEntry, author: Pick<QuotaAuthor, 'confirmed' | 'declined'>): boolean =>
  stillCounts(entry.state) && !author.declined && (author.confirmed || entry.state !== 'draft');

const isSame = (a: Omit<PersonRef, 'fullName'>, b: Omit<PersonRef, 'fullName'>): boolean =>
  samePerson({ ...a, fullName: '' }, { ...b, fullName: '' });

const brief = ({ id, code, title, state }: QuotaEntry): Quota['entries'][number] => ({ id, code, title, state });

const standing = (programme: Rules, limit: number, entries: readonly QuotaEntry[]): Quota => ({
  used: entries.length,
  drafts: entries.filter((entry) => entry.state === 'draft').length,
  limit,
  full: entries.length >= limit,
  entries: entries.map(brief),
  clause: clauseLabel(programme, programme.eligibility.clause),
});

/** Where a person stands; null where the programme sets no limit. */
export function personQuota(programme: Rules, person: Asked, entries: readonly QuotaEntry[]): Quota | null {
  const limit = programme.eligibility.maxEntriesPerPerson.value;
  if (limit === null) return null;
  const held = entries.filter((entry) => entry.authors.some((one) => isSame(one, person) && holds(entry, one)));
  return standing(programme, limit, held);
}

/** Where one and the same set of authors stands, whatever their order; null for a single author or without a limit. */
export function groupQuota(programme: Rules, authors: readonly Asked[], entries: readonly QuotaEntry[]): Quota | null {
  const limit = programme.eligibility.maxEntriesPerGroup?.value ?? null;
  const group = authors.filter((author) => !author.declinedAt);
  if (limit === null || group.length < 2) return null;
  const held = entries.filter(
    (entry) =>
      entry.authors.length === group.length &&
      entry.authors.every((one) => holds(entry, one) && group.some((author) => isSame(author, one))),
  );
  return standing(programme, limit, held);
}

const listed = (quota: Quota): string => quota.entries.map(entryName).join('; ');

/** What a person can do about a limit that is reached. */
export const quotaHint = 'Muốn gửi bài khác, hãy rút một bài đang có.';

/** 'Bạn đã có 2/3 bài dự thi, kể cả 1 bản nháp' */
export const quotaText = ({ used, limit, drafts }: Quota, who = 'Bạn'): string =>
  used === 0
    ? `${who} chưa có bài dự thi nào; mỗi người có nhiều nhất ${limit} bài`
    : `${who} đã có ${used}/${limit} bài dự thi${drafts > 0 ? `, kể cả ${drafts} bản nháp` : ''}`;

/**
 * Which limits one more entry of these authors would break. `entries` are the other entries of the contest that name any of
 * them. Titles are told only of authors for whom `tell` says so: drafts of others are nobody's to read.
 */
export function quotaFindings(
  programme: Rules,
  authors: readonly Asked[],
  entries: readonly QuotaEntry[],
  tell: (author: Asked) => boolean = () => true,
): QuotaFinding[] {
  const found: QuotaFinding[] = [];
  authors.forEach((author, index) => {
    const quota = author.declinedAt ? null : personQuota(programme, author, entries);
    if (!quota?.full) return;
    const which = tell(author) ? `: ${listed(quota)}` : '';
    const message = `${author.fullName} đã có ${quota.used}/${quota.limit} bài dự thi${which}. Mỗi người có nhiều nhất ${quota.limit} bài, tính cả bài làm chung (${quota.clause}).`;
    found.push({ ...quota, code: 'entry.max', author: index, message });
  });
  const group = groupQuota(programme, authors, entries);
  if (group?.full) {
    const which = authors.some(tell) ? `: ${listed(group)}` : '';
    const message = `Nhóm tác giả này đã có ${group.used}/${group.limit} bài dự thi${which}. Một nhóm có nhiều nhất ${group.limit} bài (${group.clause}).`;
    found.push({ ...group, code: 'entry.max-group', author: null, message });
  }
  return found;
}
