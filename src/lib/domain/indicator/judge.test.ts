import { describe, expect, it } from 'vitest';
import type { Comparator, Indicator, Target } from '../movement/types.ts';
import { forecast, forecastMethod } from './forecast.ts';
import { hints } from './hints.ts';
import { judge } from './judge.ts';
import { status, targetIn } from './status.ts';

const indicator = (more: Partial<Indicator> = {}): Indicator => ({
  id: 'one',
  clause: 'II.1.a',
  contentId: null,
  group: '',
  name: 'Chỉ tiêu',
  shortName: 'Chỉ tiêu',
  measure: '%',
  kind: 'ratio',
  numerator: 'a',
  denominator: 'b',
  decimals: 1,
  bounds: { min: '0', max: '100' },
  direction: 'up',
  reportedBy: [],
  frequency: 'year',
  aggregation: { method: 'weighted-mean' },
  baseline: { value: null, source: 'open' },
  targets: [],
  lead: null,
  evidence: 'optional',
  ...more,
});
const target = (comparator: Comparator, value: string, more: Partial<Target> = {}): Target => ({
  id: 't',
  level: 'province',
  year: 2025,
  comparator,
  value,
  printed: '',
  clause: 'II.1',
  ...more,
});
const state = (asked: Target, value: string, more: Partial<Indicator> = {}) =>
  judge(indicator(more), asked, value).state;

describe('the targets of the directive of 2021 (Mục II.1)', () => {
  it('C21-1: "100% thủ tục hành chính" (=)', () => {
    expect(state(target('=', '100'), '100')).toBe('attained');
    expect(state(target('=', '100'), '99.999999')).toBe('missed');
  });
  it('C21-1: "50% cán bộ được tập huấn" (=): more than asked is exceeded', () => {
    expect(state(target('=', '50'), '50')).toBe('attained');
    expect(state(target('=', '50'), '55')).toBe('exceeded');
    expect(state(target('=', '50'), '49.9')).toBe('missed');
  });
  it('C21-1: "trên 60% hồ sơ công việc tại cấp xã" (>): exactly 60 is not enough', () => {
    expect(state(target('>', '60'), '60')).toBe('missed');
    expect(judge(indicator(), target('>', '60'), '60').text).toContain('đúng bằng ngưỡng nên chưa đạt');
    expect(state(target('>', '60'), '60.000001')).toBe('attained');
    expect(state(target('>', '60'), '95')).toBe('attained');
  });
  it('C21-1: "trên 50% hoạt động kiểm tra", "trên 80% hộ gia đình" (>)', () => {
    expect(state(target('>', '50'), '50.5')).toBe('attained');
    expect(state(target('>', '80'), '79.9')).toBe('missed');
  });
  it('C21-1: "tối thiểu 10%" (>=)', () => {
    expect(state(target('>=', '10'), '10')).toBe('attained');
    expect(state(target('>=', '10'), '12.3')).toBe('exceeded');
    expect(state(target('>=', '10'), '9.9')).toBe('missed');
  });
  it('C21-1: "khoảng 5-10% GRDP" (range): both ends belong to it, above is exceeded, and "khoảng" is marked', () => {
    const asked = target('range', '5', { max: '10', approximate: true });
    expect(state(asked, '5')).toBe('attained');
    expect(state(asked, '10')).toBe('attained');
    expect(state(asked, '10.1')).toBe('exceeded');
    const missed = judge(indicator(), asked, '4.9');
    expect(missed).toMatchObject({ state: 'missed', approximate: true });
    expect(missed.text).toBe(
      '4,9%: chưa đạt mức khoảng 5% đến 10%, còn cách 0,1%. Kế hoạch ghi “khoảng” và không nêu sai số, nên được so đúng với mức ghi.',
    );
  });
  it('C21-1: at most and less than, for what should fall', () => {
    const down = { direction: 'down' } as const;
    expect(state(target('<=', '5'), '5', down)).toBe('attained');
    expect(state(target('<=', '5'), '4', down)).toBe('exceeded');
    expect(state(target('<=', '5'), '5.1', down)).toBe('missed');
    expect(state(target('<', '5'), '5', down)).toBe('missed');
    expect(state(target('<', '5'), '4.9', down)).toBe('attained');
    expect(state(target('range', '5', { max: '10' }), '4', down)).toBe('exceeded');
    expect(state(target('range', '5', { max: '10' }), '11', down)).toBe('missed');
    expect(state(target('=', '5'), '4', down)).toBe('exceeded');
  });
  it('C21-1: the cut-off line is judged against nothing', () =>
    expect(
      judge(indicator({ incomplete: { printed: 'công việc tại cấp huyện', note: '' } }), target('>', '60'), '90'),
    ).toMatchObject({ state: 'unjudged', text: expect.stringContaining('mất phần đầu') }));
  it('C21-2: rounding never makes a figure look attained', () =>
    expect(judge(indicator(), target('>=', '60'), '59.96').text).toBe(
      '59,96%: chưa đạt mức từ 60% trở lên, còn cách 0,04%.',
    ));
  it('C21-1: yes or no', () => {
    const has = indicator({ kind: 'yes-no', measure: '', decimals: 0 });
    expect(judge(has, target('=', '1'), '1').text).toBe('Có: đạt mức Có.');
    expect(judge(has, target('=', '1'), '0').text).toBe('Không: chưa đạt mức Có.');
  });
});

