import type { Kysely } from 'kysely';
import {
  type RankedEntry,
  type Ranking,
  type ResultRow,
  rankRound,
  type SignedSheet,
} from '#lib/domain/judging/rank.ts';
import { decimalText } from '#lib/domain/kernel/decimal.ts';
import type { DB } from '../platform/db/schema.ts';
import { gone } from './entries.ts';
import type { JudgingRound, RoundKey } from './rounds.ts';

/** What is kept of an entry's result when a round is closed. */
export interface ResultDetail {
  sheets: number;
  spreadPercent: string;
  tieNote: string | null;
  totals: { judgeId: string; total: string }[];
  /** a tie that the chair decided */
  decided?: { by: string; at: string; reason: string };
}

/** All signed sheets of a round, two queries whatever their number. */
async function signedSheets(db: Kysely<DB>, key: RoundKey): Promise<SignedSheet[]> {
  const signed = () =>
    db
      .selectFrom('assignment as a')
      .innerJoin('score_sheet as s', 's.assignment_id', 'a.id')
      .where('a.programme_id', '=', key.programmeId)
      .where('a.round_id', '=', key.roundId)
      .where('a.withdrawn_at', 'is', null)
      .where('s.state', '=', 'signed');
  const [sheets, scores] = await Promise.all([
    signed().select(['a.id', 'a.entry_id', 'a.judge_id', 's.total']).execute(),
    signed().innerJoin('score as c', 'c.assignment_id', 'a.id').select(['a.id', 'c.criterion_id', 'c.value']).execute(),
  ]);
  const bySheet = new Map<string, Record<string, string>>();
  for (const { id, criterion_id, value } of scores) {
    let own = bySheet.get(id);
    if (!own) {
      own = {};
      bySheet.set(id, own);
    }
    if (value !== null) own[criterion_id] = decimalText(value);
  }
  return sheets.map((sheet) => ({
    entryId: sheet.entry_id,
    judgeId: sheet.judge_id,
    total: decimalText(sheet.total ?? '0'),
    scores: bySheet.get(sheet.id) ?? {},
  }));
}

const candidates = async (db: Kysely<DB>, jr: JudgingRound): Promise<RankedEntry[]> => {
  const rows = await db
    .selectFrom('entry')
    .select(['id', 'submitted_at'])
    .where('programme_id', '=', jr.programme.id)
    .where('state', '=', jr.entryState)
    .orderBy('code')
    .execute();
  return rows.map((row) => ({ id: row.id, submittedAt: row.submitted_at }));
};

async function earlierScores(db: Kysely<DB>, { programme, round }: JudgingRound) {
  const before = programme.doc.rounds.slice(
    0,
    programme.doc.rounds.findIndex((one) => one.id === round.id),
  );
  if (before.length === 0) return [];
  const rows = await db
    .selectFrom('round_result')
    .select(['round_id', 'entry_id', 'score'])
    .where('programme_id', '=', programme.id)
    .execute();
  return before.map(({ id, name }) => ({
    id,
    name,
    scores: new Map(rows.filter((row) => row.round_id === id).map((row) => [row.entry_id, row.score])),
  }));
}

/** The ranking as the signed sheets give it now (K26-4c). A fixed number of queries. */
export async function computeRanking(
  db: Kysely<DB>,
  jr: JudgingRound,
): Promise<{ ranking: Ranking; sheets: SignedSheet[] }> {
  const [entries, sheets, earlier] = await Promise.all([
    candidates(db, jr),
    signedSheets(db, { programmeId: jr.programme.id, roundId: jr.round.id }),
    earlierScores(db, jr),
  ]);
  return { ranking: rankRound({ round: jr.round, entries, sheets, earlier }), sheets };
}

export interface RankedRow extends ResultRow {
  code: string;
  title: string;
  totals: { judgeId: string; total: string }[];
  decided: ResultDetail['decided'] | null;
}

/** The result that was fixed when the round was closed, best first. Empty while it is open. */
export async function storedRanking(db: Kysely<DB>, key: RoundKey): Promise<RankedRow[]> {
  const rows = await db
    .selectFrom('round_result as r')
    .innerJoin('entry as e', 'e.id', 'r.entry_id')
    .select(['r.entry_id', 'r.rank', 'r.tied', 'r.score', 'r.detail', 'e.code', 'e.title'])
    .where('r.programme_id', '=', key.programmeId)
    .where('r.round_id', '=', key.roundId)
    .where('e.state', 'not in', gone)
    .orderBy('r.rank')
    .orderBy('e.code')
    .execute();
  return rows.map((row) => {
    const detail = row.detail as ResultDetail;
    return {
      entryId: row.entry_id,
      code: row.code ?? '',
      title: row.title,
      rank: row.rank,
      tied: row.tied,
      score: decimalText(row.score),
      sheets: detail.sheets,
      spreadPercent: detail.spreadPercent,
      tieNote: detail.tieNote,
      totals: detail.totals,
      decided: detail.decided ?? null,
    };
  });
}
