import type { CallTemplate } from '#lib/domain/award/types.ts';
import { certificateName, chairman, provincialPath, question } from './steps.ts';

/** The Bằng khen that goes with the first prize of a contest (K26-5a, K24-9): a dossier of its own, decided by the Chairman. */
export const contestCalls: CallTemplate[] = [
  {
    id: 'cuoc-thi-giai-nhat',
    programme: null,
    doc: {
      schema: 1,
      code: 'BKCT26',
      name: 'Bằng khen của Chủ tịch UBND tỉnh cho giải Nhất cuộc thi',
      summary: 'Hồ sơ lập từ kết quả cuộc thi đã công bố.',
      occasion: { id: 'contest', kind: 'contest', year: 2026 },
      kind: 'unplanned',
      authority: chairman,
      standingUnit: 'SNV',
      guidance: null,
      forms: [
        { formId: 'bang-khen-tinh', name: certificateName, subjects: ['collective', 'individual'], ruleId: null },
      ],
      period: { from: '2026-01-01', to: '2026-12-31' },
      heldOn: null,
      quotas: [],
      path: provincialPath(
        {
          unit: 'SKHCN',
          name: 'Cơ quan thường trực cuộc thi tổng hợp, đề xuất',
          clause: 'Mục V.1 kế hoạch cuộc thi 2024; Mục II.5.1 kế hoạch cuộc thi 2026',
        },
        'Điều 84 Luật Thi đua, khen thưởng 2022',
      ).filter((step) => step.kind !== 'council' && step.kind !== 'publicity'),
      nominators: { classIds: [], units: [] },
      questions: [
        question({
          id: 'chi-tieu',
          part: 'quotas',
          clause: 'Mục II.5.1',
          question: 'Mỗi giải Nhất một Bằng khen. Tác phẩm của nhóm thì tặng cho nhóm hay cho từng tác giả?',
          evidence: [
            '01 giải Nhất: 15.000.000 đồng/giải (Ủy ban nhân dân tỉnh tặng Bằng khen).',
            'Giải Nhất: Trị giá 5.000.000 đồng (Năm triệu đồng) và Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh.',
          ],
        }),
        question({
          id: 'loai-hinh',
          part: 'basics',
          clause: 'Điều 8 Luật Thi đua, khen thưởng 2022',
          question:
            'Khen thưởng kèm giải thuộc loại hình nào: đột xuất hay theo phong trào? Cơ quan nào tổng hợp và thẩm định?',
          evidence: [],
        }),
      ],
    },
  },
];
