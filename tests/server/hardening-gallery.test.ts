import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toLocalIso } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme, GalleryRules } from '#lib/domain/programme/types.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { consentGaps } from '#lib/server/gallery/consents.ts';
import { correctFreeze, freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { answerConsents, noteConsentPaper } from '#lib/server/gallery/giveConsent.ts';
import { nameGuardian } from '#lib/server/gallery/guardian.ts';
import { postToGallery, takeDown } from '#lib/server/gallery/post.ts';
import { brokenFreezes } from '#lib/server/gallery/recount.ts';
import { restoreVotes, voidVotes } from '#lib/server/gallery/review.ts';
import { openShare, passOn } from '#lib/server/gallery/share.ts';
import { frozenTallies, tallies } from '#lib/server/gallery/tally.ts';
import { finishView, startView } from '#lib/server/gallery/view.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { editProgramme } from '#lib/server/programme/edit.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { contest2024Demo } from '#programmes/son-la/tuyen-truyen-so-2024.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { publishContest, submittedEntry } from '../support/entry.ts';
import { postWork } from '../support/gallery.ts';
import { freezeAt, galleryContest, like, showWorks, somebody } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t?.close());

describe('counts stay what they were', () => {
  let programme: StoredProgramme;
  let works: string[];
  let secretary: Person;
  let organiser: Person;
  const during = new Date('2026-08-15T08:00:00+07:00');
  const after = toLocalIso(new Date(freezeAt.getTime() + 60_000));
  const reason = 'Đã gọi điện kiểm tra từng người một.';

  beforeAll(async () => {
    const id = await insertContest(t, { ...galleryContest(), slug: 'dem-lai', code: 'DEM26' });
    programme = (await programmeById(t.app.db, id))!;
    works = await showWorks(t.app.db, programme, 3);
    secretary = await t.person('Đinh Thị Thư Ký', [{ role: 'secretary', programmeId: id }]);
    organiser = await t.person('Bạc Cầm Tổ Chức', [{ role: 'organiser', programmeId: id }]);
  });

  it('K24-8: votes put back after a freeze, and voided once more, leave what that freeze counted true', async () => {
    const people = await somebody(t.app.db, 4);
    const made = await t.app.db
      .insertInto('gallery_like')
      .values(people.map((who) => like(who, { programmeId: programme.id, entryId: works[0]!, at: during })))
      .returning('id')
      .execute();
    const args = { programmeId: programme.id, kind: 'like' as const, reason };
    const ids = made.map((row) => Number(row.id));
    await voidVotes(t.ctx(secretary, toLocalIso(during)), { ...args, voteIds: ids.slice(0, 2) });
    await freezeInteractions(t.ctx(secretary, after), { programmeId: programme.id });
    expect((await frozenTallies(t.app.db, programme.id))?.rows.get(works[0]!)?.likes).toBe(2);
    expect(await brokenFreezes(t.app.db)).toEqual([]);

    await restoreVotes(t.ctx(secretary, after), { ...args, voteIds: [ids[0]!] });
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    await voidVotes(t.ctx(secretary, after), { ...args, voteIds: [ids[0]!, ids[3]!] });
    expect(await brokenFreezes(t.app.db)).toEqual([]);
    await restoreVotes(t.ctx(secretary, after), { ...args, voteIds: [ids[0]!, ids[1]!] });
    expect(await brokenFreezes(t.app.db)).toEqual([]);

    await correctFreeze(t.ctx(organiser, after), { programmeId: programme.id, reason });
    expect((await frozenTallies(t.app.db, programme.id))?.rows.get(works[0]!)?.likes).toBe(3);
    expect(await brokenFreezes(t.app.db)).toEqual([]);
  });

  it('K24-4, K24-10: accounts of one mailbox share one limit of shares a day', async () => {
    const works4 = await showWorks(t.app.db, programme, 5, 91_001);
    const accounts = await Promise.all(['a', 'b', 'c'].map((name) => t.person(`Người nhiều tài khoản ${name}`)));
    for (const [i, one] of accounts.entries()) {
      one.email = `mot.hop.thu+${i}@example.test`;
      await t.app.db.updateTable('person').set({ email: one.email }).where('id', '=', one.id).execute();
    }
    const at = '2026-08-20T08:00:00+07:00';
    const tokens = new Set<string>();
    for (const [j] of works4.entries())
      for (const i of [0, 1, 2].map((turn) => (j + turn) % 3)) {
        const one = accounts[i]!;
        const code = `${programme.code}-${91_001 + j}`;
        const source = { device: `may-${i}`, agent: 'Mozilla/5.0', proof: null };
        const { token } = await passOn({ ...t.ctx(one, at), ip: `198.51.100.${i}` }, { code, ...source });
        tokens.add(token);
        const stranger = { ...t.visitor('2026-08-20T09:00:00+07:00'), ip: '203.0.113.9' };
        await openShare(stranger, { token, device: `khach-${i}-${j}`, person: true });
      }
    expect(tokens.size).toBe(works4.length);
    const counted = await tallies(t.app.db, programme, { entryIds: works4, scope: 'page' });
    const shares = [...counted.values()].reduce((sum, tally) => sum + tally.shares, 0);
    expect(shares).toBe(programme.doc.interaction!.sharesPerDay.value);
  });

  it('K24-4: one watching is one view, also when its ticket is sent again after midnight', async () => {
    const device = 'thiet-bi-qua-nua-dem-1';
    const evening = t.visitor('2026-08-15T23:59:00+07:00');
    const { ticket } = await startView(evening, { code: `${programme.code}-90001`, device });
    const clock = Date.now;
    try {
      const then = clock() + 300_000;
      Date.now = () => then;
      const finish = (at: string) => finishView(t.visitor(at), { ticket, seconds: 600, device });
      expect(await finish('2026-08-15T23:59:59+07:00')).toEqual({ counted: true });
      expect(await finish('2026-08-16T00:04:00+07:00')).toEqual({ counted: false });
    } finally {
      Date.now = clock;
    }
  });
});

