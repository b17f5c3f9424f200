import { sql } from 'kysely';
import {
  type ExampleText,
  exampleCode,
  exampleLimits,
  missingForReview,
  readExample,
} from '#lib/domain/example/example.ts';
import { exampleStates, isOpen } from '#lib/domain/example/states.ts';
import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, clean, cleanMultiline, fold, truncate } from '#lib/domain/kernel/text.ts';
import { openUnitMovement } from '../movement/room.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { resolveLinks } from './links.ts';
import { type ExampleRow, lockExample, mayWriteFor, openExample, recordExample, requireWay } from './open.ts';
import { photosOf } from './photos.ts';

const refused = (issues: Issue[]) =>
  new RuleError({ code: 'example.fields', message: 'Điển hình này chưa lưu được.', issues });

/** The next number of a movement. Two coordinators may begin at once: they wait for each other. */
async function nextNumber(tx: Tx, programmeId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`good_example:${programmeId}`}, 0))`.execute(tx.db);
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(substring(code from '\\d+$')::int), 0) as last from good_example where programme_id = ${programmeId}`.execute(
    tx.db,
  );
  return (rows[0]?.last ?? 0) + 1;
}

/** Begins a good example of a unit (Q25-14). @returns its id */
export async function createExample(
  ctx: Ctx,
  args: ExampleText & { slug: string; unitId: string },
): Promise<{ exampleId: string; code: string }> {
  const { movement, scope, unit } = await openUnitMovement(ctx, args);
  requireAllowed(mayWriteFor({ movement, scope }, unit.id));
  const { value, issues } = readExample(
    args,
    movement.doc.contents.map((line) => line.id),
  );
  if (issues.length > 0) throw refused(issues);
  return act(
    ctx,
    { act: 'example.create', programmeId: movement.id, summary: `Viết điển hình “${truncate(value.title, 120)}”` },
    async (tx) => {
      const code = exampleCode(movement.code, await nextNumber(tx, movement.id));
      const { id } = await tx.db
        .insertInto('good_example')
        .values({
          programme_id: movement.id,
          unit_id: unit.id,
          code,
          kind: value.kind,
          title: value.title,
          folded: fold(`${value.title} ${value.summary}`),
          summary: value.summary,
          body: value.body,
          results: value.results,
          content_id: value.contentId,
          state: 'draft',
          created_by: ctx.actor.id,
          created_at: ctx.now,
          updated_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await recordExample(tx, ctx, id, 'draft');
      tx.note({ subject: { kind: 'good_example', id } });
      return { exampleId: id, code };
    },
  );
}

function requireOpen(row: ExampleRow): void {
  if (!isOpen(row.state))
    throw new RuleError({
      code: 'example.closed',
      message: `${row.code} đang ở trạng thái “${exampleStates[row.state].label}” nên không sửa được.`,
      status: 409,
    });
}

export interface PhotoInput {
  fileId: string;
  caption: string;
  consentSaid: boolean;
}

/**
 * Keeps what the unit wrote: text, links, captions, and what it says of the persons in each picture.
 * @param args.version the version the page was made from (optimistic lock)
 */
export async function saveExample(
  ctx: Ctx,
  args: ExampleText & {
    exampleId: string;
    version: number;
    photos: PhotoInput[];
    /** codes of contest entries and names of recognised initiatives, one a line */
    entries: string;
    initiatives: string;
  },
): Promise<void> {
  const { movement, may, row: before } = await openExample(ctx, args.exampleId);
  requireAllowed(may.write);
  const { value, issues } = readExample(
    args,
    movement.doc.contents.map((line) => line.id),
  );
  for (const photo of args.photos)
    if (charCount(photo.caption) > exampleLimits.caption)
      issues.push({ field: `caption-${photo.fileId}`, message: `Chú thích dài quá ${exampleLimits.caption} ký tự.` });
  const links = await resolveLinks(ctx.app.db, { unitId: before.unit_id, ...args });
  issues.push(...links.issues);
  if (issues.length > 0) throw refused(issues);
  await act(
    ctx,
    {
      act: 'example.save',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: before.id },
      summary: `Lưu điển hình ${before.code}`,
    },
    async (tx) => {
      const row = await lockExample(tx, args.exampleId);
      requireOpen(row);
      if (row.version !== args.version) throw stale('Điển hình này');
      await tx.db
        .updateTable('good_example')
        .set({
          kind: value.kind,
          title: value.title,
          folded: fold(`${value.title} ${value.summary}`),
          summary: value.summary,
          body: value.body,
          results: value.results,
          content_id: value.contentId,
          version: row.version + 1,
          updated_at: ctx.now,
        })
        .where('id', '=', row.id)
        .execute();
      for (const { fileId, caption, consentSaid } of args.photos.filter((one) => isUuid(one.fileId)))
        await tx.db
          .updateTable('good_example_photo')
          .set({ caption: clean(caption), consent_said: consentSaid })
          .where('example_id', '=', row.id)
          .where('file_id', '=', fileId)
          .where('removed_at', 'is', null)
          .execute();
      await tx.db.deleteFrom('good_example_link').where('example_id', '=', row.id).execute();
      if (links.targets.length > 0)
        await tx.db
          .insertInto('good_example_link')
          .values(links.targets.map(({ kind, id }) => ({ example_id: row.id, kind, target_id: id })))
          .execute();
      tx.note({
        changes: { photos: args.photos.map(({ fileId, consentSaid }) => ({ fileId, consentSaid })) },
      });
    },
  );
}

/** Takes a picture out of an example that is still being written. */
export async function removePhoto(ctx: Ctx, args: { exampleId: string; fileId: string }): Promise<void> {
  const { movement, may, row: before } = await openExample(ctx, args.exampleId);
  requireAllowed(may.write);
  await act(
    ctx,
    {
      act: 'example.remove-photo',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: before.id },
      summary: `Gỡ một ảnh của điển hình ${before.code}`,
      changes: { fileId: args.fileId },
    },
    async (tx) => {
      requireOpen(await lockExample(tx, args.exampleId));
      const gone = await tx.db
        .updateTable('good_example_photo')
        .set({ removed_at: ctx.now })
        .where('example_id', '=', args.exampleId)
        .where((eb) => eb(sql<string>`file_id::text`, '=', args.fileId))
        .where('removed_at', 'is', null)
        .returning('file_id')
        .executeTakeFirst();
      if (!gone)
        throw new RuleError({
          code: 'example.no-photo',
          message: 'Ảnh này đã được gỡ. Hãy tải lại trang.',
          status: 409,
        });
    },
  );
}

