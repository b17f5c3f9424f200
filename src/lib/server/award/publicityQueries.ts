import { type Kysely, sql } from 'kysely';
import type { PublicNominee } from '#lib/domain/award/types.ts';
import type { DB } from '../platform/db/schema.ts';

export interface PublicityRow {
  id: string;
  callId: string;
  stepId: string;
  title: string;
  intro: string;
  /** ISO days, both included */
  fromOn: string;
  toOn: string;
  publishedAt: Date;
  publishedByName: string;
  closedAt: Date | null;
  closeNote: string | null;
  nominees: number;
  comments: number;
  unhandled: number;
}

/** Public lists, the newest first. */
export async function publicityOf(
  db: Kysely<DB>,
  filter: { id?: string; callId?: string; callIds?: string[] } = {},
): Promise<PublicityRow[]> {
  if (filter.callIds?.length === 0) return [];
  return db
    .selectFrom('award_publicity as p')
    .select([
      'p.id',
      'p.call_id as callId',
      'p.step_id as stepId',
      'p.title',
      'p.intro',
      'p.from_on as fromOn',
      'p.to_on as toOn',
      'p.published_at as publishedAt',
      'p.published_by_name as publishedByName',
      'p.closed_at as closedAt',
      'p.close_note as closeNote',
      sql<number>`(select count(*)::int from award_publicity_line l where l.publicity_id = p.id and l.removed_at is null)`.as(
        'nominees',
      ),
      sql<number>`(select count(*)::int from award_comment c where c.publicity_id = p.id)`.as('comments'),
      sql<number>`(select count(*)::int from award_comment c where c.publicity_id = p.id and c.state = 'new')`.as(
        'unhandled',
      ),
    ])
    .$if(filter.id !== undefined, (q) => q.where('p.id', '=', filter.id!))
    .$if(filter.callId !== undefined, (q) => q.where('p.call_id', '=', filter.callId!))
    .$if(filter.callIds !== undefined, (q) => q.where('p.call_id', 'in', filter.callIds!))
    .orderBy('p.published_at', 'desc')
    .orderBy('p.id')
    .execute();
}

export interface PublicLine {
  dossierId: string;
  ord: number;
  shown: PublicNominee;
  removedAt: Date | null;
}

export const publicLines = (db: Kysely<DB>, publicityId: string): Promise<PublicLine[]> =>
  db
    .selectFrom('award_publicity_line')
    .select(['dossier_id as dossierId', 'ord', 'shown', 'removed_at as removedAt'])
    .where('publicity_id', '=', publicityId)
    .orderBy('ord')
    .execute();

export interface CommentRow {
  id: string;
  code: string;
  publicityId: string;
  dossierId: string | null;
  name: string;
  contact: string;
  body: string;
  at: Date;
  state: 'new' | 'handled';
  answer: string | null;
  upheld: boolean | null;
  handledByName: string | null;
  handledAt: Date | null;
}

/** Comments on a list or on a dossier; what waits for an answer first. */
export const commentsOf = (
  db: Kysely<DB>,
  filter: { publicityId?: string; dossierId?: string },
): Promise<CommentRow[]> =>
  db
    .selectFrom('award_comment')
    .select([
      'id',
      'code',
      'publicity_id as publicityId',
      'dossier_id as dossierId',
      'name',
      'contact',
      'body',
      'at',
      'state',
      'answer',
      'upheld',
      'handled_by_name as handledByName',
      'handled_at as handledAt',
    ])
    .$if(filter.publicityId !== undefined, (q) => q.where('publicity_id', '=', filter.publicityId!))
    .$if(filter.dossierId !== undefined, (q) => q.where('dossier_id', '=', filter.dossierId!))
    .orderBy('state', 'desc')
    .orderBy('at')
    .execute();

/** Public lists of a movement or a contest, for its own page; the newest first. */
export const publicListsOfProgramme = (db: Kysely<DB>, programmeId: string) =>
  db
    .selectFrom('award_publicity as p')
    .innerJoin('award_call as c', 'c.id', 'p.call_id')
    .select(['p.id', 'p.title', 'p.from_on as fromOn', 'p.to_on as toOn'])
    .where('c.programme_id', '=', programmeId)
    .where('c.state', '<>', 'draft')
    .orderBy('p.published_at', 'desc')
    .limit(5)
    .execute();
