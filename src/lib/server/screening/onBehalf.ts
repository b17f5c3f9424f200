import { sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canScreen } from './policy.ts';

export interface OnBehalfEntry {
  id: string;
  code: string | null;
  title: string;
  state: EntryState;
  authors: string;
  createdByName: string;
}

/** Entries that the unit made for citizens, drafts included: the citizen cannot look after them. */
export async function entriesOnBehalf(
  ctx: Ctx,
  args: { programmeId: string; unitId: string },
): Promise<OnBehalfEntry[]> {
  requireAllowed(await canScreen(ctx, args));
  const rows = await sql<OnBehalfEntry>`
    select e.id, e.code, e.title, e.state, p.full_name as "createdByName",
           coalesce((select string_agg(a.full_name, ', ' order by a.position) from entry_author a
                      where a.entry_id = e.id and a.declined_at is null), '') as authors
      from entry e join person p on p.id = e.created_by
     where e.programme_id = ${args.programmeId} and e.unit_id = ${args.unitId} and e.on_behalf
     order by e.created_at desc`.execute(ctx.app.db);
  return rows.rows;
}
