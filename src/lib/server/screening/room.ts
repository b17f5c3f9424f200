import { sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Agency } from '#lib/domain/screening/agency.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canProgramme } from '../programme/policy.ts';
import { programmeBySlug, type StoredProgramme } from '../programme/queries.ts';
import { canAgency, canCheck } from './policy.ts';

/** The programme behind `/dieu-hanh/[slug]`, for whoever works in it. @throws 404 */
export async function openProgramme(ctx: Ctx, slug: string): Promise<StoredProgramme> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  return programme;
}

/** The same, for whoever may read entries with the names in them. @throws 403 to the rest of the staff, 404 to others */
export async function openEntries(ctx: Ctx, slug: string): Promise<StoredProgramme> {
  const programme = await openProgramme(ctx, slug);
  requireAllowed(canCheck(ctx, 'check.read', programme.id));
  return programme;
}

/** Units that hold or held entries of the programme, for the filter of the list. */
export async function unitsWithEntries(ctx: Ctx, programmeId: string): Promise<{ id: string; name: string }[]> {
  const rows = await sql<{ id: string; name: string }>`
    select u.id, u.name from unit u
     where exists (select 1 from entry e where e.unit_id = u.id and e.programme_id = ${programmeId} and e.code is not null)
     order by u.name collate "vi-x-icu"`.execute(ctx.app.db);
  return rows.rows;
}

/** The agency that screens in this programme. @throws 404 where the programme has none */
export function agencyOf({ doc }: StoredProgramme): Agency {
  if (!doc.screening.agency) throw notFound('Trang này');
  return doc.screening.agency;
}

/** The rooms of the standing agency: its list and its choice. @throws 403 to the rest of the staff, 404 to others and elsewhere */
export async function openAgency(ctx: Ctx, slug: string): Promise<{ programme: StoredProgramme; agency: Agency }> {
  const programme = await openProgramme(ctx, slug);
  const agency = agencyOf(programme);
  requireAllowed(canAgency(ctx, 'agency.read', programme.id));
  return { programme, agency };
}
