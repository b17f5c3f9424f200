import type { Comparator, Indicator, Target } from '#lib/domain/movement/types.ts';
import { amount, ratio, yesNo } from '../movement.ts';

/**
 * Indicators made up for the demonstration: the plan of 2025-2030 prints none, and the plans that it serves are not here.
 * Figures and wording are ours; a province replaces them by those of its own plans.
 */

const note = 'Số liệu minh họa, không lấy từ kế hoạch nào.';
const baseline = (value: string): Indicator['baseline'] => ({
  value: { period: '2024', value },
  source: 'demo',
  note,
});

const target = (level: string, year: number, comparator: Comparator, value: string, printed: string): Target => ({
  id: `${level}-${year}`,
  level,
  year,
  comparator,
  value,
  printed: `${printed} (minh họa)`,
  clause: 'III.1',
});

/** "ít nhất …" for one level, year by year. */
const rising = (level: string, values: [year: number, value: string][]): Target[] =>
  values.map(([year, value]) => target(level, year, '>=', value, `ít nhất ${value.replace('.', ',')}%`));

const common = { clause: 'III.1', source: 'demo' } as const;
const government = { ...common, contentId: 'dd', group: 'Chính quyền số' } as const;
const society = { ...common, contentId: 'e', group: 'Xã hội số' } as const;
const economy = { ...common, contentId: 'f', group: 'Kinh tế số' } as const;
const everyUnit = ['agencies', 'communes', 'bodies', 'fronts'];

