import { tiesText } from '#lib/domain/gallery/ties.ts';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { PrizeTier } from '#lib/domain/programme/types.ts';
import type { Calculation, InteractionRow } from '#lib/domain/result/calculation.ts';
import { type CombinedRow, calculationText, describeCombination } from '#lib/domain/result/combine.ts';
import { checkAwards, isSide, proposePrizes, type TierState, tierStates } from '#lib/domain/result/prizes.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { needsFreeze, waitsForFreeze } from './frozen.ts';
import { type Gathered, gatherAwards, interactionsOf, type PrizeEntry } from './gather.ts';
import { canResult } from './policy.ts';
import { roundStates, type StoredDecision } from './queries.ts';

/** A prize in force. */
interface Held {
  id: string;
  tierId: string;
  amount: number;
  reason: string | null;
}

interface AwardRow extends PrizeEntry {
  /** the prize by score in force */
  award: Held | null;
  proposedTierId: string | null;
  /** how the combined score came about */
  calculation: { jury: string; points: string; sum: string; row: CombinedRow } | null;
}

/** A work in the ranking of interactions, for the side prizes (K24-10). */
interface SideRow extends InteractionRow {
  award: Held | null;
  proposedTierId: string | null;
  /** the prize by score that it has, too */
  other: string | null;
}

interface SideBoard {
  tiers: TierState[];
  rows: SideRow[];
  /** what tells equal works apart, in words */
  ties: string[];
  open: string[];
}

export interface AwardsBoard {
  round: { id: string; name: string; closed: boolean; closedAt: Date | null };
  clause: string;
  /** prizes by score */
  tiers: TierState[];
  /** side prizes; null where the contest has none */
  side: SideBoard | null;
  rows: AwardRow[];
  /** prizes decided for entries that have left the contest since */
  gone: { entryId: string; code: string; title: string; tierName: string; side: boolean }[];
  /** what prizes by score follow: the jury's proposal, the combined score, or nothing yet */
  by: 'jury' | 'combination' | null;
  /** the combined score in words */
  formula: string | null;
  freeze: { no: number; frozenAt: string } | null;
  /** why prizes that go by interactions wait */
  waiting: { message: string; clause?: string } | null;
  /** tiers whose number nobody has entered (K24-9) */
  missing: PrizeTier[];
  /** why some entries or tiers got no proposal */
  open: string[];
  blocking: string[];
  notes: string[];
  decision: StoredDecision | null;
  can: { decide: Decision };
}

const heldOf = (award: Gathered['awards'][number] | undefined): Held | null =>
  award ? { id: award.id, tierId: award.tier_id, amount: award.amount, reason: award.reason } : null;

/** Everything the organisers look at when they decide the prizes (K26-5a, K24-9, K24-10). */
export async function awardsBoard(ctx: Ctx, programme: StoredProgramme): Promise<AwardsBoard> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { db } = ctx.app;
  const [gathered, states] = await Promise.all([gatherAwards(db, programme), roundStates(db, programme.id)]);
  const { round, entries, awards, proposed, decisions, calculation, ranking, by } = gathered;
  const { doc } = programme;
  const { prizes } = doc;
  // Without a proposal of the jury the ranking itself is what people look at first.
  const suggestion = gathered.combined ?? (by === null ? proposePrizes(prizes, ranking) : null);
  const tierBy = suggestion ? new Map(suggestion.proposals.map((p) => [p.entryId, p.tierId])) : proposed;
  const closed = states.get(round.id)?.state === 'closed';
  const known = new Set(entries.map((entry) => entry.id));
  const strays = awards.filter((award) => !known.has(award.entry_id));
  const check = checkAll(programme, gathered);
  const all = tierStates(
    prizes,
    awards.map((award) => ({ entryId: award.entry_id, tierId: award.tier_id })),
  );
  const texts = calculations(calculation);
  return {
    round: { id: round.id, name: round.name, closed, closedAt: states.get(round.id)?.closedAt ?? null },
    clause: clauseLabel(doc, prizes.clause),
    tiers: all.filter(({ tier }) => !isSide(tier)),
    side: sideBoard(programme, gathered, all),
    rows: entries.map((entry) => ({
      ...entry,
      award: heldOf(awards.find((a) => a.entry_id === entry.id && !a.side)),
      proposedTierId: closed ? (tierBy.get(entry.id) ?? null) : null,
      calculation: texts.get(entry.id) ?? null,
    })),
    gone: await leftWithPrize(db, programme, strays),
    by,
    formula: formulaOf(programme, gathered),
    freeze: calculation?.freeze ?? null,
    waiting: needsFreeze(doc) && !calculation ? waitsForFreeze(doc, ctx.now) : null,
    missing: prizes.tiers.filter((tier) => tier.count === null),
    open: closed ? (suggestion?.open.map((o) => o.reason) ?? []) : [],
    blocking: check.blocking,
    notes: check.notes,
    decision: decisions.results,
    can: { decide: canResult(ctx, 'result.decide', programme.id) },
  };
}

