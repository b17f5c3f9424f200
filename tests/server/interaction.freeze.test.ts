import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotProblems } from '#lib/domain/gallery/freeze.ts';
import { addDays, toLocalIso } from '#lib/domain/kernel/time.ts';
import { correctFreeze, freezeDue, freezeInteractions, freezeOf, freezesOf } from '#lib/server/gallery/freeze.ts';
import { brokenFreezes, differences } from '#lib/server/gallery/recount.ts';
import { isSignedBy, sha256 } from '#lib/server/gallery/signing.ts';
import { frozenTallies, tallies } from '#lib/server/gallery/tally.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { MovableClock } from '#lib/server/platform/clock/clock.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { external, freezeAt, galleryContest, like, share, showWorks, somebody, view } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let programme: StoredProgramme;
let works: string[];
let people: string[];
let organiser: Actor;
let secretary: Actor;

beforeEach(async () => {
  t = await testApp();
  const id = await insertContest(t, galleryContest());
  programme = (await programmeById(t.app.db, id))!;
  works = await showWorks(t.app.db, programme, 4);
  people = await somebody(t.app.db, 300);
  organiser = await t.person('Bạc Cầm Tổ Chức', [{ role: 'organiser', programmeId: id }]);
  secretary = await t.person('Đinh Thị Thư Ký', [{ role: 'secretary', programmeId: id }]);
});
afterEach(() => t.close());

const within = new Date('2026-08-15T08:00:00+07:00');
const after = toLocalIso(new Date(freezeAt.getTime() + 60_000));
const of = (entry: number, at = within) => ({ programmeId: programme.id, entryId: works[entry]!, at });
const likes = async (...rows: ReturnType<typeof like>[]) => {
  await t.app.db.insertInto('gallery_like').values(rows).execute();
};
const freeze = (actor: Actor = secretary, at = after) =>
  freezeInteractions(t.ctx(actor, at), { programmeId: programme.id });
const correct = (reason: string, at = toLocalIso(addDays(freezeAt, 1))) =>
  correctFreeze(t.ctx(organiser, at), { programmeId: programme.id, reason });
const frozenLikes = async () => {
  const frozen = await frozenTallies(t.app.db, programme.id);
  return works.map((id) => frozen?.rows.get(id)?.likes);
};
const voidLikesOf = (entry: number, at: Date) =>
  t.app.db
    .updateTable('gallery_like')
    .set({ voided_at: at, voided_reason: 'Tài khoản lập hàng loạt.' })
    .where('entry_id', '=', works[entry]!)
    .execute();

