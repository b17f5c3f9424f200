import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { toMs } from '#lib/domain/kernel/time.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { MIN_REASON } from '#lib/domain/programme/freeze.ts';
import { checkProgramme, publicationBlockers } from '#lib/domain/programme/validate.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireProgramme } from './create.ts';
import { canProgramme } from './policy.ts';
import type { StoredProgramme } from './queries.ts';
import { lockProgramme } from './versions.ts';

export interface Readiness {
  /** keep the programme from being published */
  blockers: Finding[];
  /** should be looked at */
  warnings: Finding[];
}

/** What stands between a draft and its publication. */
export function readiness(programme: StoredProgramme): Readiness {
  const blockers = publicationBlockers(programme.doc);
  const warnings = checkProgramme(programme.doc).filter((f) => f.severity === 'warning' && f.blocks !== 'publication');
  return { blockers, warnings };
}

/**
 * Makes a draft public. Its rules bind from now on.
 * @throws RuleError 'programme.not-ready' with every undecided blocking question and contradiction, 'programme.already-published'
 */
export async function publishProgramme(ctx: Ctx, args: { programmeId: string; version: number }): Promise<void> {
  requireAllowed(canProgramme(ctx, 'programme.edit', args.programmeId));
  await requireProgramme(ctx, args.programmeId);
  await act(
    ctx,
    {
      act: 'programme.publish',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Công bố chương trình.',
    },
    async (tx) => {
      const programme = await lockProgramme(tx, args.programmeId, args.version);
      if (programme.status !== 'draft')
        throw new RuleError({
          code: 'programme.already-published',
          message: 'Chương trình này đã được công bố.',
          status: 409,
        });
      const { blockers } = readiness(programme);
      if (blockers.length > 0)
        throw new RuleError({
          code: 'programme.not-ready',
          message: `Còn ${blockers.length} điểm phải giải quyết trước khi công bố.`,
          issues: blockers.map((f) => ({ field: f.path, message: f.message })),
        });
      await tx.db
        .updateTable('programme')
        .set({ status: 'published', published_at: ctx.now, version: programme.version + 1 })
        .where('id', '=', programme.id)
        .execute();
      await tx.db
        .insertInto('programme_version')
        .values({
          programme_id: programme.id,
          version: programme.version + 1,
          doc: json(programme.doc),
          part: 'publish',
          by_id: ctx.actor.id,
          at: ctx.now,
        })
        .execute();
      tx.note({ summary: `Công bố chương trình “${programme.doc.shortName}”.` });
      tx.publish();
    },
  );
}

/**
 * Closes a programme when its last period has ended, or earlier with a reason: its pages stay, nothing is taken any more.
 * @throws RuleError 'programme.not-open', 'programme.reason'
 */
export async function closeProgramme(
  ctx: Ctx,
  args: { programmeId: string; version: number; reason: string },
): Promise<void> {
  requireAllowed(canProgramme(ctx, 'programme.edit', args.programmeId));
  await requireProgramme(ctx, args.programmeId);
  const reason = clean(args.reason);
  await act(
    ctx,
    {
      act: 'programme.close',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Đóng chương trình.',
    },
    async (tx) => {
      const programme = await lockProgramme(tx, args.programmeId, args.version);
      if (programme.status !== 'published')
        throw new RuleError({
          code: 'programme.not-open',
          message: 'Chỉ đóng được chương trình đang công bố.',
          status: 409,
        });
      const lastEnd = Math.max(...programme.doc.timeline.map((period) => toMs(period.to)));
      if (ctx.now.getTime() <= lastEnd && charCount(reason) < MIN_REASON)
        throw new RuleError({
          code: 'programme.reason',
          message: `Tiến độ chưa kết thúc. Muốn đóng sớm, hãy ghi lý do, ít nhất ${MIN_REASON} ký tự.`,
          field: 'reason',
        });
      const version = programme.version + 1;
      await tx.db.updateTable('programme').set({ status: 'closed', version }).where('id', '=', programme.id).execute();
      await tx.db
        .insertInto('programme_version')
        .values({
          programme_id: programme.id,
          version,
          doc: json(programme.doc),
          part: 'close',
          reason: reason || null,
          by_id: ctx.actor.id,
          at: ctx.now,
        })
        .execute();
      tx.note({ summary: `Đóng chương trình “${programme.doc.shortName}”.`, changes: { reason: reason || null } });
      tx.publish();
    },
  );
}
