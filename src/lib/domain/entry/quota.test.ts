import { describe, expect, it } from 'vitest';
import { contest2026 } from '#programmes/son-la/index.ts';
import type { Programme } from '../programme/types.ts';
import { groupQuota, personQuota, type QuotaAuthor, type QuotaEntry, quotaFindings, quotaText } from './quota.ts';
import type { EntryState } from './states.ts';

const decided = (value: number | null) => ({ value, source: 'decided' as const });
const limited = (person: number | null, group?: number): Programme => ({
  ...contest2026,
  eligibility: {
    ...contest2026.eligibility,
    maxEntriesPerPerson: decided(person),
    ...(group === undefined ? {} : { maxEntriesPerGroup: decided(group) }),
  },
});
const mai = { personId: 'mai', email: 'mai@example.test', fullName: 'Lò Thị Mai' };
const an = { personId: null, email: 'an@example.test', fullName: 'Quàng Văn An' };
const binh = { personId: 'binh', email: 'binh@example.test', fullName: 'Cà Thị Bình' };
let n = 0;
const entry = (
  authors: (Pick<typeof mai, 'email'> & { personId: string | null } & Partial<QuotaAuthor>)[],
  state: EntryState = 'submitted',
): QuotaEntry => {
  n += 1;
  return {
    id: `${n}`,
    code: state === 'draft' ? null : `CDS24-${n}`,
    title: `Bài ${n}`,
    state,
    authors: authors.map((one) => ({ confirmed: true, declined: false, ...one })),
  };
};
const codes = (programme: Programme, authors: (typeof an | typeof mai)[], entries: QuotaEntry[]) =>
  quotaFindings(programme, authors, entries).map((finding) => [finding.code, finding.author]);

describe('K24-5: at most so many works of one person', () => {
  it('K24-5: counts across groups, by account and by address, drafts among them', () => {
    const entries = [entry([mai]), entry([an, mai]), entry([mai], 'draft')];
    const quota = personQuota(limited(3), mai, entries)!;
    expect(quota).toMatchObject({ used: 3, drafts: 1, limit: 3, full: true });
    expect(quotaText(quota)).toBe('Bạn đã có 3/3 bài dự thi, kể cả 1 bản nháp');
    expect(personQuota(limited(3), an, entries)).toMatchObject({ used: 1, full: false });
    expect(personQuota(limited(3), { ...an, personId: 'new', email: 'AN@example.test' }, entries)!.used).toBe(1);
    expect(codes(limited(3), [an, mai], entries)).toEqual([['entry.max', 1]]);
  });
  it('K24-5: leaves out who declined, what is out of the contest, and drafts that only name somebody', () => {
    const entries = [
      entry([{ ...mai, declined: true }, an]),
      entry([mai], 'withdrawn'),
      entry([mai], 'disqualified'),
      entry([an, { ...mai, confirmed: false }], 'draft'),
    ];
    expect(personQuota(limited(3), mai, entries)).toMatchObject({ used: 0, full: false });
    // Handed in with their name, it counts until they decline.
    expect(personQuota(limited(1), mai, [entry([an, { ...mai, confirmed: false }])])).toMatchObject({ full: true });
  });
  it('K24-5: a contest without a limit has none', () => {
    const entries = Array.from({ length: 9 }, () => entry([mai, an]));
    expect(personQuota(limited(null), mai, entries)).toBeNull();
    expect(groupQuota(limited(null), [mai, an], entries)).toBeNull();
    expect(codes(limited(null), [mai, an], entries)).toEqual([]);
  });
  it('K24-5: cites the clause; titles are told only to whom they belong', () => {
    const entries = [entry([mai], 'draft')];
    const [open] = quotaFindings(limited(1), [mai], entries);
    expect(open!.message).toContain(`“Bài ${n}”. Mỗi người có nhiều nhất 1 bài`);
    expect(open!.clause).toBe('Mục II.2');
    expect(quotaFindings(limited(1), [mai], entries, () => false)[0]!.message).not.toContain('“');
  });
});

describe('K24-5: at most so many works of one group', () => {
  it('K24-5: one and the same set of authors, whatever their order', () => {
    const entries = [entry([mai, an, binh]), entry([binh, mai, an]), entry([mai, an])];
    const programme = limited(null, 2);
    expect(codes(programme, [an, binh, mai], entries)).toEqual([['entry.max-group', null]]);
    expect(codes(programme, [an, mai], entries)).toEqual([]);
    expect(codes(programme, [mai], entries)).toEqual([]);
  });
  it('K24-5: a set in which somebody declined is not the group', () => {
    const entries = [entry([mai, an, { ...binh, declined: true }]), entry([mai, an])];
    expect(codes(limited(null, 2), [mai, an], entries)).toEqual([]);
    expect(codes(limited(null, 1), [mai, an], entries)).toEqual([['entry.max-group', null]]);
    expect(quotaFindings(limited(null, 1), [mai, { ...an, declinedAt: new Date(0) }], entries)).toEqual([]);
  });
});
