import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawEntry } from '#lib/server/entry/withdraw.ts';
import { galleryBoard } from '#lib/server/gallery/board.ts';
import { worksAwaitingConsent } from '#lib/server/gallery/consents.ts';
import { postItems, withdrawItem } from '#lib/server/gallery/post.ts';
import { disqualifyEntry, reinstateEntry } from '#lib/server/screening/check.ts';
import { addToList, closedList, closeEntryList, offList, previewList } from '#lib/server/screening/entryList.ts';
import { listPaper, listTable } from '#lib/server/screening/entryListFile.ts';
import { agreeToAll } from '../support/gallery.ts';
import { refusal } from '../support/refusal.ts';
import { type VideoContest, videoContest, when } from './agency.support.ts';
import { stateOf } from './screening.support.ts';

let c: VideoContest;
beforeAll(async () => {
  c = await videoContest();
});
afterAll(() => c?.t.close());

const db = () => c.t.app.db;
const list = async () => (await closedList(db(), c.s.programmeId))!;
const preview = async (at: string = when.closing) => previewList(db(), await c.stored(), new Date(at));

describe('the list of entries', () => {
  it('K24-8: cannot be closed while entries may still come in; the refusal gives clock and clause', async () => {
    await c.work({ title: 'Chợ phiên số' });
    await c.work({ title: 'Bản làng không tiền mặt', state: 'eligible' });
    await c.work({ title: 'Trả lại rồi bỏ', state: 'returned' });
    const { fingerprint, may } = await preview(when.lastDay);
    expect(may.allow).toBe(false);
    const refused = await refusal(
      closeEntryList(c.as(c.secretary, when.lastDay), { programmeId: c.s.programmeId, fingerprint }),
    );
    expect(refused).toMatchObject({ code: 'list.intake-open', clause: 'Mục IV.3' });
    expect(refused.message).toContain('23:59:59, thứ Tư 31/07/2024');
    expect(refused.message).toContain('Bây giờ là 23:30:00');
  });

  it('K24-8: is previewed, closed by the secretariat in one act, and never closed twice', async () => {
    const before = await preview();
    expect(before).toMatchObject({ unchecked: 1, drafts: 0 });
    expect(before.lines.map((line) => line.title)).toEqual(['Chợ phiên số', 'Bản làng không tiền mặt']);
    expect(before.outside.map((one) => one.title)).toEqual(['Trả lại rồi bỏ']);
    const args = { programmeId: c.s.programmeId, fingerprint: before.fingerprint };
    expect((await refusal(closeEntryList(c.as(c.organiser, when.closing), args))).status).toBe(403);
    expect((await refusal(closeEntryList(c.as(c.author, when.closing), args))).status).toBe(404);
    const late = await c.work({ title: 'Vừa nhận thẳng từ đơn vị' });
    expect((await refusal(closeEntryList(c.as(c.secretary, when.closing), args))).code).toBe('stale');
    await db().updateTable('entry').set({ state: 'with-unit' }).where('id', '=', late.id).execute();
    await closeEntryList(c.as(c.secretary, when.closing), args);
    expect((await refusal(closeEntryList(c.as(c.secretary, when.closing), args))).code).toBe('list.closed');
    const closed = await list();
    expect(closed.lines.map((line) => line.no)).toEqual([1, 2]);
    expect(closed.sha256).toBe(createHash('sha256').update(closed.snapshot).digest('hex'));
    expect(JSON.parse(closed.snapshot).entries[0]).toMatchObject({
      title: 'Chợ phiên số',
      authors: [{ name: 'Quàng Thị Tác', workplace: 'Trường THPT Tô Hiệu' }],
    });
  });

  it('K24-8: shows what happens to an entry afterwards beside the closed list, which stays as it was', async () => {
    const [first, second] = (await list()).lines;
    await disqualifyEntry(c.as(c.secretary), {
      entryId: first!.entryId,
      clause: 'III.4',
      reason: 'Video đã đăng trên mạng xã hội từ tháng 3.',
    });
    await withdrawEntry(c.as(c.author), { entryId: second!.entryId, reason: 'Tác giả bận việc riêng.' });
    const changed = await list();
    expect(changed).toMatchObject({ inContest: 0, sha256: (await list()).sha256 });
    expect(changed.lines.map((line) => line.changes.map((change) => change.kind))).toEqual([
      ['disqualified'],
      ['withdrawn'],
    ]);
    expect(changed.lines[0]!.changes[0]).toMatchObject({ clause: 'Mục III.4' });
    await reinstateEntry(c.as(c.secretary), {
      entryId: first!.entryId,
      reason: 'Đã xác minh: video trên mạng là của người khác.',
    });
    expect((await list()).lines[0]!.changes.map((change) => change.kind)).toEqual(['disqualified', 'reinstated']);
    expect((await list()).inContest).toBe(1);
  });

  it('K24-8: takes a late entry only by an addendum with a reason', async () => {
    const { rows } = await c.t.app.pool.query(`select id from entry where title = 'Vừa nhận thẳng từ đơn vị'`);
    const entryId = rows[0].id as string;
    const args = { programmeId: c.s.programmeId, entryId, reason: 'Đơn vị gửi muộn, tác giả nộp đúng hạn.' };
    expect((await refusal(addToList(c.as(c.secretary), args))).code).toBe('list.not-held');
    await db().updateTable('entry').set({ state: 'submitted' }).where('id', '=', entryId).execute();
    expect((await offList(db(), c.s.programmeId)).map((one) => one.title)).toEqual(['Vừa nhận thẳng từ đơn vị']);
    expect((await refusal(addToList(c.as(c.secretary), { ...args, reason: 'Nộp muộn' }))).code).toBe('list.reason');
    await addToList(c.as(c.secretary), args);
    expect((await refusal(addToList(c.as(c.secretary), args))).code).toBe('list.listed');
    const closed = await list();
    expect(closed.lines.at(-1)).toMatchObject({ no: 3, added: { by: 'Lò Thị Thư', reason: args.reason } });
    expect(closed.snapshot).not.toContain('Vừa nhận thẳng');
  });

  it('K24-8: is downloaded as PDF, Excel and CSV, with differences', async () => {
    const programme = await c.stored();
    const { pdf, name } = await listPaper(c.as(c.secretary), programme);
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(name).toBe('danh-sach-bai-du-thi-tuyen-truyen-so-2024.pdf');
    const csv = (await listTable(c.as(c.secretary), programme, 'csv')) as string;
    expect(csv.split('\r\n')[1]).toContain('Hủy việc loại lúc 08:00 05/08/2024');
    expect(csv).toContain('Bổ sung lúc');
    const xlsx = await listTable(c.as(c.secretary), programme, 'xlsx');
    expect(
      Buffer.from(xlsx as Uint8Array)
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});

describe('posting to the gallery', () => {
  const item = (entryId: string) =>
    db().selectFrom('gallery_item').selectAll().where('entry_id', '=', entryId).executeTakeFirst();

  it('K24-4: only works that were chosen and have a ready video are put on show, with what was handed in', async () => {
    const waiting = await c.work({ title: 'Chưa được chọn' });
    const chosen = await c.work({ title: 'Bác Lả bán mận qua mạng', state: 'shortlisted' });
    const without = await c.work({ title: 'Không có video', state: 'shortlisted', files: false });
    const post = (ids: string[], by = c.secretary) =>
      postItems(c.as(by), { programmeId: c.s.programmeId, entryIds: ids });
    expect((await refusal(post([waiting.id]))).message).toContain('Chưa được chọn');
    expect((await refusal(post([chosen.id], c.chair))).status).toBe(403);
    expect((await refusal(post([chosen.id], c.author))).status).toBe(404);
    expect(await post([chosen.id, without.id])).toEqual({ posted: 1, withheld: [without.code] });
    expect(await item(chosen.id)).toMatchObject({
      code: chosen.code,
      title: 'Bác Lả bán mận qua mạng',
      authors: [{ name: 'Quàng Thị Tác', workplace: 'Trường THPT Tô Hiệu' }],
      folded: expect.stringContaining('bac la ban man qua mang quang thi tac'),
      topics: ['skills'],
      withdrawn_at: null,
    });
    expect((await item(chosen.id))!.summary).not.toBe('');
  });

  it('K24-4: a work without its consents stays in the contest, is not shown, and is posted when they have come', async () => {
    const shy = await c.s.entry({
      title: 'Chưa đồng ý đăng',
      state: 'shortlisted',
      unitId: null,
      at: when.intake,
      authors: [{ name: c.author.name, email: c.author.email, personId: c.author.id }],
    });
    const post = () => postItems(c.as(c.secretary), { programmeId: c.s.programmeId, entryIds: [shy.id] });
    expect((await refusal(post())).code).toBe('gallery.withheld');
    expect(await item(shy.id)).toBeUndefined();
    expect(await stateOf(c.t, shy.id)).toBe('shortlisted');
    const board = async () =>
      (await galleryBoard(db(), await c.stored(), new Date(when.screening))).find((row) => row.id === shy.id);
    expect(await board()).toMatchObject({ state: 'waiting', why: [expect.stringContaining('Quàng Thị Tác')] });
    const silent = async () =>
      worksAwaitingConsent(db(), await c.stored(), { closed: true, now: new Date(when.screening) });
    const before = await silent();
    expect(before).toBeGreaterThan(0);
    await agreeToAll(db(), shy.id, new Date(when.screening));
    expect(await board()).toMatchObject({ state: 'waiting', why: [] });
    expect(await silent()).toBe(before - 1);
    expect(await post()).toEqual({ posted: 1, withheld: [] });
    expect(await board()).toMatchObject({ state: 'shown', postedBy: 'Lò Thị Thư' });
  });

  it('K24-4: a work is taken off with a reason and may come back', async () => {
    const chosen = await c.work({ title: 'Sửa lỗi âm thanh', state: 'shortlisted' });
    const post = () => postItems(c.as(c.organiser), { programmeId: c.s.programmeId, entryIds: [chosen.id] });
    await post();
    expect((await refusal(post())).code).toBe('gallery.none');
    expect((await refusal(withdrawItem(c.as(c.secretary), { entryId: chosen.id, reason: 'Gỡ' }))).code).toBe(
      'gallery.reason',
    );
    await withdrawItem(c.as(c.secretary), { entryId: chosen.id, reason: 'Có khiếu nại về nhạc nền.' });
    expect(await item(chosen.id)).toMatchObject({ withdrawn_reason: 'Có khiếu nại về nhạc nền.' });
    await post();
    expect(await item(chosen.id)).toMatchObject({ withdrawn_at: null, withdrawn_reason: null });
  });

  it('K24-4: a work that is disqualified or withdrawn leaves the gallery in the same act', async () => {
    const [bad, gone] = [await c.work({ state: 'shortlisted' }), await c.work({ state: 'shortlisted' })];
    await postItems(c.as(c.secretary), { programmeId: c.s.programmeId, entryIds: [bad.id, gone.id] });
    await db()
      .insertInto('decision')
      .values({
        programme_id: c.s.programmeId,
        kind: 'finalists',
        decided_by: c.secretary.id,
        decided_at: new Date(when.screening),
        published_at: new Date(when.screening),
      })
      .execute();
    const reason = 'Sao chép video của người khác, đã xác minh.';
    await disqualifyEntry(c.as(c.secretary), { entryId: bad.id, clause: 'III.4', reason });
    await withdrawEntry(c.as(c.author), { entryId: gone.id, reason: 'Tác giả đổi ý.' });
    expect(await item(bad.id)).toMatchObject({ withdrawn_reason: reason, withdrawn_by: c.secretary.id });
    expect(await item(gone.id)).toMatchObject({ withdrawn_reason: 'Tác giả rút bài.' });
  });
});
