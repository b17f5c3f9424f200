import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { contest2024Demo } from '#programmes/son-la/tuyen-truyen-so-2024.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** The contest of 2026 with the declarations, consents and limits of the video contest. */
const doc: ContestProgramme = {
  ...contest2026Demo,
  pillars: { ...contest2026Demo.pillars, items: [] },
  eligibility: { ...contest2026Demo.eligibility, maxEntriesPerPerson: { value: 2, source: 'decided' } },
  dossier: contest2026Demo.dossier.map((stage) =>
    stage.id === 'submission'
      ? { ...stage, declarations: contest2024Demo.dossier[0]!.declarations.map((one) => ({ ...one, clause: 'II.1' })) }
      : stage,
  ),
  gallery: {
    ...contest2024Demo.gallery!,
    clause: 'II.1',
    consents: contest2024Demo.gallery!.consents.map((one) => ({ ...one, clause: 'II.1' })),
    guardianBelowAge: 16,
  },
};

const password = 'nui rung tay bac';
let server: TestServer;
let an: Browser;
let root = '';

beforeAll(async () => {
  server = await startTestServer({ at: '2026-04-10T08:00:00+07:00' });
  const programmeId = await createProgramme(server.ctx(), { doc });
  await server.app.db
    .updateTable('programme')
    .set({ status: 'published', published_at: new Date('2026-01-06T00:00:00Z') })
    .where('id', '=', programmeId)
    .execute();
});
afterAll(() => server?.stop());

const chosen = (browser: Browser) =>
  browser.page.forms
    .flatMap((form) => form.fields)
    .filter((field) => (field.type === 'checkbox' || field.type === 'radio') && field.checked)
    .map((field) => [field.name, field.value]);

