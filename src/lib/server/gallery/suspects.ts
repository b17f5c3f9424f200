import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import {
  type Cluster,
  suspectVotes,
  suspiciousClusters,
  thresholds,
  type Vote,
  type VoteKind,
} from '#lib/domain/gallery/suspicion.ts';
import { maskEmail } from '#lib/domain/kernel/text.ts';
import type { DB } from '../platform/db/schema.ts';

interface VoteRow {
  kind: VoteKind;
  id: number;
  entry_id: string;
  at: Date;
  who: string;
  network: string;
  device: string | null;
  since: Date | null;
  email: string | null;
  unproved: boolean;
}

/**
 * Votes that count now, as they are looked at. Of views, of which there are far more, only those of networks from which many
 * came: the others are in no cluster anyway.
 */
async function countedVotes(db: Kysely<DB>, programmeId: string): Promise<Vote[]> {
  const { rows } = await sql<VoteRow>`
    select 'like' as kind, l.id, l.entry_id, l.at, l.person_id::text as who, l.network, l.device, p.created_at as since, p.email,
           l.challenge = 'none' as unproved
      from gallery_like l join person p on p.id = l.person_id
     where l.programme_id = ${programmeId} and l.taken_back_at is null and l.voided_at is null
    union all
    select 'share', s.id, s.entry_id, s.opened_at, s.person_id::text, coalesce(s.opened_network, s.network), s.opened_device,
           p.created_at, p.email, false
      from gallery_share s join person p on p.id = s.person_id
     where s.programme_id = ${programmeId} and s.opened_at is not null and s.voided_at is null
    union all
    select 'view', v.id, v.entry_id, v.at, v.viewer, v.network, null, null, null, false
      from (select *, count(*) over (partition by entry_id, network) as near from gallery_view
             where programme_id = ${programmeId} and voided_at is null) v
     where v.near >= ${thresholds.network}`.execute(db);
  return rows.map((row) => ({
    kind: row.kind,
    id: Number(row.id),
    entryId: row.entry_id,
    at: row.at,
    who: row.who,
    network: row.network,
    device: row.device,
    account: row.email && row.since ? { since: row.since, email: row.email } : null,
    unproved: row.unproved,
  }));
}

export interface SuspectCluster extends Cluster {
  /** names the cluster in addresses; the same as long as it has the same key */
  code: string;
  work: { code: string; title: string };
}

const codeOf = (one: Cluster): string =>
  createHash('sha256').update(`${one.signal} ${one.kind} ${one.entryId} ${one.key}`).digest('base64url').slice(0, 16);

/** All clusters of a programme with their works. */
export async function clustersOf(
  db: Kysely<DB>,
  programmeId: string,
): Promise<{ clusters: SuspectCluster[]; suspects: number; looked: number }> {
  const [votes, works] = await Promise.all([
    countedVotes(db, programmeId),
    db
      .selectFrom('gallery_item')
      .select(['entry_id', 'code', 'title'])
      .where('programme_id', '=', programmeId)
      .execute(),
  ]);
  const workOf = new Map(works.map(({ entry_id, code, title }) => [entry_id, { code, title }]));
  const clusters = suspiciousClusters(votes);
  return {
    clusters: clusters.map((one) => ({ ...one, code: codeOf(one), work: workOf.get(one.entryId)! })),
    suspects: suspectVotes(clusters).size,
    looked: votes.length,
  };
}

export interface ShownVote {
  id: number;
  at: Date;
  /** masked: enough to see a pattern, not to write to somebody */
  who: string;
  /** when the account was made */
  since: Date | null;
  network: string;
  /** a short name of the browser that voted */
  device: string | null;
  agent: string;
  unproved: boolean;
  voided: { at: Date; reason: string } | null;
}

const shortDevice = (device: string | null): string | null =>
  device ? createHash('sha256').update(device).digest('hex').slice(0, 6) : null;

/** Single votes by their ids, for a person to look at. */
export async function votesByIds(
  db: Kysely<DB>,
  args: { programmeId: string; kind: VoteKind; ids: readonly number[] },
): Promise<ShownVote[]> {
  if (args.ids.length === 0) return [];
  const ids = sql`${[...args.ids]}::bigint[]`;
  const from = {
    like: sql`select l.id, l.at, p.email as who, p.created_at as since, l.network, l.device, l.agent, l.challenge = 'none' as unproved,
        l.voided_at, l.voided_reason from gallery_like l join person p on p.id = l.person_id
        where l.programme_id = ${args.programmeId} and l.id = any (${ids})`,
    share: sql`select s.id, s.opened_at as at, p.email as who, p.created_at as since, s.opened_network as network, s.opened_device as device,
        '' as agent, false as unproved, s.voided_at, s.voided_reason from gallery_share s join person p on p.id = s.person_id
        where s.programme_id = ${args.programmeId} and s.id = any (${ids})`,
    view: sql`select v.id, v.at, null as who, null::timestamptz as since, v.network, v.viewer as device, '' as agent, false as unproved,
        v.voided_at, v.voided_reason from gallery_view v where v.programme_id = ${args.programmeId} and v.id = any (${ids})`,
  }[args.kind];
  const { rows } = await sql<{
    id: number;
    at: Date;
    who: string | null;
    since: Date | null;
    network: string | null;
    device: string | null;
    agent: string;
    unproved: boolean;
    voided_at: Date | null;
    voided_reason: string | null;
  }>`select * from (${from}) v order by at, id`.execute(db);
  return rows.map((row) => ({
    id: Number(row.id),
    at: row.at,
    who: row.who ? maskEmail(row.who) : 'Người xem',
    since: row.since,
    network: row.network ?? '',
    device: shortDevice(row.device),
    agent: row.agent,
    unproved: row.unproved,
    voided: row.voided_at ? { at: row.voided_at, reason: row.voided_reason ?? '' } : null,
  }));
}
