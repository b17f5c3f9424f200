import { expect } from 'vitest';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { contest2026, contest2026Demo } from '#programmes/son-la/index.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import type { TestServer } from '../support/server.ts';

export const slug = contest2026.slug;

/** Which contest is walked: its slug and, once the open questions are answered, its rubrics. */
type Contest = Pick<ContestProgramme, 'slug' | 'rounds'>;

const password = 'núi rừng Tây Bắc 2026';

/** Only the form that passes stays on the page: what a person picks among several alike. */
export function pick(browser: Browser, fits: (form: Browser['page']['forms'][number]) => boolean): void {
  const form = browser.page.forms.find(fits);
  if (!form) throw new Error(`no such form on ${browser.page.url}: ${browser.page.text.slice(0, 500)}`);
  browser.page.forms = [form];
}

export const hasField = (name: string, value?: string) => (form: Browser['page']['forms'][number]) =>
  form.fields.some((field) => field.name === name && (value === undefined || field.value === value));

/** The answers that a committee would give to what the plan of 2026 leaves open. */
const answers2026: Record<string, string> = {
  mailbox: 'cuocthi',
  'refinement-deadline': 'end-of-30',
  'direct-entry': 'allowed',
  'max-entries': 'unlimited',
  anonymity: 'blind',
  scale: 'scale-100',
  'judges-per-entry': 'three-five',
  ties: 'by-criterion',
  finalists: 'twenty',
};

/** First administrator, units, the contest from its file, the open questions decided, published. */
export async function setUp(
  server: TestServer,
  shipped: string = slug,
  answers: Record<string, string> = answers2026,
): Promise<Browser> {
  const admin = server.browser();
  await admin.get(new URL((await firstAdminLink(server.app, server.url))!).pathname);
  await admin.submit({ fullName: 'Nguyễn Hạnh Nguyên', email: 'quantri@example.test', password });
  await admin.get('/quan-tri/don-vi');
  await admin.submit({}, { action: '?/seed' });
  expect(admin.page.text).toContain('communes.tsv');
  await admin.get('/quan-tri/chuong-trinh/moi');
  await admin.submit({ shipped });
  expect(admin.page.url).toBe(`/quan-tri/chuong-trinh/${shipped}`);
  for (const [question, option] of Object.entries(answers)) {
    await admin.get(`/quan-tri/chuong-trinh/${shipped}/cau-hoi`);
    pick(admin, hasField('questionId', question));
    await admin.submit({ optionId: option });
    expect(admin.page.text).toContain('Xem lại trước khi quyết định');
    await admin.submit({ reason: 'Thống nhất tại cuộc họp của Ban Tổ chức' }, { fields: ['reason'] });
  }
  await admin.get(`/quan-tri/chuong-trinh/${shipped}`);
  await admin.submit({}, { action: '?/publish' });
  expect(admin.page.text).toContain('Đã công bố chương trình');
  return admin;
}

/** The administrator invites somebody into a role; they accept by the mailed link. @returns their browser */
export async function appoint(
  server: TestServer,
  admin: Browser,
  person: { fullName: string; email: string; role: string; unitId?: string },
  browser: Browser = server.browser(),
): Promise<Browser> {
  const { id } = await server.app.db.selectFrom('programme').select('id').executeTakeFirstOrThrow();
  await admin.get('/quan-tri/nguoi/moi');
  await admin.submit(
    {
      fullName: person.fullName,
      email: person.email,
      role: person.role,
      ...(person.unitId ? { unitId: person.unitId } : {}),
      ...(person.role === 'unit-coordinator' || person.role === 'auditor' ? {} : { programmeId: id }),
    },
    { action: '?/invite' },
  );
  expect(admin.page.url, admin.page.text.slice(0, 600)).toContain('xong=moi');
  await browser.get(await mailed(server, person.email, 'loi-moi'));
  await browser.submit({ password });
  expect(browser.page.status, browser.page.text.slice(0, 300)).toBe(200);
  return browser;
}

/** Registers as anyone does. @returns their browser, signed in */
export async function newAccount(server: TestServer, fullName: string, email: string): Promise<Browser> {
  const browser = server.browser();
  await browser.get('/dang-ky');
  await browser.submit({ fullName, email, password, phone: '0912 345 678' });
  await browser.get(await mailed(server, email, 'xac-nhan'));
  await browser.submit({});
  expect(browser.page.text).toContain('Đã xác nhận thư điện tử');
  await browser.submit({ email, password });
  return browser;
}

