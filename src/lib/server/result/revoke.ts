import { readersOf } from '../entry/readers.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { revokePrizeRecords } from '../register/prizes.ts';
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
  await revokePrizeRecords(tx, ctx, { awardId: award.id, reason: reason ?? 'Thu hồi giải thưởng.' });
  tx.publish();
  if (!entry || !args.moveState) return;
  if (entry.state === 'awarded' && (await awardsOfEntry(tx, entry.id)).length === 0) {
    await moveEntries(tx, ctx, programme.doc, [entry], 'revoke', reason);
    await recordSteps(tx, ctx, [{ entryId: entry.id, from: 'awarded', to: 'not-awarded', reason }]);
  }
  const tierName = programme.doc.prizes.tiers.find((tier) => tier.id === award.tier_id)?.name ?? award.tier_id;
  for (const to of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
    await tx.send(revokedMail({ app: ctx.app, doc: programme.doc, entry, to }, tierName, reason ?? ''));
}

const awardsOfEntry = (tx: Tx, entryId: string) =>
  tx.db
    .selectFrom('award')
    .selectAll()
    .where('entry_id', '=', entryId)
    .where('revoked_at', 'is', null)
    .orderBy('side')
    .execute();

/**
 * For acts that take an entry out of the contest (disqualification): its prizes and certificates go with it, by score and
 * side (K24-10). Changes neither the entry's state nor its history, and sends nothing; the calling act does.
 * @returns names of the prizes that ended, and whether they were public
 */
export async function endAwardsOfEntry(
  tx: Tx,
  ctx: Ctx,
  args: { entryId: string; reason: string },
): Promise<{ names: string[]; published: boolean }> {
  const awards = await awardsOfEntry(tx, args.entryId);
  const programme = awards[0] ? await programmeById(tx.db, awards[0].programme_id) : null;
  if (!programme) return { names: [], published: false };
  const published = (await decisionsOf(tx.db, programme.id)).results?.published_at != null;
  for (const award of awards)
    await revokeAward(tx, ctx, { programme, entry: null, award, published, reason: args.reason, moveState: false });
  const nameOf = (tierId: string) => programme.doc.prizes.tiers.find((tier) => tier.id === tierId)?.name ?? tierId;
  return { names: awards.map((award) => nameOf(award.tier_id)), published };
}
