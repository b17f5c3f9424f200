import type { Kysely } from 'kysely';
import { stepOf } from '#lib/domain/award/path.ts';
import type { StepChecklist } from '#lib/domain/award/types.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { DB, StepOutcome } from '../platform/db/schema.ts';
import { type AwardEventRow, eventsOf } from './queries.ts';
import type { StoredCall } from './scope.ts';

/** A stay at a step: who, from when to when, until when it had to, what came of it. */
interface Stay {
  stepId: string;
  name: string;
  unitName: string;
  enteredAt: Date;
  dueOn: string | null;
  doneAt: Date | null;
  outcome: StepOutcome | null;
  doneByName: string | null;
  /** left, or still stands there, after its last day */
  late: boolean;
  note: string;
  rank: number | null;
  checklist: { text: string; ok: boolean | null; note: string }[];
}

export interface DossierHistory {
  stays: Stay[];
  events: (AwardEventRow & { stepName: string | null; toStepName: string | null })[];
}

/** All that happened to a dossier, the oldest first. */
export async function historyOf(
  db: Kysely<DB>,
  args: { call: StoredCall; dossierId: string; submissionId: string; now: Date },
): Promise<DossierHistory> {
  const { call, dossierId, now } = args;
  const [rows, events, signers] = await Promise.all([
    db
      .selectFrom('award_step as s')
      .leftJoin('unit as u', 'u.id', 's.unit_id')
      .select([
        's.step_id',
        'u.name as unitName',
        's.entered_at',
        's.due_on',
        's.done_at',
        's.outcome',
        's.done_by_name',
        's.note',
        's.rank',
        's.checklist',
      ])
      .where('s.dossier_id', '=', dossierId)
      .orderBy('s.entered_at')
      .orderBy('s.done_at')
      .execute(),
    eventsOf(db, dossierId),
    db
      .selectFrom('award_event')
      .select([
        'id',
        'at',
        'by_name as byName',
        'what',
        'step_id as stepId',
        'to_step_id as toStepId',
        'reason',
        'data',
      ])
      .where('submission_id', '=', args.submissionId)
      .where('what', '=', 'signer-replaced')
      .execute(),
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (stepOf(call.doc, id)?.name ?? id));
  const found = (stepId: string, checklist: StepChecklist) =>
    (stepOf(call.doc, stepId)?.checklist ?? []).flatMap(({ id, text }) =>
      checklist[id] ? [{ text, ok: checklist[id].ok, note: checklist[id].note }] : [],
    );
  return {
    stays: rows.map((row) => ({
      stepId: row.step_id,
      name: nameOf(row.step_id)!,
      unitName: row.unitName ?? '',
      enteredAt: row.entered_at,
      dueOn: row.due_on,
      doneAt: row.done_at,
      outcome: row.outcome,
      doneByName: row.done_by_name,
      late: row.due_on !== null && isoDateLocal(row.done_at ?? now) > row.due_on,
      note: row.note,
      rank: row.rank,
      checklist: found(row.step_id, row.checklist),
    })),
    events: [...events, ...signers]
      .toSorted((a, b) => a.id - b.id)
      .map((event) => ({ ...event, stepName: nameOf(event.stepId), toStepName: nameOf(event.toStepId) })),
  };
}
