/** Who comes into a meeting, and its row under a lock: every act of a council begins here. */
import type { Kysely } from 'kysely';
import { stepOf } from '#lib/domain/award/path.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import type { CouncilRole } from '#lib/domain/council/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { callById } from '../award/queries.ts';
import { openCall } from '../award/room.ts';
import { type AwardScope, mayWorkAt, type StoredCall } from '../award/scope.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';

const meetingColumns = [
  'm.id',
  'm.council_id as councilId',
  'm.call_id as callId',
  'm.step_id as stepId',
  'm.title',
  'm.starts_at as startsAt',
  'm.place',
  'm.agenda',
  'm.state',
  'm.quorum',
  'm.secretary_name as secretaryName',
  'm.tellers',
  'm.minutes',
  'm.version',
  'm.invited_at as invitedAt',
  'm.opened_at as openedAt',
  'm.closed_at as closedAt',
  'm.cancel_reason as cancelReason',
  'c.name as councilName',
  'c.unit_id as councilUnitId',
  'c.quorum as councilQuorum',
] as const;

export const meetings = (db: Kysely<DB>) =>
  db.selectFrom('council_meeting as m').innerJoin('council as c', 'c.id', 'm.council_id').select(meetingColumns);

export type MeetingRow = Awaited<ReturnType<ReturnType<typeof meetings>['executeTakeFirstOrThrow']>>;

export const meetingById = async (db: Kysely<DB>, id: string): Promise<MeetingRow | null> =>
  isUuid(id) ? ((await meetings(db).where('m.id', '=', id).executeTakeFirst()) ?? null) : null;

/** Somebody who sits in a council. */
export interface MemberRow {
  id: string;
  personId: string;
  name: string;
  email: string | null;
  role: CouncilRole;
  position: string;
  ord: number;
  validFrom: string;
  validTo: string | null;
  endReason: string | null;
}

const members = (db: Kysely<DB>) =>
  db
    .selectFrom('council_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select([
      'm.id',
      'm.person_id as personId',
      'p.full_name as name',
      'p.email',
      'm.role',
      'm.position',
      'm.ord',
      'm.valid_from as validFrom',
      'm.valid_to as validTo',
      'm.end_reason as endReason',
    ])
    .orderBy('m.ord')
    .orderBy('m.valid_from')
    .orderBy('m.id');

/** Everybody who ever sat in a council, in the order of the decision that set it up. */
export const membersEver = (db: Kysely<DB>, councilId: string): Promise<MemberRow[]> =>
  members(db).where('m.council_id', '=', councilId).execute();

/** Who sits in a council on a day. @param day ISO day */
export const membersOn = (db: Kysely<DB>, councilId: string, day: string): Promise<MemberRow[]> =>
  members(db)
    .where('m.council_id', '=', councilId)
    .where('m.valid_from', '<=', day)
    .where((eb) => eb.or([eb('m.valid_to', 'is', null), eb('m.valid_to', '>=', day)]))
    .execute();

export interface OpenMeeting {
  call: StoredCall;
  scope: AwardScope;
  step: PathStep;
  meeting: MeetingRow;
  /** whether the actor runs the meeting: plans it, opens and closes ballots, writes its minutes */
  runs: Decision;
}

/** The council step of a call by its id. */
export function councilStep(call: Pick<StoredCall, 'doc'>, stepId: string): PathStep {
  const step = stepOf(call.doc, stepId);
  if (step?.kind !== 'council') throw notFound('Bước xét của Hội đồng này');
  return step;
}

/** A meeting in the rooms of its call. @throws RuleError 'not-found' */
export async function openMeeting(ctx: Ctx, args: { slug: string; meetingId: string }): Promise<OpenMeeting> {
  const { call, scope } = await openCall(ctx, args.slug);
  const meeting = await meetingById(ctx.app.db, args.meetingId);
  if (meeting?.callId !== call.id) throw notFound('Phiên họp này');
  const step = councilStep(call, meeting.stepId);
  return { call, scope, step, meeting, runs: mayWorkAt(scope, call, step) };
}

/** The same for those who run it. @throws RuleError 'not-found', 'award.not-your-step' */
export async function openToRun(ctx: Ctx, args: { slug: string; meetingId: string }): Promise<OpenMeeting> {
  const open = await openMeeting(ctx, args);
  requireAllowed(open.runs);
  return open;
}

export interface OpenAsMember {
  call: StoredCall;
  meeting: MeetingRow;
  member: MemberRow;
}

/** A meeting as a member of its council on that day sees it, once invited. @throws RuleError 'not-found' for everyone else */
export async function openAsMember(ctx: Ctx, args: { meetingId: string }): Promise<OpenAsMember> {
  const { db } = ctx.app;
  const meeting = await meetingById(db, args.meetingId);
  const known = meeting !== null && (meeting.invitedAt !== null || meeting.openedAt !== null);
  const member =
    known && ctx.actor.id !== null
      ? (await membersOn(db, meeting.councilId, isoDateLocal(meeting.startsAt))).find(
          (one) => one.personId === ctx.actor.id,
        )
      : undefined;
  const call = meeting && member ? await callById(db, meeting.callId) : null;
  if (!meeting || !member || !call) throw notFound('Phiên họp này');
  return { call, meeting, member };
}

const stateWords: Record<MeetingRow['state'], string> = {
  planned: 'chưa khai mạc',
  open: 'đang họp',
  closed: 'đã kết thúc',
  cancelled: 'đã hủy',
};

/** Locks a meeting until the end of the transaction. @throws RuleError 'meeting.state', 'stale' */
export async function lockMeeting(
  tx: Pick<Tx, 'db'>,
  id: string,
  states: readonly MeetingRow['state'][],
  version?: number,
): Promise<MeetingRow> {
  await tx.db.selectFrom('council_meeting').select('id').where('id', '=', id).forUpdate().execute();
  const row = (await meetingById(tx.db, id))!;
  if (!states.includes(row.state))
    throw new RuleError({
      code: 'meeting.state',
      status: 409,
      message: `Phiên họp ${stateWords[row.state]}, nên không làm được việc này nữa. Hãy tải lại trang để xem tình trạng mới nhất.`,
    });
  if (version !== undefined && row.version !== version) throw stale('Phiên họp này');
  return row;
}

/** A reason that others will read. @throws RuleError */
export function readReason(given: string, field = 'reason', message = 'Hãy ghi lý do, ít nhất 5 ký tự.'): string {
  const reason = cleanMultiline(given);
  if (reason.length < 5 || reason.length > 2000)
    throw new RuleError({
      code: 'council.reason',
      message: reason.length > 2000 ? 'Lý do dài quá 2.000 ký tự.' : message,
      field,
    });
  return reason;
}
