/** Awards that are taken back by a decision, what follows from that, and their restoration (Điều 93). */
import type { Kysely } from 'kysely';
import type { DossierState } from '#lib/domain/award/types.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { checkPaper, claims, isGround, type PaperInput, revocationGrounds } from '#lib/domain/register/revocation.ts';
import { recordEvents } from '../award/move.ts';
import { type DossierRow, dossiersOf } from '../award/queries.ts';
import { awardScope, mayKeepRegister } from '../award/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type RecordRow, recordsOfSubjects } from './queries.ts';
import { type FullRecord, openRecord, recordById } from './record.ts';
import { familyOf } from './subjects.ts';

/** Nothing moves such a dossier any more. */
const running: DossierState[] = ['draft', 'in-progress', 'returned', 'forwarded'];

export interface Consequences {
  certificate: string | null;
  /** what becomes of the bonus; null: none is known */
  bonus: { amount: number; from: string; to: 'to-recover' | 'waived' } | null;
  /** awards that were given later and may have leaned on this one */
  later: { record: RecordRow; why: string }[];
  /** dossiers under way that name it among earlier awards */
  dossiers: DossierRow[];
}

const after = (one: RecordRow, other: FullRecord): boolean =>
  one.decisionDate && other.decisionDate ? one.decisionDate > other.decisionDate : one.year > other.year;

/** What a revocation would bring about, shown before it and carried out with it. */
export async function consequencesOf(db: Kysely<DB>, record: FullRecord): Promise<Consequences> {
  const { ids } = await familyOf(db, record.subjectId);
  const [records, dossiers] = await Promise.all([
    recordsOfSubjects(db, ids),
    Promise.all(ids.map((subjectId) => dossiersOf(db, { subjectId }))).then((lists) => lists.flat()),
  ]);
  const reportOf = new Map(dossiers.map((one) => [one.id, one.report]));
  const { payment } = record;
  const to = payment?.state === 'paid' ? 'to-recover' : payment?.state === 'due' ? 'waived' : null;
  return {
    certificate: record.certificateCode,
    bonus: payment && to && { amount: payment.amount, from: payment.state, to },
    later: records
      .filter((one) => one.id !== record.id && one.revokedAt === null && one.formIs !== 'prize' && after(one, record))
      .map((one) => {
        const report = one.dossierId ? reportOf.get(one.dossierId) : undefined;
        return {
          record: one,
          why:
            report && claims(report, record)
              ? 'Hồ sơ đã kê khai khen thưởng này trong các hình thức được khen'
              : 'Khen sau, cùng đối tượng: xem có dựa vào khen thưởng này không',
        };
      }),
    dossiers: dossiers.filter((one) => running.includes(one.state) && claims(one.report, record)),
  };
}

const refused = (message: string, issues: RuleError['issues']) =>
  new RuleError({ code: 'register.paper', message, issues, clause: 'Điều 93' });

/** The record and its bonus, locked, as they are now; other acts on them wait. */
async function held(tx: Tx, id: string): Promise<FullRecord> {
  await tx.db.selectFrom('award_record').select('id').where('id', '=', id).forUpdate().execute();
  await tx.db.selectFrom('award_payment').select('id').where('record_id', '=', id).forUpdate().execute();
  const record = await recordById(tx.db, id);
  if (!record) throw notFound('Dòng này của sổ khen thưởng');
  return record;
}

async function requireFreeNumber(db: Kysely<DB>, record: FullRecord, number: string, date: string): Promise<void> {
  if (!record.authorityUnitId) return;
  const taken = await db
    .selectFrom('award_decision')
    .select('title')
    .where('authority_unit_id', '=', record.authorityUnitId)
    .where('state', '<>', 'cancelled')
    .where((eb) => eb(eb.fn('upper', ['number']), '=', number.toUpperCase()))
    .where('date', '>=', `${date.slice(0, 4)}-01-01`)
    .where('date', '<=', `${date.slice(0, 4)}-12-31`)
    .executeTakeFirst();
  if (taken)
    throw refused('Số quyết định đã dùng.', [
      { field: 'number', message: `Số ${number} năm ${date.slice(0, 4)} đã là số của quyết định “${taken.title}”.` },
    ]);
}

/**
 * Takes an award back. Its certificate loses its force at once, a paid bonus is to be recovered, what leaned on it waits for a review.
 * @throws RuleError for prizes of contests (the contest takes them back), for what was revoked already (409)
 */
