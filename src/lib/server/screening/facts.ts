/** What the rules need to judge entries, for many entries in a fixed number of queries. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { excludedAuthors } from '#lib/domain/entry/exclusion.ts';
import type { FormValues } from '#lib/domain/entry/fields.ts';
import type { FindingFacts } from '#lib/domain/entry/findings.ts';
import { entryFindings, type Finding } from '#lib/domain/entry/findings.ts';
import { quotaFindings } from '#lib/domain/entry/quota.ts';
import { type Initiative, type InitiativeMatch, matchInitiatives } from '#lib/domain/entry/recognised.ts';
import { type CheckDecision, type CheckedFinding, checkedFindings } from '#lib/domain/screening/check.ts';
import { entriesNaming } from '../entry/quota.ts';
import type { AuthorRecord } from '../entry/record.ts';
import { excludedRoleHolders } from '../people/exclusion.ts';
import type { DB, EntryAuthorTable } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { lastSubmittedAt } from './move.ts';

type Stage = 'submission' | 'refinement';

/** What was handed in last, as `entry_submission` froze it; `{}` where there is nothing frozen. */
export interface HandedIn {
  title?: string;
  pillar?: string | null;
  topics?: string[];
  values?: FormValues;
  files?: { id: string }[];
  authors?: (Omit<SentAuthor, 'confirmedAt' | 'declinedAt'> & { confirmedAt: string | null })[];
}

/** An author as the last submission names them, with the answer they have given by now. */
export type SentAuthor = Omit<AuthorRecord, 'position'>;

const authorRow = (a: Selectable<EntryAuthorTable>): SentAuthor => ({
  id: a.id,
  personId: a.person_id,
  fullName: a.full_name,
  email: a.email,
  phone: a.phone,
  job: a.job,
  workplace: a.workplace,
  share: a.share,
  confirmedAt: a.confirmed_at,
  declinedAt: a.declined_at,
  confirmChannel: a.confirm_channel,
});

/** Names and shares as they were handed in; a co-author's answer counts from the moment it is given. */
export function authorsSent(sent: HandedIn | undefined, rows: readonly Selectable<EntryAuthorTable>[]): SentAuthor[] {
  const live = rows.map(authorRow);
  if (!sent?.authors) return live;
  return sent.authors.map((author) => {
    const now = live.find(
      (one) =>
        one.id === author.id ||
        (author.personId !== null && one.personId === author.personId) ||
        (author.email !== null && one.email === author.email),
    );
    return {
      ...author,
      confirmedAt: now?.confirmedAt ?? (author.confirmedAt ? new Date(author.confirmedAt) : null),
      declinedAt: now?.declinedAt ?? null,
      confirmChannel: now?.confirmChannel ?? author.confirmChannel,
    };
  });
}

/**
 * The last submission of each entry: authors may go on typing after they handed in, and what they have not handed in again
 * does not count and is nobody's to read.
 */
export async function lastHandedIn(
  db: Kysely<DB>,
  ids: readonly string[],
  stage: Stage,
): Promise<Map<string, HandedIn>> {
  const rows = await db
    .selectFrom('entry_submission')
    .distinctOn('entry_id')
    .select(['entry_id', 'snapshot'])
    .where('entry_id', 'in', [...ids])
    .where('stage', '=', stage)
    .orderBy('entry_id')
    .orderBy('no', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.entry_id, row.snapshot as HandedIn]));
}

/** The values of one stage's form as an entry holds them. */
export const formOf = (form: Record<string, unknown>, stage: Stage): FormValues => (form[stage] ?? {}) as FormValues;

/** A file that counts: of the last submission; where nothing is frozen, one that is there now. */
export const wasSent = (sent: HandedIn | undefined, file: { id: string; removed_at: Date | null }): boolean =>
  sent?.files ? sent.files.some((one) => one.id === file.id) : file.removed_at === null;

/** Rows of the register that may be the same product, by title or by author; null while the register is empty (K26-2c). */
async function initiativesLike(
  db: Kysely<DB>,
  entries: readonly { id: string; title: string; authors: string[] }[],
): Promise<Map<string, InitiativeMatch[]> | null> {
  const any = await db.selectFrom('initiative').select('id').limit(1).executeTakeFirst();
  if (!any) return null;
  // Narrowed in the database by the trigram index, judged by the one rule.
  const rows = await sql<Initiative & { entryId: string }>`
    select e.id as "entryId", i.id, i.title, i.authors, i.decision_number as "decisionNumber", i.authority, i.year
      from entry e
      cross join lateral (
        (select * from initiative i where i.folded % e.folded order by similarity(i.folded, e.folded) desc limit 20)
        union
        (select i.* from initiative i join entry_author a on a.entry_id = e.id
          where length(a.full_name) > 3 and i.authors_folded like '%' || lower(unaccent(a.full_name)) || '%' limit 40)
      ) i
     where e.id = any(${entries.map((entry) => entry.id)}::uuid[])`.execute(db);
  return new Map(
    entries.map((entry) => [
      entry.id,
      matchInitiatives(
        entry,
        rows.rows.filter((row) => row.entryId === entry.id),
      ),
    ]),
  );
}

