import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { testPerson } from '../support/ctx.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { sampleVideo } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let works: PostedWork[];
const moment = '2026-07-10T08:00:00+07:00';

beforeAll(async () => {
  server = await startTestServer({ at: '2026-01-15T08:00:00+07:00' });
  const programmeId = await createProgramme(server.ctx(), { doc: galleryContest });
  await publishProgramme(server.ctx(), { programmeId, version: 1 });
  works = await insertWorks(server.app, {
    programmeId,
    code: galleryContest.code,
    works: [{ title: 'Bản em lên số' }, { title: 'Chợ phiên không tiền mặt' }, { title: 'Lớp học trên mây' }],
    video: sampleVideo(),
  });
  server.moveTo(moment);
});
afterAll(() => server?.stop());

const pageOf = (work: PostedWork) => `/cuoc-thi/${galleryContest.slug}/thu-vien/${work.slug}`;
const likes = async (work: PostedWork) =>
  (
    await server.app.db
      .selectFrom('gallery_like')
      .select('id')
      .where('entry_id', '=', work.entryId)
      .where('taken_back_at', 'is', null)
      .execute()
  ).length;
const opened = async (work: PostedWork) =>
  (
    await server.app.db.selectFrom('gallery_share').select('opened_at').where('entry_id', '=', work.entryId).execute()
  ).filter((share) => share.opened_at !== null).length;
/** Like a browser: with a name. */
const look = (browser: Browser, path: string, headers: Record<string, string> = {}) =>
  browser.fetch(path, { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile', ...headers } });

it('K24-4: somebody without an account and without scripts likes a work by mail, then others with one press', async () => {
  const [work, second] = works as [PostedWork, PostedWork];
  const browser = server.browser();
  const page = await browser.get(pageOf(work));
  expect(page.text).toContain('0 lượt thích');
  const way = /href="(\/binh-chon\/[^"#]+)"/.exec(page.html)![1]!;
  await browser.get(way);
  await browser.submit({ fullName: '', email: 'sai' }, { fields: ['email', 'agreed'] });
  expect(browser.page.status).toBe(422);
  expect(browser.page.text).toContain('Hãy đánh dấu đồng ý');
  await browser.submit({ fullName: 'Lò Thị Mây', email: 'may@example.com', agreed: true });
  expect(browser.page.text).toContain('m***@example.com');

  // a program that scans the mail opens the link, and a browser fetches ahead: nothing is counted
  const link = await mailed(server, 'may@example.com', 'binh-chon/xac-nhan');
  await server.browser().get(link);
  await server.browser().fetch(link, { method: 'HEAD' });
  expect(await likes(work)).toBe(0);

  await browser.get(link);
  expect(browser.page.text).toContain('Bản em lên số');
  await browser.submit({}, { fields: [] });
  expect(browser.page.text).toContain('Đã ghi nhận lượt thích');
  expect(browser.cookies.has(sessionCookie)).toBe(true);
  expect(await likes(work)).toBe(1);
  await browser.get(link);
  expect(browser.page.forms.some((form) => form.method === 'post' && form.action === '')).toBe(false);

  // one press from now on
  await browser.get(pageOf(second));
  await browser.submit({}, { action: '?/like' });
  expect(browser.page.text).toContain('Đã ghi nhận lượt thích của bạn.');
  expect(await likes(second)).toBe(1);
  expect((await browser.get(pageOf(second))).text).toContain('1 lượt thích');

  await browser.get('/tai-khoan/binh-chon');
  expect(browser.page.text).toContain('Chợ phiên không tiền mặt');
  await browser.submit({}, { action: '?/takeBack', fields: ['code'] });
  expect(browser.page.text).toContain('Đã rút lại lượt thích.');
  expect((await likes(work)) + (await likes(second))).toBe(1);
});

it('K24-4: a voter has no roles and no rooms', async () => {
  const browser = server.browser();
  await browser.get(`/binh-chon/${works[2]!.slug}`);
  await browser.submit({ fullName: 'Vàng A Sử', email: 'su@example.com', agreed: true });
  await browser.get(await mailed(server, 'su@example.com', 'binh-chon/xac-nhan'));
  await browser.submit({}, { fields: [] });
  const { id } = await server.app.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', 'su@example.com')
    .executeTakeFirstOrThrow();
  await server.app.db
    .insertInto('role_grant')
    .values({ person_id: id, role: 'admin', valid_from: new Date('2026-01-01'), granted_at: new Date('2026-01-01') })
    .execute();
  await browser.get('/quan-tri');
  expect(browser.page.url).toContain('/dang-nhap');
});

it('K24-4: a passed-on link counts once, for a person in another browser; previews and fetching ahead count nothing', async () => {
  const work = works[2]!;
  const person = await testPerson(server.app.db, 'Người chia sẻ');
  const sharer = server.browser();
  sharer.cookies.set(sessionCookie, await createSession(server.app.db, person.id, { ip: null, userAgent: null }));
  await sharer.get(pageOf(work));
  await sharer.submit({}, { action: '?/share' });
  const address = /value="http:\/\/[^/"]+(\/chia-se\/[\w-]{22})"/.exec(sharer.page.html)![1]!;

  const preview = await look(server.browser(), address, { 'user-agent': 'facebookexternalhit/1.1' });
  expect(preview.status).toBe(200);
  const html = await preview.text();
  expect(html).toMatch(/property="og:title" content="Lớp học trên mây"/);
  expect(html).toMatch(new RegExp(`property="og:url" content="http://[^"]+${pageOf(work)}"`));
  expect(preview.headers.getSetCookie()).toEqual([]);
  await look(server.browser(), address, { 'sec-purpose': 'prefetch' });
  await new Promise<void>((done, fail) => {
    const asked = request(
      server.url + address,
      { method: 'HEAD', headers: { 'user-agent': 'Mozilla/5.0' } },
      (answer) => {
        answer.resume();
        done();
      },
    );
    asked.on('error', fail).end();
  });
  await look(sharer, address);
  // signed out, the sharer's browser is still the sharer's
  sharer.cookies.delete(sessionCookie);
  await look(sharer, address);
  expect(await opened(work)).toBe(0);

  const friend = server.browser();
  const answer = await look(friend, address);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, pageOf(work)]);
  expect(await opened(work)).toBe(1);
  await look(server.browser(), address);
  expect(await opened(work)).toBe(1);
  expect((await friend.get(pageOf(work))).text).toContain('1 lượt chia sẻ');
});

it('what the public did satisfies the invariants', async () => {
  const names = /^gallery\.(likes|shares)|^people\.email/;
  expect((await checkInvariants(server.app)).filter((one) => names.test(one.name) && !one.ok)).toEqual([]);
});
