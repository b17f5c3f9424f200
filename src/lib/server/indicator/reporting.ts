import { type Kysely, sql } from 'kysely';
import { existedIn, type ReportingUnit } from '#lib/domain/indicator/check.ts';
import { classOf, type Selecting } from '#lib/domain/movement/classes.ts';
import { parsePeriod, periodDays } from '#lib/domain/movement/periods.ts';
import type { DB, UnitKind } from '../platform/db/schema.ts';

interface UnitThroughTime {
  id: string;
  code: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  validFrom: string | null;
  validTo: string | null;
  placements: { parentId: string | null; from: string | null; to: string }[];
  successors: string[];
}

/** Every unit there ever was, with where it stood before and what followed it. One query. */
async function unitsThroughTime(db: Kysely<DB>): Promise<UnitThroughTime[]> {
  const { rows } = await sql<UnitThroughTime>`
    select u.id, u.code, u.name, u.kind, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo",
           coalesce(p.list, '[]') as placements, coalesce(s.names, '{}') as successors
      from unit u
      left join (select unit_id, jsonb_agg(jsonb_build_object('parentId', parent_id, 'from', valid_from, 'to', valid_to)) as list
                   from unit_placement group by unit_id) p on p.unit_id = u.id
      left join (select s.unit_id, array_agg(n.name order by n.name collate "vi-x-icu") as names
                   from unit_successor s join unit n on n.id = s.successor_id group by s.unit_id) s on s.unit_id = u.id`.execute(
    db,
  );
  return rows;
}

/**
 * Who reported in a period, as it was then: `(unitId, period) => unit with its class`, null for an unknown unit. The class is that of
 * the unit's last day in the period (or of today, while the period runs).
 */
export async function reportingUnits(
  db: Kysely<DB>,
  doc: Selecting,
  today: string,
): Promise<(unitId: string, period: string) => ReportingUnit | null> {
  const units = new Map((await unitsThroughTime(db)).map((unit) => [unit.id, unit]));
  const parentOn = (unit: UnitThroughTime, day: string): string | null => {
    const earlier = unit.placements.find((one) => (one.from ?? '') <= day && day <= one.to);
    return earlier ? earlier.parentId : unit.parentId;
  };
  const classOn = (unit: UnitThroughTime, day: string): string | null => {
    const above: string[] = [];
    for (let at = parentOn(unit, day); at !== null && above.length < 20; ) {
      const parent = units.get(at);
      if (!parent) break;
      above.push(parent.code);
      at = parentOn(parent, day);
    }
    return classOf(doc, { code: unit.code, kind: unit.kind, above })?.id ?? null;
  };
  const known = new Map<string, ReportingUnit>();
  return (unitId, period) => {
    const unit = units.get(unitId);
    if (!unit) return null;
    const key = `${unitId} ${period}`;
    const before = known.get(key);
    if (before) return before;
    const present = parsePeriod(period) !== null && existedIn(unit, period);
    const found: ReportingUnit = {
      name: unit.name,
      classId: present ? classOn(unit, [periodDays(period).to, today, unit.validTo ?? '9999'].sort()[0]!) : null,
      validFrom: unit.validFrom,
      validTo: unit.validTo,
      successors: unit.successors,
    };
    known.set(key, found);
    return found;
  };
}
