import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowOutcomes } from '#lib/domain/imports/outcome.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { obligationsFile, readExportFilter, unitTemplate, valuesFile, wideFile } from '#lib/server/imports/export.ts';
import { forgetImports, importById, openImport } from '#lib/server/imports/jobs.ts';
import { importReportFile } from '#lib/server/imports/report.ts';
import { batchSize, runImport } from '#lib/server/imports/run.ts';
import { cancelImport, confirmImport, importPreview, startImport } from '#lib/server/imports/start.ts';
import { unitsFile } from '#lib/server/imports/units.ts';
import { lockValues, submitValues, verifyValues } from '#lib/server/indicator/move.ts';
import { saveValues } from '#lib/server/indicator/save.ts';
import { valuesOf } from '#lib/server/indicator/values.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { importUnits } from '#lib/server/people/importUnits.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { readTable } from '#lib/server/platform/tables/read.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
const { slug } = sampleMovement;
const at = '2026-02-01T08:00:00+07:00';
type Who = 'X1' | 'X2' | 'secretary' | 'auditor';
const who = {} as Record<Who, Ctx>;
const all = readExportFilter(new URLSearchParams());

beforeAll(async () => {
  t = await testApp();
  t.app.clock.now = () => new Date(at);
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  for (const code of ['X1', 'X2'] as const)
    who[code] = t.ctx(await t.person(`Đầu mối ${code}`, [{ role: 'unit-coordinator', unitId: units[code]! }]), at);
  who.secretary = t.ctx(await t.person('Cơ quan thường trực', [{ role: 'secretary', programmeId }]), at);
  who.auditor = t.ctx(await t.person('Người theo dõi', [{ role: 'auditor' }]), at);
  await t.app.db.insertInto('unit_successor').values({ unit_id: units.HA!, successor_id: units.X1! }).execute();
});
afterAll(() => t.close());

const bytesOf = (text: string) => new TextEncoder().encode(text);
const head = 'Mã đơn vị,Mã chỉ tiêu,Kỳ,Tử số,Mẫu số,Giá trị,Ghi chú';
const csv = (...lines: string[]) => bytesOf(`${[head, ...lines].join('\n')}\n`);
const start = (ctx: Ctx, bytes: Uint8Array, more: { unitId?: string; period?: string } = {}) =>
  startImport(ctx, { slug, period: '', ...more, file: { name: 'so-lieu.csv', bytes } });
const preview = async (ctx: Ctx, bytes: Uint8Array, more: { unitId?: string; period?: string } = {}) =>
  importPreview(ctx, await openImport(ctx, { slug, jobId: await start(ctx, bytes, more) }));
async function bringIn(ctx: Ctx, bytes: Uint8Array, more: { unitId?: string; period?: string } = {}) {
  const jobId = await start(ctx, bytes, more);
  await confirmImport(ctx, { slug, jobId });
  await runImport(t.app, jobId);
  return (await importById(t.app.db, jobId))!;
}
const refusals = async (ctx: Ctx, bytes: Uint8Array, more: { period?: string } = {}) =>
  (await preview(ctx, bytes, more)).shown.refused.map((row) => row.message);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => '',
    (problem: Error & { hint?: string }) => `${problem.message} ${problem.hint ?? ''}`,
  );
const table = async (bytes: Uint8Array) => {
  const rows: string[][] = [];
  for await (const row of readTable(bytes, { numbers: true })) rows.push(row.cells);
  return rows;
};
const allFigures = () => valuesOf(t.app.db, { programmeId });
const shownCounts = (counts: Record<string, number>) => rowOutcomes.map((one) => counts[one]);

