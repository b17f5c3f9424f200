import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEntry } from '#lib/server/entry/start.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { type OpenApp, openApp } from '#lib/server/platform/app.ts';
import { actorOfPerson } from '#lib/server/platform/auth/sessions.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { castMember, castPassword } from '../../src/cli/season/cast.ts';
import { playSeason } from '../../src/cli/season/run.ts';
import type { Browser } from '../support/http.ts';
import { postgresIn, type ServerProcess, startProcess } from '../support/process.ts';
import { sampleVideo } from '../support/samples.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-kill-'));
const config = { ...readConfig(), mode: 'demo' as const, dataDir, databaseUrl: null, logLevel: 'error' };
const intake = new Date('2026-06-01T09:00:00+07:00');
const judging = new Date('2026-07-20T09:00:00+07:00');

let server: ServerProcess | null = null;
let entryId = '';

/** What is done between two lives of the server, on its own database. */
async function between<T>(body: (app: OpenApp) => Promise<T>): Promise<T> {
  const app = await openApp(config);
  try {
    return await body(app);
  } finally {
    await app.close();
  }
}

const setClock = (app: OpenApp, to: Date) => {
  const value = JSON.stringify({ offsetMs: to.getTime() - Date.now() });
  return app.db
    .insertInto('setting')
    .values({ key: 'clock', value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
};

async function signedIn(email: string): Promise<Browser> {
  const browser = server!.browser();
  await browser.get('/dang-nhap');
  await browser.submit({ email, password: castPassword });
  expect(browser.cookies.size, browser.page.text).toBeGreaterThan(0);
  return browser;
}

beforeAll(async () => {
  await between(async (app) => {
    const { programmeId } = await playSeason(app, { seed: 7, entries: 16, until: judging });
    const person = await app.db
      .selectFrom('person')
      .select('id')
      .where('email', '=', castMember('outsider').email)
      .executeTakeFirstOrThrow();
    const actor = (await actorOfPerson(app.db, person.id))!;
    const ctx = { app, actor, now: intake, requestId: 'kill', channel: 'web' as const, ip: null };
    entryId = (await startEntry(ctx, { programmeId, title: 'Bài của người ngoài' })).entryId;
    await setClock(app, intake);
  });
}, 240_000);

afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A video of some MiB: the sample and a "free" box that players skip. */
function bigVideo(mebibytes: number): Buffer {
  const head = Buffer.alloc(8);
  const filling = randomBytes(mebibytes * 1024 * 1024);
  head.writeUInt32BE(filling.length + 8, 0);
  head.write('free', 4, 'latin1');
  return Buffer.concat([sampleVideo(), head, filling]);
}

const tus = { 'tus-resumable': '1.0.0' };
const patchHeaders = (offset: number) => ({
  ...tus,
  'upload-offset': String(offset),
  'content-type': 'application/offset+octet-stream',
});

/** No PostgreSQL of this folder is left some seconds after the kill. */
async function noOrphans(): Promise<void> {
  for (let i = 0; i < 60 && postgresIn(dataDir).length > 0; i++) await sleep(250);
  expect(postgresIn(dataDir)).toEqual([]);
}

describe('a server that is killed', () => {
  it('keeps what an upload acknowledged; the upload goes on after the restart and arrives whole', async () => {
    server = await startProcess(dataDir);
    const browser = await signedIn(castMember('outsider').email);
    const file = bigVideo(10);
    const begun = await browser.fetch('/api/tep', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        purpose: 'entry',
        target: { entryId, stage: 'submission', requirementId: 'video' },
        name: 'gioi-thieu.mp4',
        size: file.length,
      }),
    });
    expect(begun.status, await begun.clone().text()).toBe(201);
    const { fileId, tusUrl } = (await begun.json()) as { fileId: string; tusUrl: string };
    const created = await browser.fetch(tusUrl, {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': String(file.length),
        'upload-metadata': `fileId ${Buffer.from(fileId).toString('base64')}`,
      },
    });
    expect(created.status).toBe(201);
    const place = new URL(created.headers.get('location')!, server.url).pathname;

    const piece = 2 * 1024 * 1024;
    let acknowledged = 0;
    for (let n = 0; n < 2; n++) {
      const answer = await browser.fetch(place, {
        method: 'PATCH',
        headers: patchHeaders(acknowledged),
        body: new Uint8Array(file.subarray(acknowledged, acknowledged + piece)),
      });
      expect(answer.status).toBe(204);
      acknowledged = Number(answer.headers.get('upload-offset'));
    }
    expect(acknowledged).toBe(2 * piece);

    // The third piece is on its way when the power goes.
    const cookie = [...browser.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    const request = http.request(new URL(place, server.url), {
      method: 'PATCH',
      headers: { ...patchHeaders(acknowledged), 'content-length': piece, cookie, origin: server.url },
    });
    request.on('error', () => {});
    request.write(file.subarray(acknowledged, acknowledged + piece / 2));
    await sleep(300);
    await server.kill();
    await noOrphans();

    server = await startProcess(dataDir);
    const again = server.browser();
    for (const [name, value] of browser.cookies) again.cookies.set(name, value);
    const asked = await again.fetch(place, { method: 'HEAD', headers: tus });
    expect(asked.status).toBe(200);
    const offset = Number(asked.headers.get('upload-offset'));
    expect(offset).toBeGreaterThanOrEqual(acknowledged);
    expect(offset).toBeLessThanOrEqual(acknowledged + piece / 2);
    const rest = await again.fetch(place, {
      method: 'PATCH',
      headers: patchHeaders(offset),
      body: new Uint8Array(file.subarray(offset)),
    });
    expect(rest.status).toBe(204);
    let state = '';
    for (let i = 0; i < 80 && state !== 'ready'; i++) {
      const answer = (await (await again.fetch(`/api/tep/${fileId}/trang-thai`)).json()) as { state: string };
      state = answer.state;
      if (state === 'rejected') throw new Error(JSON.stringify(answer));
      await sleep(250);
    }
    expect(state).toBe('ready');
    const back = Buffer.from(await (await again.fetch(`/tep/${fileId}`)).arrayBuffer());
    expect(createHash('sha256').update(back).digest('hex')).toBe(createHash('sha256').update(file).digest('hex'));
    expect(await server.stop()).toBe(0);
    server = null;
    await noOrphans();
  });

  it('keeps every score whose saving it had acknowledged', async () => {
    await between((app) => setClock(app, judging));
    server = await startProcess(dataDir);
    const { email } = castMember('judge');
    const assignment = await openSheet(await signedIn(email));
    let acknowledged = -1;
    for (let life = 0; life < 2; life++) {
      const browser = await signedIn(email);
      await browser.get(assignment);
      let goOn = true;
      const killed = sleep(900 + life * 400).then(async () => {
        await server!.kill();
        goOn = false;
      });
      // A judge who changes the mark and saves, again and again, until the machine dies under the hands.
      for (let mark = acknowledged + 1; goOn; mark++) {
        const saved = await browser
          .submit({ 'score.novelty': String(mark % 26), comment: `lần ${mark}` })
          .catch(() => null);
        if (!saved) break;
        expect(saved.status, saved.text.slice(0, 400)).toBe(200);
        acknowledged = mark;
        if (!saved.forms.some((form) => form.fields.some((field) => field.name === 'score.novelty')))
          await browser.get(assignment);
      }
      await killed;
      expect(acknowledged).toBeGreaterThan(0);
      await noOrphans();
      server = await startProcess(dataDir);
      const later = await signedIn(email);
      await later.get(assignment);
      const fields = later.form({ fields: ['score.novelty'] }).fields;
      const stored = Number(/lần (\d+)/.exec(fields.find((f) => f.name === 'comment')!.value)?.[1]);
      // The save that was under way may have been committed before its answer was lost.
      expect([acknowledged, acknowledged + 1]).toContain(stored);
      expect(fields.find((f) => f.name === 'score.novelty')!.value).toBe(String(stored % 26));
      acknowledged = stored;
    }
    expect(await server!.stop()).toBe(0);
    server = null;
    await noOrphans();
  });

  it('leaves data in which everything still fits', async () => {
    const results = await between(checkInvariants);
    expect(results.filter((result) => !result.ok)).toEqual([]);
  });
});

/** The first sheet of the judge that is not signed yet, as a path. */
async function openSheet(browser: Browser): Promise<string> {
  await browser.get('/cham-thi/y-tuong-so-2026/preliminary');
  const paths = [...new Set([...browser.page.html.matchAll(/\/cham-thi\/phieu\/[0-9a-f-]{36}/g)].map((m) => m[0]))];
  for (const path of paths) {
    const page = await browser.get(path);
    if (page.forms.some((form) => form.fields.some((field) => field.name === 'score.novelty'))) return path;
  }
  throw new Error(`no open sheet among ${paths.length}: ${browser.page.text.slice(0, 400)}`);
}
