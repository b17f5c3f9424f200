/** The list of entries, closed in one act after intake (K24-8): fixed, hashed, and what became of it since. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { periodOf, periodStatus, refused, type Verdict } from '#lib/domain/entry/deadline.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { minAgencyReason } from '#lib/domain/screening/agency.ts';
import { canonical } from '../ledger/seal.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { lockEntries } from './move.ts';
import { canAgency } from './policy.ts';
import { requireActor, requireProgramme } from './review.ts';
import { agencyOf } from './room.ts';
import { entriesIn, type SentEntry, sentEntries } from './sent.ts';

/** Entries that the province holds: the list is made of these. */
const held: EntryState[] = ['submitted', 'eligible', 'shortlisted', 'not-shortlisted', 'awarded', 'not-awarded'];

interface ListLine {
  no: number;
  entryId: string;
  code: string;
  title: string;
  authors: { name: string; workplace: string | null }[];
  unit: string | null;
  submittedAt: Date;
  /** came on the list after it was closed */
  added: { at: Date; by: string; reason: string } | null;
}

const lineOf = (entry: SentEntry, no: number): Omit<ListLine, 'added'> => ({
  no,
  entryId: entry.id,
  code: entry.code,
  title: entry.title,
  authors: entry.authors,
  unit: entry.unitName,
  // whatever has a code was handed in
  submittedAt: entry.submittedAt ?? new Date(0),
});

/** The list may be closed when nothing can come in any more (K24-8). */
export function mayCloseList({ doc }: Pick<StoredProgramme, 'doc'>, now: Date): Verdict {
  const intake = periodOf(doc, 'intake');
  if (!intake || periodStatus(intake, now) === 'closed') return { allow: true };
  const clause = clauseLabel(doc, intake.clause);
  return refused(
    'list.intake-open',
    `Chưa chốt được danh sách: nhận bài dự thi đến hết ${formatDateTime(intake.to)} (${clause}). Bây giờ là ${formatDateTime(now)}.`,
    clause,
  );
}

