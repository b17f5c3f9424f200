import type { EntryState } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { PrizeTier, Round } from '#lib/domain/programme/types.ts';
import {
  checkAwards,
  type PrizeAward,
  proposePrizes,
  requireAwardAllowed,
  tierStates,
} from '#lib/domain/result/prizes.ts';
import { readersOf } from '../entry/readers.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { awardMail } from './mails.ts';
import { canResult, deciderId } from './policy.ts';
import {
  awardsInForce,
  decidingRound,
  decisionsOf,
  lockResults,
  proposalsOf,
  type ResultEntry,
  requireClosed,
  requireReason,
  resultEntries,
  roundStates,
  type StoredDecision,
} from './queries.ts';
import { revokeAward } from './revoke.ts';
import { moveEntries, recordSteps } from './states.ts';

const oneRound = (programme: StoredProgramme) => !programme.doc.rounds.some((round) => round.kind === 'final');

/** Entries that may get a prize, or have one. */
const prizeStates = (programme: StoredProgramme): EntryState[] =>
  oneRound(programme) ? ['eligible', 'awarded', 'not-awarded'] : ['shortlisted', 'awarded', 'not-awarded'];

export function requireDecidingRound(programme: StoredProgramme): Round {
  const round = decidingRound(programme.doc);
  if (!round) throw new RuleError({ code: 'result.no-round', message: 'Cuộc thi chưa có vòng chấm nào.' });
  return round;
}

/** Entries of the deciding round with their places, prizes in force and what the jury proposed. */
export async function gatherAwards(db: Tx['db'], programme: StoredProgramme) {
  const round = requireDecidingRound(programme);
  const [entries, awards, proposals, decisions] = await Promise.all([
    resultEntries(db, { programmeId: programme.id, roundId: round.id, states: prizeStates(programme) }),
    awardsInForce(db, programme.id),
    proposalsOf(db, programme.id, 'prize'),
    decisionsOf(db, programme.id),
  ]);
  return {
    round,
    entries,
    awards,
    decisions,
    proposed: new Map(proposals.flatMap((p) => (p.tier_id ? [[p.entry_id, p.tier_id] as const] : []))),
  };
}

type Gathered = Awaited<ReturnType<typeof gatherAwards>>;

const asPrizes = (awards: Gathered['awards']): PrizeAward[] =>
  awards.map((award) => ({ entryId: award.entry_id, tierId: award.tier_id }));

export interface AwardRow extends ResultEntry {
  /** the prize in force */
  award: { id: string; tierId: string; amount: number; reason: string | null } | null;
  proposedTierId: string | null;
}

export interface AwardsBoard {
  round: { id: string; name: string; closed: boolean; closedAt: Date | null };
  clause: string;
  tiers: { tier: PrizeTier; given: number; left: number | null }[];
  rows: AwardRow[];
  /** prizes decided for entries that have left the contest since */
  gone: { entryId: string; code: string; title: string; tierName: string }[];
  byJury: boolean;
  /** why some entries or tiers got no proposal */
  open: string[];
  blocking: string[];
  notes: string[];
  decision: StoredDecision | null;
  can: { decide: Decision };
}

/** Everything the organisers look at when they decide the prizes (K26-5a). */
export async function awardsBoard(ctx: Ctx, programme: StoredProgramme): Promise<AwardsBoard> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { db } = ctx.app;
  const [{ round, entries, awards, proposed, decisions }, states] = await Promise.all([
    gatherAwards(db, programme),
    roundStates(db, programme.id),
  ]);
  const { prizes } = programme.doc;
  const ranked = entries.flatMap(({ id, rank, score }) =>
    rank !== null && score !== null ? [{ entryId: id, rank, score }] : [],
  );
  // Without a proposal of the jury the ranking itself is what people look at first.
  const suggestion = proposed.size > 0 ? null : proposePrizes(prizes, ranked);
  const tierBy = suggestion ? new Map(suggestion.proposals.map((p) => [p.entryId, p.tierId])) : proposed;
  const closed = states.get(round.id)?.state === 'closed';
  const known = new Set(entries.map((entry) => entry.id));
  const strays = awards.filter((award) => !known.has(award.entry_id));
  const check = checkAwards({
    prizes,
    awards: awards.map((award) => ({ entryId: award.entry_id, tierId: award.tier_id, amount: award.amount })),
    scores: new Map(ranked.map((row) => [row.entryId, row.score])),
  });
  return {
    round: { id: round.id, name: round.name, closed, closedAt: states.get(round.id)?.closedAt ?? null },
    clause: clauseLabel(programme.doc, prizes.clause),
    tiers: tierStates(prizes, asPrizes(awards)),
    rows: entries.map((entry) => {
      const award = awards.find((a) => a.entry_id === entry.id);
      return {
        ...entry,
        award: award ? { id: award.id, tierId: award.tier_id, amount: award.amount, reason: award.reason } : null,
        proposedTierId: closed ? (tierBy.get(entry.id) ?? null) : null,
      };
    }),
    gone: await leftWithPrize(db, programme, strays),
    byJury: proposed.size > 0,
    open: closed ? (suggestion?.open.map((o) => o.reason) ?? []) : [],
    blocking: check.blocking.map((issue) => issue.message),
    notes: check.notes.map((issue) => issue.message),
    decision: decisions.results,
    can: { decide: canResult(ctx, 'result.decide', programme.id) },
  };
}

