import { type Kysely, sql } from 'kysely';
import {
  type Consent,
  type ConsentAnswer,
  type ConsentGap,
  consentsOf,
  gapsOf,
  isMinor,
} from '#lib/domain/gallery/consent.ts';
import type { GalleryRules } from '#lib/domain/programme/types.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';

/** One author of an entry with what they and their guardian said about publication. */
export interface AuthorConsents {
  id: string;
  fullName: string;
  personId: string | null;
  email: string | null;
  birthYear: number | null;
  /** null while the year of birth is not known */
  minor: boolean | null;
  guardian: { fullName: string; relation: string; email: string; sentAt: Date } | null;
  consents: Consent[];
  gaps: ConsentGap[];
  /** no answer yet to something that is asked */
  waiting: Consent[];
}

type Row = Pick<AuthorConsents, 'id' | 'fullName' | 'personId' | 'email' | 'birthYear'> & {
  entryId: string;
  guardian: { fullName: string; relation: string; email: string; sentAt: string } | null;
  answers: (Omit<ConsentAnswer, 'at'> & { at: string })[];
};

const stateOf = (gallery: GalleryRules, { answers, guardian, entryId: _, ...author }: Row, now: Date) => {
  const given = answers.map((one) => ({ ...one, at: new Date(one.at) }));
  const consents = consentsOf(gallery, author, given, now);
  return {
    ...author,
    minor: isMinor(author.birthYear, gallery, now),
    guardian: guardian && { ...guardian, sentAt: new Date(guardian.sentAt) },
    consents,
    gaps: gapsOf(gallery, author, given, now),
    waiting: consents.filter((one) => one.state === 'missing'),
  };
};

/** Consents of the authors of these entries, those who declined left out: one query. No key where there is no gallery. */
export async function authorConsents(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: readonly string[],
  now: Date,
): Promise<Map<string, AuthorConsents[]>> {
  const { gallery } = programme.doc;
  if (!gallery || entryIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select a.entry_id as "entryId", a.id, a.full_name as "fullName", a.person_id as "personId", a.email,
           a.birth_year as "birthYear",
           case when g.entry_author_id is not null then jsonb_build_object(
             'fullName', g.full_name, 'relation', g.relation, 'email', g.email, 'sentAt', g.sent_at) end as guardian,
           coalesce((select jsonb_agg(jsonb_build_object('purposeId', c.purpose_id, 'version', c.version, 'who', c.who,
               'answer', c.answer, 'at', c.at) order by c.id)
             from publication_consent c where c.entry_author_id = a.id), '[]') as answers
      from entry_author a left join author_guardian g on g.entry_author_id = a.id
     where a.entry_id = any(${[...entryIds]}::uuid[]) and a.declined_at is null
     order by a.position, a.created_at`.execute(db);
  const found = new Map<string, AuthorConsents[]>(entryIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.entryId)?.push(stateOf(gallery, row, now));
  return found;
}

/**
 * What stands against showing each of these works (K24-4): needed consents of authors and guardians that are not given. No key:
 * it may be shown. One query.
 */
export async function consentGaps(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: readonly string[],
  now: Date,
): Promise<Map<string, ConsentGap[]>> {
  const states = await authorConsents(db, programme, entryIds, now);
  return new Map(
    [...states].flatMap(([id, authors]) => {
      const gaps = authors.flatMap((author) => author.gaps);
      return gaps.length > 0 ? [[id, gaps] as const] : [];
    }),
  );
}

/** How many works that may come to be shown wait for somebody's answer; `closed`: those that were chosen, else all that may be. */
export async function worksAwaitingConsent(
  db: Kysely<DB>,
  programme: StoredProgramme,
  args: { closed: boolean; now: Date },
): Promise<number> {
  if (!programme.doc.gallery) return 0;
  const rows = await db
    .selectFrom('entry')
    .select('id')
    .where('programme_id', '=', programme.id)
    .where('state', 'in', args.closed ? ['shortlisted', 'awarded', 'not-awarded'] : ['submitted', 'eligible'])
    .execute();
  const ids = rows.map((row) => row.id);
  const gaps = [...(await consentGaps(db, programme, ids, args.now)).values()];
  return gaps.filter((of) => of.some((gap) => gap.state === 'missing')).length;
}
