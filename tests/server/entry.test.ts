import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { publicStateByCode } from '#lib/server/entry/publicState.ts';
import { entryForAuthor, myEntries } from '#lib/server/entry/queries.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { removeEntryFile } from '#lib/server/entry/removeFile.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { settleUnsent } from '#lib/server/entry/settle.ts';
import { snapshotHash } from '#lib/server/entry/snapshot.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { submitEntry, submitRefinement } from '#lib/server/entry/submit.ts';
import { restoreEntry, withdrawEntry } from '#lib/server/entry/withdraw.ts';
import { readableFile } from '#lib/server/file/uploads.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { MovableClock } from '#lib/server/platform/clock/clock.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import {
  makeUnit,
  publishContest,
  putEntryFile,
  readyEntry,
  refinementValues,
  submittedEntry,
  versionOf,
} from '../support/entry.ts';
import { storedContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
const april = '2026-04-10T08:00:00+07:00';
const lastSecond = '2026-06-30T23:59:59.999+07:00';
const tooLate = '2026-07-01T00:00:00+07:00';

let t: TestApp;
let programmeId: string;
let unitId: string;
let mai: Person;
let other: Person;

const moveTo = (at: number) => (t.app.clock as MovableClock).set(at - Date.now());
const stored = async (id: string) => (await findEntry(t.app.db, id))!;
const messages = (kind: string, entryId: string) =>
  t.app.db.selectFrom('message').selectAll().where('kind', '=', kind).where('entry_id', '=', entryId).execute();

beforeAll(async () => {
  t = await testApp();
  ({ programmeId } = await publishContest(t));
  unitId = await makeUnit(t, '03721', 'Xã Thuận Châu');
  mai = await t.person('Lò Thị Mai');
  other = await t.person('Người Khác');
});
afterAll(() => t?.close());

describe('a draft', () => {
  it('begins in one step, with its maker as the first author', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), {
      programmeId,
      title: '  Sổ   tay số ',
      pillar: 'society',
    });
    const entry = await entryForAuthor(t.ctx(mai, april), { entryId });
    expect(entry).toMatchObject({ title: 'Sổ tay số', code: null, stage: 'submission', complete: false });
    expect(entry.authors).toMatchObject([{ fullName: 'Lò Thị Mai', share: '100.00', you: true }]);
    expect(entry.step).toMatchObject({ who: 'Tác giả', yours: true });
    expect(entry.tasks.find((task) => task.id === 'authors')?.state).toBe('done');
    expect(entry.tasks.find((task) => task.id === 'file:video')?.state).toBe('missing');
  });

  it('K26-1: names its pillar and topics; unknown ones are refused', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Chợ số' });
    const topics = (ids: string[]) => saveEntryForm(t.ctx(mai, april), { entryId, version: 1, topics: ids });
    expect(await refusal(topics(['bitcoin']))).toMatchObject({ issues: [{ field: 'topics', clause: 'Mục II.1' }] });
    await topics(['e-commerce', 'e-commerce']);
    expect((await stored(entryId)).topics).toEqual(['e-commerce']);
  });

  it('K26-3: may be prepared before intake opens, not begun after it has closed', async () => {
    const early = t.ctx(mai, '2026-02-20T08:00:00+07:00');
    const { entryId } = await startEntry(early, { programmeId, title: 'Soạn trước' });
    expect((await entryForAuthor(early, { entryId })).editable.allow).toBe(true);
    expect(await refusal(startEntry(t.ctx(mai, tooLate), { programmeId, title: 'Muộn' }))).toMatchObject({
      code: 'period.closed',
      clause: 'Mục II.3',
    });
  });

  it('to everyone but its authors does not exist', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Của riêng' });
    const outsider = t.ctx(other, april);
    const secretary = t.ctx(await t.person('Thư Ký', [{ role: 'secretary', programmeId }]), april);
    for (const ctx of [outsider, secretary, t.visitor(april)]) {
      expect((await refusal(entryForAuthor(ctx, { entryId }))).status).toBe(404);
      expect((await refusal(saveEntryForm(ctx, { entryId, version: 1, title: 'x' }))).status).toBe(404);
      expect((await refusal(submitEntry(ctx, { entryId, version: 1 }))).status).toBe(404);
      expect((await refusal(withdrawEntry(ctx, { entryId, reason: 'x' }))).status).toBe(404);
      expect((await refusal(agreeDeclarations(ctx, { entryId, declarationIds: [] }))).status).toBe(404);
    }
    expect((await refusal(entryForAuthor(outsider, { entryId: 'khong-phai-ma' }))).status).toBe(404);
  });

  it('keeps a date that does not exist as typed, and says so beside the field', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Ngày sai' });
    const values = { maturity: 'in-use', usedAt: 'Bản Hoa', usedSince: '31/02/2026' };
    const { issues, version } = await saveEntryForm(t.ctx(mai, april), { entryId, version: 1, values });
    expect(issues).toMatchObject([{ field: 'usedSince', message: expect.stringContaining('31/02/2026') }]);
    expect((await stored(entryId)).form.submission?.usedSince).toBe('31/02/2026');
    expect(version).toBe(2);
  });

  it('refuses 10,000 characters in a title and keeps markup as text', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: '<b>Sổ</b> tay' });
    expect((await stored(entryId)).title).toBe('<b>Sổ</b> tay');
    const long = saveEntryForm(t.ctx(mai, april), { entryId, version: 1, title: 'ô'.repeat(10_000) });
    expect(await refusal(long)).toMatchObject({
      issues: [{ field: 'title', message: expect.stringContaining('10000') }],
    });
    const huge = saveEntryForm(t.ctx(mai, april), { entryId, version: 1, values: { problem: 'a'.repeat(400_000) } });
    expect(await refusal(huge)).toMatchObject({ code: 'entry.too-long' });
  });

  it('is not overwritten by a page made before somebody else saved; saving nothing new changes nothing', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Hai thẻ' });
    const save = (version: number, title: string) => saveEntryForm(t.ctx(mai, april), { entryId, version, title });
    expect(await save(1, 'Thẻ một')).toMatchObject({ version: 2 });
    expect(await save(2, 'Thẻ một')).toMatchObject({ version: 2 });
    expect(await refusal(save(1, 'Thẻ hai'))).toMatchObject({ code: 'stale', status: 409 });
  });
});

