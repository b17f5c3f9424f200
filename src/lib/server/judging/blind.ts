/**
 * What a blind judge sees. These queries never touch authors, units, file names or answers that could name somebody: what is
 * not read cannot leak, be searched, sorted by or counted.
 */
import { type Kysely, sql } from 'kysely';
import type { DossierStage, Round } from '#lib/domain/programme/types.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { type DossierFile, type FileRow, type Section, type ShownRow, shownEntry, stagesInOrder } from './shown.ts';

export interface BlindEntry {
  kind: 'blind';
  code: string;
  title: string;
  pillar: string | null;
  topics: string[];
  sections: Section[];
  files: DossierFile[];
}

/** Through which a dossier is seen: one's own assignment, or, for the chair, the round. */
export type AssignmentKey = { assignmentId: string; judgeId: string };
export type ChairKey = { entryId: string; programmeId: string; roundId: string; chairId: string | null };
export type Sight = AssignmentKey | ChairKey;

/** The dossier without what its programme marks as identifying. */
export const anonymous = (dossier: readonly DossierStage[]): DossierStage[] =>
  dossier.map((stage) => ({
    ...stage,
    fields: stage.fields.filter((field) => !field.identifying),
    files: stage.files.filter((file) => !file.identifying),
  }));

/** SQL of an assignment in force of this judge, out of conflict, of an entry still in the contest. */
export const inForce = ({ assignmentId, judgeId }: AssignmentKey) => sql`
  assignment a join entry e on e.id = a.entry_id
  where a.id = ${assignmentId} and a.judge_id = ${judgeId} and a.withdrawn_at is null
    and e.state not in ('withdrawn', 'disqualified')
    and not exists (select from conflict c where c.judge_id = a.judge_id and c.entry_id = a.entry_id and c.lifted_at is null)`;

/** SQL of an entry that is judged in the chair's round, unless the chair, who may judge too, stands in conflict with it. */
const inRound = ({ entryId, programmeId, roundId, chairId }: ChairKey) => sql`
  entry e
  where e.id = ${entryId} and e.programme_id = ${programmeId} and e.state not in ('withdrawn', 'disqualified')
    and exists (select from assignment a where a.entry_id = e.id and a.round_id = ${roundId} and a.withdrawn_at is null)
    and not exists (select from conflict c where c.judge_id = ${chairId}::uuid and c.entry_id = e.id and c.lifted_at is null)`;

export const seenThrough = (sight: Sight) => ('assignmentId' in sight ? inForce(sight) : inRound(sight));

/** The answers of one stage to these fields only, picked in the database. */
export const formOf = (stage: DossierStage) => sql`
  coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(e.form -> ${stage.id}::text) as f
    where f.key = any(${stage.fields.map((field) => field.id)}::text[])), '{}'::jsonb)`;

/** Files of the entry for these requirements only, without their names. */
export async function assignedFiles(db: Kysely<DB>, sight: Sight, stages: DossierStage[]): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select f.id, ef.stage, ef.requirement_id, f.kind, f.media, f.size, jsonb_build_object('seconds', f.facts -> 'video' -> 'seconds') as facts,
      (select r.bytes from file_rendition r where r.file_id = f.id and r.kind = 'low' and r.state = 'ready') as light,
      exists (select from file_rendition r where r.file_id = f.id and r.kind = 'poster' and r.state = 'ready') as poster
    from entry_file ef join file f on f.id = ef.file_id and f.state = 'ready'
    where ef.removed_at is null and ef.entry_id = (select e.id from ${seenThrough(sight)})
      and ef.stage || '/' || ef.requirement_id = any(${stages.flatMap((stage) => stage.files.map((file) => `${stage.id}/${file.id}`))}::text[])
    order by ef.position, ef.added_at`.execute(db);
  return rows;
}

/** One entry for its blind judge or chair; null for anyone else, in conflict, and after the entry left the contest. */
export async function blindEntry(
  db: Kysely<DB>,
  args: Sight & { programme: StoredProgramme; round: Pick<Round, 'kind'> },
): Promise<BlindEntry | null> {
  const { doc } = args.programme;
  const stages = stagesInOrder(anonymous(doc.dossier), args.round.kind === 'final');
  const { rows } = await sql<ShownRow>`
    select e.code, e.title, e.pillar, e.topics, jsonb_build_array(${sql.join(stages.map(formOf))}) as forms
    from ${seenThrough(args)}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    kind: 'blind',
    ...shownEntry(doc, stages, row, await assignedFiles(db, args, stages)),
  };
}
