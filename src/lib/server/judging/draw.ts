import { type Drawn, drawCommitment, drawOrder as drawnOrder, drawSeed } from '#lib/domain/judging/draw.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { secretToken } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireReason } from './conflictActs.ts';
import { canJudge } from './policy.ts';
import { type JudgingRound, lockRound, type RoundKey } from './rounds.ts';

const requireDrawn = ({ round, state }: JudgingRound): void => {
  if (!round.drawnOrder)
    throw new RuleError({ code: 'judging.no-draw', message: `${round.name} không bốc thăm thứ tự trình bày.` });
  if (state === 'closed')
    throw new RuleError({ code: 'judging.round-closed', message: `${round.name} đã kết thúc chấm.` });
};

/** What may be shown before the draw: it binds to the secret without telling it. Null when nothing was prepared. */
export const commitmentOf = async ({ drawSeed: seed, drawnAt }: JudgingRound): Promise<string | null> =>
  seed ? drawCommitment(drawnAt ? seed.slice(0, seed.indexOf('|')) : seed) : null;

/** Chooses the secret and shows its commitment, before anybody says the words in the hall (K26-4e). Once only. */
export async function prepareDraw(ctx: Ctx, key: RoundKey): Promise<{ commitment: string }> {
  requireAllowed(canJudge(ctx, 'judging.chair', key.programmeId));
  return act(
    ctx,
    { act: 'judging.prepare-draw', programmeId: key.programmeId, summary: 'Chuẩn bị bốc thăm thứ tự trình bày' },
    async (tx) => {
      const jr = await lockRound(tx.db, key);
      requireDrawn(jr);
      const known = await commitmentOf(jr);
      if (known) return { commitment: known };
      const secret = secretToken();
      await tx.db
        .updateTable('round_state')
        .set({ draw_seed: secret })
        .where('programme_id', '=', key.programmeId)
        .where('round_id', '=', key.roundId)
        .execute();
      const commitment = await drawCommitment(secret);
      tx.note({ subject: { kind: 'round', id: key.roundId }, changes: { commitment } });
      return { commitment };
    },
  );
}

/**
 * Draws the order of presentation from the committed secret and the words said in the hall (K26-4e). Seed and order stay on
 * record. Only once: a second draw (a finalist withdrew, say) needs a reason, and takes a new secret.
 */
export async function drawOrder(
  ctx: Ctx,
  args: RoundKey & { words: string; reason?: string | null },
): Promise<{ seed: string; order: Drawn[] }> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  const words = clean(args.words);
  if (words === '' || words.length > 300)
    throw new RuleError({
      code: 'judging.draw-words',
      message: 'Nhập lời được đọc tại hội trường (tối đa 300 ký tự), ví dụ các số vừa gieo.',
      field: 'words',
    });
  return act(
    ctx,
    { act: 'judging.draw', programmeId: args.programmeId, summary: 'Bốc thăm thứ tự trình bày' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireDrawn(jr);
      const reason = jr.drawnAt
        ? requireReason(
            args.reason ?? '',
            `Thứ tự trình bày đã được bốc thăm. Muốn bốc thăm lại, hãy ghi lý do; lý do được lưu lại.`,
          )
        : null;
      const entries = await tx.db
        .selectFrom('entry')
        .select(['id', 'code'])
        .where('programme_id', '=', args.programmeId)
        .where('state', '=', jr.entryState)
        .execute();
      if (entries.length === 0)
        throw new RuleError({ code: 'judging.no-entries', message: `${jr.round.name} chưa có bài nào.` });
      const secret = jr.drawSeed && !jr.drawnAt ? jr.drawSeed : secretToken();
      const seed = drawSeed(secret, words);
      const order = await drawnOrder(
        seed,
        entries.map((entry) => entry.code ?? ''),
      );
      const idOf = new Map(entries.map((entry) => [entry.code, entry.id]));
      await tx.db
        .deleteFrom('presentation_order')
        .where('programme_id', '=', args.programmeId)
        .where('round_id', '=', args.roundId)
        .execute();
      await tx.db
        .insertInto('presentation_order')
        .values(
          order.map(({ code, position }) => ({
            programme_id: args.programmeId,
            round_id: args.roundId,
            entry_id: idOf.get(code)!,
            position,
          })),
        )
        .execute();
      await tx.db
        .updateTable('round_state')
        .set({ draw_seed: seed, drawn_at: ctx.now })
        .where('programme_id', '=', args.programmeId)
        .where('round_id', '=', args.roundId)
        .execute();
      tx.note({
        summary: `Bốc thăm thứ tự trình bày ${jr.round.name}: ${order.length} bài${reason ? ' (bốc lại)' : ''}`,
        subject: { kind: 'round', id: args.roundId },
        changes: {
          seed,
          order: order.map(({ code }) => code),
          ...(reason ? { reason, previousSeed: jr.drawSeed } : {}),
        },
      });
      return { seed, order };
    },
  );
}
