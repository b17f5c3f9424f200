import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { answered, open, reader } from './movement.ts';
import { clauses } from './thi-dua-2021-2025/clauses.ts';
import { indicators } from './thi-dua-2021-2025/indicators.ts';
import { questions } from './thi-dua-2021-2025/questions.ts';

const { text, task } = reader(clauses);
const chairman = 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La';

const content = (id: string, label: string, title: string, clause: string) => ({
  id,
  label,
  title,
  text: text(clause),
  clause,
});

const statement = (clause: string) => ({ id: clause, clause, text: text(clause) });

/**
 * Sơn La's movement of 2021-2025 as its directive prints it. It gives no criteria, no reports and no forms of commendation;
 * one of its targets lost the beginning of its line. It also outlived the department that led it and all districts.
 */
export const movement2021: MovementProgramme = {
  schema: 1,
  kind: 'movement',
  code: 'TD21',
  slug: 'thi-dua-2021-2025',
  name: 'Phong trào thi đua thực hiện chuyển đổi số trên địa bàn tỉnh Sơn La giai đoạn 2021-2025',
  shortName: 'Thi đua chuyển đổi số 2021-2025',
  theme: 'Sơn La quyết tâm thi đua hoàn thành các chỉ tiêu chuyển đổi số giai đoạn 2021-2025',
  summary:
    'Các cấp, các ngành, tổ chức, doanh nghiệp và Nhân dân trong tỉnh thi đua hoàn thành các chỉ tiêu về chính quyền số, kinh tế số, xã hội số đến hết năm 2025.',
  // ⚠ "from the day of launching": the day is a question; until it is answered, the years of the movement's name.
  from: '2021-01-01',
  to: '2025-12-31',
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  level: 'province',
  organiserUnit: 'SL',
  standingUnit: 'STTTT',
  organisers: [chairman, 'Sở Thông tin và Truyền thông', 'Sở Nội vụ'],
  letterhead: 'state',
  contacts: {
    email: open<string>('Chỉ thị không nêu hòm thư.'),
    phone: open<string>('Chỉ thị không nêu số điện thoại.'),
  },
  documents: [
    {
      id: 'directive',
      kind: 'plan',
      title:
        'Chỉ thị phát động phong trào thi đua thực hiện chuyển đổi số trên địa bàn tỉnh Sơn La giai đoạn 2021-2025',
      number: null,
      date: null,
      issuer: chairman,
      public: true,
    },
    {
      id: 'guidance',
      kind: 'guidance',
      title: 'Hướng dẫn khen thưởng khi tổng kết phong trào thi đua',
      number: null,
      date: null,
      issuer: 'Sở Nội vụ',
      public: true,
    },
  ],
  clauses,
  questions,
  parent: null,
  serves: [
    {
      id: 'tu-17',
      number: '17-NQ/TU',
      date: '2021-08-31',
      issuer: 'Ban Thường vụ Tỉnh ủy Sơn La',
      title: 'Nghị quyết về chuyển đổi số tỉnh Sơn La giai đoạn 2021-2025, định hướng đến năm 2030',
      clause: 'preamble',
    },
  ],
  inherits: null,
  aims: [
    { id: 'theme', clause: 'I', text: text('I') },
    { id: 'targets', clause: 'II.1', text: text('II.1') },
  ],
  scope: { clause: 'preamble', text: 'Trên địa bàn tỉnh Sơn La.' },
  measures: ['IV.1', 'IV.2', 'IV.3', 'closing'].map(statement),
  classes: [
    {
      id: 'lead',
      name: 'Cơ quan chủ trì',
      kind: 'collective',
      clause: 'IV.4',
      // Reports the figures that only one agency has for the whole province.
      units: { kinds: [], under: null, codes: ['STTTT', 'SKHCN'], except: [] },
    },
    {
      id: 'agencies',
      name: 'Sở, ban, ngành, cơ quan, đơn vị cấp tỉnh',
      kind: 'collective',
      clause: 'IV.1',
      // The information centre belongs to an office that takes part itself.
      units: { kinds: ['agency', 'party', 'school'], under: null, codes: [], except: ['TTTT'] },
    },
    {
      id: 'districts',
      name: 'Ủy ban nhân dân huyện, thành phố (đến 30/6/2025)',
      kind: 'collective',
      clause: 'IV.1',
      units: { kinds: ['district'], under: null, codes: [], except: [] },
    },
    {
      id: 'communes',
      name: 'Ủy ban nhân dân xã, phường',
      kind: 'collective',
      clause: 'IV.1',
      units: { kinds: ['commune', 'ward'], under: null, codes: [], except: [] },
    },
    {
      id: 'fronts',
      name: 'Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội',
      kind: 'collective',
      clause: 'IV.2',
      units: { kinds: ['front'], under: null, codes: [], except: [] },
    },
    {
      id: 'enterprises',
      name: 'Doanh nghiệp',
      kind: 'collective',
      clause: 'IV.3',
      units: { kinds: ['enterprise'], under: null, codes: [], except: [] },
    },
    { id: 'individuals', name: 'Cá nhân', kind: 'individual', clause: 'IV.1', units: null },
  ],
  contents: [
    content('1a', '1.a)', 'Chính quyền điện tử hướng tới chính quyền số', 'II.1.a'),
    content('1b', '1.b)', 'Kinh tế số', 'II.1.b'),
    content('1c', '1.c)', 'Xã hội số', 'II.1.c'),
    content('2', '2.', 'Tuyên truyền, chuyển đổi nhận thức', 'II.2'),
    content('3', '3.', 'Chuyển đổi số trong hoạt động của các cơ quan nhà nước', 'II.3'),
    content('4', '4.', 'Chuyển đổi số trong quản lý các ngành, lĩnh vực', 'II.4'),
    content('5', '5.', 'Công nghệ số trong các thành phần của nền kinh tế', 'II.5'),
    content('6', '6.', 'Huy động vốn, nâng cấp hạ tầng số', 'II.6'),
    content('7', '7.', 'Cửa hàng số, tài khoản thanh toán điện tử cho hộ gia đình', 'II.7'),
    content('8', '8.', 'Sáng kiến, giải pháp hữu ích', 'II.8'),
  ],
  criteria: [],
  phases: [
    {
      id: 'all',
      name: 'Giai đoạn 2021-2025',
      from: '2021-01-01',
      to: '2025-12-31',
      clause: 'III.1',
      printed: 'từ ngày phát động thi đua đến hết tháng 12 năm 2025',
    },
  ],
  occasions: [
    {
      id: 'final',
      kind: 'final',
      name: 'Tổng kết phong trào thi đua',
      clause: 'III.2',
      year: 2026,
      on: open<string>('Chỉ thị chỉ nêu “trong tháng 3/2026”.'),
    },
  ],
  indicators,
  obligations: [],
  commendations: [
    {
      id: 'chairman',
      clause: 'IV.1',
      name: 'Khen thưởng của Chủ tịch Ủy ban nhân dân tỉnh',
      level: 'province',
      decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh',
      occasions: ['final'],
      subjects: ['collective', 'individual'],
      note: 'Sở Nội vụ xây dựng hướng dẫn khen thưởng, thẩm định thành tích và trình (Mục IV.5).',
    },
    {
      id: 'head',
      clause: 'IV.1',
      name: 'Khen thưởng của thủ trưởng cơ quan, đơn vị',
      level: 'agency',
      decidedBy: 'Thủ trưởng cơ quan, đơn vị',
      occasions: ['final'],
      subjects: ['collective', 'individual'],
    },
  ],
  inspection: null,
  committees: [],
  tasks: ['IV.1', 'IV.2', 'IV.3', 'IV.4', 'IV.5'].map((id) => task(id, 'Chỉ thị không nêu hạn.')),
};

/** The same movement with every question answered for the demonstration; the answers and values say `demo`. */
export const movement2021Demo: MovementProgramme = answered(
  movement2021,
  {
    'launch-date': 'after-resolution',
    'cut-line': 'communes-only',
    'half-of-staff': 'at-least',
    successor: 'skhcn',
    reports: 'yearly',
    forms: 'usual',
  },
  '2021-09-01T08:00:00.000+07:00',
);
