import { missingForReview } from '#lib/domain/example/example.ts';
import { exampleStates } from '#lib/domain/example/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import { openMovement } from '../movement/room.ts';
import { mayManage } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type ExampleRow, lockExample, openExample, recordExample, requireWay } from './open.ts';
import { photosOf } from './photos.ts';

/** Tells whoever proposed it. */
async function tellProposer(tx: Tx, ctx: Ctx, movement: StoredMovement, row: ExampleRow, says: string[]) {
  if (!row.created_by || row.created_by === ctx.actor.id) return;
  const person = await tx.db
    .selectFrom('person')
    .select(['id', 'full_name', 'email'])
    .where('id', '=', row.created_by)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!person?.email) return;
  await tx.send({
    kind: 'example.decided',
    to: person.email,
    toName: person.full_name,
    personId: person.id,
    programmeId: movement.id,
    subject: `Điển hình ${row.code}: ${says[0]}`.slice(0, 200),
    body: letterText(person.full_name, [
      `Điển hình “${row.title}” (${row.code}) của ${movement.doc.shortName}: ${says[0]}`,
      ...says.slice(1),
      linkTo(ctx.app, `/don-vi/${row.unit_id}/phong-trao/${movement.slug}/dien-hinh/${row.id}`),
    ]),
  });
}

/** Gives an example back to its unit with a reason; a published one leaves the public pages with this act. */
export async function returnExample(ctx: Ctx, args: { exampleId: string; reason: string }): Promise<void> {
  const { movement, may, row: before } = await openExample(ctx, args.exampleId);
  requireAllowed(may.manage);
  const reason = cleanMultiline(args.reason);
  if (!reason)
    throw new RuleError({
      code: 'example.reason',
      message: 'Hãy ghi đơn vị cần sửa hoặc bổ sung gì.',
      field: 'reason',
    });
  await act(
    ctx,
    {
      act: 'example.return',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: before.id },
      summary: `Trả lại điển hình ${before.code} để sửa`,
      changes: { reason, from: before.state },
    },
    async (tx) => {
      const row = await lockExample(tx, args.exampleId);
      const state = requireWay(row, 'return');
      await tx.db
        .updateTable('good_example')
        .set({ state, reason, updated_at: ctx.now, version: row.version + 1 })
        .where('id', '=', row.id)
        .execute();
      await recordExample(tx, ctx, row.id, state, reason);
      await tellProposer(tx, ctx, movement, row, ['được trả lại để sửa.', `Lý do: ${reason}`]);
      if (row.state === 'published') tx.publish();
    },
  );
}

export interface PublishEffect {
  id: string;
  code: string;
  title: string;
  unitName: string;
  photos: number;
  /** why it cannot be published; null: it will be */
  problem: string | null;
}

/** What would happen if these were published together. Reads only. */
export async function previewPublish(ctx: Ctx, args: { slug: string; exampleIds: string[] }): Promise<PublishEffect[]> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(scope));
  const ids = [...new Set(args.exampleIds)].filter(isUuid).slice(0, 200);
  if (ids.length === 0) return [];
  const rows = await ctx.app.db
    .selectFrom('good_example as e')
    .innerJoin('unit as u', 'u.id', 'e.unit_id')
    .selectAll('e')
    .select('u.name as unitName')
    .where('e.programme_id', '=', movement.id)
    .where('e.id', 'in', ids)
    .where('e.submitted_at', 'is not', null)
    .orderBy('e.code')
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const photos = await photosOf(ctx.app.db, row.id);
      const missing = missingForReview(row, photos);
      const problem =
        row.state === 'submitted'
          ? (missing[0]?.message ?? null)
          : `Đang ở trạng thái “${exampleStates[row.state].label}”.`;
      const { id, code, title, unitName } = row;
      return { id, code, title, unitName, photos: photos.length, problem };
    }),
  );
}

/**
 * Publishes examples that were handed in; all or none. From then on everyone reads them.
 * @throws RuleError 'example.state', 'example.missing'
 */
export async function publishExamples(ctx: Ctx, args: { slug: string; exampleIds: string[] }): Promise<number> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(scope));
  const ids = [...new Set(args.exampleIds)].sort();
  if (ids.length === 0)
    throw new RuleError({ code: 'example.none', message: 'Hãy chọn ít nhất một điển hình để công bố.' });
  return act(
    ctx,
    {
      act: 'example.publish',
      programmeId: movement.id,
      summary: `Công bố ${ids.length} điển hình`,
      ...(ids.length === 1 ? { subject: { kind: 'good_example', id: ids[0]! } } : {}),
    },
    async (tx) => {
      const codes: string[] = [];
      for (const id of ids) {
        const row = await lockExample(tx, id);
        if (row.programme_id !== movement.id)
          throw new RuleError({ code: 'not-found', message: 'Điển hình này không thuộc phong trào.', status: 404 });
        const state = requireWay(row, 'publish');
        const [missing] = missingForReview(row, await photosOf(tx.db, row.id));
        if (missing)
          throw new RuleError({
            code: 'example.missing',
            message: `${row.code} chưa công bố được: ${missing.message}`,
          });
        await tx.db
          .updateTable('good_example')
          .set({ state, reason: null, published_at: ctx.now, updated_at: ctx.now, version: row.version + 1 })
          .where('id', '=', row.id)
          .execute();
        await recordExample(tx, ctx, row.id, state);
        await tellProposer(tx, ctx, movement, row, [
          'đã được công bố.',
          linkTo(ctx.app, `/phong-trao/${movement.slug}/dien-hinh/${row.code.toLowerCase()}`),
        ]);
        codes.push(row.code);
      }
      tx.note({ summary: `Công bố ${codes.length} điển hình: ${codes.join(', ')}`, changes: { codes } });
      tx.publish();
      return codes.length;
    },
  );
}
