import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEntry } from '#lib/server/entry/start.ts';
import { contest2024Demo } from '#programmes/son-la/index.ts';
import { testPerson } from '../support/ctx.ts';
import { insertContest } from '../support/programme.ts';
import { samplePath, sampleVideo } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const video = sampleVideo('video-4-10.mp4');
let server: TestServer;
let entryId: string;
const address = (what: string, code = 'cds24-00042') => `${server.url}/thu-vien/tep/${code}/${what}`;

beforeAll(async () => {
  server = await startTestServer({ at: '2024-08-12T08:00:00+07:00' });
  const { app } = server;
  const programmeId = await insertContest({ app } as never, contest2024Demo, new Date('2024-05-20T00:00:00Z'));
  server.moveTo('2024-06-10T08:00:00+07:00');
  const author = await testPerson(app.db, 'Lò Văn An');
  ({ entryId } = await startEntry(server.ctx(author), { programmeId, title: 'Bản em lên số', pillar: '' }));
  server.moveTo('2024-08-12T08:00:00+07:00');
  const stored = await app.files.put(createReadStream(samplePath('video-4-10.mp4')));
  const { id } = await app.db
    .insertInto('file')
    .values({
      purpose: 'entry',
      owner_id: author.id,
      name: 'Lò Văn An.mp4',
      declared_size: stored.size,
      size: stored.size,
      storage_key: stored.key,
      sha256: stored.sha256,
      state: 'ready',
      kind: 'video',
      media: 'video/mp4',
      facts: JSON.stringify({ video: { seconds: 250, width: 1280, height: 720 } }),
      created_at: app.clock.now(),
      ready_at: app.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await app.db
    .insertInto('gallery_item')
    .values({
      entry_id: entryId,
      programme_id: programmeId,
      code: 'CDS24-00042',
      title: 'Bản em lên số',
      folded: 'ban em len so',
      authors: '[]',
      file_id: id,
      posted_at: app.clock.now(),
    })
    .execute();
});
afterAll(() => server?.stop());

describe('the media of a work on show', () => {
  it('K24-6: a visitor plays the video by ranges, under a name that is not the author’s', async () => {
    const whole = await fetch(address('video'));
    expect(whole.status).toBe(200);
    expect(Buffer.from(await whole.arrayBuffer()).equals(video)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
    expect(whole.headers.get('content-disposition')).toContain('cds24-00042.mp4');
    expect(whole.headers.get('set-cookie')).toBeNull();
    const part = await fetch(address('video'), { headers: { range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 1000-1999/${video.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(video.subarray(1000, 2000))).toBe(true);
    const end = await fetch(address('video'), { headers: { range: 'bytes=-100' } });
    expect(Buffer.from(await end.arrayBuffer()).equals(video.subarray(-100))).toBe(true);
    expect((await fetch(address('video'), { headers: { range: 'bytes=99999999-' } })).status).toBe(416);
    const head = await fetch(address('video'), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(video.length));
    const again = await fetch(address('video'), { headers: { 'if-none-match': whole.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it('K24-6: without a picture of its own the work is shown by its title', async () => {
    for (const what of ['poster', 'poster-nho']) {
      const picture = await fetch(address(what));
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
      expect(await picture.text()).toContain('Bản em lên số');
      const again = await fetch(address(what), { headers: { 'if-none-match': picture.headers.get('etag')! } });
      expect(again.status).toBe(304);
    }
  });

  it('K24-4: nothing else is there, and a work that was withdrawn is gone at once', async () => {
    const nothing = ['goc', 'video-480', '..%2fvideo', 'constructor'];
    for (const what of nothing) expect((await fetch(address(what))).status, what).toBe(404);
    expect((await fetch(address('video', 'cds24-00043'))).status).toBe(404);
    await server.app.db
      .updateTable('gallery_item')
      .set({ withdrawn_at: server.app.clock.now(), withdrawn_reason: 'tác giả rút sự đồng ý' })
      .where('entry_id', '=', entryId)
      .execute();
    for (const what of ['video', 'poster', 'poster-nho']) expect((await fetch(address(what))).status, what).toBe(404);
  });
});
