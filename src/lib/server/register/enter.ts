/** How awards enter the register, from decisions, imports and contests alike. */
import { type Insertable, type Kysely, sql } from 'kysely';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { certificateCode } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';

/** An award as it is entered. What is left out is not known. */
export interface NewRecord {
  subjectId: string;
  subjectKind: SubjectKind;
  /** as decision and certificate name it */
  subjectName: string;
  unitId?: string | null;
  unitName: string;
  formId: string;
  formName: string;
  formIs: Row<'award_record'>['form_is'];
  level: Row<'award_record'>['level'];
  awardKind: Row<'award_record'>['award_kind'];
  occasion?: string | null;
  authorityUnitId?: string | null;
  issuer: string;
  signer?: string | null;
  decisionId?: string | null;
  decisionNumber?: string | null;
  /** ISO day */
  decisionDate?: string | null;
  year: number;
  citation?: string;
  periodFrom?: string | null;
  periodTo?: string | null;
  programmeId?: string | null;
  dossierId?: string | null;
  /** a prize of a contest, and whose it is among the authors */
  awardId?: string | null;
  entryAuthorId?: string | null;
  bonus?: number | null;
  source: Row<'award_record'>['source'];
  importJobId?: string | null;
  public?: boolean;
  /** the place in the golden book: the next free one, one that is known from paper, or none */
  golden: 'next' | number | null;
  /** a code by which everyone checks the paper */
  certificate: boolean;
}

export interface EnteredRecord {
  id: string;
  certificateCode: string | null;
  goldenNo: number | null;
}

/** Rows of one insert: PostgreSQL takes 65,535 parameters a statement. */
const CHUNK = 1000;

/** What the register is searched by. */
export const recordText = (record: { subjectName: string; unitName: string; decisionNumber?: string | null }): string =>
  fold([record.subjectName, record.unitName, record.decisionNumber ?? ''].join(' '));

const bookOf = (record: NewRecord): string => `${record.authorityUnitId ?? ''} ${record.year} ${record.formId}`;

/** Golden books of these records are closed to everyone else until the end of the transaction; the last number of each. */
async function openBooks(db: Kysely<DB>, records: NewRecord[]): Promise<Map<string, number>> {
  const books = new Map(records.map((one) => [bookOf(one), one]));
  const last = new Map<string, number>();
  // in one order, so that two acts cannot wait for one another
  for (const key of [...books.keys()].toSorted()) {
    const { authorityUnitId, year, formId } = books.get(key)!;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`golden:${key}`}, 0))`.execute(db);
    const row = await db
      .selectFrom('award_record')
      .select(sql<number>`coalesce(max(golden_no), 0)`.as('last'))
      .where('authority_unit_id', 'is not distinct from', authorityUnitId ?? null)
      .where('year', '=', year)
      .where('form_id', '=', formId)
      .executeTakeFirstOrThrow();
    last.set(key, row.last);
  }
  return last;
}

/** Codes that no other paper bears: among hundreds of thousands two random ones do meet. */
async function freshCodes(db: Kysely<DB>, count: number): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < count) {
    const drawn = new Set<string>();
    while (codes.size + drawn.size < count) {
      const code = certificateCode('KT');
      if (!codes.has(code)) drawn.add(code);
    }
    const taken = await db
      .selectFrom('award_record')
      .select('certificate_code')
      .where('certificate_code', '=', sql<string>`any(${[...drawn]}::text[])`)
      .execute();
    for (const row of taken) drawn.delete(row.certificate_code!);
    for (const code of drawn) codes.add(code);
  }
  return [...codes];
}

const rowOf = (record: NewRecord, ctx: Ctx, goldenNo: number | null, code: string | null) =>
  ({
    subject_id: record.subjectId,
    subject_kind: record.subjectKind,
    subject_name: record.subjectName,
    unit_id: record.unitId ?? null,
    unit_name: record.unitName,
    folded: recordText(record),
    form_id: record.formId,
    form_name: record.formName,
    form_is: record.formIs,
    level: record.level,
    award_kind: record.awardKind,
    occasion: record.occasion ?? null,
    authority_unit_id: record.authorityUnitId ?? null,
    issuer: record.issuer,
    signer: record.signer ?? null,
    decision_id: record.decisionId ?? null,
    decision_number: record.decisionNumber ?? null,
    decision_date: record.decisionDate ?? null,
    year: record.year,
    citation: record.citation ?? '',
    period_from: record.periodFrom ?? null,
    period_to: record.periodTo ?? null,
    programme_id: record.programmeId ?? null,
    dossier_id: record.dossierId ?? null,
    award_id: record.awardId ?? null,
    entry_author_id: record.entryAuthorId ?? null,
    golden_no: goldenNo,
    bonus: record.bonus ?? null,
    certificate_code: code,
    source: record.source,
    import_job_id: record.importJobId ?? null,
    public: record.public ?? true,
    created_at: ctx.now,
  }) satisfies Insertable<DB['award_record']>;

/**
 * Enters awards in the register, in the order given: golden numbers follow one another by office, year and form, also when two decisions
 * are issued at the same moment. Called inside the acts of others.
 * @returns one line a record, in the same order
 */
export async function enterRecords(tx: Tx, ctx: Ctx, records: NewRecord[]): Promise<EnteredRecord[]> {
  const last = await openBooks(
    tx.db,
    records.filter((one) => one.golden === 'next'),
  );
  const codes = await freshCodes(tx.db, records.filter((one) => one.certificate).length);
  let given = 0;
  const rows = records.map((record) => {
    let goldenNo: number | null = null;
    if (record.golden === 'next') {
      goldenNo = last.get(bookOf(record))! + 1;
      last.set(bookOf(record), goldenNo);
    } else goldenNo = record.golden;
    return rowOf(record, ctx, goldenNo, record.certificate ? codes[given++]! : null);
  });
  // the page of verification answered "unknown" for these codes until now
  if (codes.length > 0) tx.publish();
  const entered: EnteredRecord[] = [];
  for (let from = 0; from < rows.length; from += CHUNK)
    entered.push(
      ...(await tx.db
        .insertInto('award_record')
        .values(rows.slice(from, from + CHUNK))
        .returning(['id', 'certificate_code as certificateCode', 'golden_no as goldenNo'])
        .execute()),
    );
  return entered;
}
