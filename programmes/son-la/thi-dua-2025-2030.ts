import type { MovementProgramme, PlanReference } from '#lib/domain/movement/types.ts';
import { answered, open, planRule, reader, reportRule } from './movement.ts';
import { clauses } from './thi-dua-2025-2030/clauses.ts';
import { demoIndicators } from './thi-dua-2025-2030/demo.ts';
import { questions } from './thi-dua-2025-2030/questions.ts';

const { text, lines, task } = reader(clauses);
const province = 'Ủy ban nhân dân tỉnh Sơn La';
const chairman = 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La';
const unread = open<'before' | 'through'>('Kế hoạch viết “trước ngày”, không nói rõ có gồm ngày đó hay không.');
const noReviewDay = open<'before' | 'through'>('Kế hoạch không nêu ngày gửi báo cáo sơ kết, tổng kết.');

const served = (id: string, number: string, date: string, issuer: string, title: string): PlanReference => ({
  id,
  number,
  date,
  issuer,
  title,
  clause: 'decision-basis',
});

const content = (id: string, label: string, title: string) => ({
  id,
  label,
  title,
  text: text(`III.2.${id}`),
  clause: `III.2.${id}`,
});

const criteriaOf = (letter: string, classIds: string[]) =>
  lines(`IV.1.${letter}`).map((line, index) => ({
    id: `${letter}-${index + 1}`,
    classIds,
    text: line,
    clause: `IV.1.${letter}`,
    points: null,
  }));

const statement = (clause: string) => ({ id: clause, clause, text: text(clause) });

/**
 * Sơn La's movement of 2025-2030 (Decision 1470/QĐ-UBND) as it is printed. Where the plan contradicts itself or is silent, a
 * person decides in `questions`; it prints no measured target of its own, so there is no indicator here.
 */
