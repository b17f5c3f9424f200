import { type Kysely, sql } from 'kysely';
import { type ForwardingState, type ForwardingWay, stateOfForwarding } from '#lib/domain/award/forwarding.ts';
import { stepOf } from '#lib/domain/award/path.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../../platform/db/schema.ts';
import type { StoredCall } from '../scope.ts';

/** A letter to those above with its list. */
export interface StoredForwarding {
  id: string;
  callId: string;
  stepId: string;
  receiver: string;
  state: ForwardingState;
  version: number;
  letterNumber: string | null;
  letterDate: string | null;
  receipt: string;
  way: ForwardingWay | null;
  sentOn: string | null;
  sentAt: Date | null;
  sentByName: string | null;
  createdAt: Date;
  createdByName: string;
  submittedAt: Date | null;
  submittedByName: string | null;
  approvedAt: Date | null;
  approvedByName: string | null;
  returnedReason: string | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  /** dossiers in it, and those whose answer is awaited */
  lines: number;
  open: number;
}

const columns = [
  'f.id',
  'f.call_id as callId',
  'f.step_id as stepId',
  'f.receiver',
  'f.version',
  'f.letter_number as letterNumber',
  'f.letter_date as letterDate',
  'f.receipt',
  'f.way',
  'f.sent_on as sentOn',
  'f.sent_at as sentAt',
  'f.sent_by_name as sentByName',
  'f.created_at as createdAt',
  'f.created_by_name as createdByName',
  'f.submitted_at as submittedAt',
  'f.submitted_by_name as submittedByName',
  'f.approved_at as approvedAt',
  'f.approved_by_name as approvedByName',
  'f.returned_reason as returnedReason',
  'f.cancelled_at as cancelledAt',
  'f.cancel_reason as cancelReason',
] as const;

/** Letters of a call, the newest first. */
export async function forwardingsOf(db: Kysely<DB>, callId: string, id?: string): Promise<StoredForwarding[]> {
  const rows = await db
    .selectFrom('award_forwarding as f')
    .select(columns)
    .select((eb) => [
      eb
        .selectFrom('award_forwarding_line as l')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('l.forwarding_id', '=', 'f.id')
        .$asScalar()
        .$notNull()
        .as('lines'),
      eb
        .selectFrom('award_forwarding_line as l')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('l.forwarding_id', '=', 'f.id')
        .where('l.outcome', 'is', null)
        .$asScalar()
        .$notNull()
        .as('open'),
    ])
    .where('f.call_id', '=', callId)
    .$if(id !== undefined, (q) => q.where('f.id', '=', id!))
    .orderBy('f.created_at', 'desc')
    .orderBy('f.id')
    .execute();
  return rows.map((row) => ({ ...row, state: stateOfForwarding(row) }));
}

/** @throws RuleError 'not-found' */
export async function requireForwarding(db: Kysely<DB>, callId: string, id: string): Promise<StoredForwarding> {
  const row = isUuid(id) ? (await forwardingsOf(db, callId, id))[0] : undefined;
  if (!row) throw notFound('Tờ trình này');
  return row;
}

/** Locks a letter until the end of the transaction. @throws RuleError 'stale' when it is no longer the one that was seen */
export async function lockForwarding(
  db: Kysely<DB>,
  callId: string,
  id: string,
  version: number,
): Promise<StoredForwarding> {
  if (!isUuid(id)) throw notFound('Tờ trình này');
  await db.selectFrom('award_forwarding').select('id').where('id', '=', id).forUpdate().execute();
  const forwarding = await requireForwarding(db, callId, id);
  if (forwarding.version !== version) throw stale('Tờ trình');
  return forwarding;
}

/** @throws RuleError 'award.forwarding-state' */
export function requireState(forwarding: StoredForwarding, states: ForwardingState[], doing: string): void {
  if (states.includes(forwarding.state)) return;
  const now: Record<ForwardingState, string> = {
    draft: 'đang soạn',
    submitted: 'đang chờ duyệt',
    approved: 'đã được duyệt',
    sent: 'đã gửi cấp trên',
    answered: 'đã có kết quả',
    cancelled: 'đã hủy',
  };
  throw new RuleError({
    code: 'award.forwarding-state',
    status: 409,
    message: `Tờ trình ${now[forwarding.state]} nên không ${doing} được. Hãy tải lại trang để xem tình trạng mới nhất.`,
  });
}

export const forwardingSteps = (call: Pick<StoredCall, 'doc'>): PathStep[] =>
  call.doc.path.filter((step) => step.kind === 'forwarding');

/** @throws RuleError 'not-found' when the path has no such step */
export function requireForwardingStep(call: Pick<StoredCall, 'doc'>, id: string): PathStep {
  const step = stepOf(call.doc, id);
  if (step?.kind !== 'forwarding') throw notFound('Bước trình cấp trên này');
  return step;
}

/** A dossier in a list, with what those above answered and what it brought. */
export const forwardingLines = (db: Kysely<DB>, forwardingId: string) =>
  db
    .selectFrom('award_forwarding_line as l')
    .innerJoin('award_dossier as d', 'd.id', 'l.dossier_id')
    .leftJoin('award_record as r', (join) => join.onRef('r.dossier_id', '=', 'd.id').on('r.source', '=', 'state'))
    .leftJoin('award_payment as p', 'p.record_id', 'r.id')
    .select([
      'l.dossier_id as dossierId',
      'l.outcome',
      'l.decision_number as number',
      'l.decision_date as date',
      'l.signer',
      'l.reason',
      'l.entered_at as enteredAt',
      'l.entered_by_name as enteredByName',
      'r.id as recordId',
      'r.bonus',
      'p.id as paymentId',
      'p.state as payment',
      'p.note as paymentNote',
      'p.on_day as paidOn',
    ])
    .where('l.forwarding_id', '=', forwardingId)
    .orderBy('d.code')
    .execute();

/** Dossiers at a step that no letter has taken up. */
export const waitingIds = async (db: Kysely<DB>, callId: string, stepId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('award_dossier as d')
      .select('d.id')
      .where('d.call_id', '=', callId)
      .where('d.state', '=', 'in-progress')
      .where('d.step_id', '=', stepId)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb.selectFrom('award_forwarding_line as l').select('l.dossier_id').whereRef('l.dossier_id', '=', 'd.id'),
          ),
        ),
      )
      .orderBy('d.code')
      .execute()
  ).map((row) => row.id);
