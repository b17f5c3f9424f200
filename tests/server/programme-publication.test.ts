import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readableFile } from '#lib/server/file/uploads.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { editProgramme } from '#lib/server/programme/edit.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { myProgrammes, programmeRoom } from '#lib/server/programme/room.ts';
import { contestFrame, contestState } from '#lib/server/publication/contestPage.ts';
import { isPublicDocument, removeDocument, saveDocument } from '#lib/server/publication/documents.ts';
import {
  newsForStaff,
  publishedNews,
  publishedNewsBySlug,
  publishNews,
  saveNews,
  withdrawNews,
} from '#lib/server/publication/news.ts';
import { samplePdf } from '#programmes/samples/samples.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let admin: Actor & { id: string };
let secretary: Actor & { id: string };
let organiser: Actor & { id: string };
let judge: Actor & { id: string };
let id: string;

const stored = async () => {
  const programme = await programmeById(t.app.db, id);
  if (!programme) throw new Error('no programme');
  return programme;
};
const pdf = (name = 'quyet-dinh.pdf') => new File([new Uint8Array(samplePdf())], name, { type: 'application/pdf' });
const jury = {
  kind: 'committee' as const,
  title: 'Quyết định thành lập Ban Giám khảo',
  number: '05-QĐ/BCĐ',
  date: '2026-02-10',
  issuer: 'Ban Chỉ đạo 2009 tỉnh Sơn La',
  signer: '',
  public: true,
};

beforeAll(async () => {
  t = await testApp();
  admin = await t.person('Hoàng Văn Quản', [{ role: 'admin' }]);
  id = await createProgramme(t.ctx(admin), { doc: contest2026Demo });
  secretary = await t.person('Lò Thị Thư', [{ role: 'secretary', programmeId: id }]);
  organiser = await t.person('Cầm Văn Trưởng', [{ role: 'organiser', programmeId: id }]);
  judge = await t.person('Hà Thị Chấm', [{ role: 'judge', programmeId: id }]);
  await publishProgramme(t.ctx(admin), { programmeId: id, version: 1 });
});
afterAll(() => t?.close());

