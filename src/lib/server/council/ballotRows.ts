/** Ballots and who is entitled to vote in them, as acts and pages read them. */
import type { Kysely } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../platform/db/schema.ts';

const ballots = (db: Kysely<DB>) =>
  db
    .selectFrom('ballot as b')
    .select([
      'b.id',
      'b.meeting_id as meetingId',
      'b.no',
      'b.title',
      'b.secret',
      'b.state',
      'b.public_key as publicKey',
      'b.private_key as privateKey',
      'b.box',
      'b.slips',
      'b.opened_at as openedAt',
      'b.closed_at as closedAt',
      'b.result',
      'b.cancel_reason as cancelReason',
    ])
    .orderBy('b.no');

export type BallotRow = Awaited<ReturnType<ReturnType<typeof ballots>['executeTakeFirstOrThrow']>>;

export const ballotsOf = (db: Kysely<DB>, meetingId: string): Promise<BallotRow[]> =>
  ballots(db).where('b.meeting_id', '=', meetingId).execute();

/** @throws RuleError 'not-found' */
export async function requireBallot(db: Kysely<DB>, id: string, meetingId?: string): Promise<BallotRow> {
  const row = isUuid(id) ? await ballots(db).where('b.id', '=', id).executeTakeFirst() : undefined;
  if (!row || (meetingId !== undefined && row.meetingId !== meetingId)) throw notFound('Lần bỏ phiếu này');
  return row;
}

/** A vote that came too late: what was chosen stays with the voter. */
export const ballotClosed = (state: BallotRow['state']) =>
  new RuleError({
    code: 'ballot.closed',
    status: 409,
    message: `Lần bỏ phiếu này đã ${state === 'cancelled' ? 'bị hủy' : 'kết thúc'}, phiếu của Ông/Bà chưa được ghi nhận. Ý kiến vừa chọn vẫn còn trên màn hình: hãy báo thư ký phiên họp.`,
  });

/** Locks a ballot that is open: closing and voting wait for one another. @throws RuleError 'not-found', 'ballot.closed' */
export async function lockOpenBallot(db: Kysely<DB>, id: string): Promise<BallotRow> {
  if (isUuid(id)) await db.selectFrom('ballot').select('id').where('id', '=', id).forUpdate().execute();
  const row = await requireBallot(db, id);
  if (row.state !== 'open') throw ballotClosed(row.state);
  return row;
}

export const itemsOf = async (db: Kysely<DB>, ballotId: string): Promise<string[]> =>
  (
    await db.selectFrom('ballot_item').select('dossier_id').where('ballot_id', '=', ballotId).orderBy('ord').execute()
  ).map((row) => row.dossier_id);

/** Who is entitled, and in which way each has voted; null: not yet. */
export const votersOf = (db: Kysely<DB>, ballotIds: string[]) =>
  ballotIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('ballot_voter')
        .select(['ballot_id as ballotId', 'member_id as memberId', 'way', 'request'])
        .where('ballot_id', 'in', ballotIds)
        .execute();

/** Slips that were used. */
export const slipsUsed = ({ slips }: Pick<BallotRow, 'slips'>): number => slips.issued - slips.left.length;
