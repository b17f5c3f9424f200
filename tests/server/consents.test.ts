import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import {
  answerConsentsByLink,
  answerInvitation,
  coAuthorInvitation,
  confirmCoAuthor,
} from '#lib/server/entry/coAuthor.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { publicationPage } from '#lib/server/gallery/consentPage.ts';
import { consentGaps } from '#lib/server/gallery/consents.ts';
import { answerConsents, noteConsentPaper, withdrawConsents } from '#lib/server/gallery/giveConsent.ts';
import { answerAsGuardian, guardianRequest, nameGuardian, resendGuardianLink } from '#lib/server/gallery/guardian.ts';
import { postItems } from '#lib/server/gallery/post.ts';
import { consentList, remindConsents } from '#lib/server/gallery/remind.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { contest2024Demo } from '#programmes/son-la/tuyen-truyen-so-2024.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { publishContest, readyEntry, submittedEntry, versionOf } from '../support/entry.ts';
import { postWork } from '../support/gallery.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
const april = '2026-04-10T08:00:00+07:00';
const later = '2026-08-10T08:00:00+07:00';
const yes = { gallery: 'yes', fanpage: 'no', broadcast: 'no' };
const no = { gallery: 'no', fanpage: 'no', broadcast: 'no' };

let t: TestApp;
let programmeId: string;
let programme: StoredProgramme;
let secretary: Person;
let n = 0;

const withGallery = (doc: ContestProgramme): ContestProgramme => ({
  ...doc,
  gallery: { ...contest2024Demo.gallery!, clause: 'II.1', guardianBelowAge: 16 },
});
const someone = (name = `Tác Giả ${++n}`) => t.person(name);
const gaps = async (entryId: string, at = april) =>
  (await consentGaps(t.app.db, programme, [entryId], new Date(at))).get(entryId) ?? [];
const answer = (by: Person, entryId: string, choices = yes, birthYear = '1990', at = april) =>
  answerConsents(t.ctx(by, at), { entryId, birthYear, choices });
const rows = (entryId: string) =>
  t.app.db.selectFrom('publication_consent').selectAll().where('entry_id', '=', entryId).orderBy('id').execute();
const secretOf = async (kind: string, address: string): Promise<string> => {
  const mail = await t.app.db
    .selectFrom('message')
    .select('body')
    .where('kind', '=', kind)
    .where('to_address', '=', address)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  return /(?:nguoi-giam-ho|dong-tac-gia)\/([\w-]+)/.exec(mail.body)![1]!;
};
/** Puts the work on show, as the secretariat does. */
const show = async (entryId: string, code: string) => {
  const file = await t.app.db
    .selectFrom('entry_file')
    .select('file_id')
    .where('entry_id', '=', entryId)
    .executeTakeFirstOrThrow();
  await postWork(t.app.db, { programmeId, entryId, fileId: file.file_id, code, work: { title: 'Video' } });
};
const isShown = async (entryId: string) =>
  (
    await t.app.db
      .selectFrom('gallery_item')
      .select('withdrawn_at')
      .where('entry_id', '=', entryId)
      .executeTakeFirstOrThrow()
  ).withdrawn_at === null;
const child = async (): Promise<{ an: Person; entryId: string; code: string; guardian: string }> => {
  const an = await someone();
  const { entryId, code } = await submittedEntry(t.ctx(an, april), programmeId);
  await answer(an, entryId, yes, '2012');
  const guardian = `me-${++n}@example.test`;
  await nameGuardian(t.ctx(an, april), { entryId, fullName: 'Lò Thị Mẹ', relation: 'mẹ', email: guardian });
  return { an, entryId, code, guardian };
};

beforeAll(async () => {
  t = await testApp();
  ({ programmeId } = await publishContest(t, withGallery));
  programme = (await programmeById(t.app.db, programmeId))!;
  secretary = await t.person('Thư Ký', [{ role: 'secretary', programmeId }]);
});
afterAll(() => t?.close());

