import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BallotChoices } from '#lib/domain/council/types.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { setAttendance } from '#lib/server/council/attendance.ts';
import { requireBallot, votersOf } from '#lib/server/council/ballotRows.ts';
import { cancelBallot, closeBallot, openBallot } from '#lib/server/council/ballots.ts';
import { castPaper, castSlip, slipBallot } from '#lib/server/council/cast.ts';
import { enterWritten, makeSlips, markSlip } from '#lib/server/council/tellers.ts';
import { signPaper, voteOpenly } from '#lib/server/council/vote.ts';
import { checkPaper } from '#lib/ui/council/blindPaper.ts';
import { insertCall } from '../support/award.ts';
import { insertCouncil, openSampleMeeting, type Person, takePaper } from '../support/council.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
let runner: Person;
const at = '2027-07-15T08:30:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  runner = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
});
afterAll(() => t.close());

const yes = (ids: string[]): BallotChoices => Object.fromEntries(ids.map((id) => [id, 'yes']));
const no = (ids: string[]): BallotChoices => Object.fromEntries(ids.map((id) => [id, 'no']));

async function opened(args: {
  members?: number;
  dossiers?: number;
  secret: boolean;
  attendance?: Record<number, 'absent' | 'written'>;
}) {
  const council = await insertCouncil(t, { unitId: units.SNV!, members: args.members ?? 7 });
  const meeting = await openSampleMeeting(t, {
    runner,
    call,
    council,
    unitId: units.X1!,
    dossiers: args.dossiers ?? 2,
    ...(args.attendance ? { attendance: args.attendance } : {}),
  });
  const [ballotId] = await openBallot(t.ctx(runner, at), { ...meeting, title: '', secret: args.secret });
  return {
    council,
    ...meeting,
    ballotId: ballotId!,
    of: { slug: meeting.slug, meetingId: meeting.meetingId, ballotId: ballotId! },
  };
}

/** Every row of every table as JSON. */
async function dump(): Promise<{ table: string; row: string }[]> {
  const { rows } = await t.app.pool.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const all: { table: string; row: string }[] = [];
  for (const { name } of rows) {
    const of = await t.app.pool.query<{ row: string }>(`select to_jsonb(x)::text as row from ${name} x`);
    all.push(...of.rows.map(({ row }) => ({ table: name, row })));
  }
  return all;
}

