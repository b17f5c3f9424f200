import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import type { FilePlace, PlaceRule } from '../filePlace.ts';
import { callById } from '../queries.ts';
import { awardScope, mayManageCall, mayOpenCall } from '../scope.ts';

/** The guidance behind a call: what Sở Nội vụ issued, with its numbers (Q25-8). */
export const guidanceRule: PlaceRule & { hint: string } = {
  label: 'Văn bản hướng dẫn khen thưởng',
  hint: 'Bản đã ký và phụ lục, biểu mẫu kèm theo. Khi đợt mở, mọi người xem được.',
  accept: ['pdf', 'docx', 'xlsx'],
  maxBytes: 20 * 1024 * 1024,
  maxCount: 10,
};

const role = 'guidance';
const unknown = () => notFound('Nơi nhận tệp này');

/** Files of a call: added by its standing unit, read by everyone once it has opened. */
export const callFiles: FilePlace = {
  async toAdd(ctx: Ctx, id: string, asked: string): Promise<PlaceRule> {
    const call = asked === role ? await callById(ctx.app.db, id) : null;
    if (!call) throw unknown();
    requireAllowed(mayManageCall(await awardScope(ctx), call));
    if (call.state !== 'draft' && call.state !== 'open')
      throw new RuleError({
        code: 'call.over',
        status: 409,
        message: 'Đợt xét khen đã kết thúc hoặc đã hủy: văn bản hướng dẫn không đổi nữa.',
      });
    return guidanceRule;
  },
  ruleOf: (asked) => (asked === role ? guidanceRule : null),
  async mayRead(ctx, id, asked) {
    const call = asked === role ? await callById(ctx.app.db, id) : null;
    if (!call) return false;
    // one that has not opened is read by those who work on it
    return call.openedAt !== null || mayOpenCall(await awardScope(ctx), call).allow;
  },
};
