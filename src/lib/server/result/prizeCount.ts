import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { parseViNumber } from '#lib/domain/kernel/money.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { requireChangeAllowed } from '#lib/domain/programme/freeze.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { programmeFacts } from '../programme/facts.ts';
import { changeLine, lockProgramme, storeVersion } from '../programme/versions.ts';
import { canResult } from './policy.ts';

const MOST = 1000;

/**
 * K24-9: the organisers enter the number of a prize that the plan left open. Only a missing number: changing one is a
 * matter of the programme. Possible until results are published, with a reason once the final round has begun.
 */
export async function enterPrizeCount(
  ctx: Ctx,
  args: { programmeId: string; tierId: string; count: string; reason?: string },
): Promise<void> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  const count = parseViNumber(clean(args.count));
  if (count === null || !Number.isInteger(count) || count < 1 || count > MOST)
    throw new RuleError({
      code: 'result.count',
      message: `Hãy nhập số giải là số nguyên từ 1 đến ${MOST.toLocaleString('vi')}.`,
      field: 'count',
    });
  await act(
    ctx,
    {
      act: 'result.enter-count',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Nhập số lượng giải.',
    },
    async (tx) => {
      const programme = await lockProgramme(tx, args.programmeId);
      const { prizes } = programme.doc;
      const tier = prizes.tiers.find((one) => one.id === args.tierId);
      if (!tier) throw notFound('Hạng giải này');
      if (tier.count !== null)
        throw new RuleError({
          code: 'result.count-known',
          message: `${tier.name} đã có số lượng: ${tier.count} giải.`,
          hint: 'Muốn sửa, đề nghị quản trị viên sửa phần Giải thưởng của chương trình.',
          status: 409,
        });
      const doc = {
        ...programme.doc,
        prizes: { ...prizes, tiers: prizes.tiers.map((one) => (one === tier ? { ...one, count } : one)) },
      };
      const reason = clean(args.reason ?? '');
      const facts = await programmeFacts(tx.db, programme, ctx.now);
      const lines = requireChangeAllowed({ before: programme.doc, after: doc, facts, reason }).map((change) =>
        changeLine(change),
      );
      const version = await storeVersion(tx, ctx, programme, {
        doc,
        part: 'prizes',
        reason: reason || null,
        changes: lines,
      });
      tx.note({
        summary: `Nhập số lượng ${tier.name}: ${count} giải.`,
        changes: { version, tier: tier.id, count, reason: reason || null },
      });
    },
  );
}
