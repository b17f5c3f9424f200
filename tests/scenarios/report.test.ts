import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { StoredRole } from '#lib/server/platform/policy.ts';
import type { Browser } from '../support/http.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { upload, writtenDocx } from '../support/office.ts';
import { insertObligation } from '../support/report.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let units: Record<string, string>;
let programmeId: string;
let commune: Browser;
let colleague: Browser;
let receiver: Browser;
let neighbour: Browser;
let id = '';
let emails = 0;

async function member(name: string, role: StoredRole, unitId: string | null): Promise<Browser> {
  const { db } = server.app;
  const since = new Date('2024-01-01T00:00:00Z');
  const person = await db
    .insertInto('person')
    .values({ full_name: name, folded: name.toLowerCase(), email: `p${emails++}@example.test`, created_at: since })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('role_grant')
    .values({ person_id: person.id, role, unit_id: unitId, valid_from: since, granted_at: since })
    .execute();
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(db, person.id, { ip: null, userAgent: null }));
  return browser;
}

beforeAll(async () => {
  server = await startTestServer({ at: '2025-07-20T08:00:00+07:00' });
  units = await sampleUnits(server);
  programmeId = await insertMovement(server);
  id = await insertObligation(server, {
    programmeId,
    unitId: units.X1!,
    ruleId: 'plan-commune',
    period: '2025',
    due: '2025-07-29T16:59:59.999Z',
  });
  commune = await member('Lò Văn Mung', 'unit-coordinator', units.X1!);
  colleague = await member('Quàng Thị Mung', 'unit-coordinator', units.X1!);
  neighbour = await member('Hà Văn Bú', 'unit-coordinator', units.X2!);
  receiver = await member('Vũ Thị Nội Vụ', 'unit-coordinator', units.SNV!);
});
afterAll(() => server?.stop());

