import { fold } from '#lib/domain/kernel/text.ts';
import type { Indicator, MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import type { UnitKind } from '#lib/server/platform/db/schema.ts';
import type { TestApp } from './ctx.ts';

/** Units of a small province, by code. Two communes, two departments, a room; a district that ended on 30/06/2025. */
export async function sampleUnits(t: Pick<TestApp, 'app'>): Promise<Record<string, string>> {
  const rows: [string, string, UnitKind, string | null, string | null, string | null][] = [
    ['SL', 'Tỉnh Sơn La', 'province', null, null, null],
    ['SNV', 'Sở Nội vụ', 'agency', 'SL', null, null],
    ['SKHCN', 'Sở Khoa học và Công nghệ', 'agency', 'SL', null, null],
    ['MTTQ', 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', 'front', 'SL', null, null],
    ['P1', 'Phòng Thi đua - Khen thưởng', 'room', 'SNV', null, null],
    ['HA', 'Huyện Mai Sơn', 'district', 'SL', null, '2025-06-30'],
    ['X1', 'Xã Chiềng Mung', 'commune', 'SL', '2025-07-01', null],
    ['X2', 'Xã Mường Bú', 'commune', 'SL', '2025-07-01', null],
    ['W1', 'Phường Tô Hiệu', 'ward', 'SL', '2025-07-01', null],
  ];
  const ids: Record<string, string> = {};
  for (const [code, name, kind, parent, from, to] of rows) {
    const { id } = await t.app.db
      .insertInto('unit')
      .values({
        code,
        name,
        folded: fold(name),
        kind,
        parent_id: parent ? ids[parent]! : null,
        valid_from: from,
        valid_to: to,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids[code] = id;
  }
  return ids;
}

const indicator = (more: Partial<Indicator> & Pick<Indicator, 'id' | 'name'>): Indicator => ({
  clause: 'III.2',
  contentId: 'a',
  group: 'Chính quyền số',
  shortName: more.name.slice(0, 40),
  measure: '%',
  kind: 'ratio',
  numerator: 'Số hồ sơ trực tuyến',
  denominator: 'Tổng số hồ sơ',
  decimals: 1,
  bounds: { min: '0', max: '100' },
  direction: 'up',
  reportedBy: ['communes'],
  frequency: 'year',
  aggregation: { method: 'weighted-mean' },
  baseline: { value: null, source: 'open' },
  targets: [],
  lead: 'SKHCN',
  evidence: 'optional',
  ...more,
});

const obligation = (more: Partial<ObligationRule> & Pick<ObligationRule, 'id' | 'kind' | 'name'>): ObligationRule => ({
  clause: 'VI.1',
  classIds: ['agencies'],
  receivers: ['SNV'],
  period: 'once',
  firstYear: 2025,
  lastYear: 2025,
  due: {
    month: 6,
    day: 30,
    yearOffset: 0,
    printed: 'trước ngày 30/6/2025',
    reading: { value: 'before', source: 'demo' },
  },
  opensDaysBefore: 30,
  occasion: null,
  reminders: { before: [14, 7, 1], after: [1, 7, 14], escalateAfter: 7 },
  form: {
    contents: true,
    criteria: true,
    indicators: 'targets',
    sections: [{ id: 'difficulties', title: 'Khó khăn, vướng mắc', required: false, maxLength: 5000 }],
    signedCopy: false,
  },
  ...more,
});

/** A movement small enough to read and large enough to use every part. */
export const sampleMovement: MovementProgramme = {
  schema: 1,
  kind: 'movement',
  code: 'TD25',
  slug: 'thi-dua-mau',
  name: 'Phong trào thi đua “Đổi mới sáng tạo và chuyển đổi số” giai đoạn 2025-2030',
  shortName: 'Thi đua chuyển đổi số 2025-2030',
  theme: 'Sơn La thi đua đổi mới sáng tạo và chuyển đổi số',
  summary: 'Phong trào mẫu để thử.',
  from: '2025-06-21',
  to: '2030-12-31',
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  level: 'province',
  organiserUnit: 'SL',
  standingUnit: 'SNV',
  organisers: ['Ủy ban nhân dân tỉnh Sơn La'],
  contacts: { email: { value: null, source: 'open' }, phone: { value: null, source: 'open' } },
  documents: [
    {
      id: 'decision',
      kind: 'plan',
      title: 'Kế hoạch phát động phong trào thi đua',
      number: '1470/QĐ-UBND',
      date: '2025-06-21',
      issuer: 'Ủy ban nhân dân tỉnh Sơn La',
      public: true,
    },
  ],
  clauses: ['I.1', 'II.1', 'II.2', 'III.2', 'IV.1', 'IV.2', 'V', 'VI.1', 'VI.5'].map((id) => ({
    id,
    label: `Mục ${id}`,
    title: `Mục ${id}`,
    text: 'Nội dung mẫu.',
  })),
  questions: [],
  parent: {
    id: 'parent',
    number: '923/QĐ-TTg',
    date: '2025-05-14',
    issuer: 'Thủ tướng Chính phủ',
    title: 'Cả nước thi đua đổi mới sáng tạo và chuyển đổi số',
    clause: 'I.1',
  },
  serves: [],
  inherits: null,
  aims: [{ id: 'aim', clause: 'I.1', text: 'Phát huy truyền thống yêu nước.' }],
  scope: { clause: 'II.1', text: 'Trên địa bàn tỉnh.' },
  measures: [{ id: 'measure', clause: 'VI.1', text: 'Xây dựng kế hoạch triển khai.' }],
  classes: [
    {
      id: 'communes',
      name: 'Xã, phường',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: ['commune', 'ward', 'district'], under: null, codes: [], except: [] },
    },
    {
      id: 'agencies',
      name: 'Sở, ban, ngành',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: ['agency', 'party'], under: null, codes: [], except: [] },
    },
    {
      id: 'fronts',
      name: 'Mặt trận và đoàn thể',
      kind: 'collective',
      clause: 'II.1',
      units: { kinds: ['front'], under: null, codes: [], except: [] },
    },
    { id: 'persons', name: 'Cá nhân', kind: 'individual', clause: 'II.1', units: null },
  ],
  contents: [
    { id: 'a', label: 'a)', title: 'Nâng cao nhận thức', text: 'Thi đua nâng cao nhận thức.', clause: 'III.2' },
    { id: 'b', label: 'b)', title: 'Học tập số', text: 'Thi đua học tập trên nền tảng số.', clause: 'III.2' },
  ],
  criteria: [
    { id: 'a1', classIds: ['agencies', 'communes'], text: 'Triển khai có hiệu quả.', clause: 'IV.1', points: null },
    { id: 'a2', classIds: ['agencies', 'communes'], text: 'Hoàn thành đúng thời gian.', clause: 'IV.1', points: null },
    { id: 'b1', classIds: ['fronts'], text: 'Tuyên truyền đến cơ sở.', clause: 'IV.1', points: null },
  ],
  phases: [
    { id: '1', name: 'Giai đoạn 1', from: '2025-06-21', to: '2027-12-31', clause: 'II.2', printed: 'từ 2025 - 2027' },
    { id: '2', name: 'Giai đoạn 2', from: '2028-01-01', to: '2030-12-31', clause: 'II.2', printed: 'từ 2027 - 2030' },
  ],
  occasions: [
    { id: 'yearly', kind: 'yearly', name: 'Hằng năm', clause: 'V', year: null, on: { value: null, source: 'open' } },
    { id: 'mid', kind: 'mid-term', name: 'Sơ kết', clause: 'V', year: 2027, on: { value: null, source: 'open' } },
    { id: 'final', kind: 'final', name: 'Tổng kết', clause: 'V', year: 2030, on: { value: null, source: 'open' } },
  ],
  indicators: [
    indicator({
      id: 'online',
      name: 'Tỷ lệ hồ sơ trực tuyến',
      targets: [
        {
          id: 'commune-2025',
          level: 'communes',
          year: 2025,
          comparator: '>',
          value: '60',
          printed: 'trên 60%',
          clause: 'III.2',
        },
        {
          id: 'all-2030',
          level: 'province',
          year: 2030,
          comparator: '=',
          value: '100',
          printed: '100%',
          clause: 'III.2',
        },
      ],
    }),
    indicator({
      id: 'trained',
      name: 'Số người được tập huấn kỹ năng số',
      shortName: 'Người được tập huấn',
      measure: 'người',
      kind: 'amount',
      numerator: null,
      denominator: null,
      decimals: 0,
      bounds: { min: '0', max: null },
      aggregation: { method: 'sum' },
      reportedBy: ['communes', 'agencies'],
      lead: 'SNV',
    }),
    indicator({
      id: 'platform',
      name: 'Có nền tảng phân tích dữ liệu',
      shortName: 'Nền tảng dữ liệu',
      measure: '',
      kind: 'yes-no',
      numerator: null,
      denominator: null,
      decimals: 0,
      bounds: { min: '0', max: '1' },
      aggregation: { method: 'sum' },
      reportedBy: ['agencies'],
      lead: null,
      evidence: 'required',
      targets: [
        {
          id: 'agency-2027',
          level: 'agencies',
          year: 2027,
          comparator: '=',
          value: '1',
          printed: '100% cơ quan',
          clause: 'III.2',
        },
      ],
    }),
  ],
  obligations: [
    obligation({ id: 'plan', kind: 'plan', name: 'Kế hoạch triển khai phong trào' }),
    obligation({
      id: 'plan-commune',
      kind: 'plan',
      name: 'Kế hoạch triển khai phong trào của xã, phường',
      classIds: ['communes'],
      due: {
        month: 7,
        day: 30,
        yearOffset: 0,
        printed: 'trước ngày 30/7/2025',
        reading: { value: 'before', source: 'demo' },
      },
    }),
    obligation({
      id: 'report',
      kind: 'report',
      name: 'Báo cáo kết quả hằng năm',
      classIds: ['agencies', 'communes', 'fronts'],
      receivers: ['SNV', 'SKHCN'],
      period: 'year',
      lastYear: 2030,
      occasion: 'yearly',
      due: {
        month: 11,
        day: 10,
        yearOffset: 0,
        printed: 'trước ngày 10/11 hằng năm',
        reading: { value: 'before', source: 'demo' },
      },
      form: {
        contents: true,
        criteria: true,
        indicators: 'values',
        sections: [
          { id: 'difficulties', title: 'Khó khăn, vướng mắc', required: false, maxLength: 5000 },
          { id: 'proposals', title: 'Kiến nghị, đề xuất', required: false, maxLength: 5000 },
        ],
        signedCopy: false,
      },
    }),
  ],
  commendations: [
    {
      id: 'certificate',
      clause: 'IV.2',
      name: 'Giấy khen của thủ trưởng cơ quan, đơn vị, địa phương',
      level: 'agency',
      decidedBy: 'Thủ trưởng cơ quan, đơn vị, địa phương',
      occasions: ['yearly', 'mid-term', 'final'],
      subjects: ['collective', 'individual'],
    },
  ],
  inspection: {
    clause: 'VI.5',
    checklist: [{ id: 'plan', text: 'Đã ban hành kế hoạch triển khai', clause: 'VI.1' }],
  },
  committees: [],
  tasks: [],
};

/** Puts a movement into a test database, without what led to it. */
export async function insertMovement(
  t: Pick<TestApp, 'app'>,
  doc: MovementProgramme = sampleMovement,
  since = new Date('2025-06-21T00:00:00Z'),
  status: 'published' | 'draft' = 'published',
): Promise<string> {
  const { id } = await t.app.db
    .insertInto('programme')
    .values({
      slug: doc.slug,
      code: doc.code,
      kind: 'movement',
      status,
      version: 1,
      doc: JSON.stringify(doc),
      published_at: status === 'published' ? since : null,
      created_at: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await t.app.db
    .insertInto('programme_version')
    .values({ programme_id: id, version: 1, doc: JSON.stringify(doc), part: 'create', at: since })
    .execute();
  return id;
}
