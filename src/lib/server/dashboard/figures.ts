import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoredFigure } from '#lib/domain/dashboard/reading.ts';
import type { DB, UnitKind } from '../platform/db/schema.ts';

interface Ask {
  programmeId: string;
  indicatorIds?: string[];
  unitIds?: string[];
}

const narrowed = ({
  programmeId,
  indicatorIds,
  unitIds,
}: Ask): RawBuilder<unknown> => sql`v.programme_id = ${programmeId}
  ${indicatorIds ? sql`and v.indicator_id = any(${indicatorIds}::text[])` : sql``}
  ${unitIds ? sql`and v.unit_id = any(${unitIds}::uuid[])` : sql``}`;

// Twenty thousand figures come as one text, not as twenty thousand objects: a fraction of the time.
const packed = (state: RawBuilder<unknown>, figures: RawBuilder<unknown>, where: RawBuilder<unknown>) => sql<{
  rows: string | null;
}>`
  select string_agg(concat_ws('|', v.id, v.indicator_id, v.unit_id, v.period, ${state}, ${figures}), E'\\n') as rows
    from indicator_value v where ${where}`;

const unpacked = (rows: string | null): StoredFigure[] =>
  (rows?.split('\n') ?? []).map((row) => {
    const [id, indicatorId, unitId, period, state, numerator, denominator, value] = row.split('|') as [
      string,
      string,
      string,
      string,
      StoredFigure['state'],
      string,
      string,
      string,
    ];
    return {
      id,
      indicatorId,
      unitId,
      period,
      state,
      numerator: numerator || null,
      denominator: denominator || null,
      value: value || null,
    };
  });

const text = (column: string) => sql`coalesce(trim_scale(v.${sql.ref(column)})::text, '')`;

/** Locked figures: what totals, rankings and the public are made of; locked they are also while their correction is on its way. One query. */
export async function officialOf(db: Kysely<DB>, ask: Ask): Promise<StoredFigure[]> {
  const figures = sql.join([text('official_numerator'), text('official_denominator'), text('official_value')]);
  const { rows } = await packed(
    sql`'locked'`,
    figures,
    sql`${narrowed(ask)} and v.official_version is not null`,
  ).execute(db);
  return unpacked(rows[0]?.rows ?? null);
}

/** Figures as they are being worked on, whatever their state. One query. */
export async function workingOf(db: Kysely<DB>, ask: Ask): Promise<StoredFigure[]> {
  const figures = sql.join([text('numerator'), text('denominator'), text('value')]);
  const { rows } = await packed(sql`v.state`, figures, sql`${narrowed(ask)}`).execute(db);
  return unpacked(rows[0]?.rows ?? null);
}

/** A unit of any time. */
export interface AnyUnit {
  id: string;
  code: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  /** ISO day; null: it exists */
  validTo: string | null;
}

/** All units, those that ended too, by name. One query. */
export const everyUnit = (db: Kysely<DB>): Promise<AnyUnit[]> =>
  db
    .selectFrom('unit')
    .select(['id', 'code', 'name', 'kind', 'parent_id as parentId', 'valid_to as validTo'])
    .orderBy(sql`name collate "vi-x-icu"`)
    .execute();

/** Clusters and blocks of the scheme that holds on a day, with their units. One query. */
export async function clustersAt(
  db: Kysely<DB>,
  day: string,
): Promise<{ id: string; name: string; unitIds: string[] }[]> {
  const { rows } = await sql<{ id: string; name: string; unitIds: string[] }>`
    select c.id, c.name, array_agg(m.unit_id) as "unitIds"
      from cluster c join cluster_scheme s on s.id = c.scheme_id join cluster_member m on m.cluster_id = c.id
     where ${day}::date <@ daterange(s.valid_from, s.valid_to, '[]')
     group by c.id order by c.kind, c.position, c.name collate "vi-x-icu"`.execute(db);
  return rows;
}

/**
 * Changes with every figure of a movement that is written: whoever remembers what was read of official figures asks it first. The numbers of
 * the writing transactions tell it, because a rehearsal's clock may run backwards. One query.
 */
export async function figuresStamp(db: Kysely<DB>, programmeId: string): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select count(*) || ':' || coalesce(sum(v.xmin::text::bigint), 0) as stamp
      from indicator_value v where v.programme_id = ${programmeId}`.execute(db);
  return rows[0]!.stamp;
}
