import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerInvitation,
  coAuthorInvitation,
  confirmCoAuthor,
  declineCoAuthor,
  resendCoAuthorLink,
} from '#lib/server/entry/coAuthor.ts';
import { entryForAuthor, myEntries } from '#lib/server/entry/queries.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { type AuthorInput, saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { entryOnBehalf, startEntry } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { grantRole } from '#lib/server/people/roles.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { makeUnit, publishContest, readyEntry, versionOf } from '../support/entry.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
const april = '2026-04-10T08:00:00+07:00';

let t: TestApp;
let programmeId: string;
let mai: Person;
let judge: Person;
let admin: Person;

const stored = async (id: string) => (await findEntry(t.app.db, id))!;
const begin = async () => (await startEntry(t.ctx(mai, april), { programmeId, title: 'Bản đồ số' })).entryId;

/** Saves these authors behind the first one, whose share is given. */
const save = async (entryId: string, lead: string, rest: AuthorInput[], by: Person = mai, at = april) => {
  const entry = await stored(entryId);
  const [first] = entry.authors;
  return saveAuthors(t.ctx(by, at), {
    entryId,
    version: entry.version,
    authors: [{ id: first!.id, fullName: first!.fullName, share: lead }, ...rest],
  });
};
const an = { fullName: 'Quàng Văn An', email: 'AN@Example.Test' };
const binh = { fullName: 'Cà Thị Bình', email: 'binh@example.test' };

/** The secret of the last link that was mailed to an address. */
const linkOf = async (email: string): Promise<string> => {
  const row = await t.app.db
    .selectFrom('message')
    .select('body')
    .where('to_address', '=', email)
    .where('kind', '=', 'entry.co-author')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  const bodies = row.map((one) => /dong-tac-gia\/([\w-]+)/.exec(one.body)![1]!);
  const valid = await Promise.all(
    bodies.map((secret) =>
      coAuthorInvitation(t.visitor(april), secret).then(
        () => secret,
        () => null,
      ),
    ),
  );
  return valid.find((one) => one !== null) ?? bodies[0]!;
};

beforeAll(async () => {
  t = await testApp();
  ({ programmeId } = await publishContest(t));
  mai = await t.person('Lò Thị Mai');
  judge = await t.person('Giám Khảo Nghiêm', [{ role: 'judge', programmeId }]);
  admin = await t.person('Hoàng Văn Quản', [{ role: 'admin' }]);
});
afterAll(() => t?.close());

