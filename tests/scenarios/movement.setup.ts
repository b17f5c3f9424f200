import { expect, it } from 'vitest';
import { firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { hasField, pick } from './contest.support.ts';
import { officeSlug, pastSlug, press, publicText, room, root, type Stage, slug, who } from './movement.support.ts';

const password = 'núi rừng Tây Bắc 2025';

/** What a meeting decides where the plan of 2025-2030 is silent or contradicts itself; the first two block its publication. */
export const movementAnswers = {
  'due-reading': 'before',
  phases: 'first',
  indicators: 'from-plans',
  'review-dates': 'earlier',
  'who-accepts': 'snv',
  'criteria-of-bodies': 'as-agencies',
  'inspection-lead': 'snv',
  'state-forms-2027': 'final-only',
  'letter-f': 'as-printed',
  'cut-sentence': 'complete',
};

/** Decides a question in two steps: what would change, then the reason. */
export async function decide(admin: Browser, movement: string, question: string, option: string): Promise<void> {
  await admin.get(`/dieu-hanh/phong-trao/${movement}/thiet-lap/cau-hoi`);
  pick(admin, hasField('questionId', question));
  await admin.submit({ optionId: option });
  expect(admin.page.text).toContain('Xem lại trước khi quyết định');
  await press(
    admin,
    { reason: 'Thống nhất tại cuộc họp giao ban của Sở Nội vụ ngày 23/6/2025' },
    { fields: ['reason'] },
    `da-luu=${question}`,
  );
}

/** A movement that ships becomes a draft. */
export async function create(admin: Browser, movement: string): Promise<void> {
  await admin.get('/quan-tri/chuong-trinh/moi');
  await admin.submit({ shipped: movement });
  expect(admin.page.status, admin.page.text.slice(0, 600)).toBe(200);
}

/** @param plan number and date, where the file has none */
export async function publish(admin: Browser, movement: string, plan: Record<string, string> = {}): Promise<void> {
  await admin.get(`/dieu-hanh/phong-trao/${movement}/thiet-lap`);
  await press(admin, plan, { action: '?/publish' }, 'da-luu=cong-bo');
}

/** Somebody is invited into a role and accepts by the mailed link. */
export async function appoint(
  stage: Stage,
  key: string,
  person: { fullName: string; role: string; unit?: string; movement?: string },
  browser: Browser = new Browser(stage.server.url),
): Promise<void> {
  const { admin, server, units } = stage;
  const email = `${key}@example.test`;
  const programmeId = person.movement
    ? (
        await server.app.db
          .selectFrom('programme')
          .select('id')
          .where('slug', '=', person.movement)
          .executeTakeFirstOrThrow()
      ).id
    : '';
  await admin.get('/quan-tri/nguoi/moi');
  await press(
    admin,
    {
      fullName: person.fullName,
      email,
      role: person.movement ? `movement.${person.role}` : person.role,
      ...(person.unit ? { unitId: units[person.unit]! } : {}),
      ...(programmeId ? { programmeId } : {}),
    },
    { action: '?/invite' },
    'xong=moi',
  );
  await browser.get(await mailed(server, email, 'loi-moi'));
  await browser.submit({ password });
  expect(browser.page.status, browser.page.text.slice(0, 300)).toBe(200);
  stage.people[key] = browser;
}

/** The first administrator, and the shipped units. */
export async function begin(stage: Stage): Promise<void> {
  const { server } = stage;
  const admin = server.browser();
  stage.admin = admin;
  await admin.get(new URL((await firstAdminLink(server.app, server.url))!).pathname);
  await admin.submit({ fullName: 'Nguyễn Hạnh Nguyên', email: 'quantri@example.test', password });
  await admin.get('/quan-tri/don-vi');
  await admin.submit({}, { action: '?/seed' });
  expect(admin.page.text).toContain('communes.tsv');
  const rows = await server.app.db.selectFrom('unit').select(['id', 'code']).execute();
  stage.units = Object.fromEntries(rows.map((row) => [row.code, row.id]));
}

/** From an empty installation to published movements with their people. */
export function setup(stage: Stage): void {
  it('C21-7: the administrator begins with nothing and takes the shipped units in', async () => {
    await begin(stage);
    expect(stage.units['04123']).toBeDefined();
  });

  it('Q25-4, Q25-10: the movement comes from its file; what the plan contradicts or leaves open blocks its publication', async () => {
    const { admin } = stage;
    await create(admin, slug);
    await admin.get(`${room}/thiet-lap/cau-hoi`);
    expect(admin.page.text).toContain('Năm 2027 thuộc giai đoạn nào?');
    expect(admin.page.text).toContain('“Trước ngày 10/11” có gồm cả ngày 10/11 không?');
    expect(admin.page.text).toContain('Giai đoạn 2 (từ 2027 - 2030)');
    await admin.get(`${room}/thiet-lap`);
    expect(admin.page.forms.some((form) => form.action.includes('?/publish'))).toBe(false);
    const version = /name="version"[^>]*value="(\d+)"/.exec(admin.page.html)?.[1] ?? '1';
    const forced = await admin.fetch(`${room}/thiet-lap?/publish`, {
      method: 'POST',
      body: new URLSearchParams({ version }),
    });
    expect(forced.status).toBe(422);
    expect(await forced.text()).toContain('phải giải quyết trước khi công bố');
    expect((await stage.server.browser().get(root)).status).toBe(404);
  });

  it('Q25-4, Q25-10: a person decides each point with a reason, a reason is asked for, and the movement is published', async () => {
    const { admin } = stage;
    await admin.get(`${room}/thiet-lap/cau-hoi`);
    pick(admin, hasField('questionId', 'phases'));
    await admin.submit({ optionId: 'first' });
    await admin.submit({ reason: '' }, { fields: ['reason'] });
    expect(admin.page.status).toBe(422);
    for (const [question, option] of Object.entries(movementAnswers)) await decide(admin, slug, question, option);
    await publish(admin, slug);
    const text = await publicText(stage, root);
    expect(text).toContain('Sơn La thi đua đổi mới sáng tạo và chuyển đổi số');
    expect(text).toContain('1470/QĐ-UBND');
    const contents = await publicText(stage, `${root}/noi-dung`);
    expect(contents).toContain('Học tập số, “Bình dân học vụ số”');
    expect(await publicText(stage, '/phong-trao')).toContain(
      'Sắp tới: Văn bản triển khai phong trào thi đua, 29/06/2025',
    );
  });

  it('V26-1, V26-6: the Office’s movement stands beside it, with what its draft does not say filled in', async () => {
    const { admin } = stage;
    await create(admin, officeSlug);
    await decide(admin, officeSlug, 'number-date', 'issued');
    await decide(admin, officeSlug, 'report-dates', 'half-yearly');
    const office = `/dieu-hanh/phong-trao/${officeSlug}`;
    await admin.get(`${office}/thiet-lap`);
    await admin.submit({}, { action: '?/publish' });
    expect(admin.page.status).toBe(422);
    expect(admin.page.text).toContain('Chỉ công bố phong trào đã có kế hoạch được ký');
    await publish(admin, officeSlug, { planNumber: '12/KH-VPUB', planDate: '2025-06-20' });
    const text = await publicText(stage, `/phong-trao/${officeSlug}`);
    expect(text).toContain('1031/QĐ-UBND');
    expect(text).toContain('12/KH-VPUB');
  });

  it('C21-1: the directive of 2021 is taken in with its list of targets; the line that was cut off stays incomplete', async () => {
    const { admin } = stage;
    await create(admin, pastSlug);
    for (const [question, option] of Object.entries({
      'launch-date': 'after-resolution',
      successor: 'skhcn',
      reports: 'final-only',
    }))
      await decide(admin, pastSlug, question, option);
    await publish(admin, pastSlug, { planNumber: '19/CT-UBND', planDate: '2021-11-30' });
    expect(await publicText(stage, `/phong-trao/${pastSlug}/chi-tieu`)).toContain('Câu bị mất đầu');
  });

  it('Q25-9: those who run it and those who take part are invited into their roles and accept by mail', async () => {
    const { server } = stage;
    const people: [string, Parameters<typeof appoint>[2], boolean][] = [
      ['secretary', { fullName: 'Vũ Thị Nội', role: 'secretary', movement: slug }, true],
      ['leader', { fullName: 'Hà Trung Đạo', role: 'organiser', movement: slug }, false],
      ['science', { fullName: 'Lường Khoa Học', role: 'unit-coordinator', unit: 'SKHCN' }, true],
      ['district', { fullName: 'Cầm Văn Huyện', role: 'unit-coordinator', unit: 'HMS' }, false],
      ['chancery', { fullName: 'Trần Hành Chính', role: 'unit-coordinator', unit: 'VPUB-TCHCQT' }, false],
      ['economy', { fullName: 'Bạc Thị Kinh', role: 'unit-coordinator', unit: 'VPUB-KT' }, false],
      ['archivist', { fullName: 'Lò Thị Kho', role: 'secretary', movement: pastSlug }, false],
    ];
    for (const [key, person, real] of people) await appoint(stage, key, person, real ? server.browser() : undefined);
    await who(stage, 'secretary').get('/dieu-hanh');
    expect(who(stage, 'secretary').page.text).toContain('“Sơn La thi đua đổi mới sáng tạo và chuyển đổi số”');
    await who(stage, 'district').get(room);
    expect(who(stage, 'district').page.status).toBe(404);
  });
}