describe('Q25-10, C21-2: bad lines of a file are refused with a sentence each, the good ones come in', () => {
  it('Q25-10: a comma as thousand separator is asked about, never guessed', async () => {
    const [both, thousands] = await refusals(
      who.X1,
      csv('X1,online,2025,"1,234","2,000"', 'X1,trained,2025,,,"1,234,567"'),
    );
    expect(both).toContain('đọc được hai cách');
    expect(thousands).toContain('dùng dấu phẩy giữa các hàng nghìn');
  });

  it('Q25-10: numeric cells of a workbook are numbers in every language, percent cells are what they show', async () => {
    const rows = [
      ['Mã đơn vị', 'Mã chỉ tiêu', 'Kỳ', 'Tử số', 'Mẫu số', 'Giá trị'],
      ['X1', 'online', 2025, 12.345, 100, null],
      ['X1', 'trained', '2025', null, null, '1.234'],
      ['X1', 'online', 2026, 1, 2, 0.5],
    ];
    const bytes = await writeXlsx({
      sheets: [{ name: 'A', rows, cells: new Map([['3,5', { value: 0.5, style: { numFmt: '0%' } }]]) }],
    });
    const { shown } = await preview(who.X1, bytes);
    expect(shown.created.map((row) => row.message)).toEqual(['12,345 / 100 = 12,3%', '1.234 người', '1 / 2 = 50,0%']);
  });

  it('C21-2: 120 % and a denominator of zero are refused', async () => {
    const [high, zero] = await refusals(who.X1, csv('X1,online,2025,120,100', 'X1,online,2026,3,0'));
    expect(high).toContain('120% trong khi cao nhất là 100%');
    expect(zero).toContain('Mẫu số bằng 0');
  });

  it('C21-2: a third number beside numerator and denominator is asked about', async () => {
    const [wrong] = await refusals(who.X1, csv('X1,online,2025,30,60,80'));
    expect(wrong).toContain('30 chia 60 là 50%');
    expect((await preview(who.X1, csv('X1,online,2025,1,3,33'))).counts.created).toBe(1);
  });

  it('Q25-10: a commune cannot enter for another one, and is told so by name', async () => {
    const { counts, shown } = await preview(who.X1, csv('X2,online,2025,1,2', 'X1,online,2025,1,2'));
    expect(shown.refused[0]?.message).toContain('Xã Mường Bú không phải đơn vị của bạn');
    expect(counts).toMatchObject({ created: 1, refused: 1 });
  });

  it('C21-7: a value for a dissolved unit is refused with the day and with who reports now', async () => {
    const [ended] = await refusals(who.X1, csv('HA,trained,2026,,,5'));
    expect(ended).toContain('Huyện Mai Sơn đã kết thúc hoạt động ngày 30/06/2025');
    expect(ended).toContain('do Xã Chiềng Mung báo cáo');
  });

  it('codes beside names of others, unknown codes, lines that are there twice', async () => {
    const bytes = bytesOf(
      [
        'Mã đơn vị\tTên đơn vị\tMã chỉ tiêu\tKỳ\tTử số\tMẫu số',
        'X1\tXã Mường Bú\tonline\t2025\t1\t2',
        'X9\t\tonline\t2025\t1\t2',
        'X1\t\tkhong-co\t2025\t1\t2',
        'X1\tXÃ CHIỀNG MUNG\tonline\tNăm 2025\t1\t2',
        'X1\tXÃ CHIỀNG MUNG\tonline\tNăm 2025\t1\t3',
        'X1\t\tonline\t2025-Q1\t1\t3',
      ].join('\n'),
    );
    const { shown } = await preview(who.X1, bytes);
    expect(shown.created.map((row) => row.line)).toEqual([5]);
    expect(shown.refused.map((row) => row.message)).toEqual([
      expect.stringContaining('các cột bị xếp lệch nhau'),
      'Không có đơn vị nào mã “X9”.',
      expect.stringContaining('không có chỉ tiêu “khong-co”'),
      'Chỉ tiêu này của cùng đơn vị và kỳ đã có ở dòng 5.',
      expect.stringContaining('báo cáo theo năm'),
    ]);
  });
});

