import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cast, castInProgramme, castMoment } from '../support/cast.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;

beforeAll(async () => {
  server = await startTestServer();
  cast = await castInProgramme(server);
  server.moveTo(castMoment);
});
afterAll(() => server?.stop());

it('Q25-10: a unit downloads its template, fills it in, sees what would happen, confirms, and reads what became of each line', async () => {
  const browser = await cast.browser('coordinator');
  const { movement, units } = cast;
  const root = `/don-vi/${units.own}/phong-trao/${movement.slug}/nhap-xuat`;
  const page = await browser.get(root);
  expect(page.html).not.toContain('<script');
  const template = await (await browser.fetch(`${root}/tai-ve?ky=2026&kieu=csv`)).text();
  expect(template).toContain(`Lan Tỏa | Số liệu | phong trào ${movement.slug} | kỳ 2026`);
  const own = template.split('\r\n').find((line) => line.includes(',trained,')) ?? '';
  const filled =
    `${template}${own.replace(/^[^,]*,[^,]*/, 'SNV,Sở Thường Trực').replace(',2026,,,,', ',2026,,,5,')}\r\n`.replace(
      own,
      own.replace(',2026,,,,', ',2026,,,"1.234",'),
    );

  const upload = async (period: string) => {
    const data = new FormData();
    data.append('period', period);
    data.append('file', new File([filled], 'số liệu 2026.csv', { type: 'text/csv' }));
    return browser.fetch(`${root}?/upload`, { method: 'POST', body: data, headers: { accept: 'text/html' } });
  };
  const wrongYear = await upload('2025');
  expect(wrongYear.status).toBe(422);
  expect(await wrongYear.text()).toContain('mẫu của năm 2026, còn bạn đang nhập cho năm 2025');

  const taken = await upload('2026');
  expect(taken.status).toBe(303);
  const job = taken.headers.get('location') ?? '';
  const preview = await browser.get(job);
  expect(preview.text).toContain('Chưa có gì thay đổi');
  expect(preview.text).toContain('1.234 người');
  expect(preview.text).toContain('Sở Thường Trực không phải đơn vị của bạn');
  await browser.submit({}, { action: '?/confirm' });
  let report = await browser.get(job);
  for (let i = 0; i < 60 && !report.text.includes('Đã xong'); i++) {
    expect(report.html).toContain('http-equiv="refresh"');
    await sleep(250);
    report = await browser.get(job);
  }
  expect(report.html).not.toContain('http-equiv="refresh"');
  expect(report.text).toContain('1.234 người');
  const figures = await server.app.db
    .selectFrom('indicator_value')
    .select(['value', 'state'])
    .where('unit_id', '=', units.own)
    .where('period', '=', '2026')
    .execute();
  expect(figures.map((row) => [Number(row.value), row.state])).toEqual([[1234, 'entered']]);
  const refused = await browser.fetch(`${job}/ket-qua?chi=khong-nhan`);
  expect(refused.headers.get('content-type')).toContain('spreadsheetml');
});