describe('K24-4: an author answers', () => {
  it('K24-4: refusing never stands in the way of entering; each answer is stored with text, version, person and time', async () => {
    const mai = await someone();
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    expect(await gaps(entryId)).toEqual([{ author: mai.name, purposeId: 'gallery', who: 'author', state: 'missing' }]);
    await answer(mai, entryId, no);
    const { code } = await submittedEntry(t.ctx(await someone(), april), programmeId);
    expect(code).toBeTruthy();
    expect(await gaps(entryId)).toMatchObject([{ state: 'refused' }]);
    await answer(mai, entryId, yes);
    expect(await gaps(entryId)).toEqual([]);
    const kept = await rows(entryId);
    expect(kept.map((row) => [row.purpose_id, row.answer])).toEqual([
      ['gallery', false],
      ['fanpage', false],
      ['broadcast', false],
      ['gallery', true],
    ]);
    expect(kept[3]).toMatchObject({
      text: programme.doc.gallery!.consents[0]!.text,
      version: 1,
      person_id: mai.id,
      channel: 'web',
      who: 'author',
      at: new Date(april),
    });
  });

  it('K24-4: nothing is chosen beforehand; each purpose left open is named', async () => {
    const mai = await someone();
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    const page = await publicationPage(t.ctx(mai, april), { entryId });
    expect(page.me!.questions.map((one) => one.state)).toEqual(['missing', 'missing', 'missing']);
    const problem = await refusal(
      answerConsents(t.ctx(mai, april), { entryId, birthYear: '', choices: { gallery: 'yes' } }),
    );
    expect(problem.issues.map((issue) => issue.field)).toEqual(['birthYear', 'consent.fanpage', 'consent.broadcast']);
    expect(await rows(entryId)).toEqual([]);
  });

  it('K24-4: answers are never changed or deleted', async () => {
    await expect(sql`update publication_consent set answer = true`.execute(t.app.db)).rejects.toThrow('only added');
    await expect(sql`delete from publication_consent`.execute(t.app.db)).rejects.toThrow('only added');
  });

  it('K24-4: a changed text has to be agreed to again', async () => {
    const mai = await someone();
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    await answer(mai, entryId);
    const gallery = programme.doc.gallery!;
    const consents = gallery.consents.map((one) => ({ ...one, version: 2 }));
    const changed = { ...programme, doc: { ...programme.doc, gallery: { ...gallery, consents } } };
    const found = await consentGaps(t.app.db, changed, [entryId], new Date(april));
    expect(found.get(entryId)).toMatchObject([{ state: 'missing' }]);
  });

  it('K24-4: nobody but the author answers', async () => {
    const [mai, other] = [await someone(), await someone()];
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    expect((await refusal(answer(other, entryId))).status).toBe(404);
    expect((await refusal(answer(secretary, entryId))).status).toBe(404);
    const plain = await publishContest(t, (doc) => ({ ...doc, slug: 'khong-thu-vien', code: 'KTV26' }));
    const elsewhere = await readyEntry(t.ctx(mai, april), plain.programmeId);
    expect((await refusal(answer(mai, elsewhere))).status).toBe(404);
  });

  it('K24-4: taking a needed consent back takes the work off the gallery at once', async () => {
    const mai = await someone();
    const { entryId, code } = await submittedEntry(t.ctx(mai, april), programmeId);
    await answer(mai, entryId);
    await show(entryId, code);
    const version = async () =>
      (await sql<{ v: string }>`select last_value || is_called::text as v from publication_version`.execute(t.app.db))
        .rows[0]!.v;
    const before = await version();
    expect(await answer(mai, entryId, { ...yes, broadcast: 'yes' })).toEqual({ takenOff: false });
    expect(await isShown(entryId)).toBe(true);
    expect(await withdrawConsents(t.ctx(mai, later), { entryId })).toEqual({ takenOff: true });
    expect(await isShown(entryId)).toBe(false);
    expect(await version()).not.toBe(before);
    expect(await gaps(entryId, later)).toMatchObject([{ state: 'withdrawn' }]);
    const item = await t.app.db
      .selectFrom('gallery_item')
      .selectAll()
      .where('entry_id', '=', entryId)
      .executeTakeFirstOrThrow();
    expect(item).toMatchObject({ withdrawn_at: new Date(later), withdrawn_reason: expect.stringContaining('đồng ý') });
  });
});

