import { type Kysely, sql } from 'kysely';
import {
  type ExternalInput,
  type ExternalReading,
  type ExternalSource,
  externalFlags,
  readExternal,
} from '#lib/domain/gallery/external.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDateTimeShort, toDate } from '#lib/domain/kernel/time.ts';
import { insertFormFile, storeFormFile } from '../file/formFile.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type CountingProgramme, canInteraction } from './interactionPolicy.ts';

/** Works that numbers can be entered for: everything that was ever posted, by code. */
export async function postedWorks(
  db: Kysely<DB>,
  programmeId: string,
): Promise<Map<string, { id: string; title: string }>> {
  const rows = await db
    .selectFrom('gallery_item')
    .select(['entry_id as id', 'code', 'title'])
    .where('programme_id', '=', programmeId)
    .orderBy('code')
    .execute();
  return new Map(rows.map(({ code, ...rest }) => [code, rest]));
}

/** Inserts readings within an act. @returns how many were new: the same work, page and moment is one reading */
export async function insertReadings(
  tx: Tx,
  ctx: Ctx,
  programmeId: string,
  readings: readonly (ExternalReading & { entryId: string })[],
  extra: { importId?: string; screenshotId?: string } = {},
): Promise<number> {
  const by = ctx.actor.id;
  if (!by) throw new Error('numbers of a page elsewhere are entered by a person');
  let added = 0;
  for (let i = 0; i < readings.length; i += 1000) {
    const rows = await tx.db
      .insertInto('external_count')
      .values(
        readings.slice(i, i + 1000).map((one) => ({
          programme_id: programmeId,
          entry_id: one.entryId,
          source: one.source,
          address: one.address,
          taken_at: one.takenAt,
          likes: one.likes,
          shares: one.shares,
          comments: one.comments,
          screenshot_id: extra.screenshotId ?? null,
          import_id: extra.importId ?? null,
          by_id: by,
          at: ctx.now,
        })),
      )
      .onConflict((c) => c.columns(['entry_id', 'source', 'taken_at']).where('withdrawn_at', 'is', null).doNothing())
      .returning('id')
      .execute();
    added += rows.length;
  }
  return added;
}

/**
 * K24-4: writes down what a page elsewhere showed at a moment, with a picture of the screen.
 * @throws RuleError 'external.wrong' with an issue a field, 'external.known'
 */
export async function enterExternal(
  ctx: Ctx,
  programme: CountingProgramme,
  args: ExternalInput & { screenshot?: File | null },
): Promise<void> {
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  const works = await postedWorks(ctx.app.db, programme.id);
  const read = readExternal(args, { now: ctx.now, codes: new Set(works.keys()), code: programme.code });
  if ('issues' in read)
    throw new RuleError({ code: 'external.wrong', message: 'Số liệu chưa ghi được.', issues: read.issues });
  const { reading } = read;
  const work = works.get(reading.code)!;
  const stored =
    args.screenshot && args.screenshot.size > 0
      ? await storeFormFile(ctx.app, args.screenshot, {
          label: 'Ảnh chụp màn hình',
          accept: ['image'],
          code: 'external.screenshot',
          field: 'screenshot',
          tooLarge: 'Ảnh nặng hơn 3,5 MB. Hãy cắt bớt hoặc lưu lại ở dạng JPEG rồi chọn lại.',
        })
      : null;
  const init = {
    act: 'external.enter',
    programmeId: programme.id,
    subject: { kind: 'entry', id: work.id },
    summary: `Ghi số liệu trang ngoài của ${reading.code}: ${reading.likes} thích, ${reading.shares} chia sẻ, ${reading.comments} bình luận lúc ${formatDateTimeShort(reading.takenAt)}.`,
    changes: { ...reading, takenAt: reading.takenAt.toISOString() },
  };
  try {
    await act(ctx, init, async (tx) => {
      const screenshotId = stored ? await insertFormFile(tx, ctx, 'screenshot', stored) : null;
      const added = await insertReadings(
        tx,
        ctx,
        programme.id,
        [{ ...reading, entryId: work.id }],
        screenshotId ? { screenshotId } : {},
      );
      if (added === 0)
        throw new RuleError({
          code: 'external.known',
          status: 409,
          message: `Đã có số liệu của ${reading.code} trên trang này lúc ${formatDateTimeShort(reading.takenAt)}. Nếu lần ghi đó sai, hãy rút lại rồi ghi lại.`,
          field: 'takenAt',
        });
      if (screenshotId) tx.note({ changes: { screenshot: stored!.sha256 } });
    });
  } catch (problem) {
    if (stored) await ctx.app.files.delete(stored.key).catch(() => {});
    throw problem;
  }
}

