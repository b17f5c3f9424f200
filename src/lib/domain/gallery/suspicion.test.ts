import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailboxPattern, type Signal, suspectVotes, suspiciousClusters, thresholds, type Vote } from './suspicion.ts';

const start = Date.parse('2024-08-20T08:00:00+07:00');
const minute = 60_000;
const hour = 60 * minute;
let next = 0;

const vote = (more: Partial<Omit<Vote, 'at'>> & { at?: number } = {}): Vote => {
  const id = ++next;
  const { at = start, ...rest } = more;
  return {
    kind: 'like',
    id,
    entryId: 'work-1',
    who: `person-${id}`,
    network: `10.0.${id % 250}.${id % 199}`,
    device: `device-${id}`,
    account: {
      since: new Date(start - 90 * 24 * hour),
      email: `nguoi.${'abcdefghij'[id % 10]}${'klmnopqrst'[id % 9]}x@gmail.com`,
    },
    unproved: false,
    at: new Date(at),
    ...rest,
  };
};
const signals = (votes: Vote[]): Signal[] => suspiciousClusters(votes).map((one) => one.signal);
const many = (n: number, of: (i: number) => Parameters<typeof vote>[0]): Vote[] =>
  Array.from({ length: n }, (_, i) => vote(of(i)));

describe('what looks suspect', () => {
  it('several people on one device', () => {
    const votes = many(thresholds.device, (i) => ({ device: 'phone', at: start + i * 5 * minute }));
    const [found] = suspiciousClusters(votes);
    expect(found).toMatchObject({ signal: 'same-device', voteIds: votes.map((v) => v.id) });
    expect(found?.text).toBe('3 người dùng chung một trình duyệt: 3 lượt thích trong 10 phút.');
    expect(signals(many(thresholds.device - 1, () => ({ device: 'tablet' })))).toEqual([]);
  });

  it('mailboxes that were counted up', () => {
    expect(mailboxPattern('lo.van.hai01@gmail.com')).toBe('lo.van.hai#@gmail.com');
    expect(mailboxPattern('hai@gmail.com')).toBeNull();
    expect(mailboxPattern('12345@gmail.com')).toBeNull();
    const of = (i: number) => ({ account: { since: new Date(start - 40 * 24 * hour), email: `clone${i}@gmail.com` } });
    expect(signals(many(thresholds.series, of))).toEqual(['mailbox-series']);
    expect(signals(many(thresholds.series - 1, of))).toEqual([]);
  });

  it('accounts made for one work, from one network, at one time', () => {
    const of = (i: number) => ({
      network: '203.0.113.7',
      at: start + i * 10 * minute,
      account: { since: new Date(start - hour), email: `${'abcdefgh'[i]}n@gmail.com` },
    });
    expect(signals(many(thresholds.fresh, of))).toEqual(['fresh-accounts']);
    // the same over a week is a school whose pupils hear of it one after another
    expect(
      signals(
        many(thresholds.fresh, (i) => ({
          ...of(i),
          at: start + i * 20 * hour,
          account: { since: new Date(start + i * 20 * hour - hour), email: `${'abcdefgh'[i]}m@gmail.com` },
        })),
      ),
    ).toEqual([]);
  });

  it('a mail domain that nobody else votes from, but not an office', () => {
    const of = (domain: string) => (i: number) => ({
      account: { since: new Date(start - 40 * 24 * hour), email: `${'abcdefgh'[i]}q@${domain}` },
    });
    expect(signals(many(thresholds.domain, of('mail-tam.example')))).toEqual(['rare-domain']);
    expect(signals(many(thresholds.domain, of('sonla.gov.vn')))).toEqual([]);
    const elsewhere = vote({ entryId: 'work-2', ...of('hoptacxa.vn')(7) });
    expect(signals([...many(thresholds.domain, of('hoptacxa.vn')), elsewhere])).toEqual([]);
  });

  it('a sudden rise against the usual pace, said with numbers', () => {
    const calm = many(60, (i) => ({ at: start - 10 * 24 * hour + i * 4 * hour }));
    const rush = many(40, (i) => ({ at: start + i * 10_000 }));
    const found = suspiciousClusters([...calm, ...rush]);
    expect(found.map((one) => one.signal)).toEqual(['burst']);
    expect(found[0]?.text).toMatch(/^4\d lượt thích trong/);
    expect(signals(calm)).toEqual([]);
  });

  it('many from one network are shown, but are not suspect by that alone', () => {
    const class1 = many(thresholds.network, (i) => ({ network: '198.51.100.1', at: start + i * hour }));
    const found = suspiciousClusters(class1);
    expect(found.map((one) => one.signal)).toEqual(['same-network']);
    expect(suspectVotes(found).size).toBe(0);
  });

  it('views and shares are looked at apart from likes', () => {
    const views = many(2, () => ({ kind: 'view', device: 'phone', account: null }));
    const likes = many(1, () => ({ device: 'phone' }));
    expect(signals([...views, ...likes])).toEqual([]);
  });
});

it('the order in which votes come does not matter, and no vote is in a cluster of another work or kind', () => {
  const arbitrary = fc.array(
    fc.record({
      entryId: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('like' as const, 'view' as const),
      device: fc.constantFrom('d1', 'd2', null),
      network: fc.constantFrom('n1', 'n2'),
      at: fc.integer({ min: 0, max: 3 * hour }).map((ms) => start + ms),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(arbitrary, (list) => {
      const votes = list.map((one) => vote(one));
      const by = new Map(votes.map((one) => [`${one.kind} ${one.id}`, one]));
      const found = suspiciousClusters(votes);
      for (const one of found)
        for (const id of one.voteIds) expect(by.get(`${one.kind} ${id}`)?.entryId).toBe(one.entryId);
      const key = (clusters: typeof found) =>
        clusters.map((c) => `${c.signal} ${c.kind} ${c.entryId} ${c.voteIds.length}`).sort();
      expect(key(suspiciousClusters(votes.toReversed()))).toEqual(key(found));
    }),
  );
});
