import { expect, it } from 'vitest';
import { convertOffice, hasOffice } from '../support/office.ts';
import { download, press, room, type Stage, who } from './movement.support.ts';

/** The province's report of the year, from the reports of units (Q25-13). */
export function summary(stage: Stage): void {
  const at = () => stage.at.summary!;

  it('Q25-9, Q25-13: made from what was accepted; it says who is missing, and each figure leads to its rows', async () => {
    const secretary = who(stage, 'secretary');
    stage.server.moveTo('2025-12-15T08:00:00+07:00');
    await secretary.get(`${room}/bao-cao`);
    expect(secretary.page.text).toContain('Báo cáo năm 2025');
    await secretary.submit({}, { action: '?/create' });
    expect(secretary.page.text).toContain('Đã lập báo cáo với bố cục và lời văn đề xuất');
    stage.at.summary = secretary.page.url.split('?')[0]!;
    await secretary.get(`${at()}/nguon/bao-cao.communes.chap-nhan`);
    expect(secretary.page.text).toContain('Xã Chiềng Mung');
    await secretary.get(`${at()}/nguon/bao-cao.communes.chua-nop`);
    expect(secretary.page.text).toContain('Xã Mường Bú');
    await secretary.get(`${at()}/nguon/chi-tieu.${stage.at.online}.toan-tinh`);
    expect(secretary.page.text).toContain('55,0%');
    await who(stage, 'mung').get(at());
    expect(who(stage, 'mung').page.status).toBe(404);
  });

  it('Q25-13: the officer writes with references to figures; one that leads nowhere is refused, nothing is lost', async () => {
    const secretary = who(stage, 'secretary');
    await secretary.get(`${at()}/phan/trien-khai`);
    await secretary.submit({ text: 'Đã nộp {{so:khong-co}} báo cáo.' }, { action: '?/save' });
    expect(secretary.page.status).toBe(422);
    expect(secretary.page.text).toContain('Không có số liệu “khong-co”');
    await press(
      secretary,
      { text: 'Xã, phường đã nộp {{so:bao-cao.communes.da-nop}} báo cáo.' },
      { action: '?/save' },
      'da-luu',
    );
    expect(secretary.page.text).toContain('Xã, phường đã nộp 1 báo cáo.');
  });

  it('Q25-13: it is issued under a number; the Word file opens in LibreOffice and says the same figures as the page', async () => {
    const [secretary, leader] = [who(stage, 'secretary'), who(stage, 'leader')];
    await secretary.get(at());
    await secretary.submit({ number: '215/BC-SNV', dated: '2025-12-15' }, { action: '?/finalise' });
    expect(secretary.page.text, secretary.page.text.slice(0, 1500)).toContain('Đã ban hành báo cáo');
    await leader.get(`${at()}/xem`);
    const onPage = leader.page.text;
    expect(onPage).toContain('Xã, phường đã nộp 1 báo cáo.');
    for (const format of ['docx', 'pdf'] as const) {
      const file = await download(leader, `${at()}/tai.${format}?ban=1`);
      stage.files[`summary.${format}`] = file.bytes;
    }
    if (!hasOffice) return;
    const text = convertOffice(stage.files['summary.docx']!, 'docx', 'txt').toString('utf8').replace(/\s+/g, ' ');
    expect(text).toContain('215/BC-SNV');
    expect(text).not.toContain('CHỦ TỊCH ỦY BAN');
    expect(text).toContain('Xã, phường đã nộp 1 báo cáo.');
    for (const { text: figure } of await shownFigures(stage)) {
      expect(onPage, figure).toContain(figure);
      expect(text, figure).toContain(figure);
    }
  });
}

/** Figures that stand in the tables and words of the issued report. */
async function shownFigures(stage: Stage): Promise<{ text: string }[]> {
  const html = who(stage, 'leader').page.html;
  const all = [...html.matchAll(/<a[^>]+href="[^"]*\/nguon\/[^"]+"[^>]*>([^<]+)<\/a>/g)].map((m) => ({
    text: m[1]!.trim(),
  }));
  expect(all.length).toBeGreaterThan(10);
  return all;
}
