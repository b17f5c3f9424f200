import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { statusNames } from '../programme/overview.ts';
import { movementBySlug, type StoredMovement } from '../programme/queries.ts';
import { type MovementScope, mayOpen, maySeeUnit, movementScope } from './scope.ts';

interface Room {
  path: string;
  /** rooms of one group stand together in the navigation */
  group: string;
  label: string;
  when?: (doc: MovementProgramme, scope: MovementScope) => boolean;
}

/** The rooms of a movement in its sub-navigation. A room shows only what the reader may see, so most stand open to all who enter. */
const rooms: Room[] = [
  { path: '', group: 'Tổng quan', label: 'Tổng quan' },
  { path: '/chi-tieu', group: 'Tổng quan', label: 'Chỉ tiêu theo đơn vị' },
  { path: '/tien-do', group: 'Tổng quan', label: 'Tiến độ' },
  { path: '/so-lieu', group: 'Theo dõi', label: 'Số liệu', when: (doc) => doc.indicators.length > 0 },
  { path: '/nghia-vu', group: 'Theo dõi', label: 'Việc phải nộp' },
  { path: '/kiem-tra', group: 'Theo dõi', label: 'Kiểm tra', when: (_doc, scope) => !scope.draft },
  { path: '/bao-cao', group: 'Theo dõi', label: 'Báo cáo tổng hợp', when: (_doc, scope) => scope.all && !scope.draft },
  { path: '/khen-thuong', group: 'Theo dõi', label: 'Khen thưởng', when: (_doc, scope) => !scope.draft },
  { path: '/nhap-xuat', group: 'Theo dõi', label: 'Nhập, xuất tệp' },
  { path: '/dien-hinh', group: 'Công chúng', label: 'Điển hình', when: (_doc, scope) => scope.all },
  { path: '/tin-tuc', group: 'Công chúng', label: 'Tin tức', when: (_doc, scope) => scope.all || scope.publishes },
  { path: '/tai-lieu', group: 'Tổ chức', label: 'Văn bản', when: (_doc, scope) => scope.all },
  { path: '/thanh-phan', group: 'Tổ chức', label: 'Các ban, đầu mối', when: (_doc, scope) => scope.all },
  { path: '/nhiem-vu', group: 'Tổ chức', label: 'Nhiệm vụ', when: (_doc, scope) => scope.all },
  { path: '/phong-trao-con', group: 'Tổ chức', label: 'Phong trào của đơn vị', when: (_doc, scope) => !scope.draft },
  { path: '/cap-tren', group: 'Tổ chức', label: 'So với cấp trên', when: (doc) => doc.inherits !== null },
  { path: '/thiet-lap', group: 'Tổ chức', label: 'Thiết lập', when: (_doc, scope) => scope.views },
];

/** The phase in which a day lies; phases may overlap (Q25-4). */
export const phasesOn = (doc: MovementProgramme, day: string): MovementProgramme['phases'] =>
  doc.phases.filter((phase) => phase.from <= day && day <= phase.to);

/** In which phase a movement is and until when, for the top of its pages. */
export const stepOf = (doc: MovementProgramme, now: Date): string => {
  const today = isoDateLocal(now);
  if (today < doc.from) return `Bắt đầu từ ${formatDate(doc.from)}`;
  if (today > doc.to) return `Đã kết thúc ngày ${formatDate(doc.to)}`;
  const names = phasesOn(doc, today).map((phase) => phase.name);
  return `${names.join(', ') || 'Đang thực hiện'}, đến ${formatDate(doc.to)}`;
};

/**
 * A movement and what the actor may see in it, for every page and use case of its rooms.
 * @throws RuleError 'not-found' for those who have no work there
 */
export async function openMovement(
  ctx: Ctx,
  slug: string,
): Promise<{ movement: StoredMovement; scope: MovementScope }> {
  const movement = await movementBySlug(ctx.app.db, slug);
  if (!movement) throw notFound('Phong trào này');
  const scope = await movementScope(ctx, movement);
  requireAllowed(mayOpen(ctx, scope));
  return { movement, scope };
}

/**
 * Nothing of a movement changes before it is published or after it is closed.
 * @param noun what would change, within a sentence
 * @throws RuleError 'movement.not-running'
 */
export function requireRunning(movement: StoredMovement, noun: string): void {
  if (movement.status === 'published') return;
  throw new RuleError({
    code: 'movement.not-running',
    status: 409,
    message:
      movement.status === 'draft'
        ? `Phong trào chưa công bố, nên chưa nhận ${noun}.`
        : `Phong trào đã đóng, nên ${noun} không thay đổi nữa.`,
  });
}

/** The frame of every inner page of a movement. @throws RuleError 'not-found' */
export async function movementRoom(ctx: Ctx, args: { slug: string; path: string }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const root = `/dieu-hanh/phong-trao/${movement.slug}`;
  return {
    room: {
      id: movement.id,
      slug: movement.slug,
      shortName: movement.doc.shortName,
      status: movement.status,
      state: statusNames[movement.status],
      version: movement.version,
      step: stepOf(movement.doc, ctx.now),
      sees: { all: scope.all, manages: scope.manages, administers: scope.administers },
      links: rooms
        .filter((room) => room.when?.(movement.doc, scope) ?? true)
        .map((room) => ({
          href: root + room.path,
          group: room.group,
          label: room.label,
          current:
            room.path === ''
              ? args.path === root
              : args.path === root + room.path || args.path.startsWith(`${root}${room.path}/`),
        })),
    },
    now: ctx.now,
  };
}

/**
 * A movement as one unit meets it, for the pages under the unit's address.
 * @throws RuleError 'not-found' where the unit takes no part or is not the reader's business
 */
export async function openUnitMovement(ctx: Ctx, args: { slug: string; unitId: string }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(maySeeUnit(scope, args.unitId));
  const unit = scope.participants.find((one) => one.id === args.unitId);
  if (!unit || movement.status === 'draft') throw notFound('Phong trào này của đơn vị');
  return { movement, scope, unit };
}
