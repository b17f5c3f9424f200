import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstAdmin, firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { acceptInvitation, createPersonOnBehalf, invitePerson, peopleOfUnit } from '#lib/server/people/invite.ts';
import { changePassword, requestPasswordReset, resetPassword } from '#lib/server/people/passwords.ts';
import { changeEmail, endOtherSessions, mySessions, updateProfile } from '#lib/server/people/profile.ts';
import { confirmEmail, registerPerson, resendConfirmation } from '#lib/server/people/register.ts';
import { signIn } from '#lib/server/people/signIn.ts';
import { createUnit } from '#lib/server/people/unitActs.ts';
import { actorOfPerson, actorOfSession, createSession } from '#lib/server/platform/auth/sessions.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const lastMail = (to: string) =>
  test.app.db
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', to)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
const secretIn = async (to: string, kind: string): Promise<string> => {
  const mails = await lastMail(to);
  const body = mails.find((mail) => mail.kind === kind)?.body ?? '';
  return /https:\/\/lantoa\.test\/[a-z-]+\/([\w-]{43})/.exec(body)?.[1] ?? '';
};
const as = async (personId: string, at?: string) => test.ctx((await actorOfPerson(test.app.db, personId))!, at);
const register = (email: string, more: object = {}) =>
  registerPerson(test.visitor(), { fullName: 'Lò Thị Mai', email, password: 'nui rung tay bac', ...more });

describe('registration', () => {
  it('takes an address in capitals, mails a link, and the confirmed person signs in', async () => {
    const { personId } = await register('MAI.LO@Example.TEST', {
      phone: '+84 912 345 678',
      next: '/bai-du-thi/moi/y-tuong-so-2026',
    });
    expect(personId).not.toBeNull();
    const before = await test.app.db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', personId!)
      .executeTakeFirstOrThrow();
    expect(before).toMatchObject({
      email: 'mai.lo@example.test',
      phone: '0912345678',
      email_confirmed_at: null,
      folded: 'lo thi mai',
    });
    expect(
      (await signIn(test.visitor(), { email: ' Mai.Lo@example.test ', password: 'nui rung tay bac' })).personId,
    ).toBe(personId);

    const secret = await secretIn('mai.lo@example.test', 'person.confirm');
    expect(await confirmEmail(test.visitor(), { secret })).toEqual({
      personId,
      next: '/bai-du-thi/moi/y-tuong-so-2026',
    });
    expect((await actorOfPerson(test.app.db, personId!))?.emailConfirmed).toBe(true);
    expect((await refusal(confirmEmail(test.visitor(), { secret }))).code).toBe('token.gone');
  });

  it('answers the same for an address that has an account, and tells its owner', async () => {
    await register('first@example.test');
    expect(await register('FIRST@example.test', { fullName: 'Người khác' })).toEqual({ personId: null });
    const mails = await lastMail('first@example.test');
    expect(mails.map((mail) => mail.kind).sort()).toEqual(['person.confirm', 'person.register-again']);
    const names = await test.app.db
      .selectFrom('person')
      .select('full_name')
      .where('email', '=', 'first@example.test')
      .execute();
    expect(names).toEqual([{ full_name: 'Lò Thị Mai' }]);
  });

  it('makes one account from two registrations at the same moment', async () => {
    const made = await Promise.all([register('twice@example.test'), register('twice@example.test')]);
    expect(made.filter((one) => one.personId !== null)).toHaveLength(1);
  });

  it('names every field that is wrong: HTML, 10,000 characters, bad address, weak password', async () => {
    const html = await refusal(register('x@example.test', { fullName: '<b>Mai</b>' }));
    expect(html.issues).toMatchObject([{ field: 'fullName', message: expect.stringContaining('< hoặc >') }]);
    const long = await refusal(register('mai', { fullName: 'a'.repeat(10_000), password: '1234', phone: '12' }));
    expect(long.issues.map((issue) => issue.field)).toEqual(['fullName', 'email', 'phone', 'password']);
    expect(await lastMail('x@example.test')).toEqual([]);
  });

  it('moves to another address only when that is confirmed', async () => {
    const { personId } = await register('old@example.test');
    await changeEmail(await as(personId!), { email: 'NEW@example.test', currentPassword: 'nui rung tay bac' });
    expect((await actorOfPerson(test.app.db, personId!))?.email).toBe('old@example.test');
    expect((await lastMail('old@example.test')).map((m) => m.kind)).toContain('person.email-changing');
    await confirmEmail(test.visitor(), { secret: await secretIn('new@example.test', 'person.confirm') });
    expect(await actorOfPerson(test.app.db, personId!)).toMatchObject({
      email: 'new@example.test',
      emailConfirmed: true,
    });
    expect((await refusal(resendConfirmation(await as(personId!)))).code).toBe('email.confirmed');
  });
});

