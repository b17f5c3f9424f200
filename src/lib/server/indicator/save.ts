import { sql } from 'kysely';
import { type CheckedValue, checkValue, lacks, type ValueInput } from '#lib/domain/indicator/check.ts';
import { stateProblem } from '#lib/domain/indicator/states.ts';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { parsePeriod } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayEnterFigures, writesOnBehalf } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { reportingUnits } from './reporting.ts';
import {
  type FigureKey,
  type HeldFigure,
  holdByKeys,
  keyOf,
  requireRunning,
  sameFigure,
  writeEvents,
  writeVersions,
} from './rows.ts';

/** One figure to save. */
export interface SaveRow extends FigureKey, ValueInput {
  /** the version that the writer saw; null: there was none; absent: whatever is there is overwritten */
  expected?: number | null;
}

/** What somebody else saved meanwhile. */
export type OtherFigure = Pick<
  HeldFigure,
  'version' | 'numerator' | 'denominator' | 'value' | 'note' | 'byName' | 'updatedAt'
>;

/** What became of one row, in the order in which they came. */
export interface SaveResult extends FigureKey {
  valueId: string | null;
  outcome: 'created' | 'changed' | 'same' | 'refused';
  /** why it was refused, field by field: numerator, denominator, value, note, period, unit, indicator, version */
  issues: Issue[];
  conflict: OtherFigure | null;
}

interface Change {
  row: SaveRow;
  value: CheckedValue;
  complete: boolean;
  before: HeldFigure | null;
  /** the figure itself stays: only "complete" is new */
  marksOnly: boolean;
}

const refused = (row: FigureKey, issues: Issue[], more: Partial<SaveResult> = {}): SaveResult => ({
  indicatorId: row.indicatorId,
  unitId: row.unitId,
  period: row.period,
  valueId: null,
  outcome: 'refused',
  issues,
  conflict: null,
  ...more,
});

const otherOf = ({ version, numerator, denominator, value, note, byName, updatedAt }: HeldFigure): OtherFigure => ({
  version,
  numerator,
  denominator,
  value,
  note,
  byName,
  updatedAt,
});

const conflictIssue = (other: OtherFigure | null): Issue => ({
  field: 'version',
  message: other
    ? `${other.byName ?? 'Người khác'} vừa lưu số khác cho chỉ tiêu này. Hãy xem cả hai số và chọn.`
    : 'Số liệu này vừa được người khác ghi. Hãy mở lại trang để xem.',
});

/** Judges one row against what is there. @returns the change to make, or what to tell */
function judgeRow(
  row: SaveRow,
  indicator: Indicator,
  before: HeldFigure | null,
  checked: { value: CheckedValue | null; issues: Issue[] },
  complete: boolean,
): Change | SaveResult {
  const valueId = before?.id ?? null;
  if (!checked.value) return refused(row, checked.issues, { valueId });
  const { value } = checked;
  const same = before !== null && sameFigure(value, before);
  if (!before && value.value === null && value.note === '')
    return complete
      ? refused(row, [{ field: 'value', message: lacks(indicator, { ...value, evidence: 0 })?.message ?? '' }])
      : refused(row, [], { outcome: 'same' });
  const problem = before && !same ? stateProblem('save', before.state) : null;
  if (problem) return refused(row, [{ field: 'value', message: problem }], { valueId });
  if (before && !same && row.expected !== undefined && row.expected !== before.version) {
    const conflict = otherOf(before);
    return refused(row, [conflictIssue(conflict)], { valueId, conflict });
  }
  const missing = lacks(indicator, { ...value, evidence: before?.evidence ?? 0 });
  const marks = complete && before?.state !== 'complete' && !(before && stateProblem('save', before.state));
  // what lacks its evidence is saved all the same, and told about
  const untold = complete && missing ? [missing] : [];
  if (same && (!marks || missing))
    return refused(row, untold, { valueId, outcome: untold.length > 0 ? 'refused' : 'same' });
  const whole = !missing && (complete || before?.state === 'complete');
  return { row, value, complete: whole, before, marksOnly: same };
}

