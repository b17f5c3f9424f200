import { sql } from 'kysely';
import {
  type CheckedValue,
  checkValue,
  lacks,
  type ReportingUnit,
  type ValueInput,
} from '#lib/domain/indicator/check.ts';
import { reasonProblem, stateProblem } from '#lib/domain/indicator/states.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayCorrect, writesOnBehalf } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { reportingUnits } from './reporting.ts';
import { type HeldFigure, holdByIds, requireRunning, sameFigure, writeEvents, writeVersions } from './rows.ts';

interface Correction extends Omit<ValueInput, 'period'> {
  expected: number;
  reason: string;
}

/**
 * Corrects one figure that is held, inside an act that is already open (the spreadsheet import uses it). `dry`: only checks.
 * @throws RuleError before anything is written
 * @returns the figure as it is from now on
 */
export async function correctInto(
  tx: Tx,
  ctx: Ctx,
  args: {
    movement: StoredMovement;
    scope: MovementScope;
    figure: HeldFigure;
    indicator: Indicator;
    unit: ReportingUnit;
    correction: Correction;
    dry?: boolean;
  },
): Promise<CheckedValue> {
  const { movement, scope, figure, indicator, unit, correction } = args;
  requireAllowed(mayCorrect(scope, figure.unitId));
  const refuse = (field: string, message: string): never => {
    throw new RuleError({ code: 'figure.refused', message, field });
  };
  if (figure.version !== correction.expected) throw stale('Số liệu này');
  const wrongState = stateProblem('correct', figure.state);
  if (wrongState) refuse('value', wrongState);
  const reason = cleanMultiline(correction.reason);
  const wrongReason = reasonProblem(reason);
  if (wrongReason) refuse('reason', wrongReason);
  const input = { ...correction, period: figure.period };
  const { value, issues } = checkValue(indicator, input, { doc: movement.doc, unit, today: isoDateLocal(ctx.now) });
  if (!value)
    throw new RuleError({ code: 'figure.refused', message: issues[0]?.message ?? 'Số liệu chưa đúng.', issues });
  if (sameFigure(value, figure)) refuse('value', 'Số đính chính giống hệt số đã khóa.');
  const missing = lacks(indicator, { ...value, evidence: figure.evidence });
  if (missing) refuse(missing.field, missing.message);
  if (args.dry) return value;
  await sql`
    update indicator_value
       set version = version + 1, numerator = ${value.numerator}::numeric, denominator = ${value.denominator}::numeric,
           value = ${value.value}::numeric, note = ${value.note}, state = 'submitted', submitted_at = ${ctx.now},
           verified_at = null, verified_by = null, updated_at = ${ctx.now}
     where id = ${figure.id}`.execute(tx.db);
  const onBehalf = writesOnBehalf(scope, figure.unitId);
  await writeVersions(tx, ctx, [figure.id], reason, onBehalf ? [figure.id] : []);
  await writeEvents(tx, ctx, 'corrected', [{ id: figure.id, version: figure.version + 1, onBehalf }], reason);
  return value;
}

/**
 * Changes a locked figure: a new version with its reason, which goes through verification again. The official figure stays until
 * the new one is locked.
 * @throws RuleError with the issues of its fields; 'stale' when it was changed since `expected`
 */
export async function correctValue(ctx: Ctx, args: { slug: string; id: string } & Correction): Promise<void> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireRunning(movement);
  if (!isUuid(args.id)) throw notFound('Số liệu này');
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
    const unit = (await reportingUnits(tx.db, movement.doc, isoDateLocal(ctx.now)))(figure.unitId, figure.period);
    if (!unit) throw notFound('Đơn vị này');
    const value = await correctInto(tx, ctx, { movement, scope, figure, indicator, unit, correction: args });
    tx.note({
      summary: `Đính chính “${indicator.shortName}” của ${figure.unitName}, kỳ ${figure.period}`,
      changes: { from: figure.value, to: value.value, reason: cleanMultiline(args.reason) },
    });
  });
}
