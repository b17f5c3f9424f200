import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingLimits } from '#lib/domain/gallery/voting.ts';
import { likeWork, takeBackLike } from '#lib/server/gallery/like.ts';
import { interactState, myLikes } from '#lib/server/gallery/mine.ts';
import { openShare, passOn } from '#lib/server/gallery/share.ts';
import { finishView, startView } from '#lib/server/gallery/view.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp, testPerson } from '../support/ctx.ts';
import { galleryContest, showWorks } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { solvedProof } from '../support/proof.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let entries: string[];
let codes: string[];
const within = '2026-08-15T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  const doc = galleryContest({ view: { seconds: 2, fraction: '0.5' } });
  const id = await insertContest(t, doc);
  entries = await showWorks(t.app.db, { id, code: doc.code }, 12);
  codes = entries.map((_, i) => `${doc.code}-${90_001 + i}`.toLowerCase());
});
afterAll(() => t.close());

let addresses = 0;
/** Each visitor of these tests comes from a network of their own, unless the test says otherwise. */
const from = (actor: Actor | null, at = within, ip = `198.51.100.${++addresses % 250}`): Ctx => ({
  ...(actor ? t.ctx(actor, at) : t.visitor(at)),
  ip,
});
const source = { device: null, agent: 'Mozilla/5.0', proof: null };
const rowsOf = (entry: number) =>
  t.app.db.selectFrom('gallery_like').selectAll().where('entry_id', '=', entries[entry]!).orderBy('id').execute();
const withEmail = async (email: string, name = 'Người thích') => {
  const person = await testPerson(t.app.db, name);
  await t.app.db.updateTable('person').set({ email }).where('id', '=', person.id).execute();
  return { ...person, email };
};

