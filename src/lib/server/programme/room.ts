import { sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { endOfDay, formatDateTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { roleLabels } from '#lib/domain/people/roles.ts';
import { afterIntake, currentPeriod, nextPeriod, periodOf } from '#lib/domain/programme/clock.ts';
import { undecided } from '#lib/domain/programme/questions.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { interactionDuties } from '../gallery/duties.ts';
import type { Ctx } from '../platform/ctx.ts';
import { hasRole, isSignedIn, requireAllowed, type StoredRole } from '../platform/policy.ts';
import { agencyDuties } from '../screening/agencyDuties.ts';
import { openTasksIn } from '../task/queries.ts';
import { programmeFacts } from './facts.ts';
import { statusNames } from './overview.ts';
import { canProgramme, programmesOfActor, staffRoles } from './policy.ts';
import { listProgrammes, programmeBySlug, type StoredProgramme } from './queries.ts';

interface Room {
  path: string;
  /** rooms of one group stand together in the navigation */
  group: string;
  label: string;
  roles: StoredRole[];
  /** only where the programme has this part */
  when?: (doc: ContestProgramme) => boolean;
}

const hasAgency = (doc: ContestProgramme): boolean => doc.screening.agency !== undefined;

/** The rooms of a programme in its sub-navigation, and who has work there. */
const rooms: Room[] = [
  { path: '', group: 'Tổng quan', label: 'Tổng quan', roles: staffRoles },
  {
    path: '/bai-du-thi',
    group: 'Bài dự thi',
    label: 'Bài dự thi',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
  },
  {
    path: '/danh-sach',
    group: 'Bài dự thi',
    label: 'Chốt danh sách',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
    when: hasAgency,
  },
  {
    path: '/so-loai',
    group: 'Bài dự thi',
    label: 'Sơ loại',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
    when: hasAgency,
  },
  {
    path: '/dong-y',
    group: 'Bài dự thi',
    label: 'Đồng ý công khai',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
    when: (doc) => doc.gallery !== undefined,
  },
  {
    path: '/thu-vien',
    group: 'Công chúng',
    label: 'Thư viện',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
    when: (doc) => doc.gallery !== undefined,
  },
  { path: '/phan-cong', group: 'Chấm thi', label: 'Phân công chấm', roles: ['secretary', 'admin'] },
  {
    path: '/tien-do',
    group: 'Chấm thi',
    label: 'Tiến độ chấm',
    roles: ['secretary', 'support', 'organiser', 'jury-chair', 'admin', 'auditor'],
  },
  {
    path: '/tuong-tac',
    group: 'Công chúng',
    label: 'Lượt tương tác',
    roles: ['secretary', 'support', 'organiser', 'admin', 'auditor'],
    when: (doc) => doc.interaction !== undefined,
  },
  { path: '/quyet-dinh', group: 'Kết quả', label: 'Kết quả', roles: ['secretary', 'organiser', 'admin', 'auditor'] },
  {
    path: '/giay-chung-nhan',
    group: 'Kết quả',
    label: 'Giấy chứng nhận',
    roles: ['secretary', 'organiser', 'admin', 'auditor'],
  },
  { path: '/nhiem-vu', group: 'Tổ chức', label: 'Nhiệm vụ', roles: staffRoles },
  { path: '/tin-tuc', group: 'Công chúng', label: 'Tin tức', roles: ['secretary', 'support', 'organiser', 'admin'] },
  { path: '/tai-lieu', group: 'Tổ chức', label: 'Văn bản', roles: ['secretary', 'support', 'organiser', 'admin'] },
  {
    path: '/thanh-phan',
    group: 'Tổ chức',
    label: 'Các ban',
    roles: ['secretary', 'organiser', 'jury-chair', 'admin', 'auditor'],
  },
  { path: '/kinh-phi', group: 'Tổ chức', label: 'Kinh phí', roles: ['secretary', 'organiser', 'admin', 'auditor'] },
  { path: '/bao-cao', group: 'Kết quả', label: 'Báo cáo', roles: ['secretary', 'organiser', 'admin', 'auditor'] },
];

export interface Duty {
  text: string;
  href: string;
  action: string;
  /** ISO instant */
  due: string | null;
  clause: string | null;
}

/** What a person with these roles has to do next in a programme, most urgent first. */
async function dutiesIn(ctx: Ctx, programme: StoredProgramme): Promise<Duty[]> {
  const { actor, now } = ctx;
  const holds = (roles: StoredRole[]) => hasRole(actor, now, roles, { programmeId: programme.id });
  const { doc } = programme;
  const root = `/dieu-hanh/${programme.slug}`;
  const duties: Duty[] = [];
  const open = undecided(doc).length;
  if (programme.status === 'draft' && holds(['admin']))
    duties.push({
      text: open > 0 ? `Quyết định ${open} điểm mà kế hoạch để ngỏ, rồi công bố` : 'Xem lại và công bố chương trình',
      href: `/quan-tri/chuong-trinh/${programme.slug}`,
      action: 'Mở chương trình',
      due: doc.timeline.find((p) => p.kind === 'intake')?.from ?? null,
      clause: null,
    });
  if (programme.status !== 'published') return duties;

  const [facts, counts, { rows: late }] = await Promise.all([
    programmeFacts(ctx.app.db, programme, now),
    ctx.app.db
      .selectFrom('entry')
      .select((eb) => [eb.fn.countAll<number>().as('waiting')])
      .where('programme_id', '=', programme.id)
      .where('state', '=', 'submitted')
      .executeTakeFirstOrThrow(),
    sql<{ proposed: string[]; kept: boolean; uncertified: number }>`
      select array(select distinct kind from proposal where programme_id = ${programme.id}) as proposed,
              exists (select from decision where programme_id = ${programme.id} and kind = 'finalists' and published_at is null) as kept,
             (select count(*) from award a where a.programme_id = ${programme.id} and a.revoked_at is null
                 and not exists (select from certificate c where c.award_id = a.id))::int as uncertified`.execute(
      ctx.app.db,
    ),
  ]);
  const proposed = late[0]?.proposed ?? [];
  const kept = late[0]?.kept ?? false;
  const uncertified = late[0]?.uncertified ?? 0;
  const waiting = Number(counts.waiting);
  const screening = await agencyDuties(ctx, programme);
  duties.push(...screening.duties);
  if (waiting > 0 && !screening.listClosed && holds(['secretary']))
    duties.push({
      text: `Kiểm tra ${waiting} bài mới nộp`,
      href: `${root}/bai-du-thi?trang-thai=submitted`,
      action: 'Kiểm tra bài',
      due: afterIntake(doc)?.from ?? null,
      clause: doc.eligibility.clause,
    });
  for (const round of doc.rounds) {
    const fact = facts.rounds[round.id];
    const period = periodOf(doc, round.periodId);
    if (!fact || !period) continue;
    const begun = now >= new Date(period.from);
    // Before the standing agency has chosen there is nothing to assign.
    const chosen = round.kind !== 'final' || !hasAgency(doc) || facts.finalistsDecided;
    if (begun && chosen && fact.state === 'pending' && holds(['secretary']))
      duties.push({
        text: `Phân công giám khảo và mở ${round.name}`,
        href: `${root}/phan-cong`,
        action: 'Mở phần phân công',
        due: period.to,
        clause: round.clause,
      });
    if (begun && fact.state === 'pending' && fact.assignments > 0 && holds(['jury-chair']))
      duties.push({
        text: round.drawnOrder ? `Bốc thăm thứ tự trình bày và mở ${round.name}` : `Mở ${round.name}`,
        href: `/cham-thi/${programme.slug}/${round.id}/chu-tich${round.drawnOrder ? '?muc=boc-tham' : ''}`,
        action: 'Đến trang Trưởng Ban Giám khảo',
        due: period.to,
        clause: round.clause,
      });
    if (fact.state === 'closed' && holds(['jury-chair'])) {
      const decided = round.kind === 'preliminary' ? facts.finalistsDecided : facts.resultsPublished;
      if (!decided && !proposed.includes(round.kind === 'preliminary' ? 'finalist' : 'prize'))
        duties.push({
          text: `Xem xếp hạng ${round.name} và trình đề nghị lên Ban Tổ chức`,
          href: `/cham-thi/${programme.slug}/${round.id}/chu-tich?muc=xep-hang`,
          action: 'Xem xếp hạng',
          due: period.to,
          clause: round.clause,
        });
    }
    if (fact.state === 'open' && holds(['jury-chair', 'secretary']))
      duties.push({
        text:
          fact.sheetsSigned < fact.assignments
            ? `Theo dõi ${round.name}: còn ${fact.assignments - fact.sheetsSigned} trong ${fact.assignments} phiếu chưa ký`
            : holds(['jury-chair'])
              ? `${round.name}: cả ${fact.assignments} phiếu đã ký, xem lại rồi kết thúc vòng`
              : `${round.name}: cả ${fact.assignments} phiếu đã ký, chờ Trưởng Ban Giám khảo kết thúc vòng`,
        href: holds(['jury-chair'])
          ? `/cham-thi/${programme.slug}/${round.id}/chu-tich`
          : `${root}/tien-do?vong=${round.id}`,
        action: 'Mở tiến độ chấm',
        due: period.to,
        clause: round.clause,
      });
    if (fact.state === 'closed' && holds(['organiser'])) {
      const preliminary = round.kind === 'preliminary';
      const needed = preliminary ? !facts.finalistsDecided || kept : !facts.resultsPublished;
      if (needed)
        duties.push({
          text: !preliminary
            ? 'Quyết định giải và công bố kết quả'
            : facts.finalistsDecided
              ? 'Công bố các bài vào vòng sau đã quyết định'
              : 'Quyết định bài vào vòng sau',
          href: `${root}/quyet-dinh/${preliminary ? 'chung-khao' : 'giai'}`,
          action: preliminary ? 'Mở danh sách xét chọn' : 'Mở phần quyết định giải',
          due: (preliminary ? undefined : doc.timeline.find((p) => p.kind === 'decision')?.to) ?? period.to,
          clause: round.clause,
        });
    }
  }
  const mine = isSignedIn(actor)
    ? await openTasksIn(ctx.app.db, { programmeId: programme.id, ownerId: actor.id, today: isoDateLocal(now) })
    : null;
  if (mine && mine.open > 0)
    duties.push({
      text:
        mine.overdue > 0 ? `${mine.open} việc được giao, ${mine.overdue} việc quá hạn` : `${mine.open} việc được giao`,
      href: `/dieu-hanh/${programme.slug}/nhiem-vu?nguoi=${actor.id}`,
      action: 'Xem việc của tôi',
      due: mine.nextDue ? endOfDay(mine.nextDue).toISOString() : null,
      clause: null,
    });
  const uncounted = doc.prizes.tiers.filter((tier) => tier.count === null);
  const final = doc.rounds.find((round) => round.kind === 'final') ?? doc.rounds.at(-1);
  const judged = final && facts.rounds[final.id]?.state !== 'pending';
  if (uncounted.length > 0 && judged && !facts.resultsPublished && holds(['organiser', 'secretary']))
    duties.push({
      text: `${holds(['organiser']) ? 'Nhập' : 'Đề nghị Ban Tổ chức nhập'} số lượng ${joinVi(uncounted.map((tier) => tier.name))}; chưa có thì chưa công bố kết quả được`,
      href: `${root}/quyet-dinh/giai#so-luong`,
      action: 'Mở chỗ nhập số lượng giải',
      due: periodOf(doc, final.periodId)?.to ?? null,
      clause: doc.prizes.clause,
    });
  if (facts.resultsPublished && uncertified > 0 && holds(['secretary']))
    duties.push({
      text: `Phát hành giấy chứng nhận: ${uncertified} giải chưa có giấy`,
      href: `${root}/giay-chung-nhan`,
      action: 'Mở giấy chứng nhận',
      due: null,
      clause: null,
    });
  duties.push(...(await interactionDuties(ctx, programme)));
  return duties;
}

const rolesHeld = (ctx: Ctx, programmeId: string): string[] =>
  [
    ...new Set(
      ctx.actor.grants
        .filter(
          (g) =>
            hasRole(ctx.actor, ctx.now, g.role, { programmeId }) &&
            (g.programmeId === null || g.programmeId === programmeId) &&
            staffRoles.includes(g.role),
        )
        .map((g) => g.role),
    ),
  ].map((role) => roleLabels[role]);

const stepOf = (programme: StoredProgramme, now: Date): string => {
  const current = currentPeriod(programme.doc, now);
  if (current) return `${current.name}, đến ${formatDateTime(current.to)}`;
  const next = nextPeriod(programme.doc, now);
  return next ? `Sắp tới: ${next.name}, từ ${formatDateTime(next.from)}` : 'Đã qua mọi bước của tiến độ';
};

/** The frame of every inner page of a programme. @throws RuleError 'not-found' for those who have no work there */
export async function programmeRoom(ctx: Ctx, args: { slug: string; path: string }) {
  const programme = await programmeBySlug(ctx.app.db, args.slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  const root = `/dieu-hanh/${programme.slug}`;
  const duties = await dutiesIn(ctx, programme);
  return {
    room: {
      id: programme.id,
      slug: programme.slug,
      shortName: programme.doc.shortName,
      status: programme.status,
      state: statusNames[programme.status],
      version: programme.version,
      step: stepOf(programme, ctx.now),
      roles: rolesHeld(ctx, programme.id),
      links: rooms
        .filter((room) => room.when?.(programme.doc) ?? true)
        .filter((room) => hasRole(ctx.actor, ctx.now, room.roles, { programmeId: programme.id }))
        .map((room) => ({
          href: root + room.path,
          group: room.group,
          label: room.label,
          current:
            room.path === ''
              ? args.path === root
              : args.path === root + room.path || args.path.startsWith(`${root}${room.path}/`),
        })),
      duties,
    },
    now: ctx.now,
  };
}

/** The programmes in which the actor works, with what is theirs to do in each. */
export async function myProgrammes(ctx: Ctx) {
  const ids = programmesOfActor(ctx, staffRoles);
  const programmes = await listProgrammes(ctx.app.db, ids ?? undefined);
  return Promise.all(
    programmes.map(async (programme) => ({
      slug: programme.slug,
      name: programme.doc.name,
      state: statusNames[programme.status],
      step: programme.status === 'published' ? stepOf(programme, ctx.now) : null,
      roles: rolesHeld(ctx, programme.id),
      duties: await dutiesIn(ctx, programme),
    })),
  );
}