export interface ListPreview {
  lines: Omit<ListLine, 'added'>[];
  /** among them, those whose conditions nobody has confirmed yet */
  unchecked: number;
  /** never handed in: left out for good */
  drafts: number;
  /** handed in, but returned to their authors or still with a unit: not on the list as things stand */
  outside: { id: string; code: string; title: string; state: EntryState }[];
  may: Verdict;
  /** names what was shown, so that what is closed is what was seen */
  fingerprint: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What closing would fix now. Changes nothing. */
export async function previewList(db: Kysely<DB>, programme: StoredProgramme, now: Date): Promise<ListPreview> {
  const entries = await sentEntries(db, await entriesIn(db, programme.id, held));
  const { rows } = await sql<{ id: string; code: string; title: string; state: EntryState; drafts: number }>`
    select e.id, e.code, e.title, e.state from entry e
     where e.programme_id = ${programme.id} and e.code is not null and e.state in ('returned', 'with-unit')
     order by e.code`.execute(db);
  const { drafts } = await db
    .selectFrom('entry')
    .select((eb) => eb.fn.countAll<number>().as('drafts'))
    .where('programme_id', '=', programme.id)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  const lines = entries.map((entry, i) => lineOf(entry, i + 1));
  return {
    lines,
    unchecked: entries.filter((entry) => entry.state === 'submitted').length,
    drafts: Number(drafts),
    outside: rows,
    may: mayCloseList(programme, now),
    fingerprint: sha256(JSON.stringify(lines.map((line) => [line.entryId, line.submittedAt]))).slice(0, 16),
  };
}

/** The list as text: what its hash was taken of. */
const snapshotText = ({ id, version, doc }: StoredProgramme, now: Date, lines: Omit<ListLine, 'added'>[]): string =>
  JSON.stringify(
    canonical({ contest: doc.name, programme: { id, version }, closedAt: now.toISOString(), entries: lines }),
  );

/**
 * K24-8: closes the list of entries in one act. Afterwards it is never changed: what happens to an entry is shown beside it,
 * and an entry that joins later does so by an addendum with a reason.
 * @param args.fingerprint of the preview that was read
 * @throws RuleError list.intake-open, list.closed, list.empty, stale
 */
export async function closeEntryList(ctx: Ctx, args: { programmeId: string; fingerprint: string }): Promise<void> {
  requireAllowed(canAgency(ctx, 'agency.list', args.programmeId));
  const init = { act: 'list.close', programmeId: args.programmeId, summary: 'Chốt danh sách bài dự thi' };
  await act(ctx, init, async (tx) => {
    await tx.db.selectFrom('programme').select('id').where('id', '=', args.programmeId).forNoKeyUpdate().execute();
    const programme = await requireProgramme(tx.db, args.programmeId);
    agencyOf(programme);
    if (await listHead(tx.db, programme.id))
      throw new RuleError({ code: 'list.closed', status: 409, message: 'Danh sách bài dự thi đã được chốt.' });
    await lockEntries(tx.db, await entriesIn(tx.db, programme.id, held));
    const preview = await previewList(tx.db, programme, ctx.now);
    if (!preview.may.allow) requireAllowed({ ...preview.may, status: 422 });
    if (preview.lines.length === 0)
      throw new RuleError({ code: 'list.empty', message: 'Chưa có bài dự thi nào nên chưa chốt được danh sách.' });
    if (preview.fingerprint !== args.fingerprint) throw stale('Danh sách bài dự thi');
    const snapshot = snapshotText(programme, ctx.now, preview.lines);
    const hash = sha256(snapshot);
    await tx.db
      .insertInto('entry_list')
      .values({
        programme_id: programme.id,
        closed_at: ctx.now,
        closed_by: requireActor(ctx),
        snapshot,
        sha256: hash,
      })
      .execute();
    await tx.db
      .insertInto('entry_list_line')
      .values(preview.lines.map((line) => rowOf(programme.id, line)))
      .execute();
    tx.note({
      summary: `Chốt danh sách ${preview.lines.length} bài dự thi`,
      subject: { kind: 'programme', id: programme.id },
      changes: { count: preview.lines.length, sha256: hash, drafts: preview.drafts },
    });
  });
}

const rowOf = (programmeId: string, line: Omit<ListLine, 'added'>) => ({
  programme_id: programmeId,
  no: line.no,
  entry_id: line.entryId,
  code: line.code,
  title: line.title,
  authors: JSON.stringify(line.authors),
  unit: line.unit,
  submitted_at: line.submittedAt,
});

const listHead = (db: Kysely<DB>, programmeId: string) =>
  db
    .selectFrom('entry_list as l')
    .innerJoin('person as p', 'p.id', 'l.closed_by')
    .select(['l.closed_at as closedAt', 'l.sha256', 'l.snapshot', 'p.full_name as closedBy'])
    .where('l.programme_id', '=', programmeId)
    .executeTakeFirst();

/** What happened to a listed entry since the list was closed. */
interface ListChange {
  kind: 'withdrawn' | 'disqualified' | 'reinstated';
  at: Date;
  by: string;
  reason: string | null;
  clause: string | null;
}

export interface ClosedList {
  closedAt: Date;
  closedBy: string;
  sha256: string;
  snapshot: string;
  lines: (ListLine & { state: EntryState; changes: ListChange[] })[];
  /** listed and still in the contest */
  inContest: number;
}

/** The closed list with every difference since; null before it is closed. */
export async function closedList(db: Kysely<DB>, programmeId: string): Promise<ClosedList | null> {
  const head = await listHead(db, programmeId);
  if (!head) return null;
  const rows = await db
    .selectFrom('entry_list_line as l')
    .innerJoin('entry as e', 'e.id', 'l.entry_id')
    .leftJoin('person as p', 'p.id', 'l.added_by')
    .selectAll('l')
    .select(['e.state', 'p.full_name as addedBy'])
    .where('l.programme_id', '=', programmeId)
    .orderBy('l.no')
    .execute();
  const { rows: events } = await sql<Omit<ListChange, 'kind'> & { entryId: string; from: EntryState; to: EntryState }>`
    select v.entry_id as "entryId", v.from_state as "from", v.to_state as "to", v.at, v.by_name as by, v.reason, v.clause
      from entry_event v join entry_list_line l on l.entry_id = v.entry_id
     where l.programme_id = ${programmeId} and v.at > ${head.closedAt} and v.from_state <> v.to_state
       and (v.to_state in ('withdrawn', 'disqualified') or v.from_state = 'disqualified')
     order by v.id`.execute(db);
  const changesOf = Map.groupBy(events, (event) => event.entryId);
  const lines = rows.map((row) => ({
    no: row.no,
    entryId: row.entry_id,
    code: row.code,
    title: row.title,
    authors: row.authors,
    unit: row.unit,
    submittedAt: row.submitted_at,
    added: row.added_at && row.reason !== null ? { at: row.added_at, by: row.addedBy ?? '', reason: row.reason } : null,
    state: row.state,
    changes: (changesOf.get(row.entry_id) ?? []).map(({ entryId: _, from, to, ...event }) => ({
      ...event,
      kind: from === 'disqualified' ? ('reinstated' as const) : (to as 'withdrawn' | 'disqualified'),
    })),
  }));
  return { ...head, lines, inContest: lines.filter((line) => held.includes(line.state)).length };
}

/** Entries that the province holds and that are not on the closed list: what an addendum could add. */
export async function offList(db: Kysely<DB>, programmeId: string): Promise<SentEntry[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entry e where e.programme_id = ${programmeId} and e.code is not null
       and e.state in ('submitted', 'eligible')
       and not exists (select from entry_list_line l where l.entry_id = e.id)`.execute(db);
  return sentEntries(
    db,
    rows.map((row) => row.id),
  );
}

/**
 * Adds an entry to the closed list by an addendum (K24-8): the closed part stays as it is, the line says when and why.
 * @throws RuleError list.not-closed, list.reason, list.listed, list.not-held
 */
export async function addToList(
  ctx: Ctx,
  args: { programmeId: string; entryId: string; reason: string },
): Promise<void> {
  requireAllowed(canAgency(ctx, 'agency.list', args.programmeId));
  const reason = cleanMultiline(args.reason);
  const init = { act: 'list.add', programmeId: args.programmeId, summary: 'Bổ sung vào danh sách bài dự thi' };
  await act(ctx, init, async (tx) => {
    await tx.db.selectFrom('programme').select('id').where('id', '=', args.programmeId).forNoKeyUpdate().execute();
    const programme = await requireProgramme(tx.db, args.programmeId);
    agencyOf(programme);
    if (!(await listHead(tx.db, programme.id)))
      throw new RuleError({ code: 'list.not-closed', message: 'Danh sách chưa chốt nên chưa cần bổ sung.' });
    const [locked] = await lockEntries(tx.db, [args.entryId]);
    const [entry] = locked?.programmeId === programme.id ? await sentEntries(tx.db, [locked.id]) : [];
    if (!entry) throw notFound('Bài dự thi này');
    if (!['submitted', 'eligible'].includes(entry.state))
      throw new RuleError({
        code: 'list.not-held',
        field: 'entryId',
        message: `${entry.code} không ở Tổ Thư ký nên không bổ sung vào danh sách được.`,
      });
    if (charCount(reason) < minAgencyReason)
      throw new RuleError({
        code: 'list.reason',
        field: 'reason',
        message: `Hãy ghi lý do bổ sung, ít nhất ${minAgencyReason} ký tự (hiện có ${charCount(reason)}).`,
      });
    const { last, listed } = await tx.db
      .selectFrom('entry_list_line')
      .select((eb) => [
        eb.fn.max('no').as('last'),
        eb.fn.countAll<number>().filterWhere('entry_id', '=', entry.id).as('listed'),
      ])
      .where('programme_id', '=', programme.id)
      .executeTakeFirstOrThrow();
    if (Number(listed) > 0)
      throw new RuleError({ code: 'list.listed', status: 409, message: `${entry.code} đã có trong danh sách.` });
    await tx.db
      .insertInto('entry_list_line')
      .values({
        ...rowOf(programme.id, lineOf(entry, Number(last) + 1)),
        added_at: ctx.now,
        added_by: requireActor(ctx),
        reason,
      })
      .execute();
    tx.note({
      summary: `Bổ sung ${entry.code} vào danh sách bài dự thi`,
      subject: { kind: 'entry', id: entry.id },
      changes: { code: entry.code, reason },
    });
  });
}
