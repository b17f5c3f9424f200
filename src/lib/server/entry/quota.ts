import { type Kysely, sql } from 'kysely';
import {
  personQuota,
  type Quota,
  type QuotaEntry,
  type QuotaFinding,
  quotaFindings,
  quotaHint,
  quotaText,
} from '#lib/domain/entry/quota.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { isSignedIn } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import type { AuthorRecord } from './record.ts';

type Named = Pick<AuthorRecord, 'personId' | 'email'>;

const hasLimit = ({ doc: { eligibility } }: StoredProgramme): boolean =>
  eligibility.maxEntriesPerPerson.value !== null || (eligibility.maxEntriesPerGroup?.value ?? null) !== null;

/**
 * Entries still in the contest that name any of these people, by account or by address, whichever the other row has: one query.
 * None where the programme sets no limit.
 */
export async function entriesNaming(
  db: Kysely<DB>,
  programme: StoredProgramme,
  people: readonly Named[],
  except: string | null = null,
): Promise<QuotaEntry[]> {
  if (!hasLimit(programme)) return [];
  const persons = people.flatMap((one) => one.personId ?? []);
  const emails = people.flatMap((one) => one.email ?? []);
  if (persons.length + emails.length === 0) return [];
  const { rows } = await sql<QuotaEntry>`
    with named as (
      select entry_id from entry_author where person_id = any(${persons}::uuid[])
      union select entry_id from entry_author where email = any(${emails}::text[])
      union select a.entry_id from entry_author a join person p on p.id = a.person_id where p.email = any(${emails}::text[])
      union select a.entry_id from entry_author a join person p on p.email = a.email and p.email_confirmed_at is not null
             where p.id = any(${persons}::uuid[])
    )
    select e.id, e.code, e.title, e.state, jsonb_agg(jsonb_build_object(
        'personId', coalesce(a.person_id, q.id), 'email', coalesce(p.email, a.email),
        'confirmed', a.confirmed_at is not null, 'declined', a.declined_at is not null) order by a.position) as authors
      from named n
      join entry e on e.id = n.entry_id
      join entry_author a on a.entry_id = e.id
      left join person p on p.id = a.person_id
      left join person q on a.person_id is null and q.email = a.email and q.email_confirmed_at is not null
     where e.programme_id = ${programme.id} and e.id is distinct from ${except}::uuid
       and e.state not in ('withdrawn', 'disqualified')
     group by e.id
     order by e.code nulls last, e.created_at`.execute(db);
  return rows;
}

type Counted = Named & Pick<AuthorRecord, 'fullName' | 'declinedAt'>;

/** The limits that an entry of these authors would break beside their other ones (K24-5). Titles of the actor's own are told. */
export async function limitFindings(
  ctx: Ctx,
  db: Kysely<DB>,
  programme: StoredProgramme,
  authors: readonly Counted[],
  except: string | null,
): Promise<QuotaFinding[]> {
  return quotaFindings(programme.doc, authors, await entriesNaming(db, programme, authors, except), (one) =>
    isMe(ctx, one),
  );
}

/**
 * Keeps to the number of entries that one person and one group may have (K24-5). Call it after `lockExclusion`, which every act
 * that adds an author to an entry or an entry to the contest takes first: two of them at once cannot both take the last place.
 * `counts`: authors whose own number grows by this act; everyone when left out.
 * @throws RuleError entry.max, entry.max-group
 */
export async function requireWithinLimit<T extends Counted>(
  ctx: Ctx,
  db: Kysely<DB>,
  programme: StoredProgramme,
  authors: readonly T[],
  options: { except?: string; field?: string; counts?: (author: T) => boolean } = {},
): Promise<void> {
  const { except = null, field = 'authors', counts = () => true } = options;
  const found = (await limitFindings(ctx, db, programme, authors, except)).filter(
    ({ author }) => author === null || counts(authors[author]!),
  );
  const [first] = found;
  if (!first) return;
  throw new RuleError({
    code: first.code,
    message: first.message,
    clause: first.clause,
    hint: quotaHint,
    issues: found.map(({ message, clause }) => ({ field, message, clause })),
  });
}

const isMe = ({ actor }: Ctx, one: Named): boolean =>
  isSignedIn(actor) && (one.personId === actor.id || (one.personId === null && one.email === actor.email));

/** Where the person who asks stands in a contest ("2/3"); null for visitors and where there is no limit. */
export async function quotaOf(ctx: Ctx, programme: StoredProgramme): Promise<Quota | null> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) return null;
  const me = { personId: actor.id, email: actor.emailConfirmed ? actor.email : null, fullName: actor.name };
  return personQuota(programme.doc, me, await entriesNaming(ctx.app.db, programme, [me]));
}

/** How many entries each author of an entry has, that entry among them, for its authors page: numbers only, no titles. */
export async function authorsStanding(
  ctx: Ctx,
  programme: StoredProgramme,
  authors: readonly Counted[],
): Promise<(string | null)[]> {
  const entries = await entriesNaming(ctx.app.db, programme, authors);
  return authors.map((author) => {
    const quota =
      author.declinedAt || !(author.personId ?? author.email) ? null : personQuota(programme.doc, author, entries);
    return quota && quotaText(quota, author.fullName);
  });
}
