import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import type { FileStateResponse, StartUploadRequest } from '../../src/lib/domain/file/api.ts';
import type { FileRule } from '../../src/lib/domain/file/requirement.ts';
import { checkFile } from '../../src/lib/server/platform/files/check.ts';
import { createFormUpload } from '../../src/lib/server/platform/files/formUpload.ts';
import { createFileStore, type FileStore } from '../../src/lib/server/platform/files/store.ts';
import { createTusHandler, type FinishedUpload } from '../../src/lib/server/platform/files/tus.ts';
import { samplePath, sampleVideo } from '../support/samples.ts';
import { buildUploadPage } from '../support/uploadPage/build.ts';

const requirement = {
  id: 'video',
  label: 'Video giới thiệu',
  accept: ['video' as const],
  maxBytes: 200 * 1024 * 1024,
  maxCount: 1,
  video: { maxSeconds: 600, toleranceSeconds: 1 },
  clause: 'II.4.1',
};

const strict = {
  ...requirement,
  label: 'Video dự thi',
  video: {
    containers: ['mp4' as const],
    sizes: [
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
    ],
    codecs: ['avc'],
    minSeconds: 240,
    maxSeconds: 300,
    toleranceSeconds: 2,
  },
  clause: 'III.4',
};
let asked: FileRule = requirement;

let folder: string;
let pages: Awaited<ReturnType<typeof buildUploadPage>>;
let browser: Browser;
let server: Server;
let url: string;
let store: FileStore;
let finished: FinishedUpload[];
let patches: number[];
let started: StartUploadRequest[];
/** While true, connections that carry bytes are cut, as on a bad line. */
let cut = false;
let slow = 0;

