import type { Kysely } from 'kysely';
import { blocksOf, type Check, sortChecks } from '#lib/domain/award/checks.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { lawOn } from '../catalogue/queries.ts';
import type { DB } from '../platform/db/schema.ts';
import { type CheckFacts, checkFacts } from './checkFacts.ts';
import { barrierChecks, claimChecks, completenessChecks, interestChecks, priorityChecks } from './checkFindings.ts';
import type { Insight, Looking } from './looking.ts';
import { overlapChecks } from './overlapChecks.ts';
import type { DossierRow } from './queries.ts';

/** How one dossier is looked at: under the law that it has, or that of today. */
export function looking(facts: CheckFacts, dossier: DossierRow, args: { insight: Insight; now: Date }): Looking {
  const today = isoDateLocal(args.now);
  const law = facts.laws.find((one) => one.id === dossier.lawId) ?? lawOn(facts.laws, today);
  return { dossier, facts, insight: args.insight, today, law };
}

/**
 * What the system finds in dossiers, what stops them first. The number of queries does not depend on how many they are.
 * @param insight `unit`, unless the reader may know what lies behind (`checkInsight`)
 */
export async function checksOf(
  db: Kysely<DB>,
  args: { dossiers: readonly DossierRow[]; now: Date; insight?: Insight },
): Promise<Map<string, Check[]>> {
  const { dossiers, now, insight = 'unit' } = args;
  if (dossiers.length === 0) return new Map();
  const facts = await checkFacts(db, dossiers, now);
  return new Map(
    dossiers.map((dossier) => {
      const at = looking(facts, dossier, { insight, now });
      const checks = [
        ...barrierChecks(at),
        ...overlapChecks(at),
        ...claimChecks(at),
        ...interestChecks(at),
        ...completenessChecks(at),
        ...priorityChecks(at),
      ];
      return [dossier.id, sortChecks(checks)];
    }),
  );
}

/**
 * Stops an act on dossiers while something stands against one of them: at submission, on the way to a decision, and when it is made. Holds
 * the subjects until the transaction ends, so that a case which is entered at the same moment comes before or after, never between.
 * @throws RuleError 'award.blocked'
 */
export async function requireClear(db: Kysely<DB>, dossiers: readonly DossierRow[], now: Date): Promise<void> {
  if (dossiers.length === 0) return;
  await db
    .selectFrom('award_subject')
    .select('id')
    .where('id', 'in', [...new Set(dossiers.map((one) => one.subjectId))])
    .orderBy('id')
    .forShare()
    .execute();
  const checks = await checksOf(db, { dossiers, now });
  const stopped = dossiers.flatMap((dossier) => {
    const [block] = blocksOf(checks.get(dossier.id) ?? []);
    return block ? [{ dossier, block }] : [];
  });
  if (stopped.length === 0) return;
  const shown = stopped.slice(0, 5);
  throw new RuleError({
    code: 'award.blocked',
    message: `${stopped.length === 1 ? 'Có hồ sơ' : `Có ${stopped.length} hồ sơ`} chưa được xét tiếp: ${shown
      .map(({ dossier, block }) => `${dossier.code} ${dossier.subjectName} (${block.title})`)
      .join('; ')}${stopped.length > shown.length ? '…' : ''}.`,
    hint: 'Mở từng hồ sơ, mục “Kiểm tra”, để xem lý do và cách xử lý; hoặc bỏ hồ sơ đó khỏi lần này.',
    clause: shown[0]!.block.clause,
  });
}
