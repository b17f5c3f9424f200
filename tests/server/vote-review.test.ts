import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctFreeze, freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { pastReviews, restoreVotes, voidVotes } from '#lib/server/gallery/review.ts';
import { clustersOf, votesByIds } from '#lib/server/gallery/suspects.ts';
import { frozenTallies, tallies } from '#lib/server/gallery/tally.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { galleryContest, like, showWorks, somebody } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let programme: StoredProgramme;
let works: string[];
let secretary: Actor;
let organiser: Actor;
let judge: Actor;

const during = new Date('2026-08-15T08:00:00+07:00');
const reason = 'Một máy bình chọn cho nhiều hộp thư, đã gọi điện kiểm tra.';
const likesOf = async (entry: number) =>
  (await tallies(t.app.db, programme, { entryIds: [works[entry]!] })).get(works[entry]!)?.likes;

beforeAll(async () => {
  t = await testApp();
  const id = await insertContest(t, galleryContest());
  programme = (await programmeById(t.app.db, id))!;
  works = await showWorks(t.app.db, programme, 3);
  secretary = await t.person('Đinh Thị Thư Ký', [{ role: 'secretary', programmeId: id }]);
  organiser = await t.person('Bạc Cầm Tổ Chức', [{ role: 'organiser', programmeId: id }]);
  judge = await t.person('Hà Thị Chấm', [{ role: 'judge', programmeId: id }]);
  const honest = await somebody(t.app.db, 12);
  const cheats = await somebody(t.app.db, 6);
  // mailboxes of their own, not counted up
  await sql`update person set email = translate(gen_random_uuid()::text, '0123456789-', 'ghijklmnopq') || '@example.test'
    where full_name like 'Người %'`.execute(t.app.db);
  const one = { programmeId: id, entryId: works[0]!, at: during };
  await t.app.db
    .insertInto('gallery_like')
    .values([
      ...honest.map((who, i) => ({ ...like(who, one), network: `10.1.${i}.9`, device: `own-${i}` })),
      ...cheats.map((who, i) => ({
        ...like(who, { ...one, at: new Date(during.getTime() + i * 60_000) }),
        network: `10.2.${i}.9`,
        device: 'one-browser',
      })),
      // the same browser liked another work once: nothing is wrong with that
      { ...like(cheats[0]!, { ...one, entryId: works[1]! }), device: 'one-browser' },
    ])
    .execute();
});
afterAll(() => t?.close());

describe('the secretariat reviews votes', () => {
  let suspect: number[];

  it('K24-4: it reads why votes are suspect, without whole addresses of people', async () => {
    const { clusters, suspects, looked } = await clustersOf(t.app.db, programme.id);
    expect(looked).toBe(19);
    expect(suspects).toBe(6);
    const [found] = clusters;
    expect(found).toMatchObject({ signal: 'same-device', work: { title: 'Tác phẩm số 1' } });
    expect(found?.text).toBe('6 người dùng chung một trình duyệt: 6 lượt thích trong 5 phút.');
    suspect = found!.voteIds;
    const shown = await votesByIds(t.app.db, { programmeId: programme.id, kind: 'like', ids: suspect });
    expect(shown).toHaveLength(6);
    expect(new Set(shown.map((vote) => vote.device)).size).toBe(1);
    expect(JSON.stringify(shown)).not.toContain('one-browser');
    for (const vote of shown) expect(vote.who).toMatch(/^..?\*\*\*@example\.test$/);
  });

  it('K24-4: it voids them with a reason; the count falls, the votes and the reason stay', async () => {
    expect(await likesOf(0)).toBe(18);
    const args = { programmeId: programme.id, kind: 'like' as const, voteIds: suspect, seen: '6 người …' };
    const short = await refusal(voidVotes(t.ctx(secretary), { ...args, reason: 'gian lận' }));
    expect(short.issues).toMatchObject([{ field: 'reason' }]);
    expect((await refusal(voidVotes(t.ctx(judge), { ...args, reason }))).status).toBe(404);
    const [first, second] = await Promise.allSettled([
      voidVotes(t.ctx(secretary), { ...args, reason }),
      voidVotes(t.ctx(organiser), { ...args, reason }),
    ]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await likesOf(0)).toBe(12);
    const kept = await t.app.db
      .selectFrom('gallery_like')
      .select(['voided_reason'])
      .where('id', 'in', suspect)
      .execute();
    expect(kept.map((row) => row.voided_reason)).toEqual(Array(6).fill(reason));
    expect(await pastReviews(t.app.db, programme.id)).toMatchObject([
      { decision: 'void', votes: suspect, seen: '6 người …', reason, stillVoided: 6 },
    ]);
    expect((await clustersOf(t.app.db, programme.id)).suspects).toBe(0);
  });

  it('a vote of another programme cannot be voided here', async () => {
    const elsewhere = await insertContest(t, { ...galleryContest(), slug: 'khac', code: 'KHA26' });
    const clerk = await t.person('Lò Thị Khác', [{ role: 'secretary', programmeId: elsewhere }]);
    const args = { programmeId: elsewhere, kind: 'like' as const, voteIds: [suspect[0]!], reason };
    expect((await refusal(restoreVotes(t.ctx(clerk), args))).code).toBe('vote.nothing');
  });

  it('K24-8: what is put back after the freeze counts only when the organisers count again', async () => {
    const later = '2026-09-11T08:00:00+07:00';
    await freezeInteractions(t.ctx(secretary, later), { programmeId: programme.id });
    const frozen = async () => (await frozenTallies(t.app.db, programme.id))?.rows.get(works[0]!)?.likes;
    expect(await frozen()).toBe(12);
    const result = await restoreVotes(t.ctx(secretary, later), {
      programmeId: programme.id,
      kind: 'like',
      voteIds: suspect.slice(0, 2),
      reason: 'Hai người này dùng chung máy ở điểm văn hóa xã.',
    });
    expect(result).toEqual({ changed: 2, frozen: true });
    expect(await frozen()).toBe(12);
    await correctFreeze(t.ctx(organiser, later), {
      programmeId: programme.id,
      reason: 'Khôi phục hai lượt dùng chung máy ở điểm văn hóa xã.',
    });
    expect(await frozen()).toBe(14);
  });

  it('once results are published, votes are closed, too', async () => {
    await t.app.db
      .insertInto('decision')
      .values({
        programme_id: programme.id,
        kind: 'results',
        decided_by: organiser.id!,
        decided_at: new Date('2026-09-15T08:00:00+07:00'),
        published_at: new Date('2026-09-15T08:00:00+07:00'),
      })
      .execute();
    const again = restoreVotes(t.ctx(secretary, '2026-09-16T08:00:00+07:00'), {
      programmeId: programme.id,
      kind: 'like',
      voteIds: suspect,
      reason,
    });
    expect((await refusal(again)).code).toBe('vote.results-published');
  });
});