describe('handing in', () => {
  it('K26-4b: asks for form, one video, explanation and declarations, each beside its place', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Còn thiếu' });
    const problem = await refusal(submitEntry(t.ctx(mai, april), { entryId, version: 1 }));
    expect(problem).toMatchObject({ code: 'entry.incomplete', clause: 'Mục II.4.1' });
    const fields = problem.issues.map((issue) => issue.field);
    expect(fields).toEqual(
      expect.arrayContaining(['pillar', 'topics', 'summary', 'file:video', 'file:explanation', 'declarations.truth']),
    );
    expect(fields).not.toContain('declarations.publicity');
    expect(await stored(entryId)).toMatchObject({ state: 'draft', code: null });
  });

  it('K26-2c: without the declaration that the product is not recognised it is refused', async () => {
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    await agreeDeclarations(t.ctx(mai, april), { entryId, declarationIds: ['originality', 'truth', 'consent'] });
    const problem = await refusal(
      submitEntry(t.ctx(mai, april), { entryId, version: await versionOf(t.ctx(mai), entryId) }),
    );
    expect(problem.issues).toMatchObject([{ field: 'declarations.not-recognised', clause: 'Mục II.2' }]);
  });

  it('K26-4b: gives code, receipt and hash, goes to the unit, and tells by mail', async () => {
    const ctx = t.ctx(mai, april);
    const entryId = await readyEntry(ctx, programmeId, { unitId });
    const receipt = await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
    expect(receipt).toMatchObject({ no: 1, again: false, state: 'with-unit', receiptNo: `${receipt.code}/1` });
    expect(receipt.code).toMatch(/^CDS26-\d{5}$/);
    const row = await t.app.db
      .selectFrom('entry_submission')
      .selectAll()
      .where('entry_id', '=', entryId)
      .executeTakeFirstOrThrow();
    expect(snapshotHash(row.snapshot)).toBe(receipt.hash);
    expect(row.snapshot).toMatchObject({ code: receipt.code, files: [{ name: 'gioi-thieu.mp4' }, {}], authors: [{}] });
    const [mail] = await messages('entry.receipt', entryId);
    expect(mail?.to_address).toBe(mai.email);
    expect(mail?.body).toContain(receipt.hash);
    expect(mail?.body).toContain('08:00:00, thứ Sáu 10/04/2026');
  });

  it('pressed twice at once gives one code and one receipt', async () => {
    const ctx = t.ctx(mai, april);
    const entryId = await readyEntry(ctx, programmeId);
    const version = await versionOf(ctx, entryId);
    const press = () => submitEntry(t.ctx(mai, april), { entryId, version });
    const results = await Promise.all([press(), press(), press()]);
    expect(new Set(results.map((one) => one.receiptNo)).size).toBe(1);
    expect(results.filter((one) => !one.again)).toHaveLength(1);
    expect(await messages('entry.receipt', entryId)).toHaveLength(1);
  });

  it('gives codes without gaps, to many at once, and none to what is refused', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, (_, i) => t.person(`Tác giả ${i}`)));
    const ids = await Promise.all(people.map((one) => readyEntry(t.ctx(one, april), programmeId)));
    const bad = await startEntry(t.ctx(mai, april), { programmeId, title: 'Chưa xong' });
    const [, ...done] = await Promise.all([
      refusal(submitEntry(t.ctx(mai, april), { entryId: bad.entryId, version: 1 })),
      ...ids.map(async (entryId, i) => {
        const ctx = t.ctx(people[i]!, april);
        return submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
      }),
    ]);
    const codes = await t.app.db.selectFrom('entry').select('code').where('code', 'is not', null).execute();
    const numbers = codes.map((row) => Number(row.code!.slice(-5))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(done).toHaveLength(6);
  });

  it('K26-3: counts to the last instant of the last second, not one later', async () => {
    const entryId = await readyEntry(t.ctx(mai, april), programmeId);
    const version = await versionOf(t.ctx(mai), entryId);
    const problem = await refusal(submitEntry(t.ctx(mai, tooLate), { entryId, version }));
    expect(problem).toMatchObject({ code: 'entry.late', clause: 'Mục II.3' });
    expect(problem.message).toContain('kết thúc lúc 23:59:59, thứ Ba 30/06/2026');
    expect(await stored(entryId)).toMatchObject({ state: 'draft', code: null });
    await submitEntry(t.ctx(mai, lastSecond), { entryId, version });
    expect((await stored(entryId)).submittedAt).toEqual(new Date(lastSecond));
  });

  it('K26-3: what was typed when the deadline passed is kept as a late draft, and its author is told', async () => {
    const { entryId } = await startEntry(t.ctx(mai, april), { programmeId, title: 'Đang gõ dở' });
    const late = (text: string) =>
      saveEntryForm(t.ctx(mai, tooLate), { entryId, version: 1, values: { problem: text } });
    expect((await refusal(late('Viết dở'))).message).toContain('đã được giữ lại');
    await refusal(late('Viết dở câu này'));
    const entry = await entryForAuthor(t.ctx(mai, tooLate), { entryId });
    expect(entry.values.problem).toBeUndefined();
    expect(entry.late).toMatchObject([
      { part: 'Thông tin sản phẩm', by: 'Lò Thị Mai', lines: ['Thực trạng và vấn đề cần giải quyết: Viết dở câu này'] },
    ]);
    expect(await messages('entry.late', entryId)).toHaveLength(1);
    expect(entry.step.what).toContain('Đã hết thời gian nhận hồ sơ');
  });

  it('may be repeated under the same code until the deadline', async () => {
    const ctx = t.ctx(mai, april);
    const { entryId, code } = await submittedEntry(ctx, programmeId);
    const may = t.ctx(mai, '2026-05-02T09:00:00+07:00');
    await saveEntryForm(may, { entryId, version: await versionOf(ctx, entryId), title: 'Tên mới' });
    expect((await entryForAuthor(may, { entryId })).unsent).toBe(true);
    const receipt = await submitEntry(may, { entryId, version: await versionOf(ctx, entryId) });
    expect(receipt).toMatchObject({ code, no: 2, receiptNo: `${code}/2`, again: false });
    expect((await entryForAuthor(may, { entryId })).unsent).toBe(false);
  });

  it('K26-3: changes that were not handed in again do not count: what was handed in comes back', async () => {
    const ctx = t.ctx(mai, april);
    const { entryId } = await submittedEntry(ctx, programmeId, { title: 'Bản đã nộp' });
    const before = await entryForAuthor(ctx, { entryId });
    const video = before.files.find((file) => file.requirementId === 'video')!;
    await saveEntryForm(ctx, { entryId, version: before.version, title: 'Bản sửa dở', values: { problem: '' } });
    const june = t.ctx(mai, '2026-06-30T22:00:00+07:00');
    await removeEntryFile(june, { entryId, fileId: video.id });
    expect((await entryForAuthor(june, { entryId })).complete).toBe(false);
    moveTo(new Date(lastSecond).getTime() - 60_000);
    await settleUnsent(t.app);
    expect((await stored(entryId)).title).toBe('Bản sửa dở');
    moveTo(new Date(tooLate).getTime() + 1000);
    expect(await settleUnsent(t.app)).toBe(1);
    expect(await settleUnsent(t.app)).toBe(0);
    const after = await entryForAuthor(t.ctx(mai, tooLate), { entryId });
    expect(after).toMatchObject({ title: 'Bản đã nộp', unsent: false, complete: true });
    expect(after.files.map((file) => file.id).sort()).toEqual(before.files.map((file) => file.id).sort());
    expect(after.late[0]?.lines.join()).toContain('Bản sửa dở');
    expect(await messages('entry.unsent', entryId)).toHaveLength(1);
    moveTo(Date.now());
  });

  it('after it came back is handed in again without a second code', async () => {
    const ctx = t.ctx(mai, april);
    const { entryId, code } = await submittedEntry(ctx, programmeId);
    await t.app.db.updateTable('entry').set({ state: 'returned' }).where('id', '=', entryId).execute();
    await t.app.db
      .insertInto('entry_event')
      .values({
        entry_id: entryId,
        at: ctx.now,
        by_name: 'Thư ký',
        from_state: 'submitted',
        to_state: 'returned',
        reason: 'Video mờ',
      })
      .execute();
    await t.app.db
      .insertInto('audit_event')
      .values({
        at: ctx.now,
        actor_name: 'Thư ký',
        channel: 'web',
        act: 'x',
        programme_id: programmeId,
        summary: 'x',
        request_id: 'x',
        actor_id: null,
        subject_kind: null,
        subject_id: null,
        ip: null,
        seal_no: null,
        hash: null,
      })
      .execute();
    expect((await entryForAuthor(ctx, { entryId })).step.what).toContain('Video mờ');
    const receipt = await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
    expect(receipt).toMatchObject({ code, no: 2, state: 'submitted', again: false });
  });
});

