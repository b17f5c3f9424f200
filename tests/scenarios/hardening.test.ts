import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '#lib/server/platform/auth/password.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
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

describe('requests that no browser makes', () => {
  const told = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.setTimeout(5000, () => socket.destroy(new Error(`no answer to ${JSON.stringify(text)}`)));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it('are answered, and the server goes on', async () => {
    for (const host of ['a b', 'evil.example/x?', '[::1', '', 'a@b', '%00', ':', 'x:99999999'])
      for (const path of ['/', '/cuoc-thi', '/dang-nhap', 'http://evil.example/', '*'])
        for (const method of ['GET', 'POST']) {
          const answer = await told(
            `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
          );
          expect([method, path, host, /^HTTP\/1.1 [234]\d\d/.test(answer)]).toEqual([method, path, host, true]);
        }
    expect(await told('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 [24]/);
    expect((await raw('/')).status).toBe(200);
  });

  it('a form is taken from our own pages only, whatever its type', async () => {
    const post = (headers: Record<string, string>) =>
      raw('/dang-xuat', headers, 'POST').then((answer) => answer.status);
    const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'];
    for (const type of types) {
      expect(await post({ 'content-type': type })).toBe(403);
      expect(await post({ 'content-type': type, origin: 'null' })).toBe(403);
      expect(await post({ 'content-type': type, origin: 'https://evil.example' })).toBe(403);
      expect(await post({ 'content-type': type, origin: server.url, 'sec-fetch-site': 'cross-site' })).toBe(403);
    }
    expect(await raw('/api/tep', { 'content-type': 'text/plain' }, 'POST').then((a) => a.status)).toBe(403);
  });

  it('an upload form that names no real place is refused, not a defect', async () => {
    const { id } = await server.app.db.selectFrom('person').select('id').executeTakeFirstOrThrow();
    const secret = await createSession(server.app.db, id, { ip: null, userAgent: null });
    const errors: unknown[] = [];
    const { error } = server.app.log;
    server.app.log.error = ((...args: unknown[]) => errors.push(args)) as typeof error;
    for (const purpose of ['entry', 'letter', 'document', 'constructor', '__proto__']) {
      const form = new FormData();
      for (const [name, value] of Object.entries({
        purpose,
        entryId: 'x',
        programmeId: 'x',
        unitId: "'",
        stage: 'x',
        next: '/',
      }))
        form.append(name, value);
      form.append('file', new Blob(['abc']), 'a.pdf');
      const answer = await fetch(`${server.url}/api/tai-tep`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
        headers: { cookie: `${sessionCookie}=${secret}`, origin: server.url },
      });
      expect([purpose, answer.status, answer.headers.get('location')]).toEqual([
        purpose,
        303,
        '/?loi-tep=file.refused',
      ]);
    }
    server.app.log.error = error;
    expect(errors).toEqual([]);
  });
});

describe('after signing in', () => {
  it('nobody is led to another site, not by characters that browsers leave out either', async () => {
    const browser = server.browser();
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
