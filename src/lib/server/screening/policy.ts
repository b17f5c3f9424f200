import { type Kysely, sql } from 'kysely';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { allow, type Decision, hasRole, hide, isSignedIn, type StoredRole } from '../platform/policy.ts';
import { staffPolicy } from '../programme/policy.ts';

/**
 * The unit and all units above it. A coordinator works for the own unit and for every unit below it in the tree, and for
 * no other: sideways and upwards nothing can be seen.
 */
async function unitLine(db: Kysely<DB>, unitId: string): Promise<string[]> {
  if (!isUuid(unitId)) return [];
  const rows = await sql<{ id: string }>`
    with recursive line as (
      select id, parent_id from unit where id = ${unitId}
      union select u.id, u.parent_id from unit u join line on u.id = line.parent_id)
    select id from line`.execute(db);
  return rows.rows.map((row) => row.id);
}

/** The unit and all units below it, former ones included: their entries stay somebody's work. */
export async function unitSubtree(db: Kysely<DB>, unitId: string): Promise<string[]> {
  if (!isUuid(unitId)) return [];
  const rows = await sql<{ id: string }>`
    with recursive tree as (
      select id from unit where id = ${unitId}
      union select u.id from unit u join tree on u.parent_id = tree.id)
    select id from tree`.execute(db);
  return rows.rows.map((row) => row.id);
}

/** Units that the actor coordinates now, by grant (not their subtrees). */
export const coordinatedUnitIds = (ctx: Ctx): string[] => [
  ...new Set(
    ctx.actor.grants
      .filter(
        (g) => g.role === 'unit-coordinator' && g.validFrom <= ctx.now && (g.validTo === null || ctx.now <= g.validTo),
      )
      .flatMap((g) => (g.unitId ? [g.unitId] : [])),
  ),
];

/** Screening in a unit, in a programme when one is given. To everyone else the unit's room does not exist. */
export async function canScreen(
  ctx: Ctx,
  scope: { unitId: string | null; programmeId?: string },
  db: Kysely<DB> = ctx.app.db,
): Promise<Decision> {
  if (scope.unitId === null || (!isSignedIn(ctx.actor) && ctx.actor.kind !== 'system')) return hide;
  const line = await unitLine(db, scope.unitId);
  const programme = scope.programmeId === undefined ? {} : { programmeId: scope.programmeId };
  return line.some((unitId) => hasRole(ctx.actor, ctx.now, 'unit-coordinator', { unitId, ...programme }))
    ? allow
    : hide;
}

export type CheckAct =
  /** read entries with the system's findings */
  | 'check.read'
  /** read authors' addresses and telephone numbers */
  | 'check.contacts'
  /** note a verdict beside a finding */
  | 'check.verdict'
  /** confirm, return, take over, disqualify, reinstate */
  | 'check.decide';

const holders: Record<CheckAct, StoredRole[]> = {
  'check.read': ['secretary', 'support', 'organiser', 'admin', 'auditor'],
  'check.contacts': ['secretary', 'support', 'organiser', 'admin'],
  'check.verdict': ['secretary', 'support', 'organiser'],
  'check.decide': ['secretary', 'organiser'],
};

const refusals: Record<CheckAct, string> = {
  'check.read': 'Danh sách bài có tên tác giả, dành cho Tổ Thư ký và Ban Tổ chức.',
  'check.contacts': 'Thông tin liên hệ của tác giả dành cho Tổ Thư ký và Ban Tổ chức.',
  'check.verdict': 'Chỉ Tổ Thư ký, Tổ giúp việc và Ban Tổ chức ghi kết quả kiểm tra.',
  'check.decide': 'Chỉ Tổ Thư ký và Ban Tổ chức quyết định về bài dự thi.',
};

/** Who may do what with the entries of a programme. The jury chair is not among the readers: a blind round would not be blind. */
export const canCheck = staffPolicy<CheckAct>({ code: 'check.not-yours', holders, refusals });

export type AgencyAct =
  /** read the closed list and what the standing agency notes and chooses */
  | 'agency.read'
  /** close the list of entries, add to it */
  | 'agency.list'
  /** note and choose */
  | 'agency.screen'
  /** close the screening: what was chosen becomes public */
  | 'agency.close';

const agencyHolders: Record<AgencyAct, StoredRole[]> = {
  'agency.read': ['secretary', 'support', 'organiser', 'admin', 'auditor'],
  'agency.list': ['secretary'],
  'agency.screen': ['secretary'],
  'agency.close': ['secretary'],
};

const agencyRefusals: Record<AgencyAct, string> = {
  'agency.read': 'Trang này có tên tác giả, dành cho Tổ Thư ký và Ban Tổ chức.',
  'agency.list': 'Chỉ Tổ Thư ký chốt danh sách bài dự thi.',
  'agency.screen': 'Chỉ Tổ Thư ký của cơ quan thường trực sơ loại.',
  'agency.close': 'Chỉ Tổ Thư ký của cơ quan thường trực chốt sơ loại.',
};

/** Who may do what in the screening by the standing agency. The jury judges what was chosen and has no part in choosing. */
export const canAgency = staffPolicy<AgencyAct>({
  code: 'agency.not-yours',
  holders: agencyHolders,
  refusals: agencyRefusals,
});
