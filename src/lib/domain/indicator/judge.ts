import { abs, compare, type DecimalInput, sub } from '../kernel/decimal.ts';
import type { Indicator, Target } from '../movement/types.ts';
import { exactText, figureText, targetText, totalText } from './text.ts';

type Judged = 'attained' | 'exceeded' | 'missed' | 'unjudged';

export interface Judgement {
  state: Judged;
  /** the plan says "khoảng" and states no tolerance: judged without any, and marked */
  approximate: boolean;
  /** how far the figure is from the target, without a sign; null when attained exactly or not judged */
  gap: DecimalInput | null;
  /** one sentence that explains itself */
  text: string;
}

/** Which way a figure leaves the target: -1 below what is asked, 0 within it, 1 beyond it in the good direction. */
function side(indicator: Pick<Indicator, 'direction'>, target: Target, value: DecimalInput): -1 | 0 | 1 {
  const good = indicator.direction === 'up' ? 1 : -1;
  const at = compare(value, target.value);
  switch (target.comparator) {
    case '=':
      return at === 0 ? 0 : at === good ? 1 : -1;
    case '>=':
      return at < 0 ? -1 : at === 0 ? 0 : 1;
    case '>':
      return at > 0 ? 0 : -1;
    case '<=':
      return at > 0 ? -1 : at === 0 ? 0 : 1;
    case '<':
      return at < 0 ? 0 : -1;
    case 'range': {
      if (at < 0) return good === 1 ? -1 : 1;
      if (compare(value, target.max ?? target.value) > 0) return good === 1 ? 1 : -1;
      return 0;
    }
  }
}

/**
 * Judges one figure against one target (C21-1). Exceeded: beyond the target's value in the good direction; for a range beyond its
 * end in that direction. "Trên 60%" asks for more than 60, so attaining it is attaining, not exceeding. "Khoảng" is judged
 * without a tolerance, because the plans state none. An indicator whose line in the plan is cut off is judged against nothing.
 * @param value null: no figure
 */
export function judge(
  indicator: Pick<Indicator, 'kind' | 'measure' | 'decimals' | 'direction' | 'incomplete' | 'aggregation'>,
  target: Target | null,
  value: DecimalInput | null,
): Judgement {
  const unjudged = (text: string): Judgement => ({ state: 'unjudged', approximate: false, gap: null, text });
  if (indicator.incomplete)
    return unjudged('Văn bản gốc bị mất phần đầu của chỉ tiêu này, nên số liệu được giữ nhưng chưa so với mức nào.');
  if (!target) return unjudged('Kế hoạch không nêu mức phải đạt ở cấp này.');
  if (value === null) return unjudged('Chưa có số liệu.');
  const where = side(indicator, target, value);
  const asked = targetText(indicator, target);
  const nearest = where > 0 === (indicator.direction === 'up') ? (target.max ?? target.value) : target.value;
  const gap = abs(sub(value, nearest));
  const approximate = target.approximate ?? false;
  // 59,96 must not stand as "60,0% chưa đạt 60%"
  const read = target.level === 'province' ? totalText : figureText;
  const hidden = where !== 0 && read(indicator, value) === read(indicator, nearest);
  const shown = hidden ? exactText(indicator, value) : read(indicator, value);
  const difference = hidden ? exactText(indicator, gap) : figureText({ ...indicator, kind: 'amount' }, gap);
  const note = approximate ? ' Kế hoạch ghi “khoảng” và không nêu sai số, nên được so đúng với mức ghi.' : '';
  if (where === 0) return { state: 'attained', approximate, gap: null, text: `${shown}: đạt mức ${asked}.${note}` };
  const yesNo = indicator.kind === 'yes-no';
  if (where > 0)
    return {
      state: 'exceeded',
      approximate,
      gap,
      text: `${shown}: vượt mức ${asked}${yesNo ? '' : `, hơn ${difference}`}.${note}`,
    };
  const strict = compare(gap, 0) === 0;
  const far = yesNo ? '' : strict ? ', đúng bằng ngưỡng nên chưa đạt' : `, còn cách ${difference}`;
  return { state: 'missed', approximate, gap, text: `${shown}: chưa đạt mức ${asked}${far}.${note}` };
}
