import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { forgetRenditions } from '../file/renditions.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireEditable } from './facts.ts';
import { isInSubmission } from './files.ts';
import { requireEntry } from './policy.ts';
import { lockForAuthors, programmeOf, touch } from './record.ts';

/**
 * Takes a file out of what authors work on. A file that was handed in stays stored, because it is part of what was handed in;
 * any other is deleted.
 */
export async function removeEntryFile(ctx: Ctx, args: { entryId: string; fileId: string }): Promise<void> {
  await requireEntry(ctx, 'entry.edit', args.entryId);
  if (!isUuid(args.fileId)) throw notFound('Tệp này');
  const init = {
    act: 'entry.remove-file',
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Gỡ tệp',
  };
  const unused = await act(ctx, init, async (tx) => {
    const entry = await lockForAuthors(tx.db, args.entryId);
    const programme = await programmeOf(tx.db, entry);
    const stage = await requireEditable(tx.db, programme, entry, ctx.now);
    const row = await tx.db
      .selectFrom('entry_file as ef')
      .innerJoin('file as f', 'f.id', 'ef.file_id')
      .select(['ef.id', 'f.name', 'f.storage_key', 'ef.requirement_id'])
      .where('ef.entry_id', '=', entry.id)
      .where('ef.stage', '=', stage)
      .where('ef.file_id', '=', args.fileId)
      .where('ef.removed_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw notFound('Tệp này');
    const keys: string[] = [];
    const kept = await isInSubmission(tx.db, entry.id, args.fileId);
    if (kept) await tx.db.updateTable('entry_file').set({ removed_at: ctx.now }).where('id', '=', row.id).execute();
    else {
      keys.push(...(await forgetRenditions(tx.db, args.fileId)));
      if (row.storage_key) keys.push(row.storage_key);
      await tx.db.deleteFrom('entry_file').where('id', '=', row.id).execute();
      await tx.db.deleteFrom('file').where('id', '=', args.fileId).execute();
    }
    await touch(tx.db, ctx, entry, false);
    tx.note({
      programmeId: programme.id,
      summary: `Gỡ tệp “${row.name}” khỏi “${entry.title}”`,
      changes: { requirement: row.requirement_id, kept },
    });
    return keys;
  });
  for (const key of unused) await ctx.app.files.delete(key);
}
