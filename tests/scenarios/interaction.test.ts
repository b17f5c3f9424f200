import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, toLocalIso } from '#lib/domain/kernel/time.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import { freezeAt, galleryContest, like, share, showWorks, somebody } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let programmeId: string;
let works: string[];
const doc = galleryContest({ hiddenUntilFreeze: { value: true, source: 'decided' } });
const open = `/cuoc-thi/${doc.slug}/tuong-tac`;
const staff = `/dieu-hanh/${doc.slug}/tuong-tac`;
const within = new Date('2026-08-15T08:00:00+07:00');

async function as(name: string, role: 'organiser' | 'secretary'): Promise<Browser> {
  const person = await testPerson(server.app.db, name, [{ role, programmeId }]);
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(server.app.db, person.id, { ip: null, userAgent: null }));
  return browser;
}
let secretary: Browser;
let organiser: Browser;

beforeAll(async () => {
  server = await startTestServer({ at: toLocalIso(addDays(freezeAt, -3)) });
  const { db } = server.app;
  programmeId = await insertContest({ app: server.app } as never, doc);
  works = await showWorks(db, { id: programmeId, code: doc.code }, 3);
  const people = await somebody(db, 12);
  const on = (entry: number) => ({ programmeId, entryId: works[entry]!, at: within });
  await db
    .insertInto('gallery_like')
    .values([...people.map((id) => like(id, on(0))), ...people.slice(0, 5).map((id) => like(id, on(1)))])
    .execute();
  await db
    .insertInto('gallery_share')
    .values([share(people[0]!, { ...on(1), openedAt: within })])
    .execute();
  secretary = await as('Đinh Thị Thư Ký', 'secretary');
  organiser = await as('Bạc Cầm Tổ Chức', 'organiser');
});
afterAll(() => server?.stop());

describe('the counts of a contest', () => {
  it('K24-4: the public knows the rules and the instant, and sees no number while they are hidden', async () => {
    const page = await server.browser().get(open);
    expect(page.status).toBe(200);
    expect(page.text).toContain('chốt lúc 23:59:59, thứ Năm 10/09/2026');
    expect(page.text).toContain('Mỗi lượt chia sẻ tính 2 điểm');
    expect(page.text).toContain('giữ kín cho đến giờ chốt');
    expect(page.text).not.toContain('Tác phẩm số');
    const inside = await secretary.get(staff);
    expect(inside.text).toContain('Tác phẩm số 1');
    expect(inside.text).not.toContain('Chốt ngay');
  });

  it('K24-4: the secretariat is asked for the Fanpage’s numbers, and enters them without scripts', async () => {
    expect((await secretary.get(`/dieu-hanh/${doc.slug}`)).text).toContain(
      'Nhập số liệu Fanpage trước 23:59:59, thứ Năm 10/09/2026',
    );
    const page = await secretary.get(`${staff}/ngoai`);
    const enter = (values: Record<string, string>) => secretary.submit(values, { action: '?/enter' });
    expect(page.text).toContain('Còn 3 tác phẩm đang đăng chưa có lần ghi nào');
    const body = (more: Record<string, string>) => ({
      code: '90001',
      source: '',
      address: 'https://www.facebook.com/p/1',
      takenAt: '2026-09-07T08:00',
      likes: '10',
      shares: '2',
      comments: '1',
      ...more,
    });
    const wrong = await enter(body({ likes: '1,2K' }));
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('không ghi “1,2K”');
    const done = await enter(body({}));
    expect(done.text).toContain('Đã ghi số liệu');
    expect((await secretary.get(`${staff}/ngoai`)).text).toContain('Đinh Thị Thư Ký');
  });

  it('K24-8: after the instant people fix the counts, and anyone downloads and checks what was signed', async () => {
    server.moveTo(toLocalIso(new Date(freezeAt.getTime() + 1000)));
    expect((await organiser.get(staff)).text).toContain('Chốt ngay');
    // two people who see the button press it
    await secretary.get(staff);
    expect((await organiser.submit({}, { action: '?/freeze' })).text).toContain('Đã chốt lượt tương tác, lần 1');
    expect((await secretary.submit({}, { action: '?/freeze' })).text).toContain('Đã chốt lượt tương tác, lần 1');
    const visitor = server.browser();
    const page = await visitor.get(open);
    expect(page.text).toContain('Tác phẩm dẫn đầu');
    // 12 likes and 12 points from the Fanpage
    expect(page.text).toContain(`Tác phẩm số 1 ${doc.code}-90001 : 24 điểm`);

    const folder = mkdtempSync(join(tmpdir(), 'lantoa-chot-'));
    const paths: Record<string, string> = {};
    for (const kind of ['json', 'sig', 'pem', 'csv']) {
      const response = await visitor.fetch(`${open}/chot-1.${kind}`);
      expect(response.status, kind).toBe(200);
      paths[kind] = join(folder, `chot-1.${kind}`);
      writeFileSync(paths[kind], Buffer.from(await response.arrayBuffer()));
    }
    // as anyone can with a tool of their own
    const key = createPublicKey(readFileSync(paths.pem!));
    expect(verify(null, readFileSync(paths.json!), key, readFileSync(paths.sig!))).toBe(true);
    const text = readFileSync(paths.json!, 'utf8');
    expect(readFileSync(paths.csv!, 'utf8').startsWith('\ufeffHạng')).toBe(true);

    const send = async (content: string) => {
      const form = new FormData();
      form.append('file', new File([content], 'chot-1.json', { type: 'application/json' }));
      const response = await visitor.fetch(`${open}?/check`, { method: 'POST', body: form });
      return response.text();
    };
    expect(await send(text)).toContain('Đúng là bản đã ký');
    expect(await send(text.replace('"total":"24"', '"total":"2"'))).toContain('Không phải bản đã ký');
    writeFileSync(paths.json!, text.replace('"likes":12', '"likes":13'));
    expect(verify).toThrow();
    rmSync(folder, { recursive: true });
    expect((await visitor.get(`${open}/chot-2.json`)).status).toBe(404);
  });

  it('K24-8: a correction gives a second freeze with its reason; the first stays to be read', async () => {
    await server.app.db
      .updateTable('gallery_like')
      .set({ voided_at: addDays(freezeAt, 1), voided_reason: 'Tài khoản lập hàng loạt.' })
      .where('entry_id', '=', works[0]!)
      .execute();
    server.moveTo(toLocalIso(addDays(freezeAt, 2)));
    expect((await organiser.get(staff)).text).toContain('Đếm lại bây giờ khác với số liệu đã chốt');
    expect((await organiser.submit({ reason: 'ngắn' }, { action: '?/correct' })).status).toBe(422);
    const reason = 'Hủy 12 lượt thích của tài khoản lập hàng loạt.';
    expect((await organiser.submit({ reason }, { action: '?/correct' })).text).toContain(
      'Đã chốt lượt tương tác, lần 2',
    );
    const visitor = server.browser();
    const page = await visitor.get(open);
    expect(page.text).toContain(reason);
    expect(page.text).toContain('Không tính 12 lượt thích');
    const first = await visitor.get(`${open}?lan=1`);
    expect(first.text).toContain('số liệu chốt lần 1, đã được thay');
    expect((await visitor.get(`${open}/chot-1.json`)).status).toBe(200);
  });
});
