import { whileOpenKind } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { transition } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, truncate } from '#lib/domain/kernel/text.ts';
import { takeDown } from '../gallery/post.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { authorsState, exclusionsOf, refuseExcluded, requirePublished } from './facts.ts';
import { withdrawnMail } from './mails.ts';
import { requireEntry } from './policy.ts';
import { requireWithinLimit } from './quota.ts';
import { readersOf } from './readers.ts';
import { lockForAuthors, programmeOf, writeEvent } from './record.ts';

/**
 * Takes an entry out of the contest. It stays readable to its authors, and may be opened again while intake lasts.
 * @throws RuleError entry.state, entry.reason-required (once it was handed in)
 */
export async function withdrawEntry(ctx: Ctx, args: { entryId: string; reason: string }): Promise<void> {
  const { programmeId } = await requireEntry(ctx, 'entry.edit', args.entryId);
  const reason = truncate(cleanMultiline(args.reason), 1000);
  const init = { act: 'entry.withdraw', programmeId, subject: { kind: 'entry', id: args.entryId }, summary: 'Rút bài' };
  await act(ctx, init, async (tx) => {
    const entry = await lockForAuthors(tx.db, args.entryId);
    const programme = await programmeOf(tx.db, entry);
    const known = await authorsState(tx.db, entry);
    const move = transition(programme.doc, { ...entry, state: known.state }, 'withdraw', { now: ctx.now });
    if (!move.allow) requireAllowed({ ...move, status: 422 });
    // What is decided but not published must not show, not even in why withdrawing is refused.
    if (!transition(programme.doc, entry, 'withdraw', { now: ctx.now }).allow)
      throw new RuleError({
        code: 'entry.withdraw-now',
        message: 'Ban Tổ chức đang tổng hợp kết quả nên lúc này không tự rút bài được. Hãy liên hệ Tổ Thư ký.',
      });
    if (entry.state !== 'draft' && reason === '')
      throw new RuleError({
        code: 'entry.reason-required',
        message: 'Hãy ghi lý do rút bài để Tổ Thư ký biết.',
        field: 'reason',
      });
    await tx.db
      .updateTable('entry')
      .set({ state: 'withdrawn', updated_at: ctx.now })
      .where('id', '=', entry.id)
      .execute();
    await writeEvent(tx.db, ctx, entry, { from: entry.state, to: 'withdrawn', reason });
    await takeDown(tx, ctx, [entry.id], 'Tác giả rút bài.');
    tx.note({ summary: `Rút bài ${entryName(entry)}`, changes: { state: [entry.state, 'withdrawn'], reason } });
    // What was never handed in is nobody else's business: its author knows.
    if (entry.code === null) return;
    for (const reader of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
      await tx.send(withdrawnMail(ctx.app, reader, programme, entry, ctx.actor.name, reason));
  });
}

/**
 * Opens a withdrawn entry again as a draft, while intake lasts. It keeps its code; whoever has come to organise or judge
 * meanwhile cannot come back as its author (K26-2b), nor an entry above the number that one may have (K24-5).
 */
export async function restoreEntry(ctx: Ctx, args: { entryId: string }): Promise<void> {
  const { programmeId } = await requireEntry(ctx, 'entry.edit', args.entryId);
  const init = {
    act: 'entry.restore',
    programmeId,
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Mở lại bài đã rút',
  };
  await act(ctx, init, async (tx) => {
    await lockExclusion(tx.db, programmeId);
    const entry = await lockForAuthors(tx.db, args.entryId);
    const programme = await programmeOf(tx.db, entry);
    requirePublished(programme);
    const move = transition(programme.doc, entry, 'restore', { now: ctx.now });
    if (!move.allow) {
      const closed = whileOpenKind(programme.doc, 'intake', ctx.now);
      requireAllowed({ ...(closed.allow ? move : closed), status: 422 });
    }
    refuseExcluded(await exclusionsOf(tx.db, programme, entry.authors, ctx.now), () => 'authors');
    await requireWithinLimit(ctx, tx.db, programme, entry.authors, {
      except: entry.id,
      counts: (author) => author.confirmedAt !== null,
    });
    await tx.db
      .updateTable('entry')
      .set({ state: 'draft', updated_at: ctx.now, changed_at: ctx.now })
      .where('id', '=', entry.id)
      .execute();
    await writeEvent(tx.db, ctx, entry, { from: 'withdrawn', to: 'draft' });
    tx.note({ summary: `Mở lại bài ${entryName(entry)}`, changes: { state: ['withdrawn', 'draft'] } });
  });
}
