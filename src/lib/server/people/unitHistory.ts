import type { Kysely } from 'kysely';
import { addDays, formatDate } from '#lib/domain/kernel/time.ts';
import { shareText } from '#lib/domain/people/shares.ts';
import type { DB } from '../platform/db/schema.ts';
import { type Unit, unitById } from './units.ts';
import type { UnitChange } from './unitTime.ts';

/** A unit before or after this one. */
export interface RelatedUnit {
  id: string;
  code: string;
  name: string;
  lastDay: string | null;
  /** as kept; null: not decided, or the only one */
  share: string | null;
  note: string | null;
}

export interface UnitEvent {
  /** ISO; null: not known when */
  day: string | null;
  title: string;
  note: string | null;
  links: { id: string; name: string; detail?: string }[];
  /** a change of name or place that can be set right */
  change?: { what: UnitChange; id: string; latest: boolean };
}

const related = (db: Kysely<DB>, unitId: string, way: 'before' | 'after'): Promise<RelatedUnit[]> =>
  db
    .selectFrom('unit_successor as link')
    .innerJoin('unit', 'unit.id', way === 'after' ? 'link.successor_id' : 'link.unit_id')
    .select(['unit.id', 'unit.code', 'unit.name', 'unit.valid_to as lastDay', 'link.share', 'link.note'])
    .where(way === 'after' ? 'link.unit_id' : 'link.successor_id', '=', unitId)
    .orderBy('unit.code')
    .execute();

/** A unit through time, for its page: what it was called, where it stood, what came before and after, what lies beneath it. */
export async function unitHistory(db: Kysely<DB>, unitId: string) {
  const unit = await unitById(db, unitId);
  const [parent, successors, predecessors, names, places, children, people] = await Promise.all([
    unit.parentId ? unitById(db, unit.parentId) : null,
    related(db, unitId, 'after'),
    related(db, unitId, 'before'),
    db.selectFrom('unit_name').selectAll().where('unit_id', '=', unitId).orderBy('valid_to').execute(),
    db
      .selectFrom('unit_placement as p')
      .leftJoin('unit as parent', 'parent.id', 'p.parent_id')
      .select(['p.id', 'p.valid_to', 'p.note', 'parent.id as parentId', 'parent.name as parentName'])
      .where('p.unit_id', '=', unitId)
      .orderBy('p.valid_to')
      .execute(),
    db
      .selectFrom('unit')
      .select(['id', 'name', 'valid_to as validTo'])
      .where('parent_id', '=', unitId)
      .orderBy('code')
      .execute(),
    db
      .selectFrom('person')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .where('unit_id', '=', unitId)
      .executeTakeFirstOrThrow(),
  ]);

  const events: UnitEvent[] = [begin(unit, names[0]?.name ?? unit.name, predecessors)];
  for (const [i, older] of names.entries())
    events.push({
      day: addDays(older.valid_to, 1),
      title: `Đổi tên từ “${older.name}” thành “${names[i + 1]?.name ?? unit.name}”`,
      note: older.note,
      links: [],
      change: { what: 'name', id: older.id, latest: i === names.length - 1 },
    });
  for (const [i, older] of places.entries()) {
    const next = places[i + 1];
    const above = next
      ? next.parentId && { id: next.parentId, name: next.parentName ?? '' }
      : parent && { id: parent.id, name: parent.name };
    events.push({
      day: addDays(older.valid_to, 1),
      title: `Chuyển từ ${older.parentName ?? 'không trực thuộc'} ${above ? 'sang' : 'thành không trực thuộc đơn vị nào'}`,
      note: older.note,
      links: above ? [above] : [],
      change: { what: 'place', id: older.id, latest: i === places.length - 1 },
    });
  }
  events.sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
  if (unit.validTo) events.push(end(unit.validTo, successors));
  return { ...unit, parent, successors, predecessors, children, people: Number(people.n), events };
}

const detail = (one: RelatedUnit, several: boolean) => ({
  id: one.id,
  name: one.name,
  ...(one.share ? { detail: shareText(one.share) } : several ? { detail: 'chưa quyết định phần' } : {}),
});

const begin = (unit: Unit, name: string, predecessors: RelatedUnit[]): UnitEvent => ({
  day: unit.validFrom,
  title: predecessors.length > 0 ? `Bắt đầu với tên “${name}”, kế thừa` : `Bắt đầu với tên “${name}”`,
  note: null,
  links: predecessors.map((one) => ({
    id: one.id,
    name: one.name,
    detail: [one.share ? `phần ${shareText(one.share)}` : '', one.lastDay ? `đến ${formatDate(one.lastDay)}` : '']
      .filter(Boolean)
      .join(', '),
  })),
});

const end = (lastDay: string, successors: RelatedUnit[]): UnitEvent => ({
  day: lastDay,
  title:
    successors.length > 0
      ? 'Ngày hoạt động cuối cùng; kế thừa bởi'
      : 'Ngày hoạt động cuối cùng; không có đơn vị kế thừa',
  note: successors[0]?.note ?? null,
  links: successors.map((one) => detail(one, successors.length > 1)),
});