describe('K24-4: the guardian of a minor', () => {
  it('K24-4: has to agree, too, by a link without an account; the same link takes it back', async () => {
    const { entryId, code, guardian } = await child();
    expect(await gaps(entryId)).toMatchObject([{ who: 'guardian', state: 'missing' }]);
    const secret = await secretOf('gallery.guardian', guardian);
    const visitor = t.visitor(april);
    const shown = await guardianRequest(visitor, secret);
    expect(shown).toMatchObject({ guardian: 'Lò Thị Mẹ', relation: 'mẹ', minor: true });
    expect(JSON.stringify(shown)).not.toContain('@');
    expect((await refusal(answerAsGuardian(visitor, { secret, choices: { gallery: 'yes' } }))).issues).toHaveLength(2);
    await answerAsGuardian(visitor, { secret, choices: yes });
    expect(await gaps(entryId)).toEqual([]);
    await show(entryId, code);
    // Long after the link has expired for a first answer.
    expect(await answerAsGuardian(t.visitor(later), { secret, choices: no })).toEqual({ takenOff: true });
    expect(await isShown(entryId)).toBe(false);
    expect(await gaps(entryId, later)).toMatchObject([{ who: 'guardian', state: 'withdrawn' }]);
    const last = (await rows(entryId)).at(-1)!;
    expect(last).toMatchObject({
      guardian_name: 'Lò Thị Mẹ',
      guardian_email: guardian,
      channel: 'mail',
      person_id: null,
    });
  });

  it('K24-4: an unanswered link ends after thirty days; it can be sent again', async () => {
    const { an, entryId, guardian } = await child();
    const secret = await secretOf('gallery.guardian', guardian);
    expect((await refusal(guardianRequest(t.visitor(later), secret))).status).toBe(410);
    await resendGuardianLink(t.ctx(an, later), { entryId });
    await guardianRequest(t.visitor(later), await secretOf('gallery.guardian', guardian));
  });

  it('K24-4: a minor answers neither in the place of the guardian nor around them', async () => {
    const { an, entryId, guardian } = await child();
    const secret = await secretOf('gallery.guardian', guardian);
    const own = { entryId, fullName: 'Lò Thị Mẹ', relation: 'mẹ', email: an.email! };
    expect((await refusal(nameGuardian(t.ctx(an, april), own))).issues).toMatchObject([{ field: 'guardianEmail' }]);
    expect((await refusal(answerAsGuardian(t.ctx(an, april), { secret, choices: yes }))).code).toBe(
      'gallery.not-guardian',
    );
    expect((await refusal(answer(an, entryId, yes, '1990'))).issues).toMatchObject([{ field: 'birthYear' }]);
    // Another guardian: the link to the one before is void.
    await nameGuardian(t.ctx(an, april), { ...own, email: 'ong-noi@example.test', relation: 'ông nội' });
    expect((await refusal(guardianRequest(t.visitor(april), secret))).status).toBe(410);
    const next = await secretOf('gallery.guardian', 'ong-noi@example.test');
    await answerAsGuardian(t.visitor(april), { secret: next, choices: no });
    expect((await refusal(nameGuardian(t.ctx(an, april), { ...own, email: guardian }))).code).toBe(
      'gallery.guardian-answered',
    );
  });

  it('K24-4: a grown-up has no guardian to name', async () => {
    const mai = await someone();
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    await answer(mai, entryId);
    const args = { entryId, fullName: 'Lò Thị Mẹ', relation: 'mẹ', email: 'me@example.test' };
    expect((await refusal(nameGuardian(t.ctx(mai, april), args))).code).toBe('gallery.not-minor');
  });

  it('K24-4: a signed paper is noted with who noted it and where it is kept', async () => {
    const { an, entryId } = await child();
    const author = (await findEntry(t.app.db, entryId))!.authors[0]!;
    const paper = {
      entryId,
      authorId: author.id,
      who: 'guardian',
      birthYear: '2012',
      guardianName: 'Lò Thị Mẹ',
      guardianRelation: 'mẹ',
      choices: yes,
      note: 'Ký ngày 09/4/2026, Tổ Thư ký giữ.',
    };
    expect((await refusal(noteConsentPaper(t.ctx(an, april), paper))).status).toBe(404);
    expect((await refusal(noteConsentPaper(t.ctx(secretary, april), { ...paper, note: '' }))).issues).toMatchObject([
      { field: 'note' },
    ]);
    await noteConsentPaper(t.ctx(secretary, april), paper);
    expect(await gaps(entryId)).toEqual([]);
    expect((await rows(entryId)).at(-1)).toMatchObject({ channel: 'paper', noted_by: secretary.id, note: paper.note });
  });
});

