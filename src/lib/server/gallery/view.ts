/** K24-4: views. The browser says when it begins and when enough was watched; the time between is measured here, in real time. */
import * as v from 'valibot';
import { secondsToWatch, votingLimits } from '#lib/domain/gallery/voting.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import type { Ctx } from '../platform/ctx.ts';
import { sealed, unsealed } from './secret.ts';
import { requireBegun, requireWork } from './voting.ts';

const ticketHours = 6;
/** clocks and networks are not exact: a report may come this much before its time */
const graceMs = 1000;

const ticketShape = v.object({ code: v.string(), viewer: v.string(), at: v.number(), day: v.string() });

const viewerOf = (ctx: Ctx, device: string): string => (ctx.actor.id ? `p:${ctx.actor.id}` : `d:${device}`);

const wrong = (message: string) => new RuleError({ code: 'view.ticket', message });

/** Playing begins: a signed ticket, and after how many watched seconds to bring it back. */
export async function startView(
  ctx: Ctx,
  args: { code: string; device: string },
): Promise<{ ticket: string; seconds: number }> {
  const work = await requireWork(ctx.app.db, args.code);
  requireBegun(ctx, work);
  if (ctx.ip)
    await takeAttempt(ctx.app.db, `vote-view:${networkOf(ctx.ip)}`, {
      ...votingLimits.viewOfNetwork,
      what: 'Mạng này đã có quá nhiều lượt xem',
    });
  await takeAttempt(ctx.app.db, `vote-view:d:${args.device}`, {
    ...votingLimits.viewOfDevice,
    what: 'Thiết bị này đã có quá nhiều lượt xem',
  });
  const ticket = { code: work.code, viewer: viewerOf(ctx, args.device), at: Date.now(), day: isoDateLocal(ctx.now) };
  return { ticket: await sealed(ctx.app, 'view', ticket), seconds: secondsToWatch(work.rules.view, work.duration) };
}

/**
 * Enough was watched. One view a viewer, work and day. The row itself is the record: thousands of views a day in the log
 * would hide the acts of people.
 * @throws RuleError view.ticket when it is not this viewer's ticket, or came before that much time had passed
 */
export async function finishView(
  ctx: Ctx,
  args: { ticket: string; seconds: number; device: string },
): Promise<{ counted: boolean }> {
  const parsed = v.safeParse(ticketShape, await unsealed(ctx.app, 'view', args.ticket));
  if (!parsed.success || parsed.output.viewer !== viewerOf(ctx, args.device))
    throw wrong('Lượt xem này không bắt đầu ở trình duyệt này.');
  const { code, viewer, at, day } = parsed.output;
  const work = await requireWork(ctx.app.db, code);
  const elapsed = Date.now() - at;
  const needed = secondsToWatch(work.rules.view, work.duration);
  if (elapsed > ticketHours * 3600_000) throw wrong('Lượt xem này bắt đầu đã quá lâu.');
  if (args.seconds < needed || elapsed + graceMs < needed * 1000)
    throw wrong('Chưa xem đủ thời lượng để tính lượt xem.');
  const made = await ctx.app.db
    .insertInto('gallery_view')
    .values({
      programme_id: work.programme.id,
      entry_id: work.entryId,
      viewer,
      // of the beginning: else one watching would be a view of two days when its ticket is sent again after midnight
      day,
      at: ctx.now,
      seconds: Math.min(Math.floor(args.seconds), Math.ceil(elapsed / 1000)),
      network: networkOf(ctx.ip),
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return { counted: made.numInsertedOrUpdatedRows === 1n };
}
