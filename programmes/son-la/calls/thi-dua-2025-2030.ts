import type { AwardCall, CallTemplate, PathStep } from '#lib/domain/award/types.ts';
import { reader } from '../movement.ts';
import { movement2025 } from '../thi-dua-2025-2030.ts';
import { certificateName, chairman, provincialPath, question, step } from './steps.ts';

/** Calls of the movement of 2025-2030, as Quyết định 1470/QĐ-UBND gives them: forms IV.2.a, numbers IV.2.c, who does what VI.5.đ, VI.6. */

const { lines } = reader(movement2025.clauses);

const path = provincialPath(
  { unit: 'SKHCN', name: 'Sở Khoa học và Công nghệ tổng hợp, đề xuất', clause: 'Mục VI.5.đ' },
  'Mục VI.6.c',
);

const guidance = question({
  id: 'huong-dan',
  part: 'basics',
  clause: 'Mục VI.6.b',
  question:
    'Hướng dẫn khen thưởng của Sở Nội vụ cho dịp này đã ban hành chưa, số nào? Hãy tải tệp lên và ghi số vào “Thông tin chung”.',
  evidence: lines('VI.6.b'),
});
const numbers = (what: RegExp) =>
  question({
    id: 'chi-tieu',
    part: 'quotas',
    clause: 'Mục IV.2.c',
    question: 'Số lượng theo hướng dẫn là bao nhiêu? Hãy nhập ở phần “Chỉ tiêu”, hoặc ghi rõ là không giới hạn.',
    evidence: lines('IV.2.c').filter((line) => what.test(line)),
  });

const common: Pick<
  AwardCall,
  'schema' | 'kind' | 'authority' | 'standingUnit' | 'guidance' | 'heldOn' | 'quotas' | 'nominators'
> = {
  schema: 1,
  kind: 'movement',
  authority: chairman,
  standingUnit: 'SNV',
  guidance: null,
  heldOn: null,
  quotas: [],
  nominators: { classIds: [], units: [] },
};

const forwarding: PathStep = step({
  id: 'trinh-trung-uong',
  kind: 'forwarding',
  name: 'Chủ tịch Ủy ban nhân dân tỉnh trình Thủ tướng Chính phủ',
  unit: 'SL',
  clause: 'Mục V.3',
});

export const q25Calls: CallTemplate[] = [
  {
    id: 'q25-so-ket-2027',
    programme: movement2025.slug,
    doc: {
      ...common,
      code: 'KT27',
      name: 'Bằng khen của Chủ tịch UBND tỉnh, sơ kết phong trào năm 2027',
      summary: 'Khen tập thể, cá nhân có thành tích xuất sắc trong hai năm rưỡi đầu của phong trào thi đua.',
      occasion: { id: 'mid-term', kind: 'mid-term', year: 2027 },
      forms: [
        { formId: 'bang-khen-tinh', name: certificateName, subjects: ['collective', 'individual'], ruleId: 'chairman' },
      ],
      period: { from: '2025-06-21', to: '2027-06-30' },
      path,
      questions: [guidance, numbers(/Bằng khen/)],
    },
  },
  {
    id: 'q25-tong-ket-2030',
    programme: movement2025.slug,
    doc: {
      ...common,
      code: 'KT30',
      name: 'Khen thưởng cấp tỉnh, tổng kết phong trào năm 2030',
      summary: 'Cờ thi đua của Ủy ban nhân dân tỉnh và Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh khi tổng kết.',
      occasion: { id: 'final', kind: 'final', year: 2030 },
      forms: [
        {
          formId: 'co-tinh',
          name: 'Cờ thi đua của Ủy ban nhân dân tỉnh Sơn La',
          subjects: ['collective'],
          ruleId: 'province-flag',
        },
        { formId: 'bang-khen-tinh', name: certificateName, subjects: ['collective', 'individual'], ruleId: 'chairman' },
      ],
      period: { from: '2025-06-21', to: '2030-06-30' },
      path,
      questions: [guidance, numbers(/Bằng khen/)],
    },
  },
  {
    id: 'q25-tong-ket-2030-nha-nuoc',
    programme: movement2025.slug,
    doc: {
      ...common,
      code: 'NN30',
      name: 'Đề nghị khen thưởng cấp Nhà nước, tổng kết phong trào năm 2030',
      summary: 'Hồ sơ do tỉnh xét rồi trình trung ương; quyết định là của cấp trên.',
      occasion: { id: 'final', kind: 'final', year: 2030 },
      forms: [
        ...(['nhat', 'nhi', 'ba'] as const).map((grade, index) => ({
          formId: `huan-chuong-lao-dong-${grade}`,
          name: `Huân chương Lao động hạng ${['Nhất', 'Nhì', 'Ba'][index]}`,
          // Điều 42, 43: tặng cá nhân theo phong trào chỉ ở hạng Ba
          subjects: grade === 'ba' ? (['collective', 'individual'] as const).slice() : ['collective' as const],
          ruleId: 'labour-order',
        })),
        {
          formId: 'co-chinh-phu',
          name: 'Cờ thi đua của Chính phủ',
          subjects: ['collective'],
          ruleId: 'government-flag',
        },
        {
          formId: 'bang-khen-thu-tuong',
          name: 'Bằng khen của Thủ tướng Chính phủ',
          subjects: ['collective', 'individual'],
          ruleId: 'prime-minister',
        },
      ],
      period: { from: '2025-06-21', to: '2030-06-30' },
      path: [...path.filter((one) => one.kind !== 'decision'), forwarding],
      questions: [
        question({
          id: 'chi-tieu',
          part: 'quotas',
          clause: 'Mục IV.2.c',
          question:
            'Hướng dẫn của trung ương cho bao nhiêu? Hãy nhập ở phần “Chỉ tiêu”, hoặc ghi rõ là không giới hạn.',
          evidence: lines('IV.2.c').filter((line) => line.includes('cấp Nhà nước')),
        }),
        question({
          id: 'tap-the',
          part: 'forms',
          clause: 'Mục IV.2.a',
          question:
            'Kế hoạch nêu Cờ thi đua của Chính phủ và Huân chương Lao động; luật chỉ xét cho tập thể theo phong trào do Thủ tướng, Chủ tịch nước phát động. Phong trào này có được coi là hưởng ứng phong trào của Thủ tướng để xét không?',
          evidence: lines('IV.2.a').filter((line) => line.includes('Nhà nước')),
        }),
      ],
    },
  },
];
