import { type Kysely, sql } from 'kysely';
import { classOf, type Selecting } from '#lib/domain/movement/classes.ts';
import type { DB, UnitKind } from '../platform/db/schema.ts';

/** A unit as it stood on a day. */
export interface UnitOnDay {
  id: string;
  code: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  validFrom: string | null;
  validTo: string | null;
  email: string | null;
}

/** A unit that takes part in a movement, with its class of subjects (Q25-3). */
export interface Participant extends UnitOnDay {
  classId: string;
  className: string;
}

/**
 * Every unit that existed on a day, as it was called then and beneath the unit it belonged to then, sorted by name. An unknown date
 * counts as open.
 * @param day ISO day
 */
export async function unitsOn(db: Kysely<DB>, day: string): Promise<UnitOnDay[]> {
  const { rows } = await sql<UnitOnDay>`
    select u.id, u.code, coalesce(n.name, u.name) as name, u.kind, u.email, u.valid_from as "validFrom", u.valid_to as "validTo",
           case when p.unit_id is null then u.parent_id else p.parent_id end as "parentId"
      from unit u
      left join unit_placement p on p.unit_id = u.id and ${day}::date <@ daterange(p.valid_from, p.valid_to, '[]')
      left join unit_name n on n.unit_id = u.id and ${day}::date <@ daterange(n.valid_from, n.valid_to, '[]')
     where coalesce(u.valid_from, '-infinity') <= ${day}::date and coalesce(u.valid_to, 'infinity') >= ${day}::date
     order by coalesce(n.name, u.name) collate "vi-x-icu"`.execute(db);
  return rows;
}

/** The units over one, the nearest first. */
export function unitsAbove(units: Map<string, UnitOnDay>, unit: UnitOnDay): UnitOnDay[] {
  const above: UnitOnDay[] = [];
  for (let at = unit.parentId; at !== null; ) {
    const parent = units.get(at);
    if (!parent || above.includes(parent)) break;
    above.push(parent);
    at = parent.parentId;
  }
  return above;
}

/** Ids of a unit and of everything beneath it. */
export function unitsBeneath(units: UnitOnDay[], rootId: string): Set<string> {
  const children = Map.groupBy(units, (unit) => unit.parentId);
  const found = new Set([rootId]);
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child.id);
  return found;
}

/** Those of some units that take part, with their class, in the same order. */
export function participantsAmong(doc: Selecting, units: UnitOnDay[]): Participant[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return units.flatMap((unit) => {
    const found = classOf(doc, { code: unit.code, kind: unit.kind, above: unitsAbove(byId, unit).map((u) => u.code) });
    return found ? [{ ...unit, classId: found.id, className: found.name }] : [];
  });
}

/** The units that take part on a day, with their class, sorted by name. One query. */
export const participantsOn = async (db: Kysely<DB>, doc: Selecting, day: string): Promise<Participant[]> =>
  participantsAmong(doc, await unitsOn(db, day));
