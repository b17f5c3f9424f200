import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FigureRow } from '#lib/domain/indicator/aggregate.ts';
import type { FigureState } from '#lib/domain/indicator/states.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { type MovementScope, maySeeIndicator } from '../movement/scope.ts';
import type { DB } from '../platform/db/schema.ts';

/** What was locked last: what the public and every total sees. Decimal strings. */
interface OfficialFigure {
  version: number;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
}

/** One figure as rooms show it: what is being worked on, with its state, and what is official. */
export interface ValueRow extends FigureRow {
  id: string;
  indicatorId: string;
  unitCode: string;
  unitName: string;
  version: number;
  note: string;
  state: FigureState;
  completedAt: Date | null;
  submittedAt: Date | null;
  verifiedAt: Date | null;
  lockedAt: Date | null;
  official: OfficialFigure | null;
  /** files that are there and not refused */
  evidence: number;
  /** who wrote the present version */
  byName: string | null;
  /** the present version was written by the standing unit for the unit */
  onBehalf: boolean;
  updatedAt: Date;
}

export interface ValueFilter {
  programmeId: string;
  ids?: string[];
  unitIds?: string[];
  indicatorIds?: string[];
  periods?: string[];
  states?: FigureState[];
  /** only what the reader may see: `seenBy`; null: everything */
  seen?: Seen | null;
  limit?: number;
  offset?: number;
}

export interface Seen {
  unitIds: string[];
  indicatorIds: string[];
}

/** What an actor may see of a movement's working figures: the units beneath the own ones, and the indicators that these lead. */
export const seenBy = (scope: MovementScope, doc: Pick<MovementProgramme, 'indicators'>): Seen | null =>
  scope.all
    ? null
    : {
        unitIds: [...scope.subtree],
        indicatorIds: doc.indicators.filter((one) => maySeeIndicator(scope, one)).map((one) => one.id),
      };

const oneOf = (column: RawBuilder<unknown>, values: string[] | undefined, type: 'uuid' | 'text') =>
  values ? sql`and ${column} = any(${values}::${sql.raw(type)}[])` : sql``;

const condition = (filter: ValueFilter) => sql`v.programme_id = ${filter.programmeId}
  ${oneOf(sql`v.id`, filter.ids, 'uuid')} ${oneOf(sql`v.unit_id`, filter.unitIds, 'uuid')}
  ${oneOf(sql`v.indicator_id`, filter.indicatorIds, 'text')} ${oneOf(sql`v.period`, filter.periods, 'text')}
  ${oneOf(sql`v.state`, filter.states, 'text')}
  ${
    filter.seen
      ? sql`and (v.unit_id = any(${filter.seen.unitIds}::uuid[]) or v.indicator_id = any(${filter.seen.indicatorIds}::text[]))`
      : sql``
  }`;

/** The figures of a movement, the latest period first, then by unit. One query, whatever the filter. */
export async function valuesOf(db: Kysely<DB>, filter: ValueFilter): Promise<ValueRow[]> {
  const { rows } = await sql<
    Omit<ValueRow, 'official'> &
      OfficialFigure & { officialVersion: number | null } & {
        officialNumerator: string | null;
        officialDenominator: string | null;
        officialValue: string | null;
      }
  >`
    select v.id, v.indicator_id as "indicatorId", v.unit_id as "unitId", u.code as "unitCode", u.name as "unitName",
           v.period, v.version, trim_scale(v.numerator) as numerator, trim_scale(v.denominator) as denominator,
           trim_scale(v.value) as value, v.note, v.state, v.completed_at as "completedAt", v.submitted_at as "submittedAt",
           v.verified_at as "verifiedAt", v.locked_at as "lockedAt", v.official_version as "officialVersion",
           trim_scale(v.official_numerator) as "officialNumerator", trim_scale(v.official_denominator) as "officialDenominator",
           trim_scale(v.official_value) as "officialValue", coalesce(e.files, 0)::int as evidence, w.by_name as "byName",
           coalesce(w.on_behalf, false) as "onBehalf",
           v.updated_at as "updatedAt"
      from indicator_value v
      join unit u on u.id = v.unit_id
      left join indicator_value_version w on w.value_id = v.id and w.version = v.version
      left join (select e.value_id, count(*) as files from indicator_evidence e join file f on f.id = e.file_id
                  where e.removed_at is null and f.state in ('ready', 'quarantine') group by e.value_id) e on e.value_id = v.id
     where ${condition(filter)}
     order by v.period desc, u.name collate "vi-x-icu", v.indicator_id
     ${filter.limit === undefined ? sql`` : sql`limit ${filter.limit} offset ${filter.offset ?? 0}`}`.execute(db);
  return rows.map(({ officialVersion, officialNumerator, officialDenominator, officialValue, ...row }) => ({
    ...row,
    official:
      officialVersion === null
        ? null
        : {
            version: officialVersion,
            numerator: officialNumerator,
            denominator: officialDenominator,
            value: officialValue,
          },
  }));
}

/** Official figures only, slim and in no order: for totals, dashboards and what the public sees. One query. */
export async function officialFigures(
  db: Kysely<DB>,
  filter: Omit<ValueFilter, 'states' | 'limit' | 'offset'>,
): Promise<(FigureRow & { indicatorId: string })[]> {
  const { rows } = await sql<FigureRow & { indicatorId: string }>`
    select v.indicator_id as "indicatorId", v.unit_id as "unitId", v.period,
           trim_scale(v.official_numerator) as numerator, trim_scale(v.official_denominator) as denominator,
           trim_scale(v.official_value) as value
      from indicator_value v
     where v.official_version is not null and ${condition(filter)}`.execute(db);
  return rows;
}

/** How many figures stand in each state. One query. */
export async function valueCounts(
  db: Kysely<DB>,
  filter: Omit<ValueFilter, 'limit' | 'offset'>,
): Promise<Record<FigureState, number>> {
  const { rows } = await sql<{ state: FigureState; count: number }>`
    select v.state, count(*)::int as count from indicator_value v where ${condition(filter)} group by v.state`.execute(
    db,
  );
  const counts = { entered: 0, complete: 0, submitted: 0, returned: 0, verified: 0, locked: 0 };
  for (const row of rows) counts[row.state] = row.count;
  return counts;
}
