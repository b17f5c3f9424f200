import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, toLocalInput, toLocalIso } from '#lib/domain/kernel/time.ts';
import { enterExternal, externalRows, withdrawExternal, worksWithoutReading } from '#lib/server/gallery/external.ts';
import { externalTemplate, importExternal, readImport, readRowsAgain } from '#lib/server/gallery/externalImport.ts';
import { type CountingProgramme, requireCounting } from '#lib/server/gallery/interactionPolicy.ts';
import { tallies } from '#lib/server/gallery/tally.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { readTable } from '#lib/server/platform/tables/read.ts';
import { xlsxTemplate } from '#lib/server/platform/tables/write.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { freezeAt, galleryContest, showWorks } from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let programme: CountingProgramme;
let works: string[];
let secretary: Actor;
const code = (n: number) => `${programme.code}-9000${n}`;

beforeAll(async () => {
  t = await testApp();
  const id = await insertContest(t, galleryContest());
  programme = requireCounting(await programmeById(t.app.db, id));
  works = await showWorks(t.app.db, programme, 3);
  secretary = await t.person('Đinh Thị Thư Ký', [{ role: 'secretary', programmeId: id }]);
});
afterAll(() => t.close());
beforeEach(() => t.app.db.deleteFrom('external_count').execute());

const ctx = (at = toLocalIso(addDays(freezeAt, 2))) => t.ctx(secretary, at);
const reading = (more: Record<string, string> = {}) => ({
  code: code(1),
  source: 'facebook',
  address: 'https://www.facebook.com/chuyendoisosonla/posts/1',
  takenAt: toLocalInput(addDays(freezeAt, -1)),
  likes: '120',
  shares: '10',
  comments: '4',
  ...more,
});
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const counted = async () => (await tallies(t.app.db, programme)).get(works[0]!)!.external;

describe('by form', () => {
  it('K24-4: a reading counts, with who, when and the picture of the screen; another at the same moment is refused', async () => {
    const screenshot = new File([png], 'man-hinh.png', { type: 'image/png' });
    await enterExternal(ctx(), programme, { ...reading(), screenshot });
    expect(await counted()).toEqual({ likes: 120, shares: 10, comments: 4 });
    const { rows } = await externalRows(t.app.db, programme, { code: code(1).toLowerCase() });
    expect(rows[0]).toMatchObject({ by: 'Đinh Thị Thư Ký', flags: [], withdrawn: null });
    const file = await t.app.db
      .selectFrom('file')
      .selectAll()
      .where('id', '=', rows[0]!.screenshotId!)
      .executeTakeFirstOrThrow();
    expect(file).toMatchObject({ purpose: 'screenshot', kind: 'image', state: 'ready' });
    expect(await refusal(enterExternal(ctx(), programme, reading()))).toMatchObject({ code: 'external.known' });
    const text = new File(['không phải ảnh'], 'man-hinh.png');
    const bad = enterExternal(ctx(), programme, { ...reading({ code: code(2) }), screenshot: text });
    expect((await refusal(bad)).field).toBe('screenshot');
    expect(await worksWithoutReading(t.app.db, programme)).toHaveLength(2);
  });

  it('K24-4, K24-8: a reading after the freeze is kept but does not count; falls and jumps are named', async () => {
    await enterExternal(ctx(), programme, reading({ takenAt: toLocalInput(addDays(freezeAt, -5)) }));
    await enterExternal(ctx(), programme, reading({ likes: '90' }));
    await enterExternal(ctx(), programme, reading({ likes: '5000', takenAt: toLocalInput(addDays(freezeAt, 1)) }));
    expect((await counted()).likes).toBe(90);
    const flags = (await externalRows(t.app.db, programme, {})).rows.map((row) => row.flags.join(' '));
    expect(flags[0]).toContain('tăng vọt từ 90 lên 5000');
    expect(flags[0]).toContain('không tính cho giải');
    expect(flags[1]).toContain('giảm từ 120 xuống 90');
    expect(flags[2]).toBe('');
  });

  it('K24-4: a withdrawn reading stays in the list with its reason, and the one before it counts', async () => {
    await enterExternal(ctx(), programme, reading({ takenAt: toLocalInput(addDays(freezeAt, -5)), likes: '70' }));
    await enterExternal(ctx(), programme, reading({ likes: '7000' }));
    const { rows } = await externalRows(t.app.db, programme, {});
    const { id } = rows[0]!;
    expect(await refusal(withdrawExternal(ctx(), programme, { id, reason: 'sai' }))).toMatchObject({ field: 'reason' });
    await withdrawExternal(ctx(), programme, { id, reason: 'Gõ thừa hai số không.' });
    expect((await counted()).likes).toBe(70);
    const again = await externalRows(t.app.db, programme, {});
    expect(again.rows[0]?.withdrawn).toMatchObject({ by: 'Đinh Thị Thư Ký', reason: 'Gõ thừa hai số không.' });
    expect(await refusal(withdrawExternal(ctx(), programme, { id, reason: 'Gõ thừa hai số không.' }))).toMatchObject({
      status: 409,
    });
    // the right reading of the same moment may be entered now
    await enterExternal(ctx(), programme, reading({ likes: '700' }));
    expect((await counted()).likes).toBe(700);
  });

  it('K24-4: only the secretariat enters numbers', async () => {
    const organiser = await t.person('Bạc Cầm Tổ Chức', [{ role: 'organiser', programmeId: programme.id }]);
    const other = await t.person('Người ngoài');
    expect(await refusal(enterExternal(t.ctx(organiser, toLocalIso(freezeAt)), programme, reading()))).toMatchObject({
      status: 403,
    });
    expect(await refusal(enterExternal(t.ctx(other, toLocalIso(freezeAt)), programme, reading()))).toMatchObject({
      status: 404,
    });
  });
});

