/**
 * Which interactions look as if they were not given by different people of their own accord. Nothing here decides: each
 * finding says in words what was seen, and a person of the secretariat looks and decides (domain: vote fraud is a ground for
 * taking votes away). Thresholds are chosen so that a family, an office or a class behind one address is not accused.
 */
import { formatNumber } from '../kernel/money.ts';
import { fold } from '../kernel/text.ts';
import { formatDateTimeShort, formatDuration } from '../kernel/time.ts';

export type VoteKind = 'like' | 'share' | 'view';

/** One interaction as it can be looked at. Views have no person; only likes and shares of a person know the rest. */
export interface Vote {
  kind: VoteKind;
  id: number;
  entryId: string;
  at: Date;
  /** the account, or for a view the viewer */
  who: string;
  /** IPv4 address or IPv6 /64 */
  network: string;
  device: string | null;
  /** for people: when the account was made, and its address in lower case */
  account: { since: Date; email: string } | null;
  /** came by the path without proof of work */
  unproved: boolean;
}

export type Signal = 'same-device' | 'mailbox-series' | 'fresh-accounts' | 'rare-domain' | 'same-network' | 'burst';

export const signalLabels: Record<Signal, string> = {
  'same-device': 'Cùng một thiết bị',
  'mailbox-series': 'Địa chỉ thư thành dãy',
  'fresh-accounts': 'Tài khoản mới lập hàng loạt',
  'rare-domain': 'Tên miền thư lạ',
  'same-network': 'Cùng một mạng',
  burst: 'Tăng vọt',
};

/** How much a signal says by itself; only from `strong` on is a vote counted as suspect. */
export const signalStrength: Record<Signal, 'strong' | 'weak'> = {
  'same-device': 'strong',
  'mailbox-series': 'strong',
  'fresh-accounts': 'strong',
  'rare-domain': 'strong',
  'same-network': 'weak',
  burst: 'weak',
};

export interface Cluster {
  signal: Signal;
  kind: VoteKind;
  entryId: string;
  /** what they have in common: a device, a network, a domain …; never shown raw where it names a person */
  key: string;
  /** one Vietnamese sentence: what was seen */
  text: string;
  voteIds: number[];
  from: Date;
  to: Date;
}

export const thresholds = {
  /** different people on one device for one work */
  device: 3,
  /** addresses that differ by digits only, for one work */
  series: 4,
  /** accounts younger than `freshHours` when they voted, of one network, for one work, within `freshSpanHours` */
  fresh: 6,
  freshHours: 24,
  freshSpanHours: 3,
  /** votes from one mail domain for one work, when nobody votes from it for any other work */
  domain: 5,
  /** votes from one network for one work */
  network: 20,
  /** votes within `burstMinutes` for one work, and how many times its usual pace that must be */
  burst: 20,
  burstMinutes: 10,
  burstTimes: 8,
} as const;

/** Mail providers that everybody uses: sharing one of these says nothing. */
const common = new Set([
  'gmail.com',
  'yahoo.com',
  'yahoo.com.vn',
  'outlook.com',
  'outlook.com.vn',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'zoho.com',
  'proton.me',
  'protonmail.com',
]);

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** The organisation behind a domain: mails of the state's own domains are given out by an office and prove a person. */
const isOffice = (domain: string): boolean => /(^|\.)(gov|edu|ac|mil)\.vn$/.test(domain) || domain.endsWith('.edu');

/** "lovanhai1987@gmail.com" → "lovanhai#@gmail.com"; null where no digit makes a series. */
export function mailboxPattern(email: string): string | null {
  const domain = domainOf(email);
  const local = fold(email.slice(0, email.lastIndexOf('@')).replace(/\+.*$/, ''));
  const stem = local.replace(/\d+/g, '#');
  // Too few letters are not a name that somebody counted up.
  return stem.includes('#') && stem.replace(/[^a-z]/g, '').length >= 3 ? `${stem}@${domain}` : null;
}

const span = (votes: readonly Vote[]): { from: Date; to: Date } => {
  const times = votes.map((vote) => vote.at.getTime());
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
};

const within = (votes: readonly Vote[]): string => {
  const { from, to } = span(votes);
  const ms = to.getTime() - from.getTime();
  return ms < 60_000 ? 'trong vòng một phút' : `trong ${formatDuration(ms)}`;
};

const nouns: Record<VoteKind, string> = { like: 'lượt thích', share: 'lượt chia sẻ', view: 'lượt xem' };

const cluster = (signal: Signal, key: string, votes: readonly Vote[], text: string): Cluster => ({
  signal,
  kind: votes[0]!.kind,
  entryId: votes[0]!.entryId,
  key,
  text,
  voteIds: votes.map((vote) => vote.id),
  ...span(votes),
});

const people = (votes: readonly Vote[]): number => new Set(votes.map((vote) => vote.who)).size;

const groups = (votes: readonly Vote[], keyOf: (vote: Vote) => string | null): [string, Vote[]][] => {
  const by = new Map<string, Vote[]>();
  for (const vote of votes) {
    const key = keyOf(vote);
    if (key === null) continue;
    const group = by.get(key);
    if (group) group.push(vote);
    else by.set(key, [vote]);
  }
  return [...by];
};

