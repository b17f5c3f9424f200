/** A unit before a call: what it may hand in, and everything that its pages and use cases need of it. */
import type { Kysely } from 'kysely';
import { type Asked, dossierLacks, type Lack, submissionLacks } from '#lib/domain/award/complete.ts';
import { isWritable } from '#lib/domain/award/path.ts';
import type { AwardForm, LawVersion, SubjectKind } from '#lib/domain/catalogue/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { formatDateTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementCriterion } from '#lib/domain/movement/types.ts';
import { formIn, lawById, lawOn, lawsOf } from '../catalogue/queries.ts';
import type { UnitOnDay } from '../movement/units.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { movementById, type StoredMovement } from '../programme/queries.ts';
import { awardFilesOf } from './fileRows.ts';
import { type Nominator, nominators } from './nominators.ts';
import { callById, callBySlug, type DossierRow, dossiersOf } from './queries.ts';
import { type AwardScope, awardScope, mayNominate, maySeeNominator, type StoredCall } from './scope.ts';

export interface Nomination {
  call: StoredCall;
  scope: AwardScope;
  unit: UnitOnDay;
  movement: StoredMovement | null;
  /** the unit among those that may nominate, with its class in the movement; null: it takes no part in this call */
  nominator: Nominator | null;
  laws: LawVersion[];
}

/** A call as one unit meets it. @throws RuleError 'not-found' for those whose business it is not */
export async function openNomination(ctx: Ctx, args: { unitId: string; slug: string }): Promise<Nomination> {
  const [call, scope] = await Promise.all([callBySlug(ctx.app.db, args.slug), awardScope(ctx)]);
  requireAllowed(maySeeNominator(scope, args.unitId));
  const unit = scope.units.get(args.unitId);
  if (!call || call.state === 'draft' || !unit) throw notFound('Đợt xét khen thưởng này');
  return nominationOf(ctx, scope, call, unit);
}

/** The same for a call and a unit that are known already. */
export async function nominationOf(
  ctx: Ctx,
  scope: AwardScope,
  call: StoredCall,
  unit: UnitOnDay,
): Promise<Nomination> {
  const { db } = ctx.app;
  const [movement, laws, units] = await Promise.all([
    call.programmeId ? movementById(db, call.programmeId) : null,
    lawsOf(db),
    nominators(db, call, isoDateLocal(ctx.now)),
  ]);
  const nominator = units.find((one) => one.id === unit.id) ?? null;
  return { call, scope, unit, movement, nominator, laws };
}

/** The version of the law by which a dossier is judged: that of its receipt, before it that of today. */
export const lawOf = ({ laws }: Pick<Nomination, 'laws'>, dossier: { lawId: string | null } | null, now: Date) =>
  dossier?.lawId ? lawById(laws, dossier.lawId) : lawOn(laws, isoDateLocal(now));

/** Criteria of the subject's class: a collective has those of its unit, a person or a household those of persons or households (Q25-6). */
export function criteriaFor(
  { movement, nominator }: Pick<Nomination, 'movement' | 'nominator'>,
  kind: SubjectKind,
): MovementCriterion[] {
  if (!movement) return [];
  const { classes, criteria } = movement.doc;
  const of = classes.filter((one) =>
    kind === 'collective' ? one.id === nominator?.classId : one.kind === kind && one.units === null,
  );
  return criteria.filter((one) => of.some(({ id }) => one.classIds.includes(id)));
}

export const askedOf = (
  at: Nomination,
  dossier: Pick<DossierRow, 'formId' | 'subjectKind' | 'lawId'>,
  now: Date,
): Asked => ({
  form: formIn(lawOf(at, dossier, now), dossier.formId),
  criteria: criteriaFor(at, dossier.subjectKind),
  period: at.call.doc.period,
});

/** Handing in is possible from the first to the last instant, both included. */
export function callIsOpen(call: StoredCall, now: Date): boolean {
  return call.state === 'open' && new Date(call.doc.opensAt) <= now && now <= new Date(call.doc.closesAt);
}

/** Why nothing can be handed in now, with what is left to do; null: it can. */
export function closedBecause(call: StoredCall, now: Date): RuleError | null {
  if (callIsOpen(call, now)) return null;
  const { opensAt, closesAt } = call.doc;
  const message =
    call.state === 'cancelled'
      ? 'Đợt xét khen thưởng này đã hủy.'
      : call.state === 'open' && now < new Date(opensAt)
        ? `Đợt này nhận hồ sơ từ ${formatDateTime(opensAt)}. Hãy quay lại sau thời điểm đó.`
        : `Đợt này đã hết hạn nhận hồ sơ lúc ${formatDateTime(closesAt)}. Hãy liên hệ cơ quan thường trực của đợt xét.`;
  return new RuleError({ code: 'award.call-closed', message, status: 409 });
}

/** @throws RuleError 'award.call-closed' */
export function requireOpen(call: StoredCall, now: Date): void {
  const refusal = closedBecause(call, now);
  if (refusal) throw refusal;
}

