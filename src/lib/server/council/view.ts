/** What pages show of a meeting: to those who run it and, with less of the others, to a member. */
import type { Kysely } from 'kysely';
import { stepsBefore } from '#lib/domain/award/path.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import { countingMembers, neededMembers, quorumWords } from '#lib/domain/council/quorum.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { awardFilesOf } from '../award/fileRows.ts';
import { type DossierRow, dossiersOf } from '../award/queries.ts';
import { openCall } from '../award/room.ts';
import { mayWorkAt, type StoredCall } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { type BallotRow, ballotsOf, requireBallot, slipsUsed, votersOf } from './ballotRows.ts';
import { attendanceOf } from './ballots.ts';
import { keyFingerprint } from './box.ts';
import { countsOf, outcomeOf } from './conclude.ts';
import { conflictsOf } from './conflicts.ts';
import { councilsOfUnit, tableable } from './meetings.ts';
import { type MeetingRow, meetings, membersEver, membersOn, openAsMember, openMeeting } from './open.ts';
import { voteRulesOf } from './rules.ts';

const formName = (call: StoredCall, formId: string): string =>
  call.doc.forms.find((one) => one.formId === formId)?.name ?? formId;

const shown = (call: StoredCall, one: DossierRow) => ({
  id: one.id,
  code: one.code,
  name: one.subjectName,
  kind: one.subjectKind,
  unitName: one.unitName,
  formName: formName(call, one.formId),
  citation: one.report.citation,
});

const meetingStates: Record<MeetingRow['state'], { label: string; tone: 'plain' | 'info' | 'good' | 'bad' }> = {
  planned: { label: 'Sắp họp', tone: 'info' },
  open: { label: 'Đang họp', tone: 'good' },
  closed: { label: 'Đã kết luận', tone: 'plain' },
  cancelled: { label: 'Đã hủy', tone: 'bad' },
};