export async function revokeRecord(
  ctx: Ctx,
  args: PaperInput & { recordId: string; ground: string },
): Promise<Consequences> {
  const { record: seen, scope } = await openRecord(ctx, args.recordId);
  requireAllowed(mayKeepRegister(scope, seen.authorityUnitId));
  if (seen.formIs === 'prize')
    throw new RuleError({
      code: 'register.prize',
      message: 'Giải thưởng cuộc thi do Ban Tổ chức thu hồi ở phần quyết định giải của cuộc thi; sổ tự ghi theo.',
    });
  const { value, issues } = checkPaper(args, seen, ctx.now);
  const { ground } = args;
  if (!isGround(ground)) issues.unshift({ field: 'ground', message: 'Hãy chọn căn cứ thu hồi.' });
  if (issues.length > 0 || !isGround(ground)) throw refused('Chưa thu hồi được.', issues);
  return act(
    ctx,
    {
      act: 'register.revoke',
      subject: { kind: 'award-record', id: seen.id },
      summary: `Thu hồi ${seen.formName} của ${seen.subjectName}`,
      ...(seen.programmeId ? { programmeId: seen.programmeId } : {}),
    },
    async (tx) => {
      const record = await held(tx, seen.id);
      if (record.revokedAt)
        throw new RuleError({ code: 'register.revoked', status: 409, message: 'Khen thưởng này đã bị thu hồi.' });
      await requireFreeNumber(tx.db, record, value.number, value.date);
      const result = await consequencesOf(tx.db, record);
      const { id: revocationId } = await tx.db
        .insertInto('award_revocation')
        .values({
          record_id: record.id,
          what: 'revoked',
          ground,
          decision_number: value.number,
          decision_date: value.date,
          reason: value.reason,
          by_id: ctx.actor.id,
          by_name: ctx.actor.name,
          at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx.db
        .updateTable('award_record')
        .set({
          revoked_at: ctx.now,
          revoked_reason: value.reason,
          revoked_decision: value.number,
          revoked_date: value.date,
          revocation_id: revocationId,
        })
        .where('id', '=', record.id)
        .execute();
      if (result.bonus)
        await tx.db
          .updateTable('award_payment')
          .set({
            state: result.bonus.to,
            note: `Thu hồi khen thưởng theo Quyết định số ${value.number}`,
            updated_at: ctx.now,
            by_name: ctx.actor.name,
          })
          .where('record_id', '=', record.id)
          .execute();
      await askForReviews(tx, ctx, record, revocationId, result);
      tx.publish();
      tx.note({
        changes: {
          number: value.number,
          date: value.date,
          ground,
          clause: revocationGrounds[ground].clause,
          reason: value.reason,
          bonus: result.bonus?.to ?? null,
          later: result.later.length,
          dossiers: result.dossiers.map((one) => one.code),
        },
      });
      return result;
    },
  );
}

async function askForReviews(
  tx: Tx,
  ctx: Ctx,
  record: FullRecord,
  revocationId: string,
  { later, dossiers }: Consequences,
): Promise<void> {
  const name = `${record.formName}${record.decisionNumber ? ` (Quyết định số ${record.decisionNumber})` : ''}`;
  const reviews = [
    ...later.map((one) => ({ record_id: one.record.id, dossier_id: null, why: one.why })),
    ...dossiers.map((one) => ({ record_id: null, dossier_id: one.id, why: `Hồ sơ kê khai ${name} đã bị thu hồi` })),
  ];
  if (reviews.length > 0)
    await tx.db
      .insertInto('award_review')
      .values(reviews.map((one) => ({ ...one, revocation_id: revocationId })))
      .execute();
  await recordEvents(
    tx,
    ctx,
    dossiers.map((one) => ({
      callId: one.callId,
      dossierId: one.id,
      submissionId: one.submissionId,
      what: 'claim-revoked',
      stepId: one.stepId,
      reason: `${name} mà hồ sơ kê khai đã bị thu hồi. Hãy xem lại thành tích.`,
      data: { recordId: record.id },
    })),
  );
}

/** Gives a revoked award back by another decision; the history of both stays. A bonus that is not recovered yet stays with its owner. */
export async function restoreRecord(ctx: Ctx, args: PaperInput & { recordId: string }): Promise<void> {
  const { record: seen, scope } = await openRecord(ctx, args.recordId);
  requireAllowed(mayKeepRegister(scope, seen.authorityUnitId));
  if (seen.formIs === 'prize')
    throw new RuleError({ code: 'register.prize', message: 'Giải thưởng cuộc thi do Ban Tổ chức quyết định lại.' });
  const { value, issues } = checkPaper(args, { ...seen, revokedOn: seen.revokedDate }, ctx.now);
  if (issues.length > 0) throw refused('Chưa khôi phục được.', issues);
  await act(
    ctx,
    {
      act: 'register.restore',
      subject: { kind: 'award-record', id: seen.id },
      summary: `Khôi phục ${seen.formName} của ${seen.subjectName}`,
      ...(seen.programmeId ? { programmeId: seen.programmeId } : {}),
    },
    async (tx) => {
      const record = await held(tx, seen.id);
      if (!record.revokedAt)
        throw new RuleError({ code: 'register.in-force', status: 409, message: 'Khen thưởng này đang có hiệu lực.' });
      await requireFreeNumber(tx.db, record, value.number, value.date);
      await tx.db
        .insertInto('award_revocation')
        .values({
          record_id: record.id,
          what: 'restored',
          decision_number: value.number,
          decision_date: value.date,
          reason: value.reason,
          by_id: ctx.actor.id,
          by_name: ctx.actor.name,
          at: ctx.now,
        })
        .execute();
      await tx.db
        .updateTable('award_record')
        .set({
          revoked_at: null,
          revoked_reason: null,
          revoked_decision: null,
          revoked_date: null,
          revocation_id: null,
        })
        .where('id', '=', record.id)
        .execute();
      const back = { 'to-recover': 'paid', waived: 'due', recovered: 'due' } as const;
      const state = record.payment && back[record.payment.state as keyof typeof back];
      if (state)
        await tx.db
          .updateTable('award_payment')
          .set({
            state,
            note: `Khôi phục khen thưởng theo Quyết định số ${value.number}`,
            updated_at: ctx.now,
            by_name: ctx.actor.name,
          })
          .where('record_id', '=', record.id)
          .execute();
      if (record.revocationId)
        await tx.db
          .updateTable('award_review')
          .set({
            done_at: ctx.now,
            done_by_name: ctx.actor.name,
            conclusion: `Khen thưởng đã được khôi phục theo Quyết định số ${value.number}.`,
          })
          .where('revocation_id', '=', record.revocationId)
          .where('done_at', 'is', null)
          .execute();
      tx.publish();
      tx.note({ changes: { ...value } });
    },
  );
}

export interface ReviewRow {
  id: string;
  revocationId: string;
  recordId: string | null;
  dossierId: string | null;
  label: string;
  why: string;
  doneAt: Date | null;
  doneByName: string | null;
  conclusion: string | null;
}

/** What waits, or has waited, to be looked at again because some revocation pulled the ground from under it. */
export async function reviewsOf(db: Kysely<DB>, revocationIds: string[]): Promise<ReviewRow[]> {
  if (revocationIds.length === 0) return [];
  const rows = await db
    .selectFrom('award_review as v')
    .leftJoin('award_record as r', 'r.id', 'v.record_id')
    .leftJoin('award_dossier as d', 'd.id', 'v.dossier_id')
    .select([
      'v.id',
      'v.revocation_id as revocationId',
      'v.record_id as recordId',
      'v.dossier_id as dossierId',
      'v.why',
      'v.done_at as doneAt',
      'v.done_by_name as doneByName',
      'v.conclusion',
      'r.form_name as formName',
      'r.year',
      'd.code',
      'd.subject_name as name',
    ])
    .where('v.revocation_id', 'in', revocationIds)
    .orderBy('v.id')
    .execute();
  return rows.map(({ formName, year, code, name, ...row }) => ({
    ...row,
    label: code ? `Hồ sơ ${code}, ${name}` : `${formName}, năm ${year}`,
  }));
}

/** Dossiers that lean on a revoked award and have not been looked at since. One query. */
export async function openReviewsOf(db: Kysely<DB>, dossierIds: string[]): Promise<Map<string, string[]>> {
  if (dossierIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('award_review')
    .select(['dossier_id as dossierId', 'why'])
    .where('dossier_id', 'in', dossierIds)
    .where('done_at', 'is', null)
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.dossierId!)].map(([id, list]) => [id, list.map((one) => one.why)]));
}

