import { sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, fold } from '#lib/domain/kernel/text.ts';
import { formatDate, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { checkEmail } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { UnitKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';
import { fieldsRefused } from './register.ts';
import { unitById, unitKindLabels } from './units.ts';

export interface UnitInput {
  code: string;
  name: string;
  kind: string;
  parentId?: string | null;
  validFrom?: string;
  validTo?: string;
  email?: string;
}

type Issues = RuleError['issues'];

const dateOf = (text: string | undefined, field: string, label: string, issues: Issues): string | null => {
  if (!text?.trim()) return null;
  const iso = parseViDateIso(text);
  if (!iso) issues.push({ field, message: `${label} không phải là một ngày có thật. Ví dụ đúng: 01/07/2025.` });
  return iso;
};

/** Checks one unit as typed or as read from a file; findings go to `issues`. */
export function readUnit(input: UnitInput, issues: Issues) {
  const code = clean(input.code);
  const name = clean(input.name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code))
    issues.push({ field: 'code', message: 'Mã đơn vị gồm 1 đến 40 chữ cái, chữ số, dấu chấm hoặc gạch nối.' });
  if (name === '') issues.push({ field: 'name', message: 'Hãy nhập tên đơn vị.' });
  else if (charCount(name) > 200)
    issues.push({ field: 'name', message: `Tên đơn vị dài tối đa 200 ký tự; bạn đã nhập ${charCount(name)} ký tự.` });
  else if (/[<>]/.test(name)) issues.push({ field: 'name', message: 'Tên đơn vị không được chứa ký tự < hoặc >.' });
  if (!(input.kind in unitKindLabels))
    issues.push({ field: 'kind', message: `Loại đơn vị “${input.kind}” không có trong danh mục.` });
  const validFrom = dateOf(input.validFrom, 'validFrom', 'Ngày bắt đầu', issues);
  const validTo = dateOf(input.validTo, 'validTo', 'Ngày kết thúc', issues);
  if (validFrom && validTo && validTo < validFrom)
    issues.push({ field: 'validTo', message: 'Ngày kết thúc phải sau ngày bắt đầu.' });
  const email = input.email?.trim() ? checkEmail(input.email) : null;
  if (email && !email.ok) issues.push(...email.issues);
  return {
    code,
    name,
    folded: fold(name),
    kind: input.kind as UnitKind,
    validFrom,
    validTo,
    email: email?.value ?? null,
  };
}

/** Makes a unit. */
export async function createUnit(ctx: Ctx, args: UnitInput): Promise<{ id: string }> {
  requireAllowed(canAdminister(ctx));
  const issues: Issues = [];
  const unit = readUnit(args, issues);
  if (issues.length > 0) throw fieldsRefused(issues);
  const parent = args.parentId ? await unitById(ctx.app.db, args.parentId) : null;
  return act(
    ctx,
    { act: 'unit.create', summary: `Thêm đơn vị ${unit.name}`, changes: { code: unit.code, kind: unit.kind } },
    async (tx) => {
      const made = await tx.db
        .insertInto('unit')
        .values({
          code: unit.code,
          name: unit.name,
          folded: unit.folded,
          kind: unit.kind,
          parent_id: parent?.id ?? null,
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
          field: 'code',
        });
      tx.note({ subject: { kind: 'unit', id: made.id } });
      return made;
    },
  );
}

/** Changes a unit. Its code, by which files name it, stays. */
export async function updateUnit(ctx: Ctx, args: { unitId: string } & Omit<UnitInput, 'code'>): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const before = await unitById(ctx.app.db, args.unitId);
  const issues: Issues = [];
  const unit = readUnit({ ...args, code: before.code }, issues);
  if (issues.length > 0) throw fieldsRefused(issues);
  const parent = args.parentId ? await unitById(ctx.app.db, args.parentId) : null;
  const init = { act: 'unit.update', subject: { kind: 'unit', id: before.id }, summary: `Sửa đơn vị ${before.name}` };
  await act(ctx, init, async (tx) => {
    if (parent) await refuseCircle(tx.db, before.id, parent.id);
    await tx.db
      .updateTable('unit')
      .set({
        name: unit.name,
        folded: unit.folded,
        kind: unit.kind,
        parent_id: parent?.id ?? null,
        valid_from: unit.validFrom,
        valid_to: unit.validTo,
        email: unit.email,
      })
      .where('id', '=', before.id)
      .execute();
    tx.note({ changes: { before, after: { ...unit, folded: undefined, parentId: parent?.id ?? null } } });
  });
}

async function refuseCircle(db: Ctx['app']['db'], unitId: string, parentId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with recursive up as (
      select id, parent_id from unit where id = ${parentId}
      union select u.id, u.parent_id from unit u join up on u.id = up.parent_id
    ) select id from up where id = ${unitId}`.execute(db);
  if (rows.length > 0)
    throw new RuleError({
      code: 'unit.circle',
      message: 'Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó.',
      field: 'parentId',
    });
}

/** Ends a unit on a day (the last one it exists) and names who takes its place. Nothing is deleted. */
export async function endUnit(
  ctx: Ctx,
  args: { unitId: string; lastDay: string; successorIds: string[]; note?: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const unit = await unitById(ctx.app.db, args.unitId);
  const lastDay = parseViDateIso(args.lastDay);
  if (!lastDay)
    throw fieldsRefused([{ field: 'lastDay', message: 'Hãy nhập ngày hoạt động cuối cùng, ví dụ 30/06/2025.' }]);
  if (unit.validFrom && lastDay < unit.validFrom)
    throw fieldsRefused([
      { field: 'lastDay', message: `Ngày cuối cùng phải từ ${formatDate(unit.validFrom)} trở đi.` },
    ]);
  const successors = await Promise.all(
    [...new Set(args.successorIds)].filter((id) => id !== unit.id).map((id) => unitById(ctx.app.db, id)),
  );
  const names = successors.map((s) => s.name).join(', ');
  const init = {
    act: 'unit.end',
    subject: { kind: 'unit', id: unit.id },
    summary: `${unit.name} kết thúc ngày ${formatDate(lastDay)}${names ? `, kế thừa: ${names}` : ''}`,
    changes: { lastDay, successors: successors.map((s) => s.code) },
  };
  await act(ctx, init, async (tx) => {
    await tx.db.updateTable('unit').set({ valid_to: lastDay }).where('id', '=', unit.id).execute();
    await tx.db.deleteFrom('unit_successor').where('unit_id', '=', unit.id).execute();
    if (successors.length > 0)
      await tx.db
        .insertInto('unit_successor')
        .values(successors.map((s) => ({ unit_id: unit.id, successor_id: s.id, note: args.note ?? null })))
        .execute();
  });
}
