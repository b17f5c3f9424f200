import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { testPerson } from '../support/ctx.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import type { Browser } from '../support/http.ts';
import { like } from '../support/interaction.ts';
import { sampleVideo } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let works: PostedWork[];
let programmeId: string;
const slug = galleryContest.slug;

beforeAll(async () => {
  server = await startTestServer({ at: '2026-01-15T08:00:00+07:00' });
  const interaction = { ...galleryContest.interaction!, hiddenUntilFreeze: { value: true, source: 'demo' as const } };
  programmeId = await createProgramme(server.ctx(), { doc: { ...galleryContest, interaction } });
  await publishProgramme(server.ctx(), { programmeId, version: 1 });
  works = await insertWorks(server.app, {
    programmeId,
    code: galleryContest.code,
    works: [
      { title: 'Bản em lên số' },
      { title: 'Chợ "phiên" <b>&</b> </text><image href="file:///etc/passwd"/>' },
      { title: 'Đã gỡ', withdrawn: true },
    ],
    video: sampleVideo(),
  });
  server.moveTo('2026-07-10T08:00:00+07:00');
});
afterAll(() => server?.stop());

const signedIn = async (kind: 'full' | 'voter', name = 'Người xem'): Promise<{ browser: Browser; id: string }> => {
  const person = await testPerson(server.app.db, name);
  const browser = server.browser();
  const place = { ip: null, userAgent: null };
  browser.cookies.set(sessionCookie, await createSession(server.app.db, person.id, place, kind));
  return { browser, id: person.id };
};

