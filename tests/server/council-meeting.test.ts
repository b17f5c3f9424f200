import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dossiersOf, eventsOf } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { openSession, replyToInvitation } from '#lib/server/council/attendance.ts';
import { closeBallot, openBallot } from '#lib/server/council/ballots.ts';
import { concludeMeeting, saveMinutes } from '#lib/server/council/conclude.ts';
import { addMember, changeMember, councilView, createCouncil, endMember } from '#lib/server/council/councils.ts';
import { cancelMeeting, changeMeeting, inviteMembers, planMeeting } from '#lib/server/council/meetings.ts';
import { meetingMinutes } from '#lib/server/council/minutes.ts';
import { meetingView, memberMeetings } from '#lib/server/council/view.ts';
import { voteOpenly } from '#lib/server/council/vote.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { insertCouncil, openSampleMeeting, type Person } from '../support/council.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
let runner: Person;
const at = '2027-07-15T08:30:00+07:00';
const none = { discussion: '', conclusion: '' };

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  runner = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
});
afterAll(() => t.close());

describe('a council', () => {
  it('Q25-12: members have terms; a change keeps what was before', async () => {
    const ctx = t.ctx(runner, '2027-03-01T08:00:00+07:00');
    const text = {
      name: 'Hội đồng Thi đua - Khen thưởng tỉnh',
      decisionText: 'Quyết định số 12/QĐ-UBND',
      quorum: '80',
      quorumSource: 'Điều 6 Quy chế',
      writtenCounts: true,
    };
    expect(
      (await refusal(createCouncil(ctx, { ...text, quorum: '120', unitId: units.SNV!, validFrom: '2027-01-01' })))
        .issues[0],
    ).toMatchObject({ field: 'quorum' });
    expect((await refusal(createCouncil(ctx, { ...text, unitId: units.SKHCN!, validFrom: '2027-01-01' }))).code).toBe(
      'award.not-council-officer',
    );
    const councilId = await createCouncil(ctx, { ...text, unitId: units.SNV!, validFrom: '01/01/2027' });
    const [first, second] = [await t.person('Hà Văn Chủ'), await t.person('Lò Thị Phó')];
    const add = (person: Person, role: string) =>
      addMember(ctx, { councilId, email: person.email!, role, position: 'Giám đốc', from: '2027-01-01' });
    await add(first, 'chair');
    expect((await refusal(add(second, 'chair'))).code).toBe('council.chair');
    await add(second, 'member');
    expect((await refusal(add(second, 'member'))).code).toBe('council.again');
    const { members } = await councilView(ctx, councilId);
    await changeMember(ctx, {
      councilId,
      memberId: members[1]!.id,
      role: 'vice-chair',
      position: 'Phó Giám đốc',
      from: '2027-03-01',
    });
    const after = await councilView(ctx, councilId);
    expect(after.members.map((one) => one.role)).toEqual(['chair', 'vice-chair']);
    expect(after.past).toMatchObject([{ role: 'member', validTo: '2027-02-28' }]);
    await endMember(ctx, { councilId, memberId: after.members[1]!.id, on: '2027-03-01', reason: 'Nghỉ hưu' });
    const later = await councilView(t.ctx(runner, '2027-04-01T08:00:00+07:00'), councilId);
    expect(later.members).toHaveLength(1);
    expect(later.events.length).toBeGreaterThan(4);
  });
});

