import type { Kysely } from 'kysely';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { forbidden, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { type PlaceKey, type PlaceRule, placeColumns } from './filePlace.ts';
import { places } from './filePlaces.ts';

const keys = Object.keys(placeColumns) as PlaceKey[];

interface Hanging {
  key: PlaceKey;
  id: string;
  role: string;
}

function hangingOf(target: UploadTarget): Hanging {
  const key = keys.find((one) => target[one] !== undefined);
  if (!key) throw notFound('Nơi nhận tệp này');
  return { key, id: target[key]!, role: target.role ?? '' };
}

async function tieOf(db: Kysely<DB>, fileId: string): Promise<(Hanging & { removedAt: Date | null }) | null> {
  if (!isUuid(fileId)) return null;
  const row = await db.selectFrom('award_file').selectAll().where('file_id', '=', fileId).executeTakeFirst();
  const key = row && keys.find((one) => row[placeColumns[one]] !== null);
  return row && key ? { key, id: row[placeColumns[key]]!, role: row.role, removedAt: row.removed_at } : null;
}

async function ruleFor(ctx: Ctx, { key, id, role }: Hanging): Promise<PlaceRule> {
  const place = places[key];
  if (!place) throw notFound('Nơi nhận tệp này');
  return place.toAdd(ctx, id, role);
}

/** Files of commendation: each place says who adds what to it and who reads it. */
export const awardFiles: FilePurposeRules = {
  authorise: async (ctx, target): Promise<FileRule> => {
    const hanging = hangingOf(target);
    const rule = await ruleFor(ctx, hanging);
    const { count } = await ctx.app.db
      .selectFrom('award_file as x')
      .innerJoin('file as f', 'f.id', 'x.file_id')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(`x.${placeColumns[hanging.key]}`, '=', hanging.id)
      .where('x.role', '=', hanging.role)
      .where('x.removed_at', 'is', null)
      .where('f.state', '<>', 'rejected')
      .executeTakeFirstOrThrow();
    if (Number(count) >= rule.maxCount)
      throw new RuleError({
        code: 'file.too-many',
        message: `Mục “${rule.label}” nhận tối đa ${rule.maxCount} tệp. Hãy gỡ một tệp trước khi thêm.`,
      });
    return rule;
  },
  attach: async (tx, ctx, fileId, target) => {
    const hanging = hangingOf(target);
    const rule = await ruleFor(ctx, hanging);
    await tx.db
      .insertInto('award_file')
      .values({
        file_id: fileId,
        [placeColumns[hanging.key]]: hanging.id,
        role: hanging.role,
        label: rule.label,
        added_by_name: ctx.actor.name,
        added_at: ctx.now,
      })
      .execute();
  },
  detach: async (db, fileId) => {
    await db.deleteFrom('award_file').where('file_id', '=', fileId).execute();
  },
  rule: async (db, file) => {
    const tie = await tieOf(db, file.id);
    return tie && tie.removedAt === null ? (places[tie.key]?.ruleOf(tie.role) ?? null) : null;
  },
  mayRead: async (ctx, file) => {
    const tie = await tieOf(ctx.app.db, file.id);
    return tie !== null && tie.removedAt === null && ((await places[tie.key]?.mayRead(ctx, tie.id, tie.role)) ?? false);
  },
};

/** Takes a file away again while its place is still open to changes. @throws RuleError 'not-found' */
export async function removeAwardFile(ctx: Ctx, args: { fileId: string }): Promise<void> {
  const tie = isUuid(args.fileId) ? await tieOf(ctx.app.db, args.fileId) : null;
  if (!tie || tie.removedAt !== null) throw notFound('Tệp này');
  await ruleFor(ctx, tie);
  await act(
    ctx,
    {
      act: 'award.remove-file',
      subject: { kind: 'file', id: args.fileId },
      summary: 'Gỡ một tệp của hồ sơ khen thưởng',
    },
    async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('award_file')
        .set({ removed_at: ctx.now })
        .where('file_id', '=', args.fileId)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw forbidden('Tệp này đã được gỡ.');
    },
  );
}
