import { type Kysely, sql } from 'kysely';
import { aggregate, type JudgeStatistics, judgeStatistics, needsSecondLook } from '#lib/domain/judging/aggregate.ts';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { decimalText, toNumber } from '#lib/domain/kernel/decimal.ts';
import type { DB, SheetState } from '../platform/db/schema.ts';
import { judgesOf } from './conflicts.ts';
import { roundEntries } from './entries.ts';
import type { JudgingRound } from './rounds.ts';

export interface JudgeProgress {
  judgeId: string;
  name: string;
  unit: string | null;
  assigned: number;
  drafts: number;
  signed: number;
  lastSavedAt: Date | null;
  declaredAt: Date | null;
  /** strict or lenient, from signed sheets; null before the first */
  statistics: JudgeStatistics | null;
}

interface EntrySheet {
  assignmentId: string;
  judgeId: string;
  judgeName: string;
  state: 'todo' | SheetState;
  /** only of a signed sheet: nobody but its judge sees a draft's */
  total: string | null;
  source: 'auto' | 'hand' | 'second-look';
}

export interface EntryProgress {
  id: string;
  code: string;
  title: string;
  pillar: string | null;
  position: number | null;
  sheets: EntrySheet[];
  signed: number;
  /** canonical text; null without a signed sheet */
  mean: string | null;
  spreadPercent: string;
  /** the judges differ so much that the programme suggests a second look */
  wide: string | null;
  secondLook: { id: string; reason: string; askedAt: Date; resolvedAt: Date | null; resolution: string | null } | null;
}

export interface RoundProgress {
  judges: JudgeProgress[];
  entries: EntryProgress[];
  assigned: number;
  signed: number;
  drafts: number;
  /** highest total that a sheet can reach */
  scale: string;
  /** judges wanted for each entry; null while the programme leaves it open */
  wanted: number | null;
}

/**
 * How far a round is: counts, states and the totals of signed sheets. A fixed number of queries, whatever the number of
 * entries. Drafts are counted; their scores are not read.
 */
export async function roundProgress(db: Kysely<DB>, jr: JudgingRound): Promise<RoundProgress> {
  const { programme, round } = jr;
  const [entries, sheets, looks, declarations] = await Promise.all([
    roundEntries(db, jr),
    sql<{
      id: string;
      entry_id: string;
      judge_id: string;
      full_name: string;
      unit: string | null;
      source: EntrySheet['source'];
      state: SheetState | null;
      total: string | null;
      saved_at: Date | null;
    }>`
      select a.id, a.entry_id, a.judge_id, p.full_name, u.name as unit, a.source, s.state,
        case when s.state = 'signed' then s.total end as total, s.saved_at
      from assignment a
      join person p on p.id = a.judge_id
      left join unit u on u.id = p.unit_id
      left join score_sheet s on s.assignment_id = a.id
      where a.programme_id = ${programme.id} and a.round_id = ${round.id} and a.withdrawn_at is null
      order by p.full_name collate "vi-x-icu", a.judge_id`.execute(db),
    db
      .selectFrom('second_look')
      .select(['id', 'entry_id', 'reason', 'asked_at', 'resolved_at', 'resolution'])
      .where('programme_id', '=', programme.id)
      .where('round_id', '=', round.id)
      .orderBy('asked_at')
      .execute(),
    db
      .selectFrom('judge_declaration')
      .select(['judge_id', 'at'])
      .where('programme_id', '=', programme.id)
      .where('round_id', '=', round.id)
      .execute(),
  ]);
  const known = new Set(entries.map((entry) => entry.id));
  const rows = sheets.rows.filter((row) => known.has(row.entry_id));
  const scale = fullScale(round.rubric);
  const statistics = new Map(
    judgeStatistics(
      rows.flatMap((row) =>
        row.total === null ? [] : [{ entryId: row.entry_id, judgeId: row.judge_id, total: row.total }],
      ),
    ).map((one) => [one.judgeId, one]),
  );
  const declared = new Map(declarations.map((row) => [row.judge_id, row.at]));
  const lookOf = new Map(looks.map((look) => [look.entry_id, look]));
  const byEntry = Map.groupBy(rows, (row) => row.entry_id);
  return {
    judges: [...Map.groupBy(rows, (row) => row.judge_id)].map(([judgeId, own]) => ({
      judgeId,
      name: own[0]!.full_name,
      unit: own[0]!.unit,
      assigned: own.length,
      drafts: own.filter((row) => row.state === 'draft').length,
      signed: own.filter((row) => row.state === 'signed').length,
      lastSavedAt: own.reduce<Date | null>((last, { saved_at: at }) => (at && (!last || at > last) ? at : last), null),
      declaredAt: declared.get(judgeId) ?? null,
      statistics: statistics.get(judgeId) ?? null,
    })),
    entries: entries.map((entry) => {
      const own = byEntry.get(entry.id) ?? [];
      const totals = own.flatMap((row) => (row.total === null ? [] : [row.total]));
      const look = needsSecondLook(totals, scale, round.maxSpreadPercent.value);
      const asked = lookOf.get(entry.id);
      const mean = aggregate(totals, round.aggregate);
      return {
        id: entry.id,
        code: entry.code,
        title: entry.title,
        pillar: entry.pillar,
        position: entry.position,
        sheets: own.map((row) => ({
          assignmentId: row.id,
          judgeId: row.judge_id,
          judgeName: row.full_name,
          state: row.state ?? 'todo',
          total: row.total === null ? null : decimalText(row.total),
          source: row.source,
        })),
        signed: totals.length,
        mean: mean ? decimalText(mean) : null,
        spreadPercent: decimalText(look.spreadPercent),
        wide: look.reason,
        secondLook: asked
          ? {
              id: asked.id,
              reason: asked.reason,
              askedAt: asked.asked_at,
              resolvedAt: asked.resolved_at,
              resolution: asked.resolution,
            }
          : null,
      };
    }),
    assigned: rows.length,
    signed: rows.filter((row) => row.state === 'signed').length,
    drafts: rows.filter((row) => row.state === 'draft').length,
    scale: decimalText(scale),
    wanted: round.judgesPerEntry.value,
  };
}

