import { RuleError } from '#lib/domain/kernel/errors.ts';
import { addDays, formatDate } from '#lib/domain/kernel/time.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';
import { fieldsRefused } from './register.ts';
import { readUnit, requireReason, type UnitInput } from './unitInput.ts';
import { unitById } from './units.ts';
import { refuseCircle } from './unitTime.ts';

/** @throws RuleError 'unit.code-taken' at `field` */
export async function insertUnit(
  db: Tx['db'],
  unit: ReturnType<typeof readUnit>,
  parentId: string | null,
  field = 'code',
): Promise<{ id: string }> {
  const made = await db
    .insertInto('unit')
    .values({
      code: unit.code,
      name: unit.name,
      folded: unit.folded,
      kind: unit.kind,
      parent_id: parentId,
      valid_from: unit.validFrom,
      valid_to: unit.validTo,
      email: unit.email,
    })
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made)
    throw new RuleError({
      code: 'unit.code-taken',
      message: `Mã ${unit.code} đã thuộc về một đơn vị khác.`,
      field,
    });
  return made;
}

/** Makes a unit. */
export async function createUnit(ctx: Ctx, args: UnitInput): Promise<{ id: string }> {
  requireAllowed(canAdminister(ctx));
  const issues: RuleError['issues'] = [];
  const unit = readUnit(args, issues);
  if (issues.length > 0) throw fieldsRefused(issues);
  const parent = args.parentId ? await unitById(ctx.app.db, args.parentId) : null;
  return act(
    ctx,
    { act: 'unit.create', summary: `Thêm đơn vị ${unit.name}`, changes: { code: unit.code, kind: unit.kind } },
    async (tx) => {
      const made = await insertUnit(tx.db, unit, parent?.id ?? null);
      tx.note({ subject: { kind: 'unit', id: made.id } });
      return made;
    },
  );
}

/**
 * Sets right what was entered wrongly about a unit; a reason is asked where that changes its name, place or dates. A change that
 * happened on a day is `renameUnit` or `moveUnit`. Its code, by which files name it, stays.
 */
export async function updateUnit(
  ctx: Ctx,
  args: { unitId: string; reason?: string } & Omit<UnitInput, 'code'>,
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const before = await unitById(ctx.app.db, args.unitId);
  const issues: RuleError['issues'] = [];
  const unit = readUnit({ ...args, code: before.code }, issues);
  if (issues.length > 0) throw fieldsRefused(issues);
  const parent = args.parentId ? await unitById(ctx.app.db, args.parentId) : null;
  const after = {
    name: unit.name,
    kind: unit.kind,
    parentId: parent?.id ?? null,
    validFrom: unit.validFrom,
    validTo: unit.validTo,
    email: unit.email,
  };
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return;
  const grave = changed.some((key) => key !== 'email' && key !== 'kind');
  const init = { act: 'unit.update', subject: { kind: 'unit', id: before.id }, summary: `Sửa đơn vị ${before.name}` };
  await act(ctx, init, async (tx) => {
    await tx.db
      .updateTable('unit')
      .set({
        name: unit.name,
        folded: unit.folded,
        kind: unit.kind,
        parent_id: after.parentId,
        valid_from: unit.validFrom,
        valid_to: unit.validTo,
        email: unit.email,
      })
      .where('id', '=', before.id)
      .execute();
    await refuseCircle(tx.db, before.id);
    await refuseOutOfTerm(tx.db, before.id);
    const only = <T extends object>(from: T) => Object.fromEntries(changed.map((key) => [key, from[key as keyof T]]));
    tx.note({
      changes: { before: only(before), after: only(after), ...(grave ? { reason: requireReason(args.reason) } : {}) },
    });
  });
}

/** Older names and places lie within the unit's life; only a unit that ended has successors. */
async function refuseOutOfTerm(db: Tx['db'], unitId: string): Promise<void> {
  const unit = await unitById(db, unitId);
  const spans = await db
    .selectFrom('unit_name')
    .select('valid_to')
    .where('unit_id', '=', unitId)
    .unionAll(db.selectFrom('unit_placement').select('valid_to').where('unit_id', '=', unitId))
    .execute();
  const days = spans.map((span) => span.valid_to).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first && unit.validFrom && unit.validFrom > first)
    throw fieldsRefused([
      {
        field: 'validFrom',
        message: `Đơn vị còn tên hoặc cấp trên cũ dùng đến ${formatDate(first)}; hãy sửa chỗ đó trước.`,
      },
    ]);
  if (last && unit.validTo && unit.validTo <= last)
    throw fieldsRefused([
      {
        field: 'validTo',
        message: `Đơn vị có thay đổi từ ${formatDate(addDays(last, 1))}; ngày cuối cùng phải từ ngày đó trở đi.`,
      },
    ]);
  if (unit.validTo === null) {
    const next = await db
      .selectFrom('unit_successor')
      .select('successor_id')
      .where('unit_id', '=', unitId)
      .executeTakeFirst();
    if (next)
      throw fieldsRefused([
        { field: 'validTo', message: 'Đơn vị đã có đơn vị kế thừa. Để hoạt động trở lại, hãy dùng “Hủy kết thúc”.' },
      ]);
  }
}
