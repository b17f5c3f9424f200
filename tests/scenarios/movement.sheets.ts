import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Browser } from '../support/http.ts';
import { download, press, type Stage, unitRoom, who } from './movement.support.ts';

/** Waits for the worker as somebody would who looks again and again. */
async function untilDone(browser: Browser, page: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await browser.get(page);
    if (browser.page.text.includes('Đã xong')) return;
    await sleep(250);
  }
  throw new Error(browser.page.text.slice(0, 600));
}

/** Figures of the new year as a file. */
export function sheets(stage: Stage): void {
  it('Q25-10, C21-2: the template goes out, comes back filled in; the preview names a line of another commune; the rest is taken', async () => {
    const mung = who(stage, 'mung');
    const page = `${unitRoom(stage, '04123')}/nhap-xuat`;
    await mung.get(page);
    const { bytes } = await download(mung, `${page}/tai-ve?ky=2026&kieu=csv`);
    const lines = bytes.toString('utf8').split('\r\n');
    const at = lines.findIndex((line) => line.includes(`,${stage.at.guided},`));
    const own = lines[at]!;
    const typed = own.replace(',2026,,,,', ',2026,,,"1.400",');
    expect(typed).not.toBe(own);
    lines[at] = typed;
    lines.push(typed.replace('04123,Xã Chiềng Mung', '03847,Xã Mường Bú'));
    const file = new File([lines.join('\r\n')], 'số liệu 2026.csv', { type: 'text/csv' });
    await mung.get(page);
    await mung.submit({ period: '2025', file }, { action: '?/upload' });
    expect(mung.page.status).toBe(422);
    expect(mung.page.text).toContain('mẫu của năm 2026');
    await mung.get(page);
    await press(mung, { period: '2026', file }, { action: '?/upload' }, '/nhap-xuat/');
    const job = mung.page.url.split('?')[0]!;
    expect(mung.page.text).toContain('Chưa có gì thay đổi');
    expect(mung.page.text).toContain('1.400 người');
    expect(mung.page.text).toContain('Xã Mường Bú không phải đơn vị của bạn');
    await who(stage, 'bu').get(job);
    expect(who(stage, 'bu').page.status).toBe(404);
    await mung.submit({}, { action: '?/confirm' });
    await untilDone(mung, job);
    expect(mung.page.text).toContain('Xã Mường Bú không phải đơn vị của bạn');
    const rows = await stage.server.app.db
      .selectFrom('indicator_value')
      .select(['unit_id', 'value', 'state'])
      .where('period', '=', '2026')
      .execute();
    expect(rows.map((row) => [row.unit_id, Number(row.value), row.state])).toEqual([
      [stage.units['04123'], 1400, 'entered'],
    ]);
    const result = await mung.fetch(`${job}/ket-qua?chi=khong-nhan`);
    expect(result.headers.get('content-type')).toContain('spreadsheetml');
  });
}
