/** The register of subjects: everyone and everything that was ever nominated or commended. */
import { type Kysely, sql } from 'kysely';
import { type Likeness, likeness } from '#lib/domain/award/subject.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { recordsOfSubjects } from '../register/queries.ts';
import { familyOf, holdSubjects, makeSubject } from '../register/subjects.ts';

export interface NewSubject {
  kind: SubjectKind;
  name: string;
  /** a collective that is a unit: the unit; others: where they work or live */
  unitId: string | null;
  birthDate?: string | null;
  birthYear?: number | null;
  gender?: 'female' | 'male' | null;
  isUnit?: boolean;
  personId?: string | null;
}

/** Somebody of the same name who stands in the register already. */
export interface SubjectCandidate {
  id: string;
  name: string;
  unitName: string;
  birthYear: number | null;
  likeness: Likeness;
  /** "2025: Bằng khen cấp tỉnh", the newest first */
  awards: string[];
}

const rank: Record<Likeness, number> = { same: 0, likely: 1, possible: 2, none: 3 };

/**
 * Those with whom a subject may be one, the likeliest first. Three queries, whatever the number.
 * @param subject `isUnit`: a unit is known by its id and has no others of its name
 */
export async function subjectCandidates(db: Kysely<DB>, subject: NewSubject): Promise<SubjectCandidate[]> {
  const rows = await db
    .selectFrom('award_subject as s')
    .leftJoin('unit as u', 'u.id', 's.unit_id')
    .select([
      's.id',
      's.kind',
      's.name',
      's.unit_id as unitId',
      's.birth_date as birthDate',
      's.birth_year as birthYear',
      sql<string>`coalesce(nullif(s.unit_name, ''), u.name, '')`.as('unitName'),
    ])
    .where('s.folded', '=', fold(subject.name))
    .where('s.kind', '=', subject.kind)
    .where('s.is_unit', '=', subject.isUnit ?? false)
    .where('s.merged_into', 'is', null)
    .$if(subject.isUnit ?? false, (q) => q.where('s.unit_id', '=', subject.unitId))
    .orderBy('s.created_at')
    .limit(50)
    .execute();
  const found = rows
    .map((row) => ({ ...row, likeness: likeness(subject, row) }))
    .filter((row) => row.likeness !== 'none')
    .toSorted((a, b) => rank[a.likeness] - rank[b.likeness])
    .slice(0, 10);
  const records = Map.groupBy(
    await recordsOfSubjects(
      db,
      found.map((one) => one.id),
    ),
    (record) => record.subjectId,
  );
  return found.map(({ id, name, unitName, birthYear, likeness: how }) => ({
    id,
    name,
    unitName,
    birthYear,
    likeness: how,
    awards: (records.get(id) ?? [])
      .slice(0, 5)
      .map((record) => `${record.year}: ${record.formName}${record.revokedAt ? ' (đã thu hồi)' : ''}`),
  }));
}

/** A subject that somebody chose among the candidates. @throws RuleError 'award.subject-gone' */
async function chosenSubject(db: Kysely<DB>, id: string, kind: SubjectKind): Promise<string> {
  const row = isUuid(id)
    ? await db.selectFrom('award_subject').select(['id', 'kind']).where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row?.kind !== kind)
    throw new RuleError({
      code: 'award.subject-gone',
      message: 'Người hoặc tập thể đã chọn không còn trong sổ. Hãy chọn lại.',
      field: 'chosen',
    });
  return (await familyOf(db, row.id)).rootId;
}

const matched = async (db: Kysely<DB>, column: 'unit_id' | 'person_id', id: string): Promise<string | null> => {
  const row = await db
    .selectFrom('award_subject')
    .select('id')
    .where(column, '=', id)
    .where('merged_into', 'is', null)
    .$if(column === 'unit_id', (q) => q.where('is_unit', '=', true))
    .orderBy('created_at')
    .executeTakeFirst();
  return row?.id ?? null;
};

/**
 * The subject's row, made where there is none. Identity is known by the unit, by the account, or by name, unit and day of birth together;
 * two persons of one name are never taken for one by anything less: then a new row is made, unless the caller had somebody choose.
 * @param subject.chosenId what a person chose among `subjectCandidates`
 * @param subject.another a person said that it is none of them
 */
export async function findOrMakeSubject(
  tx: Tx,
  ctx: Ctx,
  subject: NewSubject & { unitName?: string; chosenId?: string | null; another?: boolean },
): Promise<string> {
  const { db } = tx;
  if (subject.chosenId) return chosenSubject(db, subject.chosenId, subject.kind);
  await holdSubjects(tx);
  if (subject.isUnit && subject.unitId) {
    const found = await matched(db, 'unit_id', subject.unitId);
    if (found) return found;
  } else if (subject.personId) {
    const found = await matched(db, 'person_id', subject.personId);
    if (found) return found;
  } else if (!subject.another) {
    const same = (await subjectCandidates(db, subject)).find((one) => one.likeness === 'same');
    if (same) return same.id;
  }
  return makeSubject(tx, ctx, { ...subject, unitName: subject.unitName ?? '' });
}