describe('signing in', () => {
  it('gives one answer for a wrong password, an unknown address and a blocked account', async () => {
    const { personId } = await register('one@example.test');
    const wrong = await refusal(signIn(test.visitor(), { email: 'one@example.test', password: 'sai' }));
    const unknown = await refusal(signIn(test.visitor(), { email: 'nobody@example.test', password: 'sai' }));
    await test.app.db.updateTable('person').set({ disabled_at: new Date() }).where('id', '=', personId!).execute();
    const blocked = await refusal(signIn(test.visitor(), { email: 'one@example.test', password: 'nui rung tay bac' }));
    expect(unknown.message).toBe(wrong.message);
    expect(blocked.message).toBe(wrong.message);
    expect(wrong).toMatchObject({ code: 'sign-in.refused', status: 422 });
  });

  it('asks to wait after ten wrong passwords from one address, but not the owner elsewhere', async () => {
    const { personId } = await register('locked@example.test');
    for (let i = 0; i < 10; i++)
      await refusal(signIn(test.visitor(), { email: 'locked@example.test', password: `sai ${i}` }));
    const waiting = await refusal(
      signIn(test.visitor(), { email: 'LOCKED@example.test', password: 'nui rung tay bac' }),
    );
    expect(waiting).toMatchObject({ code: 'rate-limit', status: 429 });
    expect(waiting.message).toMatch(/thử lại sau \d+ phút/);
    const elsewhere = { ...test.visitor(), ip: '203.0.113.77' };
    expect((await signIn(elsewhere, { email: 'locked@example.test', password: 'nui rung tay bac' })).personId).toBe(
      personId,
    );
  });
});

describe('passwords', () => {
  it('sets a new one by a mailed link and ends all sessions', async () => {
    const { personId } = await register('reset@example.test');
    const session = await createSession(test.app.db, personId!, { ip: null, userAgent: null });
    await requestPasswordReset(test.visitor(), { email: 'Reset@Example.test' });
    await requestPasswordReset(test.visitor(), { email: 'nobody@example.test' });
    expect(await lastMail('nobody@example.test')).toEqual([]);
    const secret = await secretIn('reset@example.test', 'person.reset');
    expect((await refusal(resetPassword(test.visitor(), { secret, password: 'ngắn' }))).issues[0]?.field).toBe(
      'password',
    );
    await resetPassword(test.visitor(), { secret, password: 'đèo pha đin mù sương' });
    expect(await actorOfSession(test.app.db, session)).toBeNull();
    expect((await refusal(resetPassword(test.visitor(), { secret, password: 'mật khẩu thứ hai' }))).code).toBe(
      'token.gone',
    );
    expect(
      (await signIn(test.visitor(), { email: 'reset@example.test', password: 'đèo pha đin mù sương' })).personId,
    ).toBe(personId);
  });

  it('does not take a link of yesterday', async () => {
    await register('late@example.test');
    await requestPasswordReset(test.visitor('2026-02-01T08:00:00+07:00'), { email: 'late@example.test' });
    const secret = await secretIn('late@example.test', 'person.reset');
    const late = await refusal(
      resetPassword(test.visitor('2026-02-01T10:00:01+07:00'), { secret, password: 'đèo pha đin mù sương' }),
    );
    expect(late.code).toBe('token.gone');
  });

  it('asks whoever holds a role for 14 characters, and for the current password', async () => {
    const { personId } = await register('staff@example.test');
    await test.app.db
      .insertInto('role_grant')
      .values({ person_id: personId!, role: 'auditor', valid_from: new Date(), granted_at: new Date() })
      .execute();
    const keep = await createSession(test.app.db, personId!, { ip: null, userAgent: 'Điện thoại' });
    const other = await createSession(test.app.db, personId!, { ip: null, userAgent: 'Máy cơ quan' });
    const ctx = await as(personId!);
    const wrong = await refusal(
      changePassword(ctx, { currentPassword: 'sai', password: 'một cụm từ thật dài', session: keep }),
    );
    expect(wrong.field).toBe('currentPassword');
    const short = await refusal(
      changePassword(ctx, { currentPassword: 'nui rung tay bac', password: 'chín ký tự', session: keep }),
    );
    expect(short.message + short.issues[0]?.message).toContain('14');
    expect((await mySessions(ctx, keep)).filter((s) => s.current)).toHaveLength(1);
    await changePassword(ctx, { currentPassword: 'nui rung tay bac', password: 'một cụm từ thật dài', session: keep });
    expect(await actorOfSession(test.app.db, other)).toBeNull();
    expect((await actorOfSession(test.app.db, keep))?.id).toBe(personId);
    await createSession(test.app.db, personId!, { ip: null, userAgent: null });
    expect(await endOtherSessions(ctx, { session: keep })).toBe(1);
  });
});

