import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, castInProgramme } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
let browser: Browser;
let member: Seat;
let secretary: Seat;

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
  cast = await castInProgramme(server);
  const seat = async (who: 'councilMember' | 'appraiser', width: number) =>
    sit(browser, { url: server.url, session: await cast.session(who), width, height: 800 });
  [member, secretary] = [await seat('councilMember', 360), await seat('appraiser', 1366)];
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const clean = async ({ page }: Seat) =>
  expect((await new AxeBuilder({ page }).analyze()).violations.map((one) => one.id)).toEqual([]);

describe('a secret ballot on a phone', () => {
  it('Q25-12: a paper is received, cast without saying who it is, found again and counted again', async () => {
    const { page } = member;
    const { meeting, call } = cast.award;
    const address = `${server.url}/hoi-dong/${meeting.id}/phieu/${meeting.secret}`;
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Nhận phiếu' }).click();
    const cast_ = page.getByRole('button', { name: 'Bỏ phiếu vào hòm' });
    await cast_.waitFor();
    await clean(member);
    // nothing chosen: said beside the field, and the paper stays
    await cast_.click();
    await page.getByText('Còn 1 hồ sơ chưa chọn ý kiến').first().waitFor();
    // the page may be left and opened again: the paper lies in this browser
    await page.reload({ waitUntil: 'networkidle' });
    const sent = page.waitForRequest((request) => request.url().includes('/api/bo-phieu/'));
    await page.getByLabel('Không đồng ý').check();
    await cast_.click();
    expect(await (await sent).headerValue('cookie')).toBeNull();
    await page.getByText('Đã bỏ phiếu vào hòm').waitFor();
    const serial = (await page.locator('.serial').textContent())!;
    expect(serial).toMatch(/^([2-9A-HJKMNP-Z]{4}-){5}[2-9A-HJKMNP-Z]{4}$/);

    const room = `${server.url}/xet-khen/dot/${call.slug}/hoi-dong/${meeting.id}`;
    await secretary.page.goto(room, { waitUntil: 'networkidle' });
    expect(await secretary.page.content()).not.toContain(serial);
    const ballot = secretary.page.locator('#phieu-2');
    await ballot.locator('summary', { hasText: 'Kết thúc bỏ phiếu' }).click();
    await ballot.getByRole('button', { name: 'Kết thúc bỏ phiếu' }).click();
    await secretary.page.getByText('Đã kết thúc bỏ phiếu và kiểm phiếu.').waitFor();

    await page.goto(address, { waitUntil: 'networkidle' });
    await page.getByText('Phiếu của Ông/Bà có trong danh sách').waitFor();
    await page.getByRole('button', { name: 'đếm lại' }).click();
    await page.getByText('đếm lại khớp kết quả').waitFor();
    await clean(member);
  });
});
