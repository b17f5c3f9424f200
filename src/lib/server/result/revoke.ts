import { readersOf } from '../entry/readers.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { revokedMail } from './mails.ts';
import { decisionsOf, type ResultEntry } from './queries.ts';
import { moveEntries, recordSteps } from './states.ts';

/** Ends one prize inside an act: forgotten before publication, revoked with its certificates after it. */
export async function revokeAward(
  tx: Tx,
  ctx: Ctx,
  args: {
    programme: StoredProgramme;
    /** null when it no longer takes part (withdrawn, disqualified) */
    entry: ResultEntry | null;
    award: Row<'award'>;
    published: boolean;
    reason: string | null;
    /** false when the entry gets another prize at once */
    moveState: boolean;
  },
): Promise<void> {
  const { programme, entry, award, reason } = args;
  if (!args.published) {
    await tx.db.deleteFrom('award').where('id', '=', award.id).execute();
    return;
  }
  const revoked = { revoked_at: ctx.now, revoked_reason: reason };
  await tx.db.updateTable('award').set(revoked).where('id', '=', award.id).execute();
  await tx.db
    .updateTable('certificate')
    .set(revoked)
    .where('award_id', '=', award.id)
    .where('revoked_at', 'is', null)
    .execute();
  tx.publish();
  if (!entry || !args.moveState) return;
  if (entry.state === 'awarded') {
    await moveEntries(tx, ctx, programme.doc, [entry], 'revoke', reason);
    await recordSteps(tx, ctx, [{ entryId: entry.id, from: 'awarded', to: 'not-awarded', reason }]);
  }
  const tierName = programme.doc.prizes.tiers.find((tier) => tier.id === award.tier_id)?.name ?? award.tier_id;
  for (const to of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
    await tx.send(revokedMail({ app: ctx.app, doc: programme.doc, entry, to }, tierName, reason ?? ''));
}

/**
 * For acts that take an entry out of the contest (disqualification): its prize and certificates go with it. Changes neither
 * the entry's state nor its history, and sends nothing; the calling act does.
 * @returns whether there was a prize
 */
export async function endAwardOfEntry(tx: Tx, ctx: Ctx, args: { entryId: string; reason: string }): Promise<boolean> {
  const award = await tx.db
    .selectFrom('award')
    .selectAll()
    .where('entry_id', '=', args.entryId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!award) return false;
  const programme = await programmeById(tx.db, award.programme_id);
  if (!programme) return false;
  const published = (await decisionsOf(tx.db, programme.id)).results?.published_at != null;
  await revokeAward(tx, ctx, { programme, entry: null, award, published, reason: args.reason, moveState: false });
  return true;
}
