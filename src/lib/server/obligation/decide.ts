/** Accepting and returning, whether a plan or report was written or only figures were handed in. */
import type { Kysely } from 'kysely';
import { forbidden } from '#lib/domain/kernel/errors.ts';
import { mayAccept, mayManage } from '../movement/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { acceptReport, returnReport } from '../report/decide.ts';
import { openObligation } from './list.ts';
import { markAccepted, markReturned } from './states.ts';

interface Decided {
  slug: string;
  obligationId: string;
  /** which hand-in the person has read */
  no?: number;
}

/** A plan or report was handed in, which accepting and returning do more with than move the state. */
const isWritten = async (db: Kysely<DB>, obligationId: string): Promise<boolean> =>
  (await db
    .selectFrom('unit_report as r')
    .innerJoin('unit_report_submission as s', 's.report_id', 'r.id')
    .select('s.no')
    .where('r.obligation_id', '=', obligationId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

async function openToDecide(ctx: Ctx, args: Decided) {
  const { movement, scope, obligation } = await openObligation(ctx, args);
  requireAllowed(obligation.rule ? mayAccept(scope, obligation.rule, obligation.unitId) : mayManage(scope));
  if (movement.status !== 'published') throw forbidden('Phong trào đã khép lại.');
  const init = (verb: 'accept' | 'return', summary: string) => ({
    act: `obligation.${verb}`,
    programmeId: movement.id,
    subject: { kind: 'obligation', id: obligation.id },
    summary: `${summary} “${obligation.ruleName}” của ${obligation.unitName}.`,
  });
  return { written: await isWritten(ctx.app.db, obligation.id), init };
}

/** @throws RuleError 'not-found', 'obligation.state', 'obligation.exempted', 'stale' */
export async function acceptObligation(ctx: Ctx, args: Decided): Promise<void> {
  const { written, init } = await openToDecide(ctx, args);
  if (written) await acceptReport(ctx, args);
  else await act(ctx, init('accept', 'Chấp nhận'), (tx) => markAccepted(tx, ctx, args.obligationId));
}

/** @throws RuleError 'not-found', 'obligation.reason', 'obligation.state', 'obligation.exempted', 'stale' */
export async function returnObligation(ctx: Ctx, args: Decided & { reason: string }): Promise<void> {
  const { written, init } = await openToDecide(ctx, args);
  if (written) await returnReport(ctx, args);
  else await act(ctx, init('return', 'Trả lại'), (tx) => markReturned(tx, ctx, args.obligationId, args.reason));
}
