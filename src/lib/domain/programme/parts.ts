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
  'prizes',
  'budget',
  'committees',
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
  prizes: 'Giải thưởng',
  budget: 'Kinh phí',
  committees: 'Ban Tổ chức, Ban Giám khảo',
  documents: 'Văn bản và điều khoản',
  questions: 'Điểm cần quyết định',
};

/** The part in which a path stands; everything without a part of its own is basic data. */
export function partOf(path: ProgrammePath): Part {
  const root = parsePath(path)[0]!;
  if (root === 'clauses') return 'documents';
  return (PARTS as readonly string[]).includes(root) ? (root as Part) : 'basics';
}
