import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
let movementId: string;

const child: MovementProgramme = {
  ...sampleMovement,
  slug: 'van-phong-thi-dua',
  code: 'VP26',
  name: 'Phong trào thi đua của Sở Nội vụ giai đoạn 2026-2030',
  shortName: 'Thi đua của Sở Nội vụ',
  level: 'agency',
  organiserUnit: 'SNV',
  parent: {
    id: 'parent',
    number: '1470/QĐ-UBND',
    date: '2025-06-21',
    issuer: 'Ủy ban nhân dân tỉnh Sơn La',
    title: 'Kế hoạch phát động phong trào thi đua',
    clause: 'I.1',
    slug: sampleMovement.slug,
  },
  indicators: [],
  inherits: { slug: sampleMovement.slug, version: 1 },
};
const closed: MovementProgramme = { ...sampleMovement, slug: 'da-xong', code: 'DX21', name: 'Phong trào đã xong' };
const document: MovementProgramme = {
  ...sampleMovement,
  serves: [
    {
      id: 'kh333',
      number: '333-KH/TU',
      date: '2025-05-07',
      issuer: 'Ban Thường vụ Tỉnh ủy',
      title: 'Kế hoạch thực hiện Nghị quyết 57',
      clause: 'I.1',
    },
  ],
  indicators: sampleMovement.indicators.map((one) =>
    one.id === 'trained'
      ? { ...one, incomplete: { printed: 'công việc tại cấp huyện và trên 60%…', note: 'Bản ký mất phần đầu câu.' } }
      : one,
  ),
};
const root = `/phong-trao/${document.slug}`;

beforeAll(async () => {
  server = await startTestServer({ at: '2025-11-01T08:00:00+07:00' });
  units = await sampleUnits(server);
  movementId = await insertMovement(server, document);
  await insertMovement(server, child);
  const id = await insertMovement(server, closed);
  await server.app.db.updateTable('programme').set({ status: 'closed' }).where('id', '=', id).execute();
  const draft = await insertMovement(server, { ...sampleMovement, slug: 'ban-nhap', code: 'BN', name: 'Bản nháp kín' });
  await server.app.db.updateTable('programme').set({ status: 'draft' }).where('id', '=', draft).execute();
  server.app.cache.clear();
});
afterAll(() => server?.stop());

const get = async (path: string) => {
  const response = await fetch(server.url + path, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&quot;', '"');

describe('the public pages of movements', () => {
  it('V26-7: what is published stands on the home page and in the list, drafts nowhere, past ones at the end', async () => {
    const home = await get('/');
    expect(home.html).toContain(`href="${root}"`);
    expect(home.html).toContain('href="/phong-trao"');
    const { html } = await get('/phong-trao');
    expect(html).toContain(sampleMovement.name);
    expect(html).not.toContain('Bản nháp kín');
    expect(html.indexOf('Đã kết thúc')).toBeGreaterThan(html.indexOf(child.name));
    expect(html.indexOf(closed.name)).toBeGreaterThan(html.indexOf('Đã kết thúc'));
    for (const path of ['', '/noi-dung', '/chi-tieu'])
      expect((await get(`/phong-trao/ban-nhap${path}`)).status).toBe(404);
  });

  it('Q25-1: the movement names the plan above and those it serves, and links to what is in this system', async () => {
    const text = words((await get(root)).html);
    expect(text).toContain('923/QĐ-TTg');
    expect(text).toContain('333-KH/TU');
    expect((await get(root)).html).toContain(`href="/phong-trao/${child.slug}"`);
    expect((await get(`/phong-trao/${child.slug}`)).html).toContain(`href="${root}"`);
  });

  it('Q25-1: a movement made of another says what it left out', async () => {
    const text = words((await get(`/phong-trao/${child.slug}/noi-dung`)).html);
    expect(text).toContain('Khác với phong trào cấp trên');
    expect(text).toContain('Tỷ lệ hồ sơ trực tuyến');
    expect(words((await get(`${root}/noi-dung`)).html)).not.toContain('Khác với phong trào cấp trên');
  });

  it('says where the movement is, what comes next and who takes part, with the number of units', async () => {
    const text = words((await get(root)).html);
    expect(text).toMatch(/Hôm nay 01\/11\/2025/);
    expect(text).toContain('Báo cáo kết quả hằng năm (năm 2025)');
    expect(text).toMatch(/Xã, phường Mục II\.1 3 /);
    expect(text).toContain('Cá nhân Mục II.1 –');
  });

  it('Q25-6, Q25-7: contents, criteria by class, commendations by occasion, and every clause has its anchor', async () => {
    const { html } = await get(`${root}/noi-dung`);
    expect(html).toContain('id="nd-a"');
    expect(html).toContain('id="muc-iii-2"');
    const text = words(html);
    expect(text).toContain('Đối với Xã, phường; Sở, ban, ngành');
    expect(text).toContain('Đối với Mặt trận và đoàn thể');
    expect(text).toMatch(/Giấy khen của thủ trưởng cơ quan, đơn vị, địa phương Mục IV\.2 .* Có Có Có/);
    expect(text).toContain('năm 2027, ngày chưa quy định');
  });

  it('C21-1: targets in the plan’s words; a line that lost its beginning is shown as incomplete', async () => {
    const text = words((await get(`${root}/chi-tieu`)).html);
    expect(text).toContain('trên 60%');
    expect(text).toContain('Câu bị mất đầu');
    expect(text).toContain('công việc tại cấp huyện và trên 60%…');
    expect((await get(`/phong-trao/${child.slug}`)).html).not.toContain('/chi-tieu"');
  });

  it('the pages come without scripts and from the page cache', async () => {
    for (const path of ['/phong-trao', root, `${root}/noi-dung`, `${root}/chi-tieu`]) {
      const page = await get(path);
      expect(page.html).not.toContain('<script');
      expect(page.headers.get('etag')).toMatch(/^"/);
    }
  });
});

describe('figures for the public', () => {
  const figure = (
    code: string,
    indicator: string,
    period: string,
    parts: [string, string] | string,
    locked: boolean,
  ) => {
    const at = new Date('2025-10-01T00:00:00Z');
    const [numerator, denominator] = typeof parts === 'string' ? [null, null] : parts;
    const value = typeof parts === 'string' ? parts : String((Number(parts[0]) / Number(parts[1])) * 100);
    return server.app.db
      .insertInto('indicator_value')
      .values({
        programme_id: movementId,
        indicator_id: indicator,
        unit_id: units[code]!,
        period,
        numerator,
        denominator,
        value,
        state: locked ? 'locked' : 'verified',
        entered_at: at,
        updated_at: at,
        ...(locked
          ? {
              official_version: 1,
              official_numerator: numerator,
              official_denominator: denominator,
              official_value: value,
              locked_at: at,
            }
          : {}),
      })
      .execute();
  };

  it('C21-1: only locked figures are shown, summed by the stated rule, with who reached the target', async () => {
    await figure('X1', 'online', '2025', ['70', '100'], true);
    await figure('X2', 'online', '2025', ['100', '300'], true);
    await figure('W1', 'online', '2025', ['99', '100'], false);
    server.app.cache.clear();
    const text = words((await get(`${root}/chi-tieu`)).html);
    expect(text).toContain('2025 42,5% 2');
    expect(text).toContain('1 trong 2 đơn vị đã có số liệu chốt đạt mức này');
    expect(text).not.toContain('99');
    const front = words((await get(root)).html);
    expect(front).toContain('42,5% năm 2025');
    expect(front).toContain('1 trong 3 chỉ tiêu đã có số liệu chốt');
  });
});
