import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readableFile } from '#lib/server/file/uploads.ts';
import { coordinatedUnits } from '#lib/server/movement/coordinators.ts';
import { movementScope } from '#lib/server/movement/scope.ts';
import { grantRole } from '#lib/server/people/roles.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { anyProgrammeById, movementBySlug } from '#lib/server/programme/queries.ts';
import { changesSincePublication } from '#lib/server/programme/versions.ts';
import { documentFiles, isPublicDocument, saveDocument, showDocument } from '#lib/server/publication/documents.ts';
import { publishedNews, publishNews, saveNews } from '#lib/server/publication/news.ts';
import { samplePdf } from '#programmes/samples/samples.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
let t: TestApp;
let units: Record<string, string>;
let id: string;
let secretary: Person;
let coordinator: Person;
let press: Person;
const at = '2025-10-01T08:00:00+07:00';
const doc = { ...sampleMovement, publisherUnit: 'SKHCN' };

const stored = async () => (await anyProgrammeById(t.app.db, id))!;
const version = async () => (await stored()).version;
const documentOf = async (documentId: string) => (await stored()).doc.documents.find((one) => one.id === documentId);
const guidance = {
  kind: 'guidance' as const,
  title: 'Hướng dẫn xét khen thưởng sơ kết phong trào',
  number: '1820/HD-SNV',
  date: '2025-09-20',
  issuer: 'Sở Nội vụ',
  signer: '',
  public: true,
};

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  id = await insertMovement(t, doc);
  secretary = await t.person('Lò Thị Theo', [{ role: 'secretary', programmeId: id }]);
  coordinator = await t.person('Quàng Văn Mối', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  press = await t.person('Cầm Thị Tin', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]);
});
afterAll(() => t?.close());

describe('documents of a movement', () => {
  let documentId: string;

  it('Q25-8: guidance issued later is kept with number, date and signed copy, for everyone to read and to check', async () => {
    const file = new File([new Uint8Array(samplePdf())], 'huong-dan.pdf', { type: 'application/pdf' });
    documentId = await saveDocument(t.ctx(secretary, at), {
      programmeId: id,
      version: await version(),
      document: guidance,
      file,
    });
    const document = (await documentOf(documentId))!;
    expect(document).toMatchObject({ kind: 'guidance', number: '1820/HD-SNV', date: '2025-09-20' });
    expect(await isPublicDocument(t.app.db, document.fileId!)).toBe(true);
    expect((await documentFiles(t.app.db, [document])).get(document.fileId!)?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await readableFile(t.ctx(coordinator, at), document.fileId!))?.name).toBe('huong-dan.pdf');
    const [told] = await changesSincePublication(t.app.db, await stored());
    expect(told?.changes.some((line) => line.path.startsWith(`documents[${documentId}]`))).toBe(true);
  });

  it('Q25-8: it is taken off the public page only with a reason, and comes back without one', async () => {
    const { fileId } = (await documentOf(documentId))!;
    const show = async (shown: boolean, reason: string, who = secretary) =>
      showDocument(t.ctx(who, at), { programmeId: id, documentId, version: await version(), public: shown, reason });
    expect(await refusal(show(false, 'Sai.'))).toMatchObject({ code: 'programme.reason', field: 'reason' });
    await show(false, 'Sở Nội vụ đã thu hồi để sửa phụ lục.');
    expect(await isPublicDocument(t.app.db, fileId!)).toBe(false);
    expect(await readableFile(t.ctx(coordinator, at), fileId!)).toBeNull();
    expect((await readableFile(t.ctx(secretary, at), fileId!))?.name).toBe('huong-dan.pdf');
    expect(await refusal(show(true, '', coordinator))).toMatchObject({ status: 404 });
    await show(true, '');
    expect(await isPublicDocument(t.app.db, fileId!)).toBe(true);
  });
});

describe('news of a movement', () => {
  const draft = { title: 'Phát động phong trào', summary: '', body: 'Sáng nay, tỉnh phát động phong trào.' };

  it('V26-7: the unit that is charged with it publishes the news; other units cannot even see the drafts', async () => {
    const newsId = await saveNews(t.ctx(press, at), { programmeId: id, ...draft });
    await publishNews(t.ctx(press, at), { programmeId: id, newsId });
    expect((await publishedNews(t.app.db, { programmeId: id })).map((one) => one.title)).toEqual([draft.title]);
    expect(await refusal(saveNews(t.ctx(coordinator, at), { programmeId: id, ...draft }))).toMatchObject({
      status: 404,
    });
  });

  it('V26-7: publishing news lets that unit change nothing else', async () => {
    const scope = await movementScope(t.ctx(press, at), (await movementBySlug(t.app.db, doc.slug))!);
    expect(scope).toMatchObject({ publishes: true, all: false, manages: false, administers: false, views: false });
    const args = { programmeId: id, version: await version(), document: guidance };
    expect(await refusal(saveDocument(t.ctx(press, at), args))).toMatchObject({ status: 404 });
  });
});

describe('people of a movement', () => {
  const listed = (person: Person, missing = false) =>
    coordinatedUnits(t.ctx(person, at), { slug: doc.slug, filter: { classId: '', q: '', missing } });

  it('V26-7: units that nobody coordinates stand first, and are counted', async () => {
    const { units: rows, total, missing } = await listed(secretary);
    const has = rows.map((row) => row.coordinators.length > 0);
    expect(has).toEqual([...has].sort((a, b) => Number(a) - Number(b)));
    expect([total - missing, has.filter(Boolean).length]).toEqual([2, 2]);
    expect((await listed(secretary, true)).units).toHaveLength(missing);
    expect(rows.find((row) => row.code === 'X1')?.coordinators[0]?.fullName).toBe('Quàng Văn Mối');
    expect(await refusal(listed(coordinator))).toMatchObject({ status: 404 });
  });

  it('V26-7: roles of a movement go by its own names; it has no judges', async () => {
    const admin = t.ctx(await t.person('Hoàng Văn Quản', [{ role: 'admin' }]), at);
    const someone = await t.person('Tòng Thị Giúp', []);
    const give = (role: 'judge' | 'support', kind?: 'contest') =>
      grantRole(admin, { personId: someone.id, role, programmeId: id, ...(kind ? { kind } : {}) });
    expect((await refusal(give('judge'))).message).toContain('Phong trào không có vai trò Giám khảo');
    expect((await refusal(give('support', 'contest'))).message).toContain('là vai trò trong cuộc thi');
    await give('support');
    const said = await t.app.db
      .selectFrom('audit_event')
      .select('summary')
      .where('act', '=', 'role.grant')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(said.summary).toContain('Người giúp việc');
  });
});
