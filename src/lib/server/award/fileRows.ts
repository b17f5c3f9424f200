import type { Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.ts';
import { type PlaceKey, placeColumns } from './filePlace.ts';

/** A file as pages show it. */
export interface AwardFile {
  id: string;
  role: string;
  label: string;
  name: string;
  size: number;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  message: string | null;
  sha256: string | null;
  addedByName: string;
  addedAt: Date;
}

/** Files of one thing, in the order in which they came. */
export async function awardFilesOf(
  db: Kysely<DB>,
  key: PlaceKey,
  ids: string[],
): Promise<(AwardFile & { of: string })[]> {
  if (ids.length === 0) return [];
  const column = placeColumns[key];
  const rows = await db
    .selectFrom('award_file as x')
    .innerJoin('file as f', 'f.id', 'x.file_id')
    .select([
      `x.${column} as of`,
      'f.id',
      'x.role',
      'x.label',
      'f.name',
      'f.size',
      'f.declared_size as declared',
      'f.state',
      'f.reject_message as message',
      'f.sha256',
      'x.added_by_name as addedByName',
      'x.added_at as addedAt',
    ])
    .where(`x.${column}`, 'in', ids)
    .where('x.removed_at', 'is', null)
    .orderBy('x.added_at')
    .orderBy('f.id')
    .execute();
  return rows.map(({ declared, of, ...row }) => ({ ...row, of: of!, size: row.size ?? declared }));
}
