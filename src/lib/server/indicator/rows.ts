import { type Kysely, sql } from 'kysely';
import type { CheckedValue } from '#lib/domain/indicator/check.ts';
import type { FigureState } from '#lib/domain/indicator/states.ts';
import { equals } from '#lib/domain/kernel/decimal.ts';
import { requireRunning as requireMovementRunning } from '../movement/room.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';

/** A figure as acts hold it, locked against others until the transaction ends. */
export interface HeldFigure {
  id: string;
  indicatorId: string;
  unitId: string;
  unitName: string;
  period: string;
  version: number;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
  note: string;
  state: FigureState;
  official: boolean;
  evidence: number;
  byName: string | null;
  /** id of whoever wrote the present version on the unit's behalf; null: the unit wrote it */
  behalfBy: string | null;
  updatedAt: Date;
}

const columns = sql`v.id, v.indicator_id as "indicatorId", v.unit_id as "unitId", u.name as "unitName", v.period, v.version,
  trim_scale(v.numerator) as numerator, trim_scale(v.denominator) as denominator, trim_scale(v.value) as value, v.note, v.state,
  v.official_version is not null as official, v.updated_at as "updatedAt",
  (select w.by_name from indicator_value_version w where w.value_id = v.id and w.version = v.version) as "byName",
  (select w.by_id from indicator_value_version w where w.value_id = v.id and w.version = v.version and w.on_behalf) as "behalfBy",
  (select count(*)::int from indicator_evidence e join file f on f.id = e.file_id
    where e.value_id = v.id and e.removed_at is null and f.state in ('ready', 'quarantine')) as evidence`;

/** In one order, so that two acts on the same figures wait for each other instead of dying. */
const held = sql`order by v.id for update of v`;

/** The figures with these ids in a movement, locked. */
export async function holdByIds(db: Kysely<DB>, programmeId: string, ids: string[]): Promise<Map<string, HeldFigure>> {
  const { rows } = await sql<HeldFigure>`
    select ${columns} from indicator_value v join unit u on u.id = v.unit_id
     where v.programme_id = ${programmeId} and v.id = any(${ids}::uuid[]) ${held}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface FigureKey {
  indicatorId: string;
  unitId: string;
  period: string;
}

export const keyOf = (key: FigureKey): string => `${key.indicatorId} ${key.unitId} ${key.period}`;

/** The figures at these places, locked, by `keyOf`. */
export async function holdByKeys(
  db: Kysely<DB>,
  programmeId: string,
  keys: FigureKey[],
): Promise<Map<string, HeldFigure>> {
  const { rows } = await sql<HeldFigure>`
    select ${columns} from indicator_value v join unit u on u.id = v.unit_id
      join unnest(${keys.map((k) => k.indicatorId)}::text[], ${keys.map((k) => k.unitId)}::uuid[], ${keys.map((k) => k.period)}::text[])
           as k (indicator_id, unit_id, period)
        on k.indicator_id = v.indicator_id and k.unit_id = v.unit_id and k.period = v.period
     where v.programme_id = ${programmeId} ${held}`.execute(db);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** One line of history for each figure. */
export async function writeEvents(
  tx: Tx,
  ctx: Ctx,
  what: string,
  figures: { id: string; version: number; onBehalf?: boolean }[],
  reason: string | null = null,
): Promise<void> {
  if (figures.length === 0) return;
  await sql`
    insert into indicator_value_event (value_id, version, at, by_id, by_name, what, reason, on_behalf)
    select id, version, ${ctx.now}::timestamptz, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${what}, ${reason}::text, behalf
      from unnest(${figures.map((f) => f.id)}::uuid[], ${figures.map((f) => f.version)}::int[],
             ${figures.map((f) => f.onBehalf ?? false)}::boolean[]) as f (id, version, behalf)`.execute(tx.db);
}

/**
 * Keeps the present figures of these rows as their version. A row that has an official figure is being corrected, so its version
 * carries on the reason of the version before, unless there is a new one.
 * @param onBehalf those among them that were written for a unit by somebody else
 */
export async function writeVersions(
  tx: Tx,
  ctx: Ctx,
  ids: string[],
  reason: string | null = null,
  onBehalf: string[] = [],
): Promise<void> {
  await sql`
    insert into indicator_value_version (value_id, version, numerator, denominator, value, note, reason, by_id, by_name, at, on_behalf)
    select v.id, v.version, v.numerator, v.denominator, v.value, v.note,
           coalesce(${reason}::text, case when v.version > v.official_version + 1 then w.reason end),
           ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${ctx.now}::timestamptz, v.id = any(${onBehalf}::uuid[])
      from indicator_value v left join indicator_value_version w on w.value_id = v.id and w.version = v.version - 1
     where v.id = any(${ids}::uuid[])`.execute(tx.db);
}

/** Figures are worked on while the movement is published. @throws RuleError 'movement.not-running' */
export const requireRunning = (movement: StoredMovement): void => requireMovementRunning(movement, 'số liệu');

const sameNumber = (a: string | null, b: string | null): boolean => (a === null || b === null ? a === b : equals(a, b));

/** Whether a figure as it was read is the one that is there. */
export const sameFigure = (a: CheckedValue, b: HeldFigure): boolean =>
  sameNumber(a.numerator, b.numerator) &&
  sameNumber(a.denominator, b.denominator) &&
  sameNumber(a.value, b.value) &&
  a.note === b.note;
