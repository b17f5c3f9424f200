import { type Kysely, sql } from 'kysely';
import type { AwardForm, AwardOffices, BaseSalaries, Holidays, LawVersion } from '#lib/domain/catalogue/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { WorkCalendar } from '#lib/domain/kernel/workingDays.ts';
import { awardOffices, baseSalaries, holidays, lawVersions } from '#programmes/catalogue/index.ts';
import type { DB } from '../platform/db/schema.ts';

/** The newest revision of some catalogues, by name; those that nobody has changed are missing. */
async function latest(db: Kysely<DB>, like: string): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('catalogue_revision')
    .select(['catalogue', 'doc'])
    .distinctOn('catalogue')
    .where('catalogue', 'like', like)
    .orderBy('catalogue')
    .orderBy('revision', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.catalogue, row.doc]));
}

const one = async <T>(db: Kysely<DB>, name: string, shipped: T): Promise<T> =>
  ((await latest(db, name)).get(name) as T | undefined) ?? shipped;

/** Every version of the law, the oldest first: as it ships, or as an administrator last corrected it. */
export async function lawsOf(db: Kysely<DB>): Promise<LawVersion[]> {
  const stored = await latest(db, 'law:%');
  const all = new Map(lawVersions.map((law) => [`law:${law.id}`, law]));
  for (const [name, doc] of stored) all.set(name, doc as LawVersion);
  return [...all.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** The version in force on a day; before the first one the first. @param day ISO day */
export function lawOn(laws: readonly LawVersion[], day: string): LawVersion {
  const law = laws.findLast((one) => one.from <= day) ?? laws[0];
  if (!law) throw new Error('no version of the law ships');
  return law;
}

/** The version in force at an instant, as it stands in the catalogue. */
export const lawToday = async (db: Kysely<DB>, now: Date): Promise<LawVersion> =>
  lawOn(await lawsOf(db), isoDateLocal(now));

/** @throws RuleError 'not-found' */
export function lawById(laws: readonly LawVersion[], id: string): LawVersion {
  const law = laws.find((one) => one.id === id);
  if (!law) throw notFound('Phiên bản luật này');
  return law;
}

/** Null: this version does not know the form. */
export const formIn = (law: LawVersion, formId: string): AwardForm | null =>
  law.forms.find((form) => form.id === formId) ?? null;

export const baseSalariesOf = (db: Kysely<DB>): Promise<BaseSalaries> => one(db, 'base-salary', baseSalaries);

/** The base salary of a day with its source; null before the first known one. */
export const baseSalaryOn = ({ rows }: BaseSalaries, day: string): BaseSalaries['rows'][number] | null =>
  rows.toSorted((a, b) => (a.from < b.from ? -1 : 1)).findLast((row) => row.from <= day) ?? null;

const holidaysOf = (db: Kysely<DB>): Promise<Holidays> => one(db, 'holidays', holidays);

/** By which working days are counted. */
export async function workCalendar(db: Kysely<DB>): Promise<WorkCalendar> {
  const { days } = await holidaysOf(db);
  const of = (is: 'off' | 'work') => new Set(days.filter((day) => day.is === is).map((day) => day.day));
  return { off: of('off'), work: of('work') };
}

export const officesOf = (db: Kysely<DB>): Promise<AwardOffices> => one(db, 'offices', awardOffices);

/** The next number of a catalogue's revisions; locks the catalogue against another editor until the end of the transaction. */
export async function nextRevision(db: Kysely<DB>, name: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue:${name}`}))`.execute(db);
  const { last } = await db
    .selectFrom('catalogue_revision')
    .select(sql<number>`coalesce(max(revision), 0)`.as('last'))
    .where('catalogue', '=', name)
    .executeTakeFirstOrThrow();
  return last + 1;
}
