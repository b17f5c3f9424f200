import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import { diffProgramme } from '#lib/domain/programme/diff.ts';
import { signedPlan } from '#lib/domain/programme/documents.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { MIN_REASON } from '#lib/domain/programme/judge.ts';
import { lawToday } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, requireAny } from './create.ts';
import { kindOf } from './kinds.ts';
import { mayProgramme } from './policy.ts';
import type { AnyProgramme } from './queries.ts';
import { changeLine, lockAny } from './versions.ts';

export interface Readiness {
  /** keep the programme from being published */
  blockers: Finding[];
  /** should be looked at */
  warnings: Finding[];
}

/** What stands between a draft and its publication. */
export function readiness(programme: AnyProgramme, law: LawVersion): Readiness {
  const found = kindOf(programme.doc).check(programme.doc, law);
  return {
    blockers: found.filter((f) => f.blocks === 'publication'),
    warnings: found.filter((f) => f.severity === 'warning' && f.blocks !== 'publication'),
  };
}

interface SignedPlan {
  number: string;
  /** ISO or dd/mm/yyyy */
  date: string;
}

/** The document with number and date of its signed plan, where its kind asks for them. */
function withSignedPlan(doc: ProgrammeDocument, given: SignedPlan | undefined): ProgrammeDocument {
  if (!kindOf(doc).signedPlan) return doc;
  const plan = signedPlan(doc);
  if (!plan)
    throw new RuleError({
      code: 'programme.no-plan',
      message: 'Chưa có kế hoạch hay quyết định phát động trong danh sách văn bản.',
      hint: 'Thêm văn bản ở phần “Văn bản và điều khoản” trước khi công bố.',
    });
  const number = clean(given?.number ?? '') || plan.number;
  const date = given?.date ? parseViDateIso(clean(given.date)) : plan.date;
  const issues = [
    ...(number ? [] : [{ field: 'planNumber', message: 'Hãy nhập số, ký hiệu của kế hoạch đã ký.' }]),
    ...(date ? [] : [{ field: 'planDate', message: 'Hãy nhập ngày ký, ví dụ 21/06/2025.' }]),
  ];
  if (issues.length > 0)
    throw new RuleError({
      code: 'programme.plan-unsigned',
      message: 'Chỉ công bố phong trào đã có kế hoạch được ký.',
      clause: 'Điều 18 Luật Thi đua, khen thưởng 2022',
      issues,
    });
  if (plan.number === number && plan.date === date) return doc;
  return checkedShape(
    { ...doc, documents: doc.documents.map((one) => (one.id === plan.id ? { ...one, number, date } : one)) },
    'planNumber',
  );
}

/**
 * Makes a draft public. Its rules bind from now on.
 * @param args.plan number and date of the signed plan, where the document does not have them yet (movements)
 * @throws RuleError 'programme.not-ready' with every undecided blocking question and contradiction, 'programme.already-published',
 *   'programme.plan-unsigned'
 */
export async function publishProgramme(
  ctx: Ctx,
  args: { programmeId: string; version: number; plan?: SignedPlan },
): Promise<void> {
  requireAllowed(await mayProgramme(ctx, 'programme.edit', await requireAny(ctx, args.programmeId)));
  await act(
    ctx,
    {
      act: 'programme.publish',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Công bố chương trình.',
    },
    async (tx) => {
      const programme = await lockAny(tx, args.programmeId, args.version);
      const kind = kindOf(programme.doc);
      if (programme.status !== 'draft')
        throw new RuleError({
          code: 'programme.already-published',
          message: 'Chương trình này đã được công bố.',
          status: 409,
        });
      const { blockers } = readiness(programme, await lawToday(tx.db, ctx.now));
      if (blockers.length > 0)
        throw new RuleError({
          code: 'programme.not-ready',
          message: `Còn ${blockers.length} điểm phải giải quyết trước khi công bố.`,
          issues: blockers.map((f) => ({ field: f.path, message: f.message })),
        });
      const doc = withSignedPlan(programme.doc, args.plan);
      await kind.guard(ctx, tx.db, programme, doc);
      const version = programme.version + 1;
      const lines = diffProgramme(programme.doc, doc, kind.freeze.parts).map((c) => changeLine(c, kind.freeze.parts));
      await tx.db
        .updateTable('programme')
        .set({ status: 'published', published_at: ctx.now, version, doc: json(doc) })
        .where('id', '=', programme.id)
        .execute();
      await tx.db
        .insertInto('programme_version')
        .values({
          programme_id: programme.id,
          version,
          doc: json(doc),
          part: 'publish',
          changes: json(lines),
          by_id: ctx.actor.id,
          at: ctx.now,
        })
        .execute();
      const stored: AnyProgramme = { ...programme, doc, version, status: 'published', publishedAt: ctx.now };
      const done = await kind.changed(tx, ctx, stored, 'publish');
      tx.note({ summary: `Công bố chương trình “${doc.shortName}”.`, changes: done });
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
  requireAllowed(await mayProgramme(ctx, 'programme.edit', await requireAny(ctx, args.programmeId)));
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
      const programme = await lockAny(tx, args.programmeId, args.version);
      if (programme.status !== 'published')
        throw new RuleError({
          code: 'programme.not-open',
          message: 'Chỉ đóng được chương trình đang công bố.',
          status: 409,
        });
      const lastEnd = kindOf(programme.doc).end(programme.doc);
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
