/** What the rules need to judge entries, for many entries in a fixed number of queries. */
import { type Kysely, sql } from 'kysely';
import { excludedAuthors } from '#lib/domain/entry/exclusion.ts';
import type { FormValues } from '#lib/domain/entry/fields.ts';
import type { FindingFacts } from '#lib/domain/entry/findings.ts';
import { entryFindings, type Finding } from '#lib/domain/entry/findings.ts';
import { type Initiative, type InitiativeMatch, matchInitiatives } from '#lib/domain/entry/recognised.ts';
import { type CheckDecision, type CheckedFinding, checkedFindings } from '#lib/domain/screening/check.ts';
import { excludedRoleHolders } from '../people/exclusion.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { lastSubmittedAt } from './move.ts';

type Stage = 'submission' | 'refinement';

/** The values of one stage's form as an entry holds them. */
export function formOf(form: Record<string, unknown>, stage: Stage): FormValues {
  const own = form[stage];
  return (typeof own === 'object' && own !== null && !Array.isArray(own) ? own : form) as FormValues;
}

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

export interface EntryFacts extends FindingFacts {
  id: string;
}

/** Everything `entryFindings` asks, for each of the entries; the number of queries does not grow with them. */
export async function findingFacts(
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
    .select(['ef.entry_id', 'ef.requirement_id', 'f.name', 'f.state', 'f.reject_message'])
    .where('ef.entry_id', 'in', ids)
    .where('ef.stage', '=', stage)
    .where('ef.removed_at', 'is', null)
    .execute();
  const declarations = await db
    .selectFrom('entry_declaration')
    .select(['entry_id', 'declaration_id', 'version'])
    .where('entry_id', 'in', ids)
    .execute();
  const holders = await excludedRoleHolders(db, programme.id, now);
  const others = await otherEntries(db, programme.id, ids);
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
      const own = authors
        .filter((a) => a.entry_id === entry.id)
        .map((a) => ({
          personId: a.person_id,
          fullName: a.full_name,
          email: a.email,
          workplace: a.workplace,
          share: a.share,
          confirmedAt: a.confirmed_at,
          declinedAt: a.declined_at,
        }));
      const facts: EntryFacts = {
        id: entry.id,
        title: entry.title,
        pillar: entry.pillar,
        topics: entry.topics,
        unitId: entry.unit_id,
        values: formOf(entry.form, stage),
        authors: own,
        exclusions: excludedAuthors(programme.doc, own, holders),
        files: files
          .filter((f) => f.entry_id === entry.id)
          .map((f) => ({ requirementId: f.requirement_id, name: f.name, state: f.state, message: f.reject_message })),
        declarations: declarations
          .filter((d) => d.entry_id === entry.id)
          .map((d) => ({ declarationId: d.declaration_id, version: d.version })),
        submittedAt: stage === 'submission' ? entry.last : entry.refined_at,
        initiatives: initiatives ? (initiatives.get(entry.id) ?? []) : null,
        otherEntries: others.filter((one) => one.entryId === entry.id),
      };
      return [entry.id, facts];
    }),
  );
}

/** Other entries of the same contest in which an author of these entries stands, too. */
async function otherEntries(db: Kysely<DB>, programmeId: string, ids: readonly string[]) {
  const rows = await sql<{ entryId: string; fullName: string; codes: string[] }>`
    select a.entry_id as "entryId", a.full_name as "fullName", array_agg(distinct o.code order by o.code) as codes
      from entry_author a
      join entry_author b on b.entry_id <> a.entry_id and b.declined_at is null
           and (b.person_id = a.person_id or b.email = a.email)
      join entry o on o.id = b.entry_id and o.programme_id = ${programmeId} and o.code is not null
           and o.state not in ('draft', 'withdrawn', 'disqualified')
     where a.entry_id = any(${ids}::uuid[]) and a.declined_at is null
     group by a.entry_id, a.full_name`.execute(db);
  return rows.rows;
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
