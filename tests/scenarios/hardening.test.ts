import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
});
afterAll(() => server?.stop());

/** A request as it is written, without what `fetch` mends. */
const raw = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { port } = new URL(server.url);
    const req = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    req.on('error', reject);
    req.end();
  });

describe('addresses that nobody made', () => {
  it('are never a defect of ours', async () => {
    const odd = [
      '/%00',
      '/cuoc-thi/%00',
      '/cuoc-thi/%FF',
      '/cuoc-thi/%',
      '/cuoc-thi/a/tin-tuc/%00',
      '/xac-nhan/%00',
      '/loi-moi/%00',
      '/dang-nhap?tiep=%00',
      '/dang-ky?tiep=/%00',
      '/tep/khong-co',
      '/api/tep/khong-co/trang-thai',
      '/api/tus/%00',
      '/giu-lai/%00',
      '//',
      '/..%2f..%2fetc/passwd',
      '/_app/../../package.json',
    ];
    const answers = await Promise.all(odd.map(async (path) => [path, (await raw(path)).status]));
    expect(answers.filter(([, status]) => (status as number) >= 500)).toEqual([]);
  });

  it('do not push good pages out of the memory, however many they are', async () => {
    const { host } = new URL(server.url);
    const first = await raw('/');
    for (let i = 0; i < 600; i += 50)
      await Promise.all(Array.from({ length: 50 }, (_, j) => raw(j % 2 ? `/?fbclid=${i + j}` : `/?la=${i + j}`)));
    expect(server.app.cache.get(`http://${host}/`)?.etag).toBe(first.headers.etag);
    for (let i = 0; i < 20; i++) await raw('/', { host: `nguoi-la-${i}.example` });
    expect(server.app.cache.get(`http://${host}/`)?.etag).toBe(first.headers.etag);
  });

  it('a page that all see says nothing of who asked first', async () => {
    server.app.cache.clear();
    const spoiled = await raw('/cuoc-thi', {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'evil.example',
      'x-client-ip': '203.0.113.9',
      'user-agent': 'dau-vet-1',
      cookie: 'mau=dau-vet-2',
      referer: 'https://dau-vet-3.example/',
    });
    expect(spoiled.body).not.toMatch(/dau-vet|evil|203\.0\.113/);
    const head = await raw('/cuoc-thi', {}, 'HEAD');
    expect(head.headers.etag).toBe(spoiled.headers.etag);
    expect(head.body).toBe('');
  });
});

describe('after signing in', () => {
  it('nobody is led to another site, not by characters that browsers leave out either', async () => {
    const browser = server.browser();
    await server.app.db.deleteFrom('rate_limit').execute();
    const { hashPassword } = await import('#lib/server/platform/auth/password.ts');
    await server.app.db
      .insertInto('person')
      .values({
        full_name: 'Lò Thị Mai',
        folded: 'lo thi mai',
        email: 'mai@example.test',
        password_hash: await hashPassword('nui rung tay bac'),
        created_at: new Date(),
      })
      .execute();
    for (const target of ['/\t/evil.example', '/\n/evil.example', '\t//evil.example', '/\r\n/evil.example']) {
      const response = await browser.fetch(`/dang-nhap?tiep=${encodeURIComponent(target)}`, {
        method: 'POST',
        body: new URLSearchParams({ email: 'mai@example.test', password: 'nui rung tay bac' }),
      });
      expect([JSON.stringify(target), response.status]).toEqual([JSON.stringify(target), 303]);
      expect(new URL(response.headers.get('location') as string, server.url).origin).toBe(server.url);
      browser.cookies.clear();
    }
  });
});

describe('forms whose session is gone', () => {
  it('are kept for people, not for floods', async () => {
    const browser = server.browser();
    for (let i = 0; i < 40; i++) {
      browser.cookies.set(sessionCookie, `khong-co-${i}`);
      await browser.fetch('/tai-khoan/ho-so', {
        method: 'POST',
        body: new URLSearchParams({ position: 'x'.repeat(1000) }),
      });
    }
    const { n } = await server.app.db
      .selectFrom('held_form')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThanOrEqual(30);
  });

  it('a body that is no form is refused, not a defect', async () => {
    const browser = server.browser();
    browser.cookies.set(sessionCookie, 'khong-co');
    const response = await browser.fetch('/tai-khoan/ho-so', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: 'khong phai bieu mau',
    });
    expect(response.status).toBe(400);
  });
});

describe('stopping', () => {
  it('lets the requests that are being answered come to their end', async () => {
    const own = await startTestServer();
    const blocker = await own.app.pool.connect();
    await blocker.query('begin; lock table session in access exclusive mode');
    // waits for the session first; the page asks the database for more afterwards
    const answer = fetch(`${own.url}/dang-nhap`, { headers: { cookie: `${sessionCookie}=khong-co` } }).then(
      async (response) => [response.status, (await response.text()).includes('</html>')],
      (error) => String(error),
    );
    await new Promise((done) => setTimeout(done, 300));
    const stopped = own.stop();
    await new Promise((done) => setTimeout(done, 1500));
    await blocker.query('rollback');
    blocker.release();
    expect(await answer).toEqual([200, true]);
    await stopped;
  });
});