describe('people brought by others', () => {
  it('invites somebody of the own unit only, who sets a password and is confirmed', async () => {
    const system = test.ctx(systemActor());
    const unit = await createUnit(system, { code: 'SKHCN', name: 'Sở Khoa học và Công nghệ', kind: 'agency' });
    const other = await createUnit(system, { code: 'SNV', name: 'Sở Nội vụ', kind: 'agency' });
    const coordinator = await test.person('Cầm Văn Ổn', [{ role: 'unit-coordinator', unitId: unit.id }]);
    const ctx = test.ctx(coordinator);
    const invitation = { email: 'Moi@example.test', fullName: 'Quàng Văn Mới' };
    expect((await refusal(invitePerson(ctx, { ...invitation, unitId: other.id }))).status).toBe(403);
    expect((await refusal(invitePerson(ctx, { ...invitation, unitId: unit.id, role: 'admin' }))).status).toBe(403);
    const { personId } = await invitePerson(ctx, { ...invitation, unitId: unit.id });
    const secret = await secretIn('moi@example.test', 'person.invite');
    await acceptInvitation(test.visitor(), { secret, fullName: 'Quàng Văn Mới', password: 'suối reo bản em' });
    expect(await actorOfPerson(test.app.db, personId)).toMatchObject({ emailConfirmed: true, unitId: unit.id });
    expect((await refusal(invitePerson(ctx, { ...invitation, unitId: unit.id }))).code).toBe('invite.known');

    const made = await createPersonOnBehalf(ctx, { unitId: unit.id, fullName: 'Vàng A Páo', phone: '0912 000 111' });
    const again = await refusal(
      createPersonOnBehalf(ctx, { unitId: unit.id, fullName: 'vàng a páo', phone: '0912.000.111' }),
    );
    expect(again.code).toBe('person.same');
    const people = await peopleOfUnit(ctx, { unitId: unit.id });
    expect(people.find((person) => person.id === made.personId)).toMatchObject({
      fullName: 'Vàng A Páo',
      hasAccount: false,
    });
    expect((await refusal(peopleOfUnit(ctx, { unitId: other.id }))).status).toBe(404);
  });

  it('changes one`s own details with all findings at once', async () => {
    const { personId } = await register('detail@example.test');
    const bad = await refusal(updateProfile(await as(personId!), { fullName: '', birthYear: '31/02', phone: 'abc' }));
    expect(bad.issues.map((issue) => issue.field)).toEqual(['fullName', 'phone', 'birthYear']);
    await updateProfile(await as(personId!), { fullName: 'Lò Thị Mai Anh', birthYear: '1990' });
    const event = await test.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('act', '=', 'person.update')
      .executeTakeFirstOrThrow();
    expect(event.changes).toEqual({ columns: ['full_name', 'birth_year'] });
  });
});

describe('first administrator', () => {
  it('is made once, by a link that a later start replaces', async () => {
    const fresh = await testApp();
    try {
      const first = await firstAdminLink(fresh.app, 'http://localhost:3000');
      const second = await firstAdminLink(fresh.app, 'http://localhost:3000');
      const secretOf = (link: string | null) => link?.split('/').at(-1) ?? '';
      const now = fresh.app.clock.now().toISOString();
      const args = { fullName: 'Quản Trị', email: 'admin@example.test', password: 'một cụm từ thật dài' };
      expect((await refusal(createFirstAdmin(fresh.visitor(now), { ...args, secret: secretOf(first) }))).code).toBe(
        'token.gone',
      );
      const made = await Promise.allSettled(
        ['a', 'b'].map((n) =>
          createFirstAdmin(fresh.visitor(now), { ...args, email: `${n}@example.test`, secret: secretOf(second) }),
        ),
      );
      expect(made.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      expect(await firstAdminLink(fresh.app, 'http://localhost:3000')).toBeNull();
    } finally {
      await fresh.close();
    }
  });
});