describe('K24-8: a work that left and came back around the freeze', () => {
  let programmeId: string;
  let programme: StoredProgramme;
  let secretary: Person;

  beforeAll(async () => {
    const twice = (doc: ContestProgramme): ContestProgramme => ({
      ...doc,
      gallery: { ...contest2024Demo.gallery!, clause: 'II.1', consents: [] },
      interaction: galleryContest().interaction!,
    });
    ({ programmeId } = await publishContest(t, twice));
    programme = (await programmeById(t.app.db, programmeId))!;
    secretary = await t.person('Thư Ký', [{ role: 'secretary', programmeId }]);
  });

  it('keeps its place in a freeze that is made late, if it was on show at the instant', async () => {
    const lead = await t.person('Lò Văn Bài');
    const { entryId } = await submittedEntry(t.ctx(lead, '2026-04-10T08:00:00+07:00'), programmeId);
    await sql`update entry set state = 'shortlisted' where id = ${entryId}`.execute(t.app.db);
    await sql`insert into entry_file (entry_id, file_id, stage, requirement_id, position, added_at)
      select ${entryId}, f.file_id, ${programme.doc.gallery!.video.stage}, ${programme.doc.gallery!.video.requirementId}, 9, f.added_at
        from entry_file f where f.entry_id = ${entryId} limit 1 on conflict do nothing`.execute(t.app.db);
    const at = (ms: number) => t.ctx(secretary, toLocalIso(new Date(freezeAt.getTime() + ms)));
    const init = { act: 'test', summary: 'thử', programmeId };
    const post = (ctx: ReturnType<typeof at>) => act(ctx, init, (tx) => postToGallery(tx, ctx, programme, [entryId]));
    const first = at(-3600_000);
    expect((await post(first)).withheld.get(entryId) ?? []).toEqual([]);
    const leave = at(10_000);
    await act(leave, init, (tx) => takeDown(tx, leave, [entryId], 'thử'));
    await post(at(20_000));
    await freezeInteractions(at(60_000), { programmeId });
    expect((await frozenTallies(t.app.db, programmeId))?.rows.has(entryId)).toBe(true);
  });
});