/** A judge's whole work in a round: declares, scores every sheet with these shares of the scale, signs. */
export async function judgeRound(
  judge: Browser,
  round: string,
  share: (title: string) => number,
  contest: Contest = contest2026Demo,
): Promise<{ signed: number }> {
  const root = `/cham-thi/${contest.slug}`;
  const { criteria } = contest.rounds.find((one) => one.id === round)!.rubric;
  await judge.get(`${root}/${round}`);
  expect(judge.page.status, judge.page.text.slice(0, 300)).toBe(200);
  if (judge.page.forms.some((form) => form.action.includes('?/declare'))) {
    const declare = judge.form({ action: '?/declare' });
    const boxes = declare.fields
      .filter((field) => field.type === 'checkbox')
      .map((field) => [field.name, true] as const);
    await judge.submit(Object.fromEntries(boxes), { action: '?/declare' });
    await judge.get(`${root}/${round}`);
  }
  const sheets = [...new Set([...judge.page.html.matchAll(/\/cham-thi\/phieu\/[0-9a-f-]{36}/g)].map((m) => m[0]))];
  for (const sheet of sheets) {
    await judge.get(sheet);
    const form = judge.page.forms.find((one) => one.fields.some((field) => field.name.startsWith('score.')));
    if (!form) continue;
    const title = judge.page.text;
    form.action = '?/review';
    judge.page.forms = [form];
    await judge.submit({
      ...Object.fromEntries(criteria.map((c) => [`score.${c.id}`, String(Math.round(Number(c.max) * share(title)))])),
      comment: 'Đã xem video và thuyết minh.',
    });
    expect(judge.page.url, judge.page.text.slice(0, 500)).toBe(`${sheet}/ky`);
    await judge.submit({}, { fields: ['version'] });
    expect(judge.page.url).toContain('da-luu=ky');
  }
  return { signed: sheets.length };
}

/** The secretariat lets the system plan, confirms the plan, opens the round. */
export async function assignAndOpen(
  secretary: Browser,
  round: string,
  contest: Contest = contest2026Demo,
): Promise<void> {
  const page = `/dieu-hanh/${contest.slug}/phan-cong?vong=${round}`;
  await secretary.get(page);
  await secretary.submit({}, { fields: ['hat-giong'] });
  expect(secretary.page.text).toContain('Phương án');
  await secretary.submit({}, { action: '?/confirm' });
  expect(secretary.page.url, secretary.page.text.slice(0, 400)).toContain('da-luu=phan-cong');
  await secretary.submit({}, { action: '?/open' });
  expect(secretary.page.url, secretary.page.text.slice(0, 600)).toContain('da-luu=mo');
}

/** Sends a file as a browser without scripts does, and waits until it has been checked. */
export async function sendFile(server: TestServer, browser: Browser, fields: Record<string, string>, file: File) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', file);
  const answer = await browser.fetch('/api/tai-tep', { method: 'POST', body: data });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).not.toContain('loi');
  await untilChecked(server);
}

/** Waits until the worker has checked every file. */
export async function untilChecked(server: TestServer): Promise<void> {
  for (let i = 0; i < 160; i++) {
    const waiting = await server.app.db
      .selectFrom('file')
      .select('id')
      .where('state', 'in', ['uploading', 'quarantine'])
      .executeTakeFirst();
    if (!waiting) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('a file was not checked');
}

/**
 * The secretariat's page of an entry (K26-2c): the one finding that a person has to look at blocks the confirmation until
 * there is a verdict beside it.
 */
export async function confirmEntry(secretary: Browser, entryId: string): Promise<void> {
  const page = `/dieu-hanh/${slug}/bai-du-thi/${entryId}`;
  await secretary.get(page);
  await secretary.submit({}, { action: '?/accept' });
  expect(secretary.page.text).toContain('Chưa tra cứu được: sổ sáng kiến đã công nhận còn trống');
  await secretary.get(page);
  pick(secretary, (form) => form.action.includes('?/verdict') && hasField('rule', 'recognised')(form));
  await secretary.submit({ verdict: 'pass', 'note.recognised': 'Đã tra sổ của Hội đồng sáng kiến tỉnh.' });
  expect(secretary.page.url, secretary.page.text.slice(0, 900)).toContain('da=verdict');
  await secretary.submit({}, { action: '?/accept' });
  expect(secretary.page.url, secretary.page.text.slice(0, 900)).toContain('da=accept');
}