describe('shares', () => {
  it('K26-2a: 33,3/33,3/33,4 is right, co-authors get their links', async () => {
    const entryId = await begin();
    const saved = await save(entryId, '33,3', [
      { ...an, share: '33,3' },
      { ...binh, share: '33,4 %' },
    ]);
    expect(saved).toMatchObject({ issues: [], invited: ['Quàng Văn An', 'Cà Thị Bình'] });
    expect((await stored(entryId)).authors.map((author) => [author.email, author.share])).toEqual([
      [mai.email, '33.30'],
      ['an@example.test', '33.30'],
      ['binh@example.test', '33.40'],
    ]);
  });

  it('K26-2a: 50/30/19 is refused beside the field, and cannot be handed in', async () => {
    const ctx = t.ctx(mai, april);
    const entryId = await readyEntry(ctx, programmeId);
    const saved = await save(entryId, '50', [
      { ...an, share: '30' },
      { ...binh, share: '19' },
    ]);
    expect(saved.issues).toMatchObject([
      { field: 'authors.2.share', code: 'authors.share-min', clause: 'Mục II.2' },
      { field: 'authors', code: 'authors.sum', message: expect.stringContaining('còn thiếu 1%') },
    ]);
    expect(saved.invited).toEqual([]);
    const problem = await refusal(submitEntry(ctx, { entryId, version: saved.version }));
    expect(problem.issues.map((issue) => issue.field)).toEqual(['authors.2.share', 'authors']);
  });

  it('K26-2a: at most three authors; shares that are no numbers are refused beside the field', async () => {
    const entryId = await begin();
    const four = [an, binh, { fullName: 'Người Ba', email: 'ba@example.test' }].map((one) => ({ ...one, share: '30' }));
    expect((await refusal(save(entryId, '10', four))).issues[0]?.message).toContain('nhiều nhất 3 tác giả');
    const wrong = await refusal(save(entryId, '50', [{ ...an, share: 'một nửa' }]));
    expect(wrong.issues).toMatchObject([{ field: 'authors.1.share' }]);
    expect((await refusal(save(entryId, '66,667', [{ ...an, share: '33,333' }]))).issues).toHaveLength(2);
    expect((await stored(entryId)).authors).toHaveLength(1);
  });

  it('refuses the same person twice, also in capitals, 10,000 characters and markup in a name', async () => {
    const entryId = await begin();
    const twice = await refusal(
      save(entryId, '40', [
        { ...an, share: '30' },
        { ...an, email: 'an@example.test', share: '30' },
      ]),
    );
    expect(twice.issues).toMatchObject([{ field: 'authors.2.email', code: 'authors.same-person' }]);
    const self = await refusal(save(entryId, '50', [{ ...an, email: mai.email!.toUpperCase(), share: '50' }]));
    expect(self.issues).toMatchObject([{ field: 'authors.1.email' }]);
    const long = await refusal(save(entryId, '50', [{ fullName: 'Đ'.repeat(10_000), email: an.email, share: '50' }]));
    expect(long.issues).toMatchObject([{ field: 'authors.1.fullName', message: expect.stringContaining('10000') }]);
    const html = await refusal(save(entryId, '50', [{ fullName: '<script>x</script>', email: an.email, share: '50' }]));
    expect(html.issues).toMatchObject([{ field: 'authors.1.fullName' }]);
    const noAddress = await refusal(save(entryId, '50', [{ fullName: 'Không Thư', email: '', share: '50' }]));
    expect(noAddress.issues).toMatchObject([{ field: 'authors.1.email' }]);
  });

  it('keeps who made the entry among its authors, and swaps addresses without tripping', async () => {
    const entryId = await begin();
    await save(entryId, '40', [
      { ...an, share: '30' },
      { ...binh, share: '30' },
    ]);
    const { authors, version } = await stored(entryId);
    const [lead, second, third] = authors;
    const without = saveAuthors(t.ctx(mai, april), {
      entryId,
      version,
      authors: [{ id: second!.id, ...an, share: '100' }],
    });
    expect((await refusal(without)).issues[0]?.message).toContain('lập bài này');
    await saveAuthors(t.ctx(mai, april), {
      entryId,
      version,
      authors: [
        { id: lead!.id, fullName: lead!.fullName, share: '40' },
        { id: second!.id, ...an, email: binh.email, share: '30' },
        { id: third!.id, ...binh, email: an.email, share: '30' },
      ],
    });
    expect((await stored(entryId)).authors[1]?.email).toBe('binh@example.test');
  });
});

describe('people who organise or judge', () => {
  it('K26-2b: cannot be named, whatever the case of the address; the refusal names person, role and clause', async () => {
    const entryId = await begin();
    const named = { fullName: 'Giám Khảo Nghiêm', email: judge.email!.toUpperCase(), share: '50' };
    const problem = await refusal(save(entryId, '50', [named]));
    expect(problem).toMatchObject({ code: 'exclusion.role' });
    expect(problem.issues).toMatchObject([
      {
        field: 'authors.1.email',
        message: 'Giám Khảo Nghiêm là thành viên Ban Giám khảo của Cuộc thi nên không được là tác giả (Mục II.2).',
        clause: 'Mục II.2',
      },
    ]);
    expect((await stored(entryId)).authors).toHaveLength(1);
  });

  it('K26-2b: cannot begin, cannot confirm after having been appointed, and their entry cannot be handed in', async () => {
    expect(await refusal(startEntry(t.ctx(judge, april), { programmeId, title: 'Của giám khảo' }))).toMatchObject({
      code: 'exclusion.role',
      clause: 'Mục II.2',
    });
    const late = await t.person('Vừa Được Cử');
    const ctx = t.ctx(mai, april);
    const entryId = await readyEntry(ctx, programmeId, {
      coAuthors: [{ fullName: late.name, email: late.email!, share: '50' }],
    });
    const secret = await linkOf(late.email!);
    // Somebody who is only named in a draft may be appointed; then they cannot agree any more.
    await grantRole(t.ctx(admin, april), { personId: late.id, role: 'judge', programmeId, looked: true });
    expect(await refusal(confirmCoAuthor(t.visitor(april), { secret }))).toMatchObject({ code: 'exclusion.role' });
    const problem = await refusal(submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) }));
    expect(problem.issues[0]?.message).toContain('Vừa Được Cử là thành viên Ban Giám khảo');
    expect(
      (await refusal(grantRole(t.ctx(admin, april), { personId: mai.id, role: 'secretary', programmeId }))).message,
    ).toContain('Lò Thị Mai là tác giả');
  });

  it('K26-2b: an appointment and an entry at the same moment cannot both pass', async () => {
    for (let round = 0; round < 5; round++) {
      const both = await t.person(`Hai Vai ${round}`);
      const results = await Promise.allSettled([
        startEntry(t.ctx(both, april), { programmeId, title: 'Cùng lúc' }),
        grantRole(t.ctx(admin, april), { personId: both.id, role: 'judge', programmeId, looked: true }),
      ]);
      expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    }
  });
});

