import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { addDays, formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { circleOf, type Stay } from '#lib/domain/people/unitLine.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';
import { fieldsRefused } from './register.ts';
import { checkUnitName, requireDay, requireReason } from './unitInput.ts';
import { type Unit, unitById } from './units.ts';

/** What changes about a unit while it stays the same unit. */
export type UnitChange = 'name' | 'place';

const tables = { name: 'unit_name', place: 'unit_placement' } as const;
const changeLabels: Record<UnitChange, string> = { name: 'đổi tên', place: 'chuyển đơn vị cấp trên' };

/** Where every unit stood, on all days. */
export async function allStays(db: Tx['db']): Promise<Stay[]> {
  const [units, older] = await Promise.all([
    db.selectFrom('unit').select(['id', 'parent_id']).execute(),
    db.selectFrom('unit_placement').selectAll().orderBy('valid_to').execute(),
  ]);
  const last = new Map(older.map((stay) => [stay.unit_id, stay.valid_to]));
  return [
    ...older.map((stay) => ({
      unitId: stay.unit_id,
      parentId: stay.parent_id,
      from: stay.valid_from,
      to: stay.valid_to,
    })),
    ...units.map((unit) => {
      const before = last.get(unit.id);
      return { unitId: unit.id, parentId: unit.parent_id, from: before ? addDays(before, 1) : null, to: null };
    }),
  ];
}

/** Call it after the change, inside its transaction. @throws RuleError when the unit now stands beneath itself on some day */
export async function refuseCircle(db: Tx['db'], unitId: string): Promise<void> {
  const day = circleOf(await allStays(db), unitId);
  if (day)
    throw new RuleError({
      code: 'unit.circle',
      message: `Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó${day > '0001-01-01' ? ` (từ ngày ${formatDate(day)})` : ''}.`,
      field: 'parentId',
    });
}

/** The older names or places of a unit, the latest last. */
const spansOf = (db: Tx['db'], what: UnitChange, unitId: string) =>
  db
    .selectFrom(tables[what])
    .select(['id', 'valid_from', 'valid_to'])
    .where('unit_id', '=', unitId)
    .orderBy('valid_to')
    .execute();

/** A day from which a change may hold: within the unit's life, after its last change of that kind. */
async function changeDay(db: Tx['db'], unit: Unit, what: UnitChange, from: string): Promise<string> {
  const day = requireDay(from, 'from');
  const refuse = (message: string) => fieldsRefused([{ field: 'from', message }]);
  if (unit.validFrom && day <= unit.validFrom)
    throw refuse(`Đơn vị hoạt động từ ${formatDate(unit.validFrom)}. Nếu nhập sai từ đầu, hãy dùng “Sửa thông tin”.`);
  if (unit.validTo && day > unit.validTo) throw refuse(`Đơn vị đã kết thúc ngày ${formatDate(unit.validTo)}.`);
  const last = (await spansOf(db, what, unit.id)).at(-1);
  if (last && day <= addDays(last.valid_to, 1))
    throw refuse(
      `Lần ${changeLabels[what]} trước có hiệu lực từ ${formatDate(addDays(last.valid_to, 1))}. Hãy nhập ngày sau đó, hoặc sửa, hủy lần trước.`,
    );
  return day;
}

const afterLast = (spans: { valid_to: string }[]): string | null => {
  const last = spans.at(-1);
  return last ? addDays(last.valid_to, 1) : null;
};

/** Puts a unit under another one from a day on. Where it stood before stays on record. */
export async function moveUnit(
  ctx: Ctx,
  args: { unitId: string; parentId: string | null; from: string; note?: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const parent = args.parentId ? await unitById(ctx.app.db, args.parentId) : null;
  const subject = { kind: 'unit', id: unit.id };
  await act(ctx, { act: 'unit.move', subject, summary: `Chuyển ${unit.name}` }, async (tx) => {
    await tx.db.selectFrom('unit').select('id').where('id', '=', unit.id).forUpdate().execute();
    const from = await changeDay(tx.db, unit, 'place', args.from);
    if ((parent?.id ?? null) === unit.parentId)
      throw fieldsRefused([{ field: 'parentId', message: 'Đơn vị đang đứng ở đúng chỗ này. Hãy chọn đơn vị khác.' }]);
    if (parent && ((parent.validFrom && parent.validFrom > from) || (parent.validTo && parent.validTo < from)))
      throw fieldsRefused([
        { field: 'parentId', message: `${parent.name} không hoạt động vào ngày ${formatDate(from)}.` },
      ]);
    await tx.db
      .insertInto('unit_placement')
      .values({
        unit_id: unit.id,
        parent_id: unit.parentId,
        valid_from: afterLast(await spansOf(tx.db, 'place', unit.id)),
        valid_to: addDays(from, -1),
        note: clean(args.note ?? '') || null,
      })
      .execute();
    await tx.db
      .updateTable('unit')
      .set({ parent_id: parent?.id ?? null })
      .where('id', '=', unit.id)
      .execute();
    await refuseCircle(tx.db, unit.id);
    tx.note({
      summary: `${unit.name} ${parent ? `trực thuộc ${parent.name}` : 'không trực thuộc đơn vị nào'} từ ${formatDate(from)}`,
      changes: { from, before: { parentId: unit.parentId }, after: { parentId: parent?.id ?? null }, note: args.note },
    });
  });
}

/** Gives a unit another name from a day on, today at the latest. What it was called before stays readable. */
export async function renameUnit(
  ctx: Ctx,
  args: { unitId: string; name: string; from: string; note?: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const issues: RuleError['issues'] = [];
  const name = checkUnitName(args.name, issues);
  if (issues.length === 0 && name === unit.name)
    issues.push({ field: 'name', message: 'Đây là tên đang dùng. Hãy nhập tên mới.' });
  if (issues.length > 0) throw fieldsRefused(issues);
  const subject = { kind: 'unit', id: unit.id };
  await act(ctx, { act: 'unit.rename', subject, summary: `Đổi tên ${unit.name}` }, async (tx) => {
    await tx.db.selectFrom('unit').select('id').where('id', '=', unit.id).forUpdate().execute();
    const from = await changeDay(tx.db, unit, 'name', args.from);
    if (from > isoDateLocal(ctx.now))
      throw fieldsRefused([
        { field: 'from', message: 'Tên mới phải có hiệu lực từ hôm nay trở về trước. Hãy đổi vào đúng ngày đó.' },
      ]);
    await tx.db
      .insertInto('unit_name')
      .values({
        unit_id: unit.id,
        name: unit.name,
        folded: fold(unit.name),
        valid_from: afterLast(await spansOf(tx.db, 'name', unit.id)),
        valid_to: addDays(from, -1),
        note: clean(args.note ?? '') || null,
      })
      .execute();
    await tx.db
      .updateTable('unit')
      .set({ name, folded: fold(name) })
      .where('id', '=', unit.id)
      .execute();
    tx.note({
      summary: `${unit.name} đổi tên thành ${name} từ ${formatDate(from)}`,
      changes: { from, before: { name: unit.name }, after: { name }, note: args.note },
    });
  });
}

const changeGone = (): RuleError =>
  new RuleError({ code: 'unit.change-gone', message: 'Lần thay đổi này không còn. Hãy tải lại trang.', status: 409 });

/** Sets right from which day a change of name or place held. */
export async function correctChange(
  ctx: Ctx,
  args: { unitId: string; what: UnitChange; changeId: string; from: string; reason: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const reason = requireReason(args.reason);
  const day = requireDay(args.from, 'from');
  const init = {
    act: 'unit.correct-change',
    subject: { kind: 'unit', id: unit.id },
    summary: `Sửa ngày của ${unit.name}`,
  };
  await act(ctx, init, async (tx) => {
    const spans = await spansOf(tx.db, args.what, unit.id);
    const at = spans.findIndex((span) => span.id === args.changeId);
    const [span, next] = [spans[at], spans[at + 1]];
    if (!span) throw changeGone();
    const lowest = span.valid_from ?? unit.validFrom;
    const highest = next?.valid_to ?? unit.validTo;
    if (
      (lowest && day <= lowest) ||
      (highest && day > highest) ||
      (args.what === 'name' && day > isoDateLocal(ctx.now))
    )
      throw fieldsRefused([
        {
          field: 'from',
          message: `Ngày này phải nằm giữa lần thay đổi trước và lần sau${lowest ? `, sau ${formatDate(lowest)}` : ''}${highest ? `, chậm nhất ${formatDate(highest)}` : ''}.`,
        },
      ]);
    const table = tables[args.what];
    const end = () =>
      tx.db
        .updateTable(table)
        .set({ valid_to: addDays(day, -1) })
        .where('id', '=', span.id)
        .execute();
    const begin = async () => {
      if (next) await tx.db.updateTable(table).set({ valid_from: day }).where('id', '=', next.id).execute();
    };
    // the two spans may not overlap even between the statements
    const later = day > addDays(span.valid_to, 1);
    await (later ? begin() : end());
    await (later ? end() : begin());
    await refuseCircle(tx.db, unit.id);
    const before = addDays(span.valid_to, 1);
    tx.note({
      summary: `${unit.name}: sửa ngày ${changeLabels[args.what]} từ ${formatDate(before)} thành ${formatDate(day)}`,
      changes: { what: args.what, before: { from: before }, after: { from: day }, reason },
    });
  });
}

/** Takes back the latest change of name or place: the unit is called, or stands, as before. */
export async function undoChange(
  ctx: Ctx,
  args: { unitId: string; what: UnitChange; changeId: string; reason: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const reason = requireReason(args.reason);
  const init = {
    act: 'unit.undo-change',
    subject: { kind: 'unit', id: unit.id },
    summary: `Hủy thay đổi của ${unit.name}`,
  };
  await act(ctx, init, async (tx) => {
    const last = (await spansOf(tx.db, args.what, unit.id)).at(-1);
    if (last?.id !== args.changeId) throw changeGone();
    if (args.what === 'name') {
      const { name, folded } = await tx.db
        .deleteFrom('unit_name')
        .where('id', '=', last.id)
        .returning(['name', 'folded'])
        .executeTakeFirstOrThrow();
      await tx.db.updateTable('unit').set({ name, folded }).where('id', '=', unit.id).execute();
      tx.note({ changes: { before: { name: unit.name }, after: { name } } });
    } else {
      const { parent_id } = await tx.db
        .deleteFrom('unit_placement')
        .where('id', '=', last.id)
        .returning('parent_id')
        .executeTakeFirstOrThrow();
      await tx.db.updateTable('unit').set({ parent_id }).where('id', '=', unit.id).execute();
      await refuseCircle(tx.db, unit.id);
      tx.note({ changes: { before: { parentId: unit.parentId }, after: { parentId: parent_id } } });
    }
    tx.note({
      summary: `${unit.name}: hủy lần ${changeLabels[args.what]} từ ${formatDate(addDays(last.valid_to, 1))}`,
      changes: { what: args.what, reason },
    });
  });
}