describe('an author without scripts', () => {
  it('K24-5: sees how many entries they have before they begin one', async () => {
    an = server.browser();
    const [email, next] = ['an@example.test', `/bai-du-thi/moi/${doc.slug}`];
    await an.get(`/dang-ky?tiep=${encodeURIComponent(next)}`);
    await an.submit({ fullName: 'Quàng Văn An', email, password });
    await an.get(await mailed(server, email, 'xac-nhan'));
    await an.submit({});
    if (!an.page.url.startsWith(next)) await an.submit({ email, password }, { fields: ['email', 'password'] });
    expect(an.page.text).toContain('Bạn chưa có bài dự thi nào; mỗi người có nhiều nhất 2 bài');
    await an.submit({ title: 'Bác Lả bán mận qua mạng' });
    root = an.page.url;
    expect((await an.get(next)).text).toContain('Bạn đã có 1/2 bài dự thi, kể cả 1 bản nháp');
    expect((await an.get(`/cuoc-thi/${doc.slug}`)).text).toContain('Bạn đã có 1/2 bài dự thi');
    expect((await an.get(`${root}/kiem-tra`)).text).not.toContain('Trụ cột');
    await an.get(next);
    await an.submit({ title: 'Bài thứ hai' });
    const full = await an.get(next);
    expect(full.text).toContain('Bạn đã có 2/2 bài dự thi');
    expect(full.text).toContain('“Bác Lả bán mận qua mạng”');
    expect(full.text).toContain('hãy rút một bài');
    expect(full.forms.filter((form) => form.fields.some((field) => field.name === 'title'))).toEqual([]);
    expect((await an.get('/bai-du-thi')).text).toContain('Bạn đã có 2/2 bài dự thi');
    expect((await an.get(`${root}/tac-gia`)).text).toContain('Quàng Văn An đã có 2/2 bài dự thi, kể cả 2 bản nháp');
  });

  it('K24-7: three promises stand in boxes of their own, none ticked; text, version, person and time are kept', async () => {
    await an.get(`${root}/cam-ket`);
    expect(chosen(an)).toEqual([]);
    const boxes = an.page.forms
      .flatMap((form) => form.fields)
      .filter((field) => field.type === 'checkbox')
      .map((field) => field.name);
    expect(boxes).toEqual(doc.dossier[0]!.declarations.map((one) => `declarations.${one.id}`));
    expect(boxes.slice(0, 3)).toEqual([
      'declarations.originality',
      'declarations.not-published',
      'declarations.lawful',
    ]);
    await an.submit({ 'declarations.originality': true, 'declarations.lawful': true });
    const kept = await server.app.db.selectFrom('entry_declaration').selectAll().orderBy('declaration_id').execute();
    expect(kept.map((row) => [row.declaration_id, row.version])).toEqual([
      ['lawful', 1],
      ['originality', 1],
    ]);
    expect(kept[0]!.text).toBe(doc.dossier[0]!.declarations.find((one) => one.id === 'lawful')!.text);
    expect(kept[0]!.person_id).not.toBeNull();
    expect(kept[0]!.at.toISOString()).toContain('2026-04-10T01:0');
  });

  it('K24-7: a missing promise is named, and a changed text is asked again', async () => {
    expect((await an.get(`${root}/kiem-tra`)).text).toContain('chưa được công bố trên các phương tiện thông tin');
    const changed = structuredClone(doc);
    changed.dossier[0]!.declarations[0]!.version = 2;
    await server.app.db
      .updateTable('programme')
      .set({ doc: JSON.stringify(changed), version: 2 })
      .execute();
    await an.get(`${root}/cam-ket`);
    expect(an.page.text).toContain('Nội dung này đã thay đổi sau lần bạn đồng ý');
    expect(chosen(an)).toEqual([['declarations.lawful', 'yes']]);
  });

  it('K24-4: chooses for each purpose; nothing is chosen beforehand', async () => {
    expect((await an.get(root)).text).toContain('Chưa trả lời: Quàng Văn An. Không trả lời vẫn dự thi được.');
    await an.get(`${root}/cong-khai`);
    expect(chosen(an)).toEqual([]);
    const half = await an.submit({ birthYear: '2012', 'consent.gallery': 'yes' }, { fields: ['birthYear'] });
    expect(half.status).toBe(422);
    expect(half.text).toContain('Hãy chọn đồng ý hoặc không đồng ý.');
    expect(chosen(an)).toEqual([['consent.gallery', 'yes']]);
    await an.submit({ 'consent.fanpage': 'no', 'consent.broadcast': 'no' }, { fields: ['birthYear'] });
    expect(an.page.text).toContain('Đã ghi câu trả lời của bạn.');
    expect(an.page.text).toContain('cần cả cha, mẹ hoặc người giám hộ đồng ý');
  });

  it('K24-4: a guardian answers by the link in the mail, without an account, and takes it back there', async () => {
    await an.submit(
      { guardianName: 'Lò Thị Mẹ', guardianRelation: 'mẹ', guardianEmail: 'me@example.test' },
      { fields: ['guardianEmail'] },
    );
    expect(an.page.text).toContain('Đã gửi thư cho Lò Thị Mẹ (mẹ)');
    const mother = server.browser();
    const link = await mailed(server, 'me@example.test', 'nguoi-giam-ho');
    const page = await mother.get(link);
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(page.html).not.toContain('<script');
    expect(page.text).toContain('Bác Lả bán mận qua mạng');
    expect(page.text).not.toContain('@example.test');
    expect(chosen(mother)).toEqual([]);
    const none = await mother.submit({}, { fields: ['consent.gallery'] });
    expect(none.status).toBe(422);
    await mother.submit(
      { 'consent.gallery': 'yes', 'consent.fanpage': 'no', 'consent.broadcast': 'no' },
      { fields: ['consent.gallery'] },
    );
    expect(mother.page.text).toContain('Đã ghi ý kiến của Ông/Bà.');
    expect((await an.get(root)).text).toContain('Đủ đồng ý để đăng');
    await mother.get(link);
    await mother.submit({ 'consent.gallery': 'no' }, { fields: ['consent.gallery'] });
    expect((await an.get(root)).text).toContain('tác phẩm vẫn dự thi, nhưng không được đăng');
  });
});
