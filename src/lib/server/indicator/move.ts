import { sql } from 'kysely';
import { lacks } from '#lib/domain/indicator/check.ts';
import { type FigureAct, type FigureState, stateProblem } from '#lib/domain/indicator/states.ts';
import { forbidden, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { openMovement } from '../movement/room.ts';
import {
  type MovementScope,
  mayManage,
  maySeeIndicator,
  maySeeUnit,
  mayVerify,
  mayWorkOnFigure,
  writesOnBehalf,
} from '../movement/scope.ts';
import { reopenValuesObligations, submitValuesObligations } from '../obligation/values.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Decision } from '../platform/policy.ts';
import { type HeldFigure, holdByIds, requireRunning, writeEvents } from './rows.ts';

/** A figure to act on. `version`: as the actor saw it; absent: whatever is there. */
export interface FigureRef {
  id: string;
  version?: number;
}

/** What became, or would become, of one figure. */
export interface MoveResult {
  id: string;
  /** "Xã Chiềng Mung – Tỷ lệ hồ sơ trực tuyến – năm 2025" */
  label: string;
  ok: boolean;
  message: string;
  /** by the actor's role, not by the figure's state */
  denied: boolean;
}

type Move = Extract<FigureAct, 'submit' | 'withdraw' | 'return' | 'verify' | 'lock'>;

interface MoveRule {
  /** by whom: of one figure */
  may(scope: MovementScope, indicator: Indicator, figure: HeldFigure): Decision;
  /** stands in the event and behind the figure's name in the result */
  event: string;
  done: string;
  state: FigureState;
  summary: string;
}

/** The unit hands in what it wrote; whoever wrote on its behalf hands in that, never the unit's own unfinished drafts. */
const handsIn: MoveRule['may'] = (scope, _indicator, figure) =>
  mayWorkOnFigure(scope, { unitId: figure.unitId, onBehalf: figure.behalfBy !== null });

const moves: Record<Move, MoveRule> = {
  submit: {
    may: handsIn,
    event: 'submitted',
    done: 'đã gửi',
    state: 'submitted',
    summary: 'Gửi số liệu',
  },
  withdraw: {
    may: handsIn,
    event: 'withdrawn',
    done: 'đã rút lại',
    state: 'complete',
    summary: 'Rút lại số liệu đã gửi',
  },
  return: {
    may: (scope, indicator, figure) => mayVerify(scope, indicator, figure.unitId),
    event: 'returned',
    done: 'đã trả lại',
    state: 'returned',
    summary: 'Trả lại số liệu',
  },
  verify: {
    may: (scope, indicator, figure) => mayVerify(scope, indicator, figure.unitId),
    event: 'verified',
    done: 'đã xác nhận',
    state: 'verified',
    summary: 'Xác nhận số liệu',
  },
  lock: {
    may: (scope) => mayManage(scope),
    event: 'locked',
    done: 'đã khóa',
    state: 'locked',
    summary: 'Khóa số liệu',
  },
};

const label = (figure: HeldFigure, indicator: Indicator | undefined): string =>
  `${figure.unitName} – ${indicator?.shortName ?? figure.indicatorId} – ${periodName(figure.period)}`;

const unknown = (id: string): MoveResult => ({
  id,
  label: 'Số liệu',
  ok: false,
  message: 'Không có số liệu này hoặc bạn không có quyền xem.',
  denied: true,
});

/** Why this act cannot be done with this figure now; null when it can. */
function refusal(move: Move, indicator: Indicator, figure: HeldFigure, ref: FigureRef): string | null {
  if (ref.version !== undefined && ref.version !== figure.version)
    return `${figure.byName ?? 'Đơn vị'} vừa sửa số liệu này. Hãy xem lại số mới.`;
  return stateProblem(move, figure.state) ?? (move === 'submit' ? (lacks(indicator, figure)?.message ?? null) : null);
}

async function change(tx: Tx, ctx: Ctx, move: Move, ids: string[]): Promise<void> {
  const { now, actor } = ctx;
  const set = {
    submit: sql`state = 'submitted', submitted_at = ${now}, completed_at = coalesce(completed_at, ${now})`,
    withdraw: sql`state = 'complete', submitted_at = null`,
    return: sql`state = 'returned', completed_at = null, submitted_at = null, verified_at = null, verified_by = null`,
    verify: sql`state = 'verified', verified_at = ${now}, verified_by = ${actor.id}::uuid`,
    lock: sql`state = 'locked', locked_at = ${now}, locked_by = ${actor.id}::uuid, official_version = version,
      official_numerator = numerator, official_denominator = denominator, official_value = value`,
  }[move];
  await sql`update indicator_value set ${set}, updated_at = ${now} where id = any(${ids}::uuid[])`.execute(tx.db);
}

const twoPairsOfEyes =
  'Bạn đã nhập thay số liệu này, nên cơ quan chủ trì chỉ tiêu xác nhận. Mỗi số liệu cần hai người xem.';

/** Codes of units for which somebody else than the actor works now. */
async function leadsWithOthers(db: Tx['db'], args: { actorId: string | null; now: Date }): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select distinct u.code from role_grant g join unit u on u.id = g.unit_id join person p on p.id = g.person_id
     where g.role = 'unit-coordinator' and g.revoked_at is null and p.disabled_at is null
       and g.valid_from <= ${args.now} and (g.valid_to is null or g.valid_to >= ${args.now})
       and g.person_id is distinct from ${args.actorId}::uuid`.execute(db);
  return new Set(rows.map((row) => row.code));
}

async function judgeMove(
  db: Tx['db'],
  args: { slug: string; figures: FigureRef[]; move: Move; actorId: string | null; now: Date },
  opened: Awaited<ReturnType<typeof openMovement>>,
): Promise<{ results: MoveResult[]; good: HeldFigure[] }> {
  const { movement, scope } = opened;
  const indicators = new Map(movement.doc.indicators.map((one) => [one.id, one]));
  const refs = [...new Map(args.figures.filter((one) => isUuid(one.id)).map((one) => [one.id, one])).values()];
  const there = await holdByIds(
    db,
    movement.id,
    refs.map((one) => one.id),
  );
  const ownWork = (figure: HeldFigure) => figure.behalfBy !== null && figure.behalfBy === args.actorId;
  const staffed = [...there.values()].some(ownWork) ? await leadsWithOthers(db, args) : new Set<string>();
  // where the standing unit leads the indicator itself, or nobody works for the lead, there is no second office
  const mayAnotherVerify = ({ lead }: Indicator) =>
    lead !== null && lead !== movement.doc.standingUnit && staffed.has(lead);
  const good: HeldFigure[] = [];
  const results = refs.map((ref): MoveResult => {
    const figure = there.get(ref.id);
    const indicator = figure && indicators.get(figure.indicatorId);
    const visible =
      figure && (maySeeUnit(scope, figure.unitId).allow || (indicator && maySeeIndicator(scope, indicator)));
    if (!figure || !visible) return unknown(ref.id);
    const base = { id: ref.id, label: label(figure, indicator) };
    if (!indicator) return { ...base, ok: false, message: 'Kế hoạch không còn chỉ tiêu này.', denied: false };
    const may = moves[args.move].may(scope, indicator, figure);
    if (!may.allow) return { ...base, ok: false, message: may.reason, denied: true };
    const message =
      refusal(args.move, indicator, figure, ref) ??
      (args.move === 'verify' && ownWork(figure) && mayAnotherVerify(indicator) ? twoPairsOfEyes : null);
    if (message === null) good.push(figure);
    return { ...base, ok: message === null, message: message ?? moves[args.move].done, denied: false };
  });
  return { results, good };
}

/** What an act would do with each figure, without doing it: for the page before a bulk act. */
export async function previewMove(
  ctx: Ctx,
  args: { slug: string; figures: FigureRef[]; move: Move },
): Promise<MoveResult[]> {
  const opened = await openMovement(ctx, args.slug);
  const { results } = await ctx.app.db
    .transaction()
    .execute((db) => judgeMove(db, { ...args, actorId: ctx.actor.id, now: ctx.now }, opened));
  return results;
}

async function moveFigures(
  ctx: Ctx,
  args: { slug: string; figures: FigureRef[]; move: Move; reason?: string },
): Promise<MoveResult[]> {
  const opened = await openMovement(ctx, args.slug);
  const { movement } = opened;
  requireRunning(movement);
  if (args.figures.length === 0)
    throw new RuleError({
      code: 'figure.none',
      message: 'Chưa chọn số liệu nào. Hãy đánh dấu ít nhất một dòng.',
      field: 'figure',
    });
  const rule = moves[args.move];
  const init = {
    act: `figure.${args.move}`,
    programmeId: movement.id,
    subject: { kind: 'movement', id: movement.id },
    summary: rule.summary,
  };
  return act(ctx, init, async (tx) => {
    const { results, good } = await judgeMove(tx.db, { ...args, actorId: ctx.actor.id, now: ctx.now }, opened);
    const [first] = results;
    // an attempt at what is nobody's to do leaves no trace in the history of figures
    if (first && results.every((one) => one.denied)) throw forbidden(first.message);
    if (good.length > 0) {
      await change(
        tx,
        ctx,
        args.move,
        good.map((one) => one.id),
      );
      // handed in for the unit, or verified by whoever wrote it because nobody else can
      const onBehalf = (figure: HeldFigure) =>
        args.move === 'verify'
          ? figure.behalfBy !== null && figure.behalfBy === ctx.actor.id
          : ['submit', 'withdraw'].includes(args.move) && writesOnBehalf(opened.scope, figure.unitId);
      const events = good.map((figure) => ({ id: figure.id, version: figure.version, onBehalf: onBehalf(figure) }));
      await writeEvents(tx, ctx, rule.event, events, args.reason ?? null);
      if (args.move === 'submit')
        await submitValuesObligations(tx, ctx, { movement, participants: opened.scope.participants, figures: good });
      if (args.move === 'withdraw' || args.move === 'return')
        await reopenValuesObligations(tx, ctx, { movement, figures: good, reason: args.reason ?? null });
      // the public sees locked figures
      if (args.move === 'lock') tx.publish();
    }
    tx.note({
      summary: `${rule.summary} của ${movement.doc.shortName}: ${good.length} làm được, ${results.length - good.length} không`,
      changes: {
        done: good.length,
        refused: results.length - good.length,
        values: good.map((one) => one.id).slice(0, 100),
        ...(args.reason ? { reason: args.reason } : {}),
      },
    });
    return results;
  });
}

interface BulkArgs {
  slug: string;
  figures: FigureRef[];
}

/** The unit hands figures in. Refused where something is still needed. One result a figure. */
export const submitValues = (ctx: Ctx, args: BulkArgs) => moveFigures(ctx, { ...args, move: 'submit' });
/** The unit takes back what nobody has verified yet. */
export const withdrawValues = (ctx: Ctx, args: BulkArgs) => moveFigures(ctx, { ...args, move: 'withdraw' });
/** The unit above, the lead or the standing unit confirms figures. */
export const verifyValues = (ctx: Ctx, args: BulkArgs) => moveFigures(ctx, { ...args, move: 'verify' });
/** The standing unit makes figures official. */
export const lockValues = (ctx: Ctx, args: BulkArgs) => moveFigures(ctx, { ...args, move: 'lock' });

/** Sends figures back with a reason; also undoes a verification. @throws RuleError without a reason */
export async function returnValues(ctx: Ctx, args: BulkArgs & { reason: string }): Promise<MoveResult[]> {
  const reason = cleanMultiline(args.reason);
  if (reason.length < 5 || reason.length > 2000)
    throw new RuleError({
      code: 'figure.reason',
      message: 'Hãy viết lý do trả lại, để đơn vị biết cần sửa gì.',
      field: 'reason',
    });
  return moveFigures(ctx, { ...args, reason, move: 'return' });
}
