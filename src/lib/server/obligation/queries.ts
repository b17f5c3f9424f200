import { type Kysely, sql } from 'kysely';
import type { ObligationFacts } from '#lib/domain/obligation/states.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ObligationRow extends ObligationFacts {
  id: string;
  programmeId: string;
  ruleId: string;
  unitId: string;
  unitName: string;
  /** name without diacritics, for search */
  unitFolded: string;
  period: string;
  startedAt: Date | null;
  acceptedAt: Date | null;
  exemptReason: string | null;
  createdAt: Date;
}

export interface ObligationFilter {
  programmeIds?: string[];
  unitIds?: string[];
  ids?: string[];
  ruleId?: string;
  period?: string;
  /** year of the period */
  year?: number;
  /** only where the unit still has to act */
  open?: boolean;
}

/** Obligations by due day, then by the unit's name. One query. */
export async function obligationsOf(db: Kysely<DB>, filter: ObligationFilter): Promise<ObligationRow[]> {
  const parts = [sql`true`];
  if (filter.programmeIds) parts.push(sql`o.programme_id = any (${filter.programmeIds}::uuid[])`);
  if (filter.unitIds) parts.push(sql`o.unit_id = any (${filter.unitIds}::uuid[])`);
  if (filter.ids) parts.push(sql`o.id = any (${filter.ids}::uuid[])`);
  if (filter.ruleId) parts.push(sql`o.rule_id = ${filter.ruleId}`);
  if (filter.period) parts.push(sql`o.period = ${filter.period}`);
  if (filter.year) parts.push(sql`left(o.period, 4) = ${String(filter.year)}`);
  if (filter.open) parts.push(sql`o.state in ('not-started', 'draft', 'returned') and o.exempted_at is null`);
  const { rows } = await sql<ObligationRow>`
    select o.id, o.programme_id as "programmeId", o.rule_id as "ruleId", o.unit_id as "unitId", u.name as "unitName",
           u.folded as "unitFolded", o.period, o.due_at as "dueAt", o.state, o.started_at as "startedAt",
           o.first_submitted_at as "firstSubmittedAt", o.submitted_at as "submittedAt", o.returned_at as "returnedAt",
           o.accepted_at as "acceptedAt", o.exempted_at as "exemptedAt", o.exempt_reason as "exemptReason",
           o.created_at as "createdAt"
      from obligation o join unit u on u.id = o.unit_id
     where ${sql.join(parts, sql` and `)}
     order by o.due_at, u.name collate "vi-x-icu", o.rule_id, o.id`.execute(db);
  return rows;
}