describe('by spreadsheet', () => {
  const head =
    'Mã tác phẩm,Tên tác phẩm (để đối chiếu),Trang,Địa chỉ bài đăng,Thời điểm ghi (ví dụ 10/09/2024 21:30),Thích,Chia sẻ,Bình luận';
  const table = (...rows: string[]) => new TextEncoder().encode(`Bảng tổng hợp\n${head}\n${rows.join('\n')}\n`);
  const fb = 'https://www.facebook.com/p/1';

  it('K24-4: nothing is taken in while a row is wrong, unless the person leaves the wrong rows out', async () => {
    const preview = await readImport(
      ctx(),
      programme,
      table(
        `${code(1)},Một,Facebook,${fb},09/09/2026 21:30,120,10,4`,
        `${code(2)},Hai,Facebook,${fb},09/09/2026,50,1,1`,
        `${code(3)},Ba,Facebook,${fb},09/09/2026 21:30,,,`,
        `${code(1)},Một,Facebook,${fb},09/09/2026 21:30,121,10,4`,
        `${code(2)},Hai,Zalo,${fb},09/09/2026 21:30,"1.050",1,1`,
      ),
    );
    expect(preview).toMatchObject({ blank: 1 });
    expect(preview.good.map((row) => row.line)).toEqual([3, 7]);
    expect(preview.errors.map((row) => [row.line, row.messages.join(' ')])).toEqual([
      [4, 'Thời điểm ghi phải có cả ngày và giờ, ví dụ 10/09/2024 21:30.'],
      [6, 'Trùng tác phẩm, trang và thời điểm với dòng 3.'],
    ]);
    // as the page sends it back
    const rows = readRowsAgain(JSON.stringify(preview.rows));
    expect(await refusal(importExternal(ctx(), programme, { rows, withoutWrong: false }))).toMatchObject({
      code: 'external.rows-wrong',
    });
    expect((await externalRows(t.app.db, programme, {})).total).toBe(0);
    expect(await importExternal(ctx(), programme, { rows, withoutWrong: true })).toEqual({
      added: 2,
      known: 0,
      left: 2,
    });
    expect(await importExternal(ctx(), programme, { rows, withoutWrong: true })).toEqual({
      added: 0,
      known: 2,
      left: 2,
    });
    const list = await externalRows(t.app.db, programme, {});
    expect(list.rows.map((row) => [row.code, row.imported])).toEqual([
      [code(1), true],
      [code(2), true],
    ]);
  });

  it('K24-4: rows that come back are judged again', () => {
    for (const text of ['', '[1]', '{"line":1}', '[{"line":1,"code":"x"}]', 'null'])
      expect(() => readRowsAgain(text)).toThrow(/xem trước lại/);
  });

  it('K24-4: the template names every work on show and comes back through the door', async () => {
    const rows: string[][] = [];
    for await (const row of readTable(await externalTemplate(ctx(), programme))) rows.push(row.cells);
    expect(rows).toHaveLength(4);
    expect(rows[1]?.slice(0, 3)).toEqual([code(1), 'Tác phẩm số 1', 'Facebook']);
    const filled = await xlsxTemplate(
      'x',
      rows[0]!.map((label) => ({ label, width: 10 })),
      [[code(1), '', 'Fanpage', fb, '09/09/2026 21:30', '15', '2', '0']],
    );
    const preview = await readImport(ctx(), programme, filled);
    expect(preview.errors).toEqual([]);
    expect(preview.good[0]).toMatchObject({ code: code(1), likes: 15, source: 'facebook' });
    expect((await refusal(readImport(ctx(), programme, new TextEncoder().encode('a,b\n1,2\n')))).code).toBe(
      'external.head',
    );
  });
});
