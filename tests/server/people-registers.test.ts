import { readFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importInitiatives, initiativeTemplate } from '#lib/server/initiative/importInitiatives.ts';
import { listInitiatives, similarInitiatives } from '#lib/server/initiative/initiatives.ts';
import { auditCsv, auditEvents, sealState } from '#lib/server/ledger/audit.ts';
import { sealLedger } from '#lib/server/ledger/seal.ts';
import { moveClock } from '#lib/server/people/clock.ts';
import { importUnits, seedUnits } from '#lib/server/people/importUnits.ts';
import { endUnit } from '#lib/server/people/reorganise.ts';
import { createUnit, updateUnit } from '#lib/server/people/unitActs.ts';
import { unitHistory } from '#lib/server/people/unitHistory.ts';
import { requireUnit, searchUnits, unitTree } from '#lib/server/people/units.ts';
import { act } from '#lib/server/platform/act.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { csvText } from '#lib/server/platform/tables/write.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const system = () => test.ctx(systemActor());
const bytes = (text: string) => new TextEncoder().encode(text);
const unitId = async (code: string) =>
  (await test.app.db.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;

describe('units', () => {
  it('come from the shipped files, twice without a change', async () => {
    const first = await seedUnits(system());
    expect(first['son-la/communes.tsv']).toMatchObject({ created: 75, errors: 0 });
    expect(Object.values(first).every((report) => report.errors === 0)).toBe(true);
    const second = await seedUnits(system());
    expect(Object.values(second).map(({ created, changed, errors }) => created + changed + errors)).toEqual([
      0, 0, 0, 0,
    ]);
    const tree = await unitTree(test.app.db, '2026-03-01');
    expect(tree[0]).toMatchObject({ kind: 'province', depth: 0 });
    const hieu = tree.find((unit) => unit.name === 'Phường Tô Hiệu');
    expect(hieu).toMatchObject({ kind: 'ward', depth: 1, validFrom: '2025-07-01' });
    expect(tree.find((unit) => unit.name === 'Thành phố Sơn La')).toBe(undefined);
    expect(tree.find((unit) => unit.code === 'STTTT')).toBe(undefined);
    const former = await unitHistory(test.app.db, await unitId('STTTT'));
    expect(former.successors.map((one) => one.name)).toEqual(['Sở Khoa học và Công nghệ']);
  });

  it('are found with and without diacritics', async () => {
    expect((await searchUnits(test.app.db, 'to hieu')).map((u) => u.name)).toContain('Phường Tô Hiệu');
    expect((await searchUnits(test.app.db, 'Tô HIỆU'))[0]?.name).toBe('Phường Tô Hiệu');
    expect((await searchUnits(test.app.db, '03646'))[0]?.name).toBe('Phường Tô Hiệu');
    expect(await searchUnits(test.app.db, '100%_')).toEqual([]);
  });

  it('report each row of an edited file and import the rest', async () => {
    const report = await importUnits(system(), {
      file: [
        'code\tname\tkind\tparent\tvalidFrom\tvalidTo',
        '03646\tPhường Tô Hiệu mới\tward\tSL\t\t',
        'X1\tĐơn vị lạ\tplanet\tSL\t\t',
        'X2\tPhòng Một\troom\tKHONG\t\t',
        'X3\tPhòng Hai\troom\tSNV\t31/02/2026\t',
        'X4\t<b>Phòng</b>\troom\tSNV\t\t',
        'X5\tPhòng Ba\troom\tSNV\t01/03/2026\t',
      ].join('\n'),
    });
    expect(report).toMatchObject({ created: 1, changed: 1, errors: 4 });
    expect(report.rows.map((row) => [row.line, row.outcome])).toEqual([
      [2, 'changed'],
      [3, 'error'],
      [4, 'error'],
      [5, 'error'],
      [6, 'error'],
      [7, 'created'],
    ]);
    expect(report.rows[0]?.message).toContain('Phường Tô Hiệu');
    const kept = await test.app.db
      .selectFrom('unit')
      .select('valid_from')
      .where('code', '=', '03646')
      .executeTakeFirstOrThrow();
    expect(kept.valid_from).toBe('2025-07-01');
    expect((await refusal(importUnits(system(), { file: 'một,hai,ba\n1,2,3' }))).code).toBe('units.head');
    expect((await refusal(importUnits(test.visitor(), { file: 'x' }))).status).toBe(403);
  });

  it('end with successors, cannot be their own parents, and are not chosen after their end', async () => {
    const a = await createUnit(system(), { code: 'A', name: 'Sở Cũ', kind: 'agency', parentId: await unitId('SL') });
    const b = await createUnit(system(), { code: 'B', name: 'Sở Mới', kind: 'agency', parentId: a.id });
    expect((await refusal(createUnit(system(), { code: 'A', name: 'Trùng mã', kind: 'agency' }))).code).toBe(
      'unit.code-taken',
    );
    expect(
      (await refusal(updateUnit(system(), { unitId: a.id, name: 'Sở Cũ', kind: 'agency', parentId: b.id }))).code,
    ).toBe('unit.circle');
    await endUnit(system(), { unitId: a.id, lastDay: '28/02/2026', successors: [{ code: 'B' }] });
    expect((await unitHistory(test.app.db, a.id)).successors).toMatchObject([
      { id: b.id, name: 'Sở Mới', share: null },
    ]);
    expect((await requireUnit(test.app.db, a.id, new Date('2026-02-28T16:59:59Z'))).name).toBe('Sở Cũ');
    expect((await refusal(requireUnit(test.app.db, a.id, new Date('2026-02-28T17:00:00Z')))).code).toBe('unit.ended');
  });
});

describe('register of initiatives', () => {
  const csv = [
    'Danh mục sáng kiến năm 2024;;;',
    ';;;',
    'STT;Tên sáng kiến;Tác giả;Số quyết định;Ngày quyết định',
    '1;Phần mềm quản lý nương rẫy bằng ảnh vệ tinh;Lò Thị Mai, Cầm Văn Ổn;12/QĐ-SKHCN;15/03/2024',
    '2;;Người không tên;13/QĐ;',
    '3;Ngày sai;Ai đó;14/QĐ;31/02/2024',
    '4;"Nhiều dòng\ntrong một ô";Ai đó;15/QĐ;',
    `5;${'a'.repeat(10_000)};;;`,
  ].join('\n');

  it('K26-2c: a broken row is reported with its number and the rest is imported', async () => {
    const report = await importInitiatives(system(), { file: bytes(`\ufeff${csv}`), name: 'sang-kien.csv' });
    expect(report.added).toBe(2);
    expect(report.errors.map((error) => error.line)).toEqual([5, 6, 9]);
    expect(report.errors[1]?.message).toContain('31/02/2024');
    expect(await importInitiatives(system(), { file: bytes(csv) })).toMatchObject({ added: 0, known: 2 });
    expect((await listInitiatives(system(), { q: 'nuong ray' })).initiatives[0]).toMatchObject({
      year: 2024,
      decisionDate: '2024-03-15',
    });
    expect((await listInitiatives(system(), { q: 'CẦM VĂN' })).total).toBe(1);
  });

  it('K26-2c: reads XLSX with dates and numbers, and its own template', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['Tên sáng kiến', 'Năm', 'Ngày quyết định'],
            ['Máy sấy mận dùng năng lượng mặt trời', 2023, new Date('2023-05-01T00:00:00Z')],
            ['', 2023, null],
          ],
        },
      ],
    });
    const report = await importInitiatives(system(), { file });
    expect(report).toMatchObject({ added: 1, errors: [{ line: 3 }] });
    expect((await listInitiatives(system(), { q: 'may say man' })).initiatives[0]?.decisionDate).toBe('2023-05-01');
    expect(await importInitiatives(system(), { file: await initiativeTemplate() })).toMatchObject({
      added: 1,
      errors: [],
    });
  });

  it('K26-2c: finds a title that was only turned round, or whose author is the same', async () => {
    const match = (title: string, authors: string[] = []) => similarInitiatives(test.app.db, { title, authors });
    expect((await match('PHẦN MỀM QUẢN LÝ NƯƠNG RẪY bằng ảnh vệ tinh'))?.[0]?.similarity).toBe(1);
    expect((await match('Ứng dụng ảnh vệ tinh quản lý nương rẫy', ['Lò Thị Mai']))?.[0]?.sameAuthors).toEqual([
      'Lò Thị Mai',
    ]);
    expect(await match('Trợ lý ảo trả lời thủ tục hành chính')).toEqual([]);
  });

  it.each([
    ['a picture', new Uint8Array([0xff, 0xd8, 0xff, 0, 0, 0])],
    ['an old Excel file', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a broken zip', bytes('PK\u0003\u0004 không phải zip')],
    ['another encoding', new Uint8Array([0x54, 0xea, 0x6e, 0x0a])],
    ['nothing', new Uint8Array()],
    ['no head row', bytes('a;b\n1;2')],
  ])('refuses %s with a sentence', async (_name, file) => {
    const problem = await refusal(importInitiatives(system(), { file }));
    expect(problem).toMatchObject({ field: 'file', status: 422 });
  });

  it('refuses a workbook that unpacks to more than 64 MB, before it is read', async () => {
    const row = ['a'.repeat(4000)];
    const file = await writeXlsx({
      sheets: [{ name: 'S', rows: Array.from({ length: 18_000 }, () => row) }],
      stringMode: 'inline',
    });
    expect(file.length).toBeLessThan(4 * 1024 * 1024);
    expect((await refusal(importInitiatives(system(), { file }))).message).toContain('nở ra quá lớn');
  });

  it('is closed to outsiders', async () => {
    expect((await refusal(listInitiatives(test.visitor(), {}))).status).toBe(403);
    expect((await refusal(importInitiatives(test.visitor(), { file: bytes(csv) }))).status).toBe(403);
  });
});