interface EntryFacts extends FindingFacts {
  id: string;
}

/** Everything `entryFindings` asks, for each of the entries; the number of queries does not grow with them. */
async function findingFacts(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: readonly string[],
  now: Date,
  stage: Stage = 'submission',
): Promise<Map<string, EntryFacts>> {
  if (entryIds.length === 0) return new Map();
  const ids = [...entryIds];
  const entries = await db
    .selectFrom('entry as e')
    .select(['e.id', 'e.title', 'e.pillar', 'e.topics', 'e.unit_id', 'e.form', 'e.refined_at'])
    .select(lastSubmittedAt.as('last'))
    .where('e.id', 'in', ids)
    .execute();
  const authors = await db
    .selectFrom('entry_author')
    .selectAll()
    .where('entry_id', 'in', ids)
    .orderBy('position')
    .execute();
  const files = await db
    .selectFrom('entry_file as ef')
    .innerJoin('file as f', 'f.id', 'ef.file_id')
    .select(['ef.entry_id', 'ef.requirement_id', 'ef.removed_at', 'f.id', 'f.name', 'f.state', 'f.reject_message'])
    .where('ef.entry_id', 'in', ids)
    .where('ef.stage', '=', stage)
    .execute();
  const handedIn = await lastHandedIn(db, ids, stage);
  const declarations = await db
    .selectFrom('entry_declaration')
    .select(['entry_id', 'declaration_id', 'version'])
    .where('entry_id', 'in', ids)
    .execute();
  const holders = await excludedRoleHolders(db, programme.id, now);
  const others = await entriesNaming(
    db,
    programme,
    authors.map((author) => ({ personId: author.person_id, email: author.email })),
  );
  const initiatives = await initiativesLike(
    db,
    entries.map((entry) => ({
      id: entry.id,
      title: entry.title,
      authors: authors.filter((a) => a.entry_id === entry.id).map((a) => a.full_name),
    })),
  );
  return new Map(
    entries.map((entry) => {
      const sent = handedIn.get(entry.id);
      const own = authorsSent(
        sent,
        authors.filter((a) => a.entry_id === entry.id),
      );
      const facts: EntryFacts = {
        id: entry.id,
        title: sent?.title ?? entry.title,
        pillar: sent?.pillar ?? entry.pillar,
        topics: sent?.topics ?? entry.topics,
        unitId: entry.unit_id,
        values: sent?.values ?? formOf(entry.form, stage),
        authors: own,
        exclusions: excludedAuthors(programme.doc, own, holders),
        files: files
          .filter((f) => f.entry_id === entry.id && wasSent(sent, f))
          .map((f) => ({ requirementId: f.requirement_id, name: f.name, state: f.state, message: f.reject_message })),
        declarations: declarations
          .filter((d) => d.entry_id === entry.id)
          .map((d) => ({ declarationId: d.declaration_id, version: d.version })),
        submittedAt: stage === 'submission' ? entry.last : entry.refined_at,
        initiatives: initiatives ? (initiatives.get(entry.id) ?? []) : null,
        quotas: quotaFindings(
          programme.doc,
          own,
          // Drafts are nobody's but their authors'.
          others.filter((one) => one.id !== entry.id && one.state !== 'draft'),
        ),
      };
      return [entry.id, facts];
    }),
  );
}

/** The system's findings of many entries, each with the secretariat's verdict beside it. */
export async function checksOf(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: readonly string[],
  now: Date,
): Promise<Map<string, CheckedFinding[]>> {
  if (entryIds.length === 0) return new Map();
  const facts = await findingFacts(db, programme, entryIds, now);
  const rows = await db
    .selectFrom('check_decision as c')
    .innerJoin('person as p', 'p.id', 'c.by_id')
    .select(['c.entry_id', 'c.rule', 'c.verdict', 'c.note', 'c.at', 'p.full_name as byName'])
    .where('c.entry_id', 'in', [...entryIds])
    .execute();
  return new Map(
    [...facts.values()].map((fact) => {
      const decisions: CheckDecision[] = rows
        .filter((row) => row.entry_id === fact.id)
        .map(({ entry_id, ...row }) => ({ ...row, outdated: fact.submittedAt !== null && row.at < fact.submittedAt }));
      const findings: Finding[] = entryFindings(programme.doc, fact);
      return [fact.id, checkedFindings(findings, decisions)];
    }),
  );
}
