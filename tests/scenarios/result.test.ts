import { afterAll, beforeAll, expect, it } from 'vitest';
import { after, finalJudged, type Judged, judgedContest, onServer, signedIn } from '../server/result.support.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const root = '/dieu-hanh/y-tuong-so-2026';
const site = '/cuoc-thi/y-tuong-so-2026';

const bytes = async (response: Response) =>
  Buffer.from(await response.arrayBuffer())
    .subarray(0, 5)
    .toString();

beforeAll(async () => {
  server = await startTestServer({ at: after.final });
});
afterAll(() => server?.stop());

it('K26-4e, K26-5a, K26-5b, K26-6a: from the closed final to a verified certificate, on pages without scripts', async () => {
  const c = await finalJudged(13, {}, onServer(server));
  const tiers = ['first', 'second', 'second', 'third', 'third', 'third', ...Array(5).fill('consolation')];
  await c.propose(
    'prize',
    tiers.map((tierId: string, i) => ({ entryId: c.ids[i]!, tierId })),
  );
  const visitor = server.browser();
  const before = await visitor.get(`${site}/ket-qua`);
  expect(before.text).toContain('Kết quả chưa công bố');
  expect(before.html).not.toContain('<script');

  const organiser = await signedIn(server, c.organiser);
  await organiser.get(`${root}/quyet-dinh`);
  expect(organiser.page.text).toContain('Cần quyết định');
  await organiser.get(`${root}/quyet-dinh/giai`);
  await organiser.submit({}, { action: '?/follow' });
  expect(organiser.page.text).toContain('Đã quyết định 11 giải, 65.000.000 đồng');

  await organiser.get(`${root}/quyet-dinh/giai`);
  await organiser.submit(
    { number: '15-QĐ/BTC', date: '31/02/2026', signer: 'Lò Minh Trưởng' },
    { action: '?/publish' },
  );
  expect(organiser.page.status).toBe(422);
  expect(organiser.page.text).toContain('không phải là một ngày có thật');
  expect(organiser.form({ action: '?/publish' }).fields.find((f) => f.name === 'number')?.value).toBe('15-QĐ/BTC');
  await organiser.submit(
    { number: '15-QĐ/BTC', date: '25/09/2026', signer: 'Lò Minh Trưởng' },
    { action: '?/publish' },
  );
  expect(organiser.page.text).toContain('Đã công bố kết quả');

  await visitor.get(`${site}/ket-qua`);
  expect(visitor.page.text).toContain('11 giải, tổng tiền thưởng 65.000.000 đồng');
  expect(visitor.page.text).toContain('Sản phẩm số 1');
  expect(visitor.page.html).not.toContain('<script');
  expect(visitor.page.html).not.toContain('@example.test');

  const secretary = await signedIn(server, c.secretary);
  await secretary.get(`${root}/giay-chung-nhan`);
  await secretary.submit({}, { action: '?/issue' });
  expect(secretary.page.text).toContain('Đã phát hành 22 giấy');
  const batch = await secretary.fetch(`${root}/giay-chung-nhan/tat-ca.pdf`);
  expect([batch.headers.get('content-type'), await bytes(batch)]).toEqual(['application/pdf', '%PDF-']);
  const code = /CN-\w{4}-\w{4}/.exec(secretary.page.html)?.[0] as string;

  const author = await signedIn(server, c.author);
  expect(await bytes(await author.fetch(`/giay-chung-nhan/${code}.pdf`))).toBe('%PDF-');
  const judge = await signedIn(server, c.chair);
  expect((await judge.fetch(`/giay-chung-nhan/${code}.pdf`)).status).toBe(404);
  expect((await visitor.fetch(`/giay-chung-nhan/${code}.pdf`)).headers.get('location')).toContain('/dang-nhap?tiep=');

  await visitor.get('/xac-minh');
  await visitor.submit({ ma: code.toLowerCase().replaceAll('-', ' ') });
  expect(visitor.page.url).toBe(`/xac-minh/${code}`);
  expect(visitor.page.text).toContain('Giấy chứng nhận có thật và còn giá trị');
  expect(visitor.page.html).not.toContain('<script');
  await visitor.get('/xac-minh');
  await visitor.submit({ ma: 'CN-0000-0000<b>' });
  expect(visitor.page.text).toContain('không phải là mã xác minh');

  // revoked: the page that was cached a moment ago says so at once
  await organiser.get(`${root}/quyet-dinh/giai`);
  await organiser.fetch(`${root}/quyet-dinh/giai?/withdraw`, {
    method: 'POST',
    body: new URLSearchParams({ entryId: c.ids[0]!, reason: 'Sản phẩm đã được công nhận trước đó' }),
  });
  await visitor.get(`/xac-minh/${code}`);
  expect(visitor.page.text).toContain('Giấy chứng nhận đã bị thu hồi');
  expect((await author.fetch(`/giay-chung-nhan/${code}.pdf`)).status).toBe(410);

  await secretary.get(`${root}/kinh-phi`);
  expect(secretary.page.text).toContain('65.000.000 đồng');
  for (const path of ['kinh-phi/du-tru.pdf', 'bao-cao/tong-ket.pdf', 'quyet-dinh/danh-sach-dat-giai.pdf']) {
    expect(await bytes(await secretary.fetch(`${root}/${path}`)), path).toBe('%PDF-');
    expect((await author.fetch(`${root}/${path}`)).status, path).toBe(404);
  }
  await secretary.get(`${root}/bao-cao`);
  await secretary.submit({ assessment: 'Cuộc thi lan tỏa rộng.', limits: '', proposals: '' });
  expect(secretary.page.text).toContain('Đã lưu phần viết của báo cáo');
  for (const path of ['quyet-dinh', 'quyet-dinh/giai', 'giay-chung-nhan', 'kinh-phi', 'bao-cao'])
    expect((await author.fetch(`${root}/${path}`)).status, path).toBe(404);
});

