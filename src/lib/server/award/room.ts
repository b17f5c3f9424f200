import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { callBySlug } from './queries.ts';
import {
  type AwardScope,
  awardScope,
  hasAwardWork,
  managesCall,
  mayMakeCall,
  mayOpenCall,
  mayReadBarriers,
  mayReadRegister,
  officesKept,
  type StoredCall,
} from './scope.ts';

interface Link {
  path: string;
  group: string;
  label: string;
}

interface Room extends Link {
  when?: (scope: AwardScope) => boolean;
}

interface CallRoom extends Link {
  when?: (call: StoredCall, scope: AwardScope) => boolean;
}

const readsRegister = (scope: AwardScope) => mayReadRegister(scope).allow;

const keepsOffice = (scope: AwardScope) => scope.all || scope.leaderOf.size > 0 || officesKept(scope).length > 0;

/** The rooms of commendation. One line a room. */
const rooms: Room[] = [
  { path: '', group: 'Việc của tôi', label: 'Việc của tôi' },
  { path: '/y-kien', group: 'Việc của tôi', label: 'Xin ý kiến' },
  { path: '/dot', group: 'Đợt xét khen', label: 'Các đợt xét khen' },
  { path: '/mo-dot', group: 'Đợt xét khen', label: 'Soạn đợt mới', when: (scope) => mayMakeCall(scope).allow },
  { path: '/phoi', group: 'In và quỹ', label: 'Mẫu in', when: keepsOffice },
  { path: '/quy', group: 'In và quỹ', label: 'Quỹ khen thưởng', when: keepsOffice },
  { path: '/so', group: 'Sổ khen thưởng', label: 'Sổ khen thưởng', when: readsRegister },
  { path: '/so/nhap', group: 'Sổ khen thưởng', label: 'Nhập quyết định cũ', when: readsRegister },
  { path: '/so/thong-ke', group: 'Sổ khen thưởng', label: 'Thống kê', when: readsRegister },
  { path: '/so/giai-thuong', group: 'Sổ khen thưởng', label: 'Khen kèm giải thưởng', when: readsRegister },
  {
    path: '/truong-hop',
    group: 'Theo dõi',
    label: 'Trường hợp chưa xét khen',
    when: (scope) => mayReadBarriers(scope).allow,
  },
  { path: '/hoi-dong', group: 'Hội đồng', label: 'Hội đồng' },
];

/** The rooms of one call. */
const callRooms: CallRoom[] = [
  { path: '', group: 'Tổng quan', label: 'Tổng quan' },
  { path: '/chi-tieu', group: 'Tổng quan', label: 'Chỉ tiêu theo đơn vị' },
  { path: '/thiet-lap', group: 'Tổng quan', label: 'Thiết lập' },
  { path: '/ho-so', group: 'Hồ sơ', label: 'Hồ sơ' },
  { path: '/doi-chieu', group: 'Hồ sơ', label: 'Đối chiếu' },
  { path: '/y-kien', group: 'Hồ sơ', label: 'Ý kiến các cơ quan' },
  {
    path: '/lay-y-kien',
    group: 'Hồ sơ',
    label: 'Lấy ý kiến công khai',
    when: ({ doc }) => doc.path.some((step) => step.kind === 'publicity'),
  },
  {
    path: '/hoi-dong',
    group: 'Hội đồng',
    label: 'Họp Hội đồng',
    when: ({ doc }) => doc.path.some((step) => step.kind === 'council'),
  },
  { path: '/quyet-dinh', group: 'Quyết định', label: 'Quyết định' },
  {
    path: '/trinh-tren',
    group: 'Quyết định',
    label: 'Trình cấp trên',
    when: ({ doc }) => doc.path.some((step) => step.kind === 'forwarding'),
  },
  { path: '/giay', group: 'Quyết định', label: 'Bằng, giấy khen' },
  { path: '/chi-thuong', group: 'Quyết định', label: 'Chi thưởng' },
];

export const callStateNames: Record<StoredCall['state'], { label: string; tone: 'plain' | 'good' | 'warn' }> = {
  draft: { label: 'Đang soạn', tone: 'warn' },
  open: { label: 'Đang mở', tone: 'good' },
  closed: { label: 'Đã kết thúc', tone: 'plain' },
  cancelled: { label: 'Đã hủy', tone: 'plain' },
};

const linked = <T extends Link>(root: string, path: string, list: T[]) => {
  const inside = ({ path: room }: T) => (room === '' ? path === root : `${path}/`.startsWith(`${root}${room}/`));
  // a room within another one: the nearest is where the reader is
  const here = list.filter(inside).toSorted((a, b) => b.path.length - a.path.length)[0];
  return list.map((room) => ({ href: root + room.path, group: room.group, label: room.label, current: room === here }));
};

/** Everyone with any work in commendation. @throws RuleError 'not-found' for others */
export async function openAwards(ctx: Ctx): Promise<AwardScope> {
  const scope = await awardScope(ctx);
  if (!hasAwardWork(scope)) throw notFound('Trang này');
  return scope;
}

/** The frame of the rooms of commendation. @throws RuleError 'not-found' */
export async function awardsRoom(ctx: Ctx, path: string) {
  const scope = await openAwards(ctx);
  return {
    links: linked(
      '/xet-khen',
      path,
      rooms.filter((room) => room.when?.(scope) ?? true),
    ),
    now: ctx.now,
  };
}

/** A call and what the actor may see in it. @throws RuleError 'not-found' for those who have no work there */
export async function openCall(ctx: Ctx, slug: string): Promise<{ call: StoredCall; scope: AwardScope }> {
  const call = await callBySlug(ctx.app.db, slug);
  if (!call) throw notFound('Đợt xét khen thưởng này');
  const scope = await awardScope(ctx);
  requireAllowed(mayOpenCall(scope, call));
  return { call, scope };
}

/** The frame of every inner page of a call. @throws RuleError 'not-found' */
export async function callRoom(ctx: Ctx, args: { slug: string; path: string }) {
  const { call, scope } = await openCall(ctx, args.slug);
  return {
    room: {
      id: call.id,
      slug: call.slug,
      code: call.code,
      name: call.doc.name,
      state: callStateNames[call.state],
      manages: managesCall(scope, call),
      links: linked(
        `/xet-khen/dot/${call.slug}`,
        args.path,
        callRooms.filter((room) => room.when?.(call, scope) ?? true),
      ),
    },
    now: ctx.now,
  };
}
