import { type Kysely, sql } from 'kysely';
import { type Counts, hiddenNow, type Tally, tallyOf } from '#lib/domain/gallery/interaction.ts';
import type { VoteKind } from '#lib/domain/gallery/suspicion.ts';
import { TIME_ZONE, toDate } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme, InteractionRules } from '#lib/domain/programme/types.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';

type WithInteraction = Pick<StoredProgramme, 'id'> & { doc: Pick<ContestProgramme, 'interaction'> };

export interface TallyOptions {
  /** as it stood at this instant; default: now in the database's eyes, that is everything recorded so far */
  at?: Date;
  /** only these works, on show or not; default: all works on show at `at` */
  entryIds?: readonly string[];
  /**
   * `prize`: only what happened within the programme's window. `page`: everything, also before and after it. The limit of
   * shares a day holds for both.
   */
  scope?: 'prize' | 'page';
  /** what people had voided, withdrawn or entered by then; default: by now. A freeze is counted again with its own instant. */
  known?: Date;
}

interface Row extends Omit<Counts, 'external'> {
  entry_id: string;
  external_likes: number;
  external_shares: number;
  external_comments: number;
}

/** An instant after everything that can be recorded. */
const endOfTime = new Date('9999-01-01T00:00:00Z');

const requireRules = (programme: WithInteraction): InteractionRules => {
  const rules = programme.doc.interaction;
  if (!rules) throw new Error('the programme counts no interactions');
  return rules;
};

/**
 * Votes of a programme that were not voided at `known`. A vote that was voided then and put back later has lost its `voided_at`;
 * the first decision about it after `known` tells.
 */
function validAt({ programmeId, kind, known }: { programmeId: string; kind: VoteKind; known: Date }) {
  if (known === endOfTime) return sql`programme_id = ${programmeId} and voided_at is null`;
  return sql`programme_id = ${programmeId} and (voided_at is null or voided_at > ${known}) and id not in (
    select v from (
      select distinct on (v) v, decision from vote_review r, unnest(r.vote_ids) v
       where r.programme_id = ${programmeId} and r.kind = ${kind} and r.at > ${known} order by v, r.id
    ) later where decision = 'restore')`;
}

/**
 * K24-4, K24-8: what counts for each work, exactly as it stood at an instant, in one statement.
 *
 * - A like counts that was given by then and not taken back by then.
 * - A share counts at the instant at which somebody else opened its link. Of one mailbox's shares of one day (the day they were
 *   passed on) each work counts once, and over all works the first opened ones count, as many as the programme allows.
 * - A view counts once a viewer, work and day.
 * - Of each page elsewhere the last snapshot taken by then counts.
 * Nothing that is voided or withdrawn counts.
 */