async function insertRows(tx: Tx, ctx: Ctx, programmeId: string, changes: Change[]): Promise<Map<string, string>> {
  if (changes.length === 0) return new Map();
  const { rows } = await sql<FigureKey & { id: string }>`
    insert into indicator_value (programme_id, indicator_id, unit_id, period, numerator, denominator, value, note, state,
        completed_at, entered_by, entered_at, updated_at)
    select ${programmeId}::uuid, n.indicator_id, n.unit_id, n.period, n.numerator, n.denominator, n.value, n.note,
           case when n.complete then 'complete' else 'entered' end, case when n.complete then ${ctx.now}::timestamptz end,
           ${ctx.actor.id}::uuid, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
      from unnest(${changes.map((c) => c.row.indicatorId)}::text[], ${changes.map((c) => c.row.unitId)}::uuid[],
             ${changes.map((c) => c.row.period)}::text[], ${changes.map((c) => c.value.numerator)}::numeric[],
             ${changes.map((c) => c.value.denominator)}::numeric[], ${changes.map((c) => c.value.value)}::numeric[],
             ${changes.map((c) => c.value.note)}::text[], ${changes.map((c) => c.complete)}::boolean[])
        as n (indicator_id, unit_id, period, numerator, denominator, value, note, complete)
    on conflict do nothing
    returning id, indicator_id as "indicatorId", unit_id as "unitId", period`.execute(tx.db);
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

async function updateRows(tx: Tx, ctx: Ctx, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update indicator_value v
       set numerator = n.numerator, denominator = n.denominator, value = n.value, note = n.note,
           version = v.version + case when n.marks_only then 0 else 1 end,
           state = case when n.complete then 'complete' when v.state = 'returned' then 'returned' else 'entered' end,
           completed_at = case when n.complete then coalesce(v.completed_at, ${ctx.now}::timestamptz) end,
           updated_at = ${ctx.now}::timestamptz
      from unnest(${changes.map((c) => c.before?.id)}::uuid[], ${changes.map((c) => c.value.numerator)}::numeric[],
             ${changes.map((c) => c.value.denominator)}::numeric[], ${changes.map((c) => c.value.value)}::numeric[],
             ${changes.map((c) => c.value.note)}::text[], ${changes.map((c) => c.complete)}::boolean[],
             ${changes.map((c) => c.marksOnly)}::boolean[])
        as n (id, numerator, denominator, value, note, complete, marks_only)
     where v.id = n.id`.execute(tx.db);
}

/**
 * Saves many figures inside an act that is already open (the spreadsheet import uses it, batch by batch). Each row is judged by
 * itself: refused ones are told about, the others are saved. The number of statements does not depend on the number of rows. `dry`: only
 * says what would become of them.
 * @returns one result a row, in order
 */
export async function saveInto(
  tx: Tx,
  ctx: Ctx,
  args: { movement: StoredMovement; scope: MovementScope; rows: SaveRow[]; complete?: boolean; dry?: boolean },
): Promise<SaveResult[]> {
  const { movement, scope, rows, complete = false, dry = false } = args;
  requireRunning(movement);
  const indicators = new Map(movement.doc.indicators.map((one) => [one.id, one]));
  const today = isoDateLocal(ctx.now);
  const unitOf = await reportingUnits(tx.db, movement.doc, today);
  const there = await holdByKeys(
    tx.db,
    movement.id,
    // what names no figure at all is told below, not asked of the database
    rows.filter((row) => isUuid(row.unitId) && indicators.has(row.indicatorId) && parsePeriod(row.period)),
  );
  const seen = new Set<string>();
  const judged = rows.map((row): Change | SaveResult => {
    const indicator = indicators.get(row.indicatorId);
    if (!indicator) return refused(row, [{ field: 'indicator', message: 'Phong trào này không có chỉ tiêu như vậy.' }]);
    const unit = isUuid(row.unitId) ? unitOf(row.unitId, row.period) : null;
    const may = mayEnterFigures(scope, row.unitId);
    if (!unit || !may.allow)
      return refused(row, [
        { field: 'unit', message: may.allow ? 'Không có đơn vị này.' : may.reason, clause: indicator.clause },
      ]);
    if (seen.has(keyOf(row)))
      return refused(row, [{ field: 'value', message: 'Chỉ tiêu này của cùng đơn vị và kỳ đã có ở một dòng trước.' }]);
    seen.add(keyOf(row));
    const checked = checkValue(indicator, row, { doc: movement.doc, unit, today });
    return judgeRow(row, indicator, there.get(keyOf(row)) ?? null, checked, complete);
  });
  if (dry)
    return judged.map((one) =>
      'row' in one
        ? refused(one.row, [], { valueId: one.before?.id ?? null, outcome: one.before ? 'changed' : 'created' })
        : one,
    );
  const changes = judged.filter((one): one is Change => 'row' in one);
  const ids = await insertRows(
    tx,
    ctx,
    movement.id,
    changes.filter((one) => !one.before),
  );
  await updateRows(
    tx,
    ctx,
    changes.filter((one) => one.before),
  );
  return record(tx, ctx, { judged, ids, complete, indicators, scope });
}

/** Versions and events of what was saved, and one result a row. */
async function record(
  tx: Tx,
  ctx: Ctx,
  args: {
    judged: (Change | SaveResult)[];
    ids: Map<string, string>;
    complete: boolean;
    indicators: Map<string, Indicator>;
    scope: MovementScope;
  },
): Promise<SaveResult[]> {
  const events: Record<'entered' | 'changed' | 'completed', { id: string; version: number; onBehalf: boolean }[]> = {
    entered: [],
    changed: [],
    completed: [],
  };
  const results = args.judged.map((one): SaveResult => {
    if (!('row' in one)) return one;
    const id = one.before?.id ?? args.ids.get(keyOf(one.row));
    // somebody else made the row after we had looked
    if (!id) return refused(one.row, [conflictIssue(null)]);
    const version = (one.before?.version ?? 0) + (one.marksOnly ? 0 : 1);
    const event = { id, version, onBehalf: writesOnBehalf(args.scope, one.row.unitId) };
    if (!one.marksOnly) events[one.before ? 'changed' : 'entered'].push(event);
    if (one.complete && one.before?.state !== 'complete') events.completed.push(event);
    const missing = args.complete
      ? lacks(args.indicators.get(one.row.indicatorId)!, { ...one.value, evidence: one.before?.evidence ?? 0 })
      : null;
    return refused(one.row, missing ? [missing] : [], { valueId: id, outcome: one.before ? 'changed' : 'created' });
  });
  const written = [...events.entered, ...events.changed];
  if (written.length > 0)
    await writeVersions(
      tx,
      ctx,
      written.map((one) => one.id),
      null,
      written.filter((one) => one.onBehalf).map((one) => one.id),
    );
  for (const what of ['entered', 'changed', 'completed'] as const) await writeEvents(tx, ctx, what, events[what]);
  return results;
}

/** How many rows came to what, for the log and the reader. */
export function countOutcomes(results: SaveResult[]): Record<SaveResult['outcome'], number> {
  const counts = { created: 0, changed: 0, same: 0, refused: 0 };
  for (const one of results) counts[one.outcome]++;
  return counts;
}

/**
 * Saves figures of units that the actor coordinates, or on their behalf for the standing unit. `complete`: also marks those as complete that lack nothing.
 * @throws RuleError 'not-found' where the movement is not the actor's business
 * @returns one result a row; refused rows do not keep the others back
 */
export async function saveValues(
  ctx: Ctx,
  args: { slug: string; rows: SaveRow[]; complete?: boolean },
): Promise<SaveResult[]> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const init = {
    act: 'figure.save',
    programmeId: movement.id,
    subject: { kind: 'movement', id: movement.id },
    summary: 'Ghi số liệu',
  };
  return act(ctx, init, async (tx) => {
    const results = await saveInto(tx, ctx, { movement, scope, rows: args.rows, complete: args.complete ?? false });
    const counts = countOutcomes(results);
    tx.note({
      summary: `Ghi số liệu của ${movement.doc.shortName}: ${counts.created} mới, ${counts.changed} sửa, ${counts.refused} không nhận`,
      changes: { ...counts, values: results.flatMap((one) => one.valueId ?? []).slice(0, 100) },
    });
    return results;
  });
}

/** One figure. @throws RuleError with the issues of its fields */
export async function saveValue(
  ctx: Ctx,
  args: { slug: string; complete?: boolean } & SaveRow,
): Promise<string | null> {
  const { slug, complete, ...row } = args;
  const [result] = await saveValues(ctx, { slug, rows: [row], complete: complete ?? false });
  if (result?.outcome === 'refused')
    throw new RuleError({
      code: result.conflict ? 'stale' : 'figure.refused',
      status: result.conflict ? 409 : 422,
      message: result.issues[0]?.message ?? 'Số liệu chưa lưu được.',
      issues: result.issues,
    });
  return result?.valueId ?? null;
}
