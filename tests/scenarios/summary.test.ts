import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { TestApp } from '../support/ctx.ts';
import { testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type SummaryWorld, summaryWorld } from '../support/summary.ts';

let server: TestServer;
let w: SummaryWorld;
const who = {} as Record<'officer' | 'colleague' | 'auditor', Browser>;
let room: string;
let report: string;

beforeAll(async () => {
  server = await startTestServer({ at: '2025-12-20T08:00:00+07:00' });
  const { db } = server.app;
  const t = {
    app: server.app,
    ctx: (actor: never, at: string) => ({ ...server.ctx(actor), now: new Date(at) }),
    person: (name: string, grants: never) => testPerson(db, name, grants),
  } as unknown as TestApp;
  w = await summaryWorld(t);
  const sign = async (name: keyof typeof who, role: 'secretary' | 'auditor') => {
    const { id } = await testPerson(db, name, [{ role, programmeId: w.programmeId }]);
    who[name] = server.browser();
    who[name].cookies.set(sessionCookie, await createSession(db, id, { ip: null, userAgent: 'test' }));
  };
  await sign('officer', 'secretary');
  await sign('colleague', 'secretary');
  await sign('auditor', 'auditor');
  room = `/dieu-hanh/phong-trao/${w.slug}/bao-cao`;
});
afterAll(() => server?.stop());

describe('Q25-13: the province’s report, without scripts', () => {
  it('Q25-9: the movement says what is due, and the list how many reports are there', async () => {
    const home = await who.officer.get(`/dieu-hanh/phong-trao/${w.slug}`);
    expect(home.text).toContain('Báo cáo năm 2025 chưa lập');
    const page = await who.officer.get(room);
    expect(page.text).toContain('2/4 đã chấp nhận');
    expect((await who.auditor.get(room)).text).toContain('Chỉ cơ quan thường trực');
    await who.officer.get(room);
    const made = await who.officer.submit({}, { action: '?/create' });
    expect(made.status).toBe(200);
    expect(made.text).toContain('Đã lập báo cáo với bố cục và lời văn đề xuất');
    report = made.url.split('?')[0]!;
  });

  it('a section: an unknown figure is refused beside the field and nothing typed is lost; then it is saved', async () => {
    await who.officer.get(`${report}/phan/trien-khai`);
    const refused = await who.officer.submit({ text: 'Đã nộp {{so:khong-co}} báo cáo.' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Không có số liệu “khong-co”');
    expect(refused.text).toContain('Đã nộp {{so:khong-co}} báo cáo.');
    const saved = await who.officer.submit({ text: 'Đã nộp {{so:bao-cao.tat-ca.da-nop}} báo cáo.' });
    expect(saved.text).toContain('Đã lưu phần này');
    expect(saved.text).toContain('Đã nộp 3 báo cáo.');
  });

  it('two officers: the second one keeps the own words and reads those of the first', async () => {
    await who.colleague.get(`${report}/phan/kien-nghi`);
    await who.officer.get(`${report}/phan/kien-nghi`);
    await who.officer.submit({ text: 'Kiến nghị của người thứ nhất.' });
    const second = await who.colleague.submit({ text: 'Kiến nghị của người thứ hai.' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('Kiến nghị của người thứ nhất.');
    expect(second.text).toContain('Kiến nghị của người thứ hai.');
  });

  it('the full text leads from a figure to its sources, and from there to the report of a unit', async () => {
    const full = await who.officer.get(`${report}/xem`);
    expect(full.text).toContain('Đã nộp 3 báo cáo.');
    expect(full.text).toContain('Phụ lục 1');
    const source = await who.officer.get(`${report}/nguon/bao-cao.communes.muon`);
    expect(source.text).toContain('Xã Mường Bú');
    expect(source.text).toContain('gửi muộn 11 ngày');
    expect((await who.officer.get(`/dieu-hanh/phong-trao/${w.slug}/nghia-vu/${w.reports.X2}`)).status).toBe(200);
  });

  it('is issued under a number and a day, and does not change any more', async () => {
    await who.officer.get(report);
    const bad = await who.officer.submit({ number: 'x', dated: '20/12/2025' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('Ghi đủ số và ký hiệu');
    const done = await who.officer.submit({ number: '215/BC-SNV', dated: '20/12/2025' });
    expect(done.text).toContain('Đã ban hành báo cáo');
    expect(done.text).toContain('215/BC-SNV');
    const section = await who.officer.get(`${report}/phan/trien-khai`);
    expect(section.forms.some((one) => one.action.includes('save'))).toBe(false);
    for (const format of ['docx', 'pdf'])
      expect((await who.auditor.get(`${report}/tai.${format}?ban=1`)).status).toBe(200);
  });
});