export async function tallies(
  db: Kysely<DB>,
  programme: WithInteraction,
  options: TallyOptions = {},
): Promise<Map<string, Tally>> {
  const rules = requireRules(programme);
  const { entryIds, known = endOfTime } = options;
  const prize = (options.scope ?? 'prize') === 'prize';
  const freezeAt = toDate(rules.freezeAt);
  const at = options.at ?? endOfTime;
  const until = prize && freezeAt < at ? freezeAt : at;
  const from = prize ? toDate(rules.from) : new Date(0);
  const perDay = rules.sharesPerDay.value;
  if (entryIds?.length === 0) return new Map();

  const mine = entryIds ? sql`and entry_id = any (${[...entryIds]}::uuid[])` : sql``;
  const onShow = entryIds ? mine : sql`and posted_at <= ${until} and (withdrawn_at is null or withdrawn_at > ${until})`;
  const valid = (kind: VoteKind) => validAt({ programmeId: programme.id, kind, known });
  // The limit of a day goes over all works of a person: for a few works, all shares of those who shared them are looked at.
  const theirs = entryIds
    ? sql`and coalesce(mailbox, person_id::text) = any (array(select distinct coalesce(mailbox, person_id::text) from gallery_share
        where entry_id = any (${[...entryIds]}::uuid[]) and opened_at is not null))`
    : sql``;
  const chosen = perDay === null ? mine : theirs;
  const { rows } = await sql<Row>`
    with liked as (
      select entry_id, count(*)::int as n from gallery_like
       where ${valid('like')} and at between ${from} and ${until} and (taken_back_at is null or taken_back_at > ${until}) ${mine}
       group by entry_id
    ), passed_on as (
      select distinct on (entry_id, sharer, day) entry_id, sharer, day, opened_at, id
        from (select *, coalesce(mailbox, person_id::text) as sharer, (at at time zone ${sql.lit(TIME_ZONE)})::date as day from gallery_share) dated
       where ${valid('share')} and opened_at between ${from} and ${until} ${chosen}
       order by entry_id, sharer, day, opened_at, id
    ), shared as (
      select entry_id, count(*)::int as n from (
        select entry_id, row_number() over (partition by sharer, day order by opened_at, id) as nth
          from passed_on) one
       where ${perDay}::int is null or nth <= ${perDay}::int
       group by entry_id
    ), viewed as (
      select entry_id, count(*)::int as n from gallery_view
       where ${valid('view')} and at between ${from} and ${until} ${mine}
       group by entry_id
    ), elsewhere as (
      select entry_id, sum(likes)::int as likes, sum(shares)::int as shares, sum(comments)::int as comments from (
        select distinct on (entry_id, source) entry_id, likes, shares, comments from external_count
         where programme_id = ${programme.id} and taken_at <= ${until} and at <= ${known}
           and (withdrawn_at is null or withdrawn_at > ${known}) ${mine}
         order by entry_id, source, taken_at desc, at desc, id) latest
       group by entry_id
    )
    select i.entry_id, coalesce(l.n, 0) as likes, coalesce(s.n, 0) as shares, coalesce(v.n, 0) as views,
           coalesce(x.likes, 0) as external_likes, coalesce(x.shares, 0) as external_shares, coalesce(x.comments, 0) as external_comments
      from (select entry_id from gallery_item where programme_id = ${programme.id} ${onShow}) i
      left join liked l using (entry_id) left join shared s using (entry_id)
      left join viewed v using (entry_id) left join elsewhere x using (entry_id)
     order by i.entry_id`.execute(db);
  return new Map(rows.map((row) => [row.entry_id, tallyOf(rules, countsOf(row))]));
}

const countsOf = (row: Row): Counts => ({
  likes: row.likes,
  shares: row.shares,
  views: row.views,
  external: { likes: row.external_likes, shares: row.external_shares, comments: row.external_comments },
});

/**
 * What the public may see of these works at this moment: everything on the page, also what does not count for the prize.
 * @returns null while the programme hides the numbers until the freeze
 */
export async function publicTallies(
  db: Kysely<DB>,
  programme: WithInteraction,
  args: { now: Date; entryIds?: readonly string[] },
): Promise<Map<string, Tally> | null> {
  const rules = requireRules(programme);
  if (hiddenNow(rules, args.now)) return null;
  return tallies(db, programme, { at: args.now, scope: 'page', ...(args.entryIds ? { entryIds: args.entryIds } : {}) });
}

export interface FrozenTallies {
  no: number;
  /** the instant as of which was counted */
  frozenAt: Date;
  rows: Map<string, Tally>;
}

/** K24-8: the counts that prizes go by: the latest freeze, or null before the first. */
export async function frozenTallies(db: Kysely<DB>, programmeId: string): Promise<FrozenTallies | null> {
  const { rows } = await sql<Row & { no: number; frozen_at: Date; total: string; entry_id: string | null }>`
    select f.no, f.frozen_at, r.entry_id, r.likes, r.shares, r.views, r.external_likes, r.external_shares, r.external_comments,
           trim_scale(r.total)::text as total
      from (select id, no, frozen_at from interaction_freeze where programme_id = ${programmeId} order by no desc limit 1) f
      left join interaction_frozen r on r.freeze_id = f.id`.execute(db);
  const first = rows[0];
  if (!first) return null;
  return {
    no: first.no,
    frozenAt: first.frozen_at,
    rows: new Map(
      rows.flatMap((row) => (row.entry_id ? [[row.entry_id, { ...countsOf(row), total: row.total }]] : [])),
    ),
  };
}