/** Hands an example in to the standing unit. @throws RuleError 'example.missing' with an issue for everything that is missing */
export async function submitExample(ctx: Ctx, args: { exampleId: string; version: number }): Promise<void> {
  const { movement, may, row: before } = await openExample(ctx, args.exampleId);
  requireAllowed(may.write);
  await act(
    ctx,
    {
      act: 'example.submit',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: before.id },
      summary: `Gửi xem xét điển hình ${before.code}`,
    },
    async (tx) => {
      const row = await lockExample(tx, args.exampleId);
      const state = requireWay(row, 'submit');
      if (row.version !== args.version) throw stale('Điển hình này');
      const issues = missingForReview(row, await photosOf(tx.db, row.id));
      if (issues.length > 0)
        throw new RuleError({ code: 'example.missing', message: 'Điển hình này chưa gửi được.', issues });
      await tx.db
        .updateTable('good_example')
        .set({ state, reason: null, submitted_at: ctx.now, updated_at: ctx.now, version: row.version + 1 })
        .where('id', '=', row.id)
        .execute();
      await recordExample(tx, ctx, row.id, state);
    },
  );
}

/**
 * Takes an example back, by its unit or by the standing unit: it is off the public pages with this act.
 * @throws RuleError 'example.reason' where it was public or handed in and no reason is given
 */
export async function withdrawExample(ctx: Ctx, args: { exampleId: string; reason: string }): Promise<void> {
  const { movement, may, row: before } = await openExample(ctx, args.exampleId);
  requireAllowed(may.manage.allow ? may.manage : may.withdraw);
  const reason = cleanMultiline(args.reason);
  if (!reason && before.state !== 'draft')
    throw new RuleError({ code: 'example.reason', message: 'Hãy ghi lý do gỡ.', field: 'reason' });
  await act(
    ctx,
    {
      act: 'example.withdraw',
      programmeId: movement.id,
      subject: { kind: 'good_example', id: before.id },
      summary: `Gỡ điển hình ${before.code}`,
      changes: { reason, from: before.state },
    },
    async (tx) => {
      const row = await lockExample(tx, args.exampleId);
      const state = requireWay(row, 'withdraw');
      await tx.db
        .updateTable('good_example')
        .set({ state, reason: reason || null, updated_at: ctx.now, version: row.version + 1 })
        .where('id', '=', row.id)
        .execute();
      await recordExample(tx, ctx, row.id, state, reason || null);
      tx.publish();
    },
  );
}
