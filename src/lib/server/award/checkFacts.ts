/** What the checks of dossiers look at, read for many dossiers at once: the number of queries does not grow with them. */
import { type Kysely, sql } from 'kysely';
import { likelySame } from '#lib/domain/award/overlap.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { lawsOf } from '../catalogue/queries.ts';
import type { DB } from '../platform/db/schema.ts';
import { interestedIn } from './interests.ts';
import type { DossierRow } from './queries.ts';

/** A row of the register of subjects that is, or may be, the subject of a dossier. */
export interface SubjectFact {
  /** the dossier's subject */
  of: string;
  id: string;
  /** the subject itself or a row merged with it; false: only found by name, see `why` */
  itself: boolean;
  /** why it may be the same one, in words; null: it is */
  why: string | null;
  kind: SubjectKind;
  name: string;
  unitId: string | null;
  unitName: string;
  isUnit: boolean;
  birthDate: string | null;
  birthYear: number | null;
  gender: 'female' | 'male' | null;
  personId: string | null;
}

const subjectColumns = sql`s.id, s.kind, s.name, s.unit_id as "unitId", s.unit_name as "unitName", s.is_unit as "isUnit",
  s.birth_date as "birthDate", s.birth_year as "birthYear", s.gender, s.person_id as "personId"`;

/** Names that differ by more are others. */
const nearName = 0.5;

/**
 * The subjects themselves, the rows merged with them, and rows that may be the same: the same name with the same unit or birth year, or a
 * name nearly the same at the same unit.
 */
async function subjectFacts(db: Kysely<DB>, ids: string[]): Promise<SubjectFact[]> {
  const { rows } = await sql<Omit<SubjectFact, 'why'>>`
    with recursive up as (
      select m.id as own, m.id, m.merged_into from award_subject m where m.id = any(${ids}::uuid[])
      union select up.own, s.id, s.merged_into from up join award_subject s on s.id = up.merged_into),
    family as (
      select own, id from up where merged_into is null
      union select f.own, s.id from family f join award_subject s on s.merged_into = f.id),
    mine as materialized (
      select id as own, kind, folded, unit_id, unit_name, birth_year from award_subject where id = any(${ids}::uuid[])),
    found as (
      select own, id, true as itself from family
      union select m.own, s.id, false from mine m join award_subject s on s.folded = m.folded and s.kind = m.kind
        and (s.unit_id = m.unit_id or s.birth_year = m.birth_year or (s.unit_name <> '' and s.unit_name = m.unit_name))
      union select m.own, s.id, false from mine m join award_subject s on s.unit_id = m.unit_id and s.kind = m.kind
        and left(s.folded, 1) = left(m.folded, 1)
        and (m.kind <> 'individual' or abs(length(s.folded) - length(m.folded)) <= 1) and similarity(s.folded, m.folded) >= ${nearName})
    select f.own as "of", f.itself, ${subjectColumns}
      from found f join award_subject s on s.id = f.id
     where f.itself or not exists (select 1 from family x where x.own = f.own and x.id = f.id)
     order by f.itself desc, s.name collate "vi-x-icu", s.id`.execute(db);
  const own = new Map(rows.filter((row) => row.id === row.of).map((row) => [row.of, row]));
  return rows.flatMap((row): SubjectFact[] => {
    if (row.itself) return [{ ...row, why: null }];
    const why = likelySame(own.get(row.of)!, row);
    return why ? [{ ...row, why }] : [];
  });
}

/** As one parameter, however many they are. */
const among = (ids: string[]) => sql<string>`any(${ids}::uuid[])`;

const recordFacts = (db: Kysely<DB>, subjectIds: string[]) =>
  db
    .selectFrom('award_record as r')
    .leftJoin('award_dossier as d', 'd.id', 'r.dossier_id')
    .select([
      'r.id',
      'r.subject_id as subjectId',
      'r.subject_name as subjectName',
      'r.form_id as formId',
      'r.form_name as formName',
      'r.form_is as formIs',
      'r.award_kind as awardKind',
      'r.issuer',
      'r.decision_number as decisionNumber',
      'r.decision_date as decisionDate',
      'r.year',
      'r.citation',
      'r.period_from as periodFrom',
      'r.period_to as periodTo',
      'r.programme_id as programmeId',
      'r.dossier_id as dossierId',
      'r.award_id as awardId',
      'r.revoked_at as revokedAt',
      'r.revoked_decision as revokedDecision',
      sql<string | null>`d.report->>'achievements'`.as('achievements'),
    ])
    .where('r.subject_id', '=', among(subjectIds))
    .orderBy('r.year', 'desc')
    .orderBy('r.id')
    .execute();

/** Dossiers of these subjects that may still lead to an award; drafts too, because a unit has to see its own twins. */
const rivalFacts = (db: Kysely<DB>, subjectIds: string[]) =>
  db
    .selectFrom('award_dossier as d')
    .innerJoin('award_call as c', 'c.id', 'd.call_id')
    .innerJoin('unit as u', 'u.id', 'd.unit_id')
    .select([
      'd.id',
      'd.code',
      'd.subject_id as subjectId',
      'd.subject_name as subjectName',
      'd.unit_id as unitId',
      'u.name as unitName',
      'd.form_id as formId',
      'd.state',
      'd.period_from as periodFrom',
      'd.period_to as periodTo',
      'c.id as callId',
      'c.slug as callSlug',
      'c.programme_id as programmeId',
      sql<string>`c.doc->>'name'`.as('callName'),
      sql<string>`coalesce(d.report->>'citation', '')`.as('citation'),
      sql<string>`coalesce(d.report->>'achievements', '')`.as('achievements'),
    ])
    .where('d.subject_id', '=', among(subjectIds))
    .where('d.state', 'in', ['draft', 'in-progress', 'returned', 'forwarded'])
    .where('c.state', '<>', 'cancelled')
    .orderBy('d.code')
    .execute();

