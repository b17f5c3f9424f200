import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { successionOf } from '#lib/server/movement/succession.ts';
import { unitsOn } from '#lib/server/movement/units.ts';
import { importUnits, seedUnits } from '#lib/server/people/importUnits.ts';
import { endUnit, mergeUnits, reopenUnit } from '#lib/server/people/reorganise.ts';
import { createUnit, updateUnit } from '#lib/server/people/unitActs.ts';
import { unitHistory } from '#lib/server/people/unitHistory.ts';
import { searchUnits, unitTree } from '#lib/server/people/units.ts';
import { correctChange, moveUnit, renameUnit, undoChange } from '#lib/server/people/unitTime.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { refusal } from '../support/refusal.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
  await seedUnits(system());
});
afterAll(() => test.close());

const system = () => test.ctx(systemActor());
const idOf = async (code: string) =>
  (await test.app.db.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;
const on = async (day: string, code: string) => (await unitsOn(test.app.db, day)).find((unit) => unit.code === code);
const lastAudit = () =>
  test.app.db
    .selectFrom('audit_event')
    .select(['act', 'summary', 'changes'])
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();

describe('C21-7: units in time', () => {
  it('C21-7: the tree of 31/03/2025 has the 12 districts, that of 01/07/2025 the 75 communes', async () => {
    const kinds = async (day: string) => {
      const tree = await unitTree(test.app.db, day);
      const count = (...wanted: string[]) => tree.filter((unit) => wanted.includes(unit.kind)).length;
      return { districts: count('district'), communes: count('commune', 'ward') };
    };
    expect(await kinds('2025-03-31')).toEqual({ districts: 12, communes: 0 });
    expect(await kinds('2025-06-30')).toEqual({ districts: 12, communes: 0 });
    expect(await kinds('2025-07-01')).toEqual({ districts: 0, communes: 75 });
  });

  it('C21-7: a unit moves from a day on and stays where it stood before', async () => {
    const [snv, skhcn] = [await idOf('SNV'), await idOf('SKHCN')];
    const room = await createUnit(system(), { code: 'PHONG', name: 'Phòng Một', kind: 'room', parentId: snv });
    await moveUnit(system(), { unitId: room.id, parentId: skhcn, from: '01/07/2025', note: 'Quyết định 12' });
    expect((await on('2025-06-30', 'PHONG'))?.parentId).toBe(snv);
    expect((await on('2025-07-01', 'PHONG'))?.parentId).toBe(skhcn);
    expect(await lastAudit()).toMatchObject({
      act: 'unit.move',
      changes: { before: { parentId: snv }, after: { parentId: skhcn } },
    });
    // once more, then before the earlier one: refused
    await moveUnit(system(), { unitId: room.id, parentId: snv, from: '01/01/2026' });
    expect((await on('2025-12-31', 'PHONG'))?.parentId).toBe(skhcn);
    expect(
      (await refusal(moveUnit(system(), { unitId: room.id, parentId: skhcn, from: '01/10/2025' }))).issues[0],
    ).toMatchObject({
      field: 'from',
    });
    expect(
      (await refusal(moveUnit(system(), { unitId: room.id, parentId: snv, from: '01/02/2026' }))).issues[0]?.field,
    ).toBe('parentId');
    expect(
      (await refusal(moveUnit(test.visitor(), { unitId: room.id, parentId: skhcn, from: '01/02/2026' }))).status,
    ).toBe(403);
  });

  it('C21-7: a circle is refused on every day', async () => {
    const top = await createUnit(system(), { code: 'V1', name: 'Vòng Một', kind: 'other' });
    const below = await createUnit(system(), { code: 'V2', name: 'Vòng Hai', kind: 'other', parentId: top.id });
    expect((await refusal(moveUnit(system(), { unitId: top.id, parentId: below.id, from: '01/07/2025' }))).code).toBe(
      'unit.circle',
    );
    // from 2027 on the one below stands free: until then the circle would be there
    await moveUnit(system(), { unitId: below.id, parentId: null, from: '01/01/2027' });
    expect((await refusal(moveUnit(system(), { unitId: top.id, parentId: below.id, from: '01/07/2026' }))).code).toBe(
      'unit.circle',
    );
    await moveUnit(system(), { unitId: top.id, parentId: below.id, from: '01/01/2027' });
    expect((await on('2027-01-01', 'V1'))?.parentId).toBe(below.id);
    // a corrected date must not bring it about either
    const change = (await unitHistory(test.app.db, below.id)).events.find((event) => event.change)?.change;
    expect(
      (
        await refusal(
          correctChange(system(), {
            unitId: below.id,
            what: 'place',
            changeId: change!.id,
            from: '01/06/2027',
            reason: 'Nhầm',
          }),
        )
      ).code,
    ).toBe('unit.circle');
  });

  it('C21-7: a unit is renamed from a day on; the old name is read on its days and found', async () => {
    const id = await idOf('03646');
    await renameUnit(system(), { unitId: id, name: 'Phường Hiệu Mới', from: '01/01/2026', note: 'Nghị quyết 5' });
    expect((await on('2025-12-31', '03646'))?.name).toBe('Phường Tô Hiệu');
    expect((await on('2026-01-01', '03646'))?.name).toBe('Phường Hiệu Mới');
    expect((await searchUnits(test.app.db, 'to hieu')).map((unit) => unit.code)).toContain('03646');
    const { events } = await unitHistory(test.app.db, id);
    expect(events.map((event) => [event.day, event.title])).toEqual([
      ['2025-07-01', 'Bắt đầu với tên “Phường Tô Hiệu”'],
      ['2026-01-01', 'Đổi tên từ “Phường Tô Hiệu” thành “Phường Hiệu Mới”'],
    ]);
    expect(
      (await refusal(renameUnit(system(), { unitId: id, name: 'Phường Mai Sau', from: '01/01/2030' }))).issues[0]
        ?.field,
    ).toBe('from');

    const change = events[1]!.change!;
    const at = { unitId: id, what: 'name' as const, changeId: change.id };
    expect((await refusal(correctChange(system(), { ...at, from: '15/01/2026', reason: ' ' }))).issues[0]?.field).toBe(
      'reason',
    );
    await correctChange(system(), { ...at, from: '15/01/2026', reason: 'Nghị quyết ghi ngày 15' });
    expect((await on('2026-01-14', '03646'))?.name).toBe('Phường Tô Hiệu');
    expect(await lastAudit()).toMatchObject({
      act: 'unit.correct-change',
      changes: { before: { from: '2026-01-01' }, after: { from: '2026-01-15' }, reason: 'Nghị quyết ghi ngày 15' },
    });
    await undoChange(system(), { ...at, reason: 'Nghị quyết chưa ban hành' });
    expect((await on('2026-02-01', '03646'))?.name).toBe('Phường Tô Hiệu');
    expect((await refusal(undoChange(system(), { ...at, reason: 'Lần nữa' }))).status).toBe(409);
  });

  it('C21-7: dates are corrected with a reason, and the log says before and after', async () => {
    const unit = await createUnit(system(), {
      code: 'NGAY',
      name: 'Trung tâm Ngày',
      kind: 'other',
      validFrom: '01/07/2025',
    });
    const edit = { unitId: unit.id, name: 'Trung tâm Ngày', kind: 'other', validFrom: '01/08/2025' };
    expect((await refusal(updateUnit(system(), edit))).issues[0]?.field).toBe('reason');
    await updateUnit(system(), { ...edit, reason: 'Gõ nhầm tháng' });
    expect(await lastAudit()).toMatchObject({
      changes: { before: { validFrom: '2025-07-01' }, after: { validFrom: '2025-08-01' }, reason: 'Gõ nhầm tháng' },
    });
    await moveUnit(system(), { unitId: unit.id, parentId: await idOf('SNV'), from: '01/10/2025' });
    expect(
      (
        await refusal(
          updateUnit(system(), { ...edit, parentId: await idOf('SNV'), validFrom: '01/11/2025', reason: 'x' }),
        )
      ).issues[0]?.field,
    ).toBe('validFrom');
  });
});

describe('C21-7: units that end', () => {
  it('C21-7: one is split into several, old and new, by shares that add up to exactly 1', async () => {
    const unitId = await idOf('HMS');
    const split = (shares: string[]) =>
      endUnit(system(), {
        unitId,
        lastDay: '30/06/2025',
        successors: [
          { code: '04105', share: shares[0]! },
          { code: '04117', share: shares[1]! },
          { code: 'MOI', name: 'Xã Mới Lập', kind: 'commune', share: shares[2]! },
        ],
        note: 'Nghị quyết sắp xếp',
        reason: 'Ghi đơn vị kế thừa',
      });
    expect((await refusal(split(['1/3', '1/3', '1/4']))).issues[0]).toMatchObject({
      field: 'share0',
      message: expect.stringContaining('91,67 %'),
    });
    expect((await refusal(split(['1/3', '', '1/3']))).issues[0]?.field).toBe('share1');
    expect(await test.app.db.selectFrom('unit').select('id').where('code', '=', 'MOI').executeTakeFirst()).toBe(
      undefined,
    );
    await split(['1/3', '1/3', '1/3']);
    expect((await successionOf(test.app.db, '2025-07-01')).get(unitId)?.map((link) => link.share)).toEqual([
      '0.333333333333',
      '0.333333333333',
      '0.333333333334',
    ]);
    expect(await on('2025-07-01', 'MOI')).toMatchObject({
      name: 'Xã Mới Lập',
      parentId: await idOf('SL'),
      validFrom: '2025-07-01',
    });
    const { events, successors } = await unitHistory(test.app.db, unitId);
    expect(successors).toHaveLength(3);
    expect(events.at(-1)?.links.map((link) => link.detail)).toEqual(['1/3', '1/3', '1/3']);
  });

  it('C21-7: several are merged into one new unit; undone, they go on', async () => {
    const ids = [await idOf('SNV'), await idOf('STC')];
    const made = await mergeUnits(system(), {
      unitIds: ids,
      lastDay: '28/02/2026',
      into: { code: 'SNTC', name: 'Sở Nội vụ và Tài chính' },
    });
    expect((await unitHistory(test.app.db, made.id)).predecessors.map((one) => one.code)).toEqual(['SNV', 'STC']);
    expect(await on('2026-03-01', 'SNV')).toBe(undefined);
    expect((await successionOf(test.app.db, '2026-03-01')).get(ids[0]!)).toEqual([{ unitId: made.id, share: null }]);
    // it cannot be followed by one of those that it follows
    await reopenUnit(system(), { unitId: ids[1]!, reason: 'Sở Tài chính giữ nguyên' });
    expect(await on('2026-03-01', 'STC')).toMatchObject({ validTo: null });
    const back = endUnit(system(), { unitId: made.id, lastDay: '31/03/2026', successors: [{ code: 'SNV' }] });
    expect((await refusal(back)).issues[0]?.field).toBe('next0');
  });

  it('C21-7: successors never follow each other in a circle', async () => {
    const a = await createUnit(system(), { code: 'KT1', name: 'Kế thừa Một', kind: 'other' });
    const b = await createUnit(system(), { code: 'KT2', name: 'Kế thừa Hai', kind: 'other' });
    await endUnit(system(), { unitId: a.id, lastDay: '31/12/2026', successors: [{ code: 'KT2' }] });
    const circle = endUnit(system(), { unitId: b.id, lastDay: '30/06/2026', successors: [{ code: 'KT1' }] });
    expect((await refusal(circle)).issues[0]).toMatchObject({ field: 'next0' });
    expect(
      (await refusal(endUnit(system(), { unitId: b.id, lastDay: '30/06/2026', successors: [{ code: 'KT2' }] })))
        .issues[0]?.field,
    ).toBe('next0');
  });

  it('C21-7: successors and shares come from a spreadsheet, too; a row whose shares do not add up is refused', async () => {
    const report = await importUnits(system(), {
      file: [
        'Mã đơn vị\tTên đơn vị\tLoại đơn vị\tĐến ngày\tĐơn vị kế thừa\tTỷ lệ kế thừa',
        'HSC\tHuyện Sốp Cộp\tdistrict\t30/06/2025\t04231;04228\t1/6; 5/6',
        'HVH\tHuyện Vân Hồ\tdistrict\t30/06/2025\t04048;04057\t50 %;40 %',
        'HSM\tHuyện Sông Mã\tdistrict\t30/06/2025\t04168;KHONGCO\t',
      ].join('\n'),
    });
    expect(report.rows.map((row) => row.outcome)).toEqual(['changed', 'error', 'error']);
    expect(report.rows[1]?.message).toContain('90 %');
    const succession = await successionOf(test.app.db, '2025-07-01');
    expect(succession.get(await idOf('HSC'))?.map((link) => link.share)).toEqual(['0.833333333334', '0.166666666666']);
    expect(succession.has(await idOf('HVH'))).toBe(false);
    const again = await importUnits(system(), {
      file: 'code\tname\tsuccessors\tshares\nHSC\tHuyện Sốp Cộp\t04231;04228\t1/6;5/6',
    });
    expect(again).toMatchObject({ same: 1, changed: 0, errors: 0 });
  });
});
