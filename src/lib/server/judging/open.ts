import { type Kysely, sql } from 'kysely';
import type { Round } from '#lib/domain/programme/types.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { assignedFiles, type BlindEntry, formOf, type Sight, seenThrough } from './blind.ts';
import { type ShownRow, shownEntry, stagesInOrder } from './shown.ts';

export interface OpenEntry extends Omit<BlindEntry, 'kind'> {
  kind: 'open';
  authors: { name: string; workplace: string | null }[];
  unit: string | null;
}

/** One entry with its authors, for its judge or chair in a round that is not blind; null as for `blindEntry`. */
export async function openEntry(
  db: Kysely<DB>,
  args: Sight & { programme: StoredProgramme; round: Pick<Round, 'kind'> },
): Promise<OpenEntry | null> {
  const { doc } = args.programme;
  const stages = stagesInOrder(doc.dossier, args.round.kind === 'final');
  const { rows } = await sql<
    ShownRow & {
      unit: string | null;
      authors: { name: string; workplace: string | null }[];
    }
  >`
    select e.code, e.title, e.pillar, e.topics, jsonb_build_array(${sql.join(stages.map(formOf))}) as forms,
      (select u.name from unit u where u.id = e.unit_id) as unit,
      coalesce((select jsonb_agg(jsonb_build_object('name', w.full_name, 'workplace', w.workplace) order by w.position)
        from entry_author w where w.entry_id = e.id and w.declined_at is null), '[]'::jsonb) as authors
    from ${seenThrough(args)}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    kind: 'open',
    ...shownEntry(doc, stages, row, await assignedFiles(db, args, stages)),
    unit: row.unit,
    authors: row.authors,
  };
}