/** The actor writes for the unit in this call. @throws RuleError */
export function requireNominating(at: Nomination): void {
  requireAllowed(mayNominate(at.scope, at.unit.id));
  if (!at.nominator)
    throw new RuleError({
      code: 'award.not-nominator',
      message: `${at.unit.name} không thuộc các đơn vị được đề nghị trong đợt này.`,
      status: 403,
    });
}

/**
 * The call as it is now, held until the end of the transaction: it is cancelled or closed before this act or after it, never between.
 * @param how 'submit' beside others; 'start' and 'change' one after the other, because they look for twins in the call
 * @throws RuleError 'award.call-closed'
 */
export async function holdOpenCall(
  tx: Tx,
  { call: { id } }: Pick<Nomination, 'call'>,
  how: 'start' | 'change' | 'submit',
  now: Date,
): Promise<StoredCall> {
  const row = tx.db.selectFrom('award_call').select('id').where('id', '=', id);
  await (how === 'submit' ? row.forShare() : row.forNoKeyUpdate()).execute();
  const call = (await callById(tx.db, id))!;
  if (how === 'start' || call.state !== 'open') requireOpen(call, now);
  return call;
}

export interface SubmissionRow {
  id: string;
  state: 'draft' | 'submitted';
  version: number;
  letterNumber: string | null;
  letterDate: string | null;
  signer: string | null;
  signerTitle: string | null;
  meetingOn: string | null;
  membersTotal: number | null;
  membersPresent: number | null;
  collectives: number | null;
  individuals: number | null;
  households: number | null;
  firstSubmittedAt: Date | null;
  submittedAt: Date | null;
}

const submissions = (db: Kysely<DB>) =>
  db
    .selectFrom('award_submission')
    .select([
      'id',
      'state',
      'version',
      'letter_number as letterNumber',
      'letter_date as letterDate',
      'signer',
      'signer_title as signerTitle',
      'meeting_on as meetingOn',
      'members_total as membersTotal',
      'members_present as membersPresent',
      'collectives',
      'individuals',
      'households',
      'first_submitted_at as firstSubmittedAt',
      'submitted_at as submittedAt',
    ]);

export const submissionOf = async (db: Kysely<DB>, callId: string, unitId: string): Promise<SubmissionRow | null> =>
  (await submissions(db).where('call_id', '=', callId).where('unit_id', '=', unitId).executeTakeFirst()) ?? null;

/** The unit's submission, begun when there is none; locked until the end of the transaction. */
export async function lockSubmission(tx: Tx, ctx: Ctx, at: Pick<Nomination, 'call' | 'unit'>): Promise<SubmissionRow> {
  // Ending the call takes the same row: a unit is either in time or told that it has ended.
  const { state } = await tx.db
    .selectFrom('award_call')
    .select('state')
    .where('id', '=', at.call.id)
    .forShare()
    .executeTakeFirstOrThrow();
  if (state !== at.call.state) throw stale('Đợt xét khen thưởng');
  await tx.db
    .insertInto('award_submission')
    .values({ call_id: at.call.id, unit_id: at.unit.id, state: 'draft', created_at: ctx.now, updated_at: ctx.now })
    .onConflict((oc) => oc.columns(['call_id', 'unit_id']).doNothing())
    .execute();
  return submissions(tx.db)
    .where('call_id', '=', at.call.id)
    .where('unit_id', '=', at.unit.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** How many files of each role hang on each thing, ready ones only. */
export async function readyFiles(
  db: Kysely<DB>,
  key: 'submissionId' | 'dossierId',
  ids: string[],
): Promise<Map<string, Map<string, number>>> {
  const counts = new Map(ids.map((id) => [id, new Map<string, number>()]));
  for (const file of await awardFilesOf(db, key, ids)) {
    if (file.state !== 'ready') continue;
    const roles = counts.get(file.of)!;
    roles.set(file.role, (roles.get(file.role) ?? 0) + 1);
  }
  return counts;
}

/** Everything of a submission that is still missing, by dossier and as a whole. */
export async function lacksOf(
  db: Kysely<DB>,
  at: Nomination,
  now: Date,
  known?: { submission: SubmissionRow; dossiers: DossierRow[] },
) {
  const submission = known?.submission ?? (await submissionOf(db, at.call.id, at.unit.id));
  const all =
    known?.dossiers ?? (submission ? await dossiersOf(db, { submissionId: submission.id }) : ([] as DossierRow[]));
  const open = all.filter((one) => isWritable(one.state));
  const [ofDossiers, ofSubmission] = await Promise.all([
    readyFiles(
      db,
      'dossierId',
      open.map((one) => one.id),
    ),
    submission ? readyFiles(db, 'submissionId', [submission.id]) : new Map<string, Map<string, number>>(),
  ]);
  const asked = new Map(open.map((one) => [one.id, askedOf(at, one, now)]));
  const dossiers = new Map<string, Lack[]>(
    open.map((one) => [one.id, dossierLacks(one, asked.get(one.id)!, ofDossiers.get(one.id) ?? new Map())]),
  );
  const forms = [...asked.values()].flatMap(({ form }) => (form ? [form] : [])) as AwardForm[];
  const whole: Lack[] = submission
    ? submissionLacks(submission, forms, open, ofSubmission.get(submission.id) ?? new Map())
    : [];
  return { submission, all, open, dossiers, whole };
}