/** Takes a wrong reading out of the count; it stays in the record. @throws RuleError 'external.reason', 404, 409 */
export async function withdrawExternal(
  ctx: Ctx,
  programme: CountingProgramme,
  args: { id: string; reason: string },
): Promise<void> {
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  if (!isUuid(args.id)) throw notFound('Lần ghi này');
  const reason = cleanMultiline(args.reason);
  if (charCount(reason) < 10)
    throw new RuleError({ code: 'external.reason', message: 'Hãy nêu lý do rút, ít nhất 10 ký tự.', field: 'reason' });
  const init = { act: 'external.withdraw', programmeId: programme.id, summary: 'Rút số liệu trang ngoài.' };
  await act(ctx, init, async (tx) => {
    const row = await tx.db
      .selectFrom('external_count')
      .innerJoin('gallery_item', 'gallery_item.entry_id', 'external_count.entry_id')
      .select([
        'external_count.entry_id as entryId',
        'code',
        'taken_at',
        'external_count.withdrawn_at',
        'likes',
        'shares',
        'comments',
      ])
      .where('external_count.id', '=', args.id)
      .where('external_count.programme_id', '=', programme.id)
      .forUpdate('external_count')
      .executeTakeFirst();
    if (!row) throw notFound('Lần ghi này');
    if (row.withdrawn_at)
      throw new RuleError({ code: 'external.withdrawn', status: 409, message: 'Lần ghi này đã được rút.' });
    await tx.db
      .updateTable('external_count')
      .set({ withdrawn_at: ctx.now, withdrawn_by: ctx.actor.id, withdrawn_reason: reason })
      .where('id', '=', args.id)
      .execute();
    tx.note({
      subject: { kind: 'entry', id: row.entryId },
      summary: `Rút số liệu trang ngoài của ${row.code} ghi lúc ${formatDateTimeShort(row.taken_at)}: ${reason}`,
      changes: { likes: row.likes, shares: row.shares, comments: row.comments, reason },
    });
  });
}

export interface ExternalRow {
  id: string;
  code: string;
  title: string;
  source: ExternalSource;
  address: string;
  takenAt: Date;
  likes: number;
  shares: number;
  comments: number;
  by: string;
  at: Date;
  screenshotId: string | null;
  imported: boolean;
  withdrawn: { at: Date; by: string | null; reason: string } | null;
  flags: string[];
}

interface ListedRow extends Omit<ExternalRow, 'withdrawn' | 'flags'> {
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  before: { likes: number; shares: number; comments: number } | null;
  total: number;
}

export const externalPageSize = 50;

/** Every reading, the newest first, each compared with the one before it on the same page; withdrawn ones stay in the list. */
export async function externalRows(
  db: Kysely<DB>,
  programme: CountingProgramme,
  args: { code?: string; page?: number },
): Promise<{ rows: ExternalRow[]; total: number }> {
  const page = Math.min(Math.max(1, args.page ?? 1), 10_000);
  const freezeAt = toDate(programme.doc.interaction.freezeAt);
  const { rows } = await sql<ListedRow>`
    with valid as (
      select id, lag(jsonb_build_object('likes', likes, 'shares', shares, 'comments', comments))
               over (partition by entry_id, source order by taken_at, at, id) as before
        from external_count where programme_id = ${programme.id} and withdrawn_at is null
    )
    select x.id, i.code, i.title, x.source, x.address, x.taken_at as "takenAt", x.likes, x.shares, x.comments, p.full_name as by, x.at,
           x.screenshot_id as "screenshotId", x.import_id is not null as imported, x.withdrawn_at as "withdrawnAt",
           w.full_name as "withdrawnBy", x.withdrawn_reason as "withdrawnReason", valid.before, count(*) over ()::int as total
      from external_count x join gallery_item i on i.entry_id = x.entry_id join person p on p.id = x.by_id
      left join person w on w.id = x.withdrawn_by left join valid on valid.id = x.id
     where x.programme_id = ${programme.id} and ${args.code ? sql`i.code = ${args.code.toUpperCase()}` : sql`true`}
     order by x.taken_at desc, x.at desc, i.code
     limit ${externalPageSize} offset ${(page - 1) * externalPageSize}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ withdrawnAt, withdrawnBy, withdrawnReason, before, total: _, ...row }) => ({
      ...row,
      withdrawn: withdrawnAt ? { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason ?? '' } : null,
      flags: [
        ...externalFlags(before, row),
        ...(row.takenAt > freezeAt ? ['Ghi sau giờ chốt: giữ để tham khảo, không tính cho giải.'] : []),
      ],
    })),
  };
}

/** Works on show that have no reading that counts yet, in the order of codes. */
export async function worksWithoutReading(
  db: Kysely<DB>,
  programme: CountingProgramme,
): Promise<{ code: string; title: string }[]> {
  const { rows } = await sql<{ code: string; title: string }>`
    select i.code, i.title from gallery_item i
     where i.programme_id = ${programme.id} and i.withdrawn_at is null and not exists (
       select from external_count x where x.entry_id = i.entry_id and x.withdrawn_at is null
          and x.taken_at <= ${toDate(programme.doc.interaction.freezeAt)})
     order by i.code`.execute(db);
  return rows;
}

/** Pictures of the screen come in with the form of a reading, and are read by those who see the counts. */
export const screenshotFiles: FilePurposeRules = {
  authorise: async () => {
    throw notFound();
  },
  attach: async () => {},
  detach: async () => {},
  rule: async () => null,
  mayRead: async (ctx, file) => {
    const row = await ctx.app.db
      .selectFrom('external_count')
      .select('programme_id')
      .where('screenshot_id', '=', file.id)
      .executeTakeFirst();
    return row !== undefined && canInteraction(ctx, 'interaction.view', row.programme_id).allow;
  },
};
