import { type Kysely, sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { compareVi } from '#lib/domain/kernel/text.ts';
import { type ClusterEntry, type ClusterKind, compareClusters } from '#lib/domain/people/clusters.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ClusterOnDay {
  clusterId: string;
  name: string;
  kind: ClusterKind;
  unitIds: string[];
}

/**
 * The clusters and blocks in force on a day, each with its members that existed then, in the order of the scheme. Empty when no scheme
 * held that day. One query.
 * @param day ISO day
 */
export async function clustersOn(db: Kysely<DB>, day: string): Promise<ClusterOnDay[]> {
  const { rows } = await sql<ClusterOnDay>`
    select c.id as "clusterId", c.name, c.kind, array_remove(array_agg(u.id order by m.leads desc, u.code), null) as "unitIds"
      from cluster_scheme s
      join cluster c on c.scheme_id = s.id
      left join cluster_member m on m.cluster_id = c.id
      left join unit u on u.id = m.unit_id
       and coalesce(u.valid_from, '-infinity') <= ${day}::date and coalesce(u.valid_to, 'infinity') >= ${day}::date
     where ${day}::date <@ daterange(s.valid_from, s.valid_to, '[]')
     group by c.id order by c.position, c.code`.execute(db);
  return rows;
}

export interface ClusterScheme {
  id: string;
  name: string;
  decision: string | null;
  validFrom: string;
  validTo: string | null;
}

const schemeColumns = ['id', 'name', 'decision', 'valid_from as validFrom', 'valid_to as validTo'] as const;

/** All schemes, the latest first, with how much is in them. */
export async function clusterSchemes(
  db: Kysely<DB>,
): Promise<(ClusterScheme & { clusters: number; blocks: number; units: number })[]> {
  const { rows } = await sql<ClusterScheme & { clusters: number; blocks: number; units: number }>`
    select s.id, s.name, s.decision, s.valid_from as "validFrom", s.valid_to as "validTo",
           count(distinct c.id) filter (where c.kind = 'cluster')::int as clusters,
           count(distinct c.id) filter (where c.kind = 'block')::int as blocks,
           count(m.unit_id)::int as units
      from cluster_scheme s
      left join cluster c on c.scheme_id = s.id
      left join cluster_member m on m.cluster_id = c.id
     group by s.id order by s.valid_from desc`.execute(db);
  return rows;
}

/** @throws RuleError 'not-found' */
export async function schemeById(db: Kysely<DB>, schemeId: string): Promise<ClusterScheme> {
  const scheme = isUuid(schemeId)
    ? await db.selectFrom('cluster_scheme').select(schemeColumns).where('id', '=', schemeId).executeTakeFirst()
    : undefined;
  if (!scheme) throw notFound('Phương án cụm, khối này');
  return scheme;
}

/** A member as pages name it. */
interface NamedMember {
  unitId: string;
  code: string;
  name: string;
  leads: boolean;
  validTo: string | null;
}

export interface NamedCluster extends ClusterEntry {
  id: string;
  members: NamedMember[];
}

/** The clusters of a scheme in its order, each with its leading unit first. */
export async function clustersOf(db: Kysely<DB>, schemeId: string): Promise<NamedCluster[]> {
  const [clusters, members] = await Promise.all([
    db
      .selectFrom('cluster')
      .select(['id', 'code', 'name', 'kind'])
      .where('scheme_id', '=', schemeId)
      .orderBy('position')
      .orderBy('code')
      .execute(),
    db
      .selectFrom('cluster_member as m')
      .innerJoin('unit as u', 'u.id', 'm.unit_id')
      .select(['m.cluster_id as clusterId', 'u.id as unitId', 'u.code', 'u.name', 'm.leads', 'u.valid_to as validTo'])
      .where('m.scheme_id', '=', schemeId)
      .execute(),
  ]);
  const byCluster = Map.groupBy(members, (member) => member.clusterId);
  return clusters.map((one) => ({
    ...one,
    members: (byCluster.get(one.id) ?? [])
      .map(({ clusterId: _, ...member }) => member)
      .toSorted((a, b) => Number(b.leads) - Number(a.leads) || compareVi(a.name, b.name)),
  }));
}

/** Who moved from one scheme to another, by name of unit. */
export async function compareSchemes(db: Kysely<DB>, beforeId: string, afterId: string) {
  const [before, after, old, now] = await Promise.all([
    schemeById(db, beforeId),
    schemeById(db, afterId),
    clustersOf(db, beforeId),
    clustersOf(db, afterId),
  ]);
  const names = new Map([...old, ...now].flatMap((one) => one.members.map((member) => [member.unitId, member.name])));
  const moves = compareClusters(old, now)
    .map((move) => ({ ...move, name: names.get(move.unitId) ?? '' }))
    .toSorted((a, b) => compareVi(a.name, b.name));
  return { before, after, moves };
}
