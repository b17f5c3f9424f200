import { describe, expect, it } from 'vitest';
import { targetText } from '#lib/domain/indicator/text.ts';
import { checkMovement } from '#lib/domain/movement/check.ts';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { movement2021, movement2021Demo } from './index.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const clause = (id: string): string => movement2021.clauses.find((one) => one.id === id)!.text;

describe('movement 2021-2025, as printed', () => {
  it('C21-1: every numeric target is an indicator with its comparator, level, measure and year', () => {
    const targets = movement2021.indicators.flatMap((one) =>
      one.targets.map((target) => [one.id, target.level, targetText(one, target)]),
    );
    expect(targets).toEqual([
      ['online-services', 'province', '100%'],
      ['redesigned-services', 'province', '100%'],
      ['identified-users', 'province', '100%'],
      ['work-files-communes', 'communes', 'trên 60%'],
      ['connected-reports', 'province', '100%'],
      ['shared-databases', 'province', '100%'],
      ['digital-inspections', 'province', 'trên 50%'],
      ['unified-administration', 'province', '100%'],
      ['analysis-platform', 'agencies', 'Có'],
      ['analysis-platform', 'lead', 'Có'],
      ['basic-skills', 'province', '100%'],
      ['data-skills', 'province', '50%'],
      ['smart-city', 'province', '2 đô thị'],
      ['digital-economy', 'province', 'khoảng 5% đến 10%'],
      ['digital-share-of-sectors', 'agencies', 'từ 10% trở lên'],
      ['fibre-households', 'province', 'trên 80%'],
      ['fibre-communes', 'province', '100%'],
      ['payment-accounts', 'province', 'trên 50%'],
    ]);
    for (const one of movement2021.indicators)
      for (const target of one.targets) {
        expect(target.year).toBe(2025);
        expect(clause(target.clause)).toContain(target.printed);
      }
  });

  it('C21-1: no number of II.1 is left without its target', () => {
    const printed = movement2021.indicators.flatMap((one) => one.targets.map((target) => target.printed)).join('\n');
    const numbers = (text: string) =>
      text
        .match(/\d+(?:-\d+)? ?%/g)!
        .map((one) => one.replace(' ', ''))
        .sort();
    const plan = ['II.1.a', 'II.1.b', 'II.1.c'].map(clause).join('\n');
    // The platform of analysis has one printed number for two classes of units.
    expect(numbers(printed.replace('100% cơ quan nhà nước cấp tỉnh\n', ''))).toEqual(numbers(plan));
  });

  it('C21-1: ⚠ the line that lost its beginning is shown as incomplete and judged against nothing', () => {
    const cut = movement2021.indicators.filter((one) => one.incomplete);
    expect(cut.map((one) => [one.id, one.targets])).toEqual([['work-files-districts', []]]);
    expect(clause('II.1.a')).toContain(`\n${cut[0]!.incomplete!.printed.replace(' …', '')}`);
    expect(movement2021.questions.find((one) => one.id === 'cut-line')!.options.every((one) => !one.set)).toBe(true);
    expect(movement2021Demo.indicators.find((one) => one.id === 'work-files-districts')!.incomplete).toBeDefined();
  });

  it('C21-3: contents 2 to 8 stand beside the measured ones, in the words of the directive', () => {
    expect(movement2021.contents.map((one) => [one.label, one.clause])).toEqual([
      ['1.a)', 'II.1.a'],
      ['1.b)', 'II.1.b'],
      ['1.c)', 'II.1.c'],
      ...[2, 3, 4, 5, 6, 7, 8].map((n) => [`${n}.`, `II.${n}`]),
    ]);
    for (const one of movement2021.contents) expect(one.text).toBe(clause(one.clause));
    expect(movement2021.contents.at(-1)!.text).toContain('thi đua có nhiều sáng kiến, giải pháp hữu ích');
  });

  it('C21-4: until the end of 12/2025, final review in 03/2026', () => {
    expect(movement2021.to).toBe('2025-12-31');
    expect(clause('III.1')).toContain('đến hết tháng 12 năm 2025');
    expect(movement2021.occasions).toMatchObject([{ kind: 'final', year: 2026, on: { value: null, source: 'open' } }]);
    expect(clause('III.2')).toContain('trong tháng 3/2026');
    expect(movement2021Demo.from).toBe('2021-09-01');
  });

  it('C21-5: heads and the Chairman commend at the end, collectives and individuals', () => {
    expect(movement2021.commendations.map((one) => [one.level, one.occasions, one.subjects])).toEqual([
      ['province', ['final'], ['collective', 'individual']],
      ['agency', ['final'], ['collective', 'individual']],
    ]);
    expect(clause('IV.1')).toContain(
      'đề nghị thủ trưởng các cơ quan, đơn vị và Chủ tịch Ủy ban nhân dân tỉnh khen thưởng',
    );
    expect(movement2021Demo.commendations[0]!.name).toBe('Bằng khen của Chủ tịch UBND tỉnh');
  });

  it('C21-6: the lead agency and Sở Nội vụ have their duties; the lead has a successor', () => {
    expect(movement2021.standingUnit).toBe('STTTT');
    expect(new Set(movement2021.indicators.map((one) => one.lead))).toEqual(new Set(['STTTT']));
    expect(movement2021Demo.standingUnit).toBe('SKHCN');
    expect(new Set(movement2021Demo.indicators.map((one) => one.lead))).toEqual(new Set(['SKHCN']));
    const tasks = movement2021.tasks.map((one) => [one.clause, one.agency]);
    expect(tasks).toContainEqual(['IV.4', 'Sở Thông tin và Truyền thông']);
    expect(tasks).toContainEqual(['IV.5', 'Sở Nội vụ']);
    expect(movement2021.tasks.at(-1)!.text).toContain('xây dựng hướng dẫn khen thưởng, thẩm định thành tích');
  });

  it('the directive asks for no report: a person decides', () => {
    expect(movement2021.obligations).toEqual([]);
    expect(movement2021Demo.obligations.map((one) => [one.id, one.period, one.due.reading.source])).toEqual([
      ['report', 'year', 'demo'],
      ['final', 'once', 'demo'],
    ]);
    expect(checkMovement(movement2021Demo, law).filter((finding) => finding.severity === 'error')).toEqual([]);
  });

  it('every clause is there, with its slips', () => {
    expect(movement2021.clauses.map((one) => one.id)).toEqual([
      ...['preamble', 'I', 'II.1', 'II.1.a', 'II.1.b', 'II.1.c'],
      ...[2, 3, 4, 5, 6, 7, 8].map((n) => `II.${n}`),
      ...['III.1', 'III.2', 'IV.1', 'IV.2', 'IV.3', 'IV.4', 'IV.5', 'closing'],
    ]);
    expect(clause('II.2')).toContain('an ninh của của tỉnh');
    expect(clause('I')).toContain(movement2021.theme);
  });
});
