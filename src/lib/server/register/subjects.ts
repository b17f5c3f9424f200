/** Whom the register speaks of: the same one under one row, found again by imports and prizes. */
import { type Kysely, sql } from 'kysely';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';

export interface NamedSubject {
  kind: SubjectKind;
  name: string;
  unitId: string | null;
  unitName: string;
  /** a collective that is the unit itself */
  isUnit?: boolean;
  personId?: string | null;
  /** ISO day */
  birthDate?: string | null;
  birthYear?: number | null;
  gender?: 'female' | 'male' | null;
}

export interface KnownSubject extends NamedSubject {
  id: string;
  /** the one that it was merged into, at the end of the chain; itself otherwise */
  rootId: string;
}

const key = (subject: Pick<NamedSubject, 'kind' | 'name'>) => `${subject.kind} ${fold(subject.name)}`;

/** Rows that bear one of these names or belong to one of these people or units. One query. */
export async function subjectsNamed(
  db: Kysely<DB>,
  wanted: readonly NamedSubject[],
): Promise<(one: NamedSubject) => KnownSubject[]> {
  const names = [...new Set(wanted.map((one) => fold(one.name)))];
  const people = [...new Set(wanted.flatMap((one) => one.personId ?? []))];
  const units = [...new Set(wanted.flatMap((one) => (one.isUnit && one.unitId ? [one.unitId] : [])))];
  const { rows } = await sql<KnownSubject>`
    with recursive found as (
      select s.id, s.id as at, s.merged_into from award_subject s
       where s.folded = any(${names}::text[]) or s.person_id = any(${people}::uuid[])
          or (s.is_unit and s.unit_id = any(${units}::uuid[]))
      union all
      select f.id, s.id, s.merged_into from found f join award_subject s on s.id = f.merged_into)
    select s.id, f.at as "rootId", s.kind, s.name, s.unit_id as "unitId", s.unit_name as "unitName", s.is_unit as "isUnit",
           s.person_id as "personId", s.birth_date as "birthDate", s.birth_year as "birthYear", s.gender
      from found f join award_subject s on s.id = f.id where f.merged_into is null order by s.created_at, s.id`.execute(
    db,
  );
  const byName = Map.groupBy(rows, key);
  const byPerson = Map.groupBy(rows, (row) => row.personId ?? '');
  const byUnit = Map.groupBy(rows, (row) => (row.isUnit ? (row.unitId ?? '') : ''));
  return (one) => [
    ...new Set([
      ...(one.personId ? (byPerson.get(one.personId) ?? []) : []),
      ...(one.isUnit && one.unitId ? (byUnit.get(one.unitId) ?? []) : []),
      ...(byName.get(key(one)) ?? []),
    ]),
  ];
}

const year = (one: Pick<NamedSubject, 'birthDate' | 'birthYear'>): number | null =>
  one.birthDate ? Number(one.birthDate.slice(0, 4)) : (one.birthYear ?? null);

/**
 * How sure it is that two are the same one. `same`: the same person or unit, or the same name at the same place and nothing against it.
 * `likely`: the same name elsewhere, or a birth date that only one of them has; a person has to look. `other`: something contradicts.
 */
export function compareSubjects(a: NamedSubject, b: NamedSubject): 'same' | 'likely' | 'other' {
  if (a.kind !== b.kind) return 'other';
  if (a.personId && b.personId) return a.personId === b.personId ? 'same' : 'other';
  if (a.isUnit && b.isUnit) return a.unitId === b.unitId ? 'same' : 'other';
  if (fold(a.name) !== fold(b.name)) return 'other';
  const [left, right] = [year(a), year(b)];
  if (left !== null && right !== null && left !== right) return 'other';
  if (a.birthDate && b.birthDate) return a.birthDate === b.birthDate ? 'same' : 'other';
  if (a.gender && b.gender && a.gender !== b.gender) return 'other';
  const place =
    a.unitId && b.unitId ? a.unitId === b.unitId : fold(a.unitName) !== '' && fold(a.unitName) === fold(b.unitName);
  return place ? 'same' : 'likely';
}

/** Holds the making of subjects until the end of the transaction, so that two acts do not make one subject twice. */
export async function holdSubjects(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('award-subjects'))`.execute(tx.db);
}

export async function makeSubject(tx: Tx, ctx: Ctx, one: NamedSubject): Promise<string> {
  const person = one.kind === 'individual';
  const { id } = await tx.db
    .insertInto('award_subject')
    .values({
      kind: one.kind,
      name: one.name,
      folded: fold(one.name),
      unit_id: one.unitId,
      is_unit: one.isUnit ?? false,
      unit_name: one.unitName,
      birth_date: person ? (one.birthDate ?? null) : null,
      birth_year: person ? year(one) : null,
      gender: person ? (one.gender ?? null) : null,
      person_id: person ? (one.personId ?? null) : null,
      created_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The rows of one subject: itself, everything that was merged into it, and what it was merged into. */
export async function familyOf(db: Kysely<DB>, subjectId: string): Promise<{ rootId: string; ids: string[] }> {
  const { rows } = await sql<{ id: string; root: boolean }>`
    with recursive up as (
      select id, merged_into from award_subject where id = ${subjectId}
      union all select s.id, s.merged_into from up join award_subject s on s.id = up.merged_into),
    down as (
      select id, true as root from up where merged_into is null
      union all select s.id, false from down join award_subject s on s.merged_into = down.id)
    select id, root from down`.execute(db);
  return { rootId: rows.find((row) => row.root)?.id ?? subjectId, ids: rows.map((row) => row.id) };
}
