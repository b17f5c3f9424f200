import { type Kysely, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme, Round } from '#lib/domain/programme/types.ts';
import type { Tx } from '../platform/act.ts';
import type { DB, DecisionKind, Row } from '../platform/db/schema.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';

/** A reason says something from this many characters on. */
const MIN_REASON = 10;

/**
 * Locks what is decided about a programme until the act ends, so that two organisers who give the only first prize do it
 * one after the other, and that no entry leaves the contest meanwhile. Also waits for whoever is editing the prizes.
 */
export async function lockResults(tx: Tx, programmeId: string): Promise<StoredProgramme> {
  await tx.db.selectFrom('programme').select('id').where('id', '=', programmeId).forNoKeyUpdate().execute();
  await tx.db
    .selectFrom('entry')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('state', 'in', ['eligible', 'shortlisted', 'not-shortlisted', 'awarded', 'not-awarded'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const programme = await programmeById(tx.db, programmeId);
  if (!programme) throw notFound('Chương trình này');
  return programme;
}

type Rounds = Pick<ContestProgramme, 'rounds'>;

/** The round whose ranking decides who goes on; null where a contest has one round only. */
export const selectingRound = ({ rounds }: Rounds): Round | null =>
  rounds.some((round) => round.kind === 'final')
    ? (rounds.findLast((round) => round.kind === 'preliminary') ?? null)
    : null;

/** The round whose ranking decides the prizes. */
export const decidingRound = ({ rounds }: Rounds): Round | null =>
  rounds.find((round) => round.kind === 'final') ?? rounds.at(-1) ?? null;

export async function roundStates(db: Kysely<DB>, programmeId: string) {
  const rows = await db
    .selectFrom('round_state')
    .select(['round_id', 'state', 'closed_at'])
    .where('programme_id', '=', programmeId)
    .execute();
  return new Map(rows.map((row) => [row.round_id, { state: row.state, closedAt: row.closed_at }]));
}

/** @throws RuleError unless the jury has closed the round */
export async function requireClosed(db: Kysely<DB>, programmeId: string, round: Round): Promise<void> {
  const state = (await roundStates(db, programmeId)).get(round.id)?.state ?? 'pending';
  if (state === 'closed') return;
  throw new RuleError({
    code: 'result.round-open',
    message: `${round.name} chưa kết thúc chấm nên chưa quyết định được.`,
    hint: 'Trưởng Ban Giám khảo kết thúc vòng chấm trước.',
  });
}

export type StoredDecision = Row<'decision'>;

/** What the organisers decided and published, by kind. */
export async function decisionsOf(
  db: Kysely<DB>,
  programmeId: string,
): Promise<Record<DecisionKind, StoredDecision | null>> {
  const rows = await db.selectFrom('decision').selectAll().where('programme_id', '=', programmeId).execute();
  const of = (kind: DecisionKind) => rows.find((row) => row.kind === kind) ?? null;
  return { finalists: of('finalists'), results: of('results') };
}

export interface ResultEntry {
  id: string;
  code: string;
  title: string;
  pillar: string | null;
  unitId: string | null;
  /** the unit that sent it; without one, where its authors work */
  unit: string | null;
  state: EntryState;
  authors: string[];
  rank: number | null;
  score: string | null;
  tied: boolean;
  /** how a tie was broken, or that it waits for a decision */
  tieNote: string | null;
  submittedAt: Date | null;
  /** in the public gallery now */
  onShow: boolean;
}

const tieNoteOf = (detail: unknown): string | null => {
  const note = (detail as { tieNote?: unknown } | null)?.tieNote;
  return typeof note === 'string' ? note : null;
};

/** Entries in some states with their place in a round, best first; those without a score come last. One query. */
export async function resultEntries(
  db: Kysely<DB>,
  args: { programmeId: string; roundId: string; states: EntryState[] },
): Promise<ResultEntry[]> {
  const rows = await db
    .selectFrom('entry as e')
    .leftJoin('unit as u', 'u.id', 'e.unit_id')
    .leftJoin('round_result as r', (join) =>
      join
        .onRef('r.entry_id', '=', 'e.id')
        .onRef('r.programme_id', '=', 'e.programme_id')
        .on('r.round_id', '=', args.roundId),
    )
    .select([
      'e.id',
      'e.code',
      'e.title',
      'e.pillar',
      'e.unit_id',
      'e.state',
      'e.submitted_at',
      'r.rank',
      'r.score',
      'r.tied',
      'r.detail',
      sql<string[] | null>`(select array_agg(a.full_name order by a.position) from entry_author a
        where a.entry_id = e.id and a.declined_at is null)`.as('authors'),
      sql<string | null>`coalesce(u.name, (select string_agg(distinct a.workplace, '; ') from entry_author a
        where a.entry_id = e.id and a.declined_at is null))`.as('unit'),
      sql<boolean>`exists (select from gallery_item g where g.entry_id = e.id and g.withdrawn_at is null)`.as(
        'on_show',
      ),
    ])
    .where('e.programme_id', '=', args.programmeId)
    .where('e.state', 'in', args.states)
    .orderBy('r.rank')
    .orderBy('e.code')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code ?? '',
    title: row.title,
    pillar: row.pillar,
    unitId: row.unit_id,
    unit: row.unit,
    state: row.state,
    authors: row.authors ?? [],
    rank: row.rank,
    score: row.score,
    tied: row.tied ?? false,
    tieNote: tieNoteOf(row.detail),
    submittedAt: row.submitted_at,
    onShow: row.on_show,
  }));
}

