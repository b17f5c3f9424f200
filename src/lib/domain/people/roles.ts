import type { RoleName } from '../programme/types.ts';

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
};

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
};
