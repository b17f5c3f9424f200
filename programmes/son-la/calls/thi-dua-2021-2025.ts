import type { CallTemplate } from '#lib/domain/award/types.ts';
import { reader } from '../movement.ts';
import { movement2021 } from '../thi-dua-2021-2025.ts';
import { certificateName, chairman, provincialPath, question } from './steps.ts';

/** The final review of the movement of 2021-2025 (C21-5, C21-6). Its lead agency has become part of Sở Khoa học và Công nghệ since. */

const { lines } = reader(movement2021.clauses);

export const c21Calls: CallTemplate[] = [
  {
    id: 'c21-tong-ket-2025',
    programme: movement2021.slug,
    doc: {
      schema: 1,
      code: 'KT25',
      name: 'Bằng khen của Chủ tịch UBND tỉnh, tổng kết phong trào 2021-2025',
      summary: 'Đơn vị bình xét tập thể, cá nhân tiêu biểu, xuất sắc khi kết thúc đợt thi đua và đề nghị khen thưởng.',
      occasion: { id: 'final', kind: 'final', year: 2026 },
      kind: 'movement',
      authority: chairman,
      standingUnit: 'SNV',
      guidance: null,
      forms: [
        { formId: 'bang-khen-tinh', name: certificateName, subjects: ['collective', 'individual'], ruleId: 'chairman' },
      ],
      period: { from: movement2021.from, to: movement2021.to },
      heldOn: null,
      quotas: [],
      path: provincialPath(
        { unit: 'SKHCN', name: 'Sở Khoa học và Công nghệ tổng hợp, lựa chọn', clause: 'Mục IV.4' },
        'Mục IV.5',
      ),
      nominators: { classIds: [], units: [] },
      questions: [
        question({
          id: 'huong-dan',
          part: 'quotas',
          clause: 'Mục IV.5',
          question:
            'Hướng dẫn khen thưởng của Sở Nội vụ số nào, cho mỗi đơn vị bao nhiêu? Chưa có con số thì ghi rõ là không giới hạn.',
          evidence: lines('IV.5'),
        }),
        question({
          id: 'chu-tri',
          part: 'path',
          clause: 'Mục IV.4',
          question:
            'Chỉ thị giao Sở Thông tin và Truyền thông chủ trì; sở này đã hợp nhất. Cơ quan nào tổng hợp, lựa chọn thay?',
          evidence: lines('IV.4'),
        }),
      ],
    },
  },
];