describe('the freeze', () => {
  it('K24-8: not before its instant has passed, then by the job or by hand, once', async () => {
    await likes(like(people[0]!, of(0)), like(people[1]!, of(0, freezeAt)));
    const early = await refusal(freeze(secretary, toLocalIso(freezeAt)));
    expect(early).toMatchObject({ code: 'interaction.too-early' });
    expect(early.clause).toBeTruthy();
    const clock = t.app.clock as MovableClock;
    clock.set(freezeAt.getTime() - Date.now() - 60_000);
    expect(await freezeDue(t.app)).toBe(0);
    clock.set(addDays(freezeAt, 3).getTime() - Date.now());
    expect(await freezeDue(t.app)).toBe(1);
    expect(await freezeDue(t.app)).toBe(0);
    expect(await freeze()).toMatchObject({ made: false, freeze: { no: 1 } });
    expect(await frozenLikes()).toEqual([2, 0, 0, 0]);
  });

  it('K24-8: nobody else may fix the counts', async () => {
    const chair = await t.person('Trưởng Ban', [{ role: 'jury-chair', programmeId: programme.id }]);
    expect(await refusal(freeze(chair))).toMatchObject({ status: 403 });
    const outsider = await t.person('Người ngoài');
    expect(await refusal(freeze(outsider))).toMatchObject({ status: 404 });
  });

  it('K24-8: many at once make exactly one freeze', async () => {
    await likes(like(people[0]!, of(0)));
    const done = await Promise.all(Array.from({ length: 8 }, (_, i) => freeze(i % 2 ? organiser : secretary)));
    expect(done.filter((one) => one.made)).toHaveLength(1);
    expect(new Set(done.map((one) => one.freeze.sha256)).size).toBe(1);
    expect(await freezesOf(t.app.db, programme.id)).toHaveLength(1);
  });

  it('K24-8: while people go on liking, what stood at the instant is counted, and counting again gives the same', async () => {
    await likes(
      ...people.slice(0, 50).map((id) => like(id, of(0))),
      // taken back after the instant, before the late job: it stood
      like(people[50]!, { ...of(1), takenBackAt: new Date(freezeAt.getTime() + 1) }),
      like(people[51]!, { ...of(1), takenBackAt: freezeAt }),
    );
    // acts that began before the freeze, at an instant that would count, and end before, during and after it
    const late = people.slice(100, 300).map((id, i) => () => likes(like(id, of(2, new Date(freezeAt.getTime() - i)))));
    const pouring = Promise.all(late.slice(0, 120).map((act) => act()));
    const takingBack = t.app.db
      .updateTable('gallery_like')
      .set({ taken_back_at: freezeAt })
      .where('entry_id', '=', works[0]!)
      .where('person_id', 'in', people.slice(0, 10))
      .execute();
    const [{ made }] = await Promise.all([freeze(), pouring, takingBack]);
    await Promise.all(late.slice(120).map((act) => act()));
    expect(made).toBe(true);
    const counted = await frozenLikes();
    expect(counted[1]).toBe(1);
    expect([40, 50]).toContain(counted[0]);
    expect(counted[2]).toBeLessThanOrEqual(120);
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    const page = await tallies(t.app.db, programme, { scope: 'page' });
    expect(page.get(works[2]!)?.likes).toBe(200);
  });

  it('K24-8: nothing that is written afterwards is dated before it', async () => {
    await freeze();
    await likes(like(people[0]!, { ...of(0), takenBackAt: within }));
    await t.app.db
      .insertInto('gallery_share')
      .values([share(people[0]!, { ...of(0), openedAt: within })])
      .execute();
    await t.app.db
      .insertInto('gallery_view')
      .values([view('d:1', { ...of(0), day: '2026-08-15' })])
      .execute();
    await t.app.db
      .insertInto('external_count')
      .values([external(people[0]!, { ...of(0), takenAt: within, likes: 9 })])
      .execute();
    expect((await tallies(t.app.db, programme)).get(works[0]!)).toMatchObject({ likes: 0, shares: 0, views: 0 });
    expect((await tallies(t.app.db, programme, { scope: 'page' })).get(works[0]!)).toMatchObject({
      likes: 0,
      shares: 1,
      views: 1,
    });
    expect(await brokenFreezes(t.app.db)).toEqual([]);
  });

  it('K24-8: the snapshot is signed by a key that only the server can read, and adds up', async () => {
    await likes(like(people[0]!, of(3)), like(people[1]!, of(3)), like(people[0]!, of(1)));
    await likes(like(people[2]!, { ...of(1), voidedAt: within }));
    await freeze();
    const stored = (await freezeOf(t.app.db, programme.id))!;
    expect(stored.snapshot.works.map(({ rank, code, total }) => `${rank} ${code.slice(-1)} ${total}`)).toEqual([
      '1 4 2',
      '2 2 1',
      '3 1 0',
      '3 3 0',
    ]);
    expect(stored.snapshot).toMatchObject({ no: 1, reason: null, voided: { likes: 1, shares: 0, views: 0 } });
    expect(snapshotProblems(stored.snapshot)).toEqual([]);
    const signature = Buffer.from(stored.signature, 'base64');
    expect(sha256(stored.text)).toBe(stored.sha256);
    expect(isSignedBy(stored.text, signature, stored.publicKey)).toBe(true);
    expect(isSignedBy(stored.text.replace('"total":"2"', '"total":"3"'), signature, stored.publicKey)).toBe(false);
    const key = join(t.app.config.dataDir, 'keys', 'interaction-ed25519.pem');
    expect(existsSync(key)).toBe(true);
    expect(statSync(key).mode & 0o077).toBe(0);
    const everything = await sql<{ text: string }>`select jsonb_agg(setting)::text as text from setting`.execute(
      t.app.db,
    );
    expect(everything.rows[0]?.text).not.toContain('PRIVATE');
  });
});