describe('Q25-10: what a file was made for is said before anything', () => {
  const template = (period: string) => unitTemplate(who.X1, { slug, unitId: units.X1!, period, kind: 'xlsx' });

  it("last year's template is recognised", async () => {
    const { bytes } = await template('2025');
    const said = await refusal(start(who.X1, bytes, { unitId: units.X1!, period: '2026' }));
    expect(said).toContain('mẫu của năm 2025, còn bạn đang nhập cho năm 2026');
    expect(await refusal(start(who.X1, bytes, { unitId: units.X1!, period: '2025' }))).toBe('');
  });

  it("another movement's template, an older edition and a table for reading are recognised", async () => {
    const other: MovementProgramme = { ...sampleMovement, slug: 'phong-trao-khac', code: 'TD99' };
    await insertMovement(t, other);
    const { bytes } = await template('2025');
    expect(await refusal(startImport(who.X1, { slug: other.slug, period: '', file: { name: 'a', bytes } }))).toContain(
      'phong trào khác (thi-dua-mau)',
    );
    const text = (mark: string) => bytesOf(`${mark}\n${head}\nX1,online,2025,1,2\n`);
    expect(await refusal(start(who.X1, text(`Lan Tỏa | Số liệu | phong trào ${slug} | kỳ tất cả | mẫu 0`)))).toContain(
      'mẫu kiểu 0',
    );
    await saveValues(who.X2, {
      slug,
      rows: [{ indicatorId: 'trained', unitId: units.X2!, period: '2025', value: '7' }],
    });
    const wide = await wideFile(who.secretary, { slug, filter: all, kind: 'csv' });
    expect(await refusal(start(who.secretary, wide.bytes))).toContain('chỉ để đọc');
    expect(await refusal(start(who.X1, bytesOf('a,b\n1,2\n')))).toContain('“Mã chỉ tiêu” hoặc “Tên chỉ tiêu”');
    expect(await refusal(start(who.X1, bytesOf(`${head}\n`)))).toContain('không có dòng nào');
  });

  it('who only looks on sends nothing in', async () => {
    expect(await refusal(start(who.auditor, csv('X1,online,2025,1,2')))).toContain('không có đơn vị nào để nhập');
    expect(await refusal(start(who.X1, csv('X1,online,2025,1,2'), { unitId: units.X2! }))).toContain(
      'không có hoặc bạn không có quyền',
    );
  });
});