describe('consents of minors', () => {
  let programmeId: string;
  let programme: StoredProgramme;
  let secretary: Person;
  const april = '2026-04-10T08:00:00+07:00';
  const yes = { gallery: 'yes', fanpage: 'no', broadcast: 'no' };
  const no = { gallery: 'no', fanpage: 'no', broadcast: 'no' };

  beforeAll(async () => {
    ({ programmeId } = await publishContest(t, (doc) => ({
      ...doc,
      slug: 'vi-thanh-nien',
      code: 'VTN26',
      gallery: { ...contest2024Demo.gallery!, clause: 'II.1', guardianBelowAge: 16 },
    })));
    programme = (await programmeById(t.app.db, programmeId))!;
    secretary = await t.person('Thư Ký Hai', [{ role: 'secretary', programmeId }]);
  });
  const minor = async (birthYear = '2012') => {
    const an = await t.person('Quàng Văn An');
    const { entryId } = await submittedEntry(t.ctx(an, april), programmeId);
    await answerConsents(t.ctx(an, april), { entryId, birthYear, choices: yes });
    return { an, entryId };
  };

  it('K24-4: a guardian who refused on paper is not left out by another year of birth', async () => {
    const { an, entryId } = await minor();
    const author = (await findEntry(t.app.db, entryId))!.authors[0]!;
    await noteConsentPaper(t.ctx(secretary, april), {
      entryId,
      authorId: author.id,
      who: 'guardian',
      birthYear: '2012',
      guardianName: 'Lò Thị Mẹ',
      guardianRelation: 'mẹ',
      choices: no,
      note: 'Ký ngày 09/4/2026, Tổ Thư ký giữ.',
    });
    const tried = await refusal(answerConsents(t.ctx(an, april), { entryId, birthYear: '1990', choices: yes }));
    expect(tried.issues).toMatchObject([{ field: 'birthYear' }]);
    expect((await consentGaps(t.app.db, programme, [entryId], new Date(april))).get(entryId)).toMatchObject([
      { who: 'guardian', state: 'refused' },
    ]);
  });

  it('K24-4: a new text of a needed consent takes off what is shown by the old one', async () => {
    const show = async () => {
      const { an, entryId } = await minor('1990');
      const file = await t.app.db
        .selectFrom('entry_file')
        .select('file_id')
        .where('entry_id', '=', entryId)
        .executeTakeFirstOrThrow();
      const { code } = (await findEntry(t.app.db, entryId))!;
      const work = { title: 'Video' };
      await postWork(t.app.db, { programmeId, entryId, fileId: file.file_id, code: code!, work });
      return { an, entryId };
    };
    const [first, second] = [await show(), await show()];
    const admin = await t.person('Quản Trị', [{ role: 'admin' }]);
    const edit = async (change: (gallery: GalleryRules) => Partial<GalleryRules>) => {
      const { doc, version } = (await programmeById(t.app.db, programmeId))!;
      const gallery = { ...doc.gallery!, ...change(doc.gallery!) };
      const reason = 'Ban Tổ chức thống nhất sửa nội dung đồng ý.';
      await editProgramme(t.ctx(admin, april), { programmeId, part: 'gallery', patch: { gallery }, version, reason });
    };
    const shown = async () =>
      (
        await t.app.db
          .selectFrom('gallery_item')
          .select('entry_id')
          .where('programme_id', '=', programmeId)
          .where('withdrawn_at', 'is', null)
          .execute()
      ).map((row) => row.entry_id);
    await edit(() => ({ name: 'Thư viện của tỉnh' }));
    expect((await shown()).sort()).toEqual([first.entryId, second.entryId].sort());
    await edit(({ consents }) => ({
      consents: consents.map((one) =>
        one.id === 'gallery' ? { ...one, text: `${one.text} Cả trên truyền hình.`, version: 2 } : one,
      ),
    }));
    expect(await shown()).toEqual([]);
  });

  it("K24-4: the author's own mailbox, written in another way, is no guardian's", async () => {
    const { an, entryId } = await minor();
    const [local, domain] = an.email!.split('@');
    const tried = await refusal(
      nameGuardian(t.ctx(an, april), {
        entryId,
        fullName: 'Lò Thị Mẹ',
        relation: 'mẹ',
        email: `${local}+me@${domain}`,
      }),
    );
    expect(tried.issues).toMatchObject([{ field: 'guardianEmail' }]);
  });
});
