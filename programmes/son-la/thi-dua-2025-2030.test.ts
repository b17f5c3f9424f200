import { describe, expect, it } from 'vitest';
import { checkMovement } from '#lib/domain/movement/check.ts';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { movement2025, movement2025Demo } from './index.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const clause = (id: string): string => movement2025.clauses.find((one) => one.id === id)!.text;
const rule = (id: string, doc = movement2025) => doc.obligations.find((one) => one.id === id)!;

describe('movement 2025-2030, as printed', () => {
  it('Q25-1: the parent and the plans that it serves, by number and date as cited', () => {
    expect(movement2025.parent).toMatchObject({
      number: '923/QĐ-TTg',
      date: '2025-05-14',
      issuer: 'Thủ tướng Chính phủ',
    });
    expect(movement2025.serves.map((one) => [one.number, one.date])).toEqual([
      ['333-KH/TU', '2025-05-07'],
      ['142/KH-UBND', '2025-06-04'],
      ['136/KH-UBND', '2025-05-22'],
      ['110/KH-UBND', '2025-04-23'],
    ]);
    for (const one of [movement2025.parent!, ...movement2025.serves]) {
      const [year, month, day] = one.date!.split('-');
      expect(clause(one.clause)).toContain(one.number);
      expect(clause(one.clause)).toMatch(new RegExp(`ngày ${day}/0?${Number(month)}/${year}`));
    }
  });

  it('Q25-3: collectives and individuals by class', () => {
    expect(movement2025.classes.map((one) => [one.id, one.kind])).toEqual([
      ['agencies', 'collective'],
      ['communes', 'collective'],
      ['fronts', 'collective'],
      ['enterprises', 'collective'],
      ['bodies', 'collective'],
      ['individuals', 'individual'],
    ]);
    expect(clause('II.1.a')).toContain('các sở, ban, ngành; lực lượng vũ trang; Mặt trận Tổ quốc Việt Nam');
  });

  it('Q25-4: ⚠ two phases, both with 2027; a person decides', () => {
    expect(movement2025.phases.map((one) => [one.from, one.to])).toEqual([
      ['2025-06-21', '2027-12-31'],
      ['2027-01-01', '2030-12-31'],
    ]);
    for (const one of movement2025.phases) expect(clause('II.2')).toContain(`${one.name} (${one.printed})`);
    expect(movement2025.questions.find((one) => one.id === 'phases')!.blocksPublication).toBe(true);
    expect(checkMovement(movement2025, law).map((one) => one.code)).toContain('movement.phase-overlap');
    expect(checkMovement(movement2025Demo, law).map((one) => one.code)).not.toContain('movement.phase-overlap');
  });

  it('Q25-5: eight contents a, b, c, d, đ, e, f, g', () => {
    expect(movement2025.contents.map((one) => one.label).join(' ')).toBe('a) b) c) d) đ) e) f) g)');
    for (const one of movement2025.contents) {
      expect(one.text).toBe(clause(one.clause));
      expect(one.text).toMatch(/^Thi đua /);
    }
  });

  it('Q25-6: five, two, three and two criteria by class, none with points', () => {
    const count = (id: string) => movement2025.criteria.filter((one) => one.classIds.includes(id)).length;
    expect(['agencies', 'communes', 'fronts', 'enterprises', 'individuals'].map(count)).toEqual([5, 5, 2, 3, 2]);
    expect(movement2025.criteria).toHaveLength(12);
    for (const one of movement2025.criteria) {
      expect(clause(one.clause)).toContain(one.text);
      expect(one.points).toBeNull();
    }
  });

  it('Q25-7: forms of commendation by level and occasion', () => {
    expect(movement2025.commendations.map((one) => [one.level, one.name, one.occasions.join(' ')])).toEqual([
      ['state', 'Huân chương Lao động', 'final'],
      ['state', 'Cờ Thi đua của Chính phủ', 'final'],
      ['state', 'Bằng khen của Thủ tướng Chính phủ', 'final'],
      ['province', 'Cờ Thi đua của UBND tỉnh', 'final'],
      ['province', 'Bằng khen của Chủ tịch UBND tỉnh', 'mid-term final'],
      ['agency', 'Giấy khen của thủ trưởng cơ quan, đơn vị, địa phương', 'yearly mid-term final'],
    ]);
    for (const one of movement2025.commendations) expect(clause('IV.2.a')).toContain(one.name);
  });

  it('Q25-8: the guidance is a document still to be issued', () => {
    expect(movement2025.documents.find((one) => one.kind === 'guidance')).toMatchObject({
      number: null,
      issuer: 'Sở Nội vụ',
    });
    expect(clause('IV.2.c')).toContain('xây dựng hướng dẫn khen thưởng vào dịp sơ kết, tổng kết');
  });

  it('Q25-9: assessed every year, reviewed in 2027 and 2030', () => {
    expect(movement2025.occasions.map((one) => [one.kind, one.year])).toEqual([
      ['yearly', null],
      ['mid-term', 2027],
      ['final', 2030],
    ]);
    expect([rule('mid-term'), rule('final')].map((one) => [one.firstYear, one.due.reading.value])).toEqual([
      [2027, null],
      [2030, null],
    ]);
    expect(clause('V.3')).toContain('Năm 2027, 2030: Sơ kết, tổng kết');
  });

  it('Q25-10: plans and yearly reports with the days of VI.1, their reading open', () => {
    expect(['plan', 'plan-commune', 'report'].map((id) => rule(id)).map((one) => [one.due.day, one.due.month])).toEqual(
      [
        [30, 6],
        [30, 7],
        [10, 11],
      ],
    );
    for (const id of ['plan', 'plan-commune', 'report']) {
      expect(clause('VI.1')).toContain(rule(id).due.printed);
      expect(rule(id).due.reading).toMatchObject({ value: null, source: 'open' });
      expect(rule(id, movement2025Demo).due.reading).toEqual({ value: 'before', source: 'demo' });
    }
    expect(rule('plan').receivers).toEqual(['SNV']);
    expect(rule('plan-commune').classIds).toEqual(['communes']);
    expect(rule('report')).toMatchObject({
      period: 'year',
      firstYear: 2025,
      lastYear: 2030,
      receivers: ['SNV', 'SKHCN'],
    });
  });

  it('Q25-10: one answer reads all three days, the other way round, too', () => {
    const [before, through] = movement2025.questions.find((one) => one.id === 'due-reading')!.options;
    expect([before, through].map((one) => one!.set!.length)).toEqual([3, 3]);
    expect(before!.set!.map((one) => one.path)).toEqual(through!.set!.map((one) => one.path));
  });

  it('Q25-11: inspection has a checklist out of the plan; ⚠ VI.5.c and VI.6.a both only take part', () => {
    expect(movement2025.inspection!.checklist).toHaveLength(8);
    expect(clause('VI.5.c')).toContain('theo dõi, kiểm tra, giám sát');
    expect(clause('VI.6.a')).toContain('tổ chức kiểm tra, đôn đốc');
    expect(movement2025Demo.inspection!.clause).toBe('VI.6.a');
  });

  it('Q25-13, Q25-14: every duty of VI with its agency: the provincial report, good models', () => {
    expect(movement2025.tasks.map((one) => one.clause)).toEqual(
      movement2025.clauses.map((one) => one.id).filter((id) => id.startsWith('VI.')),
    );
    for (const one of movement2025.tasks) {
      const found = movement2025.clauses.find((each) => each.id === one.clause)!;
      expect([one.agency, one.text]).toEqual([found.title, found.text]);
    }
    const task = (id: string) => movement2025.tasks.find((one) => one.id === id)!;
    expect(task('VI.6.d')).toMatchObject({ agency: 'Sở Nội vụ' });
    expect(task('VI.6.d').text).toContain('tham mưu xây dựng báo cáo kết quả thực hiện Phong trào thi đua');
    for (const id of ['VI.3', 'VI.5.a', 'VI.7']) expect(task(id).text).toContain('các điển hình tiên tiến');
  });

  it('prints no indicator; those of the demonstration say that they were made up', () => {
    expect(movement2025.indicators).toEqual([]);
    expect(movement2025Demo.indicators).toHaveLength(14);
    expect(movement2025Demo.indicators.every((one) => one.source === 'demo')).toBe(true);
    for (const one of movement2025Demo.indicators) {
      expect(one.baseline.source).not.toBe('plan');
      for (const target of one.targets) expect(target.printed).toContain('(minh họa)');
    }
    expect(movement2025Demo.documents.at(-1)!.title).toContain('không có trong kế hoạch nào');
  });

  it('every clause is there, with its slips', () => {
    expect(movement2025.clauses).toHaveLength(52);
    expect(clause('IV.1.b')).toContain('do Thủ tướng Chính phát động');
    expect(clause('I.1.c')).toMatch(/chuyển đổi số,$/);
    expect(clause('preamble')).toContain('“Sơn La thi đua đổi mới sáng tạo và chuyển đổi số”');
    expect(clause('decision-1')).toContain(`“${movement2025.theme}”`);
  });
});
