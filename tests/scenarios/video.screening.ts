import { expect, it } from 'vitest';
import type { Browser } from '../support/http.ts';
import { contest, download, press, room, root, type Stage } from './video.support.ts';

/** The closed list, the standing agency's sheets, and the works on show. */
export function screening(stage: Stage): void {
  const secretary = (): Browser => stage.people.secretary!;

  it('K24-8: the secretariat closes the list of entries and downloads it; drafts stay outside', async () => {
    stage.server.moveTo('2024-08-01T08:00:00+07:00');
    await secretary().get(`${room}/danh-sach`);
    await press(secretary(), {}, { action: '?/close' }, 'da=close');
    for (const { code } of Object.values(stage.works)) expect(secretary().page.text).toContain(code);
    const csv = await download(secretary(), `${room}/danh-sach/tai-ve?dang=csv`);
    expect(csv.bytes.toString('utf8')).toContain('Chợ phiên không tiền mặt');
    expect(csv.bytes.toString('utf8')).not.toContain('Lớp học trên mây');
    expect((await download(secretary(), `${room}/danh-sach/tai-ve?dang=xlsx`)).bytes.subarray(0, 2).toString()).toBe(
      'PK',
    );
    const pdf = await download(secretary(), `${room}/danh-sach/tai-ve?dang=pdf`);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await secretary().get(`${room}/danh-sach`);
    expect(secretary().page.forms.some((form) => form.action.includes('?/close'))).toBe(false);
  });

  it('K24-3: the secretariat checks the conditions of a work', async () => {
    await secretary().get(`${room}/bai-du-thi/${stage.works.market!.id}`);
    await press(secretary(), {}, { action: '?/accept' }, 'da=accept');
  });

  it('K24-3: each work is screened with the checklist of the plan; one is not chosen, with its reason', async () => {
    for (const key of ['market', 'child']) {
      await secretary().get(`${room}/so-loai/${stage.works[key]!.id}`);
      for (const { label } of contest.screening.agency!.checklist) expect(secretary().page.text).toContain(label);
      await press(secretary(), { decision: 'choose-rest' }, { fields: ['decision', 'version'] }, 'da=choose');
    }
    await secretary().get(`${room}/so-loai/${stage.works.shop!.id}`);
    await secretary().submit({ decision: 'refuse' }, { fields: ['decision', 'version'] });
    expect(secretary().page.status).toBe(422);
    await press(
      secretary(),
      { 'item.theme': 'fail', 'note.theme': 'Quảng cáo một cửa hàng.', decision: 'refuse' },
      { fields: ['decision', 'version'] },
      'da=refuse',
    );
  });

  it('K24-3, K24-4: one act closes the screening, publishes the list and puts the works on show', async () => {
    const { server, works } = stage;
    expect((await server.browser().get(`${root}/chung-khao`)).text).not.toContain('Chợ phiên');
    server.moveTo('2024-08-05T08:00:00+07:00');
    await secretary().get(`${room}/so-loai/chot`);
    await press(
      secretary(),
      { number: '21-TB/BTGTU', date: '02/08/2024', signer: 'Hoàng Quốc Trị' },
      { fields: ['fingerprint'] },
      'da=chot',
    );
    const list = await server.browser().get(`${root}/chung-khao`);
    expect(list.text).toContain('Chợ phiên không tiền mặt');
    expect(list.text).not.toContain('Cửa hàng điện máy');
    const items = await server.app.db.selectFrom('gallery_item').select('code').orderBy('code').execute();
    expect(items.map((item) => item.code)).toEqual([works.market!.code, works.child!.code].sort());
  });

  it('K24-3: authors read what became of their works, and why', async () => {
    const { may, thom } = stage.people as Record<string, Browser>;
    await may!.get(stage.works.market!.path);
    expect(may!.page.text).toContain('Vào vòng Chung kết');
    expect(may!.page.html).toContain(`${root}/thu-vien/${stage.works.market!.code.toLowerCase()}`);
    await thom!.get(stage.works.shop!.path);
    expect(thom!.page.text).toContain('Ban Tuyên giáo Tỉnh ủy, 08:00 05/08/2024');
    expect(thom!.page.text).toContain('(Mục III.4): Quảng cáo một cửa hàng. Mục III.4');
  });
}