describe('a meeting', () => {
  it('Q25-12: members are invited by mail, answer, and the roll call starts from their answers', async () => {
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 3 });
    const ctx = t.ctx(runner, '2027-07-10T08:00:00+07:00');
    const dossiers = await Promise.all(
      ['Một', 'Hai'].map((name) =>
        insertDossier(t, {
          call,
          unitId: units.X1!,
          subject: { kind: 'individual', name: `Cà Văn ${name}`, unitId: units.X1! },
          stepId: 'council',
        }),
      ),
    );
    const plan = {
      slug: call.slug,
      councilId: council.id,
      stepId: 'council',
      title: 'Phiên họp tháng 7',
      startsAt: '2027-07-15T08:00',
      place: '',
      agenda: '',
      dossierIds: dossiers.map((one) => one.id),
    };
    expect(
      (await refusal(planMeeting(ctx, { ...plan, startsAt: 'mai', dossierIds: [] }))).issues.map((one) => one.field),
    ).toEqual(['startsAt', 'dossierIds']);
    const meetingId = await planMeeting(ctx, plan);
    expect((await refusal(planMeeting(ctx, plan))).code).toBe('meeting.dossiers');
    const member = t.ctx(council.people[1]!, '2027-07-11T08:00:00+07:00');
    expect(await memberMeetings(member)).toEqual([]);
    expect((await refusal(replyToInvitation(member, { meetingId, reply: 'comes', reason: '' }))).status).toBe(404);
    expect(await inviteMembers(ctx, { slug: call.slug, meetingId })).toEqual({ sent: 3, without: [] });
    expect(await memberMeetings(member)).toHaveLength(1);
    expect(
      (await refusal(replyToInvitation(member, { meetingId, reply: 'absent', reason: '' }))).issues[0],
    ).toMatchObject({ field: 'reason' });
    await replyToInvitation(member, { meetingId, reply: 'written', reason: 'Đi công tác' });
    const view = await meetingView(ctx, { slug: call.slug, meetingId });
    expect(view.roll[1]).toMatchObject({ reply: 'written', reason: 'Đi công tác' });
    expect((await refusal(changeMeeting(ctx, { ...plan, meetingId, version: 9 }))).status).toBe(409);
    await cancelMeeting(ctx, { slug: call.slug, meetingId, reason: 'Trùng lịch họp tỉnh' });
    const { rows } = await t.app.pool.query<{ kind: string }>(
      `select kind from message where kind like 'council.%' order by kind`,
    );
    expect(rows.map((row) => row.kind)).toEqual([
      ...Array(3).fill('council.cancelled'),
      ...Array(3).fill('council.invitation'),
    ]);
    expect(
      (
        await refusal(
          openSession(ctx, { slug: call.slug, meetingId, attendance: {}, secretaryName: 'Hiền', tellers: '' }),
        )
      ).code,
    ).toBe('meeting.state');
  });

  it('Q25-12, V26-4: dossiers go on by the votes; another conclusion needs a reason; minutes say it all', async () => {
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 5 });
    const meeting = await openSampleMeeting(t, {
      runner,
      call,
      council,
      unitId: units.X1!,
      dossiers: 4,
      attendance: { 4: 'absent' },
    });
    const ctx = t.ctx(runner, at);
    const [a, b, c, d] = meeting.dossierIds as [string, string, string, string];
    const [ballotId] = await openBallot(ctx, { ...meeting, title: 'Lần đầu', secret: false, dossierIds: [a, b, c] });
    for (const [i, who] of council.people.slice(0, 4).entries())
      await voteOpenly(t.ctx(who, at), {
        ...meeting,
        ballotId: ballotId!,
        note: '',
        choices: { [a]: 'yes', [b]: i === 0 ? 'yes' : 'no', [c]: 'yes' },
      });
    const open = await meetingView(ctx, meeting);
    const conclude = {
      ...meeting,
      version: open.meeting.version,
      discussion: 'Các thành viên trao đổi.',
      conclusion: 'Thống nhất.',
    };
    const outcome = (of: string, reason = '', to = '') => ({ outcome: of, reason, to });
    expect((await refusal(concludeMeeting(ctx, { ...conclude, outcomes: {} }))).code).toBe('meeting.ballot-open');
    await closeBallot(ctx, { ...meeting, ballotId: ballotId! });
    const problem = await refusal(concludeMeeting(ctx, { ...conclude, outcomes: { [c]: outcome('back') } }));
    expect(problem.issues.map((issue) => issue.field)).toEqual([`to-${c}`, `reason-${c}`, `outcome-${d}`]);
    await concludeMeeting(ctx, {
      ...conclude,
      outcomes: {
        [b]: outcome('decline'),
        [c]: outcome('back', 'Cần làm rõ thành tích', 'appraise'),
        [d]: outcome('hold', 'Chưa đủ thời gian'),
      },
    });
    const after = new Map((await dossiersOf(t.app.db, { ids: meeting.dossierIds })).map((one) => [one.id, one]));
    expect([a, b, c, d].map((id) => [after.get(id)!.state, after.get(id)!.stepId])).toEqual([
      ['in-progress', 'decide'],
      ['declined', 'council'],
      ['in-progress', 'appraise'],
      ['in-progress', 'council'],
    ]);
    const event = (await eventsOf(t.app.db, a)).at(-1)!;
    expect(event).toMatchObject({
      what: 'forwarded',
      data: { meetingId: meeting.meetingId, count: { yes: 4, voted: 4 } },
    });
    expect((await refusal(concludeMeeting(ctx, { ...conclude, outcomes: {} }))).code).toBe('meeting.state');
    await saveMinutes(ctx, { ...meeting, ...none, discussion: 'Bổ sung.' });
    for (const format of ['pdf', 'docx'] as const) {
      const { bytes, name } = await meetingMinutes(ctx, { ...meeting, format });
      expect(bytes.length).toBeGreaterThan(5000);
      expect(name).toBe(`bien-ban-hop-phien-hop-xet-bang-khen-2027-07-15.${format}`);
    }
    expect((await checkInvariants(t.app)).filter((one) => one.name.startsWith('council.') && !one.ok)).toEqual([]);
  });

  it('Q25-12: what the law’s ratio did not reach cannot go on, whatever is concluded', async () => {
    const flag = await insertCall(t, {
      slug: 'co-thi-dua',
      doc: {
        ...sampleCall,
        code: 'CO27',
        forms: [{ formId: 'co-tinh', name: 'Cờ thi đua', subjects: ['collective', 'individual'], ruleId: null }],
      },
    });
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 5 });
    const meeting = await openSampleMeeting(t, {
      runner,
      call: flag,
      council,
      unitId: units.X2!,
      dossiers: 1,
      attendance: { 4: 'absent' },
    });
    const ctx = t.ctx(runner, at);
    const [id] = meeting.dossierIds as [string];
    const [ballotId] = await openBallot(ctx, { ...meeting, title: '', secret: false });
    // three of five: a majority of those present, yet less than 80 % of all members
    for (const who of council.people.slice(0, 3))
      await voteOpenly(t.ctx(who, at), { ...meeting, ballotId: ballotId!, note: '', choices: { [id]: 'yes' } });
    expect(await closeBallot(ctx, { ...meeting, ballotId: ballotId! })).toMatchObject([
      { passed: false, percent: '60', needed: '80', base: 'members' },
    ]);
    const { version } = (await meetingView(ctx, meeting)).meeting;
    const problem = await refusal(
      concludeMeeting(ctx, {
        ...meeting,
        ...none,
        version,
        outcomes: { [id]: { outcome: 'forward', reason: 'Chủ tịch đồng ý', to: '' } },
      }),
    );
    expect(problem.issues[0]).toMatchObject({ field: `outcome-${id}` });
    expect(problem.issues[0]!.message).toContain('Đồng ý 3/5 (60%), cần từ 80%');
  });
});
