import type {
  Aggregation,
  CommendationRule,
  Comparator,
  Frequency,
  Indicator,
  MovementProgramme,
  ObligationRule,
  OccasionKind,
  SubjectClass,
  UnitKind,
} from './types.ts';

/** How the words of a movement's document are called on pages and in forms. Figures and targets as text: `domain/indicator/text.ts`. */

export const frequencyWords: Record<Frequency, string> = { year: 'Hằng năm', half: '6 tháng', quarter: 'Hằng quý' };
export const obligationPeriodWords: Record<ObligationRule['period'], string> = { once: 'Một lần', ...frequencyWords };
export const occasionWords: Record<OccasionKind, string> = {
  yearly: 'Hằng năm',
  'mid-term': 'Sơ kết',
  final: 'Tổng kết',
};
export const comparatorWords: Record<Comparator, string> = {
  '=': 'bằng',
  '>=': 'từ … trở lên',
  '>': 'trên',
  '<=': 'không quá',
  '<': 'dưới',
  range: 'trong khoảng',
};
export const aggregationWords: Record<Aggregation['method'], string> = {
  sum: 'Cộng các đơn vị',
  'weighted-mean': 'Tổng tử số chia tổng mẫu số',
  mean: 'Trung bình cộng của các đơn vị',
  last: 'Số của kỳ mới nhất, cộng các đơn vị',
  min: 'Số nhỏ nhất',
  max: 'Số lớn nhất',
  formula: 'Theo công thức từ chỉ tiêu khác',
};
export const indicatorKindWords: Record<Indicator['kind'], string> = {
  ratio: 'Tỷ lệ (tử số : mẫu số)',
  amount: 'Số lượng',
  'yes-no': 'Có hoặc không',
};
export const obligationKindWords: Record<ObligationRule['kind'], string> = {
  plan: 'Kế hoạch',
  report: 'Báo cáo',
  values: 'Chỉ số liệu',
};
export const subjectWords: Record<SubjectClass['kind'], string> = {
  collective: 'Tập thể',
  individual: 'Cá nhân',
  household: 'Hộ gia đình',
};
export const levelWords: Record<CommendationRule['level'], string> = {
  state: 'Nhà nước',
  province: 'Cấp tỉnh',
  agency: 'Cơ quan, đơn vị',
};

/** All units of a movement together, within a sentence: what targets of level `province` are of, whoever's movement it is. */
export const wholeName = ({ level }: Pick<MovementProgramme, 'level'>): string =>
  level === 'agency' ? 'toàn cơ quan' : 'toàn tỉnh';
/** The same at the head of a line. */
export const wholeTitle = (doc: Pick<MovementProgramme, 'level'>): string =>
  doc.level === 'agency' ? 'Toàn cơ quan' : 'Toàn tỉnh';

export const unitKindWords: Record<UnitKind, string> = {
  province: 'Tỉnh',
  agency: 'Sở, ban, ngành',
  party: 'Cơ quan Đảng',
  front: 'Mặt trận và đoàn thể',
  enterprise: 'Doanh nghiệp',
  school: 'Trường học',
  ward: 'Phường',
  commune: 'Xã',
  district: 'Cấp huyện (đã kết thúc)',
  room: 'Phòng, bộ phận',
  other: 'Đơn vị khác',
};
export const directionWords: Record<Indicator['direction'], string> = { up: 'Cao hơn là tốt', down: 'Thấp hơn là tốt' };
export const evidenceWords: Record<Indicator['evidence'], string> = {
  required: 'Bắt buộc',
  optional: 'Không bắt buộc',
};
