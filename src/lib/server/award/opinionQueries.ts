import { type Kysely, sql } from 'kysely';
import type { DB } from '../platform/db/schema.ts';

export type OpinionAnswer = 'agree' | 'disagree' | 'none';

export interface OpinionRow {
  id: string;
  callId: string;
  stepId: string;
  unitId: string;
  unitName: string;
  question: string;
  askedByName: string;
  askedAt: Date;
  /** ISO day */
  dueOn: string;
  answeredAt: Date | null;
  answeredByName: string | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  /** dossiers, and how many of them have an answer */
  asked: number;
  answered: number;
}

interface OpinionFilter {
  ids?: string[];
  callId?: string;
  unitIds?: string[];
  /** not answered, not cancelled */
  open?: boolean;
}

/** Opinions that were asked for: what is open first, by its last day. */
export async function opinionsOf(db: Kysely<DB>, filter: OpinionFilter): Promise<OpinionRow[]> {
  if (filter.ids?.length === 0 || filter.unitIds?.length === 0) return [];
  return db
    .selectFrom('award_opinion as o')
    .innerJoin('unit as u', 'u.id', 'o.unit_id')
    .select((eb) => [
      'o.id',
      'o.call_id as callId',
      'o.step_id as stepId',
      'o.unit_id as unitId',
      'u.name as unitName',
      'o.question',
      'o.asked_by_name as askedByName',
      'o.asked_at as askedAt',
      'o.due_on as dueOn',
      'o.answered_at as answeredAt',
      'o.answered_by_name as answeredByName',
      'o.cancelled_at as cancelledAt',
      'o.cancel_reason as cancelReason',
      eb
        .selectFrom('award_opinion_line as l')
        .whereRef('l.opinion_id', '=', 'o.id')
        .select(sql<number>`count(*)::int`.as('n'))
        .$asScalar()
        .$notNull()
        .as('asked'),
      eb
        .selectFrom('award_opinion_line as l')
        .whereRef('l.opinion_id', '=', 'o.id')
        .where('l.answer', 'is not', null)
        .select(sql<number>`count(*)::int`.as('n'))
        .$asScalar()
        .$notNull()
        .as('answered'),
    ])
    .$if(filter.ids !== undefined, (q) => q.where('o.id', 'in', filter.ids!))
    .$if(filter.callId !== undefined, (q) => q.where('o.call_id', '=', filter.callId!))
    .$if(filter.unitIds !== undefined, (q) => q.where('o.unit_id', 'in', filter.unitIds!))
    .$if(filter.open === true, (q) => q.where('o.answered_at', 'is', null).where('o.cancelled_at', 'is', null))
    .orderBy(sql`o.answered_at is not null or o.cancelled_at is not null`)
    .orderBy('o.due_on')
    .orderBy('u.name', (o) => o.collate('vi-x-icu'))
    .execute();
}

export interface DossierOpinion {
  id: string;
  dossierId: string;
  unitName: string;
  question: string;
  dueOn: string;
  askedAt: Date;
  answer: OpinionAnswer | null;
  note: string;
  answeredAt: Date | null;
  answeredByName: string | null;
  cancelledAt: Date | null;
}

/** What other offices say of some dossiers, the oldest question first. */
export async function dossierOpinions(db: Kysely<DB>, dossierIds: readonly string[]): Promise<DossierOpinion[]> {
  if (dossierIds.length === 0) return [];
  return db
    .selectFrom('award_opinion_line as l')
    .innerJoin('award_opinion as o', 'o.id', 'l.opinion_id')
    .innerJoin('unit as u', 'u.id', 'o.unit_id')
    .select([
      'o.id',
      'l.dossier_id as dossierId',
      'u.name as unitName',
      'o.question',
      'o.due_on as dueOn',
      'o.asked_at as askedAt',
      'l.answer',
      'l.note',
      'o.answered_at as answeredAt',
      'o.answered_by_name as answeredByName',
      'o.cancelled_at as cancelledAt',
    ])
    .where('l.dossier_id', 'in', [...dossierIds])
    .orderBy('o.asked_at')
    .orderBy('u.name', (o) => o.collate('vi-x-icu'))
    .execute();
}
