/** What a unit's coordinator sees: units, contests, entries by where they stand in the unit's work. */
import { type Kysely, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { currentDecision, type UnitDecision, type UnitStage, unitStage } from '#lib/domain/screening/review.ts';
import { canBringPeople } from '../people/policy.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { hasRole, requireAllowed } from '../platform/policy.ts';
import { publicProgrammes, type StoredProgramme } from '../programme/queries.ts';
import { lastSubmittedAt, wasForwarded } from './move.ts';
import { canScreen, coordinatedUnitIds, unitSubtree } from './policy.ts';
import { unitOf } from './review.ts';

/** Contests in which the actor coordinates this unit or a unit above it. */
async function programmesOf(ctx: Ctx, unitId: string): Promise<StoredProgramme[]> {
  const all = await publicProgrammes(ctx.app.db);
  const allowed = await Promise.all(all.map((p) => canScreen(ctx, { unitId, programmeId: p.id })));
  return all.filter((p, i) => p.doc.screening.enabled && allowed[i]!.allow);
}

/** The units that the actor coordinates, with what waits there; a unit below one of them is reached from its page. */
export async function myUnits(ctx: Ctx) {
  const ids = coordinatedUnitIds(ctx);
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string; name: string; code: string; waiting: number; accepted: number; below: number }>`
    with recursive tree as (
      select id, id as root from unit where id = any(${ids}::uuid[])
      union select u.id, tree.root from unit u join tree on u.parent_id = tree.id)
    select u.id, u.name, u.code,
           (select count(*) from tree t where t.root = u.id and t.id <> u.id)::int as below,
           (select count(*) from entry e join tree t on t.id = e.unit_id and t.root = u.id
              left join screening_review r on r.entry_id = e.id and r.at >= e.submitted_at and r.decision <> 'return'
             where e.state = 'with-unit' and r.entry_id is null)::int as waiting,
           (select count(*) from entry e join tree t on t.id = e.unit_id and t.root = u.id
              join screening_review r on r.entry_id = e.id and r.at >= e.submitted_at and r.decision = 'accept'
             where e.state = 'with-unit')::int as accepted
      from unit u where u.id = any(${ids}::uuid[]) order by u.name collate "vi-x-icu"`.execute(ctx.app.db);
  return rows.rows;
}

export interface UnitEntry {
  id: string;
  code: string | null;
  title: string;
  state: EntryState;
  pillar: string | null;
  unitId: string;
  unitName: string;
  authors: string;
  submittedAt: Date | null;
  version: number;
  stage: UnitStage;
  decision: UnitDecision | null;
  rank: number | null;
  comment: string | null;
  /** handed in again after the unit had chosen or returned it */
  again: boolean;
  onBehalf: boolean;
}

/** Entries of the unit and the units below it in one contest; drafts stay with their authors. One query. */
export async function unitEntries(
  db: Kysely<DB>,
  args: { programmeId: string; unitIds: string[] },
): Promise<UnitEntry[]> {
  const rows = await db
    .selectFrom('entry as e')
    .innerJoin('unit as u', 'u.id', 'e.unit_id')
    .leftJoin('screening_review as r', 'r.entry_id', 'e.id')
    .select([
      'e.id',
      'e.code',
      'e.title',
      'e.state',
      'e.pillar',
      'e.version',
      'e.on_behalf as onBehalf',
      'u.id as unitId',
      'u.name as unitName',
      'r.decision',
      'r.rank',
      'r.comment',
      'r.at as decidedAt',
    ])
    .select([
      lastSubmittedAt.as('last'),
      wasForwarded.as('forwarded'),
      sql<string>`coalesce((select string_agg(a.full_name, ', ' order by a.position) from entry_author a
        where a.entry_id = e.id and a.declined_at is null), '')`.as('authors'),
    ])
    .where('e.programme_id', '=', args.programmeId)
    .where('e.unit_id', 'in', args.unitIds)
    .where('e.state', 'not in', ['draft', 'withdrawn'])
    .where('e.code', 'is not', null)
    .orderBy(sql`r.rank nulls last`)
    .orderBy('e.submitted_at')
    .orderBy('e.id')
    .execute();
  return rows.map(({ last, decidedAt, forwarded, decision: stored, ...row }) => {
    const review = stored && decidedAt ? { decision: stored, rank: row.rank, at: decidedAt } : null;
    const entry = { state: row.state, lastSubmittedAt: last, forwarded };
    return {
      ...row,
      submittedAt: last,
      stage: unitStage(entry, review),
      decision: currentDecision(review, entry),
      again: review !== null && row.state === 'with-unit' && currentDecision(review, entry) === null,
    };
  });
}

