import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { answered, open, reader } from './movement.ts';
import { clauses } from './thi-dua-van-phong-2026-2030/clauses.ts';
import { demoIndicators } from './thi-dua-van-phong-2026-2030/demo.ts';
import { questions } from './thi-dua-van-phong-2026-2030/questions.ts';

const { text, lines, task } = reader(clauses);
const office = 'Văn phòng Ủy ban nhân dân tỉnh Sơn La';

const contentTitles = [
  'Đổi mới tư duy, nâng cao nhận thức',
  'Phát triển hạ tầng số và hạ tầng xanh',
  'Đổi mới sáng tạo, ứng dụng khoa học và công nghệ',
  'Chuyển đổi số toàn diện',
  'Chuyển đổi xanh, phát triển bền vững',
];

const everybody = ['leadership', 'rooms', 'subordinates', 'individuals'];
const noDay = open<string>('Kế hoạch không nêu ngày.');

/** The movement of the Office of the People's Committee for 2026-2030, as its draft prints it (V26). */
export const movementOffice: MovementProgramme = {
  schema: 1,
  kind: 'movement',
  code: 'TDVP',
  slug: 'thi-dua-van-phong-2026-2030',
  name: 'Phong trào thi đua “Đổi mới sáng tạo, phát triển khoa học, công nghệ, chuyển đổi số, chuyển đổi xanh” giai đoạn 2026-2030 của Văn phòng UBND tỉnh',
  shortName: 'Thi đua Văn phòng UBND tỉnh 2026-2030',
  theme: 'Đổi mới sáng tạo, phát triển khoa học, công nghệ, chuyển đổi số, chuyển đổi xanh',
  summary:
    'Các phòng, đơn vị và từng công chức, viên chức, người lao động của Văn phòng UBND tỉnh thi đua đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh trong công việc hằng ngày; sơ kết năm 2027, tổng kết năm 2030.',
  from: '2026-01-01',
  to: '2030-12-31',
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  level: 'agency',
  organiserUnit: 'VPUB',
  standingUnit: 'VPUB-TCHCQT',
  publisherUnit: 'TTTT',
  organisers: [office],
  letterhead: 'state',
  contacts: {
    email: open<string>('Kế hoạch không nêu hòm thư.'),
    phone: open<string>('Kế hoạch không nêu số điện thoại.'),
  },
  documents: [
    {
      id: 'plan',
      kind: 'plan',
      title: 'Kế hoạch phát động phong trào thi đua của Văn phòng UBND tỉnh (dự thảo)',
      number: null,
      date: null,
      issuer: office,
      signer: 'Trần Bình Minh',
      public: true,
    },
  ],
  clauses,
  questions,
  parent: {
    id: 'province-1031',
    number: '1031/QĐ-UBND',
    date: '2026-04-27',
    issuer: 'Ủy ban nhân dân tỉnh Sơn La',
    title:
      'Kế hoạch phát động Phong trào thi đua “Đổi mới sáng tạo, phát triển khoa học, công nghệ, chuyển đổi số, chuyển đổi xanh” giai đoạn 2026-2030 trên địa bàn tỉnh Sơn La',
    clause: 'preamble',
  },
  serves: [],
  inherits: null,
  aims: lines('I.1').map((line, index) => ({ id: `aim-${index + 1}`, clause: 'I.1', text: line })),
  scope: { clause: 'V.1', text: 'Toàn Văn phòng UBND tỉnh.' },
  measures: ['IV.1', 'IV.2', 'IV.3', 'IV.4', 'IV.5'].map((clause) => ({ id: clause, clause, text: text(clause) })),
  classes: [
    {
      id: 'leadership',
      name: 'Lãnh đạo Văn phòng',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: [], under: null, codes: ['VPUB-LD'], except: [] },
    },
    {
      id: 'rooms',
      name: 'Các phòng chuyên môn',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: ['room'], under: 'VPUB', codes: [], except: [] },
    },
    {
      id: 'subordinates',
      name: 'Đơn vị trực thuộc',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: ['agency', 'other'], under: 'VPUB', codes: [], except: [] },
    },
    {
      id: 'individuals',
      name: 'Công chức, viên chức, người lao động',
      kind: 'individual',
      clause: 'II.1',
      units: null,
    },
  ],
  // The plan prints dashes; the numbers are for citing.
  contents: lines('II.2').map((line, index) => ({
    id: String(index + 1),
    label: `${index + 1}.`,
    title: contentTitles[index]!,
    text: line,
    clause: 'II.2',
  })),
  criteria: lines('III.1').map((line, index) => ({
    id: String(index + 1),
    classIds: everybody,
    text: line,
    clause: 'III.1',
    points: null,
  })),
  phases: [
    { id: '1', name: 'Giai đoạn 1', from: '2026-01-01', to: '2027-12-31', clause: 'V.1', printed: 'từ 2026-2027' },
    { id: '2', name: 'Giai đoạn 2', from: '2028-01-01', to: '2030-12-31', clause: 'V.2', printed: 'từ 2028-2030' },
  ],
  occasions: [
    { id: 'yearly', kind: 'yearly', name: 'Khen thưởng hằng năm', clause: 'III.2', year: null, on: noDay },
    { id: 'mid-term', kind: 'mid-term', name: 'Sơ kết năm 2027', clause: 'V.1', year: 2027, on: noDay },
    { id: 'final', kind: 'final', name: 'Tổng kết năm 2030', clause: 'V.2', year: 2030, on: noDay },
  ],
  indicators: [],
  obligations: [],
  commendations: [
    {
      id: 'chief',
      clause: 'III.2',
      name: 'Giấy khen của Chánh Văn phòng UBND tỉnh',
      level: 'agency',
      decidedBy: 'Chánh Văn phòng Ủy ban nhân dân tỉnh',
      occasions: ['yearly', 'mid-term', 'final'],
      subjects: ['collective', 'individual'],
    },
    {
      id: 'chairman',
      clause: 'III.2',
      name: 'Bằng khen của Chủ tịch UBND tỉnh',
      level: 'province',
      decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh',
      occasions: ['mid-term', 'final'],
      subjects: ['collective', 'individual'],
    },
    {
      id: 'upward',
      clause: 'III.2',
      name: 'Đề nghị cấp có thẩm quyền khen thưởng theo quy định',
      level: 'province',
      decidedBy: 'Cấp có thẩm quyền',
      occasions: ['mid-term', 'final'],
      subjects: ['collective', 'individual'],
    },
  ],
  inspection: {
    clause: 'IV.4',
    checklist: [
      { id: 'content', text: 'Có nội dung triển khai cụ thể, phù hợp với chức năng, nhiệm vụ', clause: 'VI.2' },
      { id: 'report', text: 'Báo cáo định kỳ kết quả thực hiện', clause: 'VI.2' },
      { id: 'digital', text: 'Xử lý công việc trên môi trường điện tử', clause: 'III.1' },
      { id: 'initiatives', text: 'Có sáng kiến, giải pháp mới, cách làm hiệu quả', clause: 'III.1' },
      { id: 'green', text: 'Sử dụng tiết kiệm tài nguyên, năng lượng', clause: 'III.1' },
    ],
  },
  committees: [],
  tasks: ['VI.1', 'VI.2', 'VI.3'].map((id) => task(id, 'Kế hoạch không nêu hạn.')),
};

/** The same movement with its questions answered and indicators made up for the demonstration; all of it says `demo`. */
export const movementOfficeDemo: MovementProgramme = {
  ...answered(
    movementOffice,
    { 'number-date': 'later', 'report-dates': 'half-yearly', initiatives: 'before-equals' },
    '2026-05-04T08:00:00.000+07:00',
  ),
  documents: [
    ...movementOffice.documents,
    {
      id: 'demo-indicators',
      kind: 'other',
      title: 'Chỉ tiêu minh họa để diễn tập: không có trong kế hoạch nào',
      number: null,
      date: null,
      issuer: 'Bản trình diễn',
      public: true,
    },
  ],
  indicators: demoIndicators,
};