/** What was entered of these subjects and of the units in which they work. */
const barrierFacts = (db: Kysely<DB>, subjectIds: string[], unitIds: string[]) =>
  db
    .selectFrom('award_barrier as b')
    .innerJoin('award_subject as s', 's.id', 'b.subject_id')
    .leftJoin('unit as u', 'u.id', 'b.entered_unit_id')
    .select([
      'b.id',
      'b.subject_id as subjectId',
      'b.kind',
      'b.basis',
      'b.from_on as fromOn',
      'b.to_on as toOn',
      'b.cleared_how as clearedHow',
      'b.cleared_at as clearedAt',
      's.name as subjectName',
      's.unit_id as unitId',
      's.is_unit as isUnit',
      'u.name as office',
    ])
    .where((eb) =>
      eb.or([
        eb('b.subject_id', '=', among(subjectIds)),
        eb.and([eb('s.is_unit', '=', true), eb('s.unit_id', '=', among(unitIds))]),
      ]),
    )
    .orderBy('b.from_on')
    .orderBy('b.id')
    .execute();

/** Roles of the files that are there and sound, by dossier and by submission. */
async function fileFacts(db: Kysely<DB>, dossierIds: string[], submissionIds: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('award_file as x')
    .innerJoin('file as f', 'f.id', 'x.file_id')
    .select((eb) => [eb.fn.coalesce('x.dossier_id', 'x.submission_id').as('of'), 'x.role'])
    .where('x.removed_at', 'is', null)
    .where('f.state', '<>', 'rejected')
    .where((eb) =>
      eb.or([eb('x.dossier_id', '=', among(dossierIds)), eb('x.submission_id', '=', among(submissionIds))]),
    )
    .execute();
  return new Set(rows.map((row) => `${row.of} ${row.role}`));
}

const judgementFacts = (db: Kysely<DB>, dossierIds: string[]) =>
  db
    .selectFrom('award_judgement')
    .select([
      'dossier_id as dossierId',
      'record_id as recordId',
      'other_id as otherId',
      'explanation',
      'asked_by_name as askedByName',
      'asked_at as askedAt',
      'verdict',
      'reason',
      'likeness',
      'judged_by_name as judgedByName',
      'judged_at as judgedAt',
    ])
    .where((eb) => eb.or([eb('dossier_id', '=', among(dossierIds)), eb('other_id', '=', among(dossierIds))]))
    .execute();

const unique = <T>(items: (T | null)[]): T[] => [...new Set(items)].filter((one): one is T => one !== null);

/** Everything that the checks of some dossiers need, as it stands now. At least one dossier. */
export async function checkFacts(db: Kysely<DB>, dossiers: readonly DossierRow[], now: Date) {
  const dossierIds = dossiers.map((one) => one.id);
  const [calls, subjects, laws, files, judgements, submissions] = await Promise.all([
    db
      .selectFrom('award_call')
      .select(['id', 'slug', 'programme_id as programmeId', 'doc'])
      .where('id', 'in', unique(dossiers.map((one) => one.callId)))
      .execute(),
    subjectFacts(db, unique(dossiers.map((one) => one.subjectId))),
    lawsOf(db),
    fileFacts(db, dossierIds, unique(dossiers.map((one) => one.submissionId))),
    judgementFacts(db, dossierIds),
    db
      .selectFrom('award_submission')
      .select(['id', 'signer'])
      .where('id', '=', among(unique(dossiers.map((one) => one.submissionId))))
      .execute(),
  ]);
  const ids = unique(subjects.map((one) => one.id));
  const atUnits = unique(subjects.filter((one) => one.itself && !one.isUnit).map((one) => one.unitId));
  const path = calls.flatMap((call) => call.doc.path);
  const [records, rivals, barriers, seats] = await Promise.all([
    recordFacts(db, ids),
    rivalFacts(db, ids),
    barrierFacts(db, ids, atUnits),
    interestedIn(db, {
      unitCodes: unique(path.map((step) => (step.kind === 'council' || step.kind === 'decision' ? step.unit : null))),
      unitIds: unique(dossiers.map((one) => one.unitId)),
      now,
    }),
  ]);
  return {
    calls: new Map(calls.map((call) => [call.id, call])),
    subjects: Map.groupBy(subjects, (one) => one.of),
    laws,
    files,
    judgements: Map.groupBy(judgements, (one) => one.dossierId),
    signers: new Map(submissions.map((one) => [one.id, one.signer])),
    records: Map.groupBy(records, (one) => one.subjectId),
    rivals: Map.groupBy(rivals, (one) => one.subjectId),
    barriers,
    seats,
  };
}

export type CheckFacts = Awaited<ReturnType<typeof checkFacts>>;
