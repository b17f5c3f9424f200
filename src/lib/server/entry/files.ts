import { type Kysely, sql } from 'kysely';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import { judgeCount } from '#lib/domain/file/requirement.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { FileRequirement } from '#lib/domain/programme/types.ts';
import { queueRenditions } from '../file/renditions.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { requireEditable, stageFiles } from './facts.ts';
import { canEntry, requireEntry } from './policy.ts';
import { type EntryRecord, findEntry, lockForAuthors, programmeOf, type StageId, touch } from './record.ts';

const requirementOf = (
  { doc }: StoredProgramme,
  stage: string | undefined,
  id: string | undefined,
): FileRequirement | undefined => doc.dossier.find((one) => one.id === stage)?.files.find((one) => one.id === id);

/** The requirement that a new file is for, when it may be added now. @throws 404; RuleError with clock and clause */
async function openRequirement(
  db: Kysely<DB>,
  ctx: Ctx,
  entry: EntryRecord,
  target: UploadTarget,
): Promise<{ requirement: FileRequirement; stage: StageId; programme: StoredProgramme }> {
  const programme = await programmeOf(db, entry);
  const stage = await requireEditable(db, programme, entry, ctx.now);
  const requirement = requirementOf(programme, target.stage, target.requirementId);
  if (!requirement || target.stage !== stage) throw notFound('Mục nhận tệp này');
  const files = (await stageFiles(db, entry.id, stage)).filter((file) => file.requirementId === requirement.id);
  const there = files.filter((file) => file.state === 'ready' || file.state === 'quarantine').length;
  const full = judgeCount(there + 1, requirement).find((finding) => finding.code === 'file.too-many');
  if (full)
    throw new RuleError({
      code: full.code,
      message: `Mục “${requirement.label}” đã đủ ${requirement.maxCount} tệp. Hãy gỡ một tệp trước khi tải tệp mới.`,
      clause: clauseLabel(programme.doc, requirement.clause),
    });
  return { requirement, stage, programme };
}

interface Owner {
  entryId: string;
  stage: StageId;
  requirementId: string;
  removed: boolean;
}

async function ownerOf(db: Kysely<DB>, fileId: string): Promise<Owner | null> {
  const row = await db
    .selectFrom('entry_file')
    .select(['entry_id as entryId', 'stage', 'requirement_id as requirementId', 'removed_at'])
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return row ? { ...row, removed: row.removed_at !== null } : null;
}

/** A file that was removed after it had been handed in still belongs to what was handed in. */
export async function isInSubmission(db: Kysely<DB>, entryId: string, fileId: string): Promise<boolean> {
  const held = JSON.stringify({ files: [{ id: fileId }] });
  const row = await db
    .selectFrom('entry_submission')
    .select('id')
    .where('entry_id', '=', entryId)
    .where(sql<boolean>`snapshot @> ${held}::jsonb`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Video, explanation and evidence: brought in by the authors, read by them and by those who check. Judges read them at an
 * address of their sheet, where a file's name does not tell whose it is.
 */
export const entryFiles: FilePurposeRules = {
  async authorise(ctx, target) {
    const entry = await requireEntry(ctx, 'entry.edit', target.entryId ?? '');
    return (await openRequirement(ctx.app.db, ctx, entry, target)).requirement;
  },
  async attach(tx, ctx, fileId, target) {
    const entry = await lockForAuthors(tx.db, target.entryId ?? '');
    const { requirement, stage, programme } = await openRequirement(tx.db, ctx, entry, target);
    // A refused file has said why; the next try takes its place.
    await tx.db
      .updateTable('entry_file')
      .set({ removed_at: ctx.now })
      .where('entry_id', '=', entry.id)
      .where('stage', '=', stage)
      .where('requirement_id', '=', requirement.id)
      .where('removed_at', 'is', null)
      .where('file_id', 'in', (eb) => eb.selectFrom('file').select('id').where('state', '=', 'rejected'))
      .execute();
    await tx.db
      .insertInto('entry_file')
      .values({
        entry_id: entry.id,
        stage,
        requirement_id: requirement.id,
        file_id: fileId,
        position: sql<number>`(select coalesce(max(position), 0) + 1 from entry_file where entry_id = ${entry.id} and stage = ${stage} and requirement_id = ${requirement.id})`,
        added_by: ctx.actor.id,
        added_at: ctx.now,
      })
      .execute();
    await touch(tx.db, ctx, entry, false);
    tx.note({ programmeId: programme.id, changes: { entryId: entry.id } });
  },
  async detach(db, fileId) {
    await db.deleteFrom('entry_file').where('file_id', '=', fileId).execute();
  },
  async rule(db, file: Row<'file'>) {
    const owner = await ownerOf(db, file.id);
    const entry = owner && !owner.removed ? await findEntry(db, owner.entryId) : null;
    if (!owner || !entry) return null;
    return requirementOf(await programmeOf(db, entry), owner.stage, owner.requirementId) ?? null;
  },
  async ready(db, file) {
    const owner = await ownerOf(db, file.id);
    const entry = owner && !owner.removed ? await findEntry(db, owner.entryId) : null;
    if (!owner || !entry) return;
    const shown = (await programmeOf(db, entry)).doc.gallery?.video;
    if (shown?.stage === owner.stage && shown.requirementId === owner.requirementId)
      await queueRenditions({ db }, file.id);
  },
  async mayRead(ctx, file) {
    const { db } = ctx.app;
    const owner = await ownerOf(db, file.id);
    const entry = owner && (await findEntry(db, owner.entryId));
    if (!owner || !entry) return false;
    if (!(await canEntry(ctx, 'entry.read', entry)).allow) return false;
    return !owner.removed || (await isInSubmission(db, entry.id, file.id));
  },
};
