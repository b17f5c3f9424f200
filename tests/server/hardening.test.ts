import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cron, jobs } from '#lib/server/jobs.ts';
import { assignByHand } from '#lib/server/judging/assign.ts';
import { declareConflict, declareNoConflict } from '#lib/server/judging/declare.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { assignedFile, assignedTo, judgeSheet } from '#lib/server/judging/sheets.ts';
import { signSheet } from '#lib/server/judging/signSheet.ts';
import { requestPasswordReset, resetPassword } from '#lib/server/people/passwords.ts';
import { updatePerson } from '#lib/server/people/people.ts';
import { changeEmail } from '#lib/server/people/profile.ts';
import { confirmEmail, registerPerson } from '#lib/server/people/register.ts';
import { grantRole, revokeRole } from '#lib/server/people/roles.ts';
import { signIn } from '#lib/server/people/signIn.ts';
import { hashPassword } from '#lib/server/platform/auth/password.ts';
import { type Job, startWorker } from '#lib/server/platform/jobs/run.ts';
import { sendMessage } from '#lib/server/platform/mail/send.ts';
import { listen } from '#lib/server/platform/notices.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type JudgingWorld, judgingWorld, scoresOf } from '../support/judging.ts';
import { refusal } from '../support/refusal.ts';

let w: JudgingWorld;
beforeAll(async () => {
  w = await judgingWorld({ judges: 4 });
});
afterAll(() => w?.close());

const secretIn = async (to: string, path: string): Promise<string> => {
  const mails = await w.t.app.db.selectFrom('message').select('body').where('to_address', '=', to).execute();
  return mails.map((mail) => new RegExp(`/${path}/([\\w-]{43})`).exec(mail.body)?.[1]).find(Boolean) ?? '';
};

describe('K26-2b: a judge whose role has ended', () => {
  const july = '2026-07-10T09:00:00+07:00';

  it('neither reads nor scores nor signs, whatever is still assigned', async () => {
    const key = { programmeId: w.programmeId, roundId: 'preliminary' };
    const entry = await w.entry();
    const judge = w.judges[0]!;
    await assignByHand(w.t.ctx(w.secretary, july), { ...key, entryId: entry.id, judgeId: judge.id });
    await openRound(w.t.ctx(w.secretary, july), key);
    await declareNoConflict(w.t.ctx(judge, july), key);
    const [row] = await assignedTo(w.t.app.db, { ...key, judgeId: judge.id });
    const { assignmentId } = row!;
    const sheet = { assignmentId, version: 0, scores: scoresOf(w.doc, 'preliminary', '5') };
    await saveScores(w.t.ctx(judge, july), sheet);

    const ended: Actor = { ...judge, grants: judge.grants.map((g) => ({ ...g, validTo: new Date('2026-07-01') })) };
    const elsewhere: Actor = { ...judge, grants: judge.grants.map((g) => ({ ...g, programmeId: randomUUID() })) };
    for (const gone of [{ ...judge, grants: [] }, ended, elsewhere]) {
      const ctx = w.t.ctx(gone, july);
      expect((await refusal(saveScores(ctx, { ...sheet, version: 1 }))).status).toBe(404);
      expect((await refusal(signSheet(ctx, { assignmentId, version: 1 }))).status).toBe(404);
      expect((await refusal(judgeSheet(ctx, { assignmentId }))).status).toBe(404);
      expect((await refusal(declareConflict(ctx, { assignmentId, reason: 'cùng đơn vị' }))).status).toBe(404);
      expect(await assignedFile(ctx, { assignmentId, fileId: randomUUID() })).toBeNull();
    }
    await saveScores(w.t.ctx(judge, july), { ...sheet, version: 1, scores: scoresOf(w.doc, 'preliminary', '6') });
  });
});

