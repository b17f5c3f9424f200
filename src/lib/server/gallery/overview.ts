import { type Kysely, sql } from 'kysely';
import {
  countsExternal,
  rankWorks,
  rulesInWords,
  sumOf,
  type Tally,
  windowState,
  windowText,
} from '#lib/domain/gallery/interaction.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { TIME_ZONE, toDate } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { worksWithoutReading } from './external.ts';
import { freezeOf, freezesOf } from './freeze.ts';
import { type CountingProgramme, canInteraction } from './interactionPolicy.ts';
import { shownCodes } from './items.ts';
import { differences } from './recount.ts';
import { fingerprint, isSignedBy, knownKeys, sha256 } from './signing.ts';
import { clustersOf } from './suspects.ts';
import { publicTallies, tallies } from './tally.ts';

export interface CountedWork {
  rank: number;
  tied: boolean;
  code: string;
  title: string;
  /** the work can be opened in the gallery */
  shown: boolean;
  tally: Tally;
}

/** Works in the order of their interactions so far; those of one rank by their codes. */
async function ranked(
  db: Kysely<DB>,
  programme: CountingProgramme,
  counted: Map<string, Tally>,
): Promise<CountedWork[]> {
  const ids = [...counted.keys()];
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; code: string; title: string; shown: boolean; submittedAt: Date | null }>`
    select i.entry_id as id, i.code, i.title, i.withdrawn_at is null as shown, e.submitted_at as "submittedAt"
      from gallery_item i join entry e on e.id = i.entry_id where i.entry_id = any (${ids}::uuid[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const works = rows.map(({ id, submittedAt }) => ({ id, submittedAt, tally: counted.get(id)! }));
  return rankWorks(programme.doc.interaction, works)
    .map(({ id, rank, tied }) => {
      const { code, title, shown } = byId.get(id)!;
      return { rank, tied, code, title, shown, tally: counted.get(id)! };
    })
    .sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
}

export interface DayCounts {
  /** ISO day */
  day: string;
  likes: number;
  shares: number;
  views: number;
}

/** What happened each day, until now or the freeze; at most the last 60 days. Votes that were voided or taken back are left out. */
async function daily(db: Kysely<DB>, programme: CountingProgramme, now: Date): Promise<DayCounts[]> {
  const { from, freezeAt } = programme.doc.interaction;
  const [first, last] = [toDate(from), toDate(freezeAt) < now ? toDate(freezeAt) : now];
  if (last < first) return [];
  const day = (column: 'at' | 'opened_at') => sql`(${sql.ref(column)} at time zone ${sql.lit(TIME_ZONE)})::date`;
  const inside = (column: 'at' | 'opened_at') =>
    sql`programme_id = ${programme.id} and voided_at is null and ${sql.ref(column)} between ${first} and ${last}`;
  const { rows } = await sql<DayCounts>`
    select d::date::text as day, coalesce(l.n, 0) as likes, coalesce(s.n, 0) as shares, coalesce(v.n, 0) as views
      from generate_series(
             greatest((${first}::timestamptz at time zone ${sql.lit(TIME_ZONE)})::date, (${last}::timestamptz at time zone ${sql.lit(TIME_ZONE)})::date - 59),
             (${last}::timestamptz at time zone ${sql.lit(TIME_ZONE)})::date, interval '1 day') d
      left join (select ${day('at')} as day, count(*)::int as n from gallery_like where ${inside('at')} and taken_back_at is null group by 1) l on l.day = d::date
      left join (select ${day('opened_at')} as day, count(*)::int as n from gallery_share where ${inside('opened_at')} group by 1) s on s.day = d::date
      left join (select ${day('at')} as day, count(*)::int as n from gallery_view where ${inside('at')} group by 1) v on v.day = d::date
     order by d`.execute(db);
  return rows;
}

const topWorks = 10;

/** The staff's page of counts: where the window stands, what was counted, what is to be done. */
export async function interactionRoom(ctx: Ctx, programme: CountingProgramme) {
  const { db } = ctx.app;
  const { doc } = programme;
  const rules = doc.interaction;
  const [prize, page, days, freezes, latest, unread, voided] = await Promise.all([
    tallies(db, programme, { at: ctx.now }),
    tallies(db, programme, { at: ctx.now, scope: 'page' }),
    daily(db, programme, ctx.now),
    freezesOf(db, programme.id),
    freezeOf(db, programme.id),
    worksWithoutReading(db, programme),
    sql<{ n: number }>`
      select ((select count(*) from gallery_like where programme_id = ${programme.id} and voided_at is not null)
            + (select count(*) from gallery_share where programme_id = ${programme.id} and voided_at is not null)
            + (select count(*) from gallery_view where programme_id = ${programme.id} and voided_at is not null))::int as n`.execute(
      db,
    ),
  ]);
  const works = await ranked(db, programme, prize);
  const review = canInteraction(ctx, 'interaction.review', programme.id).allow;
  return {
    state: windowState(rules, ctx.now),
    window: windowText(doc, rules, ctx.now),
    clause: clauseLabel(doc, rules.clause),
    rules: rulesInWords(doc, rules),
    freezeAt: toDate(rules.freezeAt),
    works: works.length,
    prize: sumOf(prize.values()),
    page: sumOf(page.values()),
    voided: voided.rows[0]?.n ?? 0,
    /** votes that show signs of not being one person's each; null to those who do not review them */
    suspects: review ? (await clustersOf(db, programme.id)).suspects : null,
    days,
    top: works.slice(0, topWorks),
    freezes,
    leaders: latest?.snapshot.works.filter((work) => work.rank === 1 && work.total !== '0') ?? [],
    /** what counting again would change now */
    differences: latest ? (await differences(db, programme.id, latest)).slice(0, 50) : [],
    external: { counted: countsExternal(rules), unread: unread.length },
    can: {
      review,
      freeze: canInteraction(ctx, 'interaction.freeze', programme.id),
      correct: canInteraction(ctx, 'interaction.correct', programme.id),
    },
  };
}

export const publicPageSize = 50;

/**
 * K24-4, K24-8: what everyone may know of the counts of a contest.
 * @param args.no a freeze by its number, as it stands in the address; the latest without
 * @throws RuleError 404 when there is no such freeze
 */
export async function publicInteraction(
  ctx: Ctx,
  programme: CountingProgramme,
  args: { page?: number; no?: string | null },
) {
  const { db } = ctx.app;
  const { doc } = programme;
  const rules = doc.interaction;
  const head = {
    state: windowState(rules, ctx.now),
    window: windowText(doc, rules, ctx.now),
    rules: rulesInWords(doc, rules),
    countsExternal: countsExternal(rules),
  };
  const pageOf = <T>(all: T[]) => {
    const pages = Math.max(1, Math.ceil(all.length / publicPageSize));
    const page = Math.min(Math.max(1, args.page ?? 1), pages);
    return { page, total: all.length, rows: all.slice((page - 1) * publicPageSize, page * publicPageSize) };
  };
  const no = args.no ?? null;
  const known = no === null || /^[1-9]\d{0,3}$/.test(no);
  const freeze = known ? await freezeOf(db, programme.id, ...(no === null ? [] : [Number(no)])) : null;
  if (no !== null && !freeze) throw notFound('Lần chốt này');
  if (freeze) {
    const shown = await shownCodes(db, programme.id);
    const works = freeze.snapshot.works.map(({ rank, tied, code, title, ...tally }) => ({
      rank,
      tied,
      code,
      title,
      tally,
      shown: shown.has(code),
    }));
    const { frozenAt, madeAt, reason, sha256: hash } = freeze;
    return {
      ...head,
      hidden: false,
      list: pageOf<CountedWork>(works),
      leaders: works.filter((work) => work.rank === 1 && work.tally.total !== '0'),
      freeze: {
        no: freeze.no,
        frozenAt,
        madeAt,
        reason,
        sha256: hash,
        voided: freeze.snapshot.voided,
        fingerprint: fingerprint(freeze.publicKey),
        keys: (await knownKeys(db)).map((key) => ({ fingerprint: fingerprint(key.publicKey), since: key.since })),
      },
      freezes: await freezesOf(db, programme.id),
    };
  }
  const hidden = (await publicTallies(db, programme, { now: ctx.now, entryIds: [] })) === null;
  const works = hidden ? [] : await ranked(db, programme, await tallies(db, programme, { at: ctx.now }));
  return { ...head, hidden, list: pageOf(works), leaders: [], freeze: null, freezes: [] };
}

/** Whether a downloaded file is one of the signed snapshots of this contest, to the byte. */
export async function checkDownload(
  ctx: Ctx,
  programme: CountingProgramme,
  file: Uint8Array,
): Promise<{ sha256: string; no: number | null; signed: boolean }> {
  const hash = sha256(file);
  const found = (await freezesOf(ctx.app.db, programme.id)).find((freeze) => freeze.sha256 === hash);
  if (!found) return { sha256: hash, no: null, signed: false };
  const freeze = (await freezeOf(ctx.app.db, programme.id, found.no))!;
  return {
    sha256: hash,
    no: found.no,
    signed: isSignedBy(file, Buffer.from(freeze.signature, 'base64'), freeze.publicKey),
  };
}
