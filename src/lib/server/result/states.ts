import { type EntryAct, type EntryState, transition } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';

interface Moving {
  id: string;
  code: string;
  unitId: string | null;
  state: EntryState;
}

/**
 * Moves entries by one act of the organisers.
 * @throws RuleError when one of them stands where the act does not lead from
 */
export async function moveEntries(
  tx: Tx,
  ctx: Ctx,
  doc: ContestProgramme,
  entries: Moving[],
  act: EntryAct,
  reason: string | null = null,
): Promise<EntryState | null> {
  let to: EntryState | null = null;
  for (const { code, ...entry } of entries) {
    // Entries that the jury has ranked were taken over by the province long ago.
    const result = transition(doc, { ...entry, forwarded: true }, act, { now: ctx.now, reason });
    if (!result.allow)
      throw new RuleError({
        code: result.code,
        message: `${code}: ${result.reason}`,
        ...(result.clause ? { clause: result.clause } : {}),
      });
    to = result.to;
  }
  if (to === null) return null;
  await tx.db
    .updateTable('entry')
    .set({ state: to })
    .where(
      'id',
      'in',
      entries.map((entry) => entry.id),
    )
    .execute();
  return to;
}

/**
 * Writes the steps into the entries' histories. Called when a decision becomes public and not when it is taken: authors
 * read the history.
 */
export async function recordSteps(
  tx: Tx,
  ctx: Ctx,
  steps: { entryId: string; from: EntryState; to: EntryState; reason?: string | null; clause?: string | null }[],
  by = 'Ban Tổ chức',
): Promise<void> {
  if (steps.length === 0) return;
  await tx.db
    .insertInto('entry_event')
    .values(
      steps.map((step) => ({
        entry_id: step.entryId,
        at: ctx.now,
        by_id: ctx.actor.id,
        by_name: by,
        from_state: step.from,
        to_state: step.to,
        reason: step.reason ?? null,
        clause: step.clause ?? null,
      })),
    )
    .execute();
}
