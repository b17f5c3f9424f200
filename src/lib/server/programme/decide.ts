import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { toLocalIso } from '#lib/domain/kernel/time.ts';
import { diffProgramme } from '#lib/domain/programme/diff.ts';
import { requireChangeAllowed } from '#lib/domain/programme/judge.ts';
import { decideQuestion as decided } from '#lib/domain/programme/questions.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, requireAny } from './create.ts';
import { kindOf } from './kinds.ts';
import { mayProgramme } from './policy.ts';
import { type ChangeLine, changeLine, lockAny, storeVersion } from './versions.ts';

export interface DecideArgs {
  programmeId: string;
  questionId: string;
  optionId: string;
  reason: string;
  /** the version the page was made from */
  version: number;
}

const after = (
  doc: ProgrammeDocument,
  ctx: Ctx,
  args: Omit<DecideArgs, 'version' | 'programmeId'>,
): ProgrammeDocument =>
  checkedShape(
    decided(doc, {
      questionId: args.questionId,
      optionId: args.optionId,
      by: ctx.actor.name,
      at: toLocalIso(ctx.now),
      reason: clean(args.reason),
    }),
    args.questionId,
  );

/** What deciding so would change, before it is done. */
export async function previewDecision(
  ctx: Ctx,
  args: Omit<DecideArgs, 'version' | 'reason'>,
): Promise<{ changes: ChangeLine[]; consequences: string[] }> {
  const programme = await requireAny(ctx, args.programmeId);
  requireAllowed(await mayProgramme(ctx, 'programme.edit', programme));
  const kind = kindOf(programme.doc);
  const doc = after(programme.doc, ctx, { ...args, reason: 'xem trước' });
  const facts = await kind.facts(ctx.app.db, programme, ctx.now);
  const changes = diffProgramme(programme.doc, doc, kind.freeze.parts).filter((change) => change.part !== 'questions');
  return {
    changes: changes.map((change) => changeLine(change, kind.freeze.parts)),
    consequences: changes.length > 0 ? kind.consequences(programme.doc, doc, facts) : [],
  };
}

/**
 * Decides a question that the plan leaves open (⚠): writes the option's values, and who decided, when and why.
 * @throws RuleError 'programme.reason' when the reason is missing (20 characters where something frozen changes, else 5)
 */
export async function decideQuestion(ctx: Ctx, args: DecideArgs): Promise<number> {
  requireAllowed(await mayProgramme(ctx, 'programme.edit', await requireAny(ctx, args.programmeId)));
  const reason = clean(args.reason);
  if (charCount(reason) < 5)
    throw new RuleError({
      code: 'programme.reason',
      message: 'Hãy ghi căn cứ của quyết định, ví dụ số công văn trả lời hoặc ai đã thống nhất.',
      field: 'reason',
    });
  return act(
    ctx,
    {
      act: 'programme.decide',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Quyết định một điểm mà kế hoạch để ngỏ.',
    },
    async (tx) => {
      const programme = await lockAny(tx, args.programmeId, args.version);
      const kind = kindOf(programme.doc);
      const doc = after(programme.doc, ctx, { ...args, reason });
      await kind.guard(ctx, tx.db, programme, doc);
      const facts = await kind.facts(tx.db, programme, ctx.now);
      const changes = requireChangeAllowed(kind.freeze, { before: programme.doc, after: doc, facts, reason });
      const lines = changes.map((change) => changeLine(change, kind.freeze.parts));
      const version = await storeVersion(tx, ctx, programme, { doc, part: 'questions', reason, changes: lines });
      const done = await kind.changed(tx, ctx, { ...programme, doc, version }, 'questions');
      const question = doc.questions.find((q) => q.id === args.questionId);
      const option = question?.options.find((o) => o.id === args.optionId);
      tx.note({
        summary: `Quyết định: ${question?.question} ${option?.label}.`,
        changes: { version, reason, lines, ...done },
      });
      return version;
    },
  );
}
