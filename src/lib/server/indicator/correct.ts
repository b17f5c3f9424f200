import { sql } from 'kysely';
import { checkValue, lacks, type ValueInput } from '#lib/domain/indicator/check.ts';
import { reasonProblem, stateProblem } from '#lib/domain/indicator/states.ts';
import { equals } from '#lib/domain/kernel/decimal.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import { mayCorrect } from '../movement/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { reportingUnits } from './reporting.ts';
import { holdByIds, requireRunning, writeEvents, writeVersions } from './rows.ts';

/**
 * Changes a locked figure: a new version with its reason, which goes through verification again. The official figure stays until
 * the new one is locked.
 * @throws RuleError with the issues of its fields; 'stale' when it was changed since `expected`
 */
export async function correctValue(
  ctx: Ctx,
  args: { slug: string; id: string; expected: number; reason: string } & Omit<ValueInput, 'period'>,
): Promise<void> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireRunning(movement);
  if (!isUuid(args.id)) throw notFound('Số liệu này');
  const today = isoDateLocal(ctx.now);
  const init = {
    act: 'figure.correct',
    programmeId: movement.id,
    subject: { kind: 'indicator-value', id: args.id },
    summary: 'Đính chính số liệu đã khóa',
  };
  await act(ctx, init, async (tx) => {
    const figure = (await holdByIds(tx.db, movement.id, [args.id])).get(args.id);
    const indicator = figure && movement.doc.indicators.find((one) => one.id === figure.indicatorId);
    if (!figure || !indicator) throw notFound('Số liệu này');
    requireAllowed(mayCorrect(scope, figure.unitId));
    const refuse = (field: string, message: string): never => {
      throw new RuleError({ code: 'figure.refused', message, field });
    };
    if (figure.version !== args.expected) throw stale('Số liệu này');
    const wrongState = stateProblem('correct', figure.state);
    if (wrongState) refuse('value', wrongState);
    const wrongReason = reasonProblem(args.reason);
    if (wrongReason) refuse('reason', wrongReason);
    const unit = (await reportingUnits(tx.db, movement.doc, today))(figure.unitId, figure.period);
    if (!unit) throw notFound('Đơn vị này');
    const input = { ...args, period: figure.period };
    const { value, issues } = checkValue(indicator, input, { doc: movement.doc, unit, today });
    if (!value)
      throw new RuleError({ code: 'figure.refused', message: issues[0]?.message ?? 'Số liệu chưa đúng.', issues });
    const same = (['numerator', 'denominator', 'value'] as const).every((key) =>
      value[key] === null || figure[key] === null ? value[key] === figure[key] : equals(value[key], figure[key]),
    );
    if (same && value.note === figure.note) refuse('value', 'Số đính chính giống hệt số đã khóa.');
    const missing = lacks(indicator, { ...value, evidence: figure.evidence });
    if (missing) refuse(missing.field, missing.message);
    await sql`
      update indicator_value
         set version = version + 1, numerator = ${value.numerator}::numeric, denominator = ${value.denominator}::numeric,
             value = ${value.value}::numeric, note = ${value.note}, state = 'submitted', submitted_at = ${ctx.now},
             verified_at = null, verified_by = null, updated_at = ${ctx.now}
       where id = ${figure.id}`.execute(tx.db);
    await writeVersions(tx, ctx, [figure.id], args.reason.trim());
    await writeEvents(tx, ctx, 'corrected', [{ id: figure.id, version: figure.version + 1 }], args.reason.trim());
    tx.note({
      summary: `Đính chính “${indicator.shortName}” của ${figure.unitName}, kỳ ${figure.period}`,
      changes: { from: figure.value, to: value.value, reason: args.reason.trim() },
    });
  });
}
