/** What stands in one person's calendar, and what is theirs to do next. */
import { type Kysely, sql } from 'kysely';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { hasOpened } from '#lib/domain/obligation/due.ts';
import { countGroups } from '#lib/domain/obligation/filter.ts';
import { isOpen } from '#lib/domain/obligation/states.ts';
import { type MovementScope, mayAccept } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { listMovements, type StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';
import { type ObligationRow, obligationsOf } from './queries.ts';

export interface PersonObligation extends ObligationRow {
  movement: StoredMovement;
  ruleName: string;
  periodName: string;
}

/** What the units that a person coordinates hand in, excused ones left out. */
export async function obligationsOfPerson(db: Kysely<DB>, personId: string, now: Date): Promise<PersonObligation[]> {
  const { rows: grants } = await sql<{ unitId: string; programmeId: string | null }>`
    select unit_id as "unitId", programme_id as "programmeId" from role_grant
     where person_id = ${personId} and role = 'unit-coordinator' and revoked_at is null
       and valid_from <= ${now} and (valid_to is null or valid_to >= ${now})`.execute(db);
  if (grants.length === 0) return [];
  const movements = (await listMovements(db)).filter((one) => one.status === 'published');
  const rows = await obligationsOf(db, {
    programmeIds: movements.map((one) => one.id),
    unitIds: grants.map((one) => one.unitId),
  });
  const byId = new Map(movements.map((one) => [one.id, one]));
  return rows.flatMap((row) => {
    const movement = byId.get(row.programmeId);
    const coordinates = grants.some(
      (one) => one.unitId === row.unitId && (one.programmeId === null || one.programmeId === row.programmeId),
    );
    if (!movement || !coordinates || row.exemptedAt) return [];
    const ruleName = movement.doc.obligations.find((rule) => rule.id === row.ruleId)?.name ?? 'Việc phải nộp';
    return [{ ...row, movement, ruleName, periodName: periodName(row.period) }];
  });
}

/**
 * What the units that the actor coordinates have to hand in now, in all movements, by unit; the earliest day first. One query for all
 * units.
 */
export async function dueNow(ctx: Ctx): Promise<Map<string, PersonObligation[]>> {
  const rows = ctx.actor.id ? await obligationsOfPerson(ctx.app.db, ctx.actor.id, ctx.now) : [];
  const open = rows.filter(
    (row) =>
      isOpen(row) &&
      hasOpened(row.movement.doc.obligations.find((rule) => rule.id === row.ruleId) ?? null, row, ctx.now),
  );
  return Map.groupBy(
    open.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()),
    (row) => row.unitId,
  );
}

/** What the actor has to do next about the obligations of a movement: hand in, look at what was handed in, urge who is late. */
export async function obligationDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  if (movement.status !== 'published') return [];
  const rows = await obligationsOf(ctx.app.db, { programmeIds: [movement.id] });
  const rules = new Map(movement.doc.obligations.map((rule) => [rule.id, rule]));
  const duties: Duty[] = [];
  const mine = rows.filter((row) => scope.own.has(row.unitId) && isOpen(row));
  for (const [unitId, its] of Map.groupBy(mine, (row) => row.unitId)) {
    const open = its.filter((row) => hasOpened(rules.get(row.ruleId) ?? null, row, ctx.now));
    const [first] = open;
    if (!first) continue;
    duties.push({
      text: `${first.unitName} nộp ${joinVi(open.slice(0, 3).map((row) => `“${rules.get(row.ruleId)?.name ?? row.ruleId}”`))}`,
      href: `/don-vi/${unitId}/phong-trao/${movement.slug}/nghia-vu`,
      action: 'Mở việc phải nộp',
      due: first.dueAt.toISOString(),
      clause: rules.get(first.ruleId)?.clause ?? null,
    });
  }
  const list = `/dieu-hanh/phong-trao/${movement.slug}/nghia-vu?ky=tat-ca&tinh-trang=`;
  const received = rows.filter((row) => {
    const rule = rules.get(row.ruleId);
    return rule && mayAccept(scope, rule, row.unitId).allow;
  });
  const counts = countGroups(received, ctx.now);
  if (counts.submitted > 0)
    duties.push({
      text: `Xem ${counts.submitted} kế hoạch, báo cáo mà các đơn vị đã gửi`,
      href: `${list}submitted`,
      action: 'Xem việc đã gửi',
      due: null,
      clause: null,
    });
  if (counts.overdue > 0 && scope.manages)
    duties.push({
      text: `Đôn đốc ${counts.overdue} việc quá hạn chưa gửi`,
      href: `${list}overdue`,
      action: 'Xem đơn vị chậm',
      due: null,
      clause: null,
    });
  return duties;
}