/** Whether the decided prizes fit the prize structure: scores by score, side prizes by frozen interactions. */
export function checkAll({ doc }: StoredProgramme, { awards, ranking, calculation }: Gathered) {
  const { blocking, notes } = checkAwards({
    prizes: doc.prizes,
    awards: awards.map((award) => ({ entryId: award.entry_id, tierId: award.tier_id, amount: award.amount })),
    scores: new Map(ranking.map((row) => [row.entryId, row.score])),
    interactions: new Map(interactionsOf(calculation).map((row) => [row.entryId, row.score])),
  });
  return { blocking: blocking.map((issue) => issue.message), notes: notes.map((issue) => issue.message) };
}

const formulaOf = ({ doc }: StoredProgramme, { round }: Gathered): string | null =>
  doc.combination ? describeCombination(doc.combination, fullScale(round.rubric)) : null;

/** Each work's combined score, step by step. */
function calculations(calculation: Calculation | null) {
  const combined = calculation?.combined;
  return new Map(
    (combined?.rows ?? []).map((row) => [
      row.entryId,
      { ...calculationText(row, combined!.combination, combined!), row },
    ]),
  );
}

function sideBoard({ doc }: StoredProgramme, gathered: Gathered, all: TierState[]): SideBoard | null {
  const tiers = all.filter(({ tier }) => isSide(tier));
  if (tiers.length === 0) return null;
  const { awards, calculation, side } = gathered;
  const nameOf = (tierId: string | undefined) => doc.prizes.tiers.find((tier) => tier.id === tierId)?.name ?? null;
  return {
    tiers,
    rows: (calculation?.interactions ?? []).map((row) => ({
      ...row,
      award: heldOf(awards.find((a) => a.entry_id === row.entryId && a.side)),
      proposedTierId: side.proposed.get(row.entryId) ?? null,
      other: nameOf(awards.find((a) => a.entry_id === row.entryId && !a.side)?.tier_id),
    })),
    ties: tiesText(doc.interaction?.ties ?? []),
    open: tiers.some(({ left }) => left !== 0) ? side.open : [],
  };
}

async function leftWithPrize(db: Tx['db'], programme: StoredProgramme, awards: Gathered['awards']) {
  if (awards.length === 0) return [];
  const ids = awards.map((award) => award.entry_id);
  const rows = await db.selectFrom('entry').select(['id', 'code', 'title']).where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return awards.map((award) => {
    const row = byId.get(award.entry_id);
    const tier = programme.doc.prizes.tiers.find((t) => t.id === award.tier_id);
    return {
      entryId: award.entry_id,
      code: row?.code ?? '',
      title: row?.title ?? '',
      tierName: tier?.name ?? award.tier_id,
      side: award.side,
    };
  });
}
