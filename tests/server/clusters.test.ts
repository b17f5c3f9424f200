import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCluster,
  correctScheme,
  createScheme,
  deleteScheme,
  placeUnit,
  removeCluster,
} from '#lib/server/people/clusterActs.ts';
import { clusterWorkbook, importClusters, previewClusters, readPreviewed } from '#lib/server/people/clusterSheet.ts';
import { clusterSchemes, clustersOf, clustersOn, compareSchemes } from '#lib/server/people/clusters.ts';
import { endUnit } from '#lib/server/people/reorganise.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let test: TestApp;
let ids: Record<string, string>;
let first: string;
beforeAll(async () => {
  test = await testApp();
  ids = await sampleUnits(test);
  first = (await createScheme(system(), { name: 'Phương án 2025', decision: '1/QĐ', validFrom: '01/07/2025' })).id;
});
afterAll(() => test.close());

const system = () => test.ctx(systemActor());
const bytes = (rows: string[][]) => new TextEncoder().encode(rows.map((row) => row.join('\t')).join('\n'));
const head = ['Mã cụm/khối', 'Tên', 'Loại', 'Mã đơn vị', 'Trưởng'];
const preview = (schemeId: string, rows: string[][]) =>
  previewClusters(system(), { schemeId, file: bytes([head, ...rows]) });
const shape = async (schemeId: string) =>
  (await clustersOf(test.app.db, schemeId)).map((one) => [
    one.code,
    one.kind,
    one.members.map((member) => (member.leads ? `${member.code}*` : member.code)),
  ]);