/** Says what came of looking again at something that leaned on a revoked award. */
export async function concludeReview(ctx: Ctx, args: { reviewId: string; conclusion: string }): Promise<void> {
  const found = isUuid(args.reviewId)
    ? await ctx.app.db
        .selectFrom('award_review as v')
        .innerJoin('award_revocation as x', 'x.id', 'v.revocation_id')
        .innerJoin('award_record as r', 'r.id', 'x.record_id')
        .select(['v.id', 'r.id as recordId', 'r.authority_unit_id as unitId'])
        .where('v.id', '=', args.reviewId)
        .executeTakeFirst()
    : undefined;
  if (!found) throw notFound('Việc xem lại này');
  requireAllowed(mayKeepRegister(await awardScope(ctx), found.unitId));
  const conclusion = cleanMultiline(args.conclusion).slice(0, 1000);
  if (charCount(conclusion) < 10)
    throw new RuleError({
      code: 'register.conclusion',
      field: 'conclusion',
      message: 'Hãy ghi kết quả xem lại, ít nhất 10 ký tự.',
    });
  await act(
    ctx,
    {
      act: 'register.review',
      subject: { kind: 'award-record', id: found.recordId },
      summary: 'Kết luận việc xem lại sau thu hồi khen thưởng',
    },
    async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('award_review')
        .set({ done_at: ctx.now, done_by_name: ctx.actor.name, conclusion })
        .where('id', '=', found.id)
        .where('done_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n)
        throw new RuleError({ code: 'register.reviewed', status: 409, message: 'Việc này vừa có người kết luận.' });
      tx.note({ changes: { conclusion } });
    },
  );
}