async function serve(): Promise<void> {
  store = await createFileStore(path.join(folder, `files-${Math.random()}`));
  finished = [];
  patches = [];
  started = [];
  const onFinished = async (upload: FinishedUpload) => finished.push(upload) > 0;
  const tus = await createTusHandler({
    store,
    authorise: async (_req, { fileId }) => ({ allow: true, ownerId: 'an', fileId }),
    onFinished,
  });
  const form = createFormUpload({
    store,
    authorise: async (_req, { fields }) => ({
      allow: fields.entryId === 'e1',
      ownerId: 'an',
      fileId: crypto.randomUUID(),
      code: 'file.refused',
    }),
    onFinished,
  });
  const names = new Map<string, string>();
  server = createServer(async (req, res) => {
    const address = new URL(req.url ?? '/', 'http://localhost');
    if (req.method === 'PATCH') {
      if (cut) return void req.socket.destroy();
      patches.push(Number(req.headers['upload-offset']));
      if (slow) await new Promise((resolve) => setTimeout(resolve, slow));
    }
    if (tus.handle(req, res) || form.handle(req, res)) return;
    const state = /^\/api\/tep\/([\w-]+)\/trang-thai$/.exec(address.pathname)?.[1];
    const json = (value: object, status = 200) =>
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (req.method === 'POST' && address.pathname === '/api/tep') {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const request = JSON.parse(Buffer.concat(chunks).toString()) as StartUploadRequest;
      started.push(request);
      const fileId = crypto.randomUUID();
      names.set(fileId, request.name);
      return json({ fileId, tusUrl: '/api/tus' }, 201);
    }
    if (state) {
      const upload = finished.find(({ fileId }) => fileId === state);
      if (!upload) return json({ state: 'uploading', message: null } satisfies FileStateResponse);
      const result = await checkFile({
        path: store.pathOf(upload.key),
        declaredName: names.get(state) ?? 'x.mp4',
        requirement: asked,
      });
      return json(
        (result.ok
          ? { state: 'ready', message: null }
          : { state: 'rejected', message: result.message }) satisfies FileStateResponse,
      );
    }
    const asset = path.join(pages.client, path.normalize(address.pathname));
    if (address.pathname !== '/' && asset.startsWith(pages.client) && existsSync(asset)) {
      res.writeHead(200, { 'Content-Type': asset.endsWith('.css') ? 'text/css' : 'text/javascript' });
      return void createReadStream(asset).pipe(res);
    }
    const props = {
      requirement: asked,
      purpose: 'entry' as const,
      target: { entryId: 'e1', stage: 'submission' as const, requirementId: 'video' },
      next: '/',
      problem: address.searchParams.get('loi-tep'),
    };
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    res.end(
      `<!doctype html><html lang="vi"><head><title>Tải tệp</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/main.css"></head>` +
        `<body><main><h1>Hồ sơ</h1><h2>Tệp</h2><div id="app">${pages.render(props)}</div></main>` +
        `<script type="application/json" id="props">${JSON.stringify(props)}</script><script type="module" src="/main.js"></script></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lantoa-upload-'));
  pages = await buildUploadPage(path.join(folder, 'page'));
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

let context: BrowserContext;
let page: Page;
const problems: string[] = [];
async function open(options: { scripts?: boolean } = {}): Promise<void> {
  context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'vi-VN',
    javaScriptEnabled: options.scripts ?? true,
  });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text()))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(url);
  if (options.scripts ?? true) await page.waitForFunction(() => !document.querySelector('form button'));
}
beforeEach(async () => {
  cut = false;
  slow = 0;
  asked = requirement;
  problems.length = 0;
  await serve();
});
afterEach(async () => {
  await context?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(problems).toEqual([]);
});

const choose = (file: string) => page.setInputFiles('input[type=file]', file);
/** A whole video of some size: the sample with a free box behind it. */
async function bigVideo(megabytes: number): Promise<string> {
  const free = Buffer.concat([Buffer.alloc(4), Buffer.from('free'), randomBytes(megabytes * 1024 * 1024)]);
  free.writeUInt32BE(free.length, 0);
  const file = path.join(folder, `video-${megabytes}.mp4`);
  await writeFile(file, Buffer.concat([sampleVideo(), free]));
  return file;
}

describe('uploading in the page', () => {
  it('K26-4b: a good video goes up, is checked and reported; the page is usable by keyboard and reader', async () => {
    await open();
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await choose(samplePath('video-ok.mp4'));
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1);
    expect(await page.textContent('[role=status]')).toContain('Đã nhận tệp video-ok.mp4');
    expect(started).toMatchObject([
      { purpose: 'entry', name: 'video-ok.mp4', target: { entryId: 'e1', requirementId: 'video' } },
    ]);
    expect(finished).toHaveLength(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  });

  it('K26-4b: a file chosen on a slow line, before the scripts are there, goes up when they come', async () => {
    await open();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/main.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForSelector('form button');
    await choose(samplePath('video-ok.mp4'));
    release();
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1);
    expect(finished).toHaveLength(1);
  });

  it('K26-4b: a video that is too long is refused with clause before its first byte', async () => {
    await open();
    await choose(samplePath('video-11-phut.mp4'));
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toContain('Video dài 11:05, thể lệ cho tối đa 10:00 (Mục II.4.1)');
    expect([started, patches, finished]).toEqual([[], [], []]);
    // The person can choose another one at once.
    await choose(samplePath('video-ok.mp4'));
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1);
  });

  it('K24-6: length, picture size, format and codec are refused with clause before the first byte', async () => {
    asked = strict;
    await open();
    expect(await page.textContent('.hint')).toContain(
      'MP4 · 1280×720 hoặc 1920×1080 · dài 4 đến 5 phút · tối đa 200 MB.',
    );
    expect(await page.textContent('.hint')).toContain('lệch tối đa 2 giây ở mỗi đầu');
    expect(await page.getAttribute('input[type=file]', 'accept')).toBe('.mp4,.m4v');
    const renamed = path.join(folder, 'doi-duoi.mp4');
    await writeFile(renamed, sampleVideo('video-4-10.mov'));
    const refusals = [
      [samplePath('video-5-42.mp4'), 'Video dài 5:42, thể lệ yêu cầu 4–5 phút (Mục III.4). Hãy cắt ngắn'],
      [samplePath('video-3-00.mp4'), 'Video dài 3:00, thể lệ yêu cầu 4–5 phút (Mục III.4). Hãy dựng video dài hơn'],
      [samplePath('video-4-10-nho.mp4'), 'Hình có cỡ 640×360, thể lệ yêu cầu 1280×720 hoặc 1920×1080 (Mục III.4)'],
      [samplePath('video-4-10-dung.mp4'), 'Hình đứng có cỡ 720×1280'],
      [samplePath('video-4-10-hevc.mp4'), 'Video nén bằng H.265 (HEVC), thể lệ nhận H.264 (Mục III.4)'],
      [samplePath('video-4-10.mov'), 'Video này là tệp MOV, thể lệ yêu cầu MP4 (Mục III.4)'],
      [renamed, 'Video này là tệp MOV, thể lệ yêu cầu MP4 (Mục III.4)'],
    ] as const;
    for (const [file, message] of refusals) {
      await choose(file);
      await page
        .getByRole('alert')
        .filter({ hasText: path.basename(file) })
        .waitFor();
      expect(await page.textContent('[role=alert]'), file).toContain(message);
    }
    expect([started, patches, finished]).toEqual([[], [], []]);
    await choose(samplePath('video-4-10.mp4'));
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1);
    expect(await page.textContent('[role=status]')).toContain('Đã nhận tệp video-4-10.mp4');
  });

  it('shows what the server found in a renamed program', async () => {
    await open();
    const file = path.join(folder, 'bai.mp4');
    await writeFile(file, Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(4000)]));
    await choose(file);
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toContain(
      'thật ra là chương trình Windows (.exe), không phải video',
    );
  });

  it('K26-4b: goes on after a pause and after a closed tab, from the byte that had arrived', async () => {
    await open();
    slow = 300;
    const file = await bigVideo(80);
    await choose(file);
    while (patches.length < 3) await page.waitForTimeout(20);
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    while (patches.length < 4) await page.waitForTimeout(20);
    await page.close({ runBeforeUnload: false });
    patches.length = 0;
    page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => !document.querySelector('form button'));
    await choose(file);
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1, undefined, {
      timeout: 60_000,
    });
    expect(started).toHaveLength(1);
    expect(patches[0]).toBeGreaterThan(16 * 1024 * 1024);
    expect(finished).toHaveLength(1);
    expect((await store.stat(finished[0]!.key))!.size).toBe(80 * 1024 * 1024 + 8 + sampleVideo().length);
  });

  it('tries again by itself when the line is cut, and cancelling removes everything', async () => {
    await open();
    slow = 200;
    const file = await bigVideo(60);
    await choose(file);
    while (patches.length < 2) await page.waitForTimeout(20);
    cut = true;
    await page.waitForTimeout(1500);
    cut = false;
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1, undefined, {
      timeout: 60_000,
    });
    expect(finished).toHaveLength(1);

    await page.reload();
    await page.waitForFunction(() => !document.querySelector('form button'));
    await choose(await bigVideo(61));
    await page.getByRole('button', { name: 'Hủy tải tệp này' }).click();
    await page.waitForFunction(() => (globalThis as { counted?: number }).counted === 1);
    expect(await page.isVisible('input[type=file]')).toBe(true);
    expect(finished).toHaveLength(1);
  });
});

describe('uploading without scripts', () => {
  it('K26-4b: a plain form takes the file and comes back, with the reason after a refusal', async () => {
    await open({ scripts: false });
    await choose(samplePath('video-ok.mp4'));
    await page.getByRole('button', { name: 'Tải lên' }).click();
    await page.waitForURL(url);
    expect(finished).toHaveLength(1);
    await page.goto(`${url}?loi-tep=file.too-large`);
    expect(await page.textContent('[role=alert]')).toContain('Tệp nặng hơn mức cho phép');
  });
});
