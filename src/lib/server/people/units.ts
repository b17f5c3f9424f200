import { type Kysely, sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, compareVi, fold } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { unitsOn } from '../movement/units.ts';
import type { DB, UnitKind } from '../platform/db/schema.ts';

/** Kinds of units as people call them, in the order of lists. */
export const unitKindLabels: Record<UnitKind, string> = {
  province: 'Tỉnh',
  agency: 'Sở, ban, ngành',
  party: 'Cơ quan Đảng',
  front: 'Mặt trận và đoàn thể',
  enterprise: 'Doanh nghiệp',
  school: 'Trường học',
  ward: 'Phường',
  commune: 'Xã',
  district: 'Cấp huyện (đã kết thúc)',
  room: 'Phòng, bộ phận',
  other: 'Đơn vị khác',
};

export interface Unit {
  id: string;
  code: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  validFrom: string | null;
  validTo: string | null;
  email: string | null;
}

const unitColumns = [
  'unit.id',
  'unit.code',
  'unit.name',
  'unit.kind',
  'unit.parent_id as parentId',
  'unit.valid_from as validFrom',
  'unit.valid_to as validTo',
  'unit.email',
] as const;

/** Whether the unit exists on the local day of `now`. An unknown date counts as open. */
export const isUnitInForce = (unit: Pick<Unit, 'validFrom' | 'validTo'>, now: Date): boolean => {
  const today = isoDateLocal(now);
  return (unit.validFrom === null || unit.validFrom <= today) && (unit.validTo === null || today <= unit.validTo);
};

/** The units in force today, by kind and name, for a select. */
async function unitsInForce(db: Kysely<DB>, now: Date): Promise<Unit[]> {
  const today = isoDateLocal(now);
  return db
    .selectFrom('unit')
    .select(unitColumns)
    .where(
      sql<boolean>`coalesce(valid_from, '-infinity') <= ${today}::date and coalesce(valid_to, 'infinity') >= ${today}::date`,
    )
    .orderBy(sql`name collate "vi-x-icu"`)
    .execute();
}

/** The same units as groups of choices for a select. */
export async function unitChoices(
  db: Kysely<DB>,
  now: Date,
): Promise<{ label: string; options: { value: string; label: string }[] }[]> {
  const units = await unitsInForce(db, now);
  return (Object.keys(unitKindLabels) as UnitKind[])
    .map((kind) => ({
      label: unitKindLabels[kind],
      options: units.filter((unit) => unit.kind === kind).map((unit) => ({ value: unit.id, label: unit.name })),
    }))
    .filter((group) => group.options.length > 0);
}

/** Codes and names of all units, for suggestions beside a box. */
export const unitCodes = (db: Kysely<DB>): Promise<{ code: string; name: string }[]> =>
  db.selectFrom('unit').select(['code', 'name']).orderBy('code').execute();

/** @throws RuleError when the unit is unknown or no longer in force */
export async function requireUnit(db: Kysely<DB>, unitId: string, now: Date, field = 'unitId'): Promise<Unit> {
  const unit = isUuid(unitId)
    ? await db.selectFrom('unit').select(unitColumns).where('id', '=', unitId).executeTakeFirst()
    : undefined;
  if (!unit)
    throw new RuleError({
      code: 'unit.unknown',
      message: 'Không tìm thấy đơn vị này. Hãy chọn trong danh sách.',
      field,
    });
  if (!isUnitInForce(unit, now))
    throw new RuleError({
      code: 'unit.ended',
      message: `${unit.name} không còn hoạt động. Hãy chọn đơn vị kế thừa.`,
      field,
    });
  return unit;
}

export async function unitById(db: Kysely<DB>, unitId: string): Promise<Unit> {
  const unit = isUuid(unitId)
    ? await db.selectFrom('unit').select(unitColumns).where('id', '=', unitId).executeTakeFirst()
    : undefined;
  if (!unit) throw notFound('Đơn vị này');
  return unit;
}

export interface UnitNode extends Unit {
  depth: number;
}

/**
 * The units of a day as a tree, as they were called and where they stood then, flattened in reading order: parent, then its children
 * by kind and name. A unit whose parent did not exist that day stands at the top.
 * @param day ISO day
 */
export async function unitTree(db: Kysely<DB>, day: string): Promise<UnitNode[]> {
  const units = await unitsOn(db, day);
  const ids = new Set(units.map((unit) => unit.id));
  const kinds = Object.keys(unitKindLabels);
  const children = Map.groupBy(units, (unit) => (unit.parentId && ids.has(unit.parentId) ? unit.parentId : null));
  const tree: UnitNode[] = [];
  const walk = (parent: string | null, depth: number): void => {
    const row = (children.get(parent) ?? []).toSorted(
      (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compareVi(a.name, b.name),
    );
    for (const unit of row) {
      tree.push({ ...unit, depth });
      walk(unit.id, depth + 1);
    }
  };
  walk(null, 0);
  return tree;
}

/** Units by code, name or an older name, with and without diacritics; what is typed with the right diacritics comes first. */
export async function searchUnits(db: Kysely<DB>, query: string, limit = 50): Promise<Unit[]> {
  const typed = clean(query);
  const folded = fold(query);
  if (folded === '') return [];
  const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('unit')
    .select(unitColumns)
    .where((eb) =>
      eb.or([
        eb('folded', 'like', like(folded)),
        eb('code', 'ilike', like(typed)),
        eb('id', 'in', eb.selectFrom('unit_name').select('unit_id').where('folded', 'like', like(folded))),
      ]),
    )
    .orderBy(
      sql`(name ilike ${like(typed)}) desc, (valid_to is null) desc, (folded like ${`${like(folded).slice(1)}`}) desc, name collate "vi-x-icu"`,
    )
    .limit(limit)
    .execute();
}
