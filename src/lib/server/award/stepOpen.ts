import { stepOf } from '#lib/domain/award/path.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { DossierRow } from './queries.ts';
import { openCall } from './room.ts';
import { type AwardScope, mayDecideAt, mayWorkAt, type StoredCall } from './scope.ts';

export interface AtStep {
  call: StoredCall;
  scope: AwardScope;
  step: PathStep;
}

/**
 * A step of a call for those who act there. `decides`: whoever decides may do it as well.
 * @throws RuleError 'not-found', 'award.not-your-step', 'award.call-cancelled'
 */
export async function openStepOf(ctx: Ctx, args: { slug: string; stepId: string; decides?: boolean }): Promise<AtStep> {
  const { call, scope } = await openCall(ctx, args.slug);
  const step = stepOf(call.doc, args.stepId);
  if (!step) throw notFound('Bước này');
  if (!(args.decides && mayDecideAt(scope, call, step).allow)) requireAllowed(mayWorkAt(scope, call, step));
  if (call.state === 'cancelled' || call.state === 'draft')
    throw new RuleError({
      code: 'award.call-not-open',
      status: 409,
      message: 'Đợt xét khen này chưa mở hoặc đã hủy nên không xử lý được hồ sơ.',
    });
  return { call, scope, step };
}

/** All asked for were found, and in this call. @throws RuleError 'award.none-chosen', 'not-found' */
export function requireOfCall(dossiers: readonly DossierRow[], call: StoredCall, ids: readonly string[]): void {
  if (ids.length === 0)
    throw new RuleError({ code: 'award.none-chosen', field: 'hoSo', message: 'Hãy chọn ít nhất một hồ sơ.' });
  if (dossiers.length !== new Set(ids).size || dossiers.some((one) => one.callId !== call.id))
    throw notFound('Hồ sơ khen thưởng này');
}