/** The frame of a unit's pages: the unit, its contests, the units below it. @throws 404 for anyone else's unit */
export async function unitRoom(ctx: Ctx, unitId: string) {
  requireAllowed(await canScreen(ctx, { unitId }));
  const { db } = ctx.app;
  const unit = await unitOf(db, unitId);
  const programmes = await programmesOf(ctx, unitId);
  const unitIds = await unitSubtree(db, unitId);
  const children = await db
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('parent_id', '=', unitId)
    .orderBy(sql`name collate "vi-x-icu"`)
    .execute();
  const own = hasRole(ctx.actor, ctx.now, ['unit-coordinator'], { unitId }) || hasRole(ctx.actor, ctx.now, 'admin');
  return { unit, programmes, unitIds, children, own };
}

/** The contest that a unit's page is about: the one asked for, else the newest. @throws 404 when there is none of that name */
export function chosenProgramme(programmes: readonly StoredProgramme[], slug: string | null): StoredProgramme | null {
  if (!slug) return programmes[0] ?? null;
  const found = programmes.find((one) => one.slug === slug);
  if (!found) throw notFound('Cuộc thi này');
  return found;
}

/** Invitations of the unit that nobody has accepted yet. */
export async function pendingInvitations(ctx: Ctx, unitId: string) {
  requireAllowed(await canScreen(ctx, { unitId }));
  const rows = await ctx.app.db
    .selectFrom('token as t')
    .innerJoin('person as p', 'p.id', 't.person_id')
    .select(['p.id', 'p.full_name as fullName', 'p.email', 't.created_at as at', 't.expires_at as until', 't.hash'])
    .where('t.purpose', '=', 'invite')
    .where('t.used_at', 'is', null)
    .where('t.expires_at', '>', ctx.now)
    .where('p.unit_id', '=', unitId)
    .where('p.password_hash', 'is', null)
    .orderBy('t.created_at', 'desc')
    .execute();
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id)).map(({ hash: _, ...row }) => row);
}

/**
 * Takes back an invitation that nobody has accepted: its link stops working. The person stays in the unit's list, because
 * entries may name them.
 */
export async function revokeInvitation(ctx: Ctx, args: { unitId: string; personId: string }): Promise<void> {
  if (!isUuid(args.personId)) throw notFound('Lời mời này');
  await act(ctx, { act: 'person.revoke-invitation', summary: 'Thu hồi lời mời' }, async (tx) => {
    requireAllowed(await canScreen(ctx, { unitId: args.unitId }, tx.db));
    requireAllowed(canBringPeople(ctx, args.unitId));
    const person = await tx.db
      .selectFrom('person')
      .select(['id', 'full_name'])
      .where('id', '=', args.personId)
      .where('unit_id', '=', args.unitId)
      .where('password_hash', 'is', null)
      .executeTakeFirst();
    if (!person) throw notFound('Lời mời này');
    await tx.db
      .updateTable('token')
      .set({ used_at: ctx.now })
      .where('person_id', '=', person.id)
      .where('purpose', '=', 'invite')
      .where('used_at', 'is', null)
      .execute();
    tx.note({ subject: { kind: 'person', id: person.id }, summary: `Thu hồi lời mời ${person.full_name}` });
  });
}
