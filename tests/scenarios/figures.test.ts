import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { samplePdf } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
const who = {} as Record<'commune' | 'colleague' | 'lead' | 'standing' | 'agency', Browser>;
const { slug } = sampleMovement;
const room = `/dieu-hanh/phong-trao/${slug}/so-lieu`;
let form: string;

beforeAll(async () => {
  server = await startTestServer({ at: '2026-02-01T08:00:00+07:00' });
  const { db } = server.app;
  units = await sampleUnits(server);
  const programmeId = await insertMovement(server);
  const sign = async (name: keyof typeof who, person: string, grants: Parameters<typeof testPerson>[2]) => {
    const { id } = await testPerson(db, person, grants);
    who[name] = server.browser();
    who[name].cookies.set(sessionCookie, await createSession(db, id, { ip: null, userAgent: 'test' }));
  };
  await sign('commune', 'Lò Thị Nhập', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  await sign('colleague', 'Cà Văn Sửa', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  await sign('lead', 'Vì Thị Xác Nhận', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]);
  await sign('agency', 'Tòng Văn Nền Tảng', [{ role: 'unit-coordinator', unitId: units.SNV! }]);
  await sign('standing', 'Hà Văn Khóa', [{ role: 'secretary', programmeId }]);
  form = `/don-vi/${units.X1}/phong-trao/${slug}/so-lieu`;
});
afterAll(() => server?.stop());

const field = (browser: Browser, name: string) =>
  browser.page.forms.flatMap((one) => one.fields).find((one) => one.name === name)?.value;

describe('C21-2: figures of a commune, without scripts', () => {
  it('opens the period that is reported on, with target and last year', async () => {
    const page = await who.commune.get(form);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Số liệu năm 2025');
    expect(page.text).toContain('Ghi 2 chỉ tiêu còn thiếu');
    expect(page.text).toContain('Mức phải đạt: trên 60% vào năm 2025');
  });

  it('bad input: a finding beside the field, nothing typed is lost, the good line is saved', async () => {
    const page = await who.commune.submit({
      'numerator.online': '72',
      'denominator.online': '60',
      'note.online': 'Gồm cả hồ sơ của bưu cục',
      'value.trained': '1.250',
      intent: 'save',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('120% trong khi cao nhất là 100%');
    expect(page.text).toContain('Đã lưu 1 chỉ tiêu. Còn 1 chỉ tiêu cần xem lại');
    expect(field(who.commune, 'numerator.online')).toBe('72');
    expect(field(who.commune, 'note.online')).toBe('Gồm cả hồ sơ của bưu cục');
    expect(field(who.commune, 'value.trained')).toBe('1.250');
    const zero = await who.commune.submit({ 'numerator.online': '0', 'denominator.online': '0', intent: 'save' });
    expect(zero.text).toContain('Mẫu số bằng 0');
    const comma = await who.commune.submit({
      'numerator.online': '1,234',
      'denominator.online': '2.000',
      intent: 'save',
    });
    expect(comma.text).toContain('đọc được hai cách');
    const good = await who.commune.submit({ 'numerator.online': '45', 'denominator.online': '60', intent: 'save' });
    expect(good.url).toContain('da=luu');
    expect(good.text).toContain('75,0%');
  });

  it('two people: the later one sees both figures and chooses', async () => {
    await who.colleague.get(form);
    await who.commune.submit({ 'numerator.online': '48', intent: 'save' }, { fields: ['numerator.online'] });
    const late = await who.colleague.submit(
      { 'numerator.online': '50', intent: 'save' },
      { fields: ['numerator.online'] },
    );
    expect(late.status).toBe(422);
    expect(late.text).toContain('Lò Thị Nhập vừa lưu số khác');
    expect(late.text).toContain('Số của Lò Thị Nhập: 48 / 60');
    expect(late.text).toContain('Số tôi vừa gõ: 50 / 60');
    // without a choice it is asked again
    const again = await who.colleague.submit({ intent: 'save' }, { fields: ['choice.online'] });
    expect(again.text).toContain('Lò Thị Nhập vừa lưu số khác');
    const choices = who.colleague
      .form({ fields: ['choice.online'] })
      .fields.filter((one) => one.name === 'choice.online');
    expect(choices.map((one) => one.value)).toEqual(['theirs', 'mine:2']);
    const done = await who.colleague.submit({ 'choice.online': 'mine:2', intent: 'save' });
    expect(done.url).toContain('da=luu');
    expect(field(who.colleague, 'numerator.online')).toBe('50');
  });

  it('checks, then hands in', async () => {
    await who.commune.get(form);
    const check = await who.commune.submit({ intent: 'submit' }, { fields: ['numerator.online'] });
    expect(check.url).toContain('/gui?ky=2025');
    expect(check.text).toContain('2 chỉ tiêu sẽ gửi');
    const sent = await who.commune.submit({}, { fields: ['figure'] });
    expect(sent.text).toContain('Đã gửi 2 số liệu');
    const page = await who.commune.get(form);
    expect(page.text).toContain('Đã gửi, chờ xác nhận');
    expect(page.forms.flatMap((one) => one.fields).some((one) => one.name === 'numerator.online')).toBe(false);
  });

  it('verified by the lead, locked by the standing unit, each with a preview and a result a row', async () => {
    const list = await who.lead.get(`${room}?trang-thai=submitted&ky=2025&chi-tieu=online`);
    expect(list.text).toContain('Xã Chiềng Mung');
    expect(list.text).toContain('2 đơn vị chưa ghi số liệu này');
    const preview = await who.lead.submit({ f: true, viec: 'verify' });
    expect(preview.text).toContain('1 số liệu làm được, 0 còn vướng');
    expect((await who.lead.submit({}, { fields: ['f'] })).text).toContain('Đã xác nhận 1 số liệu');
    const duty = await who.standing.get(`/dieu-hanh/phong-trao/${slug}`);
    expect(duty.status).toBe(200);
    await who.standing.get(`${room}?ky=2025`);
    const both = await who.standing.submit({
      f: who.standing
        .form({ fields: ['f'] })
        .fields.filter((one) => one.name === 'f')
        .map((one) => one.value),
      viec: 'lock',
    });
    expect(both.text).toContain('1 số liệu làm được, 1 còn vướng');
    expect(both.text).toContain('chưa được xác nhận, nên chưa khóa được');
    expect((await who.standing.submit({}, { fields: ['f'] })).text).toContain('Đã khóa 1 số liệu');
  });

  it('corrects after the lock: the official figure stays until the new one is locked', async () => {
    const page = await who.commune.get(form);
    const id = /so-lieu\/([0-9a-f-]{36})/.exec(page.html)![1]!;
    await who.commune.get(`${form}/${id}`);
    const short = await who.commune.submit({ numerator: '51', reason: 'nhầm' }, { action: 'correct' });
    expect(short.text).toContain('ít nhất 20 ký tự');
    const sent = await who.commune.submit(
      { numerator: '51', reason: 'Đếm thiếu một hồ sơ của tháng 12 năm 2025.' },
      { action: 'correct' },
    );
    expect(sent.text).toContain('Đã gửi bản đính chính');
    expect(sent.text).toContain('Số chính thức vẫn là 50 / 60 = 83,3%');
    await who.lead.get(`${room}/${id}`);
    const back = await who.lead.submit({ reason: 'Thiếu danh sách hồ sơ kèm theo.' }, { action: 'return' });
    expect(back.text).toContain('Đã trả lại đơn vị');
    const again = await who.commune.get(form);
    expect(again.text).toContain('Vì Thị Xác Nhận trả lại: Thiếu danh sách hồ sơ kèm theo.');
    expect(again.text).toContain('Sửa 1 chỉ tiêu bị trả lại rồi gửi lại');
  });
});

describe('C21-2: evidence', () => {
  it('is asked for, uploaded by a plain form, read by those who verify, and by nobody else', async () => {
    const agency = `/don-vi/${units.SNV}/phong-trao/${slug}/so-lieu`;
    await who.agency.get(agency);
    const asked = await who.agency.submit({ 'value.platform': '1', intent: 'complete' });
    expect(asked.text).toContain('Chỉ tiêu này cần minh chứng');
    const id = /so-lieu\/([0-9a-f-]{36})/.exec(asked.html)![1]!;
    await who.agency.get(`${agency}/${id}`);
    const file = new File([new Uint8Array(samplePdf('Minh chung'))], 'minh-chung.pdf', { type: 'application/pdf' });
    await who.agency.submit({ file }, { action: '/api/tai-tep' });
    const ready = async () =>
      server.app.db.selectFrom('file').select(['id', 'state']).where('purpose', '=', 'evidence').executeTakeFirst();
    for (let tries = 0; tries < 50 && (await ready())?.state !== 'ready'; tries++)
      await new Promise((done) => setTimeout(done, 100));
    const page = await who.agency.get(`${agency}/${id}`);
    expect(page.text).toContain('minh-chung.pdf');
    const { id: fileId } = (await ready())!;
    const reads = async (browser: Browser) => (await browser.fetch(`/tep/${fileId}`)).status;
    expect(await reads(who.agency)).toBe(200);
    expect(await reads(who.standing)).toBe(200);
    expect(await reads(who.commune)).toBe(404);
    expect(await reads(who.lead)).toBe(404);
    expect(await reads(server.browser())).not.toBe(200);
    const sent = await who.agency.submit({}, { action: 'submit' });
    expect(sent.text).toContain('Đã gửi');
    await who.agency.submit({}, { action: 'withdraw' });
    await who.agency.submit({ fileId }, { action: 'remove' });
    expect(await reads(who.agency)).toBe(404);
  });
});
