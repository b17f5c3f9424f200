import { type PlanText, planLimits, readPlan, readVisitDay } from '#lib/domain/inspection/plan.ts';
import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import { mayManage } from '../movement/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { cancelledLetter, movedLetter, plannedLetter, tellUnits } from './mails.ts';
import { lockInspection, openToManage, readReason, recordInspection, requireRunning } from './open.ts';

const boundsOf = (ctx: Ctx, { doc }: StoredMovement) => ({
  today: isoDateLocal(ctx.now),
  from: doc.from,
  to: doc.to,
});

/**
 * Plans visits, each with its day; the units are told (Q25-11). All or none.
 * @returns ids in the order of `visits`
 * @throws RuleError 'inspection.plan', 'inspection.none'
 */
export async function planInspections(
  ctx: Ctx,
  args: PlanText & { slug: string; visits: { unitId: string; on: string }[] },
): Promise<string[]> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(scope));
  requireRunning(movement);
  const { value, issues } = readPlan(args);
  const participants = new Map(scope.participants.map((unit) => [unit.id, unit]));
  // one visit a unit, however often it was ticked
  const asked = new Map(args.visits.map(({ unitId, on }) => [unitId, on]));
  const visits = [...asked].flatMap(([unitId, on]) => {
    const unit = participants.get(unitId);
    const { day, issues: wrong } = readVisitDay(on, `on-${unitId}`, boundsOf(ctx, movement));
    issues.push(...wrong);
    return unit && day ? [{ unit, day }] : [];
  });
  if (asked.size === 0 || [...asked.keys()].some((id) => !participants.has(id)))
    issues.push({ field: 'unit', message: 'Hãy chọn ít nhất một đơn vị tham gia phong trào.' });
  if (asked.size > planLimits.units)
    issues.push({ field: 'unit', message: `Mỗi lần lập tối đa ${planLimits.units} cuộc kiểm tra.` });
  if (issues.length > 0) throw refusedPlan(issues);
  const checklist = (movement.doc.inspection?.checklist ?? []).map((line) => ({ ...line, answer: null, note: '' }));
  return act(
    ctx,
    {
      act: 'inspection.plan',
      programmeId: movement.id,
      summary: `Lập kế hoạch ${visits.length} cuộc kiểm tra “${value.title}”.`,
    },
    async (tx) => {
      const rows = await tx.db
        .insertInto('inspection')
        .values(
          visits.map(({ unit, day }) => ({
            programme_id: movement.id,
            unit_id: unit.id,
            title: value.title,
            purpose: value.purpose,
            planned_on: day,
            team: json(value.team),
            checklist: json(checklist),
            state: 'planned' as const,
            created_by: ctx.actor.id,
            created_at: ctx.now,
            updated_at: ctx.now,
          })),
        )
        .returning(['id', 'unit_id'])
        .execute();
      const idOf = new Map(rows.map((row) => [row.unit_id, row.id]));
      const ids = visits.map(({ unit }) => idOf.get(unit.id)!);
      for (const [i, { day }] of visits.entries())
        await recordInspection(tx, ctx, { inspectionId: ids[i]!, what: 'planned', note: formatDate(day) });
      await tellUnits(
        tx,
        ctx,
        movement,
        visits.map(({ unit, day }) =>
          plannedLetter(ctx.app, movement, { unitId: unit.id, unitName: unit.name, plannedOn: day, ...value }),
        ),
      );
      const names = visits.slice(0, 5).map(({ unit, day }) => `${unit.name} (${formatDate(day)})`);
      const more = visits.length > 5 ? [`${visits.length - 5} đơn vị khác`] : [];
      tx.note({
        ...(ids.length === 1 ? { subject: { kind: 'inspection', id: ids[0]! } } : {}),
        summary: `Lập kế hoạch kiểm tra “${value.title}” tại ${joinVi([...names, ...more])}.`,
        changes: { visits: visits.map(({ unit, day }) => ({ unit: unit.code, on: day })) },
      });
      return ids;
    },
  );
}

