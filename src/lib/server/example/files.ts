import type { Kysely } from 'kysely';
import { mostPhotos } from '#lib/domain/example/example.ts';
import { isOpen } from '#lib/domain/example/states.ts';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { openExample } from './open.ts';

/** What a picture of an example must be. */
export const photoRule: FileRule & { maxCount: number; hint: string } = {
  label: 'Ảnh',
  hint: 'Ảnh thật, rõ việc. Vị trí chụp và thông tin máy ảnh được gỡ khi công bố.',
  accept: ['image'],
  maxBytes: 8 * 1024 * 1024,
  maxCount: mostPhotos,
};

async function openForPhotos(ctx: Ctx, exampleId: string | undefined) {
  const example = await openExample(ctx, exampleId ?? '');
  requireAllowed(example.may.write);
  if (!isOpen(example.row.state))
    throw new RuleError({
      code: 'example.closed',
      message: 'Chỉ thêm, gỡ ảnh được khi điển hình là bản nháp hoặc được trả lại để sửa.',
      status: 409,
    });
  return example;
}

const tieOf = (db: Kysely<DB>, fileId: string) =>
  db
    .selectFrom('good_example_photo')
    .select(['example_id', 'removed_at'])
    .where('file_id', '=', fileId)
    .executeTakeFirst();

/** Pictures of good examples: added by the unit while it writes; the originals are read only in the rooms. */
export const exampleFiles: FilePurposeRules = {
  authorise: async (ctx, { exampleId }) => {
    const { row } = await openForPhotos(ctx, exampleId);
    const { count } = await ctx.app.db
      .selectFrom('good_example_photo as p')
      .innerJoin('file as f', 'f.id', 'p.file_id')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('p.example_id', '=', row.id)
      .where('p.removed_at', 'is', null)
      .where('f.state', '<>', 'rejected')
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostPhotos)
      throw new RuleError({
        code: 'file.too-many',
        message: `Mỗi điển hình có tối đa ${mostPhotos} ảnh. Hãy gỡ một ảnh trước khi thêm.`,
      });
    return photoRule;
  },
  attach: async (tx, ctx, fileId, { exampleId }) => {
    const { row } = await openForPhotos(ctx, exampleId);
    const { last } = await tx.db
      .selectFrom('good_example_photo')
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('last'))
      .where('example_id', '=', row.id)
      .executeTakeFirstOrThrow();
    await tx.db
      .insertInto('good_example_photo')
      .values({ example_id: row.id, file_id: fileId, position: Number(last) + 1, added_at: ctx.now })
      .execute();
  },
  detach: async (db, fileId) => {
    await db.deleteFrom('good_example_photo').where('file_id', '=', fileId).execute();
  },
  rule: async (db, file) => {
    const tie = await tieOf(db, file.id);
    return tie && tie.removed_at === null ? photoRule : null;
  },
  mayRead: async (ctx, file) => {
    const tie = await tieOf(ctx.app.db, file.id);
    if (!tie || tie.removed_at !== null) return false;
    return openExample(ctx, tie.example_id).then(
      () => true,
      (problem: unknown) => {
        if (problem instanceof RuleError) return false;
        throw problem;
      },
    );
  },
};
