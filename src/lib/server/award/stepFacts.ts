/** What stands around dossiers at their step: the checklist, opinions, the public list, meetings, decisions. One query each. */
import { type Kysely, sql } from 'kysely';
import type { StepChecklist } from '#lib/domain/award/types.ts';
import type { DB } from '../platform/db/schema.ts';

export interface OpenStep {
  id: string;
  dossierId: string;
  stepId: string;
  unitId: string | null;
  enteredAt: Date;
  dueOn: string | null;
  checklist: StepChecklist;
  note: string;
  rank: number | null;
  version: number;
}

/** The steps at which dossiers stand now, by dossier. */
export async function openStepsOf(db: Kysely<DB>, dossierIds: readonly string[]): Promise<Map<string, OpenStep>> {
  if (dossierIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('award_step')
    .select([
      'id',
      'dossier_id as dossierId',
      'step_id as stepId',
      'unit_id as unitId',
      'entered_at as enteredAt',
      'due_on as dueOn',
      'checklist',
      'note',
      'rank',
      'version',
    ])
    .where('dossier_id', 'in', [...dossierIds])
    .where('done_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.dossierId, row]));
}

export interface StepObstacles {
  /** names of offices that have not answered */
  unanswered: string[];
  /** the list stands open to comments, or was made public and closed; null: it never was since the dossier came to its step */
  publicity: 'open' | 'closed' | null;
  unhandledComments: number;
  upheldComments: number;
  /** a meeting that votes on it right now */
  meeting: string | null;
  /** a decision being prepared that names it */
  decision: string | null;
}

/** What has to be known before a dossier leaves its present step. */
export async function obstaclesOf(db: Kysely<DB>, dossierIds: readonly string[]): Promise<Map<string, StepObstacles>> {
  const ids = [...dossierIds];
  const { rows } = await sql<StepObstacles & { id: string }>`
    select d.id,
      coalesce((select array_agg(u.name order by u.name) from award_opinion o join award_opinion_line l on l.opinion_id = o.id
        join unit u on u.id = o.unit_id where l.dossier_id = d.id and o.step_id = d.step_id and l.answer is null
        and o.answered_at is null and o.cancelled_at is null), '{}') as unanswered,
      (select case when p.closed_at is null then 'open' else 'closed' end from award_publicity_line l
        join award_publicity p on p.id = l.publicity_id
        where l.dossier_id = d.id and l.removed_at is null and p.step_id = d.step_id and p.published_at >= s.entered_at
        order by p.published_at desc limit 1) as publicity,
      (select count(*)::int from award_comment c join award_publicity p on p.id = c.publicity_id
        where c.dossier_id = d.id and c.state = 'new') as "unhandledComments",
      (select count(*)::int from award_comment c join award_publicity p on p.id = c.publicity_id
        where c.dossier_id = d.id and c.upheld and p.published_at >= s.entered_at) as "upheldComments",
      (select m.title from council_item i join council_meeting m on m.id = i.meeting_id
        where i.dossier_id = d.id and m.state = 'open' limit 1) as meeting,
      (select x.title from award_decision_line l join award_decision x on x.id = l.decision_id
        where l.dossier_id = d.id and x.kind = 'award' and x.state in ('draft', 'approved') limit 1) as decision
    from award_dossier d left join award_step s on s.dossier_id = d.id and s.done_at is null
    where d.id = any (${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
