import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';

/**
 * What follows when a movement is published or its document has changed, in the same transaction: the one place where what is
 * derived from the document is brought up to date.
 * @returns what was done, for the log
 */
export async function onMovementChanged(tx: Tx, _ctx: Ctx, movement: StoredMovement): Promise<Record<string, unknown>> {
  // Nothing is asked of units before the movement is published, and nothing more once it is closed.
  if (movement.status !== 'published') return {};
  // After the commit, because obligations are worked out from what is stored.
  await tx.job('obligation.generate', { id: movement.id }, { key: `obligation.generate ${movement.id}` });
  return {};
}