describe('likes', () => {
  it('K24-4: fifty presses of one person at the same moment are one like and one line of the log', async () => {
    const person = await testPerson(t.app.db, 'Người bấm nhanh');
    const ctx = from(person, within, '203.0.113.7');
    await t.app.db.deleteFrom('rate_limit').execute();
    // a person whose browser solved each press: the network has room for all of them
    const proofs = await Promise.all(Array.from({ length: 50 }, () => solvedProof(t.app)));
    const answers = await Promise.all(proofs.map((proof) => likeWork(ctx, { code: codes[0]!, ...source, proof })));
    expect(answers.every((answer) => answer.liked)).toBe(true);
    expect(await rowsOf(0)).toHaveLength(1);
    const events = await t.app.db
      .selectFrom('audit_event')
      .select(['act', 'summary'])
      .where('actor_id', '=', person.id)
      .execute();
    expect(events).toEqual([{ act: 'gallery.like', summary: `Thích ${codes[0]!.toUpperCase()}` }]);
  });

  it('K24-4: fifty people at the same moment, from one school, are fifty likes', async () => {
    const people = await Promise.all(Array.from({ length: 50 }, (_, i) => testPerson(t.app.db, `Học sinh ${i}`)));
    const proofs = await Promise.all(people.map(() => solvedProof(t.app)));
    await Promise.all(
      people.map((person, i) =>
        likeWork(from(person, within, '203.0.113.8'), { code: codes[1]!, ...source, proof: proofs[i]! }),
      ),
    );
    expect(await rowsOf(1)).toHaveLength(50);
    expect((await interactState(from(people[0]!), codes[1]!)).counts?.likes).toBe(50);
  });

  it('K24-4: are taken back and given again, and every row stays', async () => {
    const person = await testPerson(t.app.db, 'Người đổi ý');
    await likeWork(from(person), { code: codes[2]!, ...source });
    await takeBackLike(from(person, '2026-08-15T09:00:00+07:00'), { code: codes[2]! });
    await takeBackLike(from(person, '2026-08-15T09:30:00+07:00'), { code: codes[2]! });
    expect((await interactState(from(person), codes[2]!)).me).toEqual({ liked: false, blocked: null });
    await likeWork(from(person, '2026-08-15T10:00:00+07:00'), { code: codes[2]!, ...source });
    const rows = await rowsOf(2);
    expect(rows.map((row) => row.taken_back_at?.toISOString() ?? null)).toEqual(['2026-08-15T02:00:00.000Z', null]);
    expect((await myLikes(from(person))).map((like) => like.code)).toEqual([codes[2]!.toUpperCase()]);
  });

  it('K24-4: one mailbox has one vote, however its address is written', async () => {
    const first = await withEmail('son.la.2026@gmail.com');
    const second = await withEmail('sonla2026+hai@googlemail.com');
    await likeWork(from(first), { code: codes[3]!, ...source });
    const said = await refusal(likeWork(from(second), { code: codes[3]!, ...source }));
    expect(said.code).toBe('vote.mailbox');
    expect(said.message).toContain('Mỗi hộp thư có một lượt thích');
    await takeBackLike(from(first), { code: codes[3]! });
    await likeWork(from(second), { code: codes[3]!, ...source });
    expect((await rowsOf(3)).map((row) => row.person_id)).toEqual([first.id, second.id]);
  });

  it('K24-8: begin with the programme, end with the withdrawal, and go on after the freeze without counting', async () => {
    const person = await testPerson(t.app.db, 'Người xem');
    expect(
      (await refusal(likeWork(from(person, '2026-07-31T23:59:59+07:00'), { code: codes[4]!, ...source }))).code,
    ).toBe('vote.early');
    await likeWork(from(person, '2026-09-11T08:00:00+07:00'), { code: codes[4]!, ...source });
    const state = await interactState(from(person, '2026-09-11T08:00:00+07:00'), codes[4]!);
    expect(state.counts?.likes).toBe(1);
    expect(state.note).toBe('Đã chốt 10/09/2026; lượt thích sau đó không tính giải.');
    await t.app.db
      .updateTable('gallery_item')
      .set({ withdrawn_at: new Date('2026-09-12T00:00:00Z'), withdrawn_reason: 'Tác giả rút.' })
      .where('entry_id', '=', entries[4]!)
      .execute();
    expect((await refusal(likeWork(from(person), { code: codes[4]!, ...source }))).status).toBe(404);
    expect((await myLikes(from(person)))[0]?.address).toBeNull();
  });

  it('K24-4: authors do not vote for their own work, by account or by mailbox', async () => {
    const account = await testPerson(t.app.db, 'Tác giả');
    const mailbox = await withEmail('tac.gia@gmail.com');
    await t.app.db
      .insertInto('entry_author')
      .values([
        {
          entry_id: entries[5]!,
          position: 1,
          full_name: 'Một',
          person_id: account.id,
          share: '50',
          created_at: new Date(within),
        },
        {
          entry_id: entries[5]!,
          position: 2,
          full_name: 'Hai',
          email: 'tacgia+thi@gmail.com',
          share: '50',
          created_at: new Date(within),
        },
      ])
      .execute();
    for (const person of [account, mailbox]) {
      expect((await refusal(likeWork(from(person), { code: codes[5]!, ...source }))).code).toBe('vote.own');
      expect((await interactState(from(person), codes[5]!)).me?.blocked).toContain('tác giả');
    }
  });

  it('needs a confirmed address', async () => {
    const person = { ...(await testPerson(t.app.db, 'Chưa xác nhận')), emailConfirmed: false };
    expect((await refusal(likeWork(from(person), { code: codes[0]!, ...source }))).code).toBe('vote.unconfirmed');
    expect((await refusal(likeWork(from(null), { code: codes[0]!, ...source }))).code).toBe('vote.who');
  });

  it('K24-10: a vote that was voided is not made again by taking it back', async () => {
    const person = await withEmail('bi.loai@gmail.com');
    await likeWork(from(person), { code: codes[6]!, ...source });
    await t.app.db
      .updateTable('gallery_like')
      .set({ voided_at: new Date(within), voided_reason: 'Tài khoản hàng loạt.' })
      .where('person_id', '=', person.id)
      .execute();
    expect((await refusal(takeBackLike(from(person), { code: codes[6]! }))).code).toBe('vote.voided');
    const twin = await withEmail('biloai+2@gmail.com');
    expect((await refusal(likeWork(from(twin), { code: codes[6]!, ...source }))).code).toBe('vote.voided');
  });
});