describe('a secret ballot', () => {
  it('Q25-12: nobody can see who voted how, the database included; yet everyone can recount', async () => {
    const { council, dossierIds, ballotId, of } = await opened({ secret: true });
    const serials: string[] = [];
    for (const [i, person] of council.people.entries()) {
      const paper = await takePaper(t, person, ballotId, at);
      serials.push(paper.serial);
      await castPaper(t.app, {
        ballotId,
        serial: paper.serial,
        signature: paper.signature!,
        choices: i < 5 ? yes(dossierIds) : no(dossierIds),
      });
    }
    const open = await dump();
    const counts = await closeBallot(t.ctx(runner, at), of);
    expect(counts).toMatchObject([
      { yes: 5, no: 2, voted: 7, members: 7 },
      { yes: 5, no: 2 },
    ]);
    const closed = await dump();
    for (const rows of [open, closed]) {
      const holding = rows.filter(({ row }) => serials.some((serial) => row.includes(serial)));
      expect(holding.map((one) => one.table)).toEqual(['public.ballot']);
      const names = [...council.people.flatMap((one) => [one.id, one.name, one.email!]), ...council.memberIds];
      for (const { row } of holding) for (const name of names) expect(row).not.toContain(name);
      // choices stand only in the box and in the count
      const chosen = rows.filter(({ row }) => dossierIds.some((id) => row.includes(`"${id}": "yes"`)));
      expect([...new Set(chosen.map((one) => one.table))]).toEqual(['public.ballot']);
      const { box } = JSON.parse(holding[0]!.row) as { box: Record<string, unknown>[] };
      for (const paper of box) expect(Object.keys(paper).sort()).toEqual(['choices', 'serial', 'signature']);
      expect(box.map((paper) => paper.serial)).toEqual(serials.toSorted());
      // nothing was written down at the moment of voting by or about the voters
      const told = rows.filter(
        ({ table, row }) =>
          /audit_event|session|rate_limit|award_event|jobs/.test(table) &&
          council.people.some((one) => row.includes(one.id)),
      );
      expect(told).toEqual([]);
    }
    const ballot = await requireBallot(t.app.db, ballotId);
    expect(ballot.privateKey).toBeNull();
    for (const paper of ballot.box) expect(await checkPaper(ballot.publicKey!, paper)).toBe(true);
    const voters = await votersOf(t.app.db, [ballotId]);
    expect(voters.every((one) => one.way === 'device' && one.request === null)).toBe(true);
    // earlier versions of the box were swept away; the server's own figures come a moment later
    const swept = async () => {
      const { rows } = await t.app.pool.query<{ n: string }>(
        `select pg_stat_get_vacuum_count('ballot'::regclass) as n`,
      );
      return Number(rows[0]!.n);
    };
    await expect.poll(swept, { timeout: 10_000 }).toBeGreaterThan(0);
  });

  it('Q25-12: a member gets one paper; a lost answer can be fetched again from the same browser only', async () => {
    const { council, ballotId } = await opened({ secret: true });
    const [who] = council.people;
    const ctx = t.ctx(who!, at);
    const { blindPaper } = await import('#lib/ui/council/blindPaper.ts');
    const { publicKey } = await requireBallot(t.app.db, ballotId);
    const [mine, second] = [await blindPaper(publicKey!), await blindPaper(publicKey!)];
    const first = await signPaper(ctx, { ballotId, blinded: mine.blinded });
    expect(await signPaper(ctx, { ballotId, blinded: mine.blinded })).toEqual(first);
    expect((await refusal(signPaper(ctx, { ballotId, blinded: second.blinded }))).code).toBe('ballot.other-device');
    expect((await refusal(signPaper(t.ctx(council.people[1]!, at), { ballotId, blinded: 'AAAA' }))).code).toBe(
      'ballot.malformed',
    );
  });

  it('Q25-12: papers that nobody signed, or of another ballot, do not come into the box; the same paper counts once', async () => {
    const [a, b] = [await opened({ secret: true }), await opened({ secret: true })];
    const paper = await takePaper(t, a.council.people[0]!, a.ballotId, at);
    const cast = {
      ballotId: a.ballotId,
      serial: paper.serial,
      signature: paper.signature!,
      choices: yes(a.dossierIds),
    };
    expect((await refusal(castPaper(t.app, { ...cast, ballotId: b.ballotId, choices: yes(b.dossierIds) }))).code).toBe(
      'ballot.unsigned',
    );
    expect((await refusal(castPaper(t.app, { ...cast, serial: '2222-2222-2222-2222-2222-2222' }))).code).toBe(
      'ballot.unsigned',
    );
    expect((await refusal(castPaper(t.app, { ...cast, choices: yes(b.dossierIds) }))).code).toBe('ballot.choices');
    await castPaper(t.app, cast);
    await castPaper(t.app, cast);
    expect((await refusal(castPaper(t.app, { ...cast, choices: no(a.dossierIds) }))).code).toBe('ballot.twice');
    expect((await requireBallot(t.app.db, a.ballotId)).box).toHaveLength(1);
  });

  it('Q25-12: a vote after the ballot closed is refused clearly', async () => {
    const { council, dossierIds, ballotId, of } = await opened({ secret: true });
    const [early, late] = [
      await takePaper(t, council.people[0]!, ballotId, at),
      await takePaper(t, council.people[1]!, ballotId, at),
    ];
    await castPaper(t.app, { ballotId, serial: early.serial, signature: early.signature!, choices: yes(dossierIds) });
    await closeBallot(t.ctx(runner, at), of);
    const problem = await refusal(
      castPaper(t.app, { ballotId, serial: late.serial, signature: late.signature!, choices: yes(dossierIds) }),
    );
    expect(problem).toMatchObject({ code: 'ballot.closed', status: 409 });
    expect(problem.message).toContain('vẫn còn trên màn hình');
    expect((await refusal(signPaper(t.ctx(council.people[2]!, at), { ballotId, blinded: 'x' }))).code).toBe(
      'ballot.closed',
    );
  });

  it('Q25-12: votes cast in the same second all count', async () => {
    const { council, dossierIds, ballotId } = await opened({ secret: true });
    const papers = await Promise.all(council.people.map((one) => takePaper(t, one, ballotId, at)));
    await Promise.all(
      papers.map((one) =>
        castPaper(t.app, { ballotId, serial: one.serial, signature: one.signature!, choices: yes(dossierIds) }),
      ),
    );
    expect((await requireBallot(t.app.db, ballotId)).box).toHaveLength(7);
  });

  it('Q25-12: who has no device draws a slip; its code works once, and only for members who drew', async () => {
    const { council, dossierIds, ballotId, of } = await opened({ secret: true });
    const ctx = t.ctx(runner, at);
    const { codes } = await makeSlips(ctx, of);
    expect(codes).toHaveLength(7);
    const typed = codes[0]!.toLowerCase().replaceAll('-', ' ');
    expect((await slipBallot(t.app, typed)).ballot.id).toBe(ballotId);
    const cast = { ballotId, code: typed, choices: yes(dossierIds) };
    expect((await refusal(castSlip(t.app, cast))).code).toBe('ballot.slip-marks');
    await markSlip(ctx, { ...of, memberId: council.memberIds[0]!, drew: true });
    const { serial } = await castSlip(t.app, cast);
    expect((await refusal(castSlip(t.app, cast))).code).toBe('ballot.slip');
    expect((await refusal(castSlip(t.app, { ...cast, code: codes[1]! }))).code).toBe('ballot.slip-marks');
    expect((await refusal(markSlip(ctx, { ...of, memberId: council.memberIds[0]!, drew: false }))).code).toBe(
      'ballot.slip-used',
    );
    expect((await refusal(signPaper(t.ctx(council.people[0]!, at), { ballotId, blinded: 'x' }))).code).toBe(
      'ballot.other-way',
    );
    const ballot = await requireBallot(t.app.db, ballotId);
    expect(ballot.box.map((one) => one.serial)).toEqual([serial]);
    const rows = await dump();
    for (const code of codes) expect(rows.some(({ row }) => row.includes(code))).toBe(false);
    // a paper of a slip looks like any other
    expect(await checkPaper(ballot.publicKey!, ballot.box[0]!)).toBe(true);
  });

  it('Q25-12: absent members vote in writing; their papers lie among the others', async () => {
    const { council, dossierIds, ballotId, of } = await opened({ secret: true, attendance: { 6: 'written' } });
    const ctx = t.ctx(runner, at);
    const written = { ...of, memberIds: [council.memberIds[6]!], papers: [no(dossierIds)] };
    expect((await refusal(enterWritten(ctx, { ...written, memberIds: [council.memberIds[5]!] }))).code).toBe(
      'ballot.written',
    );
    expect((await refusal(enterWritten(ctx, { ...written, papers: [] }))).code).toBe('ballot.written');
    expect((await refusal(takePaper(t, council.people[6]!, ballotId, at))).code).toBe('ballot.not-present');
    await enterWritten(ctx, written);
    expect((await refusal(enterWritten(ctx, written))).code).toBe('ballot.written');
    const ballot = await requireBallot(t.app.db, ballotId);
    expect(await checkPaper(ballot.publicKey!, ballot.box[0]!)).toBe(true);
    expect((await votersOf(t.app.db, [ballotId])).filter((one) => one.way === 'written')).toHaveLength(1);
  });
});

