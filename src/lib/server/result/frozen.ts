import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDateTime, toMs } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { isSide } from '#lib/domain/result/prizes.ts';

/** Whether any prize of the contest goes by interactions, alone or with the jury's score. */
export const needsFreeze = (doc: ContestProgramme): boolean =>
  doc.combination !== undefined || doc.prizes.tiers.some(isSide);

/** Why prizes that go by interactions cannot be decided yet, and when they can. */
export function waitsForFreeze(doc: ContestProgramme, now: Date): { message: string; clause?: string } {
  const { interaction } = doc;
  if (!interaction) return { message: 'Thể lệ chưa quy định cách tính tương tác nên chưa quyết định được giải này.' };
  const at = formatDateTime(interaction.freezeAt);
  return {
    message:
      now.getTime() <= toMs(interaction.freezeAt)
        ? `Lượt tương tác chốt vào ${at}; sau khi chốt mới quyết định được.`
        : `Lượt tương tác tính đến ${at} nhưng chưa được chốt; chốt xong mới quyết định được.`,
    clause: clauseLabel(doc, interaction.clause),
  };
}

/** @throws RuleError before the freeze */
export function requireFrozen(doc: ContestProgramme, frozen: unknown, now: Date): void {
  if (frozen) return;
  throw new RuleError({
    code: 'result.not-frozen',
    ...waitsForFreeze(doc, now),
    hint: 'Tổ Thư ký chốt ở phần Tương tác.',
  });
}