function sameDevice(votes: readonly Vote[]): Cluster[] {
  return groups(votes, (vote) => vote.device).flatMap(([key, group]) => {
    const n = people(group);
    return n >= thresholds.device
      ? [
          cluster(
            'same-device',
            key,
            group,
            `${n} người dùng chung một trình duyệt: ${formatNumber(group.length)} ${nouns[group[0]!.kind]} ${within(group)}.`,
          ),
        ]
      : [];
  });
}

function mailboxSeries(votes: readonly Vote[]): Cluster[] {
  return groups(votes, (vote) => (vote.account ? mailboxPattern(vote.account.email) : null)).flatMap(([key, group]) =>
    people(group) >= thresholds.series
      ? [
          cluster(
            'mailbox-series',
            key,
            group,
            `${people(group)} địa chỉ thư chỉ khác nhau ở chữ số (dạng ${key}), ${within(group)}.`,
          ),
        ]
      : [],
  );
}

/** The largest set of votes, in time order, that fits into `ms`. */
function densest(votes: readonly Vote[], ms: number): Vote[] {
  const sorted = votes.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let best: [number, number] = [0, 0];
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while (sorted[to]!.at.getTime() - sorted[from]!.at.getTime() > ms) from++;
    if (to + 1 - from > best[1] - best[0]) best = [from, to + 1];
  }
  return sorted.slice(best[0], best[1]);
}

function freshAccounts(votes: readonly Vote[]): Cluster[] {
  const fresh = votes.filter(
    (vote) => vote.account && vote.at.getTime() - vote.account.since.getTime() <= thresholds.freshHours * 3_600_000,
  );
  return groups(fresh, (vote) => vote.network).flatMap(([key, all]) => {
    const group = densest(all, thresholds.freshSpanHours * 3_600_000);
    return people(group) >= thresholds.fresh
      ? [
          cluster(
            'fresh-accounts',
            key,
            group,
            `${people(group)} tài khoản lập chưa quá ${thresholds.freshHours} giờ, cùng một mạng, ${within(group)}.`,
          ),
        ]
      : [];
  });
}

/** @param elsewhere domains from which other works got votes, too */
function rareDomain(votes: readonly Vote[], elsewhere: ReadonlySet<string>): Cluster[] {
  return groups(votes, (vote) => (vote.account ? domainOf(vote.account.email) : null)).flatMap(([key, group]) =>
    people(group) >= thresholds.domain && !common.has(key) && !isOffice(key) && !elsewhere.has(key)
      ? [
          cluster(
            'rare-domain',
            key,
            group,
            `${people(group)} người dùng hòm thư @${key}; không tác phẩm nào khác có người bình chọn từ hòm thư này.`,
          ),
        ]
      : [],
  );
}

function sameNetwork(votes: readonly Vote[]): Cluster[] {
  return groups(votes, (vote) => vote.network).flatMap(([key, group]) =>
    group.length >= thresholds.network
      ? [
          cluster(
            'same-network',
            key,
            group,
            `${formatNumber(group.length)} ${nouns[group[0]!.kind]} từ một mạng, ${within(group)}. Cơ quan, trường học thường dùng chung một mạng.`,
          ),
        ]
      : [],
  );
}

function burst(votes: readonly Vote[]): Cluster[] {
  const window = thresholds.burstMinutes * 60_000;
  const group = densest(votes, window);
  if (group.length < thresholds.burst) return [];
  const { from, to } = span(votes);
  // The pace outside the burst; a work whose votes are all one burst has none.
  const rest = votes.length - group.length;
  const usual = rest / Math.max(1, (to.getTime() - from.getTime() - window) / window);
  if (group.length < usual * thresholds.burstTimes) return [];
  const noun = nouns[group[0]!.kind];
  return [
    cluster(
      'burst',
      from.toISOString(),
      group,
      `${formatNumber(group.length)} ${noun} ${within(group)} từ ${formatDateTimeShort(span(group).from)}; bình thường khoảng ${formatNumber(Math.round(usual))} ${noun} mỗi ${thresholds.burstMinutes} phút.`,
    ),
  ];
}

/** All clusters that a person should look at: strong ones first, then the largest. Pure: the same votes give the same list. */
export function suspiciousClusters(votes: readonly Vote[]): Cluster[] {
  const domainWorks = new Map<string, Set<string>>();
  for (const vote of votes)
    if (vote.account) {
      const domain = domainOf(vote.account.email);
      const works = domainWorks.get(domain);
      if (works) works.add(vote.entryId);
      else domainWorks.set(domain, new Set([vote.entryId]));
    }
  const shared = new Set([...domainWorks].filter(([, works]) => works.size > 1).map(([domain]) => domain));
  const found = groups(votes, (vote) => `${vote.kind} ${vote.entryId}`).flatMap(([, ofWork]) => [
    ...sameDevice(ofWork),
    ...mailboxSeries(ofWork),
    ...freshAccounts(ofWork),
    ...rareDomain(ofWork, shared),
    ...sameNetwork(ofWork),
    ...burst(ofWork),
  ]);
  const rank = (one: Cluster) => (signalStrength[one.signal] === 'strong' ? 0 : 1);
  return found.sort(
    (a, b) => rank(a) - rank(b) || b.voteIds.length - a.voteIds.length || a.from.getTime() - b.from.getTime(),
  );
}

/** Votes in at least one strong cluster, by kind and id ("like 12"). */
export const suspectVotes = (clusters: readonly Cluster[]): Set<string> =>
  new Set(
    clusters
      .filter((one) => signalStrength[one.signal] === 'strong')
      .flatMap((one) => one.voteIds.map((id) => `${one.kind} ${id}`)),
  );
