import { fieldName } from './labels.ts';
import { type PartSet, partAt } from './partSet.ts';
import type { ProgrammePath } from './paths.ts';
import type { ContestProgramme } from './types.ts';

/** The parts in which a contest is edited, frozen and versioned. */
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

const PART_NAMES: Record<Part, string> = {
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

/** Which keys of the document a part may change. */
const partKeys: Record<Part, (keyof ContestProgramme)[]> = {
  basics: [
    'name',
    'shortName',
    'code',
    'slug',
    'theme',
    'summary',
    'purposes',
    'year',
    'province',
    'standingAgency',
    'organisers',
    'letterhead',
    'contacts',
    'pillars',
    'topics',
  ],
  timeline: ['timeline'],
  eligibility: ['eligibility'],
  dossier: ['dossier'],
  screening: ['screening'],
  rounds: ['rounds'],
  gallery: ['gallery'],
  interaction: ['interaction'],
  combination: ['combination'],
  prizes: ['prizes'],
  budget: ['budget'],
  committees: ['committees'],
  tasks: ['tasks'],
  documents: ['documents', 'clauses'],
  questions: ['questions'],
};

export const contestParts: PartSet = { names: PART_NAMES, keys: partKeys, fieldName };

/** The part of a contest in which a path stands. */
export const partOf = (path: ProgrammePath): Part => partAt(contestParts, path) as Part;
