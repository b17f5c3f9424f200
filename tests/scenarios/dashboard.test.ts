import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { StoredRole } from '#lib/server/platform/policy.ts';
import { testPerson } from '../support/ctx.ts';
import { boardFigures, moreCommunes } from '../support/dashboard.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
let movementId: string;
const codes = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'];
const root = `/dieu-hanh/phong-trao/${sampleMovement.slug}`;

const signedIn = async (role: StoredRole, where: { programmeId?: string; unitId?: string }) => {
  const person = await testPerson(server.app.db, 'Người xem bảng', [{ role, ...where }]);
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(server.app.db, person.id, { ip: null, userAgent: null }));
  return browser;
};

beforeAll(async () => {
  server = await startTestServer({ at: '2027-03-01T08:00:00+07:00' });
  units = { ...(await sampleUnits(server)), ...(await moreCommunes(server, codes)) };
  movementId = await insertMovement(server);
  await server.app.db
    .insertInto('unit_successor')
    .values({ unit_id: units.HA!, successor_id: units.X1!, share: null })
    .execute();
  await boardFigures(server, movementId, units, [
    ['online', 'HA', '2025', 20, 40, 'locked'],
    ['online', 'X1', '2026', 72, 80, 'locked'],
    ...codes.map((code, i) => ['online', code, '2026', 10 + i * 13, 100, 'locked'] as const),
  ]);
});
afterAll(() => server?.stop());

describe('dashboards without scripts', () => {
  it('Q25-13, C21-2: from the overview to the figure itself, by links alone', async () => {
    const browser = await signedIn('secretary', { programmeId: movementId });
    const overview = await browser.get(root);
    expect(overview.status).toBe(200);
    expect(overview.text).toContain('Kết quả toàn tỉnh theo từng năm');
    expect(overview.html).not.toContain('<script');
    expect(overview.html).toContain(`href="${root}/chi-tieu/online?nam=2026"`);

    const grid = await browser.get(`${root}/chi-tieu?nam=2026&hien=so`);
    const { id } = await server.app.db
      .selectFrom('indicator_value')
      .select('id')
      .where('unit_id', '=', units.C3!)
      .executeTakeFirstOrThrow();
    expect(grid.html).toMatch(new RegExp(`href="so-lieu/${id}"[^>]*aria-label="[^"]*: 36,0"[^>]*>36,0<`));

    const indicator = await browser.get(`${root}/chi-tieu/online?nam=2026`);
    for (const part of ['Mục tiêu, theo lời kế hoạch', 'trên 60%', 'Σ tử số ÷ Σ mẫu số', 'trong 9 xã, phường', 'Xã C6'])
      expect(indicator.text).toContain(part);
    expect(indicator.html).toContain(`href="${root}/so-lieu/${id}"`);
  });

  it('C21-7: the old unit stands under its name, with the rule by which it is carried on', async () => {
    const browser = await signedIn('secretary', { programmeId: movementId });
    const { text } = await browser.get(`${root}/chi-tieu/online?nam=2025`);
    expect(text).toContain('Huyện Mai Sơn, đến 30/06/2025');
    expect(text).toContain('Đơn vị cũ có một đơn vị kế thừa thì số liệu chuyển cả sang đơn vị đó');
    expect(text).toContain('gồm số của Huyện Mai Sơn');
  });

  it('a commune reads where it stands, and no other commune’s name', async () => {
    const browser = await signedIn('unit-coordinator', { unitId: units.X1! });
    for (const address of [
      `/don-vi/${units.X1}/phong-trao/${sampleMovement.slug}?nam=2026`,
      `${root}/chi-tieu/online?nam=2026`,
      `${root}/chi-tieu?nam=2026`,
      root,
    ]) {
      const { status, text, html } = await browser.get(address);
      expect(status).toBe(200);
      expect(text).toContain('Xã Chiềng Mung');
      for (const code of codes) expect(html, address).not.toMatch(new RegExp(`Xã ${code}|${units[code]}`));
    }
    const { text } = await browser.get(`/don-vi/${units.X1}/phong-trao/${sampleMovement.slug}?nam=2026`);
    expect(text).toContain('hạng 1 trong 7 xã, phường');
    expect(text).toContain('không nêu tên');
  });
});