describe('C21-7: clusters and blocks by scheme', () => {
  it('C21-7: a file is previewed without a change, then imported with a report of its lines', async () => {
    const rows = [
      ['C1', 'Cụm xã số 1', 'Cụm', 'X1', 'x'],
      ['C1', '', '', 'X2', ''],
      ['K1', 'Khối các sở', 'Khối', 'SNV', 'x'],
      ['K1', '', '', 'SKHCN', 'x'],
      ['K2', 'Khối khác', 'Khối', 'SNV', ''],
      ['K2', '', '', 'KHONGCO', ''],
      ['K2', '', '', 'HA', ''],
      ['K3', 'Nhóm', 'Nhóm', 'W1', ''],
    ];
    const { report, lines } = await preview(first, rows);
    expect(report.rows.map((row) => [row.line, row.outcome])).toEqual([
      [2, 'created'],
      [3, 'created'],
      [4, 'created'],
      [5, 'error'],
      [6, 'error'],
      [7, 'error'],
      [8, 'error'],
      [9, 'error'],
    ]);
    expect(report.rows[4]?.message).toContain('Mỗi đơn vị chỉ thuộc một cụm hoặc khối');
    expect(await shape(first)).toEqual([]);
    await importClusters(system(), { schemeId: first, lines: readPreviewed(JSON.stringify(lines)) });
    expect(await shape(first)).toEqual([
      ['C1', 'cluster', ['X1*', 'X2']],
      ['K1', 'block', ['SNV*']],
      ['K2', 'block', []],
    ]);
    expect((await refusal(Promise.resolve().then(() => readPreviewed('[{"line":1}]')))).field).toBe('file');
    expect((await refusal(previewClusters(test.visitor(), { schemeId: first, file: bytes([head]) }))).status).toBe(403);
  });

  it('C21-7: what is exported is imported again without a change; what a file does not name leaves, and ids stay', async () => {
    const workbook = await clusterWorkbook(system(), { schemeId: first });
    const same = await previewClusters(system(), { schemeId: first, file: workbook });
    expect(same.report).toMatchObject({ created: 0, changed: 0, errors: 0, gone: [] });
    const before = (await clustersOf(test.app.db, first)).map((one) => one.id);
    const next = await preview(first, [
      ['C1', 'Cụm xã số 1', 'Cụm', 'X1', ''],
      ['K1', 'Khối các sở', 'Khối', 'SNV', 'x'],
      ['K2', 'Khối khác', 'Khối', 'MTTQ', 'x'],
    ]);
    expect(next.report).toMatchObject({
      created: 1,
      changed: 1,
      same: 1,
      gone: [{ name: 'Xã Mường Bú', from: 'Cụm xã số 1' }],
    });
    await importClusters(system(), { schemeId: first, lines: next.lines });
    expect((await clustersOf(test.app.db, first)).map((one) => one.id)).toEqual(before);
  });

  it('C21-7: a new scheme ends the old one the day before; the two are compared', async () => {
    const second = await createScheme(system(), { name: 'Phương án 2026', validFrom: '01/01/2026', copy: true });
    expect((await clusterSchemes(test.app.db)).map((one) => [one.name, one.validFrom, one.validTo])).toEqual([
      ['Phương án 2026', '2026-01-01', null],
      ['Phương án 2025', '2025-07-01', '2025-12-31'],
    ]);
    const clusters = await clustersOf(test.app.db, second.id);
    const [c1, k1, k2] = clusters.map((one) => one.id);
    await placeUnit(system(), { schemeId: second.id, unitCode: 'MTTQ', clusterId: k1!, leads: true });
    await placeUnit(system(), { schemeId: second.id, unitCode: 'W1', clusterId: c1! });
    await placeUnit(system(), { schemeId: second.id, unitCode: 'X1', clusterId: null });
    expect((await compareSchemes(test.app.db, first, second.id)).moves.map((move) => [move.name, move.what])).toEqual([
      ['Phường Tô Hiệu', 'joined'],
      ['Sở Nội vụ', 'lead'],
      ['Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', 'moved'],
      ['Xã Chiềng Mung', 'left'],
    ]);
    expect((await refusal(removeCluster(system(), { schemeId: second.id, clusterId: k1! }))).issues[0]?.field).toBe(
      'emptyId',
    );
    await removeCluster(system(), { schemeId: second.id, clusterId: k2! });
    expect(
      (await refusal(addCluster(system(), { schemeId: second.id, code: 'C1', name: 'Trùng', kind: 'cluster' }))).field,
    ).toBe('code');
    expect((await refusal(createScheme(system(), { name: 'Lần nữa', validFrom: '01/01/2026' }))).issues[0]?.field).toBe(
      'validFrom',
    );
  });

  it('C21-7: clustersOn gives the scheme of a day, with the members that exist then', async () => {
    const on = async (day: string) =>
      (await clustersOn(test.app.db, day)).map((one) => [one.name, one.kind, one.unitIds]);
    expect(await on('2025-06-30')).toEqual([]);
    expect(await on('2025-12-31')).toEqual([
      ['Cụm xã số 1', 'cluster', [ids.X1]],
      ['Khối các sở', 'block', [ids.SNV]],
      ['Khối khác', 'block', [ids.MTTQ]],
    ]);
    await endUnit(system(), { unitId: ids.W1!, lastDay: '31/03/2026', successors: [{ code: 'X1' }] });
    expect((await on('2026-03-31'))[0]?.[2]).toEqual([ids.W1]);
    expect((await on('2026-04-01'))[0]?.[2]).toEqual([]);
  });

  it('C21-7: days are corrected with a reason, never onto those of another scheme; a mistaken scheme is taken back', async () => {
    const [second] = await clusterSchemes(test.app.db);
    const edit = {
      schemeId: second!.id,
      name: second!.name,
      validFrom: '01/12/2025',
      reason: 'Quyết định ghi tháng 12',
    };
    expect((await refusal(correctScheme(system(), edit))).issues[0]?.field).toBe('validFrom');
    expect(
      (await refusal(correctScheme(system(), { ...edit, validFrom: '01/02/2026', reason: '' }))).issues[0]?.field,
    ).toBe('reason');
    await correctScheme(system(), { ...edit, validFrom: '01/02/2026' });
    await correctScheme(system(), { ...edit, validFrom: '01/01/2026' });
    await deleteScheme(system(), { schemeId: second!.id, reason: 'Thêm nhầm' });
    expect((await clusterSchemes(test.app.db)).map((one) => [one.name, one.validTo])).toEqual([
      ['Phương án 2025', null],
    ]);
  });

  it('C21-7: the database holds a unit in one cluster of a scheme, a cluster under one leader, and one scheme a day', async () => {
    const { db } = test.app;
    const [c1, k1] = await clustersOf(db, first);
    const member = (clusterId: string, unitId: string, leads = false) =>
      db
        .insertInto('cluster_member')
        .values({ cluster_id: clusterId, scheme_id: first, unit_id: unitId, leads })
        .execute();
    await expect(member(k1!.id, ids.X1!)).rejects.toThrow('cluster_member_once');
    await expect(member(k1!.id, ids.P1!, true)).rejects.toThrow('cluster_member_leads');
    expect(c1!.members).toHaveLength(1);
    const overlap = db
      .insertInto('cluster_scheme')
      .values({ name: 'Chồng', valid_from: '2026-05-01', created_at: new Date('2026-01-01T00:00:00Z') })
      .execute();
    await expect(overlap).rejects.toThrow('cluster_scheme_one_at_a_time');
  });
});
