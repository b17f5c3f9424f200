import { join } from 'node:path';
import { addressFor } from '../permissions/asking.ts';
import { matrix } from '../permissions/matrix.ts';
import { type Endpoint, endpoints } from '../permissions/router.ts';
import type { Rule } from '../permissions/rules.ts';
import type { Cast, Member } from './cast.ts';

export interface PageToSee {
  title: string;
  /** may be seen by everyone, signed in or not */
  public: boolean;
  /** when, if not at the cast's own moment */
  moment?: string;
  /** for whom it is made */
  member: Member;
  address(cast: Cast): string;
}

const intake = '2026-04-10T08:00:00+07:00';

// Who works with a page most: the first of these who may open it.
const everyday: Member[] = [
  'visitor',
  'author',
  'coordinator',
  'judge',
  'secretary',
  'organiser',
  'chair',
  'admin',
  'auditor',
];
const inRoom: [string, Member[]][] = [
  ['/quan-tri', ['admin', 'auditor']],
  ['/dieu-hanh/[slug]/quyet-dinh', ['organiser']],
  // commendation: units nominate, a council votes, departments and their leaders do the rest
  ['/xet-khen/don-vi', ['coordinator']],
  ['/xet-khen', ['appraiser', 'leader']],
  ['/hoi-dong', ['councilMember']],
  // a visitor has nothing to sign out from
  ['/dang-xuat', ['author']],
];

/** Every page of the router that somebody of the cast may open, as the one for whom it is made. */
export function pagesToSee(): PageToSee[] {
  const routes = join(process.env.LANTOA_ROOT ?? process.cwd(), 'src/routes');
  const seen = new Set<string>();
  return endpoints(routes)
    .filter((endpoint) => endpoint.kind === 'page')
    .flatMap((endpoint) => [matrix[endpoint.key] ?? []].flat().map((rule) => ({ endpoint, rule })))
    .flatMap(({ endpoint, rule }) => toSee(endpoint, rule) ?? [])
    .filter(({ title }) => !seen.has(title) && seen.add(title));
}

function toSee(endpoint: Endpoint, rule: Rule): PageToSee | null {
  const order = inRoom.find(([room]) => endpoint.route.startsWith(room))?.[1] ?? everyday;
  const member = [...order, ...everyday].find((one) => rule.expected[one] === 'ok');
  if (!member) return null;
  return {
    title: `${endpoint.route}${rule.says ? ` (${rule.says})` : ''}`,
    public: Object.values(rule.expected).every((outcome) => outcome === 'ok'),
    member,
    // a draft is looked at while it can be changed
    ...(rule.says === 'of a draft' || endpoint.route.startsWith('/bai-du-thi/moi') ? { moment: intake } : {}),
    address: (cast) => addressFor(cast, endpoint, rule),
  };
}