describe('where an indicator stands', () => {
  const asked = target('>=', '60', { year: 2025 });
  const at = (series: [number, string][], year: number) =>
    status(
      indicator(),
      asked,
      series.map(([y, value]) => ({ year: y, value })),
      year,
    );

  it("C21-2: the figure of the target's year decides", () => {
    expect(at([[2025, '60']], 2025).state).toBe('attained');
    expect(at([[2025, '61']], 2026).state).toBe('exceeded');
    expect(
      at(
        [
          [2024, '70'],
          [2025, '59'],
        ],
        2026,
      ).state,
    ).toBe('missed');
  });
  it('C21-2: attained before its year is early', () => {
    const early = at([[2023, '65']], 2024);
    expect(early.state).toBe('early');
    expect(early.text).toBe('Năm 2023: 65,0%: vượt mức từ 60% trở lên, hơn 5,0%. Đạt trước năm 2025.');
  });
  it('C21-2: the forecast decides between on track and behind, and says how it came about', () => {
    const good = at(
      [
        [2022, '30'],
        [2023, '42'],
        [2024, '50'],
      ],
      2025,
    );
    expect(good.state).toBe('on-track');
    expect(good.forecast).toEqual({ year: 2025, value: '60.7', from: [2022, 2023, 2024] });
    expect(good.text).toContain(
      'Theo đường thẳng qua số các năm 2022–2024, năm 2025 ước 60,7%: kịp mức từ 60% trở lên.',
    );
    expect(
      at(
        [
          [2023, '30'],
          [2024, '35'],
        ],
        2025,
      ).state,
    ).toBe('behind');
    expect(forecastMethod).toContain('bình phương nhỏ nhất');
  });
  it('C21-2: a year that is not over has missed nothing, and no line goes through its figure', () => {
    const part = at(
      [
        [2024, '30'],
        [2025, '20'],
      ],
      2025,
    );
    expect(part).toMatchObject({ state: 'open', forecast: null });
    expect(part.text).toContain('chưa hết năm');
    expect(at([[2025, '20']], 2026).state).toBe('missed');
    expect(at([[2025, '70']], 2025).state).not.toBe('open');
  });
  it('C21-2: what adds up and has to stay low has attained nothing before its year is over', () => {
    const paper = indicator({ kind: 'amount', measure: 'ram', decimals: 0, direction: 'down' });
    const most = target('<=', '800');
    const of = (value: string, year: number, asked = most, one = paper) =>
      status(one, asked, [{ year: 2025, value }], year);
    expect(of('400', 2025)).toMatchObject({ state: 'open', forecast: null });
    expect(of('400', 2025).text).toBe(
      'Năm 2025 (chưa hết năm): 400 ram, mức năm 2025: không quá 800 ram. Số còn cộng thêm đến hết năm nên chưa đánh giá.',
    );
    expect(of('400', 2026).state).toBe('exceeded');
    // not early either, as long as the figure's own year runs
    expect(of('400', 2025, target('<=', '800', { year: 2027 })).state).toBe('open');
    expect(of('400', 2026, target('<=', '800', { year: 2027 })).state).toBe('early');
    // whichever way is better, and however little is asked
    expect(of('400', 2025, most, indicator({ kind: 'amount', direction: 'up' })).state).toBe('open');
    // a share does not add up, what has to grow is attained for good
    expect(of('3', 2025, target('<=', '5'), indicator({ direction: 'down' })).state).toBe('exceeded');
    expect(of('900', 2025, target('>=', '800'), indicator({ kind: 'amount' })).state).toBe('exceeded');
  });
  it('C21-2: fewer than two figures give no forecast, and that is said', () => {
    const one = at([[2024, '30']], 2025);
    expect(one).toMatchObject({ state: 'open', forecast: null });
    expect(one.text).toContain('chưa dự báo');
    expect(at([], 2024).state).toBe('open');
    expect(at([], 2026).state).toBe('unjudged');
    expect(
      at(
        [
          [2023, '20'],
          [2024, '30'],
        ],
        2027,
      ),
    ).toMatchObject({ state: 'unjudged', forecast: null });
    expect(status(indicator(), null, [], 2025).state).toBe('unjudged');
  });
  it('C21-2: at most four years, exact, within the bounds', () => {
    const series = [
      { year: 2019, value: '0' },
      { year: 2021, value: '10.1' },
      { year: 2022, value: '20.2' },
      { year: 2023, value: '30.3' },
      { year: 2024, value: '40.4' },
    ];
    expect(forecast(indicator(), series, 2025)).toEqual({ year: 2025, value: '50.5', from: [2021, 2022, 2023, 2024] });
    expect(forecast(indicator(), series, 2035)?.value).toBe('100');
    expect(forecast(indicator(), series.slice(0, 1), 2025)).toBeNull();
  });
  it('the target that counts in a year is the next one', () => {
    const targets = [target('=', '1', { year: 2025 }), target('=', '2', { year: 2030 })];
    expect(targetIn({ targets }, 'province', 2024)?.value).toBe('1');
    expect(targetIn({ targets }, 'province', 2026)?.value).toBe('2');
    expect(targetIn({ targets }, 'province', 2031)?.value).toBe('2');
    expect(targetIn({ targets }, 'communes', 2025)).toBeNull();
  });
});

describe('hints', () => {
  const parts = (value: string | null, numerator: string | null = null, denominator: string | null = null) => ({
    value,
    numerator,
    denominator,
  });
  it('C21-2: a jump, the same figure again, above 100 %', () => {
    expect(hints(indicator(), parts('90'), parts('50'))).toEqual(['Tăng mạnh so với năm trước (50,0%).']);
    expect(hints(indicator(), parts('50', '1', '2'), parts('50', '1', '2'))).toEqual(['Giống hệt số năm trước.']);
    expect(hints(indicator(), parts('50', '2', '4'), parts('50', '1', '2'))).toEqual([]);
    expect(hints(indicator(), parts('120'), null)).toEqual(['Trên 100%.']);
    const amount = indicator({ kind: 'amount', measure: 'người', decimals: 0 });
    expect(hints(amount, parts('40'), parts('100'))).toEqual(['Giảm mạnh so với năm trước (100 người).']);
    expect(hints(amount, parts('120'), parts('100'))).toEqual([]);
  });
});