/** Meetings of a call, and what waits for one. */
export async function meetingsView(ctx: Ctx, slug: string) {
  const { call, scope } = await openCall(ctx, slug);
  const { db } = ctx.app;
  const steps = call.doc.path.filter((step) => step.kind === 'council');
  const rows = await meetings(db).where('m.call_id', '=', call.id).orderBy('m.starts_at', 'desc').execute();
  const counts = await db
    .selectFrom('council_item as i')
    .innerJoin('council_meeting as m', 'm.id', 'i.meeting_id')
    .select(['i.meeting_id as id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('m.call_id', '=', call.id)
    .groupBy('i.meeting_id')
    .execute();
  return {
    meetings: rows.map((row) => ({
      id: row.id,
      title: row.title,
      startsAt: row.startsAt,
      place: row.place,
      councilName: row.councilName,
      state: meetingStates[row.state],
      dossiers: Number(counts.find((one) => one.id === row.id)?.count ?? 0),
    })),
    steps: await Promise.all(
      steps.map(async (step) => ({
        id: step.id,
        name: step.name,
        unit: step.unit,
        runs: mayWorkAt(scope, call, step).allow,
        waiting: (await tableable(db, call, step.id)).map((one) => shown(call, one)),
        councils: await councilsOfUnit(db, step.unit, isoDateLocal(ctx.now)),
      })),
    ),
    now: ctx.now,
  };
}

const ballotView = (ballot: BallotRow, items: { ballotId: string; dossierId: string }[]) => ({
  id: ballot.id,
  no: ballot.no,
  title: ballot.title,
  secret: ballot.secret,
  state: ballot.state,
  openedAt: ballot.openedAt,
  closedAt: ballot.closedAt,
  result: ballot.result ?? [],
  cancelReason: ballot.cancelReason,
  fingerprint: ballot.publicKey ? keyFingerprint(ballot.publicKey) : null,
  papers: ballot.box.length,
  slips: { printed: ballot.slips.issued, used: slipsUsed(ballot) },
  dossierIds: items.filter((one) => one.ballotId === ballot.id).map((one) => one.dossierId),
});

async function ballotsView(db: Kysely<DB>, meetingId: string) {
  const ballots = await ballotsOf(db, meetingId);
  const ids = ballots.map((one) => one.id);
  const [items, voters] = await Promise.all([
    ids.length === 0
      ? []
      : db
          .selectFrom('ballot_item')
          .select(['ballot_id as ballotId', 'dossier_id as dossierId'])
          .where('ballot_id', 'in', ids)
          .orderBy('ord')
          .execute(),
    votersOf(db, ids),
  ]);
  return ballots.map((ballot) => ({
    ...ballotView(ballot, items),
    voters: voters.filter((one) => one.ballotId === ballot.id).map(({ memberId, way }) => ({ memberId, way })),
  }));
}

const attendanceRows = (db: Kysely<DB>, meetingId: string) =>
  db
    .selectFrom('council_attendance')
    .select(['member_id as memberId', 'state', 'reason', 'reply'])
    .where('meeting_id', '=', meetingId)
    .execute();

/** Who is asked, with what each replied; once opened, who was a member that day. */
async function rollOf(db: Kysely<DB>, meeting: MeetingRow) {
  const rows = await attendanceRows(db, meeting.id);
  const fixed = meeting.openedAt !== null;
  const members = fixed
    ? (await membersEver(db, meeting.councilId)).filter((one) => rows.some((row) => row.memberId === one.id))
    : await membersOn(db, meeting.councilId, isoDateLocal(meeting.startsAt));
  return members.map((member) => {
    const row = rows.find((one) => one.memberId === member.id);
    return {
      id: member.id,
      name: member.name,
      role: member.role,
      position: member.position,
      reply: row?.reply ?? null,
      reason: row?.reason ?? '',
      state: row?.state ?? null,
    };
  });
}

async function quorumView(db: Kysely<DB>, meeting: MeetingRow, members: number) {
  const quorum = meeting.quorum ?? {
    ...meeting.councilQuorum,
    members,
    needed: neededMembers(meeting.councilQuorum.percent, members),
  };
  const there = await attendanceOf(db, meeting.id);
  const counting = countingMembers(quorum, there);
  return { ...quorum, words: quorumWords(quorum.percent), ...there, counting, reached: counting >= quorum.needed };
}

/** A meeting as those see it who run it or look on. @throws RuleError 'not-found' */
export async function meetingView(ctx: Ctx, args: { slug: string; meetingId: string }) {
  const open = await openMeeting(ctx, args);
  const { call, meeting, step } = open;
  const { db } = ctx.app;
  const items = await db
    .selectFrom('council_item')
    .select(['dossier_id as dossierId', 'conclusion', 'outcome', 'to_step_id as toStepId'])
    .where('meeting_id', '=', meeting.id)
    .orderBy('ord')
    .execute();
  const dossiers = await dossiersOf(db, { ids: items.map((one) => one.dossierId) });
  const [roll, ballots, counts, rules, files] = await Promise.all([
    rollOf(db, meeting),
    ballotsView(db, meeting.id),
    countsOf(db, meeting.id),
    voteRulesOf(db, dossiers, isoDateLocal(ctx.now)),
    awardFilesOf(db, 'meetingId', [meeting.id]),
  ]);
  const conflicts = await conflictsOf(db, { councilId: meeting.councilId, dossiers, now: ctx.now });
  const voted = new Set(ballots.filter((one) => one.state !== 'cancelled').flatMap((one) => one.dossierIds));
  const quorum = await quorumView(db, meeting, roll.length);
  return {
    meeting: {
      id: meeting.id,
      title: meeting.title,
      startsAt: meeting.startsAt,
      place: meeting.place,
      agenda: meeting.agenda,
      state: meeting.state,
      stateTag: meetingStates[meeting.state],
      councilId: meeting.councilId,
      councilName: meeting.councilName,
      secretaryName: meeting.secretaryName,
      tellers: meeting.tellers,
      minutes: meeting.minutes,
      version: meeting.version,
      invitedAt: meeting.invitedAt,
      openedAt: meeting.openedAt,
      closedAt: meeting.closedAt,
      cancelReason: meeting.cancelReason,
    },
    step: { id: step.id, name: step.name },
    before: stepsBefore(call.doc, step.id).map((one: PathStep) => ({ value: one.id, label: one.name })),
    items: items.flatMap((item) => {
      const dossier = dossiers.find((one) => one.id === item.dossierId);
      if (!dossier) return [];
      const count = counts.get(dossier.id);
      return [
        {
          ...shown(call, dossier),
          here: dossier.state === 'in-progress' && dossier.stepId === step.id,
          voted: voted.has(dossier.id),
          count: count ?? null,
          byVotes: outcomeOf(count),
          rule: rules.get(dossier.id)!,
          outcome: item.outcome,
          toStepId: item.toStepId,
          conclusion: item.conclusion,
          conflicts: conflicts.get(dossier.id) ?? [],
        },
      ];
    }),
    roll,
    quorum,
    ballots,
    files,
    free:
      meeting.state === 'planned' && open.runs.allow
        ? (await tableable(db, call, step.id, meeting.id)).map((one) => shown(call, one))
        : [],
    runs: open.runs.allow,
    now: ctx.now,
  };
}

export type MeetingView = Awaited<ReturnType<typeof meetingView>>;

/** Meetings to which the actor is invited as a member, those to come first. */
export async function memberMeetings(ctx: Ctx) {
  if (ctx.actor.id === null) return [];
  const rows = await meetings(ctx.app.db)
    .innerJoin('council_member as me', 'me.council_id', 'm.council_id')
    .leftJoin('council_attendance as a', (join) =>
      join.onRef('a.meeting_id', '=', 'm.id').onRef('a.member_id', '=', 'me.id'),
    )
    .select(['a.reply', 'a.state as attendance', 'me.id as memberId', 'me.valid_from as from', 'me.valid_to as to'])
    .where('me.person_id', '=', ctx.actor.id)
    .where((eb) => eb.or([eb('m.invited_at', 'is not', null), eb('m.opened_at', 'is not', null)]))
    .orderBy('m.starts_at', 'desc')
    .execute();
  const sat = rows.filter((row) => {
    const day = isoDateLocal(row.startsAt);
    return row.from <= day && (row.to === null || day <= row.to);
  });
  const ids = sat.filter((row) => row.state === 'open').map((row) => row.id);
  const waiting =
    ids.length === 0
      ? []
      : await ctx.app.db
          .selectFrom('ballot as b')
          .innerJoin('ballot_voter as v', 'v.ballot_id', 'b.id')
          .select(['b.meeting_id as meetingId', 'b.id', 'v.way', 'v.member_id as memberId'])
          .where('b.meeting_id', 'in', ids)
          .where('b.state', '=', 'open')
          .where(
            'v.member_id',
            'in',
            sat.map((row) => row.memberId),
          )
          .execute();
  return sat.map((row) => ({
    id: row.id,
    title: row.title,
    councilName: row.councilName,
    startsAt: row.startsAt,
    place: row.place,
    state: row.state,
    stateTag: meetingStates[row.state],
    reply: row.reply,
    toVote: waiting.filter((one) => one.meetingId === row.id && one.way === null).length,
  }));
}

/** A meeting as one member sees it. @throws RuleError 'not-found' */
export async function memberMeeting(ctx: Ctx, meetingId: string) {
  const { call, meeting, member } = await openAsMember(ctx, { meetingId });
  const { db } = ctx.app;
  const items = await db
    .selectFrom('council_item')
    .select(['dossier_id as dossierId', 'outcome', 'conclusion'])
    .where('meeting_id', '=', meeting.id)
    .orderBy('ord')
    .execute();
  const [dossiers, roll, ballots, counts, files] = await Promise.all([
    dossiersOf(db, { ids: items.map((one) => one.dossierId) }),
    rollOf(db, meeting),
    ballotsView(db, meeting.id),
    countsOf(db, meeting.id),
    awardFilesOf(db, 'meetingId', [meeting.id]),
  ]);
  return {
    callName: call.doc.name,
    meeting: {
      id: meeting.id,
      title: meeting.title,
      startsAt: meeting.startsAt,
      place: meeting.place,
      agenda: meeting.agenda,
      state: meeting.state,
      stateTag: meetingStates[meeting.state],
      councilName: meeting.councilName,
      cancelReason: meeting.cancelReason,
      minutes: meeting.minutes,
    },
    me: {
      id: member.id,
      role: member.role,
      ...(roll.find((one) => one.id === member.id) ?? { reply: null, reason: '', state: null }),
    },
    items: items.flatMap((item) => {
      const dossier = dossiers.find((one) => one.id === item.dossierId);
      return dossier
        ? [
            {
              ...shown(call, dossier),
              count: counts.get(dossier.id) ?? null,
              outcome: item.outcome,
              conclusion: item.conclusion,
            },
          ]
        : [];
    }),
    roll,
    quorum: await quorumView(db, meeting, roll.length),
    ballots: ballots.map(({ voters, ...ballot }) => ({
      ...ballot,
      mine: voters.find((one) => one.memberId === member.id) ?? null,
      entitled: voters.length,
      marked: voters.filter((one) => one.way !== null).length,
      // the marks are open to every member: who has voted, and in which way
      voters: voters.map((one) => ({ name: roll.find((r) => r.id === one.memberId)?.name ?? '', way: one.way })),
    })),
    files: files.filter((one) => one.state === 'ready'),
    now: ctx.now,
  };
}

/** One ballot as a member sees it. After it has closed, every paper of a secret one. @throws RuleError 'not-found' */
export async function memberBallot(ctx: Ctx, args: { meetingId: string; ballotId: string }) {
  const view = await memberMeeting(ctx, args.meetingId);
  const row = await requireBallot(ctx.app.db, args.ballotId, args.meetingId);
  const ballot = view.ballots.find((one) => one.id === row.id)!;
  const own = row.secret
    ? undefined
    : await ctx.app.db
        .selectFrom('ballot_vote')
        .select(['choices', 'note'])
        .where('ballot_id', '=', row.id)
        .where('member_id', '=', view.me.id)
        .executeTakeFirst();
  return {
    meeting: view.meeting,
    me: view.me,
    ballot,
    items: ballot.dossierIds.flatMap((id) => view.items.find((one) => one.id === id) ?? []),
    publicKey: row.publicKey,
    vote: own ?? null,
    papers: row.secret && row.state === 'closed' ? row.box : [],
    now: ctx.now,
  };
}
