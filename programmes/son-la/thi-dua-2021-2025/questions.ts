import type { OpenQuestion } from '#lib/domain/programme/types.ts';
import { reportRule } from '../movement.ts';
import { indicators } from './indicators.ts';

/** Where the directive of 2021 is silent, cut off, or overtaken by the reorganisation of 2025. */

const noDecision = { decision: null, blocksPublication: false } as const;
const note = (id: string, label: string, consequence: string) => ({ id, label, consequence });
const decided = <T>(value: T) => ({ value, source: 'decided' as const });

const classIds = ['lead', 'agencies', 'districts', 'communes', 'fronts', 'enterprises'];
const receivers = ['SKHCN', 'SNV'];

const yearly = reportRule({
  id: 'report',
  clause: 'IV.4',
  name: 'Báo cáo kết quả thực hiện phong trào thi đua hằng năm',
  classIds,
  receivers,
  period: 'year',
  firstYear: 2021,
  lastYear: 2025,
  due: {
    month: 12,
    day: 15,
    yearOffset: 0,
    printed: 'trước ngày 15/12 hằng năm (Chỉ thị không nêu)',
    reading: decided('before'),
  },
});

const final = reportRule({
  id: 'final',
  clause: 'III.2',
  name: 'Báo cáo tổng kết phong trào thi đua',
  classIds: ['lead', 'agencies', 'communes', 'fronts', 'enterprises'],
  receivers,
  firstYear: 2025,
  occasion: 'final',
  due: {
    month: 2,
    day: 28,
    yearOffset: 1,
    printed: 'trước ngày 28/02/2026, để tổng kết trong tháng 3/2026 (Chỉ thị không nêu)',
    reading: decided('before'),
  },
});

