/** Planning a meeting of a council on dossiers of a call: agenda, invitation, cancelling. */
import type { Kysely } from 'kysely';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseLocalInput } from '#lib/domain/kernel/time.ts';
import { dossiersOf, lockDossiers } from '../award/queries.ts';
import { openCall } from '../award/room.ts';
import { mayWorkAt, type StoredCall } from '../award/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { cancellation, invitation } from './mails.ts';
import { councilStep, lockMeeting, membersOn, openToRun, readReason } from './open.ts';

export interface MeetingText {
  title: string;
  /** as the form sends it: local time */
  startsAt: string;
  place: string;
  agenda: string;
  dossierIds: string[];
}

function readMeeting(given: MeetingText) {
  const issues: Issue[] = [];
  const title = clean(given.title);
  const startsAt = parseLocalInput(given.startsAt);
  const [place, agenda] = [clean(given.place), cleanMultiline(given.agenda)];
  if (title.length < 5 || title.length > 200)
    issues.push({ field: 'title', message: 'Hãy đặt tên phiên họp, từ 5 đến 200 ký tự.' });
  if (!startsAt) issues.push({ field: 'startsAt', message: 'Hãy nhập ngày và giờ họp.' });
  if (place.length > 200) issues.push({ field: 'place', message: 'Địa điểm dài quá 200 ký tự.' });
  if (agenda.length > 5000) issues.push({ field: 'agenda', message: 'Chương trình dài quá 5.000 ký tự.' });
  const dossierIds = [...new Set(given.dossierIds)].filter(isUuid);
  if (dossierIds.length === 0) issues.push({ field: 'dossierIds', message: 'Hãy chọn ít nhất một hồ sơ để xét.' });
  if (issues.length > 0) throw new RuleError({ code: 'meeting.text', message: 'Thông tin phiên họp chưa đủ.', issues });
  return { title, startsAt: startsAt!, place, agenda, dossierIds };
}

/** Dossiers that stand at a council's step and are on no other agenda. */
export async function tableable(db: Kysely<DB>, call: StoredCall, stepId: string, meetingId: string | null = null) {
  const [waiting, taken] = await Promise.all([
    dossiersOf(db, { callId: call.id, states: ['in-progress'], stepId }),
    db
      .selectFrom('council_item as i')
      .innerJoin('council_meeting as m', 'm.id', 'i.meeting_id')
      .select(['i.dossier_id as dossierId'])
      .where('m.call_id', '=', call.id)
      .where('m.state', 'in', ['planned', 'open'])
      .$if(meetingId !== null, (q) => q.where('m.id', '<>', meetingId!))
      .execute(),
  ]);
  const elsewhere = new Set(taken.map((one) => one.dossierId));
  return waiting.filter((one) => !elsewhere.has(one.id));
}

async function setAgenda(tx: Tx, call: StoredCall, meeting: { id: string; stepId: string }, ids: string[]) {
  await lockDossiers(tx.db, ids);
  const free = new Set((await tableable(tx.db, call, meeting.stepId, meeting.id)).map((one) => one.id));
  const gone = ids.filter((id) => !free.has(id));
  if (gone.length > 0)
    throw new RuleError({
      code: 'meeting.dossiers',
      status: 409,
      field: 'dossierIds',
      message: `${gone.length} hồ sơ vừa được chuyển đi hoặc đã thuộc phiên họp khác. Hãy tải lại danh sách rồi chọn lại.`,
    });
  await tx.db.deleteFrom('council_item').where('meeting_id', '=', meeting.id).execute();
  await tx.db
    .insertInto('council_item')
    .values(ids.map((dossier_id, ord) => ({ meeting_id: meeting.id, dossier_id, ord })))
    .execute();
}

