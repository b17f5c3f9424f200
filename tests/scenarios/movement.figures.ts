import { expect, it } from 'vitest';
import type { Browser } from '../support/http.ts';
import { samplePdf } from '../support/samples.ts';
import { pick, untilChecked } from './contest.support.ts';
import { fieldOf, press, publicText, room, root, type Stage, unitRoom, who } from './movement.support.ts';

const list = `${room}/so-lieu`;

/** The figure of a unit, in the movement of 2025-2030. */
async function figureOf(stage: Stage, unit: string, indicatorId: string): Promise<{ id: string; state: string }> {
  return stage.server.app.db
    .selectFrom('indicator_value')
    .select(['id', 'state'])
    .where('unit_id', '=', stage.units[unit]!)
    .where('indicator_id', '=', indicatorId)
    .where('period', '=', '2025')
    .executeTakeFirstOrThrow();
}

async function addEvidence(stage: Stage, browser: Browser, page: string): Promise<void> {
  await browser.get(page);
  pick(browser, (form) => form.action.includes('/api/tai-tep'));
  await browser.submit({
    file: new File([new Uint8Array(samplePdf())], 'so-theo-doi.pdf', { type: 'application/pdf' }),
  });
  await untilChecked(stage.server);
}

/** A unit's figures of the year from the first typing error to a correction after the lock. */
export function figures(stage: Stage): void {
  const form = (unit: string) => `${unitRoom(stage, unit)}/so-lieu`;
  const parts = (numerator: string, denominator: string) => ({
    [`numerator.${stage.at.online}`]: numerator,
    [`denominator.${stage.at.online}`]: denominator,
    intent: 'save',
  });

  it('C21-2: 120 %, a denominator of zero, a comma between thousands: refused beside the box, nothing typed is lost', async () => {
    const mung = who(stage, 'mung');
    stage.server.moveTo('2025-10-06T08:00:00+07:00');
    await mung.get(form('04123'));
    expect(mung.page.text).toContain('Số liệu năm 2025');
    expect(mung.page.text).toContain('từ 60% trở lên vào năm 2025');
    await mung.submit({
      ...parts('1.200', '1.000'),
      [`value.${stage.at.guided}`]: '1.250',
      [`note.${stage.at.online}`]: 'Gồm cả hồ sơ của bưu cục',
    });
    expect(mung.page.status).toBe(422);
    expect(mung.page.text).toContain('120% trong khi cao nhất là 100%');
    expect(mung.page.text).toContain('Đã lưu 1 chỉ tiêu. Còn 1 chỉ tiêu cần xem lại');
    expect(fieldOf(mung, `numerator.${stage.at.online}`)).toBe('1.200');
    expect(fieldOf(mung, `note.${stage.at.online}`)).toBe('Gồm cả hồ sơ của bưu cục');
    await mung.submit(parts('0', '0'));
    expect(mung.page.text).toContain('Mẫu số bằng 0');
    await mung.submit(parts('1,234', '2.000'));
    expect(mung.page.text).toContain('đọc được hai cách');
    expect(fieldOf(mung, `numerator.${stage.at.online}`)).toBe('1,234');
    await press(mung, parts('650', '1.000'), {}, 'da=luu');
    expect(mung.page.text).toContain('65,0%');
    expect(fieldOf(mung, `value.${stage.at.guided}`)).toBe('1.250');
  });

  it('C21-2: nobody enters for another commune, whatever address they use', async () => {
    const bu = who(stage, 'bu');
    await bu.get(form('04123'));
    expect(bu.page.status).toBe(404);
    const forged = await bu.fetch(`${form('04123')}?/save`, {
      method: 'POST',
      body: new URLSearchParams({ ...parts('1', '1.000'), [`version.${stage.at.online}`]: '1' }),
    });
    expect(forged.status).toBe(404);
    const row = await stage.server.app.db
      .selectFrom('indicator_value')
      .select('numerator')
      .where('id', '=', (await figureOf(stage, '04123', stage.at.online!)).id)
      .executeTakeFirstOrThrow();
    expect(Number(row.numerator)).toBe(650);
  });

  it('C21-2: a figure that needs evidence waits for it; what is handed in is closed for its unit', async () => {
    const mung = who(stage, 'mung');
    await mung.get(form('04123'));
    await mung.submit({ intent: 'submit' }, { fields: [`numerator.${stage.at.online}`] });
    expect(mung.page.url).toContain('/gui?ky=2025');
    expect(mung.page.text).toContain('Chỉ tiêu này cần minh chứng');
    const { id } = await figureOf(stage, '04123', stage.at.online!);
    await addEvidence(stage, mung, `${form('04123')}/${id}`);
    await mung.get(`${form('04123')}/gui?ky=2025`);
    expect(mung.page.text).toContain('2 chỉ tiêu sẽ gửi');
    await mung.submit({}, { fields: ['figure'] });
    expect(mung.page.text).toContain('Đã gửi 2 số liệu');
    await mung.get(form('04123'));
    expect(mung.page.text).toContain('chờ xác nhận');
    expect(fieldOf(mung, `numerator.${stage.at.online}`)).toBeUndefined();

    const bu = who(stage, 'bu');
    await bu.get(form('03847'));
    await press(bu, { ...parts('40', '1.000'), [`value.${stage.at.guided}`]: '300' }, {}, 'da=luu');
    const other = await figureOf(stage, '03847', stage.at.online!);
    await addEvidence(stage, bu, `${form('03847')}/${other.id}`);
    await bu.get(`${form('03847')}/gui?ky=2025`);
    await bu.submit({}, { fields: ['figure'] });
    expect(bu.page.text).toContain('Đã gửi 2 số liệu');
  });

  it('C21-2: the department that leads the indicators returns one with a reason and verifies the rest', async () => {
    const [science, bu] = [who(stage, 'science'), who(stage, 'bu')];
    const other = await figureOf(stage, '03847', stage.at.online!);
    await science.get(`${list}/${other.id}`);
    await press(
      science,
      { reason: 'Tỷ lệ 4% không khớp với hệ thống một cửa, đề nghị đếm lại.' },
      { action: '?/return' },
      'da=tra-lai',
    );
    await bu.get(form('03847'));
    expect(bu.page.text).toContain('Lường Khoa Học trả lại: Tỷ lệ 4% không khớp');
    await press(bu, parts('400', '1.000'), {}, 'da=luu');
    await bu.get(`${form('03847')}/gui?ky=2025`);
    await bu.submit({}, { fields: ['figure'] });
    expect(bu.page.text).toContain('Đã gửi 1 số liệu');
    await science.get(`${list}?trang-thai=submitted&ky=2025`);
    expect(science.page.text).toContain('Xã Mường Bú');
    const all = science
      .form({ fields: ['f'] })
      .fields.filter((one) => one.name === 'f')
      .map((one) => one.value);
    expect(all).toHaveLength(4);
    await science.submit({ f: all, viec: 'verify' }, { fields: ['f'] });
    expect(science.page.text).toContain('4 số liệu làm được, 0 còn vướng');
    await science.submit({}, { fields: ['f'] });
    expect(science.page.text).toContain('Đã xác nhận 4 số liệu');
    expect(await publicText(stage, `${root}/chi-tieu`)).not.toContain('52,5%');
  });

  it('C21-1, C21-2: Sở Nội vụ locks; only then does the public read the figure, summed by the stated rule', async () => {
    const [secretary, bu] = [who(stage, 'secretary'), who(stage, 'bu')];
    await secretary.get(`${list}?trang-thai=verified&ky=2025`);
    const all = secretary
      .form({ fields: ['f'] })
      .fields.filter((one) => one.name === 'f')
      .map((one) => one.value);
    await secretary.submit({ f: all, viec: 'lock' }, { fields: ['f'] });
    expect(secretary.page.text).toContain('4 số liệu làm được');
    await secretary.submit({}, { fields: ['f'] });
    expect(secretary.page.text).toContain('Đã khóa 4 số liệu');
    const text = await publicText(stage, `${root}/chi-tieu`);
    expect(text).toContain('52,5%');
    expect(text).toContain('1 trong 2 đơn vị đã có số liệu chốt đạt mức này');
    expect(text).toContain('1.550');
    expect((await bu.fetch(`${list}?trang-thai=verified`)).status).toBe(200);
  });

  it('C21-2: a correction after the lock needs a reason and waits; the official figure stays until it is locked again', async () => {
    const [mung, science, secretary] = [who(stage, 'mung'), who(stage, 'science'), who(stage, 'secretary')];
    const { id } = await figureOf(stage, '04123', stage.at.online!);
    await mung.get(`${form('04123')}/${id}`);
    await mung.submit({ numerator: '700', reason: 'nhầm' }, { action: '?/correct' });
    expect(mung.page.text).toContain('ít nhất 20 ký tự');
    expect(fieldOf(mung, 'numerator')).toBe('700');
    await press(
      mung,
      { numerator: '700', reason: 'Đếm thiếu hồ sơ của điểm bưu điện tháng 9.' },
      { action: '?/correct' },
      'da=dinh-chinh',
    );
    expect(mung.page.text).toContain('Số chính thức vẫn là 650 / 1.000 = 65,0%');
    expect(await publicText(stage, `${root}/chi-tieu`)).toContain('52,5%');
    await science.get(`${list}/${id}`);
    expect(science.page.text).toContain('Đếm thiếu hồ sơ của điểm bưu điện tháng 9.');
    await press(science, {}, { action: '?/verify' }, 'da=xac-nhan');
    await secretary.get(`${list}/${id}`);
    await press(secretary, {}, { action: '?/lock' }, 'da=khoa');
    const text = await publicText(stage, `${root}/chi-tieu`);
    expect(text).toContain('55,0%');
    expect(text).not.toContain('52,5%');
  });

  it('Q25-9: province, department and commune read their dashboards, each what is theirs', async () => {
    const [leader, mung] = [who(stage, 'leader'), who(stage, 'mung')];
    await leader.get(room);
    expect(leader.page.status).toBe(200);
    await leader.get(`${room}/chi-tieu?nam=2025`);
    expect(leader.page.text).toContain('Xã Mường Bú');
    await mung.get(unitRoom(stage, '04123'));
    expect(mung.page.text).toContain('70,0%');
    expect(mung.page.text).not.toContain('Xã Mường Bú');
  });
}