describe('co-authors', () => {
  it('confirm by link without an account; the link shows what they agree to and works once', async () => {
    const entryId = await begin();
    await save(entryId, '60', [{ fullName: 'Vì Văn Chung', email: 'chung@example.test', share: '40' }]);
    const secret = await linkOf('chung@example.test');
    expect(await coAuthorInvitation(t.visitor(april), secret)).toMatchObject({
      fullName: 'Vì Văn Chung',
      share: '40.00',
      state: 'waiting',
      title: 'Bản đồ số',
      authors: [{ fullName: 'Lò Thị Mai', you: false }, { you: true }],
    });
    await confirmCoAuthor(t.visitor(april), { secret });
    await confirmCoAuthor(t.visitor(april), { secret });
    expect((await stored(entryId)).authors[1]).toMatchObject({ confirmChannel: 'link', personId: null });
    expect(await refusal(coAuthorInvitation(t.visitor(april), 'x'.repeat(43)))).toMatchObject({ code: 'token.gone' });
    expect((await refusal(declineCoAuthor(t.visitor(april), { secret, reason: '' }))).code).toBe('token.gone');
  });

  it('are tied to the account that has the address, and then work on the entry, too', async () => {
    const dung = await t.person('Tòng Văn Dũng');
    const entryId = await begin();
    await save(entryId, '50', [{ fullName: dung.name, email: dung.email!, share: '50' }]);
    // Named, not yet agreed: may look, not change.
    expect((await entryForAuthor(t.ctx(dung, april), { entryId })).invited).toEqual({ share: '50.00' });
    expect((await myEntries(t.ctx(dung, april)))[0]).toMatchObject({ id: entryId, invited: true });
    const change = (version: number) => saveEntryForm(t.ctx(dung, april), { entryId, version, title: 'Dũng đặt tên' });
    expect(await refusal(change(2))).toMatchObject({ code: 'entry.not-confirmed' });
    await confirmCoAuthor(t.visitor(april), { secret: await linkOf(dung.email!) });
    expect((await stored(entryId)).authors[1]?.personId).toBe(dung.id);
    await change(await versionOf(t.ctx(dung), entryId));
  });

  it('agree anew when their share changes; nobody else is asked', async () => {
    const entryId = await begin();
    const em = { fullName: 'Em', email: 'em@example.test' };
    const gia = { fullName: 'Gia', email: 'gia@example.test' };
    await save(entryId, '34', [
      { ...em, share: '33' },
      { ...gia, share: '33' },
    ]);
    await confirmCoAuthor(t.visitor(april), { secret: await linkOf(em.email) });
    await confirmCoAuthor(t.visitor(april), { secret: await linkOf(gia.email) });
    const ids = (await stored(entryId)).authors.map((author) => author.id);
    const saved = await save(entryId, '32', [
      { id: ids[1]!, ...em, share: '35' },
      { id: ids[2]!, ...gia, share: '33' },
    ]);
    expect(saved.invited).toEqual(['Em']);
    expect((await stored(entryId)).authors.map((author) => author.confirmedAt !== null)).toEqual([true, false, true]);
  });

  it('who refuses is reported, and an entry that was handed in goes back to be mended', async () => {
    const ctx = t.ctx(mai, april);
    const entryId = await readyEntry(ctx, programmeId, {
      coAuthors: [{ fullName: 'Hà Văn Hải', email: 'hai@example.test', share: '50' }],
    });
    const { code } = await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
    await declineCoAuthor(t.visitor(april), { secret: await linkOf('hai@example.test'), reason: 'Tôi không tham gia' });
    const entry = await entryForAuthor(ctx, { entryId });
    expect(entry).toMatchObject({ code, state: { id: 'returned' } });
    expect(entry.step.what).toContain('Hà Văn Hải không nhận là đồng tác giả. Lý do: Tôi không tham gia');
    const told = await t.app.db
      .selectFrom('message')
      .select(['to_address', 'body'])
      .where('kind', '=', 'entry.co-author-answer')
      .where('entry_id', '=', entryId)
      .execute();
    expect(told).toMatchObject([{ to_address: mai.email, body: expect.stringContaining('Tôi không tham gia') }]);
    expect(await refusal(submitEntry(ctx, { entryId, version: entry.version }))).toMatchObject({
      code: 'entry.incomplete',
    });
    await save(entryId, '100', []);
    expect(await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) })).toMatchObject({ code, no: 2 });
  });

  it('signed in with the address they may answer without the link; others get 404', async () => {
    const khanh = await t.person('Bạc Cầm Khánh');
    const entryId = await begin();
    await save(entryId, '50', [{ fullName: khanh.name, email: khanh.email!, share: '50' }]);
    const stranger = t.ctx(await t.person('Người Lạ'), april);
    expect((await refusal(answerInvitation(stranger, { entryId, accept: true }))).status).toBe(404);
    await answerInvitation(t.ctx(khanh, april), { entryId, accept: true });
    expect((await stored(entryId)).authors[1]).toMatchObject({ personId: khanh.id, confirmChannel: 'account' });
  });

  it('the link can be sent again, a few times; only the newest works', async () => {
    const entryId = await begin();
    await save(entryId, '50', [{ fullName: 'Lan', email: 'lan@example.test', share: '50' }]);
    const old = await linkOf('lan@example.test');
    const authorId = (await stored(entryId)).authors[1]!.id;
    const again = () => resendCoAuthorLink(t.ctx(mai, april), { entryId, authorId });
    await again();
    expect(await refusal(coAuthorInvitation(t.visitor(april), old))).toMatchObject({ code: 'token.gone' });
    await again();
    await again();
    expect((await refusal(again())).status).toBe(429);
  });
});

