/** What was entered against subjects: lists and pages of the offices that know. */
import { type Kysely, sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { callById, dossiersOf } from './queries.ts';
import { type AwardScope, appraises, awardScope, mayKeepBarrier, mayReadBarriers } from './scope.ts';

export const barrierPageSize = 50;

const barriers = (db: Kysely<DB>) =>
  db
    .selectFrom('award_barrier as b')
    .innerJoin('award_subject as s', 's.id', 'b.subject_id')
    .leftJoin('unit as su', 'su.id', 's.unit_id')
    .leftJoin('unit as u', 'u.id', 'b.entered_unit_id')
    .select([
      'b.id',
      'b.kind',
      'b.basis',
      'b.note',
      'b.from_on as fromOn',
      'b.to_on as toOn',
      'b.version',
      'b.entered_unit_id as officeId',
      'u.name as office',
      'b.entered_by_name as enteredByName',
      'b.entered_at as enteredAt',
      'b.cleared_at as clearedAt',
      'b.cleared_by_name as clearedByName',
      'b.cleared_reason as clearedReason',
      'b.cleared_how as clearedHow',
      's.id as subjectId',
      's.name as subjectName',
      's.kind as subjectKind',
      's.birth_year as birthYear',
      sql<string>`coalesce(nullif(s.unit_name, ''), su.name, '')`.as('unitName'),
    ]);

export type BarrierRow = Awaited<ReturnType<ReturnType<typeof barriers>['execute']>>[number];

export type BarrierFilter = 'standing' | 'ended' | 'all';

/** A page of what was entered, the newest first. @param args.day ISO day on which it stands */
async function listBarriers(
  db: Kysely<DB>,
  args: { q: string; show: BarrierFilter; page: number; day: string },
): Promise<{ rows: BarrierRow[]; total: number; page: number }> {
  const words = fold(args.q).slice(0, 200);
  const like = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const stands = sql<boolean>`(b.cleared_at is null and coalesce(b.to_on, 'infinity') >= ${args.day}::date)`;
  const matching = barriers(db)
    .$if(words !== '', (q) => q.where('s.folded', 'like', like))
    .$if(args.show === 'standing', (q) => q.where(stands))
    .$if(args.show === 'ended', (q) => q.where(sql<boolean>`not ${stands}`));
  const { total } = await db
    .selectFrom(matching.as('x'))
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const page = Math.min(
    Math.max(1, Math.trunc(args.page) || 1),
    Math.max(1, Math.ceil(Number(total) / barrierPageSize)),
  );
  const rows = await matching
    .orderBy('b.entered_at', 'desc')
    .orderBy('b.id')
    .limit(barrierPageSize)
    .offset((page - 1) * barrierPageSize)
    .execute();
  return { rows, total: Number(total), page };
}

/** @throws RuleError 'not-found' */
export async function barrierById(db: Kysely<DB>, id: string): Promise<BarrierRow> {
  const row = isUuid(id) ? await barriers(db).where('b.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound('Trường hợp này');
  return row;
}

/** Ids of a subject and of every row that was merged with it, whichever of them was chosen. */
export async function subjectFamily(db: Kysely<DB>, subjectId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive up as (
      select id, merged_into from award_subject where id = ${subjectId}::uuid
      union select s.id, s.merged_into from up join award_subject s on s.id = up.merged_into),
    family as (
      select id from up where merged_into is null
      union select s.id from family f join award_subject s on s.merged_into = f.id)
    select id from family`.execute(db);
  return rows.map((row) => row.id);
}

/** Subjects of the register whose name holds the words, and units that never stood in it: whom an entry may be about. */
export async function subjectsNamed(db: Kysely<DB>, q: string) {
  const words = fold(q).slice(0, 200);
  if (words.length < 2) return { subjects: [], units: [] };
  const like = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const [subjects, units] = await Promise.all([
    db
      .selectFrom('award_subject as s')
      .leftJoin('unit as u', 'u.id', 's.unit_id')
      .select([
        's.id',
        's.name',
        's.kind',
        's.birth_year as birthYear',
        sql<string>`coalesce(nullif(s.unit_name, ''), u.name, '')`.as('unitName'),
      ])
      .where('s.folded', 'like', like)
      .where('s.merged_into', 'is', null)
      .orderBy(sql`s.folded <> ${words}`)
      .orderBy(sql`s.name collate "vi-x-icu"`)
      .orderBy('s.id')
      .limit(20)
      .execute(),
    db
      .selectFrom('unit as u')
      .select(['u.id', 'u.name'])
      .where('u.folded', 'like', like)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('award_subject as s')
              .select('s.id')
              .whereRef('s.unit_id', '=', 'u.id')
              .where('s.is_unit', '=', true)
              .where('s.merged_into', 'is', null),
          ),
        ),
      )
      .orderBy(sql`u.name collate "vi-x-icu"`)
      .limit(10)
      .execute(),
  ]);
  return { subjects, units };
}

/** Offices and the keeper of the register read every case; whoever appraises those of the nominees of their calls. */
async function openBarrier(ctx: Ctx, id: string): Promise<{ scope: AwardScope; row: BarrierRow; family: string[] }> {
  const [scope, row] = await Promise.all([awardScope(ctx), barrierById(ctx.app.db, id)]);
  const family = await subjectFamily(ctx.app.db, row.subjectId);
  if (mayReadBarriers(scope).allow) return { scope, row, family };
  const calls = await ctx.app.db
    .selectFrom('award_call as c')
    .select(['c.id', 'c.doc'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('award_dossier as d')
          .select('d.id')
          .whereRef('d.call_id', '=', 'c.id')
          .where('d.subject_id', 'in', family)
          .where('d.received_at', 'is not', null),
      ),
    )
    .execute();
  if (!calls.some((call) => appraises(scope, call))) throw notFound('Trường hợp này');
  return { scope, row, family };
}

/** One case, and the dossiers that it concerns. @throws RuleError 'not-found' */
export async function barrierPage(ctx: Ctx, args: { id: string }) {
  const { scope, row, family } = await openBarrier(ctx, args.id);
  const { db } = ctx.app;
  const found = await db
    .selectFrom('award_dossier')
    .select('id')
    .where('subject_id', 'in', family)
    .where('state', 'in', ['in-progress', 'returned', 'forwarded', 'awarded'])
    .execute();
  const dossiers = await dossiersOf(db, { ids: found.map((one) => one.id) });
  const calls = await Promise.all([...new Set(dossiers.map((one) => one.callId))].map((id) => callById(db, id)));
  const byId = new Map(calls.flatMap((call) => (call ? [[call.id, call] as const] : [])));
  return {
    row,
    keeps: mayKeepBarrier(scope, row.officeId).allow && row.clearedAt === null,
    dossiers: dossiers.map((one) => ({
      id: one.id,
      code: one.code,
      unitName: one.unitName,
      state: one.state,
      callName: byId.get(one.callId)!.doc.name,
      href: `/xet-khen/dot/${byId.get(one.callId)!.slug}/ho-so/${one.id}`,
    })),
  };
}

/** The list of an office that knows. @throws RuleError 'not-found' */
export async function barrierList(ctx: Ctx, args: { q: string; show: BarrierFilter; page: number; day: string }) {
  const scope = await awardScope(ctx);
  requireAllowed(mayReadBarriers(scope));
  return { ...(await listBarriers(ctx.app.db, args)), enters: scope.watches };
}