describe('C21-2: in and out', () => {
  const notes = ['=1+1', "'=x", '+84', '@a', '-5', 'dòng 1\ndòng "2"; a,b', ' ', '1,234', '007', 'Ổn'];

  it('a file that was exported and comes in again changes nothing, whatever stands in it', async () => {
    const values = ['0', '1234567', '12', '999', '1', '100000000000000'];
    await saveValues(who.X2, {
      slug,
      rows: notes.slice(0, 2).map((note, i) => ({
        indicatorId: 'trained',
        unitId: units.X2!,
        period: String(2025 + i),
        value: values[i]!,
        note,
      })),
    });
    for (const [i, note] of notes.entries()) {
      await saveValues(who.X1, {
        slug,
        rows: [
          { indicatorId: 'trained', unitId: units.X1!, period: '2025', value: values[i % values.length]!, note },
          {
            indicatorId: 'online',
            unitId: units.X1!,
            period: '2025',
            numerator: `${i + 1},${i}25`,
            denominator: `${1000 + i}`,
            note,
          },
        ],
      });
      const before = await allFigures();
      for (const kind of ['xlsx', 'csv'] as const) {
        const { bytes } = await valuesFile(who.secretary, { slug, filter: all, kind });
        for (const ctx of [who.secretary, who.X1]) {
          const job = await bringIn(ctx, bytes);
          expect(job.counts, `${kind} ${note}`).toMatchObject({ created: 0, changed: 0 });
          if (ctx === who.secretary)
            expect(job.counts).toEqual({ created: 0, changed: 0, refused: 0, same: before.length });
        }
        const own = await unitTemplate(who.X1, { slug, unitId: units.X1!, period: '', kind });
        expect((await bringIn(who.X1, own.bytes, { unitId: units.X1! })).counts).toMatchObject({
          created: 0,
          changed: 0,
          refused: 0,
        });
      }
      expect(await allFigures()).toEqual(before);
    }
  });

  it('texts that look like formulas are disarmed in both kinds of file', async () => {
    await saveValues(who.X1, {
      slug,
      rows: [{ indicatorId: 'trained', unitId: units.X1!, period: '2025', value: '5', note: '=HYPERLINK("x")' }],
    });
    for (const kind of ['xlsx', 'csv'] as const) {
      const cells = (await table((await valuesFile(who.X1, { slug, filter: all, kind })).bytes)).flat();
      expect(cells).toContain('\'=HYPERLINK("x")');
      expect(cells.filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
    }
  });

  it('somebody changed a figure meanwhile: the line is refused with both figures', async () => {
    const { bytes } = await unitTemplate(who.X1, { slug, unitId: units.X1!, period: '2025', kind: 'csv' });
    const mine = new TextDecoder().decode(bytes).replace('2025,,,5,', '2025,,,6,');
    await saveValues(who.X1, {
      slug,
      rows: [{ indicatorId: 'trained', unitId: units.X1!, period: '2025', value: '8' }],
    });
    const [message] = await refusals(who.X1, bytesOf(mine));
    expect(message).toContain('đã ghi 8 người');
    expect(message).toContain('tệp ghi 6 người');
  });

  it('a locked figure is corrected with a reason, by the unit or the standing unit, and refused without', async () => {
    const [saved] = await saveValues(who.X2, {
      slug,
      rows: [{ indicatorId: 'online', unitId: units.X2!, period: '2025', numerator: '30', denominator: '60' }],
    });
    const figures = [{ id: saved!.valueId! }];
    await submitValues(who.X2, { slug, figures });
    await verifyValues(who.secretary, { slug, figures });
    await lockValues(who.secretary, { slug, figures });
    const line = (reason: string, numerator = '33') =>
      bytesOf(`Mã đơn vị,Mã chỉ tiêu,Kỳ,Tử số,Mẫu số,Phiên bản,Lý do\nX2,online,2025,${numerator},60,1,${reason}\n`);
    expect((await refusals(who.X2, line('')))[0]).toContain('Số đã khóa là 30 / 60 = 50,0%');
    expect((await refusals(who.X2, line('nhầm')))[0]).toContain('ít nhất 20 ký tự');
    expect((await refusals(who.X1, line('Đếm thiếu ba hồ sơ của tháng 12.')))[0]).toContain(
      'không phải đơn vị của bạn',
    );
    expect((await preview(who.X2, line('', '30'))).counts.same).toBe(1);
    const { shown } = await preview(who.secretary, line('Đếm thiếu ba hồ sơ của tháng 12.'));
    expect(shown.changed[0]?.message).toBe('Đính chính: 30 / 60 = 50,0% → 33 / 60 = 55,0%');
    expect((await bringIn(who.secretary, line('Đếm thiếu ba hồ sơ của tháng 12.'))).counts.changed).toBe(1);
    expect((await valuesOf(t.app.db, { programmeId, ids: [figures[0]!.id] }))[0]).toMatchObject({
      state: 'submitted',
      value: '55',
      version: 2,
      official: { value: '50' },
    });
  });

  it('Q25-10: obligations go out and in; only an exemption and its reason change, by the standing unit', async () => {
    await generate(t.ctx(systemActor(), at), { movementId: programmeId });
    const file = (ctx: Ctx, kind: 'csv' | 'xlsx') => obligationsFile(ctx, { slug, filter: all, kind });
    for (const kind of ['csv', 'xlsx'] as const) {
      const job = await bringIn(who.secretary, (await file(who.secretary, kind)).bytes);
      expect(shownCounts(job.counts)).toEqual([0, 0, job.total, 0]);
    }
    const text = new TextDecoder().decode((await file(who.secretary, 'csv')).bytes);
    const mine = text.split('\r\n').filter((line, i) => i < 2 || line.startsWith('X1,'));
    const excuse = (line: string) => line.replace(/,,$/, ',Có,Xã mới thành lập nên được lùi một năm.');
    const rows = [
      ...mine.slice(0, 2),
      ...mine
        .slice(2)
        .map((line, i) => (i === 0 ? excuse(line) : i === 1 ? line.replace(/\d\d\/\d\d\/\d{4}/, '31/12/2030') : line)),
    ].join('\n');
    expect((await refusals(who.X1, bytesOf(rows)))[0]).toContain('Chỉ cơ quan thường trực');
    const { counts, shown } = await preview(who.secretary, bytesOf(rows));
    expect(counts).toMatchObject({ changed: 1, refused: 1 });
    expect(shown.refused[0]?.message).toContain('Cột “Hạn” trong tệp ghi “31/12/2030”');
    await bringIn(who.secretary, bytesOf(rows));
    const excused = () =>
      t.app.db.selectFrom('obligation').select('exempt_reason').where('exempted_at', 'is not', null).execute();
    expect(await excused()).toEqual([{ exempt_reason: 'Xã mới thành lập nên được lùi một năm.' }]);
    const again = await bringIn(who.secretary, (await file(who.secretary, 'xlsx')).bytes);
    expect(again.counts.same).toBe(again.total);
    await bringIn(who.secretary, bytesOf([...mine.slice(0, 2), mine[2]].join('\n')));
    expect(await excused()).toEqual([]);
  });
});

it('C21-7: units go out in the columns that come in; a file that comes in again changes nothing', async () => {
  const admin = t.ctx(await t.person('Quản trị', [{ role: 'admin' }]), at);
  const link = (code: string, share: string | null) => ({ unit_id: units[code]!, successor_id: units.X2!, share });
  await t.app.db.deleteFrom('unit_successor').execute();
  await t.app.db
    .insertInto('unit_successor')
    .values([
      { ...link('HA', '0.333333333333'), successor_id: units.X1! },
      link('HA', '0.333333333333'),
      { ...link('HA', '0.333333333334'), successor_id: units.W1! },
    ])
    .execute();
  const before = await t.app.db.selectFrom('unit').selectAll().orderBy('id').execute();
  for (const kind of ['xlsx', 'csv'] as const) {
    const { bytes } = await unitsFile(admin, { kind });
    const report = await importUnits(admin, { file: bytes });
    expect(report.rows.filter((row) => row.outcome !== 'same')).toEqual([]);
    expect(report.same).toBe(before.length);
  }
  expect(await t.app.db.selectFrom('unit').selectAll().orderBy('id').execute()).toEqual(before);
  await expect(unitsFile(who.X1, { kind: 'csv' })).rejects.toMatchObject({ status: 403 });
});

describe('Q25-10: in the background', () => {
  const many = (n: number, value: (i: number) => string) =>
    bytesOf(
      `Mã đơn vị,Mã chỉ tiêu,Kỳ,Giá trị\n${Array.from({ length: n }, (_, i) => `B${String(i).padStart(4, '0')},trained,2026,${value(i)}`).join('\n')}\n`,
    );
  let owner: Ctx;
  const count = 450;

  beforeAll(async () => {
    const ids = await t.app.db
      .insertInto('unit')
      .values(
        Array.from({ length: count }, (_, i) => ({
          code: `B${String(i).padStart(4, '0')}`,
          name: `Xã số ${i}`,
          folded: `xa so ${i}`,
          kind: 'commune' as const,
          parent_id: units.SL!,
          valid_from: '2025-07-01',
        })),
      )
      .returning('id')
      .execute();
    owner = t.ctx(
      await t.person(
        'Người gom số liệu',
        ids.map(({ id }) => ({ role: 'unit-coordinator' as const, unitId: id })),
      ),
      at,
    );
  });

  it('interrupted half-way it goes on after the last batch, no line twice', async () => {
    const jobId = await start(
      owner,
      many(count, (i) => String(i)),
    );
    await confirmImport(owner, { slug, jobId });
    const real = t.app.db.transaction.bind(t.app.db);
    let transactions = 0;
    // the power goes in the middle of the second batch
    const stopped = new AbortController();
    t.app.db.transaction = () => {
      transactions += 1;
      if (transactions === 2) throw Object.assign(new Error('power'), { power: true });
      return real();
    };
    await runImport(t.app, jobId, stopped.signal).finally(() => {
      t.app.db.transaction = real;
    });
    const half = (await importById(t.app.db, jobId))!;
    expect(half).toMatchObject({ state: 'failed', done: batchSize });
    expect(half.message).toContain('chạy tiếp');
    expect((await checkInvariants(t.app)).filter((one) => !one.ok)).toEqual([]);
    await confirmImport(owner, { slug, jobId });
    stopped.abort();
    await expect(runImport(t.app, jobId, stopped.signal)).rejects.toThrow('stops');
    await runImport(t.app, jobId);
    const whole = (await importById(t.app.db, jobId))!;
    expect(whole).toMatchObject({ state: 'done', done: count, counts: { created: count } });
    await runImport(t.app, jobId);
    const versions = await t.app.db
      .selectFrom('indicator_value')
      .select(['version', 'value'])
      .where('period', '=', '2026')
      .where('indicator_id', '=', 'trained')
      .execute();
    expect(versions.filter((row) => row.version === 1).length).toBeGreaterThanOrEqual(count);
    expect((await checkInvariants(t.app)).filter((one) => !one.ok)).toEqual([]);
  });

  it('one file of a person at a time; a role that is lost meanwhile counts no more; cancelling keeps what came in', async () => {
    const first = await start(
      owner,
      many(count, (i) => String(i + 1)),
    );
    await confirmImport(owner, { slug, jobId: first });
    const second = await start(
      owner,
      many(3, () => '5'),
    );
    expect(await refusal(confirmImport(owner, { slug, jobId: second }))).toContain('Mỗi lần chỉ nhập một tệp');
    expect(await refusal(confirmImport(who.secretary, { slug, jobId: first }))).toContain('Chỉ người gửi tệp');
    expect(await refusal(openImport(who.X1, { slug, jobId: first }))).toContain('không có');
    await cancelImport(owner, { slug, jobId: first });
    await runImport(t.app, first);
    expect(await importById(t.app.db, first)).toMatchObject({ state: 'cancelled', done: 0 });
    await confirmImport(owner, { slug, jobId: second });
    await t.app.db
      .updateTable('role_grant')
      .set({ valid_to: new Date('2026-01-31T00:00:00Z') })
      .where('person_id', '=', owner.actor.id!)
      .where('unit_id', '=', t.app.db.selectFrom('unit').select('id').where('code', '=', 'B0001'))
      .execute();
    await runImport(t.app, second);
    expect(await importById(t.app.db, second)).toMatchObject({ state: 'done', counts: { changed: 2, refused: 1 } });
    const refused = await importReportFile(owner, { slug, jobId: second, refusedOnly: true });
    const rows = await table(refused.bytes);
    expect(rows[1]).toEqual(['Mã đơn vị', 'Mã chỉ tiêu', 'Kỳ', 'Giá trị', 'Kết quả nhập', 'Vì sao', 'Dòng trong tệp']);
    expect(rows[2]).toEqual([
      'B0001',
      'trained',
      '2026',
      '5',
      'Không nhận',
      expect.stringContaining('Xã số 1 không phải đơn vị của bạn'),
      '3',
    ]);
    expect((await preview(owner, refused.bytes)).counts.changed).toBe(1);
    expect(
      await table((await importReportFile(owner, { slug, jobId: second, refusedOnly: false })).bytes),
    ).toHaveLength(5);
  });

  it('the lines of a file are forgotten after their time, what became of them stays', async () => {
    const job = await bringIn(who.X2, csv('X2,trained,2025,,,9'));
    t.app.clock.now = () => new Date('2026-04-01T08:00:00+07:00');
    await forgetImports(t.app);
    t.app.clock.now = () => new Date(at);
    expect(await importById(t.app.db, job.id)).toMatchObject({ kept: false, done: 1, counts: { changed: 1 } });
    expect(await refusal(importReportFile(who.X2, { slug, jobId: job.id, refusedOnly: false }))).toContain(
      'theo hạn lưu',
    );
    expect((await checkInvariants(t.app)).filter((one) => !one.ok)).toEqual([]);
  });

  it('each broken rule is found', async () => {
    await t.app.db
      .insertInto('import_job')
      .values({
        kind: 'values',
        programme_id: programmeId,
        file_name: 'hỏng',
        lines: '[]',
        state: 'done',
        total: 3,
        done: 2,
        created_at: new Date(at),
      })
      .execute();
    const broken = (await checkInvariants(t.app)).filter((one) => !one.ok).map((one) => one.name);
    expect(broken).toEqual(['import.done', 'import.finished']);
  });
});
