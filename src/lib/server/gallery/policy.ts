import type { StoredRole } from '../platform/policy.ts';
import { staffPolicy } from '../programme/policy.ts';

export type GalleryAct =
  /** read which works are shown, which are not and why */
  | 'gallery.read'
  /** put works on show, take them off */
  | 'gallery.post';

const holders: Record<GalleryAct, StoredRole[]> = {
  'gallery.read': ['secretary', 'support', 'organiser', 'admin', 'auditor'],
  'gallery.post': ['secretary', 'organiser'],
};

const refusals: Record<GalleryAct, string> = {
  'gallery.read': 'Trang này dành cho Tổ Thư ký và Ban Tổ chức.',
  'gallery.post': 'Chỉ Tổ Thư ký và Ban Tổ chức đăng bài lên thư viện và gỡ bài khỏi thư viện.',
};

/** Who may do what with the gallery of a programme. Outsiders of the programme are told that it does not exist. */
export const canGallery = staffPolicy<GalleryAct>({ code: 'gallery.not-yours', holders, refusals });
