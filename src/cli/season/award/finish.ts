import type { Choice } from '#lib/domain/council/types.ts';
import { formatDate, isoDateLocal, toLocalInput } from '#lib/domain/kernel/time.ts';
import { sendComment } from '#lib/server/award/comment.ts';
import { approveDecision, submitDecision } from '#lib/server/award/decision/decide.ts';
import { createDecision } from '#lib/server/award/decision/draft.ts';
import { issueDecision, numberDecision } from '#lib/server/award/decision/issue.ts';
import { requireDecision } from '#lib/server/award/decision/queries.ts';
import { answerComment, closeComments, openComments } from '#lib/server/award/publicity.ts';
import { publicLines } from '#lib/server/award/publicityQueries.ts';
import { forward } from '#lib/server/award/steps.ts';
import { openSession } from '#lib/server/council/attendance.ts';
import { ballotsOf } from '#lib/server/council/ballotRows.ts';
import { closeBallot, openBallot } from '#lib/server/council/ballots.ts';
import { castPaper } from '#lib/server/council/cast.ts';
import { concludeMeeting } from '#lib/server/council/conclude.ts';
import { inviteMembers, planMeeting } from '#lib/server/council/meetings.ts';
import { membersOn } from '#lib/server/council/open.ts';
import { signPaper, voteOpenly } from '#lib/server/council/vote.ts';
import { blindPaper, unblindPaper } from '#lib/ui/council/blindPaper.ts';
import { attachAward } from '../movement/files.ts';
import { type CallCourse, callOf, officerOf, standing } from './course.ts';

/** The list stands open to comments. */
export async function publish(course: CallCourse, stepId: string): Promise<void> {
  const ctx = await officerOf(course);
  const step = course.doc.path.find((one) => one.id === stepId)!;
  await openComments(ctx, {
    slug: course.slug,
    stepId,
    dossierIds: (await standing(course, stepId)).map((one) => one.id),
    title: `Danh sách đề nghị: ${course.doc.name}`,
    intro: 'Danh sách mô phỏng để trình diễn. Mời góp ý trong thời gian lấy ý kiến.',
    from: formatDate(ctx.now),
    days: String(step.publicDays?.value ?? 10),
    consents: {},
  });
}