/** Prizes in force. */
export const awardsInForce = (db: Kysely<DB>, programmeId: string) =>
  db.selectFrom('award').selectAll().where('programme_id', '=', programmeId).where('revoked_at', 'is', null).execute();

/** What the jury proposed to the organisers. */
export const proposalsOf = (db: Kysely<DB>, programmeId: string, kind: 'finalist' | 'prize') =>
  db
    .selectFrom('proposal')
    .select(['entry_id', 'tier_id', 'note'])
    .where('programme_id', '=', programmeId)
    .where('kind', '=', kind)
    .execute();

export interface DecisionPaper {
  /** "15-QĐ/BTC" */
  number?: string | undefined;
  /** "2026-09-25" or as people type it */
  date?: string | undefined;
  signer?: string | undefined;
}

/** Number, day and signer as they are stored; empty ones as null. @throws RuleError for an impossible or coming day */
export function readPaper(paper: DecisionPaper, now: Date) {
  const raw = clean(paper.date ?? '');
  const date = raw === '' ? null : /^\d{4}-\d{2}-\d{2}$/.test(raw) ? raw : parseViDateIso(raw);
  const refuse = (message: string): never => {
    throw new RuleError({ code: 'result.decision-date', message, field: 'date' });
  };
  if (raw !== '' && (date === null || parseViDateIso(formatDateSafe(date)) !== date))
    refuse(`“${raw}” không phải là một ngày có thật. Hãy ghi theo mẫu 25/09/2026.`);
  if (date !== null && date > isoDateLocal(now))
    refuse(`Ngày quyết định ${formatDate(date)} còn ở phía trước. Hãy ghi ngày đã ký.`);
  const short = (value: string | undefined, field: string, name: string) => {
    const text = clean(value ?? '');
    if (charCount(text) > 100)
      throw new RuleError({ code: 'result.too-long', message: `${name} dài quá 100 ký tự.`, field });
    return text || null;
  };
  return {
    number: short(paper.number, 'number', 'Số quyết định'),
    date,
    signer: short(paper.signer, 'signer', 'Tên người ký'),
  };
}

const formatDateSafe = (iso: string): string => iso.split('-').reverse().join('/');

/** @throws RuleError when the reason says too little */
export function requireReason(text: string | undefined, message: string, field = 'reason'): string {
  const reason = clean(text ?? '');
  if (charCount(reason) < MIN_REASON)
    throw new RuleError({
      code: 'result.reason',
      message: `${message} Hãy ghi lý do, ít nhất ${MIN_REASON} ký tự.`,
      field,
    });
  if (charCount(reason) > 2000)
    throw new RuleError({ code: 'result.reason', message: 'Lý do dài quá 2.000 ký tự.', field });
  return reason;
}
