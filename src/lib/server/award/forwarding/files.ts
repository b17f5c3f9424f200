import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import type { FilePlace, PlaceRule } from '../filePlace.ts';
import { callById } from '../queries.ts';
import { awardScope, mayOpenCall, mayWorkAt } from '../scope.ts';
import { requireForwarding, requireForwardingStep } from './queries.ts';

/** The letter with signature and seal, and the decisions of those above. */
export const forwardingRoles: Record<'letter' | 'answer', PlaceRule> = {
  letter: { label: 'Tờ trình đã ký', accept: ['pdf'], maxBytes: 30_000_000, maxCount: 1 },
  answer: { label: 'Văn bản trả lời của cấp trên', accept: ['pdf'], maxBytes: 30_000_000, maxCount: 20 },
};

const ruleOf = (role: string): PlaceRule | null =>
  Object.hasOwn(forwardingRoles, role) ? forwardingRoles[role as 'letter' | 'answer'] : null;

async function open(ctx: Ctx, id: string) {
  const row = isUuid(id)
    ? await ctx.app.db.selectFrom('award_forwarding').select('call_id').where('id', '=', id).executeTakeFirst()
    : undefined;
  const call = row ? await callById(ctx.app.db, row.call_id) : null;
  if (!call) return null;
  return { call, scope: await awardScope(ctx), forwarding: await requireForwarding(ctx.app.db, call.id, id) };
}

/** The letter goes up between approval and sending, answers until the last one is entered; everyone in the call reads them. */
export const forwardingFiles: FilePlace = {
  ruleOf,
  async toAdd(ctx, id, role) {
    const opened = await open(ctx, id);
    const rule = ruleOf(role);
    if (!opened || !rule) throw notFound('Nơi nhận tệp này');
    const { call, scope, forwarding } = opened;
    requireAllowed(mayWorkAt(scope, call, requireForwardingStep(call, forwarding.stepId)));
    if (forwarding.state !== (role === 'letter' ? 'approved' : 'sent'))
      throw new RuleError({
        code: 'award.forwarding-file',
        message:
          role === 'letter'
            ? 'Tờ trình đã ký chỉ thêm, gỡ được sau khi duyệt và trước khi gửi.'
            : 'Văn bản của cấp trên chỉ thêm, gỡ được khi danh sách đã gửi và còn hồ sơ chờ kết quả.',
      });
    return rule;
  },
  async mayRead(ctx, id) {
    const opened = await open(ctx, id);
    return opened !== null && mayOpenCall(opened.scope, opened.call).allow;
  },
};
