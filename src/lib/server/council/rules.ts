import type { Kysely } from 'kysely';
import type { VoteRule } from '#lib/domain/council/count.ts';
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
      const vote = formIn(law, dossier.formId)?.vote ?? null;
      return [
        dossier.id,
        {
          percent: vote?.value.percent ?? null,
          base: vote?.value.base ?? 'present',
          source: vote?.source ?? law.name,
          verified: vote?.verified ?? false,
        },
      ];
    }),
  );
}
