import type { AwardKind } from '../catalogue/types.ts';
import { occasionWords, subjectWords } from '../movement/labels.ts';
import type { PartSet } from '../programme/partSet.ts';
import type { AwardCall, CallOccasion, StepKind } from './types.ts';

/** The parts in which a call is edited and versioned, in the order of its pages. */
export const CALL_PARTS = ['basics', 'days', 'forms', 'nominators', 'quotas', 'path', 'questions'] as const;
export type CallPart = (typeof CALL_PARTS)[number];

export const stepKindWords: Record<StepKind, string> = {
  compilation: 'Tổng hợp, đề xuất',
  appraisal: 'Thẩm định',
  publicity: 'Lấy ý kiến công khai',
  council: 'Hội đồng xét',
  decision: 'Quyết định',
  forwarding: 'Trình cấp trên',
};

export const callOccasionWords: Record<CallOccasion, string> = {
  ...occasionWords,
  contest: 'Cuộc thi',
  single: 'Việc riêng',
};

export const awardKindWords: Record<AwardKind, string> = {
  merit: 'Công trạng',
  unplanned: 'Đột xuất',
  movement: 'Phong trào thi đua',
  contribution: 'Quá trình cống hiến',
  tenure: 'Niên hạn',
  external: 'Đối ngoại',
};

export const quotaRoundingWords: Record<'down' | 'nearest' | 'up', string> = {
  down: 'Bỏ phần lẻ',
  nearest: 'Từ 0,5 làm tròn lên',
  up: 'Có phần lẻ là làm tròn lên',
};

const names: Record<CallPart, string> = {
  basics: 'Thông tin chung',
  days: 'Thời gian',
  forms: 'Hình thức khen thưởng',
  nominators: 'Ai được đề nghị',
  quotas: 'Chỉ tiêu',
  path: 'Các bước xét',
  questions: 'Điểm cần quyết định',
};

const keys: Record<CallPart, (keyof AwardCall)[]> = {
  basics: ['name', 'summary', 'kind', 'authority', 'standingUnit', 'guidance'],
  days: ['opensAt', 'closesAt', 'period', 'heldOn'],
  forms: ['forms'],
  nominators: ['nominators'],
  quotas: ['quotas'],
  path: ['path'],
  questions: ['questions'],
};

const fields: Record<string, string> = {
  name: 'Tên',
  summary: 'Giới thiệu',
  kind: 'Loại',
  authority: 'Người quyết định',
  unit: 'Đơn vị',
  title: 'Chức danh',
  standingUnit: 'Cơ quan thường trực',
  guidance: 'Hướng dẫn khen thưởng',
  number: 'Số, ký hiệu',
  date: 'Ngày',
  issuer: 'Nơi ban hành',
  opensAt: 'Mở nhận đề nghị',
  closesAt: 'Hạn đề nghị',
  period: 'Thành tích xét trong thời gian',
  from: 'Từ ngày',
  to: 'Đến ngày',
  heldOn: 'Ngày hội nghị',
  formId: 'Hình thức',
  subjects: 'Khen cho',
  ruleId: 'Theo quy định của kế hoạch',
  nominators: 'Ai được đề nghị',
  classIds: 'Đối tượng',
  units: 'Đơn vị',
  printed: 'Chỉ tiêu như hướng dẫn ghi',
  formIds: 'Tính chung các hình thức',
  limits: 'Giới hạn',
  max: 'Nhiều nhất',
  percent: 'Phần trăm',
  rounding: 'Làm tròn',
  clause: 'Căn cứ',
  days: 'Thời hạn xử lý',
  returnDays: 'Thời hạn trả lại',
  checklist: 'Danh mục kiểm tra',
  text: 'Nội dung',
  opinions: 'Xin ý kiến của',
  publicDays: 'Số ngày lấy ý kiến',
  part: 'Phần',
  question: 'Câu hỏi',
  evidence: 'Kế hoạch ghi',
  answer: 'Quyết định',
  demo: 'Giá trị minh họa',
  by: 'Người quyết định',
  at: 'Lúc',
};

/** How a call's document is divided and named. */
export const callParts: PartSet = {
  names,
  keys,
  fieldName: (key) => fields[key] ?? key,
  words: {
    kind: { ...stepKindWords, ...awardKindWords },
    subjects: subjectWords,
    rounding: { ...quotaRoundingWords, null: 'Chưa quyết định' },
    guidance: { null: 'Chưa có' },
    percent: { null: 'Không tính theo phần trăm' },
    ruleId: { null: 'Không theo kế hoạch nào' },
  },
};
