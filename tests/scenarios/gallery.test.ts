import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePath } from '#programmes/samples/samples.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import { insertContest } from '../support/programme.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let posted: PostedWork[];
const root = `/cuoc-thi/${galleryContest.slug}/thu-vien`;

beforeAll(async () => {
  server = await startTestServer({ at: '2026-06-10T08:00:00+07:00' });
  const programmeId = await insertContest(server, galleryContest);
  posted = await insertWorks(server.app, {
    programmeId,
    code: galleryContest.code,
    video: readFileSync(samplePath('video-ok.mp4')),
    works: [
      {
        title: 'Chuyển đổi số <ở bản> & "chợ phiên"',
        topics: ['data'],
        authors: [{ name: 'Quàng Thị Nụ', workplace: 'Trường Suối Vắng' }],
        summary: 'Một ngày ở bản.',
      },
      { title: 'Bài đã gỡ đi rồi', topics: ['data'], withdrawn: true },
      ...Array.from({ length: 29 }, (_, i) => ({ title: `Bài số ${i + 1} của bản`, topics: ['skills'] })),
    ],
  });
  server.app.cache.clear();
});
afterAll(() => server?.stop());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(server.url + path, { redirect: 'manual', headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const codesIn = (html: string) => [...html.matchAll(/thu-vien\/(vid26-\d{5})(?:\?[^"]*)?"/g)].map(([, code]) => code!);
const meta = (html: string, name: string) =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1];

describe('a visitor without scripts and without an account', () => {
  it('K24-4: finds the gallery from the contest’s page, searches it, opens a work and comes back', async () => {
    const browser = server.browser();
    const front = await browser.get(`/cuoc-thi/${galleryContest.slug}`);
    expect(front.html).toContain(`href="${root}"`);
    await browser.get(root);
    const found = await browser.submit({ tim: 'chuyen doi so' }, { fields: ['tim'] });
    expect(found.url).toContain('tim=chuyen+doi+so');
    expect(codesIn(found.html)).toEqual([posted[0]!.slug]);
    expect(found.html).toContain('<b>1 bài</b>');
    const work = await browser.get(`${root}/${posted[0]!.slug}?tim=chuyen+doi+so`);
    expect(work.html).toContain(`href="${root}?tim=chuyen+doi+so"`);
    expect(work.html).toContain('Quàng Thị Nụ');
    expect(work.html).toContain(`<source src="/thu-vien/tep/${posted[0]!.slug}/video"`);
  });

  it('K24-4: the list has no script, 24 works a page, and its posters wait', async () => {
    const { text } = await get(root);
    expect(text).not.toMatch(/<script|modulepreload/);
    expect(new Set(codesIn(text)).size).toBe(24);
    expect(text).toContain('30 bài');
    expect(text).not.toContain('đã gỡ đi rồi');
    const second = await get(`${root}?trang=2`);
    expect(new Set([...codesIn(text), ...codesIn(second.text)]).size).toBe(30);
  });

  it('K24-4: visitors see the works in several orders, each the same when asked again; none can choose an order', async () => {
    const orders = new Map<string, string>();
    for (let i = 0; i < 12; i++) {
      const headers = { 'user-agent': `browser ${i}` };
      const order = codesIn((await get(root, headers)).text).join();
      orders.set(String(i), order);
      expect(codesIn((await get(root, headers)).text).join()).toBe(order);
      expect(codesIn((await get(root, { ...headers, 'x-gallery-bucket': '5' })).text).join()).toBe(order);
    }
    expect(new Set(orders.values()).size).toBeGreaterThan(6);
  });

  it('K24-4: many who ask at once share what is rendered', async () => {
    server.app.cache.clear();
    const started = server.app.cache.version;
    const headers = { 'user-agent': 'the same' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(root, headers)));
    expect(new Set(answers.map(({ headers: h }) => h.get('etag'))).size).toBe(1);
    expect(server.app.cache.version).toBe(started);
    const etag = answers[0]!.headers.get('etag')!;
    expect((await get(root, { ...headers, 'if-none-match': etag })).status).toBe(304);
  });

  it('K24-4: steps to the work after and the one before it lead back to where one was', async () => {
    const headers = { 'user-agent': 'walker' };
    const next = await get(`${root}/${posted[0]!.slug}/bai-sau`, headers);
    expect(next.status).toBe(303);
    const [path] = next.headers.get('location')!.split('?');
    const back = await get(`${path}/bai-truoc`, headers);
    expect(back.headers.get('location')!.split('?')[0]).toBe(`${root}/${posted[0]!.slug}`);
  });

  it('K24-4: a link passed on shows title, authors and a picture; texts of authors stay texts', async () => {
    const address = `${server.url}${root}/${posted[0]!.slug}`;
    const { text } = await get(`${root}/${posted[0]!.slug}`);
    expect(meta(text, 'og:title')).toBe('Chuyển đổi số &lt;ở bản> &amp; &quot;chợ phiên&quot;');
    expect(meta(text, 'og:description')).toContain('Quàng Thị Nụ');
    expect(meta(text, 'og:image')).toBe(`${address}/anh.png`);
    expect(meta(text, 'og:locale')).toBe('vi_VN');
    expect(meta(text, 'twitter:card')).toBe('summary_large_image');
    expect(text).toContain(`<link rel="canonical" href="${address}"`);
    expect(text).toContain(encodeURIComponent(address));
    const picture = await fetch(`${address}/anh.png`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
    const etag = picture.headers.get('etag')!;
    expect((await fetch(`${address}/anh.png`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(`${server.url}/cuoc-thi/${galleryContest.slug}/anh.png`)).status).toBe(200);
  });

  it('K24-4: a work is printed with its address and without the player', async () => {
    const { text } = await get(`${root}/${posted[0]!.slug}?in=1`);
    expect(text).not.toContain('<video');
    expect(text).toContain('Mã QR');
    expect(text).toContain(`${server.url}${root}/${posted[0]!.slug}`);
  });

  it('K24-4: a work that was taken off says so without its title; an unknown one is not found', async () => {
    const gone = await get(`${root}/${posted[1]!.slug}`);
    expect(gone.status).toBe(410);
    expect(gone.text).toContain('không còn được trưng bày');
    expect(gone.text).not.toContain('đã gỡ đi rồi');
    expect((await get(`${root}/${posted[1]!.slug}/anh.png`)).status).toBe(410);
    expect((await get(`${root}/vid26-09999`)).status).toBe(404);
    expect((await get(`/cuoc-thi/khong-co/thu-vien`)).status).toBe(404);
  });

  it('K24-4: a work has one address', async () => {
    const { status, headers } = await get(`${root}/${posted[0]!.code}?chu-de=data`);
    expect([status, headers.get('location')]).toEqual([308, `${root}/${posted[0]!.slug}?chu-de=data`]);
  });

  it('K24-4: the light version is offered where there is one, and first to who saves data', async () => {
    const page = `${root}/${posted[0]!.slug}`;
    expect((await get(page)).text).not.toContain('ban=nhe');
    const { key, size } = await server.app.files.put(Readable.from([readFileSync(samplePath('video-ok.mp4'))]));
    await server.app.db
      .insertInto('file_rendition')
      .values({
        file_id: posted[0]!.fileId,
        kind: 'low',
        state: 'ready',
        storage_key: key,
        media: 'video/mp4',
        bytes: size,
        width: 854,
        height: 480,
        made_at: new Date(),
      })
      .execute();
    server.app.cache.clear();
    const plain = await get(page);
    expect(plain.text).toContain('ban=nhe');
    expect(plain.text).toContain(`/tep/${posted[0]!.slug}/video"`);
    const saving = await get(page, { 'save-data': 'on' });
    expect(saving.text).toContain(`/tep/${posted[0]!.slug}/video-480"`);
    // and what was rendered for one who saves data is not what the others get
    expect((await get(page)).text).toContain(`/tep/${posted[0]!.slug}/video"`);
    expect((await get(`${page}?ban=nhe`)).text).toContain(`/tep/${posted[0]!.slug}/video-480"`);
    expect((await get(`${page}?ban=day-du`, { 'save-data': 'on' })).text).toContain(`/tep/${posted[0]!.slug}/video"`);
  });
});
