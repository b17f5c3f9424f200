import { type Kysely, sql } from 'kysely';
import { type InitiativeMatch, matchInitiatives } from '#lib/domain/entry/recognised.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { allow, type Decision, deny, hasRole, requireAllowed } from '../platform/policy.ts';

/** The register helps whoever checks entries; it is public knowledge, but not ours to publish. */
const canReadInitiatives = (ctx: Ctx): Decision =>
  hasRole(ctx.actor, ctx.now, ['admin', 'secretary', 'support', 'organiser', 'jury-chair', 'auditor'])
    ? allow
    : deny('staff-only', 'Sổ sáng kiến dành cho người tổ chức cuộc thi.');

export const canImportInitiatives = (ctx: Ctx): Decision =>
  hasRole(ctx.actor, ctx.now, ['admin', 'secretary'])
    ? allow
    : deny('secretary-only', 'Chỉ quản trị viên và Tổ Thư ký nhập được sổ sáng kiến.');

export const initiativePageSize = 50;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The register by title, author or decision, newest years first. */
export async function listInitiatives(ctx: Ctx, filter: { q?: string; year?: string; page?: number }) {
  requireAllowed(canReadInitiatives(ctx));
  const page = Math.max(1, filter.page ?? 1);
  const q = clean(filter.q ?? '').slice(0, 200);
  let query = ctx.app.db
    .selectFrom('initiative')
    .select([
      'id',
      'title',
      'authors',
      'decision_number as decisionNumber',
      'decision_date as decisionDate',
      'authority',
      'level',
      'year',
      sql<number>`count(*) over ()`.as('total'),
    ]);
  if (q !== '')
    query = query.where((eb) =>
      eb.or([
        eb('folded', 'like', like(fold(q))),
        eb('authors_folded', 'like', like(fold(q))),
        eb('decision_number', 'ilike', like(q)),
      ]),
    );
  if (filter.year && /^\d{4}$/.test(filter.year)) query = query.where('year', '=', Number(filter.year));
  const rows = await query
    .orderBy(sql`year desc nulls last, title collate "vi-x-icu", id`)
    .limit(initiativePageSize)
    .offset((page - 1) * initiativePageSize)
    .execute();
  return { total: rows[0]?.total ?? 0, page, initiatives: rows.map(({ total: _, ...row }) => row) };
}

/**
 * Rows of the register that look like an entry, the likeliest first (K26-2c): trigrams find candidates in the database,
 * the rule of `domain/entry/recognised.ts` compares them. null when the register is empty, so that nobody takes "nothing
 * found" for "looked up".
 */
export async function similarInitiatives(
  db: Kysely<DB>,
  entry: { title: string; authors?: readonly string[] },
  limit = 5,
): Promise<InitiativeMatch[] | null> {
  const folded = fold(entry.title);
  const authors = (entry.authors ?? []).map(fold).filter((name) => name.length > 2);
  const any = await db.selectFrom('initiative').select('id').limit(1).executeTakeFirst();
  if (!any) return null;
  if (folded === '') return [];
  const byAuthor = authors.map((name) => sql<boolean>`authors_folded like ${like(name)}`);
  const candidates = await db
    .selectFrom('initiative')
    .select(['id', 'title', 'authors', 'decision_number as decisionNumber', 'authority', 'year'])
    .where((eb) => eb.or([sql<boolean>`folded % ${folded}`, ...byAuthor]))
    .orderBy(sql`similarity(folded, ${folded}) desc, id`)
    .limit(200)
    .execute();
  return matchInitiatives({ title: entry.title, authors: entry.authors ?? [] }, candidates, limit);
}

/** Years that the register has, for the filter. */
export async function initiativeYears(ctx: Ctx): Promise<number[]> {
  requireAllowed(canReadInitiatives(ctx));
  const rows = await ctx.app.db
    .selectFrom('initiative')
    .select('year')
    .distinct()
    .where('year', 'is not', null)
    .orderBy('year', 'desc')
    .execute();
  return rows.map((row) => row.year!);
}
