import type { Kysely } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { periodOf, periodState } from '#lib/domain/programme/clock.ts';
import type { Period, Round } from '#lib/domain/programme/types.ts';
import type { DB, RoundStateName } from '../platform/db/schema.ts';
import { allow, type Decision, deny } from '../platform/policy.ts';
import { programmeById, programmeBySlug, type StoredProgramme } from '../programme/queries.ts';

/** A round as it stands: its rules from the programme, its state from the database. */
export interface JudgingRound {
  programme: StoredProgramme;
  round: Round;
  period: Period | null;
  state: RoundStateName;
  openedAt: Date | null;
  closedAt: Date | null;
  /** before the draw the secret, after it `secret|words`; only for the chair, and for everyone once drawn */
  drawSeed: string | null;
  drawnAt: Date | null;
  /** the state that lets an entry be judged here */
  entryState: EntryState;
}

export interface RoundKey {
  programmeId: string;
  roundId: string;
}

const stateRow = (db: Kysely<DB>, key: RoundKey) =>
  db
    .selectFrom('round_state')
    .selectAll()
    .where('programme_id', '=', key.programmeId)
    .where('round_id', '=', key.roundId);

type StateRow = Awaited<ReturnType<ReturnType<typeof stateRow>['executeTakeFirst']>>;

function assemble(programme: StoredProgramme | null, roundId: string, row: StateRow): JudgingRound {
  const round = programme?.doc.rounds.find((one) => one.id === roundId);
  if (!programme || !round) throw notFound('Vòng chấm này');
  return {
    programme,
    round,
    period: periodOf(programme.doc, round.periodId) ?? null,
    state: row?.state ?? 'pending',
    openedAt: row?.opened_at ?? null,
    closedAt: row?.closed_at ?? null,
    drawSeed: row?.draw_seed ?? null,
    drawnAt: row?.drawn_at ?? null,
    entryState: round.kind === 'final' ? 'shortlisted' : 'eligible',
  };
}

/** A round by its programme. @throws 404 */
export async function judgingRound(db: Kysely<DB>, key: RoundKey): Promise<JudgingRound> {
  const [programme, row] = await Promise.all([
    programmeById(db, key.programmeId),
    stateRow(db, key).executeTakeFirst(),
  ]);
  return assemble(programme, key.roundId, row);
}

/** A round by the address of its page. @throws 404 */
export async function judgingRoundBySlug(db: Kysely<DB>, slug: string, roundId: string): Promise<JudgingRound> {
  const programme = await programmeBySlug(db, slug);
  if (!programme) throw notFound('Vòng chấm này');
  const row = await stateRow(db, { programmeId: programme.id, roundId }).executeTakeFirst();
  return assemble(programme, roundId, row);
}

/** All rounds of a programme with their states, in order. */
export async function judgingRounds(db: Kysely<DB>, programme: StoredProgramme): Promise<JudgingRound[]> {
  const rows = await db.selectFrom('round_state').selectAll().where('programme_id', '=', programme.id).execute();
  return programme.doc.rounds.map((round) =>
    assemble(
      programme,
      round.id,
      rows.find((row) => row.round_id === round.id),
    ),
  );
}

/**
 * The same inside an act, locked until it ends: acts on a round happen one after another, and none while a sheet is being
 * saved (saving holds the row by a weaker lock).
 */
export async function lockRound(db: Kysely<DB>, key: RoundKey): Promise<JudgingRound> {
  const programme = await programmeById(db, key.programmeId);
  if (!programme?.doc.rounds.some((round) => round.id === key.roundId)) throw notFound('Vòng chấm này');
  await db
    .insertInto('round_state')
    .values({ programme_id: key.programmeId, round_id: key.roundId, state: 'pending' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await stateRow(db, key).forUpdate().executeTakeFirstOrThrow();
  return assemble(programme, key.roundId, row);
}

/** @throws RuleError unless the round is open */
export function requireOpen({ state, round }: Pick<JudgingRound, 'state' | 'round'>): void {
  if (state === 'open') return;
  throw new RuleError({
    code: `judging.round-${state}`,
    message:
      state === 'closed'
        ? `${round.name} đã kết thúc chấm nên không thay đổi được nữa.`
        : `${round.name} chưa mở chấm. Tổ Thư ký mở vòng chấm trước.`,
  });
}

export function requireClosed({ state, round }: Pick<JudgingRound, 'state' | 'round'>): void {
  if (state !== 'closed')
    throw new RuleError({
      code: 'judging.round-not-closed',
      message: `${round.name} chưa kết thúc chấm.`,
      hint: 'Trưởng Ban Giám khảo kết thúc vòng chấm trước.',
    });
}

/** K26-3: judges score within the period of their round; what the chair reopened may be finished later. */
export function scoringWindow(
  { round, programme }: Pick<JudgingRound, 'round' | 'programme'>,
  now: Date,
  reopened = false,
): Decision {
  const period = periodOf(programme.doc, round.periodId);
  if (!period) return allow;
  const state = periodState(period, now);
  const clause = clauseLabel(programme.doc, period.clause);
  if (state === 'upcoming')
    return deny(
      'judging.too-early',
      `${period.name} bắt đầu lúc ${formatDateTime(period.from)} (${clause}); chưa chấm được.`,
      clause,
    );
  if (state === 'past' && !reopened)
    return deny(
      'judging.too-late',
      `${period.name} đã kết thúc lúc ${formatDateTime(period.to)} (${clause}). Nếu còn phiếu chưa ký, hãy báo Trưởng Ban Giám khảo.`,
      clause,
    );
  return allow;
}
