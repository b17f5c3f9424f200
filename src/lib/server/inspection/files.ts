import type { Kysely } from 'kysely';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { awaitsOwner } from '#lib/domain/inspection/states.ts';
import { forbidden, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { maySeeUnit, movementScope } from '../movement/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { movementById } from '../programme/queries.ts';
import { openFinding, openToManage } from './open.ts';

const MiB = 1024 * 1024;

/** What shows that a finding was settled. */
export const findingFileRule: FileRule & { maxCount: number; hint: string } = {
  label: 'Tài liệu kèm câu trả lời',
  hint: 'Văn bản, ảnh chụp hoặc bảng kê cho thấy việc đã làm. Không tải lên giấy tờ của cá nhân.',
  accept: ['pdf', 'image', 'docx', 'xlsx'],
  maxBytes: 20 * MiB,
  maxCount: 10,
};

/** What belongs to a visit as a whole: the signed minutes above all. */
export const visitFileRule: FileRule & { maxCount: number; hint: string } = {
  label: 'Biên bản đã ký và tài liệu của buổi kiểm tra',
  hint: 'Bản quét biên bản có chữ ký hai bên, ảnh hiện trường, tài liệu đơn vị cung cấp.',
  accept: ['pdf', 'image', 'docx', 'xlsx'],
  maxBytes: 20 * MiB,
  maxCount: 20,
};

const tieOf = (db: Kysely<DB>, fileId: string) =>
  db
    .selectFrom('inspection_file as x')
    .innerJoin('inspection as i', 'i.id', 'x.inspection_id')
    .leftJoin('inspection_finding as f', 'f.id', 'x.finding_id')
    .select([
      'x.inspection_id as inspectionId',
      'x.finding_id as findingId',
      'x.added_at as addedAt',
      'x.removed_at as removedAt',
      'i.programme_id as programmeId',
      'i.unit_id as unitId',
      'f.owner_unit_id as ownerId',
      'f.answered_at as answeredAt',
    ])
    .where('x.file_id', '=', fileId)
    .executeTakeFirst();

async function visitToManage(ctx: Ctx, inspectionId: string | undefined) {
  const row = isUuid(inspectionId)
    ? await ctx.app.db
        .selectFrom('inspection')
        .select(['id', 'programme_id'])
        .where('id', '=', inspectionId)
        .executeTakeFirst()
    : undefined;
  const movement = row && (await movementById(ctx.app.db, row.programme_id));
  if (!movement || !row) throw notFound('Cuộc kiểm tra này');
  const open = await openToManage(ctx, { slug: movement.slug, inspectionId: row.id });
  if (open.inspection.state === 'planned' || open.inspection.state === 'cancelled')
    throw forbidden('Tài liệu được thêm sau khi đã kiểm tra.');
  return open;
}

async function findingToAnswer(ctx: Ctx, findingId: string) {
  const open = await openFinding(ctx, { findingId });
  requireAllowed(open.answer);
  if (!awaitsOwner(open.finding))
    throw new RuleError({
      code: 'finding.state',
      message: 'Chỉ thêm, gỡ tài liệu được khi kiến nghị đang chờ đơn vị trả lời.',
      status: 409,
    });
  return open;
}

const countOf = async (db: Kysely<DB>, inspectionId: string, findingId: string | null): Promise<number> => {
  const { count } = await db
    .selectFrom('inspection_file as x')
    .innerJoin('file as y', 'y.id', 'x.file_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('x.inspection_id', '=', inspectionId)
    .where('x.finding_id', findingId ? '=' : 'is', findingId)
    .where('x.removed_at', 'is', null)
    .where('y.state', '<>', 'rejected')
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** Where a new file goes, when the actor may add it now. @throws RuleError */
async function placeFor(ctx: Ctx, target: { inspectionId?: string; findingId?: string }) {
  if (target.findingId) {
    const { finding } = await findingToAnswer(ctx, target.findingId);
    return { inspectionId: finding.inspectionId, findingId: finding.id, rule: findingFileRule };
  }
  const { inspection } = await visitToManage(ctx, target.inspectionId);
  return { inspectionId: inspection.id, findingId: null, rule: visitFileRule };
}

/** Files of visits and findings: the owner adds to its answer, the standing unit to the visit. */
export const inspectionFiles: FilePurposeRules = {
  authorise: async (ctx, target) => {
    const { inspectionId, findingId, rule } = await placeFor(ctx, target);
    if ((await countOf(ctx.app.db, inspectionId, findingId)) >= rule.maxCount)
      throw new RuleError({
        code: 'file.too-many',
        message: `Mục này nhận tối đa ${rule.maxCount} tệp. Hãy gỡ một tệp trước khi thêm.`,
      });
    return rule;
  },
  attach: async (tx, ctx, fileId, target) => {
    const { inspectionId, findingId } = await placeFor(ctx, target);
    await tx.db
      .insertInto('inspection_file')
      .values({
        inspection_id: inspectionId,
        finding_id: findingId,
        file_id: fileId,
        added_by: ctx.actor.id,
        added_at: ctx.now,
      })
      .execute();
  },
  detach: async (db, fileId) => {
    await db.deleteFrom('inspection_file').where('file_id', '=', fileId).execute();
  },
  rule: async (db, file) => {
    const tie = await tieOf(db, file.id);
    if (!tie || tie.removedAt !== null) return null;
    return tie.findingId ? findingFileRule : visitFileRule;
  },
  mayRead: async (ctx, file) => {
    const tie = await tieOf(ctx.app.db, file.id);
    const movement = tie && tie.removedAt === null ? await movementById(ctx.app.db, tie.programmeId) : null;
    if (!tie || !movement) return false;
    const scope = await movementScope(ctx, movement);
    if (tie.ownerId === null) return maySeeUnit(scope, tie.unitId).allow;
    // What the owner has not sent yet is its own business and of those above it.
    if (scope.subtree.has(tie.ownerId)) return true;
    const sent = tie.answeredAt !== null && tie.addedAt <= tie.answeredAt;
    return sent && (maySeeUnit(scope, tie.unitId).allow || maySeeUnit(scope, tie.ownerId).allow);
  },
};

/** Takes a file away again; one that went with an answer stays. @throws RuleError 'not-found', 'finding.file-sent' */
export async function removeInspectionFile(
  ctx: Ctx,
  args: { fileId: string; findingId?: string; inspectionId?: string },
) {
  const { inspectionId, findingId } = await placeFor(ctx, args);
  const tie = isUuid(args.fileId) ? await tieOf(ctx.app.db, args.fileId) : undefined;
  if (!tie || tie.removedAt !== null || tie.inspectionId !== inspectionId || tie.findingId !== findingId)
    throw notFound('Tệp này');
  if (tie.answeredAt !== null && tie.addedAt <= tie.answeredAt)
    throw new RuleError({
      code: 'finding.file-sent',
      message: 'Tệp này đã gửi cùng câu trả lời trước nên được giữ lại. Hãy thêm tệp mới.',
      status: 409,
    });
  const init = {
    act: 'inspection.remove-file',
    programmeId: tie.programmeId,
    subject: { kind: 'inspection', id: inspectionId },
    summary: 'Gỡ một tệp của cuộc kiểm tra.',
    changes: { fileId: args.fileId, findingId },
  };
  await act(ctx, init, async (tx) => {
    await tx.db
      .updateTable('inspection_file')
      .set({ removed_at: ctx.now })
      .where('file_id', '=', args.fileId)
      .where('removed_at', 'is', null)
      .execute();
  });
}
