import { countsExternal, windowState } from '#lib/domain/gallery/interaction.ts';
import { addDays, formatDateTime, toDate } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { Ctx } from '../platform/ctx.ts';
import { hasRole, type StoredRole } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';
import { worksWithoutReading } from './external.ts';
import { freezeOf } from './freeze.ts';
import { requireCounting } from './interactionPolicy.ts';
import { differences } from './recount.ts';

/** Days before the freeze from which people are asked for the numbers of pages elsewhere. */
const askDays = 7;

/** What the actor has to do about the counts of a programme next. */
export async function interactionDuties(ctx: Ctx, stored: StoredProgramme) {
  if (!stored.doc.interaction) return [];
  const programme = requireCounting(stored);
  const { doc, id } = programme;
  const rules = doc.interaction;
  const { db } = ctx.app;
  const holds = (...roles: StoredRole[]) => hasRole(ctx.actor, ctx.now, roles, { programmeId: id });
  const root = `/dieu-hanh/${programme.slug}/tuong-tac`;
  const freezeAt = toDate(rules.freezeAt);
  const duty = (text: string, href: string, action: string, due: string | null) => ({
    text,
    href,
    action,
    due,
    clause: clauseLabel(doc, rules.clause),
  });
  const state = windowState(rules, ctx.now);
  if (
    state === 'open' &&
    countsExternal(rules) &&
    ctx.now >= addDays(freezeAt, -askDays) &&
    holds('secretary', 'support')
  ) {
    const unread = (await worksWithoutReading(db, programme)).length;
    if (unread > 0)
      return [
        duty(
          `Nhập số liệu Fanpage trước ${formatDateTime(freezeAt)}: còn ${unread} tác phẩm chưa có`,
          `${root}/ngoai`,
          'Nhập số liệu',
          rules.freezeAt,
        ),
      ];
  }
  if (state !== 'closed') return [];
  const latest = await freezeOf(db, id);
  if (!latest)
    return holds('organiser', 'secretary')
      ? [duty(`Chốt lượt tương tác lúc ${formatDateTime(freezeAt)}`, root, 'Chốt ngay', rules.freezeAt)]
      : [];
  if (!holds('organiser')) return [];
  if ((await publishedDecisions(db, id)).results || (await differences(db, id, latest)).length === 0) return [];
  return [duty(`Số liệu tương tác đã khác lần chốt ${latest.no}: xem rồi chốt lại`, root, 'Xem khác biệt', null)];
}