describe('an open ballot', () => {
  it('V26-4: one vote a member, by name, changeable until it closes', async () => {
    const { council, dossierIds, ballotId, meetingId, of } = await opened({ secret: false, members: 5 });
    const [first, second, third] = council.people;
    const vote = (who: Person, choices: BallotChoices) =>
      voteOpenly(t.ctx(who, at), { meetingId, ballotId, choices, note: '' });
    await vote(first!, no(dossierIds));
    await vote(first!, yes(dossierIds));
    await vote(second!, yes(dossierIds));
    await vote(third!, no(dossierIds));
    const stranger = await t.person('Người ngoài');
    expect((await refusal(vote(stranger, yes(dossierIds)))).status).toBe(404);
    expect(await closeBallot(t.ctx(runner, at), of)).toMatchObject([
      { yes: 2, no: 1, voted: 3, passed: true, needed: null },
      {},
    ]);
    expect((await refusal(vote(first!, no(dossierIds)))).code).toBe('ballot.closed');
  });

  it('Q25-12: a member who is nominated does not vote on the own dossier, which gets a ballot of its own', async () => {
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 5 });
    const meeting = await openSampleMeeting(t, {
      runner,
      call,
      council,
      unitId: units.X2!,
      dossiers: 3,
      personId: council.people[2]!.id,
    });
    const ids = await openBallot(t.ctx(runner, at), { ...meeting, title: 'Lần đầu', secret: true });
    expect(ids).toHaveLength(2);
    const voters = await votersOf(t.app.db, ids);
    expect(voters.filter((one) => one.memberId === council.memberIds[2]).map((one) => one.ballotId)).toEqual([ids[1]]);
    expect((await refusal(takePaper(t, council.people[2]!, ids[0]!, at))).code).toBe('ballot.not-entitled');
  });
});

describe('quorum', () => {
  it('Q25-12: below the quorum no ballot opens, and the rule is named', async () => {
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 7 });
    const meeting = await openSampleMeeting(t, {
      runner,
      call,
      council,
      unitId: units.X1!,
      dossiers: 1,
      attendance: { 4: 'absent', 5: 'absent', 6: 'written' },
    });
    const ctx = t.ctx(runner, at);
    const open = { ...meeting, title: '', secret: false };
    const problem = await refusal(openBallot(ctx, open));
    expect(problem).toMatchObject({ code: 'council.quorum', clause: 'Điều 5 Quy chế của Hội đồng' });
    expect(problem.message).toContain('cần ít nhất 5/7 thành viên (2/3), hiện có 4');
    await setAttendance(ctx, { ...meeting, memberId: council.memberIds[4]!, state: 'present', reason: '' });
    const [ballotId] = await openBallot(ctx, open);
    expect((await refusal(openBallot(ctx, open))).code).toBe('ballot.again');
    expect((await refusal(closeBallot(ctx, { ...meeting, ballotId: ballotId! }))).code).toBe('ballot.empty');
    await cancelBallot(ctx, { ...meeting, ballotId: ballotId!, reason: 'Mở nhầm hình thức' });
    expect(await openBallot(ctx, open)).toHaveLength(1);
  });
});
