import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingLimits } from '#lib/domain/gallery/voting.ts';
import { confirmVote, forgetVoteRequests, requestVote, voteBehind } from '#lib/server/gallery/voter.ts';
import { hashPassword } from '#lib/server/platform/auth/password.ts';
import { actorOfSession, createSession, sessionOf } from '#lib/server/platform/auth/sessions.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { type TestApp, testApp, testPerson } from '../support/ctx.ts';
import { galleryContest, showWorks } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { solvedProof } from '../support/proof.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let codes: string[];
let entries: string[];
const within = '2026-08-15T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  const doc = galleryContest();
  const id = await insertContest(t, doc);
  entries = await showWorks(t.app.db, { id, code: doc.code }, 6);
  codes = entries.map((_, i) => `${doc.code}-${90_001 + i}`);
});
afterAll(() => t.close());

let addresses = 0;
const visitor = (ip = `198.51.100.${++addresses}`, at = within): Ctx => ({ ...t.visitor(at), ip });
const source = { device: null, agent: 'Mozilla/5.0', proof: null };
const ask = (email: string, more: Partial<Parameters<typeof requestVote>[1]> = {}, ctx = visitor()) =>
  requestVote(ctx, { code: codes[0]!, fullName: 'Lò Thị Bình Chọn', email, agreed: true, ...source, ...more });
const linkTo = async (email: string): Promise<string> => {
  const { body } = await t.app.db
    .selectFrom('message')
    .select('body')
    .where('to_address', '=', email)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return /xac-nhan\/([\w-]{43})/.exec(body)![1]!;
};
const likesOf = (entry: number) =>
  t.app.db.selectFrom('gallery_like').selectAll().where('entry_id', '=', entries[entry]!).execute();
const confirm = (secret: string, ctx = visitor()) => confirmVote(ctx, { secret, ...source });

describe('K24-4: liking without an account', () => {
  it('the link counts when its button is pressed, not when it is opened', async () => {
    expect(await ask('Binh.Chon@example.com', { proof: await solvedProof(t.app) })).toEqual({
      sentTo: 'bi***@example.com',
    });
    const secret = await linkTo('binh.chon@example.com');
    expect(await voteBehind(visitor(), secret)).toMatchObject({ done: false, email: 'bi***@example.com' });
    expect(await likesOf(0)).toHaveLength(0);
    const done = await confirm(secret);
    expect(done.session).toBe(true);
    expect(await likesOf(0)).toMatchObject([{ person_id: done.personId, challenge: 'solved' }]);
    expect(await voteBehind(visitor(), secret)).toMatchObject({ done: true });
    expect((await refusal(confirm(secret))).status).toBe(410);
    const consent = await t.app.db
      .selectFrom('vote_request')
      .select(['consent', 'person_id'])
      .where('confirmed_at', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(consent.person_id).toBe(done.personId);
    expect(consent.consent).toContain('Tôi đồng ý');
  });

  it('two confirmations of one link at the same moment are one like', async () => {
    await ask('hai.lan@example.com', { code: codes[1]! });
    const secret = await linkTo('hai.lan@example.com');
    const answers = await Promise.allSettled([confirm(secret), confirm(secret), confirm(secret)]);
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await likesOf(1)).toHaveLength(1);
  });

  it('without the agreement nothing is kept and nothing is sent', async () => {
    const said = await refusal(ask('khong.dong.y@example.com', { agreed: false, fullName: '' }));
    expect(said.issues.map((issue) => issue.field)).toEqual(['fullName', 'agreed']);
    const kept = await t.app.db
      .selectFrom('vote_request')
      .select('email')
      .where('email', '=', 'khong.dong.y@example.com')
      .execute();
    expect(kept).toEqual([]);
  });

  it('the same mailbox does not vote twice', async () => {
    await ask('mot.hop.thu@gmail.com', { code: codes[2]! });
    await confirm(await linkTo('mot.hop.thu@gmail.com'));
    await ask('mothopthu+2@gmail.com', { code: codes[2]! });
    expect((await refusal(confirm(await linkTo('mothopthu+2@gmail.com')))).code).toBe('vote.mailbox');
    expect(await likesOf(2)).toHaveLength(1);
  });

  it('nobody can fill a mailbox of somebody else, whatever the network and the writing', async () => {
    const { points } = votingLimits.mailToAddress;
    for (let i = 0; i < points; i++) await ask(`nan.nhan+${i}@gmail.com`);
    const said = await refusal(ask('nannhan@gmail.com'));
    expect(said).toMatchObject({ status: 429, field: 'email' });
    expect(said.message).toMatch(/Hãy thử lại sau \d+ giờ\.$/);
  });

  it('a network without scripts sends few mails, one with proofs many more', async () => {
    const { points } = votingLimits.mailOfNetwork.none;
    for (let i = 0; i < points; i++) await ask(`lop-hoc-${i}@example.com`, {}, visitor('192.0.2.5'));
    expect((await refusal(ask('lop-hoc-x@example.com', {}, visitor('192.0.2.5')))).status).toBe(429);
    await ask('lop-hoc-x@example.com', { proof: await solvedProof(t.app) }, visitor('192.0.2.5'));
  });

  it('an account with a password is not signed in by the link, only its like counts', async () => {
    const person = await testPerson(t.app.db, 'Có mật khẩu');
    await t.app.db
      .updateTable('person')
      .set({ password_hash: await hashPassword('một câu ngắn dễ nhớ') })
      .where('id', '=', person.id)
      .execute();
    await ask(person.email!, { code: codes[3]! });
    expect(await confirm(await linkTo(person.email!))).toMatchObject({ personId: person.id, session: false });
    expect(await likesOf(3)).toHaveLength(1);
  });

  it('a press confirms no account whose password somebody else may have set', async () => {
    const person = await testPerson(t.app.db, 'Chiếm chỗ');
    await t.app.db
      .updateTable('person')
      .set({ password_hash: await hashPassword('kẻ gian đặt trước'), email_confirmed_at: null })
      .where('id', '=', person.id)
      .execute();
    await ask(person.email!, { code: codes[4]! });
    expect((await refusal(confirm(await linkTo(person.email!)))).code).toBe('vote.unconfirmed');
    expect(await likesOf(4)).toHaveLength(0);
  });

  it('a session of a voter carries no roles', async () => {
    const person = await testPerson(t.app.db, 'Giám khảo chưa đặt mật khẩu', [{ role: 'admin' }]);
    const place = { ip: null, userAgent: null };
    const secret = await createSession(t.app.db, person.id, place, 'voter');
    const voter = (await sessionOf(t.app.db, secret))!.actor;
    expect(await actorOfSession(t.app.db, secret)).toBeNull();
    const full = await actorOfSession(t.app.db, await createSession(t.app.db, person.id, place));
    expect(voter).toMatchObject({ id: person.id, grants: [] });
    expect(full!.grants).toHaveLength(1);
  });

  it('a link that nobody pressed expires, and the address is forgotten', async () => {
    await ask('bo.qua@example.com', { code: codes[5]! });
    const secret = await linkTo('bo.qua@example.com');
    expect((await refusal(confirm(secret, visitor(undefined, '2026-08-16T08:00:01+07:00')))).status).toBe(410);
    const clock = { now: () => new Date('2026-08-17T08:00:01+07:00') } as typeof t.app.clock;
    await forgetVoteRequests({ db: t.app.db, clock });
    const left = await t.app.db.selectFrom('vote_request').select('confirmed_at').execute();
    expect(left.every((row) => row.confirmed_at !== null)).toBe(true);
  });
});