async function lists(course: CallCourse): Promise<string[]> {
  const rows = await course.world.app.db
    .selectFrom('award_publicity')
    .select('id')
    .where('call_id', '=', (await callOf(course)).id)
    .where('closed_at', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/** Somebody writes in about the first nominee. */
export async function comment(course: CallCourse, name: string): Promise<void> {
  const { world } = course;
  for (const publicityId of await lists(course)) {
    const [line] = await publicLines(world.app.db, publicityId);
    await sendComment(world.asVisitor(), {
      publicityId,
      dossierId: line?.dossierId ?? '',
      name,
      contact: 'gop-y@mo-phong.example',
      body: 'Đề nghị xem lại số lớp học nêu trong báo cáo, ở bản tôi chỉ mở hai lớp (góp ý mô phỏng).',
      device: null,
      agent: 'mua-thi-mo-phong',
      proof: null,
    });
  }
}

/** Every comment is answered, the period is ended, the list goes to the council. */
export async function endPublicity(course: CallCourse, stepId: string): Promise<void> {
  const { db } = course.world.app;
  const ctx = await officerOf(course);
  for (const publicityId of await lists(course)) {
    const open = await db
      .selectFrom('award_comment')
      .select('id')
      .where('publicity_id', '=', publicityId)
      .where('state', '=', 'new')
      .execute();
    for (const { id } of open)
      await answerComment(ctx, {
        slug: course.slug,
        commentId: id,
        answer: 'Đã kiểm tra với đơn vị: ba lớp, trong đó một lớp mở ở bản bên cạnh (trả lời mô phỏng).',
        upheld: 'no',
      });
    await closeComments(ctx, { slug: course.slug, publicityId, note: '' });
  }
  await forward(ctx, {
    slug: course.slug,
    stepId,
    dossierIds: (await standing(course, stepId)).map((one) => one.id),
  });
}

/** The meeting is planned and everyone invited. @param startsAt the moment of the meeting */
export async function invite(
  course: CallCourse,
  args: { stepId: string; council: string; startsAt: Date; place: string },
): Promise<void> {
  const ctx = await officerOf(course);
  const { id: councilId } = await ctx.app.db
    .selectFrom('council')
    .select('id')
    .where('name', 'like', `${args.council}%`)
    .executeTakeFirstOrThrow();
  const meetingId = await planMeeting(ctx, {
    slug: course.slug,
    councilId,
    stepId: args.stepId,
    title: `Phiên họp xét: ${course.doc.name}`,
    startsAt: toLocalInput(args.startsAt),
    place: args.place,
    agenda: 'Nghe báo cáo thẩm định; thảo luận; bỏ phiếu; thông qua biên bản.',
    dossierIds: (await standing(course, args.stepId)).map((one) => one.id),
  });
  await inviteMembers(ctx, { slug: course.slug, meetingId });
}

const meetingOf = async (course: CallCourse) =>
  course.world.app.db
    .selectFrom('council_meeting')
    .select(['id', 'council_id', 'version'])
    .where('call_id', '=', (await callOf(course)).id)
    .where('state', 'in', ['planned', 'open'])
    .executeTakeFirstOrThrow();

/** The council meets: all but one are there, who votes votes on an own device, secretly or by name. */
export async function vote(course: CallCourse, args: { secret: boolean }): Promise<void> {
  const { world, slug } = course;
  const { db } = world.app;
  const ctx = await officerOf(course);
  const { id: meetingId, council_id } = await meetingOf(course);
  const members = await membersOn(db, council_id, isoDateLocal(ctx.now));
  const there = members.slice(0, -1);
  await openSession(ctx, {
    slug,
    meetingId,
    attendance: Object.fromEntries(
      members.map((one) => [
        one.id,
        there.includes(one) ? { state: 'present', reason: '' } : { state: 'absent', reason: 'Đi công tác' },
      ]),
    ),
    secretaryName: ctx.actor.name,
    tellers: `${world.newName()}, Tổ trưởng\n${world.newName()}, Thành viên`,
  });
  const items = await db.selectFrom('council_item').select('dossier_id').where('meeting_id', '=', meetingId).execute();
  await openBallot(ctx, {
    slug,
    meetingId,
    title: 'Bỏ phiếu đề nghị khen thưởng',
    secret: args.secret,
    dossierIds: items.map((one) => one.dossier_id),
  });
  for (const ballot of await ballotsOf(db, meetingId)) {
    const [asked, entitled] = await Promise.all([
      db.selectFrom('ballot_item').select('dossier_id').where('ballot_id', '=', ballot.id).execute(),
      db.selectFrom('ballot_voter').select('member_id').where('ballot_id', '=', ballot.id).execute(),
    ]);
    const random = world.chance(`votes/${slug}/${ballot.no}`);
    for (const member of there) {
      if (!entitled.some((one) => one.member_id === member.id)) continue;
      const choices = Object.fromEntries(
        asked.map((one): [string, Choice] => [one.dossier_id, random.chance(0.94) ? 'yes' : 'no']),
      );
      const voter = await world.as(member.personId);
      if (!args.secret) {
        await voteOpenly(voter, { meetingId, ballotId: ballot.id, choices, note: '' });
        continue;
      }
      const blinded = await blindPaper(ballot.publicKey!);
      const { signature } = await signPaper(voter, { ballotId: ballot.id, blinded: blinded.blinded });
      const paper = await unblindPaper(ballot.publicKey!, blinded, signature);
      await castPaper(world.app, {
        ballotId: ballot.id,
        serial: paper.serial,
        signature: paper.signature!,
        choices,
      });
    }
    await closeBallot(ctx, { slug, meetingId, ballotId: ballot.id });
  }
  await concludeMeeting(ctx, {
    slug,
    meetingId,
    version: (await meetingOf(course)).version,
    discussion: 'Các thành viên thống nhất với báo cáo thẩm định (mô phỏng).',
    conclusion: 'Đồng ý đề nghị khen thưởng các trường hợp đủ phiếu (mô phỏng).',
    outcomes: {},
  });
}

/** The draft goes to whoever decides, is approved, signed on paper, numbered and issued. */
export async function draft(course: CallCourse, stepId: string): Promise<void> {
  const ctx = await officerOf(course);
  const decisionId = await createDecision(ctx, {
    slug: course.slug,
    stepId,
    formIds: course.doc.forms.map((form) => form.formId),
  });
  const { id } = await callOf(course);
  const { version } = await requireDecision(ctx.app.db, id, decisionId);
  await submitDecision(ctx, { slug: course.slug, decisionId, version });
}

async function decision(course: CallCourse) {
  const call = await callOf(course);
  const { db } = course.world.app;
  const { id } = await db
    .selectFrom('award_decision')
    .select('id')
    .where('call_id', '=', call.id)
    .where('state', '<>', 'cancelled')
    .executeTakeFirstOrThrow();
  const { version } = await requireDecision(db, call.id, id);
  return { slug: course.slug, decisionId: id, version };
}

export const approve = async (course: CallCourse): Promise<void> =>
  approveDecision(await officerOf(course, course.leader), await decision(course));

export async function issue(course: CallCourse, number: string): Promise<void> {
  const ctx = await officerOf(course);
  const place = await decision(course);
  await numberDecision(ctx, { ...place, number, date: formatDate(ctx.now) });
  await attachAward(ctx, {
    programmeId: (await callOf(course)).programmeId,
    on: { decision_id: place.decisionId },
    papers: [{ role: 'signed', label: 'Quyết định đã ký', name: 'quyet-dinh-da-ky.pdf' }],
  });
  await issueDecision(ctx, await decision(course));
}