describe('withdrawing', () => {
  it('asks for a reason once it was handed in, and may be undone while intake lasts', async () => {
    const ctx = t.ctx(mai, april);
    const { entryId, code } = await submittedEntry(ctx, programmeId);
    expect(await refusal(withdrawEntry(ctx, { entryId, reason: ' ' }))).toMatchObject({ field: 'reason' });
    await withdrawEntry(ctx, { entryId, reason: 'Nhóm đổi ý' });
    expect((await publicStateByCode(t.visitor(april), code)).label).toBe('Tác giả đã rút');
    await restoreEntry(ctx, { entryId });
    const receipt = await submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
    expect(receipt.code).toBe(code);
    await withdrawEntry(ctx, { entryId, reason: 'Lần nữa' });
    expect(await refusal(restoreEntry(t.ctx(mai, tooLate), { entryId }))).toMatchObject({ code: 'period.closed' });
  });
});

describe('finalists', () => {
  const august = '2026-08-20T10:00:00+07:00';
  const finalist = async () => {
    const { entryId, code } = await submittedEntry(t.ctx(mai, april), programmeId);
    await t.app.db.updateTable('entry').set({ state: 'shortlisted' }).where('id', '=', entryId).execute();
    await t.app.db
      .insertInto('entry_event')
      .values({
        entry_id: entryId,
        at: new Date(april),
        by_name: 'BTC',
        from_state: 'submitted',
        to_state: 'shortlisted',
      })
      .execute();
    return { entryId, code };
  };
  const publish = async () => {
    const chair = await t.person('Trưởng Ban');
    await t.app.db
      .insertInto('decision')
      .values({
        programme_id: programmeId,
        kind: 'finalists',
        decided_by: chair.id,
        decided_at: new Date('2026-07-28T00:00:00Z'),
        published_at: new Date('2026-07-30T00:00:00Z'),
      })
      .onConflict((c) => c.doNothing())
      .execute();
  };

  it('K26-4c: are not known before they are published, neither on the page nor by code nor in a refusal', async () => {
    const { entryId, code } = await finalist();
    const ctx = t.ctx(mai, '2026-07-25T10:00:00+07:00');
    const entry = await entryForAuthor(ctx, { entryId });
    expect(entry.state.label).toBe('Đủ điều kiện dự thi');
    expect(entry.stage).toBe('submission');
    expect(JSON.stringify({ ...entry, contest: null })).not.toContain('shortlisted');
    expect((await publicStateByCode(ctx, code)).label).toBe('Đủ điều kiện dự thi');
    const early = t.ctx(mai, august);
    expect((await refusal(submitRefinement(early, { entryId, version: entry.version }))).message).not.toMatch(
      /chọn|vòng sau/,
    );
    expect((await myEntries(ctx)).find((one) => one.id === entryId)?.state.label).toBe('Đủ điều kiện dự thi');
  });

  it('K26-4d: complete video, explanation and evidence until the exact end', async () => {
    await publish();
    const { entryId, code } = await finalist();
    const ctx = t.ctx(mai, august);
    expect((await entryForAuthor(ctx, { entryId })).stage).toBe('refinement');
    const version = await versionOf(ctx, entryId);
    const missing = await refusal(submitRefinement(ctx, { entryId, version }));
    expect(missing.issues.map((issue) => issue.field)).toEqual(
      expect.arrayContaining(['improvements', 'evidenceKind', 'file:evidence', 'declarations.refinement-truth']),
    );
    const { version: saved } = await saveEntryForm(ctx, { entryId, version, values: refinementValues });
    for (const requirementId of ['video', 'explanation', 'evidence'])
      await putEntryFile(
        ctx,
        { entryId, stage: 'refinement', requirementId },
        requirementId === 'video' ? 'v.mp4' : 'a.pdf',
      );
    await agreeDeclarations(ctx, { entryId, declarationIds: ['refinement-truth'] });
    const end = (await entryForAuthor(ctx, { entryId })).until!;
    const past = t.ctx(mai, new Date(end.getTime() + 1000).toISOString());
    expect(await refusal(submitRefinement(past, { entryId, version: saved }))).toMatchObject({ code: 'entry.late' });
    const receipt = await submitRefinement(t.ctx(mai, end.toISOString()), { entryId, version: saved });
    expect(receipt).toMatchObject({ receiptNo: `${code}/H1`, state: 'shortlisted', no: 1 });
    expect((await stored(entryId)).form.submission?.productKind).toBe('solution');
    const done = await entryForAuthor(t.ctx(mai, august), { entryId });
    expect(done.step.yours).toBe(false);
    expect(done.history.at(-1)?.label).toBe('Gửi hồ sơ hoàn thiện');
  });
});