describe('K24-4: a press on a link in a mail opens voting and nothing else of the person', () => {
  const rooms = [
    '/tai-khoan',
    '/tai-khoan/thu',
    '/tai-khoan/ho-so',
    '/bai-du-thi',
    '/viec-cua-toi',
    '/cham-thi',
    '/don-vi',
  ];
  it.each(rooms)('%s asks a voter to sign in', async (room) => {
    const { browser } = await signedIn('voter');
    const answer = await browser.fetch(room, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/dang-nhap?tiep=${encodeURIComponent(room)}`,
    ]);
  });

  it('a voter uploads nothing, and still sees what was voted', async () => {
    const { browser } = await signedIn('voter');
    const asked = await browser.fetch('/api/tep', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ purpose: 'news', target: { programmeId }, name: 'a.pdf', size: 10 }),
    });
    expect([401, 403, 404]).toContain(asked.status);
    expect((await browser.get('/tai-khoan/binh-chon')).status).toBe(200);
    expect((await browser.get(`/binh-chon/${works[0]!.slug}`)).text).toContain('Thích tác phẩm này');
    await browser.get('/tai-khoan');
    expect(browser.cookies.has(sessionCookie)).toBe(true);
    await browser.get('/dang-xuat');
    await browser.submit({}, { fields: [] });
    expect(browser.cookies.has(sessionCookie)).toBe(false);
  });
});

describe('requests of other sites', () => {
  it('K24-4: nobody likes, passes on or watches from a page of another site', async () => {
    const { browser, id } = await signedIn('full');
    const send = (path: string, body: unknown, headers: Record<string, string>) =>
      browser.fetch(path, { method: 'POST', body: new Blob([JSON.stringify(body)]), headers });
    const at = `/api/thu-vien/${works[0]!.slug}`;
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain', origin: 'https://evil.example' },
    ] as Record<string, string>[]) {
      expect((await send(`${at}/thich`, { like: true }, headers)).status).toBe(403);
      expect((await send(`${at}/chia-se`, {}, headers)).status).toBe(403);
      expect((await send('/api/thu-vien/luot-xem/bat-dau', { code: works[0]!.code }, headers)).status).toBe(403);
    }
    const made = await server.app.db.selectFrom('gallery_like').select('id').where('person_id', '=', id).execute();
    expect(made).toEqual([]);
  });

  it('a beacon that is no JSON is refused, not a defect', async () => {
    const sent = (body: string) => server.browser().fetch('/api/thu-vien/luot-xem', { method: 'POST', body });
    expect((await sent('{')).status).toBe(400);
    expect((await sent('null')).status).toBe(400);
    expect((await sent(JSON.stringify({ ticket: 'a.b', seconds: 1e9 }))).status).toBe(400);
    expect((await sent(JSON.stringify({ ticket: 'a.b.c', seconds: 5 }))).status).toBe(422);
    expect((await sent('['.repeat(100_000))).status).toBe(400);
  });
});

describe('K24-4: a work that left the gallery is gone everywhere', () => {
  it('by every address, in every way of writing it', async () => {
    const { slug: code } = works[2]!;
    const page = `/cuoc-thi/${slug}/thu-vien/${code}`;
    for (const path of [
      ...['video', 'video-480', 'poster', 'poster-nho'].map((what) => `/thu-vien/tep/${code}/${what}`),
      `/thu-vien/tep/${code.toUpperCase()}/video`,
      page,
      `${page}/anh.png`,
      `/binh-chon/${code}`,
      `/api/thu-vien/${code}/toi`,
      `/api/thu-vien/${code.toUpperCase()}/toi`,
    ])
      for (const headers of [{}, { range: 'bytes=0-99' }, { 'save-data': 'on' }] as Record<string, string>[])
        expect([404, 410], path).toContain((await server.browser().fetch(path, { headers })).status);
    const list = await server.browser().get(`/cuoc-thi/${slug}/thu-vien`);
    expect(list.html.toLowerCase()).not.toContain(code);
    const front = await server.browser().get(`/cuoc-thi/${slug}`);
    expect(front.html.toLowerCase()).not.toContain(code);
    expect(front.text).toContain('Xem và bình chọn');
  });
});

describe('K24-8: numbers that are hidden until the freeze', () => {
  it('stand on no page, in no answer and in no order', async () => {
    const { browser, id } = await signedIn('full', 'Người thích');
    const people = await Promise.all([...Array(66).keys()].map((i) => testPerson(server.app.db, `Người ${i}`)));
    await server.app.db
      .insertInto('gallery_like')
      .values(
        [...people.map((one) => one.id), id].map((who) =>
          like(who, { programmeId, entryId: works[0]!.entryId, at: new Date('2026-07-09T08:00:00+07:00') }),
        ),
      )
      .execute();
    server.app.cache.clear();
    const page = `/cuoc-thi/${slug}/thu-vien/${works[0]!.slug}`;
    for (const path of [
      page,
      `/cuoc-thi/${slug}/thu-vien`,
      `/cuoc-thi/${slug}/tuong-tac`,
      `/binh-chon/${works[0]!.slug}`,
      `/api/thu-vien/${works[0]!.slug}/toi`,
      `/cuoc-thi/${slug}`,
    ])
      for (const reader of [browser, server.browser()])
        expect(await (await reader.fetch(path)).text(), path).not.toMatch(/\b67\b/);
    for (const kind of ['json', 'csv', 'sig', 'pem'])
      expect((await browser.fetch(`/cuoc-thi/${slug}/tuong-tac/chot-1.${kind}`)).status).toBe(404);
  });
});

describe('pages kept for everybody', () => {
  it('carry nothing of the visitor for whom they were rendered', async () => {
    const page = `/cuoc-thi/${slug}/thu-vien`;
    server.app.cache.clear();
    const first = await server.browser().fetch(page, {
      headers: {
        cookie: 'lantoa_thiet_bi=AAAAAAAAAAAAAAAAAAAAAA; khac=bi-mat-cua-toi',
        'x-gallery-bucket': '7"><script>',
        'x-forwarded-for': '203.0.113.77',
        'user-agent': 'bi-mat-cua-toi',
        referer: 'https://bi-mat-cua-toi.example/',
      },
    });
    expect(first.headers.get('set-cookie')).toBeNull();
    expect(await first.text()).not.toMatch(/bi-mat-cua-toi|203\.0\.113\.77|AAAAAAAAAAAAAAAAAAAAAA/);
    // one's own claim of a bucket changes nothing
    const order = async (bucket: string) =>
      [
        ...(await (await server.browser().fetch(page, { headers: { 'x-gallery-bucket': bucket } })).text()).matchAll(
          /vid26-\d+/g,
        ),
      ].join();
    expect(new Set(await Promise.all(['0', '1', '2', '3', '4', '5'].map(order))).size).toBe(1);
  });

  it('another writing of an address takes no room of its own', async () => {
    server.app.cache.clear();
    const plain = `/cuoc-thi/${slug}`;
    const strange = `/cuoc-thi/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}`;
    const fromRoom = (answer: Response) => /cookie/.test(answer.headers.get('vary') ?? '');
    expect(fromRoom(await server.browser().fetch(plain))).toBe(true);
    const answer = await server.browser().fetch(strange);
    expect([200, 404]).toContain(answer.status);
    expect(fromRoom(answer)).toBe(false);
  });
});

describe('pictures of hostile titles', () => {
  it('K24-4: are drawn as text: no file is read, no mark-up comes through', async () => {
    const { slug: code } = works[1]!;
    const svg = await (await server.browser().fetch(`/thu-vien/tep/${code}/poster`)).text();
    expect(svg).not.toMatch(/<image|<b>|<\/text><image/);
    const png = await server.browser().fetch(`/cuoc-thi/${slug}/thu-vien/${code}/anh.png`);
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    const html = await (await server.browser().fetch(`/cuoc-thi/${slug}/thu-vien/${code}`)).text();
    expect(html).not.toContain('<image href="file:');
  });
});

describe('hostile addresses', () => {
  it('are answered without a defect', async () => {
    const { browser } = await signedIn('full', 'Người phá');
    const values = [
      '1e30',
      '-1',
      '0',
      'NaN',
      '99999999999',
      "'",
      '\\',
      '%FF',
      '%',
      '(',
      '[',
      '*',
      'x'.repeat(3000),
      '%F0%9F%98%80',
      '%E2%80%AE',
      '00000000-0000-0000-0000-00000000000g',
    ];
    const work = `/cuoc-thi/${slug}/thu-vien/${works[0]!.slug}`;
    const addresses = values.flatMap((value) => [
      ...['trang', 'tim', 'chu-de', 'don-vi'].map((name) => `/cuoc-thi/${slug}/thu-vien?${name}=${value}`),
      ...['ban', 'in', 'tim', 'trang', 'don-vi'].map((name) => `${work}?${name}=${value}`),
      ...['bai-sau', 'bai-truoc'].flatMap((step) => [
        `${work}/${step}?tim=${value}`,
        `${work}/${step}?don-vi=${value}`,
      ]),
      ...['trang', 'lan'].map((name) => `/cuoc-thi/${slug}/tuong-tac?${name}=${value}`),
      `/binh-chon/${works[0]!.slug}?xong=${value}`,
      `/binh-chon/${works[0]!.slug}?da-gui=${value}`,
      ...[
        '/binh-chon/',
        '/binh-chon/xac-nhan/',
        '/chia-se/',
        '/nguoi-giam-ho/',
        '/lich/',
        `/cuoc-thi/${slug}/thu-vien/`,
        '/api/thu-vien/',
      ].map(
        (root) =>
          `${root}${value.replaceAll('\\', '%5C')}${root === '/lich/' ? '.ics' : root === '/api/thu-vien/' ? '/toi' : ''}`,
      ),
      `/thu-vien/tep/${value}/video`,
      `/thu-vien/tep/${works[0]!.slug}/${value}`,
      `/cuoc-thi/${slug}/tuong-tac/chot-${value}.json`,
    ]);
    const defects: string[] = [];
    for (const address of addresses) {
      const { status } = await browser.fetch(address, { redirect: 'manual' });
      if (status >= 500) defects.push(`${status} ${address.slice(0, 120)}`);
    }
    expect(defects).toEqual([]);
  });

  it('are answered without a defect in the rooms of the staff', async () => {
    const person = await testPerson(server.app.db, 'Thư ký phá', [
      { role: 'secretary', programmeId },
      { role: 'organiser', programmeId },
      { role: 'admin' },
    ]);
    const browser = server.browser();
    browser.cookies.set(sessionCookie, await createSession(server.app.db, person.id, { ip: null, userAgent: null }));
    const rooms: Record<string, string[]> = {
      'tuong-tac': ['trang', 'xong'],
      'tuong-tac/ngoai': ['trang', 'ma', 'tim', 'xong'],
      'tuong-tac/soat': ['trang', 'loai', 'bai', 'tim', 'xong'],
      'so-loai': ['trang', 'tim', 'loc', 'don-vi', 'xong'],
      'thu-vien': ['trang', 'tim', 'loc', 'xong'],
      'nhiem-vu': ['trang', 'tim', 'nguoi', 'phu-trach', 'trang-thai', 'han', 'dieu', 'loc'],
      'dong-y': ['trang', 'loc', 'tim'],
    };
    const values = [
      '1e30',
      '-1',
      '99999999999',
      "'",
      '%FF',
      '(',
      'x'.repeat(2000),
      '00000000-0000-4000-8000-000000000000',
    ];
    const addresses = Object.entries(rooms).flatMap(([room, names]) =>
      values.flatMap((value) => [
        ...names.map((name) => `/dieu-hanh/${slug}/${room}?${name}=${value}`),
        `/dieu-hanh/${slug}/${room}/${value}`,
      ]),
    );
    const defects: string[] = [];
    for (const address of addresses) {
      const { status } = await browser.fetch(address, { redirect: 'manual' });
      if (status >= 500) defects.push(`${status} ${address.slice(0, 120)}`);
    }
    expect(defects).toEqual([]);
  });

  it('K24-8: a freeze that there is not is not found, and shows no other numbers', async () => {
    for (const no of ['2', '99999999999', '-1', 'x'])
      expect((await server.browser().fetch(`/cuoc-thi/${slug}/tuong-tac?lan=${no}`)).status, no).toBe(404);
  });

  it('ranges of a video, whatever is asked', async () => {
    const path = `/thu-vien/tep/${works[0]!.slug}/video`;
    const size = Number((await server.browser().fetch(path, { method: 'HEAD' })).headers.get('content-length'));
    for (const [range, status, length] of [
      ['bytes=0-0', 206, 1],
      ['bytes=-1', 206, 1],
      [`bytes=-${size + 100}`, 206, size],
      ['bytes=-0', 416, 0],
      [`bytes=${size}-`, 416, 0],
      [`bytes=0-${'9'.repeat(30)}`, 206, size],
      [`bytes=${'9'.repeat(400)}-`, 416, 0],
      ['bytes=5-2', 200, size],
      ['bytes=0-0,2-3', 200, size],
      ['bytes=a-b', 200, size],
      ['items=0-1', 200, size],
    ] as const) {
      const answer = await server.browser().fetch(path, { headers: { range } });
      expect([answer.status, (await answer.arrayBuffer()).byteLength], range).toEqual([status, length]);
    }
  });
});

describe('limits', () => {
  it('K24-4: what a client says of its address changes no counter where no proxy is declared', async () => {
    const ask = (i: number) =>
      server.browser().fetch('/api/thu-vien/luot-xem/bat-dau', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${i}`,
          'x-client-ip': `198.51.100.${i}`,
        },
        body: JSON.stringify({ code: works[0]!.code }),
      });
    for (let i = 0; i < 3; i++) expect((await ask(i)).status).toBe(200);
    const keys = await server.app.db
      .selectFrom('rate_limit')
      .select(['key', 'points'])
      .where('key', 'like', 'vote-view:%')
      .execute();
    expect(keys.filter((row) => /203\.0|198\.51/.test(row.key))).toEqual([]);
    expect(
      keys.find((row) => row.key.startsWith('vote-view:127') || row.key.includes('::'))?.points,
    ).toBeGreaterThanOrEqual(3);
  });
});
