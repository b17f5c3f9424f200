/** One entry with all that was handed in, for people who screen or check it. Never for a blind judge: names stand in it. */
import type { Kysely } from 'kysely';
import { type FormValue, shownFields } from '#lib/domain/entry/fields.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { maskEmail } from '#lib/domain/kernel/text.ts';
import { formatDate, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { FormField, Programme } from '#lib/domain/programme/types.ts';
import type { Answer, DossierFile } from '#lib/domain/screening/dossier.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { authorsSent, formOf, lastHandedIn, wasSent } from './facts.ts';
import { lastSubmittedAt, wasForwarded } from './move.ts';
import { requireProgramme } from './review.ts';

interface DossierAuthor {
  fullName: string;
  workplace: string | null;
  job: string | null;
  share: string | null;
  confirmedAt: Date | null;
  declinedAt: Date | null;
  confirmChannel: string | null;
  /** null where the reader may not know it */
  email: string | null;
  phone: string | null;
}

interface HistoryLine {
  at: Date;
  by: string;
  from: EntryState | null;
  to: EntryState;
  reason: string | null;
  clause: string | null;
}

export interface Dossier {
  id: string;
  programme: StoredProgramme;
  code: string | null;
  title: string;
  state: EntryState;
  version: number;
  pillar: string | null;
  topics: string[];
  unitId: string | null;
  unitName: string | null;
  onBehalf: boolean;
  createdByName: string;
  submittedAt: Date | null;
  refinedAt: Date | null;
  forwarded: boolean;
  authors: DossierAuthor[];
  stages: { id: 'submission' | 'refinement'; name: string; answers: Answer[]; files: DossierFile[] }[];
  declarations: { text: string; at: Date; by: string | null; clause: string }[];
  history: HistoryLine[];
  screening: {
    decision: 'accept' | 'return' | 'reject';
    rank: number | null;
    comment: string | null;
    byName: string;
    at: Date;
    letterNumber: string | null;
    letterDate: string | null;
    letterFileId: string | null;
    forwardedAt: Date | null;
  } | null;
}

function answerOf(field: FormField, value: FormValue | undefined): Answer {
  const values = (Array.isArray(value) ? value : [value ?? '']).filter((one) => one !== '');
  const named = values.map((one) => {
    if (field.options?.length) return field.options.find((option) => option.id === one)?.label ?? one;
    if (field.type === 'checkbox') return 'Có';
    if (field.type === 'date') return parseViDateIso(one) ? formatDate(parseViDateIso(one)!) : one;
    return one;
  });
  const href = field.type === 'url' && /^https?:\/\//.test(values[0] ?? '') ? values[0] : undefined;
  return { label: field.label, lines: named.flatMap((one) => one.split('\n')), ...(href ? { href } : {}) };
}

const factNumber = (facts: Record<string, unknown>, key: string): number | null => {
  const video = facts.video;
  const own =
    facts[key] ?? (typeof video === 'object' && video !== null ? (video as Record<string, unknown>)[key] : null);
  return typeof own === 'number' ? own : null;
};

/**
 * The whole entry in a fixed number of queries. Drafts are their authors' own. Who may read it is asked by the caller.
 * @throws 404 when there is no such entry, or it was never handed in
 */
export async function readDossier(
  db: Kysely<DB>,
  entryId: string,
  may: (entry: { programmeId: string; unitId: string | null }) => Promise<{ contacts: boolean }>,
): Promise<Dossier> {
  if (!isUuid(entryId)) throw notFound('Bài dự thi này');
  const entry = await db
    .selectFrom('entry as e')
    .leftJoin('unit as u', 'u.id', 'e.unit_id')
    .innerJoin('person as p', 'p.id', 'e.created_by')
    .selectAll('e')
    .select([
      'u.name as unitName',
      'p.full_name as createdByName',
      lastSubmittedAt.as('last'),
      wasForwarded.as('forwarded'),
    ])
    .where('e.id', '=', entryId)
    .where('e.state', '<>', 'draft')
    .where('e.code', 'is not', null)
    .executeTakeFirst();
  if (!entry) throw notFound('Bài dự thi này');
  const { contacts } = await may({ programmeId: entry.programme_id, unitId: entry.unit_id });
  const programme = await requireProgramme(db, entry.programme_id);
  const [authors, files, declarations, history, screening, submission, refinement] = await Promise.all([
    db
      .selectFrom('entry_author as a')
      .leftJoin('person as p', 'p.id', 'a.person_id')
      .selectAll('a')
      .select(['p.phone as ownPhone'])
      .where('a.entry_id', '=', entryId)
      .orderBy('a.position')
      .execute(),
    db
      .selectFrom('entry_file as ef')
      .innerJoin('file as f', 'f.id', 'ef.file_id')
      .select([
        'ef.stage',
        'ef.requirement_id',
        'ef.removed_at',
        'f.id',
        'f.name',
        'f.size',
        'f.kind',
        'f.state',
        'f.reject_message',
        'f.facts',
      ])
      .where('ef.entry_id', '=', entryId)
      .orderBy('ef.position')
      .orderBy('ef.added_at')
      .execute(),
    db
      .selectFrom('entry_declaration as d')
      .leftJoin('person as p', 'p.id', 'd.person_id')
      .select(['d.declaration_id', 'd.version', 'd.text', 'd.at', 'p.full_name as by'])
      .where('d.entry_id', '=', entryId)
      .orderBy('d.at')
      .execute(),
    db.selectFrom('entry_event').selectAll().where('entry_id', '=', entryId).orderBy('id').execute(),
    db
      .selectFrom('screening_review as r')
      .innerJoin('person as p', 'p.id', 'r.by_id')
      .leftJoin('forwarding as f', 'f.id', 'r.forwarding_id')
      .select([
        'r.decision',
        'r.rank',
        'r.comment',
        'r.at',
        'p.full_name as byName',
        'f.letter_number as letterNumber',
        'f.letter_date as letterDate',
        'f.letter_file_id as letterFileId',
        'f.at as forwardedAt',
      ])
      .where('r.entry_id', '=', entryId)
      .executeTakeFirst(),
    lastHandedIn(db, [entryId], 'submission'),
    lastHandedIn(db, [entryId], 'refinement'),
  ]);
  const { doc } = programme;
  const sent = { submission: submission.get(entryId), refinement: refinement.get(entryId) };
  return {
    id: entry.id,
    programme,
    code: entry.code,
    title: sent.submission?.title ?? entry.title,
    state: entry.state,
    version: entry.version,
    pillar: nameIn(doc.pillars.items, sent.submission?.pillar ?? entry.pillar),
    topics: (sent.submission?.topics ?? entry.topics).map((id) => nameIn(doc.topics.items, id) ?? id),
    unitId: entry.unit_id,
    unitName: entry.unitName,
    onBehalf: entry.on_behalf,
    createdByName: entry.createdByName,
    submittedAt: entry.last,
    refinedAt: entry.refined_at,
    forwarded: entry.forwarded,
    authors: authorsSent(sent.submission, authors).map(({ id: _, personId, ...author }) => ({
      ...author,
      email: contacts ? author.email : author.email ? maskEmail(author.email) : null,
      phone: contacts ? (author.phone ?? authors.find((a) => a.person_id === personId)?.ownPhone ?? null) : null,
    })),
    stages: doc.dossier
      .filter((stage) => stage.id === 'submission' || entry.refined_at !== null)
      .map((stage) => {
        const values = sent[stage.id]?.values ?? formOf(entry.form, stage.id);
        return {
          id: stage.id,
          name: stage.name,
          answers: shownFields(stage.fields, values).map((field) => answerOf(field, values[field.id])),
          files: files
            .filter((file) => file.stage === stage.id && wasSent(sent[stage.id], file))
            .map((file) => ({
              id: file.id,
              label: stage.files.find((one) => one.id === file.requirement_id)?.label ?? 'Tệp khác',
              name: file.name,
              size: file.size,
              kind: file.kind,
              state: file.state,
              message: file.reject_message,
              seconds: factNumber(file.facts, 'seconds'),
              height: factNumber(file.facts, 'height'),
            })),
        };
      }),
    declarations: declarations.map((d) => ({
      text: d.text,
      at: d.at,
      by: d.by,
      clause: clauseOfDeclaration(doc, d.declaration_id),
    })),
    history: history.map((h) => ({
      at: h.at,
      by: h.by_name,
      from: h.from_state,
      to: h.to_state,
      reason: h.reason,
      clause: h.clause,
    })),
    screening: screening ?? null,
  };
}

const nameIn = (items: readonly { id: string; name: string }[], id: string | null): string | null =>
  id === null ? null : (items.find((one) => one.id === id)?.name ?? id);

function clauseOfDeclaration(programme: Programme, id: string): string {
  const found = programme.dossier.flatMap((stage) => stage.declarations).find((one) => one.id === id);
  return found ? clauseLabel(programme, found.clause) : '';
}