describe('what outsiders see', () => {
  it('by code: the state in words and who acts next, no names, no title, no unit, no reason', async () => {
    const { code } = await submittedEntry(t.ctx(mai, april), programmeId, { title: 'Tên bí mật', unitId });
    const state = await publicStateByCode(t.visitor(april), ` ${code.toLowerCase().replace('-', '- ')} `);
    expect(state).toMatchObject({ code, label: 'Đã tiếp nhận, đang sơ loại tại đơn vị' });
    expect(JSON.stringify(state)).not.toMatch(/Mai|bí mật|Thuận Châu/);
    expect(await refusal(publicStateByCode(t.visitor(april), 'CDS26-99999'))).toMatchObject({
      code: 'entry.unknown-code',
    });
    expect((await refusal(publicStateByCode(t.visitor(april), 'abc'))).message).toContain('CDS26-00042');
  });

  it('files are read by authors, not even by an assigned judge at this address: their names may tell whose they are', async () => {
    const ctx = t.ctx(mai, april);
    const { entryId } = await submittedEntry(ctx, programmeId);
    const [video] = (await entryForAuthor(ctx, { entryId })).files;
    await t.app.db.updateTable('file').set({ storage_key: 'x' }).where('id', '=', video!.id).execute();
    const judge = await t.person('Giám Khảo', [{ role: 'judge', programmeId }]);
    expect(await readableFile(ctx, video!.id)).not.toBeNull();
    for (const ctx of [t.ctx(other, april), t.ctx(judge, april), t.visitor(april)])
      expect(await readableFile(ctx, video!.id)).toBeNull();
    const doc = await storedContest(t);
    const round = doc.rounds[0]!.id;
    await t.app.db
      .insertInto('assignment')
      .values({
        programme_id: programmeId,
        round_id: round,
        entry_id: entryId,
        judge_id: judge.id,
        source: 'hand',
        at: new Date(april),
      })
      .execute();
    expect(await readableFile(t.ctx(judge, april), video!.id)).toBeNull();
    const secretary = await t.person('Thư Ký Đọc', [{ role: 'secretary', programmeId }]);
    expect(await readableFile(t.ctx(secretary, april), video!.id)).not.toBeNull();
  });
});

it('leaves the data in order', async () => {
  const results = await checkInvariants(t.app);
  expect(results.filter((one) => one.name.startsWith('entry.') && !one.ok)).toEqual([]);
});