describe('roles', () => {
  const reason = 'đổi việc';
  const grantsOf = (personId: string) =>
    w.t.app.db
      .selectFrom('role_grant')
      .select('id')
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .execute();

  it('two administrators cannot take the role from one another at the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      const [one, other] = [
        await w.t.person('Quản Một', [{ role: 'admin' }]),
        await w.t.person('Quản Hai', [{ role: 'admin' }]),
      ];
      const [ofOne, ofOther] = [(await grantsOf(one.id))[0]!.id, (await grantsOf(other.id))[0]!.id];
      const results = await Promise.allSettled([
        revokeRole(w.t.ctx(one), { grantId: ofOther, reason }),
        revokeRole(w.t.ctx(other), { grantId: ofOne, reason }),
      ]);
      expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
      await w.t.app.db.updateTable('role_grant').set({ revoked_at: new Date() }).where('role', '=', 'admin').execute();
    }
  });

  it('the same role given twice at the same moment is one grant', async () => {
    const admin = await w.t.person('Quản Ba', [{ role: 'admin' }]);
    const unitId = await w.unit('Xã Chiềng Mung');
    const person = await w.t.person('Đầu Mối');
    const give = () => grantRole(w.t.ctx(admin), { personId: person.id, role: 'unit-coordinator', unitId });
    const results = await Promise.allSettled([give(), give(), give()]);
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect(await grantsOf(person.id)).toHaveLength(1);
  });

  it('administrators and auditors hold everywhere: such a role is not given for one contest', async () => {
    const admin = await w.t.person('Quản Bốn', [{ role: 'admin' }]);
    const person = await w.t.person('Hẹp Quyền');
    for (const role of ['admin', 'auditor'] as const) {
      const { programmeId } = w;
      expect((await refusal(grantRole(w.t.ctx(admin), { personId: person.id, role, programmeId }))).field).toBe(
        'programmeId',
      );
    }
  });
});

describe('links in mails', () => {
  const password = 'nui rung tay bac';
  const account = async (email: string) => {
    const { personId } = await registerPerson(w.t.visitor(), { fullName: 'Lò Thị Mai', email, password });
    await confirmEmail(w.t.visitor(), { secret: await secretIn(email, 'xac-nhan') });
    const actor: Actor = {
      kind: 'person',
      id: personId,
      name: 'Lò Thị Mai',
      email,
      emailConfirmed: true,
      unitId: null,
      grants: [],
    };
    return { personId: personId!, actor };
  };

  it('a mistyped new address gets no power over the account once another was asked for', async () => {
    const { actor } = await account('mai.a@example.test');
    await changeEmail(w.t.ctx(actor), { email: 'mai.typo@example.test', currentPassword: password });
    await changeEmail(w.t.ctx(actor), { email: 'mai.b@example.test', currentPassword: password });
    const typo = await secretIn('mai.typo@example.test', 'xac-nhan');
    expect((await refusal(confirmEmail(w.t.visitor(), { secret: typo }))).code).toBe('token.gone');
    await confirmEmail(w.t.visitor(), { secret: await secretIn('mai.b@example.test', 'xac-nhan') });
  });

  it('links to the old address lose their force when the address moves', async () => {
    const { personId } = await account('cu@example.test');
    const admin = await w.t.person('Quản Năm', [{ role: 'admin' }]);
    await requestPasswordReset(w.t.visitor(), { email: 'cu@example.test' });
    await updatePerson(w.t.ctx(admin), { personId, fullName: 'Lò Thị Mai', email: 'moi@example.test' });
    const secret = await secretIn('cu@example.test', 'dat-lai-mat-khau');
    const refused = await refusal(resetPassword(w.t.visitor(), { secret, password: 'một mật khẩu khác hẳn' }));
    expect(refused.code).toBe('token.gone');
    await confirmEmail(w.t.visitor(), { secret: await secretIn('moi@example.test', 'xac-nhan') });
  });

  it('nobody fills a stranger’s mailbox by registering the address again and again', async () => {
    const email = 'bi-quay-roi@example.test';
    for (let i = 0; i < 20; i++) {
      const ctx = { ...w.t.visitor(), ip: `198.51.100.${i}` };
      await registerPerson(ctx, { fullName: 'Kẻ Quấy Rối', email, password }).catch(() => {});
    }
    const mails = await w.t.app.db.selectFrom('message').select('id').where('to_address', '=', email).execute();
    expect(mails.length).toBeLessThanOrEqual(5);
  });
});

