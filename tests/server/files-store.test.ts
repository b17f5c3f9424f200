import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundaryOf, MultipartError, readMultipart } from '../../src/lib/server/platform/files/multipart.ts';
import { parseRange, serveFile } from '../../src/lib/server/platform/files/serve.ts';
import { createFileStore, type FileStore, TooLargeError } from '../../src/lib/server/platform/files/store.ts';

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lantoa-store-'));
  store = await createFileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const textOf = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe('the content store', () => {
  it('keeps what it was given under a random key and reads any part of it', async () => {
    const stored = await store.put(Readable.from([Buffer.from('xin '), Buffer.from('chào')]));
    expect(stored).toMatchObject({ size: 9, key: expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f-]{36}$/) });
    expect(await textOf(await store.open(stored.key))).toBe('xin chào');
    expect(await textOf(await store.open(stored.key, { start: 0, end: 2 }))).toBe('xin');
    expect(await store.digest(stored.key)).toBe(stored.sha256);
    expect(await store.stat(stored.key)).toMatchObject({ size: 9 });
    await store.delete(stored.key);
    await store.delete(stored.key);
    expect(await store.stat(stored.key)).toBeNull();
    await expect(store.open(stored.key)).rejects.toThrow();
  });

  it('keeps nothing of what was too large or broke off', async () => {
    await expect(store.put(Readable.from([Buffer.alloc(10)]), { maxBytes: 9 })).rejects.toThrow(TooLargeError);
    async function* breaking() {
      yield Buffer.alloc(10);
      throw new Error('connection lost');
    }
    await expect(store.put(breaking())).rejects.toThrow('connection lost');
    expect(await readdir(path.join(folder, 'incoming'))).toEqual([]);
  });

  it('takes over a file without copying, and again after a crash', async () => {
    const upload = path.join(folder, 'uploads-a');
    await writeFile(upload, 'nội dung');
    const key = store.newKey();
    await store.adopt(upload, key);
    expect(await store.adopt(upload, key)).toEqual({ key, size: 10 });
    await rm(upload);
    expect(await readFile(store.pathOf(key), 'utf8')).toBe('nội dung');
    const other = path.join(folder, 'uploads-b');
    await writeFile(other, 'khác hẳn rồi');
    await expect(store.adopt(other, key)).rejects.toThrow();
  });

  it('refuses anything that is not one of its keys', async () => {
    for (const key of [
      '../../etc/passwd',
      'ab/../../x',
      '/etc/passwd',
      'incoming/x',
      '',
      'ab/ab',
      'uploads/a.json',
      `${store.newKey()}/..`,
    ]) {
      expect(() => store.pathOf(key)).toThrow('not a storage key');
      await expect(store.open(key)).rejects.toThrow('not a storage key');
    }
  });
});

describe('serving', () => {
  const serve = async (media: string, name: string, headers: Record<string, string> = {}) => {
    const { key, size } = await store.put(Readable.from([Buffer.from('0123456789')]));
    const modified = new Date('2026-08-01T00:00:00.500Z');
    return serveFile(
      { method: 'GET', headers: new Headers(headers) },
      { store, key, size, media, name, etag: 'abc', modified },
    );
  };

  it('never lets a browser run what was uploaded', async () => {
    for (const media of [
      'text/html',
      'image/svg+xml',
      'application/javascript',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ]) {
      const response = await serve(media, 'a.html');
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(response.headers.get('cache-control')).toContain('private');
      await response.body?.cancel();
    }
  });

  it('puts no header of its own into a name', async () => {
    const response = await serve('video/mp4', 'a"\r\nSet-Cookie: x=1\r\n"; filename=b.exe');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('content-disposition')).not.toMatch(/[\r\n]/);
    await response.body?.cancel();
  });

  it('answers conditional requests by tag and by time', async () => {
    expect((await serve('video/mp4', 'a.mp4', { 'If-None-Match': 'W/"abc", "x"' })).status).toBe(304);
    expect((await serve('video/mp4', 'a.mp4', { 'If-Modified-Since': 'Sat, 01 Aug 2026 00:00:00 GMT' })).status).toBe(
      304,
    );
    const changed = await serve('video/mp4', 'a.mp4', {
      'If-None-Match': '"x"',
      'If-Modified-Since': 'Sun, 02 Aug 2026 00:00:00 GMT',
    });
    expect(changed.status).toBe(200);
    await changed.body?.cancel();
  });

  it('reads ranges as the standard says', () => {
    const cases: [string | null, ReturnType<typeof parseRange>][] = [
      [null, null],
      ['bytes=0-', { start: 0, end: 9 }],
      ['bytes=3-5', { start: 3, end: 5 }],
      ['bytes=3-500', { start: 3, end: 9 }],
      ['bytes=-4', { start: 6, end: 9 }],
      ['bytes=-40', { start: 0, end: 9 }],
      ['bytes=10-', 'unsatisfiable'],
      ['bytes=-0', 'unsatisfiable'],
      ['bytes=5-3', null],
      ['bytes=0-1,3-4', null],
      ['lines=0-1', null],
      ['bytes=a-b', null],
    ];
    for (const [header, range] of cases) expect(parseRange(header, 10), String(header)).toEqual(range);
  });
});