/** Plans a meeting. @throws RuleError 'meeting.text', 'meeting.dossiers', 'meeting.council' */
export async function planMeeting(
  ctx: Ctx,
  args: MeetingText & { slug: string; councilId: string; stepId: string },
): Promise<string> {
  const { call, scope } = await openCall(ctx, args.slug);
  const step = councilStep(call, args.stepId);
  requireAllowed(mayWorkAt(scope, call, step));
  const council = isUuid(args.councilId)
    ? await ctx.app.db
        .selectFrom('council as c')
        .innerJoin('unit as u', 'u.id', 'c.unit_id')
        .select(['c.id', 'c.name', 'u.code', 'c.valid_to as validTo'])
        .where('c.id', '=', args.councilId)
        .executeTakeFirst()
    : undefined;
  if (council?.code !== step.unit)
    throw new RuleError({
      code: 'meeting.council',
      field: 'councilId',
      message: 'Hãy chọn Hội đồng của cơ quan xét ở bước này. Nếu chưa có, lập Hội đồng ở mục “Hội đồng”.',
    });
  const text = readMeeting(args);
  const init = {
    act: 'meeting.plan',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: '' },
    summary: `Lập phiên họp “${text.title}”, ${text.dossierIds.length} hồ sơ.`,
  };
  return act(ctx, init, async (tx) => {
    const { id } = await tx.db
      .insertInto('council_meeting')
      .values({
        council_id: council.id,
        call_id: call.id,
        step_id: step.id,
        title: text.title,
        starts_at: text.startsAt,
        place: text.place,
        agenda: text.agenda,
        state: 'planned',
        created_at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await setAgenda(tx, call, { id, stepId: step.id }, text.dossierIds);
    tx.note({ subject: { kind: 'council_meeting', id }, changes: { ...text, councilId: council.id } });
    return id;
  });
}

interface Run {
  slug: string;
  meetingId: string;
}

/** Changes what was planned; those invited are not told by themselves: the secretary sends the invitation again. */
export async function changeMeeting(ctx: Ctx, args: Run & MeetingText & { version: number }): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const text = readMeeting(args);
  const init = {
    act: 'meeting.change',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Sửa phiên họp “${text.title}”.`,
    changes: { before: { title: meeting.title, startsAt: meeting.startsAt, place: meeting.place }, after: text },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['planned'], args.version);
    await tx.db
      .updateTable('council_meeting')
      .set({
        title: text.title,
        starts_at: text.startsAt,
        place: text.place,
        agenda: text.agenda,
        version: row.version + 1,
      })
      .where('id', '=', row.id)
      .execute();
    await setAgenda(tx, call, row, text.dossierIds);
  });
}

/** Mails the invitation to every member; again after a change. @returns how many got it, and who has no address */
export async function inviteMembers(ctx: Ctx, args: Run): Promise<{ sent: number; without: string[] }> {
  const { call, meeting } = await openToRun(ctx, args);
  const init = {
    act: 'meeting.invite',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Mời họp “${meeting.title}”.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['planned']);
    const members = await membersOn(tx.db, row.councilId, isoDateLocal(row.startsAt));
    if (members.length === 0)
      throw new RuleError({
        code: 'meeting.nobody',
        message: 'Hội đồng chưa có thành viên nào vào ngày họp. Hãy bổ sung thành viên ở mục “Hội đồng”.',
      });
    for (const member of members) if (member.email) await tx.send(invitation(ctx.app, call, row, member));
    await tx.db.updateTable('council_meeting').set({ invited_at: ctx.now }).where('id', '=', row.id).execute();
    const without = members.filter((one) => !one.email).map((one) => one.name);
    tx.note({ changes: { members: members.map((one) => one.name), without } });
    return { sent: members.length - without.length, without };
  });
}

/** Calls a meeting off; its dossiers wait for another one. @throws RuleError 'meeting.voted' once votes were counted */
export async function cancelMeeting(ctx: Ctx, args: Run & { reason: string }): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const reason = readReason(args.reason);
  const init = {
    act: 'meeting.cancel',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Hủy phiên họp “${meeting.title}”: ${reason}`,
    changes: { reason },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['planned', 'open']);
    const voted = await tx.db
      .selectFrom('ballot')
      .select('id')
      .where('meeting_id', '=', row.id)
      .where('state', 'in', ['open', 'closed'])
      .executeTakeFirst();
    if (voted)
      throw new RuleError({
        code: 'meeting.voted',
        status: 409,
        message: 'Phiên họp đã bỏ phiếu. Hãy kết luận phiên họp, hoặc hủy từng lần bỏ phiếu trước khi hủy phiên họp.',
      });
    await tx.db
      .updateTable('council_meeting')
      .set({ state: 'cancelled', cancel_reason: reason, version: row.version + 1 })
      .where('id', '=', row.id)
      .execute();
    if (row.invitedAt)
      for (const member of await membersOn(tx.db, row.councilId, isoDateLocal(row.startsAt)))
        if (member.email) await tx.send(cancellation(ctx.app, call, row, member, reason));
  });
}

/** Ids of the councils of a unit that exist on a day. */
export const councilsOfUnit = (db: Kysely<DB>, code: string, day: string) =>
  db
    .selectFrom('council as c')
    .innerJoin('unit as u', 'u.id', 'c.unit_id')
    .select(['c.id', 'c.name'])
    .where('u.code', '=', code)
    .where('c.valid_from', '<=', day)
    .where((eb) => eb.or([eb('c.valid_to', 'is', null), eb('c.valid_to', '>=', day)]))
    .orderBy('c.valid_from', 'desc')
    .execute();