describe('changes behind our back', () => {
  const quietly = async (statement: ReturnType<typeof sql>) => {
    await t.app.db.transaction().execute(async (db) => {
      await sql`alter table gallery_like disable trigger user`.execute(db);
      await statement.execute(db);
      await sql`alter table gallery_like enable trigger user`.execute(db);
    });
  };
  const broken = async () => (await brokenFreezes(t.app.db)).map((one) => one.detail).join('\n');

  beforeEach(async () => {
    await likes(like(people[0]!, of(0)), like(people[1]!, of(0)), like(people[0]!, of(1)));
    await freeze();
    expect(await broken()).toBe('');
  });

  it('K24-8: a vote put into the window, taken out of it or taken back in the past is found', async () => {
    await quietly(
      sql`update gallery_like set taken_back_at = ${freezeAt} where entry_id = ${works[0]!} and person_id = ${people[0]!}`,
    );
    expect(await broken()).toMatch(/00?1: đã chốt 2 thích.*đếm lại được 1 thích/);
    await quietly(
      sql`update gallery_like set taken_back_at = null, at = ${addDays(freezeAt, 2)} where entry_id = ${works[0]!}`,
    );
    expect(await broken()).toMatch(/đếm lại được 0 thích/);
    const results = await checkInvariants(t.app);
    expect(results.find((result) => result.name === 'interaction.freeze')?.ok).toBe(false);
  });

  it('K24-8: changed numbers, a changed text and a foreign key are found', async () => {
    await quietly(sql`update interaction_frozen set likes = 7, total = 7 where entry_id = ${works[1]!}`);
    expect(await broken()).toContain('bảng số liệu khác với bản đã ký');
    await quietly(sql`update interaction_freeze set snapshot = replace(snapshot, '"total":"2"', '"total":"20"')`);
    const all = await broken();
    expect(all).toContain('chữ ký không đúng');
    expect(all).toContain('ghi tổng 20, tính theo hệ số được 2');
    await quietly(sql`delete from setting where key = 'interaction.keys'`);
    await quietly(sql`update interaction_freeze set snapshot = replace(snapshot, '"total":"20"', '"total":"2"')`);
    expect(await broken()).toContain('khóa không phải của hệ thống này');
  });
});

describe('correction', () => {
  beforeEach(async () => {
    await likes(
      ...people.slice(0, 30).map((id) => like(id, of(0))),
      ...people.slice(0, 20).map((id) => like(id, of(1))),
    );
  });

  it('K24-8: counts again as of the same instant without what was voided, with a reason, and keeps the first', async () => {
    expect(await refusal(correct('Hủy 30 phiếu của tài khoản lập hàng loạt.'))).toMatchObject({
      code: 'interaction.not-frozen',
    });
    await freeze();
    expect(await refusal(correct('Hủy 30 phiếu của tài khoản lập hàng loạt.'))).toMatchObject({
      code: 'interaction.unchanged',
    });
    await voidLikesOf(0, addDays(freezeAt, 1));
    // voided afterwards: the first freeze stays right as it is, and the difference is named
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    const stored = (await freezeOf(t.app.db, programme.id))!;
    expect(
      (await differences(t.app.db, programme.id, stored)).map((one) => [one.frozen.likes, one.counted.likes]),
    ).toEqual([[30, 0]]);
    expect(await refusal(correct('quá ngắn'))).toMatchObject({ code: 'interaction.reason', field: 'reason' });
    const second = await correct('Hủy 30 phiếu của tài khoản lập hàng loạt.');
    expect(second).toMatchObject({ no: 2, frozenAt: freezeAt });
    expect(await frozenLikes()).toEqual([0, 20, 0, 0]);
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    const [two, one] = await Promise.all([freezeOf(t.app.db, programme.id, 2), freezeOf(t.app.db, programme.id, 1)]);
    expect(two?.snapshot.previous).toBe(one?.sha256);
    expect(two?.snapshot.voided.likes).toBe(30);
    expect(one?.snapshot.works[0]).toMatchObject({ rank: 1, likes: 30 });
    expect((await frozenTallies(t.app.db, programme.id))?.no).toBe(2);
  });

  it('K24-8: is the organiser’s, and not any more once results are published by it', async () => {
    await freeze();
    await voidLikesOf(0, addDays(freezeAt, 1));
    const reason = 'Hủy 30 phiếu của tài khoản lập hàng loạt.';
    const bySecretary = correctFreeze(t.ctx(secretary, toLocalIso(addDays(freezeAt, 1))), {
      programmeId: programme.id,
      reason,
    });
    expect(await refusal(bySecretary)).toMatchObject({ status: 403 });
    await t.app.db
      .insertInto('decision')
      .values({
        programme_id: programme.id,
        kind: 'results',
        decided_by: organiser.id!,
        decided_at: freezeAt,
        published_at: freezeAt,
      })
      .execute();
    expect(await refusal(correct(reason))).toMatchObject({ code: 'interaction.results-published' });
  });

  it('K24-4: a snapshot of the Fanpage taken in time but entered after the freeze comes in by a correction', async () => {
    await freeze();
    const row = external(people[0]!, { ...of(1), takenAt: freezeAt, at: addDays(freezeAt, 1), likes: 40 });
    await t.app.db.insertInto('external_count').values([row]).execute();
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    await correct('Bổ sung số liệu Fanpage chụp đúng giờ chốt.');
    expect((await frozenTallies(t.app.db, programme.id))?.rows.get(works[1]!)?.total).toBe('60');
    expect(await brokenFreezes(t.app.db)).toEqual([]);
  });
});