async function leftWithPrize(db: Tx['db'], programme: StoredProgramme, awards: Gathered['awards']) {
  if (awards.length === 0) return [];
  const ids = awards.map((award) => award.entry_id);
  const rows = await db.selectFrom('entry').select(['id', 'code', 'title']).where('id', 'in', ids).execute();
  return rows.map(({ id, code, title }) => {
    const tierId = awards.find((award) => award.entry_id === id)?.tier_id;
    const tier = programme.doc.prizes.tiers.find((t) => t.id === tierId);
    return { entryId: id, code: code ?? '', title, tierName: tier?.name ?? String(tierId) };
  });
}

/** The programme of an entry, for whoever may decide about it. @throws 404 */
async function programmeOfEntry(ctx: Ctx, entryId: string): Promise<{ programmeId: string; code: string }> {
  const row = isUuid(entryId)
    ? await ctx.app.db.selectFrom('entry').select(['programme_id', 'code']).where('id', '=', entryId).executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Bài dự thi này');
  requireAllowed(canResult(ctx, 'result.decide', row.programme_id));
  return { programmeId: row.programme_id, code: row.code ?? '' };
}

function deviation(tierName: string, proposed: string | undefined, anyProposal: boolean, tiers: PrizeTier[]): string {
  if (!anyProposal) return 'Ban Giám khảo chưa có đề xuất giải.';
  const other = tiers.find((tier) => tier.id === proposed)?.name;
  return other
    ? `Ban Giám khảo đề xuất ${other}, Ban Tổ chức trao ${tierName}.`
    : `Ban Giám khảo không đề xuất bài này, Ban Tổ chức trao ${tierName}.`;
}

/** Gives one prize inside a locked act. */
async function give(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  gathered: Gathered,
  args: { entryId: string; tierId: string; reason?: string | undefined },
): Promise<{ entry: ResultEntry; tier: PrizeTier; reason: string | null }> {
  const { round, entries, awards, proposed, decisions } = gathered;
  const entry = entries.find((e) => e.id === args.entryId);
  if (!entry || entry.score === null)
    throw new RuleError({
      code: 'result.not-in-round',
      message: `Bài này không có kết quả ${round.name} nên không trao giải được.`,
      field: 'entryId',
    });
  const tier = requireAwardAllowed({
    prizes: programme.doc.prizes,
    awards: asPrizes(awards).filter((award) => award.entryId !== entry.id),
    award: { entryId: entry.id, tierId: args.tierId },
    score: entry.score,
  });
  const held = awards.find((award) => award.entry_id === entry.id);
  if (held?.tier_id === tier.id)
    throw new RuleError({ code: 'result.same-tier', message: `Bài ${entry.code} đã được ${tier.name}.`, status: 409 });

  if (decisions.finalists && !decisions.finalists.published_at)
    throw new RuleError({
      code: 'result.finalists-hidden',
      message: 'Danh sách vào vòng cuối chưa công bố nên chưa quyết định giải được.',
      hint: 'Hãy công bố danh sách vào vòng cuối trước.',
    });
  const published = decisions.results?.published_at != null;
  const follows = proposed.get(entry.id) === tier.id;
  let reason = clean(args.reason ?? '') || null;
  if (!follows)
    reason = requireReason(
      args.reason,
      deviation(tier.name, proposed.get(entry.id), proposed.size > 0, programme.doc.prizes.tiers),
    );
  else if (published) reason = requireReason(args.reason, 'Kết quả đã công bố.');

  if (held)
    await revokeAward(tx, ctx, {
      programme,
      entry,
      award: held,
      published,
      reason: reason ?? `Chuyển sang ${tier.name}.`,
      // the entry keeps a prize
      moveState: false,
    });
  await tx.db
    .insertInto('award')
    .values({
      programme_id: programme.id,
      entry_id: entry.id,
      tier_id: tier.id,
      amount: tier.amount,
      decided_by: deciderId(ctx),
      decided_at: ctx.now,
      reason,
    })
    .execute();
  if (published) await makeKnown(tx, ctx, programme, entry, tier, reason);
  return { entry, tier, reason };
}

