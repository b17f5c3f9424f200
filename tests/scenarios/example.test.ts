import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { sampleJpeg } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
let commune: Browser;
let neighbour: Browser;
let secretary: Browser;
const room = `/dieu-hanh/phong-trao/${sampleMovement.slug}/dien-hinh`;
const shown = `/phong-trao/${sampleMovement.slug}/dien-hinh`;
const own = (unit: string) => `/don-vi/${units[unit]}/phong-trao/${sampleMovement.slug}/dien-hinh`;

/** A picture as a phone takes it: with the place in its EXIF. */
const taken = (): Buffer => {
  const plain = sampleJpeg();
  const body = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0GPS 21.32,103.91', 'latin1');
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
};

beforeAll(async () => {
  server = await startTestServer({ at: '2025-11-20T08:00:00+07:00' });
  units = await sampleUnits(server);
  const programmeId = await insertMovement(server);
  const { db } = server.app;
  const member = async (name: string, grant: Parameters<typeof testPerson>[2]) => {
    const { id } = await testPerson(db, name, grant);
    const browser = server.browser();
    browser.cookies.set(sessionCookie, await createSession(db, id, { ip: null, userAgent: null }));
    return browser;
  };
  commune = await member('Lò Văn Xã', [{ role: 'unit-coordinator', unitId: units.X2! }]);
  neighbour = await member('Hà Thị Xã', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  secretary = await member('Lường Thị Thư', [{ role: 'secretary', programmeId }]);
  server.app.cache.clear();
});
afterAll(() => server?.stop());

const visit = async (path: string) => {
  const response = await fetch(server.url + path, { redirect: 'manual' });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
};

describe('a good example from a unit to everyone, without scripts', () => {
  let address: string;
  let fileId: string;

  it('Q25-14: the coordinator writes it, adds a picture by a plain form, and may not send it without the declaration', async () => {
    await commune.get(own('X2'));
    expect(commune.page.text).toContain('Đơn vị chưa có điển hình nào');
    await commune.get(`${own('X2')}/moi`);
    const bare = await commune.submit(
      { kind: 'model', title: '', body: 'Tổ công nghệ số đến từng quầy.' },
      { fields: ['title'] },
    );
    expect(bare.text).toContain('Hãy đặt tên');
    expect(bare.html).toContain('Tổ công nghệ số đến từng quầy.');
    await commune.submit(
      {
        kind: 'model',
        title: 'Chợ phiên không tiền mặt',
        summary: 'Tiểu thương quen dần với mã QR.',
        body: 'Tổ công nghệ số đến từng quầy.',
        results: '120 quầy sau ba tháng.',
        contentId: 'b',
      },
      { fields: ['title'] },
    );
    address = commune.page.url.split('?')[0]!;
    expect(commune.page.text).toContain('Đã lưu bản nháp');
    expect(commune.page.text).toContain('TD25-DH-001');

    const file = new File([new Uint8Array(taken())], 'cho-phien.jpg', { type: 'image/jpeg' });
    await commune.submit({ file }, { action: '/api/tai-tep' });
    for (let tries = 0; tries < 50; tries++) {
      const row = await server.app.db
        .selectFrom('file')
        .select(['id', 'state', 'reject_message'])
        .where('purpose', '=', 'example')
        .executeTakeFirst();
      if (row?.state === 'ready') fileId = row.id;
      if (row?.reject_message) throw new Error(row.reject_message);
      if (fileId) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    await commune.get(address);
    const early = await commune.submit({}, { action: '?/submit' });
    expect(early.text).toContain('chưa được cam đoan');
    await commune.get(address);
    await commune.submit(
      { [`caption-${fileId}`]: 'Quầy rau dùng mã QR', [`consent-${fileId}`]: true },
      { action: '?/save' },
    );
    expect(commune.page.text).toContain('Đã lưu');
    await commune.submit({}, { action: '?/submit' });
    expect(commune.page.text).toContain('Chờ xem xét');
    expect((await neighbour.get(address)).status).toBe(404);
    expect((await visit(shown)).bytes.toString()).toContain('Chưa có điển hình nào được công bố');
  });

  it('Q25-14: the standing unit is told, returns it with a reason, and publishes it after seeing the effect', async () => {
    expect((await secretary.get('/dieu-hanh')).text).toContain('Xem xét 1 điển hình mới gửi');
    await secretary.get(room);
    const exampleId = address.split('/').at(-1)!;
    await secretary.get(`${room}/${exampleId}`);
    expect(secretary.page.text).toContain('đều được cam đoan');
    const bare = await secretary.submit({ reason: '' }, { action: '?/return' });
    expect(bare.text).toContain('Hãy ghi đơn vị cần sửa');
    await secretary.submit({ reason: 'Kể thêm với người lớn tuổi.' }, { action: '?/return' });
    await commune.get(address);
    expect(commune.page.text).toContain('Kể thêm với người lớn tuổi.');
    await commune.submit({ body: 'Đến từng quầy, hướng dẫn người lớn tuổi.' }, { action: '?/save' });
    await commune.submit({}, { action: '?/submit' });
    await secretary.get(room);
    const preview = await secretary.submit({ chon: exampleId }, { fields: ['chon'] });
    expect(preview.text).toContain('1 trong 1 điển hình sẽ được công bố');
    await secretary.submit({}, { action: '?/publish' });
    expect(secretary.page.text).toContain('Đã công bố 1 điển hình');
  });

  it('Q25-14: everyone finds and reads it, its picture tells no place, the page can be shared', async () => {
    const found = (await visit(`${shown}?tim=cho+phien+khong+tien`)).bytes.toString();
    expect(found).toContain('Chợ phiên không tiền mặt');
    expect((await visit(`${shown}?noi-dung=a`)).bytes.toString()).not.toContain('Chợ phiên không tiền mặt');
    const page = (await visit(`${shown}/td25-dh-001`)).bytes.toString();
    expect(page).toContain('hướng dẫn người lớn tuổi');
    expect(page).toContain('property="og:image" content="http');
    const picture = await visit(`${shown}/td25-dh-001/anh/${fileId}`);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(picture.bytes.toString('latin1')).not.toContain('GPS');
    expect(picture.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect((await visit(`/tep/${fileId}`)).status).toBe(404);
    expect((await visit(`/phong-trao/${sampleMovement.slug}`)).bytes.toString()).toContain('Chợ phiên không tiền mặt');
  });

  it('Q25-14: a neighbour says that it does the same; it counts when it is confirmed', async () => {
    await neighbour.get(`${own('X1')}/nhan-rong`);
    await neighbour.submit({ since: '2025-10-01', note: '' }, { action: '?/say' });
    expect(neighbour.page.text).toContain('Hãy ghi đơn vị đã áp dụng');
    await neighbour.submit({ note: 'Áp dụng ở hai chợ.' }, { action: '?/say' });
    expect(neighbour.page.text).toContain('Chờ xác nhận');
    expect((await visit(`${shown}/td25-dh-001`)).bytes.toString()).toContain('Chưa có đơn vị nào khác');
    const exampleId = address.split('/').at(-1)!;
    await secretary.get(`${room}/${exampleId}`);
    await secretary.submit({ confirm: 'yes' }, { action: '?/replica' });
    const page = (await visit(`${shown}/td25-dh-001`)).bytes.toString().replace(/<[^>]+>/g, '');
    expect(page).toContain('Xã Chiềng Mung, từ 01/10/2025');
  });

  it('Q25-14: taken back, it and its pictures are gone at once', async () => {
    await commune.get(address);
    await commune.submit({ reason: 'Người trong ảnh không đồng ý nữa.' }, { action: '?/withdraw' });
    expect(commune.page.text).toContain('Đã gỡ');
    expect((await visit(`${shown}/td25-dh-001`)).status).toBe(404);
    expect((await visit(`${shown}/td25-dh-001/anh/${fileId}`)).status).toBe(404);
    expect((await visit(shown)).bytes.toString()).not.toContain('Chợ phiên không tiền mặt');
  });
});
