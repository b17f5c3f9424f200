import { type Kysely, sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { type AwardScope, awardScope, mayReadRecord } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type RecordRow, recordColumns } from './queries.ts';

/** A line of the register with all that officers see of it. */
export interface FullRecord extends RecordRow {
  authorityUnitId: string | null;
  signer: string | null;
  revokedDecision: string | null;
  revokedDate: string | null;
  revocationId: string | null;
  createdAt: Date;
  /** changes with each change of the row */
  stamp: string;
  payment: { state: Row<'award_payment'>['state']; amount: number } | null;
}

export async function recordById(db: Kysely<DB>, id: string): Promise<FullRecord | null> {
  if (!isUuid(id)) return null;
  const row = await db
    .selectFrom('award_record as r')
    .leftJoin('award_payment as p', 'p.record_id', 'r.id')
    .select(recordColumns)
    .select([
      'r.authority_unit_id as authorityUnitId',
      'r.signer',
      'r.revoked_decision as revokedDecision',
      'r.revoked_date as revokedDate',
      'r.revocation_id as revocationId',
      'r.created_at as createdAt',
      sql<string>`r.xmin::text`.as('stamp'),
      'p.state as paymentState',
      'p.amount as paymentAmount',
    ])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { paymentState, paymentAmount, ...record } = row;
  return { ...record, payment: paymentState && { state: paymentState, amount: paymentAmount ?? 0 } };
}

/** A line for whoever may read it whole. @throws RuleError 'not-found' for everyone else */
export async function openRecord(ctx: Ctx, id: string): Promise<{ record: FullRecord; scope: AwardScope }> {
  const [record, scope] = await Promise.all([recordById(ctx.app.db, id), awardScope(ctx)]);
  if (!record) throw notFound('Dòng này của sổ khen thưởng');
  requireAllowed(mayReadRecord(scope, record));
  return { record, scope };
}

export interface RevocationRow {
  id: string;
  what: 'revoked' | 'restored';
  ground: Row<'award_revocation'>['ground'];
  number: string | null;
  date: string | null;
  reason: string;
  byName: string;
  at: Date;
}

/** When a record was taken back and given back, the oldest first. */
export const revocationsOf = (db: Kysely<DB>, recordId: string): Promise<RevocationRow[]> =>
  db
    .selectFrom('award_revocation')
    .select([
      'id',
      'what',
      'ground',
      'decision_number as number',
      'decision_date as date',
      'reason',
      'by_name as byName',
      'at',
    ])
    .where('record_id', '=', recordId)
    .orderBy('at')
    .orderBy('id')
    .execute();
