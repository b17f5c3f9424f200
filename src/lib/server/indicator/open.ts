import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, maySeeIndicator, maySeeUnit } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type ValueRow, valuesOf } from './values.ts';

export interface OpenFigure {
  movement: StoredMovement;
  scope: MovementScope;
  indicator: Indicator;
  row: ValueRow;
}

/**
 * One figure for whoever may see its unit or its indicator.
 * @throws RuleError 'not-found' for everyone else
 */
export async function openFigure(ctx: Ctx, args: { slug: string; valueId: string }): Promise<OpenFigure> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const [row] = isUuid(args.valueId)
    ? await valuesOf(ctx.app.db, { programmeId: movement.id, ids: [args.valueId] })
    : [];
  const indicator = row && movement.doc.indicators.find((one) => one.id === row.indicatorId);
  if (!row || !indicator) throw notFound('Số liệu này');
  if (!maySeeUnit(scope, row.unitId).allow && !maySeeIndicator(scope, indicator)) throw notFound('Số liệu này');
  return { movement, scope, indicator, row };
}
