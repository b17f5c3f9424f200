import type { AwardForm, DossierPart, LawVersion } from '../../src/lib/domain/catalogue/types.ts';

const law = 'Luật Thi đua, khen thưởng 2022';

/** Điều 84 khoản 2: what a nomination for a form of commendation holds. */
const formDossier: DossierPart[] = [
  {
    id: 'letter',
    name: 'Tờ trình',
    is: 'letter',
    of: 'submission',
    required: true,
    clause: `Điều 84 khoản 2 điểm a ${law}`,
  },
  {
    id: 'report',
    name: 'Báo cáo thành tích',
    is: 'report',
    of: 'dossier',
    required: true,
    clause: `Điều 84 khoản 2 điểm b ${law}`,
  },
  {
    id: 'minutes',
    name: 'Biên bản xét khen thưởng',
    is: 'minutes',
    of: 'submission',
    required: true,
    clause: `Điều 84 khoản 2 điểm c ${law}`,
  },
];

const certificate: AwardForm = {
  id: 'giay-khen',
  is: 'form',
  name: 'Giấy khen',
  shortName: 'Giấy khen',
  level: 'agency',
  decidedBy: 'Thủ trưởng cơ quan chuyên môn thuộc Ủy ban nhân dân cấp tỉnh và tương đương',
  clause: `Điều 75, Điều 80 ${law}`,
  subjects: ['collective', 'individual', 'household'],
  kinds: ['merit', 'unplanned', 'movement'],
  standards: [],
  movement: [
    {
      occasions: ['yearly', 'mid-term', 'final'],
      minYears: null,
      launchedBy: 'anyone',
      nationInsteadOfYears: false,
      subjects: ['collective', 'individual', 'household'],
      clause: `Điều 75 ${law}`,
    },
  ],
  bonus: {
    individual: { value: '0.3', source: 'Nghị định 152/2025/NĐ-CP Điều 54', verified: false },
    collective: { value: '0.6', source: 'Nghị định 152/2025/NĐ-CP Điều 54', verified: false },
    household: { value: '0.45', source: 'Nghị định 152/2025/NĐ-CP: hộ gia đình bằng 1,5 lần cá nhân', verified: false },
  },
  vote: null,
  dossier: formDossier,
  publicList: { value: false, source: `Điều 84 khoản 5 ${law}`, verified: false },
};

const provincial: AwardForm = {
  ...certificate,
  id: 'bang-khen-tinh',
  name: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
  shortName: 'Bằng khen cấp tỉnh',
  level: 'province',
  decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh',
  clause: `Điều 74, Điều 79 khoản 4 ${law}`,
  standards: [
    {
      id: 'individual-movement',
      subjects: ['individual'],
      text: 'Có thành tích xuất sắc được bình xét trong các phong trào thi đua do Bộ, ban, ngành, tỉnh phát động.',
      clause: 'Điều 74 khoản 1 điểm a',
    },
    {
      id: 'collective-movement',
      subjects: ['collective'],
      text: 'Có thành tích xuất sắc được bình xét trong phong trào thi đua.',
      clause: 'Điều 74 khoản 3 điểm a',
    },
  ],
  movement: [
    { ...certificate.movement[0]!, occasions: ['mid-term', 'final'], launchedBy: 'province', clause: `Điều 74 ${law}` },
  ],
  bonus: {
    individual: { value: '1.5', source: 'Nghị định 152/2025/NĐ-CP Điều 54', verified: false },
    collective: { value: '3.0', source: 'Nghị định 152/2025/NĐ-CP Điều 54', verified: false },
    household: { value: '2.25', source: 'Nghị định 152/2025/NĐ-CP: hộ gia đình bằng 1,5 lần cá nhân', verified: false },
  },
};

const flag: AwardForm = {
  ...provincial,
  id: 'co-tinh',
  is: 'title',
  name: 'Cờ thi đua của Ủy ban nhân dân tỉnh',
  shortName: 'Cờ thi đua cấp tỉnh',
  clause: `Điều 26, Điều 79 khoản 4 ${law}`,
  subjects: ['collective'],
  standards: [],
  movement: [
    {
      occasions: ['final'],
      minYears: 3,
      launchedBy: 'province',
      nationInsteadOfYears: false,
      subjects: ['collective'],
      clause: `Điều 26 khoản 2 ${law}`,
    },
  ],
  bonus: { collective: { value: '8.0', source: 'Nghị định 152/2025/NĐ-CP Điều 51', verified: false } },
  vote: {
    value: { percent: '80', base: 'members' },
    source: 'Nghị định 98/2023/NĐ-CP Điều 30 khoản 7; điều tương ứng của Nghị định 152/2025/NĐ-CP chưa tra được',
    verified: false,
  },
};

export const law2022Decree152: LawVersion = {
  schema: 1,
  id: 'luat-2022-nd-152',
  name: 'Luật số 06/2022/QH15 và Nghị định số 152/2025/NĐ-CP',
  from: '2025-07-01',
  to: '2026-09-30',
  note: '',
  statutes: [],
  transition: null,
  forms: [certificate, provincial, flag],
  limits: [],
  rounding: {
    value: { to: 10_000, way: 'up' },
    source: 'Làm tròn lên hàng chục nghìn đồng: cần tra văn bản hướng dẫn',
    verified: false,
  },
  notForMerit: {
    value: ['unplanned', 'movement'],
    source: 'Nghị định 152/2025/NĐ-CP Điều 4 khoản 3',
    verified: false,
  },
  childAge: { value: 16, source: 'Luật Trẻ em 2016 Điều 1', verified: false },
  womenShare: { value: '70', source: 'Nghị định 152/2025/NĐ-CP Điều 4 khoản 6', verified: false },
};
