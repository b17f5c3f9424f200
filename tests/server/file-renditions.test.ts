import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { removeEntryFile } from '#lib/server/entry/removeFile.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { makeRenditions, renditionsJob } from '#lib/server/file/makeRenditions.ts';
import { queueRenditions, renditionsOf, videosWithoutRenditions } from '#lib/server/file/renditions.ts';
import { checkUploaded, receiveUpload, startUpload } from '#lib/server/file/uploads.ts';
import { galleryMedia } from '#lib/server/gallery/media.ts';
import { titlePicture } from '#lib/server/gallery/titlePicture.ts';
import { jobs } from '#lib/server/jobs.ts';
import type { OpenApp } from '#lib/server/platform/app.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { checkFile } from '#lib/server/platform/files/check.ts';
import { startWorker } from '#lib/server/platform/jobs/run.ts';
import { contest2024Demo } from '#programmes/son-la/index.ts';
import { file as fileCommand } from '../../src/cli/commands/file.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { filmVideo, hasFfmpeg } from '../support/ffmpeg.ts';
import { insertContest } from '../support/programme.ts';
import { samplePath } from '../support/samples.ts';

let t: TestApp;
let folder: string;
let programmeId: string;
let ctx: Ctx;

beforeAll(async () => {
  t = await testApp();
  folder = await mkdtemp(path.join(tmpdir(), 'lantoa-renditions-'));
  programmeId = await insertContest(t, contest2024Demo, new Date('2024-05-20T00:00:00Z'));
  ctx = t.ctx(await t.person('Lò Văn Bình'), '2024-06-10T08:00:00+07:00');
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

const withoutFfmpeg = () => vi.stubEnv('LANTOA_FFMPEG', path.join(folder, 'khong-co', 'ffmpeg'));
/** An entry of somebody new: the number of each author's works is limited. */
async function draft(): Promise<{ entryId: string; owner: Ctx }> {
  const owner = t.ctx(await t.person('Lò Văn An'), '2024-06-10T08:00:00+07:00');
  return { ...(await startEntry(owner, { programmeId, title: 'Bản em lên số', pillar: '' })), owner };
}

/** Brings a video in as the pages do, up to the check. */
async function upload({ entryId, owner }: { entryId: string; owner: Ctx }, file: string): Promise<string> {
  const target = { entryId, stage: 'submission' as const, requirementId: 'video' };
  const { fileId } = await startUpload(owner, { purpose: 'entry', target, name: 'du-thi.mp4', size: 1000 });
  const stored = await t.app.files.put(createReadStream(file));
  await receiveUpload(t.app, { fileId, ownerId: owner.actor.id!, ...stored });
  await checkUploaded(t.app, fileId);
  return fileId;
}

/** A ready video without an entry, as the check would have left it. */
async function readyVideo(file: string): Promise<string> {
  const stored = await t.app.files.put(createReadStream(file));
  const rule = { label: 'Video', accept: ['video' as const], maxBytes: 2 ** 31 };
  const result = await checkFile({ path: t.app.files.pathOf(stored.key), declaredName: 'a.mp4', requirement: rule });
  if (!result.ok) throw new Error(result.message);
  const { id } = await t.app.db
    .insertInto('file')
    .values({
      purpose: 'entry',
      name: 'a.mp4',
      declared_size: stored.size,
      size: stored.size,
      storage_key: stored.key,
      sha256: stored.sha256,
      state: 'ready',
      kind: result.kind,
      media: result.media,
      facts: JSON.stringify(result.facts),
      created_at: ctx.now,
      ready_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const states = async (fileId: string) =>
  Object.fromEntries(
    (await t.app.db.selectFrom('file_rendition').select(['kind', 'state']).where('file_id', '=', fileId).execute()).map(
      (row) => [row.kind, row.state],
    ),
  );
const all = (state: string) => ({ poster: state, 'poster-small': state, low: state, fast: state });
const queued = async (fileId: string) =>
  (
    await t.app.pool.query(`select queue_name, max_attempts from graphile_worker.jobs where key = $1`, [
      `file.renditions:${fileId}`,
    ])
  ).rows;

async function command(word = 'renditions'): Promise<{ code: number; printed: string }> {
  const lines: string[] = [];
  const code = await fileCommand.run({
    app: t.app as OpenApp,
    ctx,
    options: {},
    words: [word],
    print: (line) => lines.push(line),
  });
  return { code, printed: lines.join('\n') };
}

let works = 0;
/** Puts the video of a new entry on show. */
async function post(fileId: string): Promise<{ entryId: string; code: string }> {
  works += 1;
  const { entryId } = await draft();
  const code = `CDS24-0000${works}`;
  await t.app.db
    .insertInto('gallery_item')
    .values({
      entry_id: entryId,
      programme_id: programmeId,
      code,
      title: 'Bản em lên số <script>',
      folded: 'ban em len so',
      authors: '[]',
      file_id: fileId,
      posted_at: ctx.now,
    })
    .execute();
  return { entryId, code };
}

describe('when renditions are made', () => {
  it('K24-6: a good video of a contest with a gallery is queued, once, and no other', async () => {
    const good = await upload(await draft(), samplePath('video-4-10.mp4'));
    expect(await states(good)).toEqual(all('waiting'));
    expect(await queued(good)).toEqual([{ queue_name: 'file.renditions', max_attempts: 4 }]);
    const bad = await upload(await draft(), samplePath('video-5-42.mp4'));
    expect(await states(bad)).toEqual({});
    expect(await queued(bad)).toEqual([]);
  });
});

describe('without ffmpeg', () => {
  it('K24-6: nothing fails: it is written down, the original and a picture with the title are shown', async () => {
    withoutFfmpeg();
    const fileId = await readyVideo(samplePath('video-4-10.mp4'));
    await queueRenditions({ db: t.app.db }, fileId);
    await renditionsJob(t.app, fileId);
    expect(await states(fileId)).toEqual(all('unavailable'));
    expect((await renditionsOf(t.app.db, [fileId])).size).toBe(0);
    const { code } = await post(fileId);
    expect((await videosWithoutRenditions(t.app.db)).map(({ id }) => id)).toContain(fileId);
    const { db } = t.app;
    expect(await galleryMedia(db, { code: code.toLowerCase(), what: 'video' })).toMatchObject({
      kind: 'file',
      media: 'video/mp4',
      name: `${code.toLowerCase()}.mp4`,
    });
    expect(await galleryMedia(db, { code: code.toLowerCase(), what: 'video-480' })).toBeNull();
    for (const what of ['poster', 'poster-nho']) {
      const picture = await galleryMedia(db, { code: code.toLowerCase(), what });
      expect(picture).toMatchObject({ kind: 'title', upright: false });
      if (picture?.kind !== 'title') continue;
      const svg = titlePicture(picture);
      expect(svg).toContain('Bản em lên số');
      expect(svg).not.toContain('<script');
    }
  });

  it('K24-4: what is withdrawn or never was there is not told apart', async () => {
    const fileId = await readyVideo(samplePath('video-4-10.mp4'));
    const { entryId, code } = await post(fileId);
    await t.app.db
      .updateTable('gallery_item')
      .set({ withdrawn_at: ctx.now, withdrawn_reason: 'tác giả rút' })
      .where('entry_id', '=', entryId)
      .execute();
    for (const what of ['video', 'poster', 'poster-nho', 'video-480', 'goc'])
      for (const asked of [code.toLowerCase(), 'cds24-99999', "'; drop"])
        expect(await galleryMedia(t.app.db, { code: asked, what })).toBeNull();
  });
});

describe('the command', () => {
  it('K24-6: says that ffmpeg is missing, and what to do', async () => {
    withoutFfmpeg();
    const { code, printed } = await command();
    expect(code).toBe(1);
    expect(printed).toContain('LANTOA_FFMPEG');
    await expect(command('la')).rejects.toThrow('lantoa file renditions');
  });
});

// ffmpeg runs at low priority: on a busy machine it waits for everyone
describe.skipIf(!hasFfmpeg)('with ffmpeg (skipped where it is not installed)', { timeout: 300_000 }, () => {
  let film: string;
  let upright: string;
  beforeAll(() => {
    film = path.join(folder, 'film.mp4');
    filmVideo(film);
    upright = path.join(folder, 'upright.mp4');
    filmVideo(upright, { size: '720x1280', seconds: 3 });
  });

  it('K24-6: pictures that show something, a light version and one that plays at once, all verified', async () => {
    const fileId = await readyVideo(film);
    await queueRenditions({ db: t.app.db }, fileId);
    expect((await makeRenditions(t.app, fileId)).map(({ state, problem }) => problem ?? state)).toEqual(
      Array(4).fill('ready'),
    );
    const made = (await renditionsOf(t.app.db, [fileId])).get(fileId)!;
    expect(made.poster).toMatchObject({ media: 'image/jpeg', width: 1280, height: 720, seconds: null });
    expect(made.posterSmall).toMatchObject({ media: 'image/jpeg', width: 480, height: 270 });
    expect(made.posterSmall!.bytes).toBeLessThanOrEqual(25 * 1024);
    expect(made.low).toMatchObject({ media: 'video/mp4', width: 854, height: 480 });
    expect(made.fast).toMatchObject({ media: 'video/mp4', width: 1280, height: 720 });
    const size = (await t.app.files.stat(made.fast!.key))!.size;
    expect(made.low!.bytes).toBeLessThan(size / 2);
    for (const one of [made.low!, made.fast!]) {
      expect(one.seconds).toBeCloseTo(5, 0);
      const bytes = await readFile(t.app.files.pathOf(one.key));
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
      // the phone wrote down where it was
      expect(bytes.includes('103.9141')).toBe(false);
    }
    // the first second and a half is black: the picture is of something else
    const poster = t.app.files.pathOf(made.poster!.key);
    const [grey] = execFileSync('ffmpeg', [
      ...[
        '-loglevel',
        'error',
        '-f',
        'mjpeg',
        '-i',
        poster,
        '-vf',
        'scale=1:1,format=gray',
        '-f',
        'rawvideo',
        'pipe:1',
      ],
    ]);
    expect(grey).toBeGreaterThan(40);
    // again: nothing more to do, nothing left lying about
    expect(await makeRenditions(t.app, fileId)).toEqual([]);
    expect(await readdir(path.join(t.app.files.root, 'incoming'))).toEqual([]);
    await queueRenditions({ db: t.app.db }, fileId);
    expect(await states(fileId)).toEqual(all('ready'));
    const { code } = await post(fileId);
    expect(await galleryMedia(t.app.db, { code, what: 'video' })).toMatchObject({ key: made.fast!.key });
    expect(await galleryMedia(t.app.db, { code, what: 'video-480' })).toMatchObject({
      key: made.low!.key,
      name: `${code.toLowerCase()}-480p.mp4`,
    });
    expect(await galleryMedia(t.app.db, { code, what: 'poster-nho' })).toMatchObject({ key: made.posterSmall!.key });
  });

  it('K24-6: an upright video stays upright', async () => {
    const fileId = await readyVideo(upright);
    await makeRenditions(t.app, fileId);
    const made = (await renditionsOf(t.app.db, [fileId])).get(fileId)!;
    expect(made.poster).toMatchObject({ width: 720, height: 1280 });
    expect(made.posterSmall).toMatchObject({ width: 270, height: 480 });
    expect(made.low).toMatchObject({ width: 480, height: 854 });
  });

  it('K24-4: also of a video that plays at once, everyone gets a copy without the place where it was filmed', async () => {
    for (const [name, args] of [
      ['place.mp4', ['-c', 'copy', '-movflags', '+faststart']],
      ['place.mov', ['-c', 'copy', '-movflags', '+faststart', '-f', 'mov']],
      ['place.webm', ['-s', '320x180', '-c:v', 'libvpx', '-deadline', 'realtime', '-an']],
    ] as const) {
      const out = path.join(folder, name);
      const place = ['-metadata', 'location=+21.3270+103.9141/', '-metadata', 'comment=+21.3270+103.9141/'];
      execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', upright, ...args, ...place, out]);
      expect((await readFile(out)).includes('103.9141'), name).toBe(true);
      const { code } = await post(await readyVideo(out));
      const { file_id: fileId } = await t.app.db
        .selectFrom('gallery_item')
        .select('file_id')
        .where('code', '=', code)
        .executeTakeFirstOrThrow();
      expect(await makeRenditions(t.app, fileId), name).toContainEqual({ kind: 'fast', state: 'ready' });
      const shown = await galleryMedia(t.app.db, { code, what: 'video' });
      if (shown?.kind !== 'file') throw new Error('nothing is shown');
      expect((await readFile(t.app.files.pathOf(shown.key))).includes('103.9141'), name).toBe(false);
    }
  });

  it('K24-6: once ffmpeg is there, what was missing is made', async () => {
    const fast = path.join(folder, 'fast.mp4');
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', film, '-c', 'copy', '-movflags', '+faststart', fast]);
    const fileId = await readyVideo(fast);
    withoutFfmpeg();
    await makeRenditions(t.app, fileId);
    vi.unstubAllEnvs();
    await post(fileId);
    expect((await videosWithoutRenditions(t.app.db)).map(({ id }) => id)).toContain(fileId);
    const { code, printed } = await command();
    expect(code).toBe(0);
    expect(printed).toContain('a.mp4: ảnh bìa nhỏ xong, ảnh bìa xong, bản phát nhanh xong, bản nhẹ 480p xong');
    expect(await states(fileId)).toEqual(all('ready'));
    expect((await videosWithoutRenditions(t.app.db)).map(({ id }) => id)).not.toContain(fileId);
  });

  it('K24-6: a failure is written down without our paths and tried again; the original stays', async () => {
    const fileId = await readyVideo(film);
    const { storage_key: key } = await t.app.db
      .selectFrom('file')
      .select('storage_key')
      .where('id', '=', fileId)
      .executeTakeFirstOrThrow();
    const place = t.app.files.pathOf(key!);
    const bytes = await readFile(place);
    await writeFile(place, Buffer.alloc(bytes.length, 7));
    await expect(renditionsJob(t.app, fileId)).rejects.toThrow();
    expect(await states(fileId)).toEqual(all('failed'));
    const rows = await t.app.db.selectFrom('file_rendition').select('problem').where('file_id', '=', fileId).execute();
    for (const { problem } of rows) expect(problem).not.toContain(t.app.files.root);
    expect(await readdir(path.join(t.app.files.root, 'incoming'))).toEqual([]);
    await writeFile(place, bytes);
    await renditionsJob(t.app, fileId);
    expect(await states(fileId)).toEqual(all('ready'));
  });

  it('K24-6: the worker does it, and gives up in the middle when it is stopped', async () => {
    const fileId = await readyVideo(upright);
    await queueRenditions({ db: t.app.db }, fileId);
    const open = { ...t.app, connectionString: t.database.connectionString };
    const first = await startWorker(open, jobs, []);
    await vi.waitFor(async () => expect(Object.values(await states(fileId))).toContain('ready'), 100_000);
    await first.stop();
    expect(Object.values(await states(fileId))).not.toContain('failed');
    // the next worker tries again after a pause, which a test does not wait for
    await t.app.pool.query(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [
      `file.renditions:${fileId}`,
    ]);
    const second = await startWorker(open, jobs, []);
    await vi.waitFor(async () => expect(await states(fileId)).toEqual(all('ready')), 150_000);
    await second.stop();
  });

  it('K24-6: a worker that stops ends ffmpeg at once and leaves nothing behind', async () => {
    const fileId = await readyVideo(film);
    const stopping = new AbortController();
    const running = makeRenditions(t.app, fileId, stopping.signal);
    setTimeout(() => stopping.abort(), 150);
    const before = performance.now();
    await expect(running).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(3000);
    expect(Object.values(await states(fileId))).not.toContain('failed');
    expect(await readdir(path.join(t.app.files.root, 'incoming'))).toEqual([]);
  });

  it('K24-6: with a removed file goes all that was made of it', async () => {
    const entry = await draft();
    const fileId = await upload(entry, samplePath('video-4-10.mp4'));
    await makeRenditions(t.app, fileId);
    const made = (await renditionsOf(t.app.db, [fileId])).get(fileId)!;
    const keys = Object.values(made).map((one) => one.key);
    expect(keys.length).toBeGreaterThan(1);
    await removeEntryFile(entry.owner, { entryId: entry.entryId, fileId });
    for (const key of keys) expect(await t.app.files.stat(key)).toBeNull();
    expect(await states(fileId)).toEqual({});
    expect(await makeRenditions(t.app, fileId)).toEqual([]);
  });
});
