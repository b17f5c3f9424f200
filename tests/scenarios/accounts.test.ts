import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { mailed } from '../support/mails.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
});
afterAll(() => server.stop());

describe('an account, without scripts', () => {
  it('is registered, confirmed by the mailed link, and goes on to where it was needed', async () => {
    const browser = server.browser();
    await browser.get('/dang-ky?tiep=/tai-khoan');
    const refused = await browser.submit({
      fullName: '<i>Mai</i>',
      email: 'MAI@example.test',
      password: 'ngắn',
      phone: '0912 345 678',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('không được chứa ký tự < hoặc >');
    expect(refused.html).not.toContain('<i>Mai</i>');
    expect(browser.form({ fields: ['email'] }).fields).toContainEqual(
      expect.objectContaining({ name: 'email', value: 'MAI@example.test' }),
    );
    const sent = await browser.submit({ fullName: 'Lò Thị Mai', password: 'nui rung tay bac' });
    expect(sent.text).toContain('m***@example.test');

    const page = await browser.get(await mailed(server, 'mai@example.test', 'xac-nhan'));
    expect(page.text).toContain('mai@example.test');
    await browser.submit({});
    expect(browser.page.text).toContain('Đã xác nhận thư điện tử');
    const wrong = await browser.submit({ email: 'mai@example.test', password: 'không phải' });
    expect(wrong.text).toContain('Thư điện tử hoặc mật khẩu không đúng');
    expect(wrong.html).not.toContain('không phải');
    const account = await browser.submit({ email: 'Mai@Example.test', password: 'nui rung tay bac' });
    expect(account.url).toBe('/tai-khoan');
    expect(account.text).toContain('Lò Thị Mai');
    expect((await browser.get('/dang-ky')).url).not.toContain('dang-ky');
  });

  it('keeps what was typed when the session ends in the middle, for this browser only', async () => {
    const browser = server.browser();
    await browser.get('/dang-nhap');
    await browser.submit({ email: 'mai@example.test', password: 'nui rung tay bac' });
    await browser.get('/tai-khoan/ho-so');
    await server.app.db.deleteFrom('session').execute();
    const asked = await browser.submit({ position: 'Cán bộ văn hóa\u0020xã' });
    expect(asked.text).toContain('Những gì bạn vừa nhập vẫn được giữ');
    const kept = await browser.submit({ email: 'mai@example.test', password: 'nui rung tay bac' });
    expect(kept.url).toMatch(/^\/giu-lai\//);
    expect(kept.text).toContain('Cán bộ văn hóa xã');
    const saved = await browser.submit({}, { action: '/tai-khoan/ho-so' });
    expect(saved.url).toBe('/tai-khoan?xong=ho-so');
    expect(saved.text).toContain('Cán bộ văn hóa xã');

    const stranger = server.browser();
    stranger.cookies.set(sessionCookie, browser.cookies.get(sessionCookie)!);
    expect((await stranger.get(kept.url)).status).toBe(404);
  });

  it('gets a new password by mail and signs out', async () => {
    const browser = server.browser();
    await browser.get('/quen-mat-khau');
    expect((await browser.submit({ email: 'nobody@example.test' })).text).toContain('Nếu địa chỉ đó có tài khoản');
    await browser.get('/quen-mat-khau');
    await browser.submit({ email: 'MAI@example.test' });
    const link = await mailed(server, 'mai@example.test', 'dat-lai-mat-khau');
    await browser.get(link);
    await browser.submit({ password: 'đèo pha đin mù sương' });
    expect(browser.cookies.has(sessionCookie)).toBe(true);
    expect((await browser.get(link)).status).toBe(410);
    await browser.get('/tai-khoan');
    await browser.submit({}, { action: '/dang-xuat' });
    expect(browser.cookies.has(sessionCookie)).toBe(false);
    expect((await browser.get('/tai-khoan')).url).toBe('/dang-nhap?tiep=%2Ftai-khoan');
  });

  it('leads nowhere else after signing in', async () => {
    const browser = server.browser();
    for (const target of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      await browser.get(`/dang-nhap?tiep=${encodeURIComponent(target)}`);
      const response = await browser.fetch(`/dang-nhap?tiep=${encodeURIComponent(target)}`, {
        method: 'POST',
        body: new URLSearchParams({ email: 'mai@example.test', password: 'đèo pha đin mù sương' }),
      });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/bai-du-thi');
      browser.cookies.clear();
    }
  });
});

describe('the first administrator', () => {
  it('makes the account by the one-time link', async () => {
    const browser = server.browser();
    const link = await firstAdminLink(server.app, '');
    await browser.get(link!);
    const short = await browser.submit({ fullName: 'Quản Trị', email: 'qt@example.test', password: 'mười ký tự' });
    expect(short.text).toContain('ít nhất 14 ký tự');
    await browser.submit({ password: 'một cụm từ thật dài' });
    expect(browser.page.url).toBe('/quan-tri');
    expect((await browser.get(link!)).status).toBe(410);
  });
});
