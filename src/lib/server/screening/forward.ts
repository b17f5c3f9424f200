/** Forwarding the chosen entries of a unit to the province with a covering letter (K26-4a). */
import { sql } from 'kysely';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { transition } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { currentDecision, forwardIssues, letterIssues } from '#lib/domain/screening/review.ts';
import { readersOf } from '../entry/readers.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { letterFileOf } from './files.ts';
import { tellForwarded } from './mails.ts';
import { lockEntries, moveEntry } from './move.ts';
import { canScreen, unitSubtree } from './policy.ts';
import { lockRanks, requireActor, requireProgramme, requireScreeningOpen, unitOf } from './review.ts';

export interface ForwardArgs {
  programmeId: string;
  unitId: string;
  entryIds: string[];
  letterNumber: string;
  /** as typed: '15/06/2026' or '2026-06-15' */
  letterDate: string;
  /** the uploaded signed letter; '' when there is none */
  letterFileId: string;
  note: string;
}

/**
 * Forwards chosen entries of the unit and the units below it. More can be forwarded later, with another letter.
 * @throws RuleError after the deadline with its exact time (K26-3), for entries not chosen or not ranked, for a missing letter
 */
export async function forwardEntries(ctx: Ctx, args: ForwardArgs): Promise<{ forwardingId: string }> {
  const ids = [...new Set(args.entryIds)];
  const letter = {
    number: clean(args.letterNumber),
    date: args.letterDate.trim() === '' ? '' : parseViDateIso(args.letterDate),
    fileId: args.letterFileId,
  };
  const init = { act: 'screening.forward', programmeId: args.programmeId, summary: 'Gửi bài về tỉnh' };
  return act(ctx, init, async (tx) => {
    requireAllowed(await canScreen(ctx, args, tx.db));
    const programme = await requireProgramme(tx.db, args.programmeId);
    requireScreeningOpen(ctx, programme);
    const unit = await unitOf(tx.db, args.unitId);
    await lockRanks(tx.db, programme.id);
    const entries = await lockEntries(tx.db, ids);
    const units = await unitSubtree(tx.db, unit.id);
    // An id of somebody else's entry in the form is answered like an id of none.
    if (
      entries.length !== ids.length ||
      entries.some((e) => e.programmeId !== programme.id || !e.unitId || !units.includes(e.unitId))
    )
      throw notFound('Bài dự thi này');
    const reviews = await tx.db
      .selectFrom('screening_review')
      .select(['entry_id', 'decision', 'rank', 'at'])
      .where((eb) => eb('entry_id', '=', eb.fn.any(eb.val(ids))))
      .execute();
    const issues = [
      ...forwardIssues(
        entries.map((entry) => {
          const review = reviews.find((one) => one.entry_id === entry.id) ?? null;
          return {
            id: entry.id,
            name: entryName(entry),
            state: entry.state,
            decision: currentDecision(review, entry),
            rank: review?.rank ?? null,
          };
        }),
      ),
      ...letterIssues(programme.doc, letter, isoDateLocal(ctx.now)),
    ];
    const file = letter.fileId === '' ? null : await letterFileOf(tx.db, letter.fileId, args);
    if (letter.fileId !== '' && file?.state !== 'ready')
      issues.push({
        field: 'letterFileId',
        message:
          file?.state === 'quarantine'
            ? 'Văn bản gửi kèm đang được kiểm tra, thường chưa đến một phút. Hãy bấm gửi lại sau ít phút.'
            : 'Văn bản gửi kèm chưa được nhận. Hãy tải lên lại.',
      });
    if (issues.length > 0)
      throw new RuleError({ code: 'screening.forward', message: 'Chưa gửi được về tỉnh.', issues });
    const { id: forwardingId } = await tx.db
      .insertInto('forwarding')
      .values({
        programme_id: programme.id,
        unit_id: unit.id,
        letter_number: letter.number || null,
        letter_date: letter.date || null,
        letter_file_id: file?.id ?? null,
        note: cleanMultiline(args.note).slice(0, 2000) || null,
        by_id: requireActor(ctx),
        at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.db
      .updateTable('screening_review')
      .set({ forwarding_id: forwardingId })
      .where('entry_id', 'in', ids)
      .execute();
    const readers = await readersOf(tx.db, ids);
    for (const entry of entries) {
      await moveEntry(tx.db, ctx, programme, entry, 'forward');
      await tellForwarded({ tx, ctx, programme, entry, readers: readers.get(entry.id) ?? [] }, unit.name);
    }
    tx.note({
      subject: { kind: 'forwarding', id: forwardingId },
      summary: `${unit.name} gửi ${entries.length} bài về tỉnh${letter.number ? ` kèm văn bản số ${letter.number}` : ''}`,
      changes: { entries: entries.map((entry) => entry.code), letter: letter.number, letterDate: letter.date },
    });
    return { forwardingId };
  });
}

/** Forwardings of a unit in a programme, the newest first, each with its entries. */
export async function forwardingsOf(ctx: Ctx, args: { programmeId: string; unitId: string }) {
  const rows = await ctx.app.db
    .selectFrom('forwarding as f')
    .innerJoin('person as p', 'p.id', 'f.by_id')
    .leftJoin('file', 'file.id', 'f.letter_file_id')
    .select([
      'f.id',
      'f.letter_number as letterNumber',
      'f.letter_date as letterDate',
      'f.letter_file_id as letterFileId',
      'file.name as letterFileName',
      'f.note',
      'f.at',
      'p.full_name as byName',
    ])
    .select(
      sql<{ id: string; code: string; title: string; rank: number | null }[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'code', e.code, 'title', e.title, 'rank', r.rank) order by r.rank, e.code), '[]')
          from screening_review r join entry e on e.id = r.entry_id where r.forwarding_id = f.id)`.as('entries'),
    )
    .where('f.programme_id', '=', args.programmeId)
    .where('f.unit_id', '=', args.unitId)
    .orderBy('f.at', 'desc')
    .execute();
  return rows;
}

/** Whether this moment and state allow forwarding at all, for the button and the reason why it is missing. */
export const forwardVerdict = (programme: Parameters<typeof transition>[0], now: Date) =>
  transition(programme, { state: 'with-unit', unitId: 'x', forwarded: false }, 'forward', { now });