describe('K24-4: co-authors', () => {
  const invited = async (publication: Parameters<typeof confirmCoAuthor>[1]['publication'] = null) => {
    const lead = await someone();
    const email = `dong-tac-gia-${++n}@example.test`;
    const coAuthors = [{ fullName: 'Quàng Văn An', email, share: '50' }];
    const entryId = await readyEntry(t.ctx(lead, april), programmeId, { coAuthors });
    const secret = await secretOf('entry.co-author', email);
    await confirmCoAuthor(t.visitor(april), { secret, publication });
    await answer(lead, entryId);
    return { lead, entryId, secret };
  };

  it('K24-4: are asked where they confirm; leaving it open does not stop the confirmation', async () => {
    const { entryId, secret } = await invited();
    expect(await gaps(entryId)).toMatchObject([{ author: 'Quàng Văn An', state: 'missing' }]);
    await answerConsentsByLink(t.visitor(april), { secret, birthYear: '1991', choices: yes });
    expect(await gaps(entryId)).toEqual([]);
    expect((await coAuthorInvitation(t.visitor(april), secret)).publication!.questions[0]!.state).toBe('given');
    expect(await gaps((await invited({ birthYear: '1991', choices: yes })).entryId)).toEqual([]);
  });

  it('K24-7: see the declarations that they join', async () => {
    const { secret } = await invited();
    const { declarations } = await coAuthorInvitation(t.visitor(april), secret);
    const texts = programme.doc.dossier[0]!.declarations.map((one) => one.text);
    expect(declarations.map((one) => one.text)).toEqual(texts);
  });

  it('K24-4: a row given to another person carries no answers over', async () => {
    const { lead, entryId } = await invited({ birthYear: '1991', choices: yes });
    const entry = (await findEntry(t.app.db, entryId))!;
    const [first, second] = entry.authors;
    await saveAuthors(t.ctx(lead, april), {
      entryId,
      version: await versionOf(t.ctx(lead, april), entryId),
      authors: [
        { id: first!.id, fullName: first!.fullName, share: '50' },
        { id: second!.id, fullName: 'Cà Thị Bình', email: `khac-${++n}@example.test`, share: '50' },
      ],
    });
    expect(await gaps(entryId)).toMatchObject([{ author: 'Cà Thị Bình', state: 'missing' }]);
  });

  it('K24-4: who declined is not asked', async () => {
    const [lead, other] = [await someone(), await someone()];
    const coAuthors = [{ fullName: other.name, email: other.email!, share: '50' }];
    const entryId = await readyEntry(t.ctx(lead, april), programmeId, { coAuthors });
    await answer(lead, entryId);
    expect(await gaps(entryId)).toHaveLength(1);
    await answerInvitation(t.ctx(other, april), { entryId, accept: false });
    expect(await gaps(entryId)).toEqual([]);
  });
});

describe('K24-4: the secretariat', () => {
  it('K24-4: sees the gaps of all entries in a fixed number of queries', async () => {
    const ids = (await consentList(t.ctx(secretary, april), programme)).map((entry) => entry.id);
    expect(ids.length).toBeGreaterThan(3);
    const { queries } = await countQueries(t.app.db, (db) => consentGaps(db, programme, ids, new Date(april)));
    expect(queries).toBe(1);
    expect((await refusal(consentList(t.ctx(await someone(), april), programme))).status).toBe(404);
  });

  it('K24-4: cannot post a work without its consents, and is told whose are missing', async () => {
    const mai = await someone('Lò Thị Chưa Trả Lời');
    const { entryId } = await submittedEntry(t.ctx(mai, april), programmeId);
    await t.app.db.updateTable('entry').set({ state: 'shortlisted' }).where('id', '=', entryId).execute();
    const post = () => postItems(t.ctx(secretary, april), { programmeId, entryIds: [entryId] });
    expect((await refusal(post())).message).toContain('Lò Thị Chưa Trả Lời chưa trả lời về đăng công khai.');
    await answer(mai, entryId, no);
    expect((await refusal(post())).message).toContain('không đồng ý đăng công khai');
    await answer(mai, entryId, yes);
    expect(await post()).toEqual({ posted: 1, withheld: [] });
  });

  it('K24-4: reminds those who have not answered, once', async () => {
    const mai = await someone();
    await submittedEntry(t.ctx(mai, april), programmeId);
    const sent = await remindConsents(t.ctx(secretary, april), programme);
    expect(sent.authors).toBeGreaterThan(0);
    expect(sent.guardians).toBeGreaterThan(0);
    const mails = await t.app.db
      .selectFrom('message')
      .select('to_address')
      .where('kind', '=', 'gallery.consent-reminder')
      .execute();
    expect(mails.map((mail) => mail.to_address)).toContain(mai.email);
    expect((await refusal(remindConsents(t.ctx(secretary, april), programme))).status).toBe(429);
  });

  it('K24-4: the invariant finds a work on show without the consents', async () => {
    const broken = async () =>
      (await checkInvariants(t.app)).filter((one) => one.name === 'gallery.consents' && !one.ok);
    expect(await broken()).toEqual([]);
    const mai = await someone();
    const { entryId, code } = await submittedEntry(t.ctx(mai, april), programmeId);
    await show(entryId, code);
    expect(await broken()).toEqual([]);
    await sql`
      insert into publication_consent (entry_id, entry_author_id, author_name, purpose_id, version, text, who, answer, at, channel)
      select entry_id, entry_author_id, author_name, purpose_id, version, text, who, false, at, channel
        from publication_consent where entry_id = ${entryId} and purpose_id = 'gallery'`.execute(t.app.db);
    expect(await broken()).toMatchObject([{ offending: [{ subject: code }] }]);
  });
});
