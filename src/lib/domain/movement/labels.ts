import { formatDecimal } from '../kernel/decimal.ts';
import type {
  CommendationRule,
  Comparator,
  Frequency,
  Indicator,
  MovementProgramme,
  ObligationRule,
  OccasionKind,
  SubjectClass,
  Target,
} from './types.ts';

/** How the words of a movement's document are called on pages, in reports and in messages. */

const COMPARATORS: Record<Exclude<Comparator, 'range'>, string> = {
  '=': '',
  '>=': 'ít nhất ',
  '>': 'trên ',
  '<=': 'không quá ',
  '<': 'dưới ',
};

export const FREQUENCY_NAMES: Record<Frequency, string> = {
  year: 'Hằng năm',
  half: 'Sáu tháng một lần',
  quarter: 'Hằng quý',
};

export const PERIOD_NAMES: Record<ObligationRule['period'], string> = { once: 'Một lần', ...FREQUENCY_NAMES };

export const OCCASION_NAMES: Record<OccasionKind, string> = {
  yearly: 'Hằng năm',
  'mid-term': 'Sơ kết',
  final: 'Tổng kết',
};

export const OBLIGATION_KINDS: Record<ObligationRule['kind'], string> = {
  plan: 'Kế hoạch của đơn vị',
  report: 'Báo cáo',
  values: 'Số liệu',
};

export const COMMENDATION_LEVELS: Record<CommendationRule['level'], string> = {
  state: 'Cấp Nhà nước',
  province: 'Cấp tỉnh',
  agency: 'Cấp cơ quan, đơn vị',
};

export const SUBJECT_NAMES: Record<SubjectClass['kind'], string> = {
  collective: 'Tập thể',
  individual: 'Cá nhân',
  household: 'Hộ gia đình',
};

export const INDICATOR_KINDS: Record<Indicator['kind'], string> = {
  ratio: 'Tỷ lệ',
  amount: 'Số lượng',
  'yes-no': 'Có hoặc không',
};

export const DIRECTION_NAMES: Record<Indicator['direction'], string> = {
  up: 'Càng cao càng tốt',
  down: 'Càng thấp càng tốt',
};

export const MOVEMENT_LEVELS: Record<MovementProgramme['level'], string> = {
  province: 'Toàn tỉnh',
  agency: 'Trong một cơ quan',
};

/** Whose figure a target speaks of: "Toàn tỉnh", "Toàn cơ quan", "Mỗi đơn vị: Xã, phường". */
export function levelName(movement: Pick<MovementProgramme, 'level' | 'classes'>, level: Target['level']): string {
  if (level === 'province') return movement.level === 'province' ? 'Toàn tỉnh' : 'Toàn cơ quan';
  return `Mỗi đơn vị: ${movement.classes.find((one) => one.id === level)?.name ?? level}`;
}

/** A figure with its unit of measure: "62,5 %", "1.200 hộ"; a single unit's yes or no: "Có". */
export function figureText(indicator: Pick<Indicator, 'measure'>, value: string, decimals?: number): string {
  return `${formatDecimal(value, decimals)}${indicator.measure ? ` ${indicator.measure}` : ''}`;
}

/** What is to be attained, as a sentence's end: "trên 60 %", "từ 5 % đến 10 %", "khoảng 50 %", "có". */
export function targetText(indicator: Pick<Indicator, 'kind' | 'measure'>, target: Target): string {
  const about = target.approximate ? 'khoảng ' : '';
  if (indicator.kind === 'yes-no' && target.level !== 'province') return target.value === '0' ? 'không' : 'có';
  if (target.comparator === 'range')
    return `${about}từ ${figureText(indicator, target.value)} đến ${figureText(indicator, target.max ?? target.value)}`;
  return `${about}${COMPARATORS[target.comparator]}${figureText(indicator, target.value)}`;
}

/** The rule by which one figure comes out of many, as a sentence. */
export function aggregationText(indicator: Indicator, indicators: Pick<Indicator, 'id' | 'name'>[]): string {
  const note = indicator.aggregation.note ? ` ${indicator.aggregation.note}` : '';
  return `${ruleOf(indicator, indicators)}${note}`;
}

function ruleOf(indicator: Indicator, indicators: Pick<Indicator, 'id' | 'name'>[]): string {
  const { method, formula = '' } = indicator.aggregation;
  switch (method) {
    case 'sum':
      return indicator.kind === 'yes-no' ? 'Đếm số đơn vị trả lời “có”.' : 'Cộng số liệu của các đơn vị.';
    case 'weighted-mean':
      return `Cộng “${indicator.numerator ?? 'tử số'}” của mọi đơn vị, chia cho tổng “${indicator.denominator ?? 'mẫu số'}”, nhân 100.`;
    case 'mean':
      return 'Trung bình cộng số liệu của các đơn vị, mỗi đơn vị tính như nhau.';
    case 'last':
      return 'Mỗi đơn vị lấy số liệu của kỳ gần nhất, rồi cộng các đơn vị.';
    case 'min':
      return 'Lấy số liệu thấp nhất trong các đơn vị.';
    case 'max':
      return 'Lấy số liệu cao nhất trong các đơn vị.';
    case 'formula':
      return `Tính từ chỉ tiêu khác: ${formulaText(formula, indicators)}.`;
  }
}

/** "100 * {a} / {b}" → "100 × “Số hồ sơ” ÷ “Tổng số”". */
const formulaText = (formula: string, indicators: Pick<Indicator, 'id' | 'name'>[]): string =>
  formula
    .replaceAll(/\{([^}]+)\}/g, (_, id: string) => `“${indicators.find((one) => one.id === id)?.name ?? id}”`)
    .replaceAll('*', '×')
    .replaceAll('/', '÷');