describe('limits', () => {
  it('count a whole IPv6 network as one, because one machine has all its addresses', async () => {
    await w.t.app.db
      .insertInto('person')
      .values({
        full_name: 'Có Tài Khoản',
        folded: 'co tai khoan',
        email: 'v6@example.test',
        password_hash: await hashPassword('mot mat khau dai'),
        created_at: new Date(),
      })
      .execute();
    const attempt = (ip: string) =>
      refusal(signIn({ ...w.t.visitor(), ip }, { email: 'v6@example.test', password: 'sai' })).then((r) => r.code);
    for (let i = 1; i <= 10; i++) expect(await attempt(`2001:db8:1:2::${i.toString(16)}`)).toBe('sign-in.refused');
    expect(await attempt('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBe('rate-limit');
    expect(await attempt('2001:0db8:0001:0002:0:0:0:1')).toBe('rate-limit');
    expect(await attempt('2001:db8:1:3::1')).toBe('sign-in.refused');
    // IPv4 inside IPv6 stays one address each
    for (let i = 1; i <= 11; i++) expect(await attempt(`::ffff:192.0.2.${i}`)).toBe('sign-in.refused');
  });
});

describe('after a crash', () => {
  it('a job that a killed process was doing is done at the next start, not four hours later', async () => {
    const { app, database } = w.t;
    await app.pool.query(`select graphile_worker.add_job('thu', '{}'::json)`);
    await app.pool.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-da-chet', attempts = 1`,
    );
    let done = 0;
    const job: Job = async () => {
      done++;
    };
    const open = { ...app, connectionString: database.connectionString };
    const runner = await startWorker(open, { thu: job }, []);
    try {
      for (let i = 0; i < 100 && done === 0; i++) await new Promise((next) => setTimeout(next, 50));
      expect(done).toBe(1);
    } finally {
      await runner.stop();
    }
  });

  it('a second worker leaves the jobs of a living one alone', async () => {
    const { app, database } = w.t;
    const open = { ...app, connectionString: database.connectionString };
    let started = 0;
    let release = () => {};
    const held = new Promise<void>((next) => {
      release = next;
    });
    const slow: Job = async () => {
      started++;
      await held;
    };
    const first = await startWorker(open, { cham: slow }, []);
    await app.pool.query(`select graphile_worker.add_job('cham', '{}'::json)`);
    for (let i = 0; i < 100 && started === 0; i++) await new Promise((next) => setTimeout(next, 50));
    const second = await startWorker(open, { cham: slow }, []);
    await new Promise((next) => setTimeout(next, 1000));
    expect(started).toBe(1);
    release();
    await Promise.all([first.stop(), second.stop()]);
  });

  it('a mail is never left “being sent” when the mail server was taken away', async () => {
    const { id } = await w.t.app.db
      .insertInto('message')
      .values({
        kind: 'test',
        to_address: 'a@example.test',
        subject: 's',
        body: 'b',
        state: 'queued',
        created_at: new Date(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sendMessage(w.t.app, id);
    const row = await w.t.app.db.selectFrom('message').select('state').where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.state).toBe('held');
  });

  it('an upload that nobody went on with does not hold its place for ever', async () => {
    expect(cron.some((one) => one.job === 'housekeeping.expire')).toBe(true);
    const old = (days: number) => new Date(w.t.app.clock.now().getTime() - days * 86_400_000);
    const make = async (days: number) =>
      (
        await w.t.app.db
          .insertInto('file')
          .values({ purpose: 'import', name: 'a.pdf', declared_size: 1, state: 'uploading', created_at: old(days) })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    const [stale, fresh] = [await make(9), await make(6)];
    await jobs['housekeeping.expire']!(w.t.app, {});
    const rows = await w.t.app.db.selectFrom('file').select('id').where('id', 'in', [stale, fresh]).execute();
    expect(rows.map((row) => row.id)).toEqual([fresh]);
  });
});

describe('notices between processes', () => {
  it('come again after the database was away for longer than one attempt', async () => {
    const { app, database } = w.t;
    const name = new URL(database.connectionString).pathname.slice(1);
    const heard: string[] = [];
    const stop = await listen(database.connectionString, app.log, async (notice) => {
      heard.push(notice);
    });
    const admin = new pg.Client({ connectionString: database.connectionString.replace(name, 'postgres') });
    await admin.connect();
    try {
      await admin.query(`alter database ${name} with allow_connections false`);
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and query = 'listen lantoa'`,
        [name],
      );
      await new Promise((done) => setTimeout(done, 3500));
      await admin.query(`alter database ${name} with allow_connections true`);
      for (let i = 0; i < 60 && !heard.includes('reconnected'); i++) await new Promise((done) => setTimeout(done, 100));
      expect(heard).toContain('reconnected');
      await app.pool.query(`select pg_notify('lantoa', 'publication')`);
      await new Promise((done) => setTimeout(done, 300));
      expect(heard).toContain('publication');
    } finally {
      await stop();
      await admin.query(`alter database ${name} with allow_connections true`);
      await admin.end();
    }
  });
});
