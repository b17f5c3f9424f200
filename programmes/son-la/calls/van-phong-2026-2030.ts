import type { AwardCall, CallTemplate, PathStep } from '#lib/domain/award/types.ts';
import { reader } from '../movement.ts';
import { movementOffice } from '../thi-dua-van-phong-2026-2030.ts';
import { certificateName, chairman, checklist, provincialPath, question, step } from './steps.ts';

/** Calls of the movement of the Office (V26-4): the Chief's Giấy khen every year and at reviews, proposals to the Chairman at reviews. */

const { lines } = reader(movementOffice.clauses);
const room = 'VPUB-TCHCQT';
const everyone: AwardCall['nominators'] = { classIds: [], units: [] };

/** The same engine, a shorter way: one room compiles and appraises, the Office's council votes, its Chief decides. */
const officePath: PathStep[] = [
  step({
    id: 'tong-hop',
    kind: 'appraisal',
    name: 'Phòng Tổ chức - Hành chính - Quản trị tổng hợp, thẩm định',
    unit: room,
    clause: 'Mục VI.1',
    checklist,
  }),
  step({
    id: 'hoi-dong',
    kind: 'council',
    name: 'Hội đồng Thi đua - Khen thưởng Văn phòng xét',
    unit: room,
    clause: 'Mục VI.1',
  }),
  step({
    id: 'quyet-dinh',
    kind: 'decision',
    name: 'Chánh Văn phòng quyết định',
    unit: 'VPUB',
    clause: 'Mục III.2; Điều 80 Luật Thi đua, khen thưởng 2022',
  }),
];

const limits = question({
  id: 'chi-tieu',
  part: 'quotas',
  clause: 'Mục III.3',
  question: 'Kế hoạch không nêu số lượng. Mỗi phòng, đơn vị được đề nghị bao nhiêu, hay không giới hạn?',
  evidence: lines('III.3'),
});

const chief = {
  schema: 1,
  kind: 'movement',
  authority: { unit: 'VPUB', title: 'Chánh Văn phòng Ủy ban nhân dân tỉnh Sơn La' },
  standingUnit: room,
  guidance: null,
  forms: [
    {
      formId: 'giay-khen',
      name: 'Giấy khen của Chánh Văn phòng Ủy ban nhân dân tỉnh Sơn La',
      subjects: ['collective', 'individual'],
      ruleId: 'chief',
    },
  ],
  heldOn: null,
  quotas: [],
  path: officePath,
  nominators: everyone,
  questions: [limits],
} as const satisfies Partial<AwardCall>;

type Doc = CallTemplate['doc'];
const chiefCall = (more: Pick<Doc, 'code' | 'name' | 'summary' | 'occasion' | 'period'>): Doc => ({
  ...chief,
  forms: chief.forms.map((form) => ({ ...form, subjects: [...form.subjects] })),
  quotas: [],
  questions: [limits],
  ...more,
});

export const v26Calls: CallTemplate[] = [
  {
    id: 'v26-hang-nam',
    programme: movementOffice.slug,
    doc: chiefCall({
      code: 'GKVP26',
      name: 'Giấy khen của Chánh Văn phòng UBND tỉnh năm 2026',
      summary:
        'Khen thưởng hằng năm cho phòng, đơn vị và cá nhân của Văn phòng có thành tích trong phong trào thi đua.',
      occasion: { id: 'yearly', kind: 'yearly', year: 2026 },
      period: { from: '2026-01-01', to: '2026-12-31' },
    }),
  },
  {
    id: 'v26-so-ket-2027',
    programme: movementOffice.slug,
    doc: chiefCall({
      code: 'GKVP27',
      name: 'Giấy khen của Chánh Văn phòng UBND tỉnh, sơ kết năm 2027',
      summary: 'Khen phòng, đơn vị và cá nhân tiêu biểu khi sơ kết phong trào thi đua của Văn phòng.',
      occasion: { id: 'mid-term', kind: 'mid-term', year: 2027 },
      period: { from: '2026-01-01', to: '2027-12-31' },
    }),
  },
  {
    id: 'v26-so-ket-2027-bang-khen',
    programme: movementOffice.slug,
    doc: {
      schema: 1,
      code: 'BKVP27',
      name: 'Đề nghị Bằng khen của Chủ tịch UBND tỉnh, sơ kết phong trào của Văn phòng năm 2027',
      summary: 'Văn phòng đề nghị Chủ tịch Ủy ban nhân dân tỉnh khen tập thể, cá nhân xuất sắc.',
      occasion: { id: 'mid-term', kind: 'mid-term', year: 2027 },
      kind: 'movement',
      authority: chairman,
      standingUnit: room,
      guidance: null,
      forms: [
        { formId: 'bang-khen-tinh', name: certificateName, subjects: ['collective', 'individual'], ruleId: 'chairman' },
      ],
      period: { from: '2026-01-01', to: '2027-12-31' },
      heldOn: null,
      quotas: [],
      path: provincialPath(
        { unit: room, name: 'Phòng Tổ chức - Hành chính - Quản trị tổng hợp, đề xuất', clause: 'Mục VI.1' },
        'Mục III.2',
      ),
      nominators: everyone,
      questions: [limits],
    },
  },
];
