import type { Comparator, Indicator, Target } from '#lib/domain/movement/types.ts';
import { amount, ratio } from '../movement.ts';

/** Indicators made up for the demonstration: the plan of the Office prints none. */

const target = (level: string, year: number, comparator: Comparator, value: string, printed: string): Target => ({
  id: `${level}-${year}`,
  level,
  year,
  comparator,
  value,
  printed: `${printed} (minh họa)`,
  clause: 'III.1',
});

const common = {
  clause: 'III.1',
  source: 'demo',
  frequency: 'half',
  reportedBy: ['leadership', 'rooms', 'subordinates'],
  lead: 'VPUB-TCHCQT',
} as const;

const baseline = (value: string): Indicator['baseline'] => ({
  value: { period: '2025', value },
  source: 'demo',
  note: 'Số liệu minh họa, không lấy từ kế hoạch nào.',
});

export const demoIndicators: Indicator[] = [
  ratio({
    ...common,
    reportedBy: [...common.reportedBy],
    id: 'signed-documents',
    contentId: '4',
    group: 'Chuyển đổi số',
    name: 'Tỷ lệ văn bản được ký số, phát hành hoàn toàn trên môi trường mạng',
    shortName: 'Văn bản ký số',
    numerator: 'Văn bản ký số, phát hành điện tử',
    denominator: 'Văn bản phát hành',
    baseline: baseline('91.5'),
    targets: [
      target('province', 2026, '>=', '96', 'ít nhất 96%'),
      target('province', 2027, '=', '100', '100%'),
      target('rooms', 2026, '>=', '95', 'ít nhất 95%'),
    ],
  }),
  ratio({
    ...common,
    reportedBy: ['rooms', 'subordinates'],
    id: 'electronic-files',
    contentId: '4',
    group: 'Chuyển đổi số',
    name: 'Tỷ lệ hồ sơ công việc được lập và lưu trữ điện tử',
    shortName: 'Hồ sơ công việc điện tử',
    numerator: 'Hồ sơ công việc điện tử',
    denominator: 'Hồ sơ công việc',
    baseline: baseline('70'),
    targets: [target('province', 2026, '>=', '80', 'ít nhất 80%'), target('province', 2030, '=', '100', '100%')],
  }),
  amount({
    ...common,
    reportedBy: ['rooms', 'subordinates'],
    id: 'initiatives',
    contentId: '3',
    group: 'Đổi mới sáng tạo',
    name: 'Số sáng kiến, cải tiến quy trình được công nhận',
    shortName: 'Sáng kiến được công nhận',
    measure: 'sáng kiến',
    baseline: baseline('6'),
    targets: [
      target('province', 2026, '>=', '8', 'ít nhất 8 sáng kiến'),
      target('rooms', 2026, '>=', '1', 'mỗi phòng ít nhất 1 sáng kiến'),
    ],
    evidence: 'required',
  }),
  amount({
    ...common,
    reportedBy: [...common.reportedBy],
    id: 'paper',
    contentId: '5',
    group: 'Chuyển đổi xanh',
    name: 'Lượng giấy in đã dùng trong kỳ',
    shortName: 'Giấy in',
    measure: 'ram',
    direction: 'down',
    baseline: baseline('940'),
    targets: [
      target('province', 2026, '<=', '800', 'không quá 800 ram'),
      target('province', 2030, '<=', '400', 'không quá 400 ram'),
    ],
  }),
  amount({
    ...common,
    reportedBy: ['subordinates'],
    id: 'electricity',
    contentId: '5',
    group: 'Chuyển đổi xanh',
    name: 'Điện năng đã dùng trong kỳ',
    shortName: 'Điện năng',
    measure: 'kWh',
    direction: 'down',
    baseline: baseline('120000'),
    targets: [target('province', 2027, '<=', '108000', 'giảm 10% so với năm 2025')],
  }),
];
