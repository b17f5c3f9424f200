import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import type { FilePlace, PlaceRule } from '../filePlace.ts';
import { callById } from '../queries.ts';
import { awardScope, mayOpenCall, maySeeNominator, mayWorkAt } from '../scope.ts';
import { decisionStep, linesOf, requireDecision } from './queries.ts';

/** The decision with signature and seal. */
export const signedRule: PlaceRule = {
  label: 'Quyết định đã ký',
  accept: ['pdf'],
  maxBytes: 30_000_000,
  maxCount: 1,
};

const ruleOf = (role: string): PlaceRule | null => (role === 'signed' ? signedRule : null);

async function open(ctx: Ctx, id: string) {
  const row = isUuid(id)
    ? await ctx.app.db.selectFrom('award_decision').select('call_id').where('id', '=', id).executeTakeFirst()
    : undefined;
  const call = row?.call_id ? await callById(ctx.app.db, row.call_id) : null;
  if (!call) return null;
  return { call, scope: await awardScope(ctx), decision: await requireDecision(ctx.app.db, call.id, id) };
}

/** Files of a decision: the signed one goes up between approval and issue; everyone in the call and the units named in it read it. */
export const decisionFiles: FilePlace = {
  ruleOf,
  async toAdd(ctx, id, role) {
    const opened = await open(ctx, id);
    const rule = ruleOf(role);
    if (!opened || !rule) throw notFound('Nơi nhận tệp này');
    const { call, scope, decision } = opened;
    requireAllowed(mayWorkAt(scope, call, decisionStep(call, scope, decision.authorityUnitId)));
    if (decision.state !== 'approved')
      throw new RuleError({
        code: 'award.signed-file',
        message: 'Tệp quyết định đã ký chỉ thêm, gỡ được sau khi duyệt và trước khi ban hành.',
      });
    return rule;
  },
  async mayRead(ctx, id) {
    const opened = await open(ctx, id);
    if (!opened) return false;
    const { call, scope, decision } = opened;
    if (mayOpenCall(scope, call).allow) return true;
    if (decision.state !== 'issued') return false;
    const lines = await linesOf(ctx.app.db, decision.id);
    return lines.some((line) => maySeeNominator(scope, line.unitId).allow);
  },
};
