import { afterAll, beforeAll, expect, it } from 'vitest';
import { freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { combination, show, sideContest, sideTier } from '../server/result.side.support.ts';
import { after, finalJudged, onServer, signedIn } from '../server/result.support.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const root = '/dieu-hanh/y-tuong-so-2026/quyet-dinh';
const site = '/cuoc-thi/y-tuong-so-2026/ket-qua';
const why = 'Ban Tổ chức thống nhất theo biên bản họp ngày 20/9';

beforeAll(async () => {
  server = await startTestServer({ at: after.final });
});
afterAll(() => server?.stop());

it('K24-9, K24-10: numbers entered, places by the combined score, a side prize, and figures anyone can check', async () => {
  const tiers = [
    ...contest2026Demo.prizes.tiers.map((tier) => ({
      ...tier,
      count: 1,
      ...(tier.id === 'first' ? { honours: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh' } : {}),
    })),
    sideTier,
  ];
  const prizes = { ...contest2026Demo.prizes, tiers };
  const c = await finalJudged(6, sideContest({ combination, prizes }), onServer(server));
  await show(c, [1, 0, 10, 5, 10, 0]);
  const { doc } = await c.stored();
  const open = tiers.map((tier) => ({ ...tier, count: tier.id === 'second' ? null : tier.count }));
  await server.app.db
    .updateTable('programme')
    .set({ doc: JSON.stringify({ ...doc, prizes: { ...prizes, tiers: open } }) })
    .where('id', '=', c.programmeId)
    .execute();

  const organiser = await signedIn(server, c.organiser);
  await organiser.get(`${root}/giai`);
  expect(organiser.page.text).toContain('nhưng chưa được chốt');
  expect(organiser.page.text).toContain('Bảng dưới đây mới là xếp hạng của Ban Giám khảo');
  await freezeInteractions(server.ctx(c.secretary), { programmeId: c.programmeId });

  const secretary = await signedIn(server, c.secretary);
  await secretary.get(root);
  expect(secretary.page.text).toContain('Nhập số lượng giải còn thiếu');
  await secretary.get(`${root}/giai`);
  expect(secretary.page.text).toContain('Chưa có số lượng: Giải Nhì. Chỉ Ban Tổ chức');
  await organiser.get(`${root}/giai`);
  await organiser.submit({ 'count-second': '1', 'reason-second': '' }, { action: '?/count' });
  expect(organiser.page.status).toBe(422);
  expect(organiser.page.text).toContain('hãy ghi lý do');
  await organiser.submit({ 'count-second': '1', 'reason-second': why }, { action: '?/count' });
  expect(organiser.page.text).toContain('Đã lưu số lượng giải');

  expect(organiser.page.text).toContain('Điểm chung = 70% điểm Ban Giám khảo (thang 100) + 30% điểm tương tác');
  expect(organiser.page.text).toContain('92 × 0,7 + 50 × 0,3 = 79,4');
  await organiser.submit({}, { action: '?/follow' });
  expect(organiser.page.text).toContain('Đã quyết định 4 giải');
  expect(organiser.page.text).toContain('2 bài bằng tương tác, không đủ chỗ trong Giải phụ');
  const award = (fields: Record<string, string>) =>
    organiser.fetch(`${root}/giai?/award`, { method: 'POST', body: new URLSearchParams(fields) });
  const side = { entryId: c.ids[2]!, tierId: sideTier.id, side: '1' };
  const refused = await award(side);
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Các bài bằng nhau')]);
  expect((await award({ ...side, reason: why })).headers.get('location')).toContain('#phu-');

  await organiser.get(`${root}/giai`);
  expect(organiser.page.text).toContain('Giải theo điểm: Giải Nhất');
  await organiser.submit(
    { number: '15-QĐ/BTC', date: '25/09/2026', signer: 'Lò Minh Trưởng' },
    { action: '?/publish' },
  );
  expect(organiser.page.text).toContain('Đã công bố kết quả');
  expect((await organiser.fetch(`${root}/danh-sach-dat-giai.pdf`)).status).toBe(200);

  const visitor = server.browser();
  await visitor.get(site);
  for (const words of [
    'Bằng khen của Chủ tịch',
    sideTier.name,
    '10 điểm tương tác',
    '95,1',
    'Cách tính',
    '92 × 0,7 + 50 × 0,3',
  ])
    expect(visitor.page.text).toContain(words);
  const csv = await visitor.fetch(`${site}/cach-tinh.csv`);
  expect(await csv.text()).toContain('92 × 0,7 + 50 × 0,3 = 79,4');
  expect((await visitor.fetch(`${site}/cach-tinh.xlsx`)).headers.get('content-type')).toContain('spreadsheetml');

  await secretary.get('/dieu-hanh/y-tuong-so-2026/giay-chung-nhan');
  await secretary.submit({}, { action: '?/issue' });
  const { code } = await server.app.db
    .selectFrom('certificate')
    .select('code')
    .where('tier_name', '=', sideTier.name)
    .limit(1)
    .executeTakeFirstOrThrow();
  await visitor.get(`/xac-minh/${code}`);
  expect(visitor.page.text).toContain('Giải phụ: tác phẩm có lượng tương tác cao');
});