export const questions: OpenQuestion[] = [
  {
    id: 'launch-date',
    clause: 'III.1',
    question: 'Phong trào tính từ ngày nào?',
    evidence: [
      'Mục III.1: “từ ngày phát động thi đua đến hết tháng 12 năm 2025”',
      'Bản có được không ghi số, ngày của Chỉ thị; Chỉ thị thực hiện Nghị quyết số 17-NQ/TU ngày 31/8/2021',
    ],
    options: [
      {
        id: 'after-resolution',
        label: 'Từ ngày 01/9/2021, sau Nghị quyết số 17-NQ/TU',
        consequence: 'Báo cáo năm đầu tiên là của năm 2021.',
        set: [
          { path: 'from', value: '2021-09-01' },
          { path: 'phases[all].from', value: '2021-09-01' },
        ],
      },
      {
        id: 'whole-years',
        label: 'Từ ngày 01/01/2021, theo tên “giai đoạn 2021-2025”',
        consequence: 'Tính trọn năm năm.',
        set: [
          { path: 'from', value: '2021-01-01' },
          { path: 'phases[all].from', value: '2021-01-01' },
        ],
      },
      note('own-date', 'Ngày ký Chỉ thị, tra ở bản ký', 'Nhập ngày ở phần Thông tin chung khi có bản ký.'),
    ],
    ...noDecision,
  },
  {
    id: 'cut-line',
    clause: 'II.1.a',
    question: 'Dòng về hồ sơ công việc mất phần đầu: mức của cấp huyện là bao nhiêu?',
    evidence: [
      'Mục II.1.a: “công việc tại cấp huyện và trên 60% tổng số hồ sơ công việc tại cấp xã được tạo lập, xử lý, lưu trữ và chia sẻ dữ liệu hoàn toàn dưới dạng điện tử trên môi trường mạng”',
    ],
    options: [
      note(
        'communes-only',
        'Chỉ xét phần đọc được: trên 60% ở cấp xã',
        'Số liệu cấp huyện vẫn được giữ, hiện kèm lời in còn lại, không xét đạt hay chưa đạt.',
      ),
      note(
        'look-up',
        'Tra bản ký rồi nhập mức của cấp huyện',
        'Thêm mức ở phần Chỉ tiêu và bỏ dấu “chưa đầy đủ”; khi ấy mới xét đạt hay chưa đạt.',
      ),
    ],
    ...noDecision,
  },
  {
    id: 'half-of-staff',
    clause: 'II.1.a',
    question: '“50% cán bộ, công chức, viên chức được tập huấn” là đúng 50% hay ít nhất 50%?',
    evidence: [
      'Mục II.1.a: “50% cán bộ, công chức, viên chức được tập huấn, bồi dưỡng kỹ năng phân tích, khai thác dữ liệu”',
    ],
    options: [
      {
        id: 'at-least',
        label: 'Ít nhất 50%',
        consequence: 'Trên 50% là vượt chỉ tiêu.',
        set: [{ path: 'indicators[data-skills].targets[2025].comparator', value: '>=' }],
      },
      {
        id: 'exactly',
        label: 'Đúng 50%, như bản in',
        consequence: 'Trên 50% không tính là đạt.',
        set: [{ path: 'indicators[data-skills].targets[2025].comparator', value: '=' }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'successor',
    clause: 'IV.4',
    question: 'Cơ quan nào tiếp tục việc của Sở Thông tin và Truyền thông?',
    evidence: [
      'Mục IV.4: “Giao Sở Thông tin và Truyền thông chủ trì”',
      'Từ tháng 3/2025 Sở Thông tin và Truyền thông hợp nhất vào Sở Khoa học và Công nghệ',
    ],
    options: [
      {
        id: 'skhcn',
        label: 'Sở Khoa học và Công nghệ',
        consequence: 'Sở Khoa học và Công nghệ theo dõi phong trào, xác nhận số liệu của mọi chỉ tiêu.',
        set: [
          { path: 'standingUnit', value: 'SKHCN' },
          ...indicators.map(({ id }) => ({ path: `indicators[${id}].lead`, value: 'SKHCN' })),
        ],
      },
      {
        id: 'snv',
        label: 'Sở Nội vụ',
        consequence: 'Sở Nội vụ theo dõi phong trào; số liệu do Sở Nội vụ xác nhận.',
        set: [
          { path: 'standingUnit', value: 'SNV' },
          ...indicators.map(({ id }) => ({ path: `indicators[${id}].lead`, value: 'SNV' })),
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'reports',
    clause: 'IV.4',
    question: 'Đơn vị có báo cáo định kỳ không, trước ngày nào?',
    evidence: [
      'Mục III.2: “Tổng kết phong trào thi đua: trong tháng 3/2026”',
      'Chỉ thị không nêu báo cáo định kỳ, không nêu hạn gửi báo cáo tổng kết.',
    ],
    options: [
      {
        id: 'yearly',
        label: 'Báo cáo hằng năm trước ngày 15/12 và báo cáo tổng kết trước ngày 28/02/2026',
        consequence: 'Hệ thống sinh nghĩa vụ báo cáo cho từng đơn vị, từng năm.',
        set: [{ path: 'obligations', value: [yearly, final] }],
      },
      {
        id: 'final-only',
        label: 'Chỉ báo cáo tổng kết trước ngày 28/02/2026',
        consequence: 'Số liệu các năm trước vẫn nhập được, không có báo cáo năm.',
        set: [{ path: 'obligations', value: [final] }],
      },
      note('none', 'Không', 'Chỉ theo dõi chỉ tiêu.'),
    ],
    ...noDecision,
  },
  {
    id: 'forms',
    clause: 'IV.1',
    question: 'Khen thưởng bằng hình thức nào?',
    evidence: [
      'Mục IV.1: “đề nghị thủ trưởng các cơ quan, đơn vị và Chủ tịch Ủy ban nhân dân tỉnh khen thưởng”, không nêu hình thức',
    ],
    options: [
      {
        id: 'usual',
        label: 'Bằng khen của Chủ tịch UBND tỉnh; Giấy khen của thủ trưởng cơ quan, đơn vị',
        consequence: 'Theo Điều 74, Điều 75 Luật Thi đua, khen thưởng.',
        set: [
          { path: 'commendations[chairman].name', value: 'Bằng khen của Chủ tịch UBND tỉnh' },
          { path: 'commendations[head].name', value: 'Giấy khen của thủ trưởng cơ quan, đơn vị' },
        ],
      },
      note(
        'by-guidance',
        'Chờ hướng dẫn khen thưởng của Sở Nội vụ (Mục IV.5)',
        'Sửa ở phần Khen thưởng khi có hướng dẫn.',
      ),
    ],
    ...noDecision,
  },
];
