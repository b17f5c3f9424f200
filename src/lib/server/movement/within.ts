import type { Kysely } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { Choice } from '#lib/domain/programme/editor/describe.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { canProgramme } from '../programme/policy.ts';
import { participantsOn, unitsBeneath, unitsOn } from './units.ts';

/** The units of today by code, for the forms of a movement. */
export const unitChoices = async (db: Kysely<DB>, now: Date): Promise<Choice[]> =>
  (await unitsOn(db, isoDateLocal(now))).map((unit) => ({ value: unit.code, label: unit.name }));

/**
 * A movement of one agency asks nothing of units outside it (Điều 18 Luật Thi đua, khen thưởng 2022: heads launch movements within
 * their unit).
 * @throws RuleError 'movement.outside-unit'
 */
export async function requireWithinUnit(db: Kysely<DB>, doc: MovementProgramme, now: Date): Promise<void> {
  if (doc.level !== 'agency') return;
  const day = isoDateLocal(now);
  const units = await unitsOn(db, day);
  const home = units.find((unit) => unit.code === doc.organiserUnit);
  const inside = home ? unitsBeneath(units, home.id) : new Set<string>();
  // asked as if it could reach everybody: what a class names in vain is said, not left out in silence
  const outside = (await participantsOn(db, { ...doc, level: 'province' }, day)).filter((unit) => !inside.has(unit.id));
  if (outside.length === 0) return;
  const names = outside.slice(0, 3).map((unit) => unit.name);
  throw new RuleError({
    code: 'movement.outside-unit',
    message: `Phong trào của đơn vị chỉ phát động trong đơn vị mình. Đang chọn cả ${names.join(', ')}${outside.length > 3 ? ` và ${outside.length - 3} đơn vị khác` : ''}.`,
    clause: 'Điều 18 Luật Thi đua, khen thưởng 2022',
    field: 'classes',
    hint: 'Ở mỗi đối tượng, mục “Chỉ những đơn vị thuộc” phải là đơn vị phát động.',
  });
}

/**
 * Whoever heads a unit launches movements of that unit, in no other's name: only the administrator says whose a movement is.
 * @throws RuleError 'movement.organiser'
 */
export function requireSameHead(
  ctx: Ctx,
  programmeId: string,
  before: Pick<MovementProgramme, 'level' | 'organiserUnit'>,
  after: Pick<MovementProgramme, 'organiserUnit'>,
): void {
  if (before.level !== 'agency' || before.organiserUnit === after.organiserUnit) return;
  if (canProgramme(ctx, 'programme.edit', programmeId).allow) return;
  throw new RuleError({
    code: 'movement.organiser',
    message:
      'Chỉ quản trị viên đổi được đơn vị phát động. Đơn vị khác muốn có phong trào thì tự lập phong trào của mình.',
    clause: 'Điều 18 Luật Thi đua, khen thưởng 2022',
    field: 'organiserUnit',
  });
}
