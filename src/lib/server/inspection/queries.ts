import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FindingFacts, InspectionState } from '#lib/domain/inspection/states.ts';
import type { ChecklistAnswer, InspectionMember } from '#lib/domain/inspection/types.ts';
import type { DB } from '../platform/db/schema.ts';

/** How the findings of a visit stand on a day; `overdue` are among the open ones. */
interface FindingCounts {
  total: number;
  open: number;
  answered: number;
  closed: number;
  overdue: number;
}

export interface InspectionRow {
  id: string;
  programmeId: string;
  unitId: string;
  unitName: string;
  title: string;
  purpose: string;
  plannedOn: string;
  heldOn: string | null;
  begins: string | null;
  ends: string | null;
  place: string;
  team: InspectionMember[];
  attendees: string;
  checklist: ChecklistAnswer[];
  conclusion: string;
  state: InspectionState;
  /** why it was cancelled, or closed with findings left open */
  reason: string | null;
  version: number;
  updatedAt: Date;
  findings: FindingCounts;
}

export interface InspectionFilter {
  programmeId?: string;
  /** of the day on which it was held, else planned */
  year?: number;
  states?: InspectionState[];
  unitIds?: string[];
  ids?: string[];
  /** ISO day by which findings count as overdue */
  today?: string;
}

const and = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` and `);

/** Visits with the state of their findings, in the order of their days. One query. */
export async function inspectionsOf(db: Kysely<DB>, filter: InspectionFilter): Promise<InspectionRow[]> {
  const parts = [sql`true`];
  if (filter.programmeId) parts.push(sql`i.programme_id = ${filter.programmeId}`);
  if (filter.year) parts.push(sql`extract(year from coalesce(i.held_on, i.planned_on)) = ${filter.year}`);
  if (filter.states) parts.push(sql`i.state = any (${filter.states})`);
  if (filter.unitIds) parts.push(sql`i.unit_id = any (${filter.unitIds}::uuid[])`);
  if (filter.ids) parts.push(sql`i.id = any (${filter.ids}::uuid[])`);
  const overdue = filter.today
    ? sql`f.state = 'open' and f.due_on < ${filter.today}::date and i.state = 'held'`
    : sql`false`;
  const { rows } = await sql<InspectionRow>`
    select i.id, i.programme_id as "programmeId", i.unit_id as "unitId", u.name as "unitName", i.title, i.purpose,
           i.planned_on as "plannedOn", i.held_on as "heldOn", i.begins, i.ends, i.place, i.team, i.attendees, i.checklist,
           i.conclusion, i.state, i.reason, i.version, i.updated_at as "updatedAt",
           (select jsonb_build_object('total', count(*), 'open', count(*) filter (where f.state = 'open'),
                   'answered', count(*) filter (where f.state = 'answered'), 'closed', count(*) filter (where f.state = 'closed'),
                   'overdue', count(*) filter (where ${overdue}))
              from inspection_finding f where f.inspection_id = i.id) as findings
      from inspection i join unit u on u.id = i.unit_id
     where ${and(parts)}
     order by coalesce(i.held_on, i.planned_on), u.name collate "vi-x-icu", i.id`.execute(db);
  return rows;
}

export interface FindingRow extends FindingFacts {
  id: string;
  /** number within its visit */
  no: number;
  inspectionId: string;
  programmeId: string;
  /** the inspected unit */
  unitId: string;
  unitName: string;
  title: string;
  heldOn: string | null;
  text: string;
  clause: string | null;
  ownerId: string;
  ownerName: string;
  answer: string | null;
  answeredAt: Date | null;
  closedAt: Date | null;
  /** why it came back, or was closed */
  reason: string | null;
  files: number;
}

export interface FindingFilter {
  programmeIds?: string[];
  inspectionId?: string;
  ownerIds?: string[];
  ids?: string[];
  /** only where somebody still has to act */
  active?: boolean;
}

/** Findings, those due first on top; within one visit in the order in which they were written. One query. */
export async function findingsOf(db: Kysely<DB>, filter: FindingFilter): Promise<FindingRow[]> {
  const parts = [sql`true`];
  if (filter.programmeIds) parts.push(sql`f."programmeId" = any (${filter.programmeIds}::uuid[])`);
  if (filter.inspectionId) parts.push(sql`f."inspectionId" = ${filter.inspectionId}`);
  if (filter.ownerIds) parts.push(sql`f."ownerId" = any (${filter.ownerIds}::uuid[])`);
  if (filter.ids) parts.push(sql`f.id = any (${filter.ids}::uuid[])`);
  if (filter.active) parts.push(sql`f.state <> 'closed' and f."inspectionState" = 'held'`);
  const order = filter.inspectionId ? sql`f.no` : sql`f."dueOn", f."ownerName" collate "vi-x-icu", f.no`;
  const { rows } = await sql<FindingRow>`
    select * from (
      select f.id, row_number() over (partition by f.inspection_id order by f.created_at, f.id)::int as no,
             f.inspection_id as "inspectionId", i.programme_id as "programmeId", i.unit_id as "unitId", u.name as "unitName",
             i.title, i.held_on as "heldOn", i.state as "inspectionState", f.text, f.clause, f.owner_unit_id as "ownerId",
             o.name as "ownerName", f.due_on as "dueOn", f.state, f.answer, f.answered_at as "answeredAt",
             f.closed_at as "closedAt", f.reason,
             (select count(*) from inspection_file x join file y on y.id = x.file_id
               where x.finding_id = f.id and x.removed_at is null and y.state <> 'rejected')::int as files
        from inspection_finding f join inspection i on i.id = f.inspection_id
        join unit u on u.id = i.unit_id join unit o on o.id = f.owner_unit_id) f
     where ${and(parts)} order by ${order}`.execute(db);
  return rows;
}

export interface InspectionFile {
  id: string;
  name: string;
  size: number;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  message: string | null;
  addedAt: Date;
}

/** Files of a visit itself, or of one of its findings, in the order in which they came. */
export const inspectionFilesOf = async (
  db: Kysely<DB>,
  of: { inspectionId: string } | { findingId: string },
): Promise<InspectionFile[]> => {
  const { rows } = await sql<InspectionFile>`
    select y.id, y.name, coalesce(y.size, y.declared_size) as size, y.state, y.reject_message as message, x.added_at as "addedAt"
      from inspection_file x join file y on y.id = x.file_id
     where x.removed_at is null and ${'findingId' in of ? sql`x.finding_id = ${of.findingId}` : sql`x.inspection_id = ${of.inspectionId} and x.finding_id is null`}
     order by x.added_at, y.id`.execute(db);
  return rows;
};

/** What happened to a visit and its findings, or to one finding, the latest first. */
export const inspectionEvents = (db: Kysely<DB>, of: { inspectionId: string; findingId?: string }) => {
  const query = db
    .selectFrom('inspection_event')
    .select(['at', 'by_name as byName', 'what', 'note', 'finding_id as findingId'])
    .where('inspection_id', '=', of.inspectionId);
  return (of.findingId ? query.where('finding_id', '=', of.findingId) : query).orderBy('id', 'desc').execute();
};

/** Years in which visits are planned or were held. */
export async function inspectionYears(db: Kysely<DB>, programmeId: string): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from coalesce(held_on, planned_on))::int as year from inspection
     where programme_id = ${programmeId} order by 1`.execute(db);
  return rows.map((row) => row.year);
}
