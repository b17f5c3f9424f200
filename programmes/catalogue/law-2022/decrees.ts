/** What the decrees under the law say of each form: bonus, votes. None of it was compared with the official gazette. */
import type {
  AwardForm,
  BonusMultiple,
  LawVersion,
  StepLimit,
  YearlyDeadline,
} from '../../../src/lib/domain/catalogue/types.ts';
import { forms } from './forms.ts';
import type { DecreeFigures } from './shared.ts';
import { titles } from './titles.ts';

/** Where a decree says which bonus. */
export interface BonusSources {
  titles: string;
  orders: string;
  certificates: string;
  household: string;
}

const multiple = (value: string, source: string): BonusMultiple => ({ value, source, verified: false });

/** Multiples of the base salary; a collective receives twice what a person does for orders and certificates, a household one and a half. */
export function bonuses(
  source: BonusSources,
  commune: { individual: string; collective: string; household: string },
): DecreeFigures['bonus'] {
  const person = (value: string) => ({ individual: multiple(value, source.titles) });
  const group = (value: string) => ({ collective: multiple(value, source.titles) });
  const order = (individual: string, collective: string) => ({
    individual: multiple(individual, source.orders),
    collective: multiple(collective, source.orders),
  });
  const certificate = (of: { individual: string; collective: string; household: string }) => ({
    individual: multiple(of.individual, source.certificates),
    collective: multiple(of.collective, source.certificates),
    household: multiple(of.household, source.household),
  });
  return {
    'cstd-toan-quoc': person('4.5'),
    'cstd-tinh': person('3'),
    'cstd-co-so': person('1'),
    ldtt: person('0.3'),
    'co-chinh-phu': group('12'),
    'co-tinh': group('8'),
    ttldxs: group('1.5'),
    ttldtt: group('0.8'),
    'xa-tieu-bieu': group('2'),
    'thon-van-hoa': group('1.5'),
    'huan-chuong-lao-dong-nhat': order('9', '18'),
    'huan-chuong-lao-dong-nhi': order('7.5', '15'),
    'huan-chuong-lao-dong-ba': order('4.5', '9'),
    'bang-khen-thu-tuong': certificate({ individual: '3.5', collective: '7', household: '5.25' }),
    'bang-khen-tinh': certificate({ individual: '1.5', collective: '3', household: '2.25' }),
    'giay-khen': certificate({ individual: '0.3', collective: '0.6', household: '0.45' }),
    'giay-khen-xa': certificate(commune),
    'ky-niem-chuong-tinh': { individual: { ...multiple('0.6', source.certificates), atMost: true } },
  };
}

/** 90 % for the titles of Chiến sĩ thi đua of the nation and the province, 80 % for those below and for flags. */
export function votes(source: string): DecreeFigures['votes'] {
  const share = (percent: string): AwardForm['vote'] => ({
    value: { percent, base: 'members' },
    source,
    verified: false,
  });
  return {
    'cstd-toan-quoc': share('90'),
    'cstd-tinh': share('90'),
    'cstd-co-so': share('80'),
    'co-chinh-phu': share('80'),
    'co-tinh': share('80'),
  };
}

/** Every form of the law with what a decree says of it. */
export const formsUnder = ({ bonus, votes }: DecreeFigures): AwardForm[] =>
  [...titles, ...forms].map((form) => ({ ...form, bonus: bonus[form.id] ?? {}, vote: votes[form.id] ?? null }));

/** Working days of each step, as the decree has them for what goes to the Prime Minister. */
export function limits(source: string): StepLimit[] {
  const limit = (id: string, days: number, step: string): StepLimit => ({ id, step, days, source, verified: false });
  return [
    limit('return', 5, 'Trả lại hồ sơ không đủ điều kiện'),
    limit(
      'appraisal',
      20,
      'Bộ Nội vụ thẩm định, trình Thủ tướng Chính phủ (Cờ thi đua của Chính phủ, Bằng khen của Thủ tướng Chính phủ), kể từ khi nhận đủ hồ sơ',
    ),
    limit('after-opinions', 10, 'Hoàn tất sau khi lấy xong ý kiến'),
    limit('notice', 10, 'Sao gửi quyết định, cấp phát hiện vật; thông báo trường hợp không được khen'),
    {
      id: 'provincial',
      step: 'Thẩm định và trình Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen theo chuyên đề (thủ tục hành chính cấp tỉnh)',
      days: 25,
      source: 'Nhiều tỉnh công bố 20 đến 25 ngày làm việc; cần tra quyết định công bố thủ tục của tỉnh',
      verified: false,
    },
    {
      id: 'public-list',
      step: 'Công khai danh sách trước khi đề nghị Huân chương',
      days: 10,
      source: 'Điều 84 khoản 5 Luật Thi đua, khen thưởng 2022 buộc công khai; số ngày cần tra nghị định',
      verified: false,
    },
  ];
}

export function deadlines(source: string): YearlyDeadline[] {
  return [
    {
      id: 'national-fighter',
      what: 'Hồ sơ đề nghị “Chiến sĩ thi đua toàn quốc” đến Bộ Nội vụ',
      by: 'trước ngày 31 tháng 12 của năm sau',
      source,
      verified: false,
    },
    {
      id: 'government-flag',
      what: 'Hồ sơ đề nghị “Cờ thi đua của Chính phủ” đến Bộ Nội vụ',
      by: 'trước ngày 30 tháng 6 (ngành giáo dục: trước ngày 31 tháng 12)',
      source,
      verified: false,
    },
    {
      id: 'statistics',
      what: 'Báo cáo thống kê thi đua, khen thưởng năm gửi Bộ Nội vụ (biểu 0601.N đến 0605.N/BNV-TĐKT)',
      by: 'ngày 15 tháng 12 của năm báo cáo',
      source: 'Thông tư 02/2023/TT-BNV',
      verified: false,
    },
  ];
}

/** How amounts are rounded: a setting of the province until the text is found. */
export const rounding: LawVersion['rounding'] = {
  value: { to: 10_000, way: 'up' },
  source: 'Làm tròn lên hàng chục nghìn đồng: cần tra văn bản hướng dẫn',
  verified: false,
};

/** Younger people are named in public only with consent. */
export const childAge: LawVersion['childAge'] = { value: 16, source: 'Luật Trẻ em 2016 Điều 1', verified: false };