export const movement2025: MovementProgramme = {
  schema: 1,
  kind: 'movement',
  code: 'TD25',
  slug: 'thi-dua-2025-2030',
  name: 'Phong trào thi đua “Sơn La thi đua đổi mới sáng tạo và chuyển đổi số” giai đoạn 2025-2030',
  shortName: 'Thi đua đổi mới sáng tạo và chuyển đổi số 2025-2030',
  theme: 'Sơn La thi đua đổi mới sáng tạo và chuyển đổi số',
  summary:
    'Cả hệ thống chính trị, doanh nghiệp và Nhân dân trong tỉnh thi đua hoàn thành các mục tiêu về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số từ năm 2025 đến năm 2030; sơ kết năm 2027, tổng kết năm 2030.',
  from: '2025-06-21',
  to: '2030-12-31',
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  level: 'province',
  organiserUnit: 'SL',
  standingUnit: 'SNV',
  organisers: [chairman, 'Sở Nội vụ', 'Sở Khoa học và Công nghệ'],
  letterhead: 'state',
  contacts: {
    email: open<string>('Kế hoạch không nêu hòm thư.'),
    phone: open<string>('Kế hoạch không nêu số điện thoại.'),
  },
  documents: [
    {
      id: 'decision',
      kind: 'decision',
      title: 'Quyết định ban hành Kế hoạch phát động phong trào thi đua',
      number: '1470/QĐ-UBND',
      date: '2025-06-21',
      issuer: chairman,
      signer: 'Tráng Thị Xuân',
      public: true,
    },
    {
      id: 'plan',
      kind: 'plan',
      title: 'Kế hoạch kèm theo Quyết định số 1470/QĐ-UBND',
      number: '1470/QĐ-UBND',
      date: '2025-06-21',
      issuer: chairman,
      public: true,
    },
    {
      id: 'guidance',
      kind: 'guidance',
      title: 'Hướng dẫn khen thưởng sơ kết, tổng kết phong trào thi đua',
      number: null,
      date: null,
      issuer: 'Sở Nội vụ',
      public: true,
    },
  ],
  clauses,
  questions,
  parent: served(
    'pm-923',
    '923/QĐ-TTg',
    '2025-05-14',
    'Thủ tướng Chính phủ',
    'Kế hoạch triển khai Phong trào thi đua “Cả nước thi đua đổi mới sáng tạo và chuyển đổi số”',
  ),
  serves: [
    served(
      'tu-333',
      '333-KH/TU',
      '2025-05-07',
      'Ban Thường vụ Tỉnh ủy Sơn La',
      'Thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia',
    ),
    served(
      'ub-142',
      '142/KH-UBND',
      '2025-06-04',
      province,
      'Thực hiện Nghị quyết số 71/NQ-CP của Chính phủ và Kế hoạch hành động số 333-KH/TU',
    ),
    served(
      'ub-136',
      '136/KH-UBND',
      '2025-05-22',
      province,
      'Triển khai, thực hiện Phong trào “Bình dân học vụ số” trên địa bàn tỉnh Sơn La',
    ),
    served(
      'ub-110',
      '110/KH-UBND',
      '2025-04-23',
      province,
      'Triển khai thực hiện Đề án “Tuyên truyền, phổ biến, nâng cao chất lượng về cung cấp và sử dụng hiệu quả dịch vụ công trực tuyến đến năm 2025, định hướng đến năm 2030”',
    ),
  ],
  inherits: null,
  aims: [...['I.1.a', 'I.1.b', 'I.1.c', 'I.1.d'].map(statement), statement('III.1')],
  scope: {
    clause: 'I.2.a',
    text: 'Tất cả các cấp, các ngành, cán bộ, đảng viên, doanh nghiệp và người dân trên địa bàn tỉnh.',
  },
  measures: ['I.2.a', 'I.2.b', 'I.2.c', 'VI.2', 'VI.3', 'VI.5.c', 'VI.7'].map(statement),
  classes: [
    {
      id: 'agencies',
      name: 'Sở, ban, ngành',
      kind: 'collective',
      clause: 'II.1.a',
      // The information centre belongs to an office that takes part itself; the press and the armed forces stand below.
      units: { kinds: ['agency'], under: null, codes: [], except: ['TTTT', 'CAT', 'BCHQS', 'BPTTH'] },
    },
    {
      id: 'communes',
      name: 'Ủy ban nhân dân xã, phường',
      kind: 'collective',
      clause: 'II.1.a',
      units: { kinds: ['commune', 'ward'], under: null, codes: [], except: [] },
    },
    {
      id: 'fronts',
      name: 'Mặt trận Tổ quốc Việt Nam, tổ chức chính trị - xã hội',
      kind: 'collective',
      clause: 'II.1.a',
      units: { kinds: ['front'], under: null, codes: [], except: [] },
    },
    {
      id: 'enterprises',
      name: 'Doanh nghiệp',
      kind: 'collective',
      clause: 'II.1.a',
      units: { kinds: ['enterprise'], under: null, codes: [], except: [] },
    },
    {
      id: 'bodies',
      name: 'Cơ quan Đảng, lực lượng vũ trang, đơn vị sự nghiệp',
      kind: 'collective',
      clause: 'II.1.a',
      units: { kinds: ['party', 'school'], under: null, codes: ['CAT', 'BCHQS', 'BPTTH'], except: [] },
    },
    { id: 'individuals', name: 'Cá nhân', kind: 'individual', clause: 'II.1.b', units: null },
  ],
  // The plan goes on from e) to f) and g); see the question on this letter.
  contents: [
    content('a', 'a)', 'Nâng cao nhận thức, đổi mới tư duy'),
    content('b', 'b)', 'Học tập số, “Bình dân học vụ số”'),
    content('c', 'c)', 'Hoàn thiện cơ chế, chính sách'),
    content('d', 'd)', 'Phát triển hạ tầng'),
    content('dd', 'đ)', 'Phát triển Chính quyền số'),
    content('e', 'e)', 'Phát triển xã hội số'),
    content('f', 'f)', 'Phát triển kinh tế số'),
    content('g', 'g)', 'An toàn, an ninh mạng, hợp tác quốc tế'),
  ],
  criteria: [
    ...criteriaOf('a', ['agencies', 'communes']),
    ...criteriaOf('b', ['fronts']),
    ...criteriaOf('c', ['enterprises']),
    ...criteriaOf('d', ['individuals']),
  ],
  // ⚠ Both phases hold 2027, as printed.
  phases: [
    { id: '1', name: 'Giai đoạn 1', from: '2025-06-21', to: '2027-12-31', clause: 'II.2', printed: 'từ 2025 - 2027' },
    { id: '2', name: 'Giai đoạn 2', from: '2027-01-01', to: '2030-12-31', clause: 'II.2', printed: 'từ 2027 - 2030' },
  ],
  occasions: [
    {
      id: 'yearly',
      kind: 'yearly',
      name: 'Đánh giá hằng năm',
      clause: 'V.2',
      year: null,
      on: open<string>('Kế hoạch không nêu ngày.'),
    },
    {
      id: 'mid-term',
      kind: 'mid-term',
      name: 'Sơ kết năm 2027',
      clause: 'V.3',
      year: 2027,
      on: open<string>('Kế hoạch không nêu ngày.'),
    },
    {
      id: 'final',
      kind: 'final',
      name: 'Tổng kết năm 2030',
      clause: 'V.3',
      year: 2030,
      on: open<string>('Kế hoạch không nêu ngày.'),
    },
  ],
  indicators: [],
  obligations: [
    planRule({
      id: 'plan',
      clause: 'VI.1',
      name: 'Văn bản triển khai phong trào thi đua',
      classIds: ['agencies', 'bodies', 'fronts', 'enterprises'],
      receivers: ['SNV'],
      firstYear: 2025,
      due: { month: 6, day: 30, yearOffset: 0, printed: 'trước ngày 30/6/2025', reading: unread },
    }),
    planRule({
      id: 'plan-commune',
      clause: 'VI.1',
      name: 'Văn bản triển khai phong trào thi đua của xã, phường',
      classIds: ['communes'],
      receivers: ['SNV'],
      firstYear: 2025,
      due: { month: 7, day: 30, yearOffset: 0, printed: 'trước ngày 30/7/2025', reading: unread },
    }),
    reportRule({
      id: 'report',
      clause: 'VI.1',
      name: 'Báo cáo kết quả thực hiện phong trào thi đua hằng năm',
      classIds: ['agencies', 'communes', 'bodies', 'fronts', 'enterprises'],
      receivers: ['SNV', 'SKHCN'],
      period: 'year',
      firstYear: 2025,
      lastYear: 2030,
      occasion: 'yearly',
      due: { month: 11, day: 10, yearOffset: 0, printed: 'trước ngày 10/11 hàng năm', reading: unread },
    }),
    reportRule({
      id: 'mid-term',
      clause: 'V.3',
      name: 'Báo cáo sơ kết phong trào thi đua',
      classIds: ['agencies', 'communes', 'bodies', 'fronts', 'enterprises'],
      receivers: ['SNV', 'SKHCN'],
      firstYear: 2027,
      occasion: 'mid-term',
      due: { month: 11, day: 10, yearOffset: 0, printed: 'năm 2027 (không nêu ngày)', reading: noReviewDay },
    }),
    reportRule({
      id: 'final',
      clause: 'V.3',
      name: 'Báo cáo tổng kết phong trào thi đua',
      classIds: ['agencies', 'communes', 'bodies', 'fronts', 'enterprises'],
      receivers: ['SNV', 'SKHCN'],
      firstYear: 2030,
      occasion: 'final',
      due: { month: 11, day: 10, yearOffset: 0, printed: 'năm 2030 (không nêu ngày)', reading: noReviewDay },
    }),
  ],
  commendations: [
    {
      id: 'labour-order',
      clause: 'IV.2.a',
      name: 'Huân chương Lao động',
      level: 'state',
      decidedBy: 'Chủ tịch nước',
      occasions: ['final'],
      subjects: ['collective', 'individual'],
    },
    {
      id: 'government-flag',
      clause: 'IV.2.a',
      name: 'Cờ Thi đua của Chính phủ',
      level: 'state',
      decidedBy: 'Chính phủ',
      occasions: ['final'],
      subjects: ['collective'],
    },
    {
      id: 'prime-minister',
      clause: 'IV.2.a',
      name: 'Bằng khen của Thủ tướng Chính phủ',
      level: 'state',
      decidedBy: 'Thủ tướng Chính phủ',
      occasions: ['final'],
      subjects: ['collective', 'individual'],
    },
    {
      id: 'province-flag',
      clause: 'IV.2.a',
      name: 'Cờ Thi đua của UBND tỉnh',
      level: 'province',
      decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh',
      occasions: ['final'],
      subjects: ['collective'],
    },
    {
      id: 'chairman',
      clause: 'IV.2.a',
      name: 'Bằng khen của Chủ tịch UBND tỉnh',
      level: 'province',
      decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh',
      occasions: ['mid-term', 'final'],
      subjects: ['collective', 'individual'],
      note: 'Số lượng theo hướng dẫn của Sở Nội vụ vào dịp sơ kết, tổng kết (Mục IV.2.c).',
    },
    {
      id: 'head',
      clause: 'IV.2.a',
      name: 'Giấy khen của thủ trưởng cơ quan, đơn vị, địa phương',
      level: 'agency',
      decidedBy: 'Thủ trưởng cơ quan, đơn vị, địa phương',
      occasions: ['yearly', 'mid-term', 'final'],
      subjects: ['collective', 'individual'],
    },
  ],
  inspection: {
    clause: 'VI.5.c',
    checklist: [
      { id: 'plan', text: 'Có kế hoạch triển khai với nội dung, tiêu chí thi đua rõ ràng', clause: 'VI.1' },
      { id: 'sent', text: 'Đã gửi văn bản triển khai về Sở Nội vụ đúng hạn', clause: 'VI.1' },
      { id: 'report', text: 'Báo cáo hằng năm đầy đủ, đúng hạn', clause: 'VI.1' },
      { id: 'head', text: 'Người đứng đầu trực tiếp chỉ đạo, tổ chức thực hiện', clause: 'I.2.c' },
      { id: 'tasks', text: 'Hoàn thành nhiệm vụ, giải pháp được giao, đúng thời gian', clause: 'IV.1.a' },
      { id: 'learning', text: 'Triển khai “học tập số”, “Bình dân học vụ số”', clause: 'III.2.b' },
      { id: 'communication', text: 'Tuyên truyền, phát hiện và nhân rộng điển hình tiên tiến', clause: 'I.1.d' },
      { id: 'commendation', text: 'Khen thưởng dân chủ, chính xác, công khai, minh bạch, kịp thời', clause: 'I.2.d' },
    ],
  },
  committees: [],
  tasks: [
    ...['VI.1', 'VI.2', 'VI.3', 'VI.4.a', 'VI.4.b', 'VI.5.a', 'VI.5.b', 'VI.5.c', 'VI.5.d', 'VI.5.dd'],
    ...['VI.6.a', 'VI.6.b', 'VI.6.c', 'VI.6.d', 'VI.7', 'VI.8'],
  ].map((id) =>
    task(id, id === 'VI.1' ? 'Hạn gửi kế hoạch và báo cáo ở phần Nghĩa vụ của đơn vị.' : 'Kế hoạch không nêu hạn.'),
  ),
};

/** The same movement with every question answered and indicators made up for the demonstration; all of it says `demo`. */
export const movement2025Demo: MovementProgramme = {
  ...answered(
    movement2025,
    {
      'due-reading': 'before',
      phases: 'first',
      indicators: 'from-plans',
      'review-dates': 'earlier',
      'who-accepts': 'snv',
      'criteria-of-bodies': 'as-agencies',
      'inspection-lead': 'snv',
      'state-forms-2027': 'final-only',
      'letter-f': 'as-printed',
      'cut-sentence': 'complete',
    },
    '2025-06-21T17:00:00.000+07:00',
  ),
  documents: [
    ...movement2025.documents,
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