/** Entries whose judges differ most come first. */
export const bySpread = (entries: EntryProgress[]): EntryProgress[] =>
  entries.toSorted((a, b) => toNumber(b.spreadPercent) - toNumber(a.spreadPercent) || (a.code < b.code ? -1 : 1));

export interface EntryScores {
  entry: EntryProgress;
  /** signed sheets with every score and comment, by judge */
  signed: {
    assignmentId: string;
    judgeName: string;
    total: string;
    comment: string;
    signedAt: Date;
    scores: Record<string, { value: string; comment: string }>;
  }[];
  /** judges without conflict who have not been assigned this entry */
  free: { id: string; name: string; load: number }[];
}

/** Everything signed about one entry, for the chair; null when the round does not have it. */
export async function entryScores(
  db: Kysely<DB>,
  jr: JudgingRound,
  args: { entryId: string; now: Date },
): Promise<EntryScores | null> {
  const progress = await roundProgress(db, jr);
  const entry = progress.entries.find((one) => one.id === args.entryId);
  if (!entry) return null;
  const [sheets, scores, judges, conflicts] = await Promise.all([
    db
      .selectFrom('assignment as a')
      .innerJoin('score_sheet as s', 's.assignment_id', 'a.id')
      .innerJoin('person as p', 'p.id', 'a.judge_id')
      .select(['a.id', 'p.full_name', 's.total', 's.comment', 's.signed_at'])
      .where('a.round_id', '=', jr.round.id)
      .where('a.entry_id', '=', args.entryId)
      .where('a.withdrawn_at', 'is', null)
      .where('s.state', '=', 'signed')
      .orderBy('p.full_name')
      .execute(),
    db
      .selectFrom('assignment as a')
      .innerJoin('score_sheet as s', 's.assignment_id', 'a.id')
      .innerJoin('score as c', 'c.assignment_id', 'a.id')
      .select(['a.id', 'c.criterion_id', 'c.value', 'c.comment'])
      .where('a.round_id', '=', jr.round.id)
      .where('a.entry_id', '=', args.entryId)
      .where('a.withdrawn_at', 'is', null)
      .where('s.state', '=', 'signed')
      .execute(),
    judgesOf(db, jr.programme.id, args.now),
    db
      .selectFrom('conflict')
      .select('judge_id')
      .where('entry_id', '=', args.entryId)
      .where('lifted_at', 'is', null)
      .execute(),
  ]);
  const taken = new Set([
    ...entry.sheets.map((sheet) => sheet.judgeId),
    ...conflicts.map((conflict) => conflict.judge_id),
  ]);
  const loads = new Map(progress.judges.map((judge) => [judge.judgeId, judge.assigned]));
  return {
    entry,
    signed: sheets.map((sheet) => ({
      assignmentId: sheet.id,
      judgeName: sheet.full_name,
      total: decimalText(sheet.total ?? '0'),
      comment: sheet.comment,
      signedAt: sheet.signed_at ?? args.now,
      scores: Object.fromEntries(
        scores
          .filter((score) => score.id === sheet.id)
          .map((score) => [score.criterion_id, { value: decimalText(score.value ?? '0'), comment: score.comment }]),
      ),
    })),
    free: judges
      .filter((judge) => !taken.has(judge.id))
      .map((judge) => ({ id: judge.id, name: judge.fullName, load: loads.get(judge.id) ?? 0 }))
      .sort((a, b) => a.load - b.load),
  };
}
