import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFiles } from '#lib/server/example/files.ts';
import { publicPhoto } from '#lib/server/example/photos.ts';
import { publishedByCode, publishedExamples, replicasOf, stepsOf } from '#lib/server/example/queries.ts';
import { decideReplica, sayReplica } from '#lib/server/example/replicas.ts';
import { previewPublish, publishExamples, returnExample } from '#lib/server/example/review.ts';
import { createExample, removePhoto, saveExample, submitExample, withdrawExample } from '#lib/server/example/write.ts';
import { startUpload } from '#lib/server/file/uploads.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { myMovements } from '#lib/server/movement/mine.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let secretary: Person;
let commune: Person;
let other: Person;
let auditor: Person;
const { slug } = sampleMovement;

const words = {
  kind: 'model',
  title: 'Chợ phiên không tiền mặt ở Mường Bú',
  summary: 'Tiểu thương bản quen dần với mã QR.',
  body: 'Tổ công nghệ số cộng đồng đến từng quầy.',
  results: '120 quầy dùng mã QR sau ba tháng.',
  contentId: 'b',
};

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  secretary = await t.person('Lường Thị Thư', [{ role: 'secretary', programmeId }]);
  commune = await t.person('Lò Văn Xã', [{ role: 'unit-coordinator', unitId: units.X2! }]);
  other = await t.person('Hà Thị Xã', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  auditor = await t.person('Kiểm Toán', [{ role: 'auditor' }]);
});
afterAll(() => t?.close());

const rowOf = (id: string) =>
  t.app.db.selectFrom('good_example').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** A picture as the upload leaves it after its check. */
async function addPhoto(exampleId: string, content = 'ảnh'): Promise<string> {
  const { fileId } = await startUpload(t.ctx(commune), {
    purpose: 'example',
    target: { exampleId },
    name: 'cho-phien.jpg',
    size: 100,
  });
  const { key, size } = await t.app.files.put(Readable.from([Buffer.from(content, 'latin1')]));
  await t.app.db
    .updateTable('file')
    .set({ state: 'ready', kind: 'image', media: 'image/jpeg', storage_key: key, size, sha256: 'a'.repeat(64) })
    .where('id', '=', fileId)
    .execute();
  return fileId;
}

async function save(exampleId: string, more: Partial<Parameters<typeof saveExample>[1]> = {}) {
  const { version } = await rowOf(exampleId);
  await saveExample(t.ctx(commune), {
    ...words,
    exampleId,
    version,
    photos: [],
    entries: '',
    initiatives: '',
    ...more,
  });
}

async function handedIn(title: string): Promise<string> {
  const { exampleId } = await createExample(t.ctx(commune), { ...words, title, slug, unitId: units.X2! });
  await submitExample(t.ctx(commune), { exampleId, version: 1 });
  return exampleId;
}