const refusedPlan = (issues: Issue[]) =>
  new RuleError({ code: 'inspection.plan', message: 'Kế hoạch kiểm tra chưa lập được.', issues });

interface Managed {
  slug: string;
  inspectionId: string;
  version: number;
}

/** Changes what a visit is about and who goes; the unit reads it on its page. @throws RuleError 'inspection.state', 'stale' */
export async function revisePlan(ctx: Ctx, args: Managed & PlanText): Promise<void> {
  const { movement, inspection } = await openToManage(ctx, args);
  const { value, issues } = readPlan(args);
  if (issues.length > 0) throw refusedPlan(issues);
  const init = {
    act: 'inspection.revise',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `Sửa nội dung, đoàn kiểm tra tại ${inspection.unitName}.`,
    changes: { before: { title: inspection.title, purpose: inspection.purpose, team: inspection.team }, after: value },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockInspection(tx, inspection.id, ['planned', 'held']);
    if (row.version !== args.version) throw stale('Cuộc kiểm tra này');
    await tx.db
      .updateTable('inspection')
      .set({ ...value, team: json(value.team), version: row.version + 1, updated_at: ctx.now })
      .where('id', '=', row.id)
      .execute();
    await recordInspection(tx, ctx, { inspectionId: row.id, what: 'revised' });
  });
}

/** Moves a visit to another day; the unit is told why. @throws RuleError 'inspection.state', 'inspection.reason', 'stale' */
export async function moveInspection(ctx: Ctx, args: Managed & { on: string; reason: string }): Promise<void> {
  const { movement, inspection } = await openToManage(ctx, args);
  const { day, issues } = readVisitDay(args.on, 'on', boundsOf(ctx, movement));
  if (!day) throw refusedPlan(issues);
  if (day === inspection.plannedOn) throw refusedPlan([{ field: 'on', message: 'Ngày mới trùng ngày cũ.' }]);
  const reason = readReason(args.reason, 'Hãy ghi vì sao đổi ngày');
  const init = {
    act: 'inspection.move',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `Đổi ngày kiểm tra tại ${inspection.unitName}: ${formatDate(inspection.plannedOn)} sang ${formatDate(day)}.`,
    changes: { from: inspection.plannedOn, to: day, reason },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockInspection(tx, inspection.id, ['planned']);
    if (row.version !== args.version) throw stale('Cuộc kiểm tra này');
    await tx.db
      .updateTable('inspection')
      .set({ planned_on: day, version: row.version + 1, updated_at: ctx.now })
      .where('id', '=', row.id)
      .execute();
    const note = `${formatDate(inspection.plannedOn)} sang ${formatDate(day)}. ${reason}`;
    await recordInspection(tx, ctx, { inspectionId: row.id, what: 'moved', note });
    const letter = movedLetter(ctx.app, movement, {
      ...inspection,
      plannedOn: day,
      from: inspection.plannedOn,
      reason,
    });
    await tellUnits(tx, ctx, movement, [letter]);
  });
}

/** Takes a visit out of the plan; the unit is told why. @throws RuleError 'inspection.state', 'inspection.reason', 'stale' */
export async function cancelInspection(ctx: Ctx, args: Managed & { reason: string }): Promise<void> {
  const { movement, inspection } = await openToManage(ctx, args);
  const reason = readReason(args.reason, 'Hãy ghi vì sao hủy');
  const init = {
    act: 'inspection.cancel',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `Hủy cuộc kiểm tra tại ${inspection.unitName} ngày ${formatDate(inspection.plannedOn)}.`,
    changes: { reason },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockInspection(tx, inspection.id, ['planned']);
    if (row.version !== args.version) throw stale('Cuộc kiểm tra này');
    await tx.db
      .updateTable('inspection')
      .set({ state: 'cancelled', reason, version: row.version + 1, updated_at: ctx.now })
      .where('id', '=', row.id)
      .execute();
    await recordInspection(tx, ctx, { inspectionId: row.id, what: 'cancelled', note: reason });
    await tellUnits(tx, ctx, movement, [cancelledLetter(ctx.app, movement, { ...inspection, reason })]);
  });
}
