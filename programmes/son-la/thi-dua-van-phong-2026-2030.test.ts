import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkMovement } from '#lib/domain/movement/check.ts';
import { classOf } from '#lib/domain/movement/classes.ts';
import type { UnitKind } from '#lib/domain/movement/types.ts';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { movementOffice, movementOfficeDemo } from './index.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const clause = (id: string): string => movementOffice.clauses.find((one) => one.id === id)!.text;

describe('movement of the Office 2026-2030, as drafted', () => {
  it('V26-1: under the provincial movement of Decision 1031, inside one agency', () => {
    expect(movementOffice.parent).toMatchObject({ number: '1031/QĐ-UBND', date: '2026-04-27' });
    expect(movementOffice.parent!.slug).toBeUndefined();
    expect(clause('preamble')).toContain('Quyết định số 1031/QĐ-UBND ngày 27/4/2026');
    expect([movementOffice.level, movementOffice.organiserUnit]).toEqual(['agency', 'VPUB']);
    expect(movementOffice.documents).toMatchObject([{ kind: 'plan', number: null, date: null }]);
    expect(
      checkMovement(movementOffice, law)
        .filter((one) => one.blocks === 'publication')
        .map((one) => one.path),
    ).toEqual(['questions[number-date]', 'questions[report-dates]']);
  });

  it('V26-2: leadership, rooms, subordinate units and individuals; nobody outside the Office', () => {
    const rooms = readFileSync(new URL('units/rooms.tsv', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const classes = rooms.map((line) => {
      const [code, , kind, parent] = line.split('\t');
      return classOf(movementOffice, { code: code!, kind: kind as UnitKind, above: [parent!, 'SL'] })?.id;
    });
    expect(classes).toEqual(['leadership', 'rooms', 'rooms', 'rooms', 'rooms', 'rooms', 'subordinates']);
    const place = (kind: UnitKind, above: string[]) => classOf(movementOffice, { code: 'X', kind, above });
    expect(place('agency', ['VPUB', 'SL'])?.id).toBe('subordinates');
    expect(place('agency', ['SL'])).toBeNull();
    expect(place('room', ['SNV', 'SL'])).toBeNull();
    expect(movementOffice.classes.at(-1)).toMatchObject({ kind: 'individual', units: null });
  });

  it('V26-3: five contents and five criteria, green transformation included', () => {
    expect(movementOffice.contents).toHaveLength(5);
    expect(movementOffice.contents.at(-1)!.text).toMatch(/^Thi đua chuyển đổi xanh, phát triển bền vững:/);
    expect(movementOffice.criteria).toHaveLength(5);
    expect(movementOffice.criteria.at(-1)!.text).toContain('sử dụng tiết kiệm tài nguyên, năng lượng');
    for (const one of [...movementOffice.contents, ...movementOffice.criteria])
      expect(clause(one.clause)).toContain(one.text);
  });

  it('V26-4: the Chief every year and at reviews, the Chairman at reviews, proposals upward', () => {
    expect(movementOffice.commendations.map((one) => [one.level, one.name, one.occasions.join(' ')])).toEqual([
      ['agency', 'Giấy khen của Chánh Văn phòng UBND tỉnh', 'yearly mid-term final'],
      ['province', 'Bằng khen của Chủ tịch UBND tỉnh', 'mid-term final'],
      ['province', 'Đề nghị cấp có thẩm quyền khen thưởng theo quy định', 'mid-term final'],
    ]);
    for (const one of movementOffice.commendations)
      expect(clause('III.2').toLocaleLowerCase('vi')).toContain(one.name.toLocaleLowerCase('vi'));
  });

  it('V26-5: initiatives have priority; how is a question', () => {
    expect(movementOffice.measures.find((one) => one.id === 'IV.5')!.text).toMatch(/^Ưu tiên khen thưởng/);
    expect(movementOffice.questions.find((one) => one.id === 'initiatives')!.clause).toBe('IV.5');
  });

  it('V26-6: two phases one after the other, reviews in 2027 and 2030', () => {
    expect(movementOffice.phases.map((one) => [one.from, one.to])).toEqual([
      ['2026-01-01', '2027-12-31'],
      ['2028-01-01', '2030-12-31'],
    ]);
    for (const one of movementOffice.phases)
      expect(movementOffice.clauses.find((each) => each.id === one.clause)!.title).toBe(`${one.name} (${one.printed})`);
    expect(movementOffice.occasions.map((one) => one.year)).toEqual([null, 2027, 2030]);
    expect(clause('V.1')).toContain('Năm 2027 tổ chức sơ kết');
    expect(clause('V.2')).toContain('Năm 2030 tổ chức tổng kết');
  });

  it('V26-7: who follows up, who reports, who publishes; ⚠ when they report is a question', () => {
    expect(movementOffice.standingUnit).toBe('VPUB-TCHCQT');
    expect(movementOffice.tasks.map((one) => [one.clause, one.agency])).toEqual([
      ['VI.1', 'Phòng Tổ chức - Hành chính - Quản trị'],
      ['VI.2', 'Các phòng, đơn vị trực thuộc'],
      ['VI.3', 'Trung tâm thông tin'],
    ]);
    expect(movementOffice.obligations).toEqual([]);
    expect(movementOfficeDemo.obligations.map((one) => [one.kind, one.due.day, one.due.month, one.receivers])).toEqual([
      ['plan', 30, 6, ['VPUB-TCHCQT']],
      ['report', 15, 6, ['VPUB-TCHCQT']],
      ['report', 5, 12, ['VPUB-TCHCQT']],
    ]);
  });

  it('prints no indicator; those of the demonstration say that they were made up', () => {
    expect(movementOffice.indicators).toEqual([]);
    expect(movementOfficeDemo.indicators.map((one) => one.source)).toEqual(Array.from({ length: 5 }, () => 'demo'));
  });

  it('every clause is there, with its slips', () => {
    expect(movementOffice.clauses).toHaveLength(19);
    expect(clause('III.1')).toContain('hiệu quả quản lý nhà nước..');
  });
});