describe('a good example of a unit', () => {
  let exampleId: string;
  let code: string;
  let photo: string;

  it('Q25-14: the coordinator writes it, numbers run on, and nobody else writes or sees the draft', async () => {
    ({ exampleId, code } = await createExample(t.ctx(commune), { ...words, slug, unitId: units.X2! }));
    expect(code).toBe('TD25-DH-001');
    const next = await Promise.all(
      ['Hai', 'Ba'].map((title) => createExample(t.ctx(commune), { ...words, title, slug, unitId: units.X2! })),
    );
    expect(next.map((one) => one.code).sort()).toEqual(['TD25-DH-002', 'TD25-DH-003']);
    expect((await refusal(createExample(t.ctx(other), { ...words, slug, unitId: units.X2! }))).status).toBe(404);
    expect((await refusal(submitExample(t.ctx(other), { exampleId, version: 1 }))).status).toBe(404);
    expect((await refusal(submitExample(t.ctx(secretary), { exampleId, version: 1 }))).status).toBe(404);
    const bad = await refusal(
      createExample(t.ctx(commune), { ...words, title: '', kind: 'x', contentId: 'z', slug, unitId: units.X2! }),
    );
    expect(bad.issues.map((issue) => issue.field)).toEqual(['kind', 'title', 'contentId']);
  });

  it('Q25-14: a picture without the word that its persons agree keeps it from being handed in', async () => {
    photo = await addPhoto(exampleId);
    const { version } = await rowOf(exampleId);
    const missing = await refusal(submitExample(t.ctx(commune), { exampleId, version }));
    expect(missing.code).toBe('example.missing');
    expect(missing.issues[0]?.message).toContain('91/2025');
    await save(exampleId, { photos: [{ fileId: photo, caption: 'Quầy rau dùng mã QR', consentSaid: true }] });
    expect((await refusal(submitExample(t.ctx(commune), { exampleId, version }))).code).toBe('stale');
    await submitExample(t.ctx(commune), { exampleId, version: version + 1 });
    expect((await rowOf(exampleId)).state).toBe('submitted');
    // what is handed in is not written any more
    await expect(save(exampleId)).rejects.toMatchObject({ code: 'example.closed' });
    expect((await refusal(removePhoto(t.ctx(commune), { exampleId, fileId: photo }))).code).toBe('example.closed');
    await expect(addPhoto(exampleId)).rejects.toMatchObject({ code: 'example.closed' });
  });

  it('Q25-14: it comes back with a reason, is mended, and is published; the way is written down', async () => {
    expect((await myMovements(t.ctx(secretary)))[0]?.duties.map((duty) => duty.text)).toContain(
      'Xem xét 1 điển hình mới gửi',
    );
    expect((await refusal(returnExample(t.ctx(commune), { exampleId, reason: 'x' }))).status).toBe(403);
    expect((await refusal(returnExample(t.ctx(secretary), { exampleId, reason: ' ' }))).code).toBe('example.reason');
    await returnExample(t.ctx(secretary), { exampleId, reason: 'Nêu rõ cách làm với người lớn tuổi.' });
    expect((await myMovements(t.ctx(commune)))[0]?.duties[0]?.text).toBe(`Sửa điển hình ${code} được trả lại`);
    const mail = await t.app.db
      .selectFrom('message')
      .select('body')
      .where('person_id', '=', commune.id)
      .executeTakeFirstOrThrow();
    expect(mail.body).toContain('người lớn tuổi');
    await save(exampleId, { photos: [{ fileId: photo, caption: 'Quầy rau', consentSaid: true }] });
    await submitExample(t.ctx(commune), { exampleId, version: (await rowOf(exampleId)).version });
    expect((await refusal(publishExamples(t.ctx(auditor), { slug, exampleIds: [exampleId] }))).status).toBe(403);
    expect(await publishExamples(t.ctx(secretary), { slug, exampleIds: [exampleId] })).toBe(1);
    expect((await refusal(publishExamples(t.ctx(secretary), { slug, exampleIds: [exampleId] }))).code).toBe(
      'example.state',
    );
    expect((await stepsOf(t.app.db, exampleId)).map((step) => step.what)).toEqual([
      'published',
      'submitted',
      'returned',
      'submitted',
      'draft',
    ]);
  });

  it('Q25-14: everyone finds it without diacritics, by content and by unit', async () => {
    const found = async (more: object) =>
      (await publishedExamples(t.app.db, { programmeId, ...more })).examples.map((one) => one.code);
    expect(await found({ text: 'khong tien mat cho phien' })).toEqual([code]);
    expect(await found({ text: '100%' })).toEqual([]);
    expect(await found({ contentId: 'b', unitId: units.X2 })).toEqual([code]);
    expect(await found({ contentId: 'a' })).toEqual([]);
    expect(await found({ unitId: units.X1 })).toEqual([]);
    expect((await publishedByCode(t.app.db, { programmeId, code: code.toLowerCase() }))?.title).toBe(words.title);
  });

  it('Q25-14: its pictures are public while it is, and no longer', async () => {
    const ask = () => publicPhoto(t.app, { slug, code: code.toLowerCase(), fileId: photo });
    expect(await ask()).toMatchObject({ media: 'image/jpeg' });
    expect(await publicPhoto(t.app, { slug: 'khac', code, fileId: photo })).toBeNull();
    const file = await t.app.db.selectFrom('file').selectAll().where('id', '=', photo).executeTakeFirstOrThrow();
    expect(await exampleFiles.mayRead(t.visitor(), file)).toBe(false);
    expect(await exampleFiles.mayRead(t.ctx(commune), file)).toBe(true);
    expect(await exampleFiles.mayRead(t.ctx(other), file)).toBe(false);
  });

  it('Q25-14: other units say that they do the same; only what is confirmed counts, and nobody confirms the own', async () => {
    const say = (who: Person, unit: string, more = {}) =>
      sayReplica(t.ctx(who, '2025-12-01T08:00:00+07:00'), {
        slug,
        unitId: units[unit]!,
        exampleId,
        since: '01/10/2025',
        note: 'Áp dụng ở hai chợ.',
        ...more,
      });
    const counted = async () => (await publishedExamples(t.app.db, { programmeId })).examples[0]?.replicas;
    expect((await refusal(say(commune, 'X2'))).code).toBe('replica.own');
    expect((await refusal(say(other, 'X1', { since: '01/10/2030' }))).issues[0]?.field).toBe('since');
    await say(other, 'X1');
    expect(await counted()).toBe(0);
    expect((await myMovements(t.ctx(secretary)))[0]?.duties.map((duty) => duty.text)).toContain(
      'Xác nhận 1 lượt đơn vị báo đã áp dụng điển hình',
    );
    const decide = (who: Person, confirm: boolean) =>
      decideReplica(t.ctx(who), { exampleId, unitId: units.X1!, confirm });
    expect((await refusal(decide(commune, true))).status).toBe(403);
    await decide(secretary, false);
    expect(await counted()).toBe(0);
    await say(other, 'X1', { note: 'Đã áp dụng ở ba chợ.' });
    await decide(secretary, true);
    expect(await counted()).toBe(1);
    expect((await refusal(say(other, 'X1'))).code).toBe('replica.confirmed');
    expect(await replicasOf(t.app.db, exampleId, 'confirmed')).toMatchObject([
      { unitName: 'Xã Chiềng Mung', note: 'Đã áp dụng ở ba chợ.', since: '2025-10-01' },
    ]);
  });

  it('Q25-14: withdrawing takes it off at once, with a reason', async () => {
    expect((await refusal(withdrawExample(t.ctx(other), { exampleId, reason: 'x' }))).status).toBe(404);
    expect((await refusal(withdrawExample(t.ctx(commune), { exampleId, reason: '' }))).code).toBe('example.reason');
    const before = t.app.cache.version;
    await withdrawExample(t.ctx(commune), { exampleId, reason: 'Người trong ảnh rút lại đồng ý.' });
    expect(t.app.cache.version).toBeGreaterThan(before);
    expect(await publishedByCode(t.app.db, { programmeId, code })).toBeNull();
    expect(await publicPhoto(t.app, { slug, code, fileId: photo })).toBeNull();
  });
});