it('K26-4c: finalists are chosen and published on pages; the public page follows at once', async () => {
  await server.stop();
  server = await startTestServer({ at: after.preliminary });
  const c: Judged = await judgedContest({}, onServer(server));
  const ids: string[] = [];
  for (let no = 1; no <= 24; no++) ids.push(await c.entry(no, 'eligible'));
  await c.close(
    'preliminary',
    ids.map((entryId, i) => ({
      entryId,
      rank: i === 20 ? 20 : i + 1,
      score: String(99 - i),
      tied: i === 19 || i === 20,
    })),
  );
  const visitor = server.browser();
  expect((await visitor.get(`${site}/chung-khao`)).text).toContain('chưa công bố');
  const organiser = await signedIn(server, c.organiser);
  await organiser.get(`${root}/quyet-dinh/chung-khao`);
  expect(organiser.page.text).toContain('2 bài bằng điểm ở ranh giới');
  expect(organiser.form({ action: '?/decide' }).fields.filter((f) => f.name === 'entryIds' && f.checked)).toHaveLength(
    19,
  );
  await organiser.submit({ entryIds: ids.slice(0, 20) }, { action: '?/decide' });
  expect(organiser.page.status).toBe(422);
  expect(organiser.form({ action: '?/decide' }).fields.filter((f) => f.name === 'entryIds' && f.checked)).toHaveLength(
    20,
  );
  await organiser.submit({ note: 'Bốc thăm giữa hai bài bằng điểm' }, { action: '?/decide' });
  expect(organiser.page.text).toContain('Đã lưu quyết định');
  expect((await visitor.get(`${site}/chung-khao`)).text).toContain('chưa công bố');
  await organiser.submit({}, { action: '?/publish' });
  expect(organiser.page.text).toContain('Tất cả tác giả đã được báo');
  await visitor.get(`${site}/chung-khao`);
  expect(visitor.page.text).toContain('20 sản phẩm được Ban Tổ chức chọn');
  expect(visitor.page.text).not.toContain('CDS26-00021');
  expect(visitor.page.html).not.toContain('<script');
});
