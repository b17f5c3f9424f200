import type { Kysely } from 'kysely';
import type { ExistingFile } from '#lib/domain/file/api.ts';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { lacks } from '#lib/domain/indicator/check.ts';
import { stateProblem } from '#lib/domain/indicator/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { mayWorkOnFigure } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { movementById } from '../programme/queries.ts';
import { type OpenFigure, openFigure } from './open.ts';
import { type HeldFigure, holdByIds, requireRunning, writeEvents } from './rows.ts';

const MiB = 1024 * 1024;

/** What shows that a figure is right: a scan, a photograph, a document, a list. */
export const evidenceRule: FileRule & { maxCount: number; hint: string } = {
  label: 'Minh chứng',
  hint: 'Văn bản, ảnh chụp hoặc bảng kê cho thấy số liệu là đúng. Không tải lên giấy tờ của cá nhân.',
  accept: ['pdf', 'image', 'docx', 'xlsx'],
  maxBytes: 20 * MiB,
  maxCount: 10,
};

const tieOf = (db: Kysely<DB>, fileId: string) =>
  db
    .selectFrom('indicator_evidence as e')
    .innerJoin('indicator_value as v', 'v.id', 'e.value_id')
    .select(['e.value_id as valueId', 'e.added_at', 'e.removed_at', 'v.locked_at', 'v.programme_id as programmeId'])
    .where('e.file_id', '=', fileId)
    .executeTakeFirst();

/** The figure that a new file is for, when the actor may work on it now. @throws RuleError */
async function openForEvidence(ctx: Ctx, valueId: string | undefined): Promise<OpenFigure> {
  if (!isUuid(valueId)) throw notFound('Số liệu này');
  const value = await ctx.app.db
    .selectFrom('indicator_value')
    .select('programme_id')
    .where('id', '=', valueId)
    .executeTakeFirst();
  const movement = value && (await movementById(ctx.app.db, value.programme_id));
  if (!movement) throw notFound('Số liệu này');
  const figure = await openFigure(ctx, { slug: movement.slug, valueId });
  requireAllowed(mayWorkOnFigure(figure.scope, figure.row));
  requireRunning(figure.movement);
  requireOpen(figure.row);
  if (figure.row.evidence >= evidenceRule.maxCount)
    throw new RuleError({
      code: 'file.too-many',
      message: `Mỗi số liệu nhận tối đa ${evidenceRule.maxCount} tệp. Hãy gỡ một tệp trước.`,
    });
  return figure;
}

function requireOpen(row: Pick<HeldFigure, 'state'>): void {
  const problem = stateProblem('save', row.state);
  if (problem) throw new RuleError({ code: 'figure.closed', message: problem, status: 409 });
}

const hold = async (tx: Tx, figure: OpenFigure): Promise<HeldFigure> => {
  const held = (await holdByIds(tx.db, figure.movement.id, [figure.row.id])).get(figure.row.id);
  if (!held) throw notFound('Số liệu này');
  requireOpen(held);
  return held;
};

/** Evidence of figures: added by the unit while it works on the figure, read by whoever may see the figure. */
export const evidenceFiles: FilePurposeRules = {
  authorise: async (ctx, { valueId }) => {
    await openForEvidence(ctx, valueId);
    return evidenceRule;
  },
  attach: async (tx, ctx, fileId, { valueId }) => {
    const figure = await openForEvidence(ctx, valueId);
    const held = await hold(tx, figure);
    await tx.db
      .insertInto('indicator_evidence')
      .values({ value_id: held.id, file_id: fileId, added_by: ctx.actor.id, added_at: ctx.now })
      .execute();
    await writeEvents(tx, ctx, 'evidence-added', [held]);
  },
  detach: async (db, fileId) => {
    await db.deleteFrom('indicator_evidence').where('file_id', '=', fileId).execute();
  },
  rule: async (db, file) => {
    const tie = await tieOf(db, file.id);
    return tie && tie.removed_at === null ? evidenceRule : null;
  },
  mayRead: async (ctx, file) => {
    const tie = await tieOf(ctx.app.db, file.id);
    const movement = tie && (await movementById(ctx.app.db, tie.programmeId));
    if (!tie || !movement) return false;
    // taken out of a correction, it still stands behind the official figure
    const belongs = tie.removed_at === null || (tie.locked_at !== null && tie.added_at <= tie.locked_at);
    if (!belongs) return false;
    return openFigure(ctx, { slug: movement.slug, valueId: tie.valueId }).then(
      () => true,
      (problem) => {
        if (problem instanceof RuleError) return false;
        throw problem;
      },
    );
  },
};

export interface EvidenceFile extends ExistingFile {
  valueId: string;
  addedAt: Date;
  /** no longer part of what is being worked on, but behind the official figure */
  removed: boolean;
}

/** The evidence of some figures, oldest first. One query. */
export async function evidenceOf(db: Kysely<DB>, valueIds: string[]): Promise<EvidenceFile[]> {
  if (valueIds.length === 0) return [];
  const rows = await db
    .selectFrom('indicator_evidence as e')
    .innerJoin('file as f', 'f.id', 'e.file_id')
    .innerJoin('indicator_value as v', 'v.id', 'e.value_id')
    .select([
      'e.value_id',
      'e.added_at',
      'e.removed_at',
      'f.id',
      'f.name',
      'f.size',
      'f.declared_size',
      'f.state',
      'f.reject_message',
    ])
    .where('e.value_id', 'in', valueIds)
    .where((eb) => eb.or([eb('e.removed_at', 'is', null), eb('e.added_at', '<=', eb.ref('v.locked_at'))]))
    .orderBy('e.added_at')
    .orderBy('f.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    size: row.size ?? row.declared_size,
    state: row.state,
    message: row.reject_message,
    ...(row.state === 'ready' ? { href: `/tep/${row.id}` } : {}),
    valueId: row.value_id,
    addedAt: row.added_at,
    removed: row.removed_at !== null,
  }));
}

/**
 * Takes a file out of what is being worked on. A figure that is no longer complete without it says so.
 * @throws RuleError 'not-found'
 */
export async function removeEvidence(ctx: Ctx, args: { slug: string; valueId: string; fileId: string }): Promise<void> {
  const figure = await openFigure(ctx, args);
  requireAllowed(mayWorkOnFigure(figure.scope, figure.row));
  requireRunning(figure.movement);
  if (!isUuid(args.fileId)) throw notFound('Tệp này');
  const init = {
    act: 'figure.remove-evidence',
    programmeId: figure.movement.id,
    subject: { kind: 'indicator-value', id: figure.row.id },
    summary: `Gỡ một minh chứng của “${figure.indicator.shortName}”, ${figure.row.unitName}`,
    changes: { fileId: args.fileId },
  };
  await act(ctx, init, async (tx) => {
    const held = await hold(tx, figure);
    const { numUpdatedRows } = await tx.db
      .updateTable('indicator_evidence')
      .set({ removed_at: ctx.now })
      .where('value_id', '=', held.id)
      .where('file_id', '=', args.fileId)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw notFound('Tệp này');
    await writeEvents(tx, ctx, 'evidence-removed', [held]);
    const after = (await holdByIds(tx.db, figure.movement.id, [held.id])).get(held.id)!;
    if (after.state === 'complete' && lacks(figure.indicator, after))
      await tx.db
        .updateTable('indicator_value')
        .set({ state: 'entered', completed_at: null })
        .where('id', '=', held.id)
        .execute();
  });
}
