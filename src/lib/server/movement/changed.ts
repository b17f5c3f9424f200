import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';

/**
 * What follows when a movement is published or its document has changed, in the same transaction: the one place where obligations
 * and whatever else is derived from the document is brought up to date.
 * @returns what was done, for the log
 */
export async function onMovementChanged(
  _tx: Tx,
  _ctx: Ctx,
  movement: StoredMovement,
): Promise<Record<string, unknown>> {
  // Nothing is asked of units before the movement is published.
  if (movement.status !== 'published') return {};
  return {};
}