describe('reading forms', () => {
  const boundary = '----x7';
  const build = (parts: { head: string; body: Buffer }[]) =>
    Buffer.concat([
      ...parts.flatMap(({ head, body }) => [
        Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
        body,
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
  async function* inPieces(bytes: Buffer, sizes: number[]) {
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length]!;
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const collect = async (source: AsyncIterable<Buffer>) => {
    const found: string[] = [];
    for await (const part of readMultipart(source, boundary)) {
      if ('value' in part) found.push(`${part.field}=${part.value}`);
      else {
        const chunks: Buffer[] = [];
        for await (const chunk of part.body) chunks.push(chunk);
        found.push(`${part.field}:${part.name}:${Buffer.concat(chunks).toString('latin1')}`);
      }
    }
    return found;
  };

  it('finds the same parts however the bytes are cut', async () => {
    // Bytes that look like the beginning of a boundary are the hard part.
    const tricky = fc.array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--', '\r\n------x', 'a', '\0'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(
        tricky,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
        async (pieces, sizes) => {
          const content = pieces.join('');
          const bytes = build([
            { head: 'Content-Disposition: form-data; name="tên"', body: Buffer.from('Nguyễn Ân') },
            {
              head: 'Content-Disposition: form-data; name="file"; filename="Bài %22A%22.pdf"\r\nContent-Type: x/y',
              body: Buffer.from(content, 'latin1'),
            },
          ]);
          expect(await collect(inPieces(bytes, sizes))).toEqual(['tên=Nguyễn Ân', `file:Bài "A".pdf:${content}`]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('skips a file that nobody reads', async () => {
    const bytes = build([
      { head: 'Content-Disposition: form-data; name="a"; filename="a"', body: Buffer.alloc(5000) },
      { head: 'Content-Disposition: form-data; name="b"', body: Buffer.from('2') },
    ]);
    const seen: string[] = [];
    for await (const part of readMultipart(inPieces(bytes, [100]), boundary)) seen.push(part.field);
    expect(seen).toEqual(['a', 'b']);
  });

  it('refuses what is broken, endless or too much', async () => {
    const field = (body: Buffer) => build([{ head: 'Content-Disposition: form-data; name="a"', body }]);
    await expect(collect(inPieces(field(Buffer.from('x')).subarray(0, -20), [7]))).rejects.toThrow(MultipartError);
    await expect(collect(inPieces(field(Buffer.alloc(20_000)), [999]))).rejects.toThrow('too long');
    await expect(collect(inPieces(Buffer.alloc(50_000, 'x'), [999]))).rejects.toThrow(MultipartError);
    const many = build(
      Array.from({ length: 50 }, () => ({ head: 'Content-Disposition: form-data; name="a"', body: Buffer.from('x') })),
    );
    await expect(collect(inPieces(many, [999]))).rejects.toThrow('too many');
    await expect(
      collect(inPieces(build([{ head: 'Content-Type: x/y', body: Buffer.from('x') }]), [999])),
    ).rejects.toThrow('no name');
  });

  it('reads the boundary as browsers write it', () => {
    expect(boundaryOf('multipart/form-data; boundary=----WebKitFormBoundaryA1')).toBe('----WebKitFormBoundaryA1');
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b');
    expect(boundaryOf('application/x-www-form-urlencoded')).toBeNull();
    expect(boundaryOf(undefined)).toBeNull();
  });
});
