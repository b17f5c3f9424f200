import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
});
afterAll(() => server?.stop());

it('answers its health and an unknown address clearly', async () => {
  const health = await (await fetch(`${server.url}/api/health`)).json();
  expect(health).toMatchObject({ status: 'ok', database: 'ok' });
  const page = await server.browser().get('/khong-co-trang-nay');
  expect(page.status).toBe(404);
  expect(page.text).toContain('Không tìm thấy');
});

it('refuses a form posted from another site', async () => {
  const answer = await server.browser().fetch('/dang-nhap', {
    method: 'POST',
    headers: { origin: 'https://xau.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'email=a%40b.vn',
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('từ trang khác');
});