describe('plan documents', () => {
  it('K26-6a: a decision is held with number, date, signed copy and members, and is public when it says so', async () => {
    const { version } = await stored();
    await saveDocument(t.ctx(secretary), {
      programmeId: id,
      documentId: 'jury-decision',
      version,
      document: jury,
      file: pdf(),
    });
    const { doc } = await stored();
    const saved = doc.documents.find((d) => d.id === 'jury-decision');
    expect(saved).toMatchObject({ number: '05-QĐ/BCĐ', date: '2026-02-10', public: true });
    const fileId = saved?.fileId ?? '';
    expect(await isPublicDocument(t.app.db, fileId)).toBe(true);
    const file = await readableFile(t.visitor(), fileId);
    expect(file?.media).toBe('application/pdf');
    expect(await readFile(t.app.files.pathOf(file?.storage_key ?? ''))).toEqual(samplePdf());

    const members = [{ name: 'Hà Thị Chấm', position: 'Sở Khoa học và Công nghệ', role: 'Thành viên' }];
    const committees = doc.committees.map((c) => (c.id === 'jury' ? { ...c, members } : c));
    await editProgramme(t.ctx(secretary), {
      programmeId: id,
      part: 'committees',
      patch: { committees },
      version: version + 1,
    });
    expect((await stored()).doc.committees.find((c) => c.id === 'jury')?.members).toEqual(members);
  });

  it('K26-6a: a document that is not public stays with those who run the programme', async () => {
    const { version } = await stored();
    const documentId = await saveDocument(t.ctx(secretary), {
      programmeId: id,
      version,
      document: { ...jury, kind: 'report', title: 'Báo cáo nội bộ', public: false },
      file: pdf('bao-cao.pdf'),
    });
    const fileId = (await stored()).doc.documents.find((d) => d.id === documentId)?.fileId ?? '';
    expect(await isPublicDocument(t.app.db, fileId)).toBe(false);
    expect(await readableFile(t.visitor(), fileId)).toBeNull();
    expect(await readableFile(t.ctx(judge), fileId)).toBeNull();
    expect(await readableFile(t.ctx(organiser), fileId)).not.toBeNull();
  });

  it('K26-6a: a file of an entry does not become public by being named in a document', async () => {
    const row = await t.app.db
      .insertInto('file')
      .values({
        purpose: 'entry',
        name: 'bai.pdf',
        declared_size: 1,
        state: 'ready',
        storage_key: 'x',
        created_at: new Date(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { doc, version } = await stored();
    const documents = doc.documents.map((d) => (d.id === 'rules' ? { ...d, fileId: row.id } : d));
    const attempt = editProgramme(t.ctx(secretary), {
      programmeId: id,
      part: 'documents',
      patch: { documents },
      version,
    });
    expect(await refusal(attempt)).toMatchObject({ code: 'programme.file' });
    const named = JSON.stringify({ ...doc, documents });
    await t.app.db.updateTable('programme').set({ doc: named }).where('id', '=', id).execute();
    expect(await isPublicDocument(t.app.db, row.id)).toBe(false);
    expect(await readableFile(t.visitor(), row.id)).toBeNull();
  });

  it('refuses a copy that is no document, whatever its name, and keeps nothing of it', async () => {
    const { version } = await stored();
    const fake = new File(['MZ\u0090\u0000 not a document'], 'quyet-dinh.pdf', { type: 'application/pdf' });
    const problem = await refusal(
      saveDocument(t.ctx(secretary), {
        programmeId: id,
        documentId: 'support-decision',
        version,
        document: jury,
        file: fake,
      }),
    );
    expect(problem).toMatchObject({ code: 'document.file', field: 'file' });
    expect((await stored()).version).toBe(version);
  });

  it('a document with a number is public already: changing it needs a reason, adding its signed copy does not', async () => {
    const { version } = await stored();
    const plan = {
      kind: 'plan' as const,
      title: 'Kế hoạch tổ chức Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026',
      number: '02-KH/BCĐ',
      date: '2026-01-06',
      issuer: 'Ban Chỉ đạo 2009 tỉnh Sơn La',
      signer: 'Lò Minh Hùng',
      public: true,
    };
    const problem = await refusal(
      saveDocument(t.ctx(secretary), {
        programmeId: id,
        documentId: 'plan',
        version,
        document: { ...plan, number: '03-KH/BCĐ' },
      }),
    );
    expect(problem).toMatchObject({ code: 'programme.reason', field: 'reason' });
    await saveDocument(t.ctx(secretary), { programmeId: id, documentId: 'plan', version, document: plan, file: pdf() });
    expect((await stored()).version).toBe(version + 1);
  });

  it('cannot take away the decision that a committee rests on', async () => {
    const { version } = await stored();
    expect(
      await refusal(
        removeDocument(t.ctx(secretary), {
          programmeId: id,
          documentId: 'jury-decision',
          version,
          reason: 'Nhập nhầm văn bản này vào danh sách',
        }),
      ),
    ).toMatchObject({ code: 'document.used' });
  });

  it('the organiser sees but does not change; others find nothing', async () => {
    const { version } = await stored();
    const args = { programmeId: id, version, document: jury };
    expect(await refusal(saveDocument(t.ctx(organiser), args))).toMatchObject({ status: 403 });
    expect(await refusal(saveDocument(t.ctx(judge), args))).toMatchObject({ status: 404 });
    expect(await refusal(saveDocument(t.visitor(), args))).toMatchObject({ status: 404 });
  });
});

describe('news', () => {
  const text = { title: 'Phát động <b>Cuộc thi</b>', summary: '', body: 'Ngày 01/3, **phát động**.\n\nChi tiết sau.' };

  it('K26-6b: is a draft first, public when published, gone when withdrawn with a reason', async () => {
    const newsId = await saveNews(t.ctx(secretary), { programmeId: id, ...text });
    expect(await publishedNews(t.app.db, { programmeId: id })).toEqual([]);
    await publishNews(t.ctx(secretary, '2026-03-01T08:00:00+07:00'), { programmeId: id, newsId });
    const [head] = await publishedNews(t.app.db, { programmeId: id });
    expect(head).toMatchObject({ slug: 'phat-dong-b-cuoc-thi-b', summary: 'Ngày 01/3, phát động.' });
    expect(await refusal(publishNews(t.ctx(secretary), { programmeId: id, newsId }))).toMatchObject({
      code: 'news.state',
    });
    expect(await refusal(withdrawNews(t.ctx(secretary), { programmeId: id, newsId, reason: ' ' }))).toMatchObject({
      field: 'reason',
    });
    await withdrawNews(t.ctx(secretary), { programmeId: id, newsId, reason: 'Đăng nhầm ngày' });
    expect(await publishedNewsBySlug(t.app.db, { programmeId: id, slug: head?.slug ?? '' })).toBeNull();
    await publishNews(t.ctx(secretary, '2026-03-05T08:00:00+07:00'), { programmeId: id, newsId });
    const again = await publishedNewsBySlug(t.app.db, { programmeId: id, slug: head?.slug ?? '' });
    expect(again?.publishedAt?.toISOString()).toBe('2026-03-01T01:00:00.000Z');
  });

  it('gives two pieces of one title two addresses, and does not save over another person', async () => {
    const first = await saveNews(t.ctx(secretary), { programmeId: id, ...text });
    const item = (await newsForStaff(t.ctx(secretary), { programmeId: id })).find((n) => n.id === first);
    expect(item?.slug).toBe('phat-dong-b-cuoc-thi-b-2');
    const args = { programmeId: id, newsId: first, ...text, seen: item?.updatedAt.toISOString() ?? '' };
    await saveNews(t.ctx(secretary, '2026-02-02T08:00:00+07:00'), { ...args, title: 'Khác' });
    expect(
      await refusal(saveNews(t.ctx(admin, '2026-02-02T08:01:00+07:00'), { ...args, title: 'Khác nữa' })),
    ).toMatchObject({ code: 'stale' });
  });

  it('names what is missing, and keeps others out', async () => {
    const problem = await refusal(saveNews(t.ctx(secretary), { programmeId: id, title: ' ', summary: '', body: '' }));
    expect(problem.issues.map((i) => i.field)).toEqual(['title', 'body']);
    expect(await refusal(saveNews(t.ctx(organiser), { programmeId: id, ...text }))).toMatchObject({ status: 403 });
    expect(await refusal(newsForStaff(t.visitor(), { programmeId: id }))).toMatchObject({ status: 404 });
  });
});

describe('where a contest stands', () => {
  const at = async (instant: string) => contestState(await stored(), new Date(instant));

  it('K26-3: names the step, the exact instant and what is left, to the last millisecond', async () => {
    expect(await at('2026-06-27T19:59:59+07:00')).toMatchObject({
      stepNo: 'Bước 2/5',
      intakeOpen: true,
      until: { text: '23:59:59, thứ Ba 30/06/2026', left: 'còn 3 ngày 4 giờ' },
    });
    expect((await at('2026-06-30T23:59:59.999+07:00')).intakeOpen).toBe(true);
    expect(await at('2026-07-01T00:00:00+07:00')).toMatchObject({ stepNo: 'Bước 3/5', intakeOpen: false });
    expect(await at('2026-08-31T10:00:00+07:00')).toMatchObject({
      name: 'Sắp tới: Chấm Chung khảo và trao giải',
      until: { verb: 'Bắt đầu' },
    });
    expect(await at('2026-10-01T00:00:00+07:00')).toMatchObject({ stepNo: null, until: null });
  });

  it('is known to visitors only once it is published', async () => {
    const draft = await createProgramme(t.ctx(admin), { doc: { ...contest2026Demo, slug: 'kin', code: 'KIN26' } });
    expect(await refusal(contestFrame(t.visitor(), 'kin'))).toMatchObject({ status: 404 });
    expect(await refusal(programmeRoom(t.ctx(secretary), { slug: 'kin', path: '/dieu-hanh/kin' }))).toMatchObject({
      status: 404,
    });
    expect((await myProgrammes(t.ctx(admin))).map((p) => p.slug)).toContain('kin');
    expect((await myProgrammes(t.ctx(secretary))).map((p) => p.slug)).toEqual([contest2026Demo.slug]);
    expect(draft).toBeTruthy();
  });

  it('tells each role what is theirs to do', async () => {
    const during = t.ctx(secretary, '2026-07-02T08:00:00+07:00');
    const { room } = await programmeRoom(during, {
      slug: contest2026Demo.slug,
      path: `/dieu-hanh/${contest2026Demo.slug}/tin-tuc`,
    });
    expect(room.duties.map((d) => d.text)).toEqual(['Phân công giám khảo và mở Vòng Sơ khảo']);
    expect(room.links.find((l) => l.current)?.label).toBe('Tin tức');
    expect(
      (await programmeRoom(t.ctx(organiser, '2026-07-02T08:00:00+07:00'), { slug: contest2026Demo.slug, path: '' }))
        .room.duties,
    ).toEqual([]);
  });
});
