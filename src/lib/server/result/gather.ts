import type { EntryState } from '#lib/domain/entry/states.ts';
import { countsExternal, type Tally, tieFacts } from '#lib/domain/gallery/interaction.ts';
import { rankWithTies, type TieFacts } from '#lib/domain/gallery/ties.ts';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { ContestProgramme, Round } from '#lib/domain/programme/types.ts';
import type { Calculation } from '#lib/domain/result/calculation.ts';
import { combineScores } from '#lib/domain/result/combine.ts';
import { type PlacedEntry, type PrizeProposal, proposePrizes } from '#lib/domain/result/prizes.ts';
import { type FrozenTallies, frozenTallies } from '../gallery/tally.ts';
import type { Tx } from '../platform/act.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { needsFreeze } from './frozen.ts';
import { awardsInForce, decidingRound, decisionsOf, proposalsOf, type ResultEntry, resultEntries } from './queries.ts';

const oneRound = (programme: StoredProgramme) => !programme.doc.rounds.some((round) => round.kind === 'final');

/** Entries that may get a prize, or have one. */
const prizeStates = (programme: StoredProgramme): EntryState[] =>
  oneRound(programme) ? ['eligible', 'awarded', 'not-awarded'] : ['shortlisted', 'awarded', 'not-awarded'];

export function requireDecidingRound(programme: StoredProgramme): Round {
  const round = decidingRound(programme.doc);
  if (!round) throw new RuleError({ code: 'result.no-round', message: 'Cuộc thi chưa có vòng chấm nào.' });
  return round;
}

/** An entry with the place and score by which prizes go; where the public counts too, the jury's own stand beside. */
export interface PrizeEntry extends ResultEntry {
  jury: { rank: number | null; score: string | null };
}

const byId = (proposals: { entryId: string; tierId: string }[]) =>
  new Map(proposals.map((one) => [one.entryId, one.tierId]));

/**
 * Entries of the deciding round with their places, prizes in force, what was proposed, and the figures of the public where
 * prizes go by them (K24-10).
 */
export async function gatherAwards(db: Tx['db'], programme: StoredProgramme) {
  const { doc } = programme;
  const round = requireDecidingRound(programme);
  const [judged, awards, proposals, decisions, frozen] = await Promise.all([
    resultEntries(db, { programmeId: programme.id, roundId: round.id, states: prizeStates(programme) }),
    awardsInForce(db, programme.id),
    proposalsOf(db, programme.id, 'prize'),
    decisionsOf(db, programme.id),
    needsFreeze(doc) ? frozenTallies(db, programme.id) : null,
  ]);
  const calculation = frozen && calculate(doc, round, judged, frozen);
  const entries = placed(doc, judged, calculation);
  const ranking = rankingOf(entries);
  const jury = byId(proposals.flatMap((p) => (p.tier_id ? [{ entryId: p.entry_id, tierId: p.tier_id }] : [])));
  // A proposal of the jury cannot know the public's part.
  const combined: PrizeProposal | null = calculation?.combined ? proposePrizes(doc.prizes, ranking) : null;
  return {
    round,
    entries,
    awards,
    decisions,
    calculation,
    ranking,
    /** prizes by score that are to be followed, or left with a reason */
    proposed: doc.combination ? byId(combined?.proposals ?? []) : jury,
    by: doc.combination ? ('combination' as const) : jury.size > 0 ? ('jury' as const) : null,
    combined,
    side: sideProposal(doc, calculation),
  };
}

export type Gathered = Awaited<ReturnType<typeof gatherAwards>>;

/** What rules of prizes need: entries with a place, best first. */
const rankingOf = (entries: readonly ResultEntry[]): PlacedEntry[] =>
  entries.flatMap(({ id, rank, score }) => (rank !== null && score !== null ? [{ entryId: id, rank, score }] : []));

/** What side prizes go by; a work that nobody liked gets none. */
export const interactionsOf = (calculation: Calculation | null): PlacedEntry[] =>
  (calculation?.interactions ?? [])
    .filter((row) => Number(row.total) > 0)
    .map(({ entryId, rank, total }) => ({ entryId, rank, score: total }));

function sideProposal(doc: ContestProgramme, calculation: Calculation | null) {
  const { proposals, open } = proposePrizes(doc.prizes, interactionsOf(calculation), 'interactions');
  return { proposed: byId(proposals), open: calculation ? open.map((one) => one.reason) : [] };
}

const noTally: Tally = { likes: 0, shares: 0, views: 0, external: { likes: 0, shares: 0, comments: 0 }, total: '0' };

function calculate(
  doc: ContestProgramme,
  round: Round,
  judged: readonly ResultEntry[],
  frozen: FrozenTallies,
): Calculation {
  const elsewhere = doc.interaction !== undefined && countsExternal(doc.interaction);
  // a work that was never on show has no count
  const facts = ({ id, score, submittedAt }: ResultEntry): TieFacts =>
    tieFacts(elsewhere, { id, tally: frozen.rows.get(id) ?? noTally, score, submittedAt });
  const named = new Map(judged.map((entry) => [entry.id, entry]));
  const nameOf = (entryId: string) => {
    const { code, title } = named.get(entryId)!;
    return { entryId, code, title };
  };
  const { combination } = doc;
  const combined =
    combination &&
    combineScores({
      combination,
      full: fullScale(round.rubric),
      entries: judged.flatMap((entry) => (entry.score === null ? [] : [{ ...facts(entry), score: entry.score }])),
      interactions: new Map([...frozen.rows].map(([id, row]) => [id, row.total])),
    });
  const onShow = judged.filter((entry) => entry.onShow && frozen.rows.has(entry.id));
  return {
    freeze: { no: frozen.no, frozenAt: frozen.frozenAt.toISOString() },
    combined: combined
      ? {
          combination: combination!,
          full: combined.full,
          most: combined.most,
          rows: combined.rows.map((row) => ({
            ...row,
            ...nameOf(row.entryId),
            juryRank: named.get(row.entryId)!.rank,
          })),
        }
      : null,
    interactions: rankWithTies(
      onShow.map((entry) => ({ ...facts(entry), total: frozen.rows.get(entry.id)!.total })),
      (row) => row.total,
      doc.interaction?.ties ?? [],
    ).map(({ entryId, rank, tied, tieNote, total }) => {
      const { likes, shares, views, external } = frozen.rows.get(entryId)!;
      return { ...nameOf(entryId), likes, shares, views, external, total, rank, tied, tieNote };
    }),
  };
}

/** Entries with the place that counts, best first. Before the freeze of a combined score there is only the jury's. */
function placed(doc: ContestProgramme, judged: readonly ResultEntry[], calculation: Calculation | null): PrizeEntry[] {
  const withJury = judged.map((entry) => ({ ...entry, jury: { rank: entry.rank, score: entry.score } }));
  if (!doc.combination || !calculation?.combined) return withJury;
  const rows = new Map(calculation.combined.rows.map((row) => [row.entryId, row]));
  return withJury
    .map((entry) => {
      const row = rows.get(entry.id);
      return {
        ...entry,
        rank: row?.rank ?? null,
        score: row?.score ?? null,
        tied: row?.tied ?? false,
        tieNote: row?.tieNote ?? null,
      };
    })
    .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}
