import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { files, readLog, startUploadServer, type UploadServer } from '../support/uploadServer.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

async function tus(url: string, method: string, headers: Record<string, string>, body?: Uint8Array): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'Tus-Resumable': '1.0.0', ...headers },
    ...(body ? { body: Buffer.from(body) } : {}),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const create = (url: string, fileId: string, size: number, headers: Record<string, string> = { Cookie: 'person=an' }) =>
  tus(`${url}/api/tus`, 'POST', {
    'Upload-Length': String(size),
    'Upload-Metadata': `fileId ${base64(fileId)},ownerId ${base64('binh')}`,
    ...headers,
  });

const patch = (
  url: string,
  fileId: string,
  offset: number,
  body: Uint8Array,
  headers: Record<string, string> = { Cookie: 'person=an' },
) =>
  tus(
    `${url}/api/tus/${fileId}`,
    'PATCH',
    { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', ...headers },
    body,
  );

const head = (url: string, fileId: string, headers: Record<string, string> = { Cookie: 'person=an' }) =>
  tus(`${url}/api/tus/${fileId}`, 'HEAD', headers);

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lantoa-files-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('resumable upload', () => {
  let app: UploadServer;
  beforeEach(async () => {
    app = await startUploadServer(dataDir);
  });
  afterEach(() => app.close());

  it('K26-4b: an upload in parts arrives whole, with equal hash, and the owner is who signed in', async () => {
    const bytes = randomBytes(3_000_000);
    const created = await create(app.url, files.an, bytes.length);
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/api/tus/${files.an}`);
    expect((await patch(app.url, files.an, 0, bytes.subarray(0, 1_000_000))).status).toBe(204);
    expect((await head(app.url, files.an)).headers.get('upload-offset')).toBe('1000000');
    expect(app.finished).toEqual([]);
    expect((await patch(app.url, files.an, 1_000_000, bytes.subarray(1_000_000))).status).toBe(204);
    expect(app.finished).toMatchObject([{ fileId: files.an, ownerId: 'an', size: bytes.length }]);
    const { key } = app.finished[0]!;
    expect(await app.store.digest(key)).toBe(sha256(bytes));
    expect(key).not.toContain(files.an);
    // Whoever did not hear the answer asks again and learns that all is there.
    const again = await head(app.url, files.an);
    expect(again.headers.get('upload-offset')).toBe(String(bytes.length));
    expect(app.finished).toHaveLength(1);
  });

  it('refuses every method of someone who is not signed in', async () => {
    const bytes = randomBytes(1000);
    expect((await create(app.url, files.an, 1000, {})).status).toBe(401);
    await create(app.url, files.an, 1000);
    const before = await tus(`${app.url}/api/tus/${files.an}`, 'DELETE', {});
    expect(before.status).toBe(401);
    expect(JSON.parse(before.text).message).toContain('đăng nhập');
    expect((await head(app.url, files.an, {})).status).toBe(401);
    expect((await patch(app.url, files.an, 0, bytes, {})).status).toBe(401);
    expect((await tus(`${app.url}/api/tus/${files.an}`, 'GET', {})).status).toBe(405);
    // The bait is still there for its owner.
    expect((await head(app.url, files.an)).headers.get('upload-offset')).toBe('0');
  });

  it('refuses another person, for whom the upload does not exist', async () => {
    await create(app.url, files.an, 1000);
    const binh = { Cookie: 'person=binh' };
    expect((await create(app.url, files.an, 1000, binh)).status).toBe(404);
    expect((await head(app.url, files.an, binh)).status).toBe(404);
    expect((await patch(app.url, files.an, 0, randomBytes(10), binh)).status).toBe(404);
    expect((await tus(`${app.url}/api/tus/${files.an}`, 'DELETE', binh)).status).toBe(404);
    expect((await head(app.url, files.an)).status).toBe(200);
  });

  it('refuses a post from another site and a disguised method', async () => {
    const foreign = { Cookie: 'person=an', Origin: 'https://evil.example' };
    const refused = await create(app.url, files.an, 1000, foreign);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    expect((await create(app.url, files.an, 1000, { Cookie: 'person=an', Origin: app.url })).status).toBe(201);
    const disguised = await tus(`${app.url}/api/tus/${files.an}`, 'POST', {
      Cookie: 'person=an',
      'X-HTTP-Method-Override': 'DELETE',
    });
    expect(disguised.status).toBe(405);
  });

  it('refuses a declared size over the limit, an empty file, and bytes beyond the declared size', async () => {
    const large = await create(app.url, files.an, 700 * 1024 * 1024);
    expect(large.status).toBe(413);
    expect(JSON.parse(large.text).message).toContain('Tệp nặng 700 MB, mục này nhận tối đa 600 MB');
    expect((await create(app.url, files.an, 3 * 1024 ** 3)).status).toBe(413);
    expect((await create(app.url, files.an, 0)).status).toBe(422);
    const deferred = await tus(`${app.url}/api/tus`, 'POST', {
      Cookie: 'person=an',
      'Upload-Defer-Length': '1',
      'Upload-Metadata': `fileId ${base64(files.an)}`,
    });
    expect(deferred.status).toBeGreaterThanOrEqual(400);
    await create(app.url, files.an, 1000);
    expect((await patch(app.url, files.an, 0, randomBytes(2000))).status).toBe(413);
    expect((await patch(app.url, files.an, 500, randomBytes(10))).status).toBe(409);
    expect(app.finished).toEqual([]);
  });

  it('takes no name or path from the client', async () => {
    for (const id of ['../../etc/passwd', '..%2f..%2fetc', 'a.json', '', 'x'.repeat(3000)]) {
      expect((await create(app.url, id, 100)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await head(app.url, '..%2f..%2f..%2fetc%2fpasswd')).status).toBe(404);
    expect(await readdir(path.join(app.store.root, 'uploads'))).toEqual([]);
  });

  it('cancelling removes the bytes and tells the application', async () => {
    await create(app.url, files.an, 1000);
    await patch(app.url, files.an, 0, randomBytes(10));
    expect((await tus(`${app.url}/api/tus/${files.an}`, 'DELETE', { Cookie: 'person=an' })).status).toBe(204);
    expect(app.cancelled).toEqual([files.an]);
    expect(await readdir(path.join(app.store.root, 'uploads'))).toEqual([]);
    expect((await head(app.url, files.an)).status).toBe(404);
  });

  it('hands over later when the database is away as the last byte arrives', async () => {
    const bytes = randomBytes(5000);
    await create(app.url, files.an, bytes.length);
    app.breakDatabase(true);
    expect((await patch(app.url, files.an, 0, bytes)).status).toBe(500);
    expect((await head(app.url, files.an)).status).toBe(500);
    app.breakDatabase(false);
    expect((await head(app.url, files.an)).headers.get('upload-offset')).toBe('5000');
    expect(app.finished).toHaveLength(1);
    expect(await app.store.digest(app.finished[0]!.key)).toBe(sha256(bytes));
  });

  it('forgets what nobody continued for seven days, and nothing younger', async () => {
    await create(app.url, files.an, 1000);
    const days = (count: number) => new Date(Date.now() + count * 24 * 3_600_000);
    expect(await app.tus.sweep(days(6))).toEqual({ finished: [], expired: [] });
    expect(await app.tus.sweep(days(8))).toEqual({ finished: [], expired: [files.an] });
    expect(await readdir(path.join(app.store.root, 'uploads'))).toEqual([]);
  });

  it('serves ranges, never executable, and closes the file when the reader goes away', async () => {
    const bytes = randomBytes(4_000_000);
    await create(app.url, files.an, bytes.length);
    await patch(app.url, files.an, 0, bytes);
    const address = `${app.url}/tep/${files.an}`;
    const whole = await fetch(address);
    expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256(bytes));
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(whole.headers.get('content-disposition')).toBe(
      `inline; filename="Bai du thi so 1.mp4"; filename*=UTF-8''B%C3%A0i%20d%E1%BB%B1%20thi%20s%E1%BB%91%201.mp4`,
    );
    const part = await fetch(address, { headers: { Range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 1000-1999/4000000');
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000))).toBe(true);
    const tail = await fetch(address, { headers: { Range: 'bytes=-5' } });
    expect(Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(-5))).toBe(true);
    const beyond = await fetch(address, { headers: { Range: 'bytes=4000000-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */4000000']);
    const unchanged = await fetch(address, { headers: { 'If-None-Match': whole.headers.get('etag')! } });
    expect(unchanged.status).toBe(304);
    const stale = await fetch(address, { headers: { Range: 'bytes=0-1', 'If-Range': '"older"' } });
    expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, 4_000_000]);
    const headOnly = await fetch(address, { method: 'HEAD' });
    expect(headOnly.headers.get('content-length')).toBe('4000000');

    if (process.platform !== 'linux') return;
    const openFiles = async () => {
      const links = await readdir('/proc/self/fd');
      const { readlink } = await import('node:fs/promises');
      const targets = await Promise.all(links.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
      return targets.filter((target) => target.startsWith(app.store.root)).length;
    };
    const request = http.get(address);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response, 'readable');
    expect(await openFiles()).toBe(1);
    request.destroy();
    for (let tries = 0; tries < 50 && (await openFiles()) > 0; tries += 1) await sleep(20);
    expect(await openFiles()).toBe(0);
  });

  it('keeps memory flat for a long upload and a slow reader', async () => {
    const size = 160 * 1024 * 1024;
    const chunk = randomBytes(1024 * 1024);
    await create(app.url, files.an, size);
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const request = http.request(`${app.url}/api/tus/${files.an}`, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': size,
        Cookie: 'person=an',
      },
    });
    for (let sent = 0; sent < size; sent += chunk.length) if (!request.write(chunk)) await once(request, 'drain');
    request.end();
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(response.statusCode).toBe(204);
    response.resume();
    const slow = http.get(`${app.url}/tep/${files.an}`);
    const [reader] = (await once(slow, 'response')) as [http.IncomingMessage];
    await sleep(300);
    reader.destroy();
    clearInterval(timer);
    expect((peak - before) / 1024 / 1024).toBeLessThan(90);
  });
});

describe('a server that dies', () => {
  const started: ChildProcess[] = [];
  const start = async (log: string) => {
    const script = path.resolve('tests/support/uploadServer.ts');
    const child = spawn(process.execPath, [script, dataDir, log], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    return { child, url: line.toString().trim() };
  };
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  it('K26-4b: a video survives SIGKILL in the middle of a part: it goes on at the byte on the disk, with equal hash', async () => {
    const log = path.join(dataDir, 'finished.log');
    const bytes = randomBytes(30_000_000);
    const first = await start(log);
    await create(first.url, files.an, bytes.length);
    const request = http.request(`${first.url}/api/tus/${files.an}`, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': bytes.length,
        Cookie: 'person=an',
      },
    });
    request.on('error', () => {});
    request.write(bytes.subarray(0, 12_345_678));
    const onDisk = () => stat(path.join(dataDir, 'files', 'uploads', files.an)).then((found) => found.size);
    while ((await onDisk()) < 5_000_000) await sleep(10);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await start(log);
    const asked = await head(second.url, files.an);
    const offset = Number(asked.headers.get('upload-offset'));
    expect(offset).toBe(await onDisk());
    expect(offset).toBeGreaterThanOrEqual(5_000_000);
    expect((await patch(second.url, files.an, offset, bytes.subarray(offset))).status).toBe(204);
    const [finished, ...more] = await readLog(log);
    expect(more).toEqual([]);
    const { key } = finished!;
    expect(sha256(await readFile(path.join(dataDir, 'files', key)))).toBe(sha256(bytes));
  });

  it('K26-4b: a whole upload that was never handed over is handed over at the next start', async () => {
    const log = path.join(dataDir, 'finished.log');
    const bytes = randomBytes(100_000);
    const app = await startUploadServer(dataDir);
    app.breakDatabase(true);
    await create(app.url, files.an, bytes.length);
    await patch(app.url, files.an, 0, bytes);
    await app.close();
    await start(log);
    const [finished] = await readLog(log);
    expect(finished).toMatchObject({ fileId: files.an, ownerId: 'an', size: bytes.length });
    expect(sha256(await readFile(path.join(dataDir, 'files', finished!.key)))).toBe(sha256(bytes));
  });
});

describe('upload by a plain form', () => {
  let app: UploadServer;
  beforeEach(async () => {
    app = await startUploadServer(dataDir);
  });
  afterEach(() => app.close());

  const post = (fields: Record<string, string>, file: Blob | null, headers: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (file) form.set('file', file, 'Thuyết minh "bản cuối".pdf');
    return fetch(`${app.url}/api/tai-tep`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: 'person=an', Origin: app.url, ...headers },
      body: form,
    });
  };
  const landing = (response: Response) => `${response.status} ${response.headers.get('location')}`;

  it('K26-4b: stores the file and goes back to the page, without scripts', async () => {
    const bytes = randomBytes(2_500_000);
    const response = await post({ fileId: files.an, next: '/bai-du-thi/1?buoc=2' }, new Blob([bytes]));
    expect(landing(response)).toBe('303 /bai-du-thi/1?buoc=2');
    expect(app.finished).toMatchObject([
      { fileId: files.an, ownerId: 'an', size: bytes.length, sha256: sha256(bytes) },
    ]);
    expect(await app.store.digest(app.finished[0]!.key)).toBe(sha256(bytes));
  });

  it('goes back with a reason: no file, empty, too large, not the own file', async () => {
    const next = '/ho-so';
    expect(landing(await post({ fileId: files.an, next }, null))).toBe('303 /ho-so?loi-tep=file.none');
    expect(landing(await post({ fileId: files.an, next }, new Blob([])))).toBe('303 /ho-so?loi-tep=file.empty');
    const large = new Blob([randomBytes(3_000_000)]);
    expect(landing(await post({ fileId: files.an, purpose: 'letter', next }, large))).toBe(
      '303 /ho-so?loi-tep=file.too-large',
    );
    expect(landing(await post({ fileId: files.binh, next }, large))).toBe('303 /ho-so?loi-tep=file.refused');
    expect(app.finished).toEqual([]);
    expect(await readdir(path.join(app.store.root, 'incoming'))).toEqual([]);
  });

  it('never leads to another site', async () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
    ]) {
      expect(landing(await post({ fileId: files.an, next }, null))).toBe('303 /?loi-tep=file.none');
    }
  });

  it('refuses a form of another site', async () => {
    const foreign = await post({ fileId: files.an }, new Blob(['x']), { Origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const silent = await fetch(`${app.url}/api/tai-tep`, {
      method: 'POST',
      body: new FormData(),
      headers: { Cookie: 'person=an' },
    });
    expect(silent.status).toBe(403);
  });
});
