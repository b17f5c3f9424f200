import type { Kysely } from 'kysely';
import type { DossierRow } from '../award/queries.ts';
import type { DB } from '../platform/db/schema.ts';

/** For each dossier the members of a meeting who are nominated in it themselves: they do not vote on it. */
export async function conflictsOf(
  db: Kysely<DB>,
  dossiers: readonly Pick<DossierRow, 'id'>[],
  meetingId: string,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (dossiers.length === 0) return found;
  const rows = await db
    .selectFrom('award_dossier as d')
    .innerJoin('award_subject as s', 's.id', 'd.subject_id')
    .leftJoin('award_subject as same', 'same.id', 's.merged_into')
    .innerJoin('council_member as m', (join) =>
      join.on((eb) =>
        eb.or([eb('m.person_id', '=', eb.ref('s.person_id')), eb('m.person_id', '=', eb.ref('same.person_id'))]),
      ),
    )
    .innerJoin('council_attendance as a', 'a.member_id', 'm.id')
    .select(['d.id', 'm.id as memberId'])
    .where('a.meeting_id', '=', meetingId)
    .where(
      'd.id',
      'in',
      dossiers.map((one) => one.id),
    )
    .execute();
  for (const row of rows) found.set(row.id, new Set([...(found.get(row.id) ?? []), row.memberId]));
  return found;
}
