import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type DossierListFilter, statesOf } from '#lib/domain/award/listFilter.ts';
import type { DossierState } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { foldedWords } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ListedDossier {
  id: string;
  code: string;
  subjectName: string;
  subjectKind: SubjectKind;
  unitId: string;
  unitName: string;
  formId: string;
  state: DossierState;
  stepId: string | null;
  dueOn: string | null;
  enteredAt: Date | null;
  rank: number | null;
  note: string;
  stepVersion: number | null;
}

export const dossierPageSize = 50;

const and = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` and `);

function conditions(callId: string, filter: DossierListFilter, now: Date): RawBuilder<unknown> {
  const parts = [sql`d.call_id = ${callId}`, sql`d.received_at is not null`];
  if (filter.step) parts.push(sql`d.step_id = ${filter.step} and d.state = 'in-progress'`);
  if (filter.unit) parts.push(isUuid(filter.unit) ? sql`d.unit_id = ${filter.unit}` : sql`false`);
  if (filter.form) parts.push(sql`d.form_id = ${filter.form}`);
  if (filter.kind) parts.push(sql`d.subject_kind = ${filter.kind}`);
  if (filter.group) parts.push(sql`d.state = any (${statesOf[filter.group]}::text[])`);
  if (filter.group === 'late') parts.push(sql`s.due_on < ${isoDateLocal(now)}::date`);
  for (const word of foldedWords(filter.q).slice(0, 8))
    parts.push(sql`(a.folded like ${`%${word}%`} or lower(d.code) like ${`%${word}%`})`);
  return and(parts);
}

const from = sql`award_dossier d join unit u on u.id = d.unit_id join award_subject a on a.id = d.subject_id
  left join award_step s on s.dossier_id = d.id and s.done_at is null`;

/** Dossiers of a call that were handed in: what is late first, at a step in the order of its list. */
export async function listDossiers(
  db: Kysely<DB>,
  args: { callId: string; filter: DossierListFilter; now: Date; limit?: number },
): Promise<{ rows: ListedDossier[]; total: number }> {
  const where = conditions(args.callId, args.filter, args.now);
  const size = args.limit ?? dossierPageSize;
  const [{ rows }, counted] = await Promise.all([
    sql<ListedDossier>`
      select d.id, d.code, d.subject_name as "subjectName", d.subject_kind as "subjectKind", d.unit_id as "unitId",
        u.name as "unitName", d.form_id as "formId", d.state, d.step_id as "stepId", s.due_on::text as "dueOn",
        s.entered_at as "enteredAt", s.rank, coalesce(s.note, '') as note, s.version as "stepVersion"
      from ${from} where ${where}
      order by (s.due_on < ${isoDateLocal(args.now)}::date) desc nulls last, s.rank nulls last, s.due_on nulls last, d.code
      limit ${size} offset ${(args.filter.page - 1) * size}`.execute(db),
    sql<{ total: number }>`select count(*)::int as total from ${from} where ${where}`.execute(db),
  ]);
  return { rows, total: counted.rows[0]!.total };
}

/** What a call's dossiers can be narrowed down by, and how many stand where. */
export async function listChoices(db: Kysely<DB>, callId: string, now: Date) {
  const today = isoDateLocal(now);
  const [units, steps] = await Promise.all([
    db
      .selectFrom('award_dossier as d')
      .innerJoin('unit as u', 'u.id', 'd.unit_id')
      .select(['u.id', 'u.name'])
      .distinct()
      .where('d.call_id', '=', callId)
      .where('d.received_at', 'is not', null)
      .orderBy('u.name')
      .execute(),
    sql<{ stepId: string | null; state: DossierState; count: number; late: number }>`
      select d.step_id as "stepId", d.state, count(*)::int as count,
        count(*) filter (where s.due_on < ${today}::date)::int as late
      from award_dossier d left join award_step s on s.dossier_id = d.id and s.done_at is null
      where d.call_id = ${callId} and d.received_at is not null group by d.step_id, d.state`.execute(db),
  ]);
  return { units, counts: steps.rows };
}