describe('links and many at once', () => {
  it('V26-5: a recognised initiative and an entry of the unit are attached; what names nothing is said', async () => {
    await t.app.db
      .insertInto('initiative')
      .values({
        title: 'Đọc công tơ từ xa',
        folded: 'doc cong to tu xa',
        decision_number: '12/QĐ-SKHCN',
        created_at: new Date(),
      })
      .execute();
    const { exampleId } = await createExample(t.ctx(commune), { ...words, slug, unitId: units.X2! });
    const wrong = await refusal(save(exampleId, { entries: 'CDS26-00001', initiatives: 'Đọc công tơ' }));
    expect(wrong.issues.map((issue) => issue.field)).toEqual(['entries', 'initiatives']);
    expect(wrong.issues[1]?.message).toContain('Đọc công tơ từ xa');
    await save(exampleId, { initiatives: 'đọc công tơ TỪ XA' });
    const links = await t.app.db
      .selectFrom('good_example_link')
      .select('kind')
      .where('example_id', '=', exampleId)
      .execute();
    expect(links).toEqual([{ kind: 'initiative' }]);
  });

  it('many are published together after their effect was shown; one that cannot stops all', async () => {
    const [one, two] = [await handedIn('Một'), await handedIn('Hai nữa')];
    await returnExample(t.ctx(secretary), { exampleId: two, reason: 'Thiếu số liệu.' });
    const effect = await previewPublish(t.ctx(secretary), { slug, exampleIds: [one, two, 'khong-phai-id'] });
    expect(effect.map((row) => row.problem)).toEqual([null, 'Đang ở trạng thái “Trả lại để sửa”.']);
    expect((await refusal(publishExamples(t.ctx(secretary), { slug, exampleIds: [one, two] }))).code).toBe(
      'example.state',
    );
    expect((await rowOf(one)).state).toBe('submitted');
    await publishExamples(t.ctx(secretary), { slug, exampleIds: [one] });
    // a published one can be called back, and is off the public pages
    await returnExample(t.ctx(secretary), { exampleId: one, reason: 'Sai tên bản.' });
    expect((await publishedExamples(t.app.db, { programmeId })).total).toBe(0);
  });

  it('no invariant is broken by any of this', async () => {
    const results = (await checkInvariants(t.app)).filter((result) => result.name.startsWith('example.'));
    expect(results).toHaveLength(3);
    expect(results.filter((result) => !result.ok)).toEqual([]);
  });
});