describe('proof of work', () => {
  it('K24-4: is used once, also when it comes twice at the same moment', async () => {
    const proof = await solvedProof(t.app);
    const people = await Promise.all([1, 2, 3, 4].map((i) => testPerson(t.app.db, `Người dùng lại ${i}`)));
    const answers = await Promise.allSettled(
      people.map((person) => likeWork(from(person), { code: codes[7]!, ...source, proof })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect((await rowsOf(7)).map((row) => row.challenge)).toEqual(['solved']);
    const late = await testPerson(t.app.db, 'Người đến sau');
    expect((await refusal(likeWork(from(late), { code: codes[7]!, ...source, proof }))).code).toBe('proof.wrong');
  });

  it('is refused when it was changed or made up', async () => {
    const person = await testPerson(t.app.db, 'Người bịa');
    const proof = JSON.parse(await solvedProof(t.app));
    const changed = [
      { ...proof, solution: { ...proof.solution, derivedKey: '00'.repeat(32) } },
      {
        ...proof,
        challenge: { ...proof.challenge, parameters: { ...proof.challenge.parameters, expiresAt: 9_999_999_999 } },
      },
      { challenge: {}, solution: {} },
    ];
    for (const one of changed) {
      const said = await refusal(likeWork(from(person), { code: codes[7]!, ...source, proof: JSON.stringify(one) }));
      expect(said.code).toBe('proof.wrong');
    }
    expect((await refusal(likeWork(from(person), { code: codes[7]!, ...source, proof: 'không phải JSON' }))).code).toBe(
      'proof.wrong',
    );
  });
});

describe('limits', () => {
  it('K24-4: without scripts a network has room for a household, and is told when to try again', async () => {
    const ip = '192.0.2.77';
    const { points } = votingLimits.likeOfNetwork.none;
    const people = await Promise.all(Array.from({ length: points + 1 }, (_, i) => testPerson(t.app.db, `Nhà ${i}`)));
    for (const person of people.slice(0, points))
      await likeWork(from(person, within, ip), { code: codes[8]!, ...source });
    const said = await refusal(likeWork(from(people[points]!, within, ip), { code: codes[8]!, ...source }));
    expect(said.status).toBe(429);
    expect(said.message).toMatch(/Hãy thử lại sau \d+ phút\.$/);
    // the same network with a proof goes on
    await likeWork(from(people[points]!, within, ip), { code: codes[8]!, ...source, proof: await solvedProof(t.app) });
    expect(await rowsOf(8)).toHaveLength(points + 1);
  });

  it('K24-4: one machine with many addresses of an IPv6 network is one network', async () => {
    const { points } = votingLimits.likeOfNetwork.none;
    const person = await testPerson(t.app.db, 'Máy');
    for (let i = 0; i < points; i++)
      await likeWork(from(person, within, `2001:db8:1:2::${i + 1}`), { code: codes[9]!, ...source });
    expect(
      (await refusal(likeWork(from(person, within, '2001:db8:1:2:ffff::9'), { code: codes[9]!, ...source }))).status,
    ).toBe(429);
  });
});

describe('shares', () => {
  const one = (device: string | null, person = true) => ({ device, person });

  it('K24-4: one link a person, work and day, also when asked twice at the same moment', async () => {
    const person = await testPerson(t.app.db, 'Người chia sẻ');
    const made = await Promise.all(
      Array.from({ length: 8 }, () => passOn(from(person), { code: codes[9]!, ...source })),
    );
    expect(new Set(made.map((share) => share.token)).size).toBe(1);
    const tomorrow = await passOn(from(person, '2026-08-16T08:00:00+07:00'), { code: codes[9]!, ...source });
    expect(tomorrow.token).not.toBe(made[0]!.token);
  });

  it('K24-4: counts when somebody else first opens it, once', async () => {
    const person = await testPerson(t.app.db, 'Người chia sẻ hai');
    const other = await testPerson(t.app.db, 'Bạn');
    const { token } = await passOn(from(person), { code: codes[9]!, ...source, device: 'may-cua-toi' });
    const later = '2026-08-15T09:00:00+07:00';
    const opens = async (actor: Actor | null, opener: ReturnType<typeof one>) =>
      (await openShare(from(actor, later), { token, ...opener })).counted;
    expect(await opens(person, one('may-khac'))).toBe(false);
    expect(await opens(null, one('may-cua-toi'))).toBe(false);
    expect(await opens(null, one(null, false))).toBe(false);
    const both = await Promise.all([opens(other, one('may-ban')), opens(null, one('may-la'))]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await opens(null, one('may-la-2'))).toBe(false);
    expect((await refusal(openShare(from(null), { token: 'khong-co', ...one('x') }))).status).toBe(404);
  });
});

describe('views', () => {
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

  it('K24-4: count once a viewer, work and day, and not before the time has really passed', async () => {
    const start = (device: string) => startView(from(null), { code: codes[10]!, device });
    const { ticket, seconds } = await start('may-a');
    expect(seconds).toBe(2);
    const finish = (device: string, watched = 2, ctx = from(null), which = ticket) =>
      finishView(ctx, { ticket: which, seconds: watched, device });
    expect((await refusal(finish('may-a'))).code).toBe('view.ticket');
    await pause(1100);
    expect((await refusal(finish('may-b'))).code).toBe('view.ticket');
    expect((await refusal(finish('may-a', 1))).code).toBe('view.ticket');
    expect((await refusal(finish('may-a', 2, from(null), `${ticket}x`))).code).toBe('view.ticket');
    expect(await Promise.all([finish('may-a'), finish('may-a')])).toContainEqual({ counted: true });
    expect(await finish('may-a')).toEqual({ counted: false });
    // the same watching is no view of the next day
    const nextDay = from(null, '2026-08-16T00:00:00+07:00');
    expect(await finish('may-a', 2, nextDay)).toEqual({ counted: false });
    const again = await startView(nextDay, { code: codes[10]!, device: 'may-a' });
    await pause(1100);
    expect(await finish('may-a', 2, nextDay, again.ticket)).toEqual({ counted: true });
    const rows = await t.app.db.selectFrom('gallery_view').select(['viewer', 'day']).orderBy('day').execute();
    expect(rows).toEqual([
      { viewer: 'd:may-a', day: '2026-08-15' },
      { viewer: 'd:may-a', day: '2026-08-16' },
    ]);
  });
});

it('K24-4: what the tests left satisfies the invariants of the gallery', async () => {
  const broken = (await checkInvariants(t.app)).filter((one) => /^gallery\.(likes|shares)/.test(one.name) && !one.ok);
  expect(broken).toEqual([]);
});
