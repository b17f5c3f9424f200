import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { addDays, formatDate } from '#lib/domain/kernel/time.ts';
import { readShares } from '#lib/domain/people/shares.ts';
import { followsItself } from '#lib/domain/people/unitLine.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';
import { fieldsRefused } from './register.ts';
import { insertUnit } from './unitActs.ts';
import { readUnit, requireDay, requireReason } from './unitInput.ts';
import { type Unit, unitById } from './units.ts';

type Issues = RuleError['issues'];

/** A unit that takes over, as typed: by its code; a code that nobody has makes a new unit of this name. */
export interface SuccessorInput {
  code: string;
  /** for a new unit */
  name?: string;
  /** for a new unit; default: that of the unit it follows */
  kind?: string;
  /** "1/6", "16,67 %"; empty: nobody has decided */
  share?: string;
}

/** The units of some codes. @throws RuleError at the field of the first unknown one */
async function unitsByCode(db: Tx['db'], codes: string[]): Promise<Map<string, Unit>> {
  const rows =
    codes.length > 0 ? await db.selectFrom('unit').select(['id', 'code']).where('code', 'in', codes).execute() : [];
  const units = await Promise.all(rows.map((row) => unitById(db, row.id)));
  return new Map(units.map((unit) => [unit.code, unit]));
}

/** The unit of a successor: found by its code, or made new for the day after the last one. Findings stand at `next<i>`, `nextName<i>`. */
async function successorUnit(
  db: Tx['db'],
  like: Unit,
  typed: SuccessorInput,
  i: number,
  lastDay: string,
): Promise<Unit> {
  const code = clean(typed.code);
  const first = addDays(lastDay, 1);
  const known = (await unitsByCode(db, [code])).get(code);
  if (known) {
    if ((known.validFrom && known.validFrom > first) || (known.validTo && known.validTo < first))
      throw fieldsRefused([
        {
          field: `next${i}`,
          message: `${known.name} không hoạt động vào ngày ${formatDate(first)} nên không kế thừa được.`,
        },
      ]);
    return known;
  }
  if (clean(typed.name ?? '') === '')
    throw fieldsRefused([
      { field: `next${i}`, message: `Không có đơn vị nào mang mã “${code}”. Nếu là đơn vị mới, hãy nhập cả tên.` },
    ]);
  const issues: Issues = [];
  const unit = readUnit(
    { code, name: typed.name ?? '', kind: typed.kind || like.kind, validFrom: formatDate(first) },
    issues,
  );
  if (issues.length > 0)
    throw fieldsRefused(
      issues.map(({ field, message }) => ({ field: field === 'name' ? `nextName${i}` : `next${i}`, message })),
    );
  const { id } = await insertUnit(db, unit, like.parentId, `next${i}`);
  return unitById(db, id);
}

interface Successor {
  unit: Unit;
  share: string | null;
}

/** Ends one unit and writes down who follows it, instead of who was written down before. */
async function endInto(
  db: Tx['db'],
  unit: Unit,
  lastDay: string,
  next: Successor[],
  note: string | null,
): Promise<void> {
  await db.updateTable('unit').set({ valid_to: lastDay }).where('id', '=', unit.id).execute();
  await db.deleteFrom('unit_successor').where('unit_id', '=', unit.id).execute();
  if (next.length > 0)
    await db
      .insertInto('unit_successor')
      .values(next.map((one) => ({ unit_id: unit.id, successor_id: one.unit.id, note, share: one.share })))
      .execute();
  const links = await db
    .selectFrom('unit_successor')
    .select(['unit_id as unitId', 'successor_id as successorId'])
    .execute();
  if (followsItself(links, unit.id))
    throw fieldsRefused([
      { field: 'next0', message: `Các đơn vị này đã do ${unit.name} kế thừa: không thể kế thừa lẫn nhau.` },
    ]);
}

/** A unit's last day lies within its life and after its last change. */
async function requireLastDay(db: Tx['db'], unit: Unit, lastDay: string): Promise<void> {
  const refuse = (message: string) => fieldsRefused([{ field: 'lastDay', message }]);
  if (unit.validFrom && lastDay < unit.validFrom)
    throw refuse(`${unit.name}: ngày cuối cùng phải từ ${formatDate(unit.validFrom)} trở đi.`);
  const changed = await db
    .selectFrom('unit_name')
    .select('valid_to')
    .where('unit_id', '=', unit.id)
    .where('valid_to', '>=', lastDay)
    .unionAll(
      db
        .selectFrom('unit_placement')
        .select('valid_to')
        .where('unit_id', '=', unit.id)
        .where('valid_to', '>=', lastDay),
    )
    .executeTakeFirst();
  if (changed)
    throw refuse(
      `${unit.name} có thay đổi từ ${formatDate(addDays(changed.valid_to, 1))}; ngày cuối cùng phải từ ngày đó trở đi.`,
    );
}

/** Who followed a unit until now, for the log. */
const formerly = async (db: Tx['db'], unit: Unit) => ({
  lastDay: unit.validTo,
  successors: await db
    .selectFrom('unit_successor')
    .innerJoin('unit', 'unit.id', 'successor_id')
    .select(['unit.code', 'share'])
    .where('unit_id', '=', unit.id)
    .orderBy('unit.code')
    .execute(),
});

const sharesRefused = (read: { index: number; message: string }): RuleError =>
  fieldsRefused([{ field: `share${Math.max(read.index, 0)}`, message: read.message }]);