describe('on behalf of a citizen without an account', () => {
  it('the coordinator of the unit enters, with the signature on paper; nobody else may', async () => {
    const unitId = await makeUnit(t, '03900', 'Xã Mường La');
    const coordinator = await t.person('Đầu Mối Xã', [{ role: 'unit-coordinator', unitId }]);
    const citizen = await t.app.db
      .insertInto('person')
      .values({ full_name: 'Mùa A Sếnh', folded: 'mua a senh', unit_id: unitId, created_at: new Date(april) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const args = { programmeId, unitId, personId: citizen.id, title: 'Loa bản thông minh', paperSigned: true };
    expect((await refusal(entryOnBehalf(t.ctx(mai, april), args))).status).toBe(404);
    const ctx = t.ctx(coordinator, april);
    expect(await refusal(entryOnBehalf(ctx, { ...args, paperSigned: false }))).toMatchObject({ field: 'paperSigned' });
    expect(await refusal(entryOnBehalf(ctx, { ...args, personId: mai.id }))).toMatchObject({ field: 'personId' });
    const { entryId } = await entryOnBehalf(ctx, args);
    const entry = await entryForAuthor(ctx, { entryId });
    expect(entry).toMatchObject({ onBehalf: true, unitName: 'Xã Mường La', editable: { allow: true } });
    expect(entry.authors).toMatchObject([{ fullName: 'Mùa A Sếnh', email: null, confirmChannel: 'paper' }]);
    expect(entry.tasks.find((task) => task.id === 'authors')?.state).toBe('done');
    const elsewhere = await makeUnit(t, '03901', 'Xã Khác');
    const wrongUnit = saveEntryForm(ctx, { entryId, version: 1, unitId: elsewhere });
    expect(await refusal(wrongUnit)).toMatchObject({ code: 'entry.unit-fixed' });
  });
});

it('K26-2a, K26-2b: leaves the data in order', async () => {
  const results = await checkInvariants(t.app);
  expect(results.filter((one) => one.name.startsWith('entry.') && !one.ok)).toEqual([]);
});