describe('audit log', () => {
  it('is read by auditors with filters, exported for Excel, sealed, and closed to others', async () => {
    const auditor = test.ctx(await test.person('Kiểm Tra Viên', [{ role: 'auditor' }]));
    const all = await auditEvents(auditor, {});
    expect(all.total).toBeGreaterThan(5);
    const units = await auditEvents(auditor, {
      act: 'unit.',
      person: 'he thong',
      q: 'so cu',
      from: '01/02/2026',
      to: '01/02/2026',
    });
    expect(units.events.map((event) => event.act).sort()).toEqual(['unit.create', 'unit.end']);
    expect((await auditEvents(auditor, { from: '02/02/2026' })).total).toBe(0);
    expect((await auditEvents(auditor, { act: "x' or 1=1 --" })).total).toBe(0);
    expect((await refusal(auditEvents(test.visitor(), {}))).status).toBe(403);
    expect((await refusal(importUnits(auditor, { file: 'x' }))).status).toBe(403);
    const csv = await auditCsv(auditor, { act: 'unit.' });
    expect(csv.startsWith('\ufeffSố,Ngày')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength((await auditEvents(auditor, { act: 'unit.' })).total + 2);

    await sealLedger(test.app.db);
    expect(await sealState(auditor, { walk: true })).toMatchObject({ sealedTo: all.total, open: 0, brokenAt: null });
    await test.app.pool.query(`alter table audit_event disable trigger audit_append_only;
      update audit_event set summary = 'khác' where seal_no = 3; alter table audit_event enable trigger audit_append_only`);
    expect((await sealState(auditor, { walk: true })).brokenAt).toBe(3);
  });

  it('disarms formulas in exports', () => {
    expect(csvText([['=HYPERLINK("x")', '-1+1', 5, 'a,"b"']])).toBe(
      '\ufeff"\'=HYPERLINK(""x"")",\'-1+1,5,"a,""b"""\r\n',
    );
  });

  it('opens on the acts of people: the votes of the public are left out on wish, never from the export', async () => {
    const auditor = test.ctx(await test.person('Người Theo Dõi', [{ role: 'auditor' }]));
    const { total } = await auditEvents(auditor, {});
    const vote = { act: 'gallery.like', summary: 'Thích CDS24-00001' };
    await act(auditor, vote, async () => {});
    expect((await auditEvents(auditor, {})).total).toBe(total + 1);
    expect((await auditEvents(auditor, { hideVotes: true })).total).toBe(total);
    expect(await auditCsv(auditor, {})).toContain(vote.summary);
  });
});

describe('clock', () => {
  it('moves only in rehearsals, for administrators, and tells the other processes', async () => {
    const admin = await test.person('Quản Trị', [{ role: 'admin' }]);
    expect((await refusal(moveClock(test.ctx(admin), { byMs: 1000 }))).code).toBe('clock.real');
    const demo = { ...test.ctx(admin), app: { ...test.app, config: { ...test.app.config, mode: 'demo' as const } } };
    expect((await refusal(moveClock({ ...demo, actor: test.visitor().actor }, { byMs: 1000 }))).code).toBe(
      'admin-only',
    );
    await moveClock(demo, { to: new Date('2026-06-30T23:59:59+07:00') });
    expect(Math.abs(test.app.clock.now().getTime() - Date.parse('2026-06-30T23:59:59+07:00'))).toBeLessThan(2000);
    await moveClock(demo, { byMs: 7 * 86_400_000 });
    expect(test.app.clock.now().toISOString()).toMatch(/^2026-07-07T1[67]:/);
    const stored = await test.app.db
      .selectFrom('setting')
      .select('value')
      .where('key', '=', 'clock')
      .executeTakeFirstOrThrow();
    expect(stored.value).toEqual({ offsetMs: test.app.clock.offsetMs });
    await moveClock(demo, { reset: true });
    expect(test.app.clock.offsetMs).toBe(0);
    expect((await refusal(moveClock(demo, { to: new Date('1900-01-01') }))).field).toBe('at');
  });
});

it('ships communes as the decision lists them', async () => {
  const text = await readFile('programmes/son-la/units/communes.tsv', 'utf8');
  expect(text.trim().split('\n')).toHaveLength(75);
});
