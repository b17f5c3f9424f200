import { type Kysely, sql } from 'kysely';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { isNominee } from '../award/interests.ts';
import type { DossierRow } from '../award/queries.ts';
import type { DB } from '../platform/db/schema.ts';

/** A council member who should not vote on a dossier. */
interface Conflict {
  memberId: string;
  personId: string;
  name: string;
  /** the member's account is the nominee's; false: the names agree, somebody has to confirm it */
  sure: boolean;
  /** why, in words */
  why: string;
}

/**
 * Members of a council who would vote in their own matter, by dossier: the nominee, and whoever leads the nominated collective. The
 * council keeps those who surely are the nominee from voting on that dossier and shows the others. Two queries.
 */
export async function conflictsOf(
  db: Kysely<DB>,
  args: { councilId: string; dossiers: readonly DossierRow[]; now: Date },
): Promise<Map<string, Conflict[]>> {
  if (args.dossiers.length === 0) return new Map();
  const day = isoDateLocal(args.now);
  const [members, subjects] = await Promise.all([
    db
      .selectFrom('council_member as m')
      .innerJoin('person as p', 'p.id', 'm.person_id')
      .select(['m.id as memberId', 'p.id as personId', 'p.full_name as name'])
      .select((eb) =>
        eb
          .selectFrom('role_grant as g')
          .select(sql<string[]>`coalesce(array_agg(g.unit_id), '{}')`.as('units'))
          .whereRef('g.person_id', '=', 'p.id')
          .where('g.role', '=', 'leader')
          .where('g.revoked_at', 'is', null)
          .as('leads'),
      )
      .where('m.council_id', '=', args.councilId)
      .where('m.valid_from', '<=', day)
      .where((eb) => eb.or([eb('m.valid_to', 'is', null), eb('m.valid_to', '>=', day)]))
      .orderBy('m.ord')
      .orderBy('m.id')
      .execute(),
    db
      .selectFrom('award_subject as s')
      .leftJoin('award_subject as r', 'r.id', 's.merged_into')
      .select([
        's.id',
        's.is_unit as isUnit',
        's.unit_id as unitId',
        's.person_id as personId',
        'r.person_id as rootPerson',
      ])
      .where(
        's.id',
        'in',
        args.dossiers.map((one) => one.subjectId),
      )
      .execute(),
  ]);
  const byId = new Map(subjects.map((one) => [one.id, one]));
  return new Map(
    args.dossiers.map((dossier) => {
      const subject = byId.get(dossier.subjectId);
      const personIds = new Set([subject?.personId, subject?.rootPerson].filter((one) => typeof one === 'string'));
      const found = members.flatMap((member): Conflict[] => {
        const { memberId, personId, name } = member;
        const self =
          dossier.subjectKind === 'individual' && isNominee({ personIds, name: dossier.subjectName }, member);
        if (self)
          return [
            {
              memberId,
              personId,
              name,
              sure: self === 'surely',
              why: self === 'surely' ? 'là người được đề nghị' : 'trùng họ tên với người được đề nghị, cần xác nhận',
            },
          ];
        const leads = subject?.isUnit && subject.unitId !== null && member.leads?.includes(subject.unitId);
        return leads ? [{ memberId, personId, name, sure: false, why: 'lãnh đạo tập thể được đề nghị' }] : [];
      });
      return [dossier.id, found];
    }),
  );
}
