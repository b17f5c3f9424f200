import type { Kysely } from 'kysely';
import { type VoteRule, voteRule } from '#lib/domain/catalogue/vote.ts';
import type { DossierRow } from '../award/queries.ts';
import { formIn, lawById, lawOn, lawsOf } from '../catalogue/queries.ts';
import type { DB } from '../platform/db/schema.ts';

/** How many votes each dossier needs, by the version of the law that holds for it. @param day for dossiers without one yet */
export async function voteRulesOf(
  db: Kysely<DB>,
  dossiers: readonly Pick<DossierRow, 'id' | 'lawId' | 'formId'>[],
  day: string,
): Promise<Map<string, VoteRule>> {
  const laws = await lawsOf(db);
  return new Map(
    dossiers.map((dossier) => {
      const law = dossier.lawId ? lawById(laws, dossier.lawId) : lawOn(laws, day);
      const form = formIn(law, dossier.formId);
      return [dossier.id, voteRule(form ?? { vote: null })];
    }),
  );
}