/**
 * Ends a unit on a day (the last one it exists) and names who takes its place: one, several (the unit is split, by shares when they
 * are decided) or nobody. Successors that do not exist yet are made. Nothing is deleted. Done again for an ended unit it sets right
 * what was entered, with a reason.
 */
export async function endUnit(
  ctx: Ctx,
  args: { unitId: string; lastDay: string; successors: SuccessorInput[]; note?: string; reason?: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const lastDay = requireDay(args.lastDay, 'lastDay', '30/06/2025');
  const reason = unit.validTo ? requireReason(args.reason) : null;
  const codes = args.successors.map((one) => clean(one.code));
  const empty = args.successors.findIndex((_, i) => codes[i] === '');
  if (empty >= 0) throw fieldsRefused([{ field: `next${empty}`, message: 'Hãy nhập mã của đơn vị kế thừa này.' }]);
  const twice = codes.findIndex((code, i) => codes.indexOf(code) < i);
  if (twice >= 0) throw fieldsRefused([{ field: `next${twice}`, message: `Mã ${codes[twice]} đã có ở trên.` }]);
  const itself = codes.indexOf(unit.code);
  if (itself >= 0) throw fieldsRefused([{ field: `next${itself}`, message: 'Đơn vị không thể kế thừa chính nó.' }]);
  const shares = readShares(args.successors.map((one) => one.share ?? ''));
  if (!shares.ok) throw sharesRefused(shares);
  const init = { act: 'unit.end', subject: { kind: 'unit', id: unit.id }, summary: `${unit.name} kết thúc` };
  await act(ctx, init, async (tx) => {
    await requireLastDay(tx.db, unit, lastDay);
    const before = await formerly(tx.db, unit);
    const next: Successor[] = [];
    for (const [i, typed] of args.successors.entries())
      next.push({ unit: await successorUnit(tx.db, unit, typed, i, lastDay), share: shares.shares[i] ?? null });
    await endInto(tx.db, unit, lastDay, next, clean(args.note ?? '') || null);
    const names = next.map((one) => one.unit.name).join(', ');
    tx.note({
      summary: `${unit.name} kết thúc ngày ${formatDate(lastDay)}${names ? `, kế thừa: ${names}` : ''}`,
      changes: {
        before,
        after: { lastDay, successors: next.map((one) => ({ code: one.unit.code, share: one.share })) },
        ...(reason ? { reason } : {}),
      },
    });
  });
}

/** Merges units into one, which goes on from before (it is not among those that end) or is made for the day after. */
export async function mergeUnits(
  ctx: Ctx,
  args: { unitIds: string[]; lastDay: string; into: SuccessorInput; note?: string },
): Promise<{ id: string }> {
  requireAllowed(canAdminister(ctx));
  const ids = [...new Set(args.unitIds)];
  const units = await Promise.all(ids.map((id) => unitById(ctx.app.db, id)));
  const [first] = units;
  if (!first) throw fieldsRefused([{ field: 'unit', message: 'Hãy chọn những đơn vị kết thúc để hợp nhất.' }]);
  const lastDay = requireDay(args.lastDay, 'lastDay', '30/06/2025');
  const ended = units.find((unit) => unit.validTo !== null);
  if (ended)
    throw fieldsRefused([
      { field: 'unit', message: `${ended.name} đã kết thúc. Hãy bỏ chọn, hoặc sửa ở trang của đơn vị đó.` },
    ]);
  const code = clean(args.into.code);
  if (code === '') throw fieldsRefused([{ field: 'next0', message: 'Hãy nhập mã của đơn vị sau hợp nhất.' }]);
  if (units.some((unit) => unit.code === code))
    throw fieldsRefused([
      {
        field: 'next0',
        message: 'Đơn vị nhận vẫn hoạt động: hãy bỏ chọn nó trong danh sách đơn vị kết thúc, hoặc nhập mã khác.',
      },
    ]);
  return act(ctx, { act: 'unit.merge', summary: 'Hợp nhất đơn vị' }, async (tx) => {
    const target = await successorUnit(tx.db, first, args.into, 0, lastDay);
    for (const unit of units) {
      await requireLastDay(tx.db, unit, lastDay);
      await endInto(tx.db, unit, lastDay, [{ unit: target, share: null }], clean(args.note ?? '') || null);
    }
    tx.note({
      subject: { kind: 'unit', id: target.id },
      summary: `Hợp nhất ${units.map((unit) => unit.name).join(', ')} thành ${target.name} từ ${formatDate(addDays(lastDay, 1))}`,
      changes: { lastDay, from: units.map((unit) => unit.code), into: target.code, note: args.note },
    });
    return { id: target.id };
  });
}

/** Takes an end back: the unit goes on, nobody follows it. Units that were made for it stay. */
export async function reopenUnit(ctx: Ctx, args: { unitId: string; reason: string }): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const reason = requireReason(args.reason);
  if (unit.validTo === null)
    throw new RuleError({ code: 'unit.not-ended', message: `${unit.name} chưa kết thúc.`, status: 409 });
  const init = {
    act: 'unit.reopen',
    subject: { kind: 'unit', id: unit.id },
    summary: `Hủy việc kết thúc ${unit.name}`,
  };
  await act(ctx, init, async (tx) => {
    const before = await formerly(tx.db, unit);
    await tx.db.updateTable('unit').set({ valid_to: null }).where('id', '=', unit.id).execute();
    await tx.db.deleteFrom('unit_successor').where('unit_id', '=', unit.id).execute();
    tx.note({ changes: { before, after: { lastDay: null, successors: [] }, reason } });
  });
}
