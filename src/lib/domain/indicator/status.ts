import type { Indicator, Target } from '../movement/types.ts';
import { type Forecast, forecast, type YearFigure } from './forecast.ts';
import { type Judgement, judge } from './judge.ts';
import { figureText, targetText, totalText } from './text.ts';

/** `open`: the target's year is not over, and there is too little to forecast from. */
export type StatusState = 'attained' | 'exceeded' | 'early' | 'missed' | 'on-track' | 'behind' | 'open' | 'unjudged';

export const statusNames: Record<StatusState, string> = {
  attained: 'Đạt',
  exceeded: 'Vượt',
  early: 'Đạt sớm',
  missed: 'Chưa đạt',
  'on-track': 'Đúng tiến độ',
  behind: 'Chậm tiến độ',
  open: 'Đang thực hiện',
  unjudged: 'Chưa đánh giá',
};

export interface Status {
  state: StatusState;
  name: string;
  approximate: boolean;
  /** the figure that was judged */
  figure: YearFigure | null;
  judgement: Judgement;
  forecast: Forecast | null;
  /** figure, target, difference and, for a forecast, how it came about */
  text: string;
}

/**
 * What adds up over a year and has to stay low looks good in every January: as long as its year is not over, it has attained nothing.
 * @param year of the figure
 * @param unfinished the present year
 */
export const addsUpStill = (
  indicator: Pick<Indicator, 'kind' | 'direction'>,
  target: Pick<Target, 'comparator'>,
  year: number,
  unfinished: number,
): boolean =>
  year >= unfinished &&
  indicator.kind === 'amount' &&
  (indicator.direction === 'down' || target.comparator === '<' || target.comparator === '<=');

export const addsUpText = 'Số còn cộng thêm đến hết năm nên chưa đánh giá.';

/**
 * Where an indicator stands against one target (C21-2). The figure of the target's year decides: attained, exceeded, missed. Before
 * there is one: attained by the latest figure is early; else the forecast decides between on track and behind; without a forecast
 * it is open. A figure of a later year does not stand in for the target's year. A year that is not over misses nothing yet, no line
 * goes through its figure, and what must not exceed an amount has not kept it yet.
 * @param series official figures, one a year, of the level that the target is for
 * @param year the year as of which it is asked: a target whose year is over is not forecast
 * @param unfinished the present year
 */
export function status(
  indicator: Indicator,
  target: Target | null,
  series: YearFigure[],
  year: number,
  unfinished = year,
): Status {
  const sorted = [...series].sort((a, b) => a.year - b.year);
  const latest = (last: number): YearFigure | null => sorted.findLast((one) => one.year <= last) ?? null;
  const make = (
    state: StatusState,
    figure: YearFigure | null,
    judgement: Judgement,
    more?: Partial<Status>,
  ): Status => ({
    state,
    name: statusNames[state],
    approximate: judgement.approximate,
    figure,
    judgement,
    forecast: null,
    text: figure && target && state !== 'unjudged' ? `Năm ${figure.year}: ${judgement.text}` : judgement.text,
    ...more,
  });
  const figure = latest(target?.year ?? year);
  const judgement = judge(indicator, target, figure?.value ?? null);
  if (!target || judgement.state === 'unjudged') {
    const waits = target !== null && !indicator.incomplete && target.year >= year;
    const asked = target ? ` Mức phải đạt năm ${target.year}: ${targetText(indicator, target)}.` : '';
    return waits
      ? make('open', figure, judgement, { text: `${judgement.text}${asked}` })
      : make('unjudged', figure, judgement);
  }
  const read = target.level === 'province' ? totalText : figureText;
  if (judgement.state !== 'missed' && figure && addsUpStill(indicator, target, figure.year, unfinished))
    return make('open', figure, judgement, {
      text: `Năm ${figure.year} (chưa hết năm): ${read(indicator, figure.value)}, mức năm ${target.year}: ${targetText(indicator, target)}. ${addsUpText}`,
    });
  const inYear = `Năm ${figure?.year}${figure?.year === unfinished ? ' (chưa hết năm)' : ''}: ${judgement.text}`;
  if (figure?.year === target.year && (judgement.state !== 'missed' || target.year < unfinished))
    return make(judgement.state as 'attained', figure, judgement);
  if (judgement.state !== 'missed')
    return make('early', figure, judgement, {
      text: `Năm ${figure?.year}: ${judgement.text} Đạt trước năm ${target.year}.`,
    });
  if (target.year < year)
    return make('unjudged', figure, judgement, {
      text: `Chưa có số chính thức của năm ${target.year} để đánh giá. Năm ${figure?.year}: ${judgement.text}`,
    });
  const ahead = forecast(
    indicator,
    sorted.filter((one) => one.year <= target.year && one.year < unfinished),
    target.year,
  );
  if (!ahead)
    return make('open', figure, judgement, {
      text: `${inYear} Hạn là hết năm ${target.year}; chưa có số của hai năm đã hết nên chưa dự báo.`,
    });
  const expected = judge(indicator, target, ahead.value);
  const good = expected.state === 'attained' || expected.state === 'exceeded';
  const years = `${ahead.from[0]}–${ahead.from.at(-1)}`;
  return make(good ? 'on-track' : 'behind', figure, judgement, {
    forecast: ahead,
    text: `${inYear} Theo đường thẳng qua số các năm ${years}, năm ${target.year} ước ${read(indicator, ahead.value)}: ${good ? 'kịp' : 'không kịp'} mức ${targetText(indicator, target)}.`,
  });
}

/** The target that counts in a year on a level: the next one that is not over, else the last one. */
export function targetIn(indicator: Pick<Indicator, 'targets'>, level: string, year: number): Target | null {
  const targets = indicator.targets.filter((one) => one.level === level).sort((a, b) => a.year - b.year);
  return targets.find((one) => one.year >= year) ?? targets.at(-1) ?? null;
}