const here = () => `/don-vi/${units.X1}/phong-trao/${sampleMovement.slug}/nghia-vu/${id}`;
const step = (name: string) => `${here()}?phan=${name}`;
/** What stands in the fields of a step as the commune's coordinator sees it. */
const written = async (name: string) => {
  await commune.get(step(name));
  return Object.fromEntries(commune.form({ action: '?/save' }).fields.map((one) => [one.name, one.value]));
};
const room = () => `/dieu-hanh/phong-trao/${sampleMovement.slug}/nghia-vu/${id}`;
const stateOf = async () =>
  server.app.db.selectFrom('obligation').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a commune’s plan, without scripts', () => {
  it('Q25-10: the pages of the unit say what it has to hand in, once its days have come, and all of them the same', async () => {
    const [list, unit, movements, movement] = [
      '/don-vi',
      `/don-vi/${units.X1}`,
      `/don-vi/${units.X1}/phong-trao`,
      `/don-vi/${units.X1}/phong-trao/${sampleMovement.slug}`,
    ];
    expect((await commune.get(list)).text).toContain('1 việc phong trào phải nộp');
    for (const page of [unit, movements, movement]) {
      await commune.get(page);
      expect(commune.page.text, page).toMatch(/Việc của bạn: (Nộp )?Kế hoạch triển khai phong trào/);
    }
    const { db } = server.app;
    const move = (due: Date) => db.updateTable('obligation').set({ due_at: due }).where('id', '=', id).execute();
    const { due_at } = await stateOf();
    await move(new Date('2026-07-29T16:59:59.999Z'));
    for (const page of [unit, movements, movement]) {
      await commune.get(page);
      expect(commune.page.text, page).toContain('Bạn không phải làm gì lúc này');
    }
    expect((await commune.get(list)).text).toContain('Không có việc chờ');
    await move(due_at);
  });

  it('Q25-10, Q25-5: the coordinator uploads the Word file they wrote and sees what was understood; nothing is saved yet', async () => {
    await commune.get(here());
    expect(commune.page.text).toContain('a) Nâng cao nhận thức');
    await commune.get(`${here()}/tep`);
    const old = await commune.submit({ file: upload(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'ke hoach.doc') });
    expect(old.text).toContain('Lưu thành');
    const file = await writtenDocx([
      { bold: 'KẾ HOẠCH' },
      { bold: 'I. NÂNG CAO NHẬN THỨC'.normalize('NFD') },
      'Tuyên truyền ở 12 bản.',
      { bold: 'II. Công tác học tập số' },
      'Mở 3 lớp.',
      { bold: 'III. Kinh phí' },
      'Từ ngân sách xã.',
      {
        table: [
          ['TT', 'Chỉ tiêu', 'Năm 2025'],
          ['1', 'Tỷ lệ hồ sơ trực tuyến', '62,5'],
        ],
      },
    ]);
    const preview = await commune.submit({ file: upload(file, 'Kế hoạch xã.docx') });
    expect(preview.text).toContain('Chưa có gì được lưu vào bản soạn');
    expect(preview.text).toContain('Chắc chắn theo “I. NÂNG CAO NHẬN THỨC” trong tệp');
    expect(preview.text).toContain('Đoán theo “II. Công tác học tập số” trong tệp');
    expect(preview.text).toContain('Từ ngân sách xã.');
    expect((await written('noi-dung-a'))['contents.a']).toBe('');
  });

  it('Q25-10: what they tick and place goes into the draft', async () => {
    await commune.get(`${here()}/tep`);
    const link = /href="([^"]+\?tep=[^"]+)"/.exec(commune.page.html)?.[1] ?? '';
    await commune.get(link);
    const place = commune.form({ action: '?/take' }).fields.find((one) => one.name.startsWith('place.'))?.name ?? '';
    await commune.submit(
      { use: ['contents.a', 'contents.b', 'targets.online@2025'], [place]: 'sections.difficulties' },
      { action: '?/take' },
    );
    expect(commune.page.text).toContain('Đã đưa nội dung tệp vào bản soạn');
    expect((await written('noi-dung-a'))['contents.a']).toBe('Tuyên truyền ở 12 bản.');
    expect((await written('noi-dung-b'))['contents.b']).toBe('Mở 3 lớp.');
    expect((await written('chi-tieu'))['targets.online@2025']).toBe('62,5');
  });

  it('Q25-10: one part a page; the list says how far each is, saving leads to the next, and no part empties another', async () => {
    await commune.get(here());
    expect(commune.page.text).toMatch(/a\) Nâng cao nhận thức Đủ/);
    expect(commune.page.text).toMatch(/Tự đánh giá theo tiêu chí Chưa viết/);
    await commune.get(step('noi-dung-b'));
    await commune.submit({ 'contents.b': 'Mở 3 lớp ở bản.', go: 'tieu-chi' }, { action: '?/save' });
    expect(commune.page.url).toContain('phan=tieu-chi');
    expect(commune.page.text).toContain('Đã lưu bản soạn');
    expect((await written('noi-dung-a'))['contents.a']).toBe('Tuyên truyền ở 12 bản.');
    expect((await written('chi-tieu'))['targets.online@2025']).toBe('62,5');
    await commune.get(step('nop'));
    expect(commune.page.text).toContain('Mở 3 lớp ở bản.');
    expect(commune.page.html).toContain('?phan=tieu-chi#f-criteria-a1-self');
    expect(commune.page.html).not.toContain('Nộp kế hoạch</button>');
  });

  it('two people write at once: apart it is merged, together they choose, and nothing is lost', async () => {
    await colleague.get(step('noi-dung-a'));
    await commune.get(step('noi-dung-a'));
    await colleague.submit({ 'contents.a': 'Bản của Thị Mung.' }, { action: '?/save' });
    await colleague.get(step('noi-dung-b'));
    await colleague.submit({ 'contents.b': 'Mở 4 lớp.' }, { action: '?/save' });
    await commune.submit({ 'contents.a': 'Bản của Văn Mung.' }, { action: '?/save' });
    expect(commune.page.status).toBe(409);
    expect(commune.page.text).toContain('Bản của Thị Mung.');
    expect(commune.page.text).toContain('Bản của Văn Mung.');
    await commune.submit({ 'choice.contents.a': 'both' }, { action: '?/resolve' });
    expect(commune.page.url).toContain('phan=noi-dung-a');
    expect((await written('noi-dung-a'))['contents.a']).toBe('Bản của Thị Mung.\n\nBản của Văn Mung.');
    expect((await written('noi-dung-b'))['contents.b']).toBe('Mở 4 lớp.');
    // apart: whoever opened another part before is not in the way
    await commune.get(step('phan-khac'));
    await colleague.get(step('noi-dung-b'));
    await colleague.submit({ 'contents.b': 'Mở 4 lớp, 120 người.' }, { action: '?/save' });
    await commune.submit({ 'sections.difficulties': 'Thiếu máy.' }, { action: '?/save' });
    expect(commune.page.status).toBe(200);
    expect((await written('phan-khac'))['sections.difficulties']).toBe('Thiếu máy.');
    expect((await written('noi-dung-b'))['contents.b']).toBe('Mở 4 lớp, 120 người.');
  });

  it('Q25-6: a target that cannot be is refused beside its field, and nothing typed is lost', async () => {
    await commune.get(step('chi-tieu'));
    await commune.submit({ 'targets.online@2025': '120', 'targets.online@2026': '70' }, { action: '?/save' });
    expect(commune.page.status).toBe(422);
    expect(commune.page.text).toContain('cao nhất 100');
    const values = Object.fromEntries(commune.form({ action: '?/save' }).fields.map((one) => [one.name, one.value]));
    expect(values).toMatchObject({ 'targets.online@2025': '120', 'targets.online@2026': '70' });
    await commune.submit({ 'targets.online@2025': '65', 'targets.online@2026': '' }, { action: '?/save' });
    expect(commune.page.text).toContain('Đã lưu bản soạn');
  });

  it('Q25-10: handed in, returned with a reason, handed in again late; the first hand-in decides', async () => {
    const send = async (values: Record<string, string>) => {
      await commune.get(step('nop'));
      const body = new URLSearchParams({ version: /name="version" value="(\d+)"/.exec(commune.page.html)?.[1] ?? '' });
      for (const [name, value] of Object.entries(values)) body.append(name, value);
      const response = await commune.fetch(`${here()}?/submit`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
    };
    const incomplete = await send({});
    expect(incomplete.text).toContain('Chưa tự đánh giá');
    const done = await send({ 'criteria.a1.self': 'full', 'criteria.a2.self': 'full' });
    expect(done.status).toBe(303);
    await commune.get(done.location);
    expect(commune.page.text).toContain('Đã nộp Kế hoạch triển khai phong trào của xã, phường, năm 2025');
    expect(commune.page.text).toContain('gửi đúng hạn');
    expect((await commune.get(`${here()}/ban-in.pdf?lan=1`)).headers.get('content-type')).toBe('application/pdf');
    expect((await receiver.get(`${here()}/ban-in.docx?lan=1`)).status).toBe(200);
    expect((await neighbour.get(`${here()}/ban-in.docx?lan=1`)).status).toBe(404);

    await receiver.get(room());
    expect(receiver.page.text).toContain('Bản của Văn Mung.');
    await receiver.submit({ reason: 'Thiếu' }, { action: '?/return' });
    expect(receiver.page.text).toContain('20 ký tự');
    await receiver.submit({ reason: 'Phần b cần ghi rõ số học viên của từng lớp.' }, { action: '?/return' });
    server.moveTo('2025-08-05T08:00:00+07:00');
    await commune.get(here());
    expect(commune.page.text).toContain('Phần b cần ghi rõ số học viên của từng lớp.');
    expect((await send({ 'contents.b': 'Mở 5 lớp, mỗi lớp 30 học viên.' })).status).toBe(303);
    const again = await stateOf();
    expect(again.state).toBe('submitted');
    expect(again.first_submitted_at?.toISOString().slice(0, 10)).toBe('2025-07-20');

    await receiver.get(room());
    expect(receiver.page.text).toContain('Nộp lần 2');
    expect(receiver.page.text).toContain('1 phần khác lần trước');
    await receiver.submit({}, { action: '?/accept' });
    expect((await stateOf()).state).toBe('accepted');
    const targets = await server.app.db.selectFrom('unit_target').select(['indicator_id', 'year', 'value']).execute();
    expect(targets).toEqual([{ indicator_id: 'online', year: 2025, value: '65' }]);
  });

  it('V26-7: a report whose day has passed says so, is taken all the same, and its days are counted', async () => {
    const late = await insertObligation(server, {
      programmeId,
      unitId: units.X1!,
      ruleId: 'report',
      period: '2025',
      due: '2025-08-01T16:59:59.999Z',
    });
    const address = here().replace(id, late);
    await commune.get(`${address}?phan=nop`);
    expect(commune.page.text).toContain('Đã quá hạn (4 ngày)');
    // The accepted plan is offered, marked, and never taken by itself.
    await commune.get(`${address}?phan=noi-dung-a`);
    expect(commune.page.html).toContain('Lấy từ kế hoạch năm 2025');
    await commune.get(`${address}?phan=so-lieu`);
    expect(commune.page.text).toContain('đăng ký: 65 %');
  });
});
