import { sql } from 'kysely';
import { formatDateTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { hasRole, isSignedIn } from '../platform/policy.ts';
import { staffRoles } from '../programme/policy.ts';

export interface Link {
  href: string;
  label: string;
}

interface Site {
  name?: string;
  province?: string;
}

async function siteOf(ctx: Ctx): Promise<Site> {
  const stored = await ctx.app.db.selectFrom('setting').select('value').where('key', '=', 'site').executeTakeFirst();
  return (stored?.value ?? {}) as Site;
}

/** What the installation is called. */
export const siteName = async (ctx: Ctx): Promise<string> => (await siteOf(ctx)).name ?? 'Lan Tỏa';

/** What every page's frame shows: name, who is signed in, where this person can go, and whether the clock is a rehearsal's. */
export async function chromeFor(ctx: Ctx, _path: string) {
  const site = await siteOf(ctx);
  return {
    chrome: {
      siteName: site.name ?? 'Lan Tỏa',
      province: site.province ?? 'Tỉnh Sơn La',
      actor: isSignedIn(ctx.actor) ? { name: ctx.actor.name } : null,
      links: await linksFor(ctx),
      rehearsal:
        ctx.app.clock.offsetMs !== 0 || ctx.app.config.mode === 'demo'
          ? { now: formatDateTime(ctx.now), canMove: hasRole(ctx.actor, ctx.now, 'admin') && isSignedIn(ctx.actor) }
          : null,
    },
  };
}

/** Units meet movements as soon as one is published; before, the room would be empty for their coordinators. */
const hasMovement = async (ctx: Ctx): Promise<boolean> =>
  (await ctx.app.db
    .selectFrom('programme')
    .select('id')
    .where('kind', '=', 'movement')
    .where('status', '<>', 'draft')
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Units meet commendation as soon as a call is open; officers, leaders and members of councils always. */
async function hasAwards({ actor, now, app }: Ctx): Promise<boolean> {
  if (hasRole(actor, now, ['award-officer', 'leader', 'admin', 'auditor'])) return true;
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from council_member m where m.person_id = ${actor.id}
                      and ${isoDateLocal(now)}::date <@ daterange(m.valid_from, m.valid_to, '[]'))
        or (${hasRole(actor, now, 'unit-coordinator')} and exists (select from award_call where state <> 'draft')) as found`.execute(
    app.db,
  );
  return rows[0]!.found;
}

async function linksFor(ctx: Ctx): Promise<Link[]> {
  const { actor, now } = ctx;
  const links: Link[] = [
    { href: '/cuoc-thi', label: 'Cuộc thi' },
    { href: '/phong-trao', label: 'Phong trào' },
    { href: '/khen-thuong', label: 'Khen thưởng' },
  ];
  if (!isSignedIn(actor))
    return [
      ...links,
      { href: '/tra-cuu', label: 'Tra cứu bài' },
      { href: '/xac-minh', label: 'Xác minh giấy chứng nhận' },
    ];
  links.push({ href: '/bai-du-thi', label: 'Bài của tôi' });
  const coordinates = hasRole(actor, now, 'unit-coordinator');
  if (coordinates) links.push({ href: '/don-vi', label: 'Đơn vị' });
  if (hasRole(actor, now, ['judge', 'jury-chair'])) links.push({ href: '/cham-thi', label: 'Chấm thi' });
  if (hasRole(actor, now, staffRoles) || (coordinates && (await hasMovement(ctx))))
    links.push({ href: '/dieu-hanh', label: 'Điều hành' });
  if (await hasAwards(ctx)) links.push({ href: '/xet-khen', label: 'Xét khen' });
  if (hasRole(actor, now, ['admin', 'auditor'])) links.push({ href: '/quan-tri', label: 'Quản trị' });
  return links;
}
