import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { openUnitMovement } from '../movement/room.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { lockExample, mayWriteFor, openExample } from './open.ts';

/**
 * A unit says that it does what a published example shows. It counts only when the standing unit confirms it; a unit's own example
 * is not spread by itself. Said again after a refusal it waits again.
 * @throws RuleError 'replica.own', 'replica.fields'
 */
export async function sayReplica(
  ctx: Ctx,
  args: { slug: string; unitId: string; exampleId: string; since: string; note: string },
): Promise<void> {
  const { movement, scope, unit } = await openUnitMovement(ctx, args);
  requireAllowed(mayWriteFor({ movement, scope }, unit.id));
  const note = cleanMultiline(args.note);
  const since = args.since ? parseViDateIso(args.since) : null;
  const issues = [
    ...(args.since && !since ? [{ field: 'since', message: 'Hãy nhập ngày dạng 31/07/2026.' }] : []),
    ...(since && since > isoDateLocal(ctx.now)
      ? [{ field: 'since', message: 'Ngày bắt đầu áp dụng không thể ở tương lai.' }]
      : []),
    ...(!note ? [{ field: 'note', message: 'Hãy ghi đơn vị đã áp dụng thế nào, kết quả ra sao.' }] : []),
    ...(charCount(note) > 2000 ? [{ field: 'note', message: 'Nội dung dài quá 2.000 ký tự. Hãy rút gọn.' }] : []),
  ];
  if (issues.length > 0) throw new RuleError({ code: 'replica.fields', message: 'Chưa ghi nhận được.', issues });
  await act(
    ctx,
    { act: 'example.replica', programmeId: movement.id, summary: `${unit.name} báo đã áp dụng một điển hình` },
    async (tx) => {
      const row = await lockExample(tx, args.exampleId);
      if (row.programme_id !== movement.id || row.state !== 'published') throw notFound('Điển hình này');
      if (row.unit_id === unit.id)
        throw new RuleError({
          code: 'replica.own',
          message: 'Đây là điển hình của chính đơn vị bạn; nhân rộng chỉ tính đơn vị khác.',
        });
      const said = { since, note, state: 'said' as const, said_by: ctx.actor.id, at: ctx.now, decided_at: null };
      const done = await tx.db
        .insertInto('good_example_replica')
        .values({ example_id: row.id, unit_id: unit.id, ...said })
        .onConflict((oc) =>
          oc
            .columns(['example_id', 'unit_id'])
            .doUpdateSet(said)
            .where('good_example_replica.state', '<>', 'confirmed'),
        )
        .returning('unit_id')
        .executeTakeFirst();
      if (!done)
        throw new RuleError({
          code: 'replica.confirmed',
          message: 'Việc áp dụng của đơn vị đã được xác nhận, không cần báo lại.',
          status: 409,
        });
      tx.note({
        subject: { kind: 'good_example', id: row.id },
        summary: `${unit.name} báo đã áp dụng điển hình ${row.code}`,
        changes: { unitId: unit.id, since },
      });
    },
  );
}

/** The standing unit confirms or refuses that a unit does what an example shows; only what is confirmed is counted. */
export async function decideReplica(
  ctx: Ctx,
  args: { exampleId: string; unitId: string; confirm: boolean },
): Promise<void> {
  const { movement, may, row } = await openExample(ctx, args.exampleId);
  requireAllowed(may.manage);
  await act(
    ctx,
    {
      act: args.confirm ? 'example.replica-confirm' : 'example.replica-refuse',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: row.id },
      summary: `${args.confirm ? 'Xác nhận' : 'Không xác nhận'} một đơn vị đã áp dụng điển hình ${row.code}`,
      changes: { unitId: args.unitId },
    },
    async (tx) => {
      await lockExample(tx, row.id);
      const done = isUuid(args.unitId)
        ? await tx.db
            .updateTable('good_example_replica')
            .set({ state: args.confirm ? 'confirmed' : 'refused', decided_at: ctx.now })
            .where('example_id', '=', row.id)
            .where('unit_id', '=', args.unitId)
            .where('unit_id', '<>', row.unit_id)
            .where('state', '<>', args.confirm ? 'confirmed' : 'refused')
            .returning('unit_id')
            .executeTakeFirst()
        : undefined;
      if (!done)
        throw new RuleError({
          code: 'replica.decided',
          message: 'Việc này đã được quyết định. Hãy tải lại trang.',
          status: 409,
        });
      tx.publish();
    },
  );
}