export const demoIndicators: Indicator[] = [
  ratio({
    ...government,
    id: 'online-files',
    name: 'Tỷ lệ hồ sơ thủ tục hành chính nộp trực tuyến',
    shortName: 'Hồ sơ trực tuyến',
    numerator: 'Hồ sơ nộp trực tuyến',
    denominator: 'Hồ sơ tiếp nhận',
    reportedBy: ['agencies', 'communes'],
    frequency: 'quarter',
    baseline: baseline('48.5'),
    targets: [
      ...rising('province', [
        [2025, '55'],
        [2026, '65'],
        [2027, '75'],
        [2030, '95'],
      ]),
      ...rising('communes', [
        [2025, '45'],
        [2026, '55'],
        [2027, '70'],
      ]),
    ],
    lead: 'SKHCN',
    evidence: 'required',
  }),
  ratio({
    ...government,
    id: 'electronic-results',
    name: 'Tỷ lệ kết quả giải quyết thủ tục hành chính được trả bằng bản điện tử',
    shortName: 'Kết quả điện tử',
    numerator: 'Kết quả trả bằng bản điện tử',
    denominator: 'Kết quả đã giải quyết',
    reportedBy: ['agencies', 'communes'],
    frequency: 'half',
    baseline: baseline('61.2'),
    targets: rising('province', [
      [2025, '70'],
      [2026, '80'],
      [2027, '90'],
      [2030, '100'],
    ]),
    lead: 'SKHCN',
  }),
  ratio({
    ...government,
    id: 'signed-documents',
    name: 'Tỷ lệ văn bản đi được ký số đầy đủ',
    shortName: 'Văn bản ký số',
    numerator: 'Văn bản ký số của cơ quan và cá nhân',
    denominator: 'Văn bản đi',
    reportedBy: everyUnit,
    frequency: 'half',
    baseline: baseline('88'),
    targets: [
      ...rising('province', [[2025, '95']]),
      target('province', 2027, '=', '100', '100%'),
      target('communes', 2025, '>', '90', 'trên 90%'),
    ],
    lead: 'VPUB',
  }),
  yesNo({
    ...government,
    id: 'open-data',
    name: 'Cơ quan đã công bố ít nhất một bộ dữ liệu mở',
    shortName: 'Có dữ liệu mở',
    measure: 'cơ quan',
    reportedBy: ['agencies'],
    targets: [target('agencies', 2027, '=', '1', 'mọi sở, ban, ngành')],
    lead: 'SKHCN',
    evidence: 'required',
  }),
  ratio({
    ...common,
    contentId: 'b',
    group: 'Học tập số',
    id: 'trained-staff',
    name: 'Tỷ lệ cán bộ, công chức, viên chức được tập huấn kỹ năng số',
    shortName: 'Cán bộ được tập huấn',
    numerator: 'Người đã được tập huấn trong kỳ tính đến cuối kỳ',
    denominator: 'Cán bộ, công chức, viên chức có mặt',
    reportedBy: everyUnit,
    frequency: 'half',
    aggregation: { method: 'last' },
    baseline: baseline('40'),
    targets: [
      ...rising('province', [
        [2025, '60'],
        [2026, '80'],
      ]),
      target('province', 2027, '=', '100', '100%'),
      ...rising('communes', [[2026, '75']]),
      ...rising('agencies', [[2026, '85']]),
    ],
    lead: 'SNV',
  }),
  amount({
    ...common,
    contentId: 'b',
    group: 'Học tập số',
    id: 'learners',
    name: 'Số người dân được hướng dẫn kỹ năng số cơ bản trong kỳ',
    shortName: 'Người dân được hướng dẫn',
    measure: 'người',
    reportedBy: ['communes'],
    frequency: 'quarter',
    baseline: baseline('21500'),
    targets: [
      target('province', 2025, '>=', '40000', 'ít nhất 40.000 người'),
      target('province', 2026, '>=', '80000', 'ít nhất 80.000 người'),
      target('province', 2027, '>=', '90000', 'ít nhất 90.000 người'),
    ],
    lead: 'SKHCN',
  }),
  ratio({
    ...common,
    contentId: 'd',
    group: 'Hạ tầng số',
    id: 'fibre-households',
    name: 'Tỷ lệ hộ gia đình có kết nối cáp quang',
    shortName: 'Hộ có cáp quang',
    numerator: 'Hộ có cáp quang',
    denominator: 'Tổng số hộ',
    reportedBy: ['communes'],
    frequency: 'half',
    aggregation: { method: 'last' },
    baseline: baseline('68.4'),
    targets: rising('province', [
      [2025, '72'],
      [2026, '78'],
      [2027, '85'],
      [2030, '95'],
    ]),
    lead: 'SKHCN',
  }),
  ratio({
    ...common,
    contentId: 'd',
    group: 'Hạ tầng số',
    id: 'covered-villages',
    name: 'Tỷ lệ bản, tiểu khu, tổ dân phố có sóng 4G hoặc 5G',
    shortName: 'Bản có sóng 4G, 5G',
    numerator: 'Bản, tiểu khu, tổ dân phố có sóng',
    denominator: 'Tổng số bản, tiểu khu, tổ dân phố',
    reportedBy: ['communes'],
    baseline: baseline('93.1'),
    targets: [
      ...rising('province', [[2025, '96']]),
      target('province', 2027, '=', '100', '100%'),
      target('communes', 2027, '=', '100', '100%'),
    ],
    lead: 'SKHCN',
  }),
  ratio({
    ...society,
    id: 'community-teams',
    name: 'Tỷ lệ bản, tiểu khu, tổ dân phố có Tổ công nghệ số cộng đồng hoạt động',
    shortName: 'Tổ công nghệ số cộng đồng',
    numerator: 'Nơi có Tổ công nghệ số cộng đồng hoạt động',
    denominator: 'Tổng số bản, tiểu khu, tổ dân phố',
    reportedBy: ['communes'],
    frequency: 'half',
    aggregation: { method: 'last' },
    baseline: baseline('82'),
    targets: [
      ...rising('province', [[2025, '90']]),
      target('province', 2026, '=', '100', '100%'),
      target('communes', 2026, '=', '100', '100%'),
    ],
    lead: 'SKHCN',
    evidence: 'required',
  }),
  ratio({
    ...society,
    id: 'electronic-identity',
    name: 'Tỷ lệ người từ 14 tuổi có tài khoản định danh điện tử đã kích hoạt',
    shortName: 'Định danh điện tử',
    numerator: 'Người đã kích hoạt tài khoản',
    denominator: 'Người từ 14 tuổi',
    reportedBy: ['communes'],
    baseline: baseline('71.8'),
    targets: rising('province', [
      [2025, '80'],
      [2027, '90'],
    ]),
    lead: 'CAT',
  }),
  ratio({
    ...economy,
    id: 'cashless',
    name: 'Tỷ lệ người từ 15 tuổi có tài khoản thanh toán không dùng tiền mặt',
    shortName: 'Thanh toán không tiền mặt',
    numerator: 'Người có tài khoản',
    denominator: 'Người từ 15 tuổi',
    reportedBy: ['communes'],
    baseline: baseline('57.3'),
    targets: [
      ...rising('province', [
        [2025, '62'],
        [2027, '75'],
      ]),
      {
        ...target('province', 2030, 'range', '85', 'khoảng 85-90%'),
        max: '90',
        approximate: true,
      },
    ],
    lead: 'SCT',
  }),
  amount({
    ...economy,
    id: 'online-sellers',
    name: 'Số hộ kinh doanh, hợp tác xã bán hàng trên sàn thương mại điện tử',
    shortName: 'Hộ bán hàng trực tuyến',
    measure: 'hộ',
    reportedBy: ['communes'],
    aggregation: { method: 'last' },
    frequency: 'half',
    baseline: baseline('3150'),
    targets: [
      target('province', 2025, '>=', '4000', 'ít nhất 4.000 hộ'),
      target('province', 2027, '>=', '7000', 'ít nhất 7.000 hộ'),
    ],
    lead: 'SCT',
  }),
  yesNo({
    ...common,
    contentId: 'g',
    group: 'An toàn thông tin',
    id: 'security-level',
    name: 'Hệ thống thông tin của đơn vị đã được phê duyệt cấp độ an toàn',
    shortName: 'Phê duyệt cấp độ',
    measure: 'đơn vị',
    reportedBy: ['agencies', 'communes'],
    targets: [
      target('agencies', 2026, '=', '1', 'mọi sở, ban, ngành'),
      target('communes', 2027, '=', '1', 'mọi xã, phường'),
    ],
    lead: 'SKHCN',
    evidence: 'required',
  }),
  amount({
    ...common,
    contentId: 'g',
    group: 'An toàn thông tin',
    id: 'incidents',
    name: 'Số sự cố an toàn thông tin mạng phải ứng cứu trong kỳ',
    shortName: 'Sự cố an toàn thông tin',
    measure: 'sự cố',
    direction: 'down',
    reportedBy: ['agencies', 'communes'],
    baseline: baseline('34'),
    targets: [
      target('province', 2025, '<=', '30', 'không quá 30 sự cố'),
      target('province', 2027, '<', '20', 'dưới 20 sự cố'),
    ],
    lead: 'CAT',
  }),
];
