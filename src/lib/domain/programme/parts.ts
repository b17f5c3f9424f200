import type { ProgrammePath } from './paths.ts';
import { parsePath } from './paths.ts';

/** The parts in which a programme is edited, frozen and versioned. */
export const PARTS = [
  'basics',
  'timeline',
  'eligibility',
  'dossier',
  'screening',
  'rounds',
  'gallery',
  'interaction',
  'combination',
  'prizes',
  'budget',
  'committees',
  'tasks',
  'documents',
  'questions',
] as const;
export type Part = (typeof PARTS)[number];

export const PART_NAMES: Record<Part, string> = {
  basics: 'Thông tin chung',
  timeline: 'Tiến độ',
  eligibility: 'Đối tượng dự thi',
  dossier: 'Hồ sơ',
  screening: 'Sơ loại',
  rounds: 'Vòng chấm',
  gallery: 'Thư viện tác phẩm',
  interaction: 'Tương tác',
  combination: 'Điểm tổng hợp',
  prizes: 'Giải thưởng',
  budget: 'Kinh phí',
  committees: 'Ban Tổ chức, Ban Giám khảo',
  tasks: 'Phân công nhiệm vụ',
  documents: 'Văn bản và điều khoản',
  questions: 'Điểm cần quyết định',
};

/** The part in which a path stands; everything without a part of its own is basic data. */
export function partOf(path: ProgrammePath): Part {
  const root = parsePath(path)[0]!;
  if (root === 'clauses') return 'documents';
  return (PARTS as readonly string[]).includes(root) ? (root as Part) : 'basics';
}
