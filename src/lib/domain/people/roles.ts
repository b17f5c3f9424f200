import type { RoleName } from '../programme/types.ts';

type Kind = 'contest' | 'movement';

/** A role as an office calls it, for lists and forms. */
export const roleLabels: Record<RoleName, string> = {
  author: 'Tác giả',
  'unit-coordinator': 'Đầu mối đơn vị',
  secretary: 'Tổ Thư ký',
  support: 'Tổ giúp việc',
  judge: 'Giám khảo',
  'jury-chair': 'Trưởng Ban Giám khảo',
  organiser: 'Ban Tổ chức',
  auditor: 'Người theo dõi nhật ký',
  admin: 'Quản trị hệ thống',
  'award-officer': 'Cán bộ thi đua, khen thưởng',
  leader: 'Lãnh đạo đơn vị (quyết định khen thưởng)',
};

// A movement has no committees of judges; its roles have the names that the plans of emulation use.
const movementLabels: Partial<Record<RoleName, string>> = {
  secretary: 'Chuyên viên theo dõi (cơ quan thường trực)',
  organiser: 'Lãnh đạo phụ trách phong trào',
  support: 'Người giúp việc',
};

/** Roles that hold for one unit, whatever the programme. */
export const unitRoles = ['unit-coordinator', 'award-officer', 'leader'] as const satisfies RoleName[];

/** A role as it is called in one kind of programme; null: it holds in all of them. */
export const roleLabel = (role: RoleName, kind: Kind | null): string =>
  (kind === 'movement' ? movementLabels[role] : undefined) ?? roleLabels[role];

/** Roles that only make sense in one programme, by its kind. */
export const programmeRoles = {
  contest: ['organiser', 'jury-chair', 'judge', 'secretary', 'support'],
  movement: ['organiser', 'secretary', 'support'],
} as const satisfies Record<Kind, RoleName[]>;

/** A person in the role, in the middle of a sentence: 'Bà Lò Thị Mai là thành viên Ban Giám khảo'. */
export const roleHolderNames: Record<RoleName, string> = {
  author: 'tác giả',
  'unit-coordinator': 'đầu mối đơn vị',
  secretary: 'thành viên Tổ Thư ký',
  support: 'người trực tiếp giúp việc tổ chức',
  judge: 'thành viên Ban Giám khảo',
  'jury-chair': 'Trưởng Ban Giám khảo',
  organiser: 'thành viên Ban Tổ chức',
  auditor: 'người theo dõi nhật ký',
  admin: 'quản trị hệ thống',
  'award-officer': 'cán bộ thi đua, khen thưởng',
  leader: 'lãnh đạo đơn vị',
};