async function makeKnown(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entry: ResultEntry,
  tier: PrizeTier,
  reason: string | null,
): Promise<void> {
  if (entry.state !== 'awarded') {
    await moveEntries(tx, ctx, programme.doc, [entry], 'award');
    await recordSteps(tx, ctx, [{ entryId: entry.id, from: entry.state, to: 'awarded', reason }]);
  }
  for (const to of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
    await tx.send(awardMail({ app: ctx.app, doc: programme.doc, entry, to }, tier));
  tx.publish();
}

/**
 * K26-4e, K26-5a: the organisers give an entry a prize, or another prize than it has. The number of each tier, its floor
 * and one prize an entry hold even when two organisers decide at once.
 * @param args.reason asked for where the jury proposed otherwise, and after publication
 */
export async function decideAward(ctx: Ctx, args: { entryId: string; tierId: string; reason?: string }): Promise<void> {
  const { programmeId, code } = await programmeOfEntry(ctx, args.entryId);
  await act(
    ctx,
    {
      act: 'result.award',
      programmeId,
      subject: { kind: 'entry', id: args.entryId },
      summary: `Quyết định giải cho bài ${code}.`,
    },
    async (tx) => {
      const programme = await lockResults(tx, programmeId);
      await requireClosed(tx.db, programme.id, requireDecidingRound(programme));
      const { tier, reason } = await give(tx, ctx, programme, await gatherAwards(tx.db, programme), args);
      tx.note({
        summary: `Quyết định trao ${tier.name} cho bài ${code}.`,
        changes: { tier: tier.id, amount: tier.amount, reason },
      });
    },
  );
}

/**
 * Gives every prize as the jury proposed it, except to entries that have one already.
 * @returns how many were given
 */
export async function followProposal(ctx: Ctx, args: { programmeId: string }): Promise<number> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  return act(
    ctx,
    {
      act: 'result.follow-proposal',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Quyết định giải theo đề xuất của Ban Giám khảo.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      await requireClosed(tx.db, programme.id, requireDecidingRound(programme));
      let gathered = await gatherAwards(tx.db, programme);
      if (gathered.decisions.results?.published_at)
        throw new RuleError({ code: 'result.published', message: 'Kết quả đã được công bố.', status: 409 });
      const waiting = gathered.entries.filter(
        (entry) => gathered.proposed.has(entry.id) && !gathered.awards.some((award) => award.entry_id === entry.id),
      );
      if (waiting.length === 0)
        throw new RuleError({
          code: 'result.nothing-proposed',
          message: 'Không còn đề xuất nào chưa được quyết định.',
        });
      for (const entry of waiting) {
        await give(tx, ctx, programme, gathered, { entryId: entry.id, tierId: gathered.proposed.get(entry.id)! });
        gathered = { ...gathered, awards: await awardsInForce(tx.db, programme.id) };
      }
      tx.note({
        summary: `Quyết định ${waiting.length} giải theo đề xuất của Ban Giám khảo.`,
        changes: { given: waiting.map((entry) => [entry.code, gathered.proposed.get(entry.id)]) },
      });
      return waiting.length;
    },
  );
}

/**
 * Takes a prize back. Before publication it simply is no longer given; after it the prize is revoked for a reason, its
 * certificates lose their force and the authors are told.
 */
export async function withdrawAward(ctx: Ctx, args: { entryId: string; reason?: string }): Promise<void> {
  const { programmeId, code } = await programmeOfEntry(ctx, args.entryId);
  await act(
    ctx,
    {
      act: 'result.withdraw-award',
      programmeId,
      subject: { kind: 'entry', id: args.entryId },
      summary: `Bỏ giải của bài ${code}.`,
    },
    async (tx) => {
      const programme = await lockResults(tx, programmeId);
      const { entries, awards, decisions } = await gatherAwards(tx.db, programme);
      const award = awards.find((a) => a.entry_id === args.entryId);
      if (!award) throw new RuleError({ code: 'result.no-award', message: 'Bài này không có giải nào.', status: 409 });
      const published = decisions.results?.published_at != null;
      const reason = published ? requireReason(args.reason, 'Kết quả đã công bố.') : clean(args.reason ?? '') || null;
      const entry = entries.find((e) => e.id === args.entryId) ?? null;
      await revokeAward(tx, ctx, { programme, entry, award, published, reason, moveState: true });
      const tier = programme.doc.prizes.tiers.find((t) => t.id === award.tier_id);
      tx.note({
        summary: `${published ? 'Thu hồi' : 'Bỏ quyết định'} ${tier?.name ?? award.tier_id} của bài ${code}.`,
        changes: { tier: award.tier_id, reason },
      });
    },
  );
}
