import { notFound } from '#lib/domain/kernel/errors.ts';
import { isSide } from '#lib/domain/result/prizes.ts';
import { shownCodes } from '../gallery/items.ts';
import type { Ctx } from '../platform/ctx.ts';
import { programmeById } from '../programme/queries.ts';
import { calculationView } from './calculation.ts';
import { awardsInForce, decidingRound, decisionsOf, resultEntries } from './queries.ts';

/** K26-5a, K24-10: the published results by tier, side prizes too, with the figures behind them where the public counts; `published: false` before that, with when they are expected. */
export async function publicResults(ctx: Ctx, programmeId: string) {
  const { db } = ctx.app;
  const programme = await programmeById(db, programmeId);
  if (!programme) throw notFound('Kết quả này');
  const { doc } = programme;
  const round = decidingRound(doc);
  const period = doc.timeline.find((p) => p.id === round?.periodId) ?? null;
  const base = { clause: doc.prizes.clause, expectedBy: period?.to ?? null };
  const decision = (await decisionsOf(db, programmeId)).results;
  if (!decision?.published_at) return { ...base, published: false as const };
  const [awards, shown, entries] = await Promise.all([
    awardsInForce(db, programmeId),
    shownCodes(db, programmeId),
    resultEntries(db, { programmeId, roundId: round?.id ?? '', states: ['awarded'] }),
  ]);
  const calculation = calculationView(doc, decision.calculation);
  const figureOf = (code: string, side: boolean): string | null => {
    const row = side ? undefined : calculation?.combined?.rows.find((one) => one.code === code);
    if (row) return `${row.score} điểm chung`;
    const frozen = side ? calculation?.side?.rows.find((one) => one.code === code) : undefined;
    return frozen ? `${frozen.total} điểm tương tác` : null;
  };
  const tiers = doc.prizes.tiers.flatMap((one) => {
    const { id, name, amount, honours } = one;
    const side = isSide(one);
    const winners = entries
      .filter((entry) => awards.some((award) => award.entry_id === entry.id && award.tier_id === id))
      .map(({ code, title, authors, unit, pillar }) => ({
        code,
        title,
        authors,
        unit,
        pillar: doc.pillars.items.find((item) => item.id === pillar)?.name ?? null,
        figure: figureOf(code, side),
        /** stands in the gallery */
        shown: shown.has(code),
      }));
    return winners.length > 0 ? [{ id, name, amount, honours: honours ?? null, side, winners }] : [];
  });
  return {
    ...base,
    published: true as const,
    publishedAt: decision.published_at,
    number: decision.number,
    date: decision.date,
    signer: decision.signer,
    calculation,
    certificateTitle: doc.prizes.certificate.title,
    tiers,
    count: tiers.reduce((sum, tier) => sum + tier.winners.length, 0),
    total: tiers.reduce((sum, tier) => sum + tier.winners.length * tier.amount, 0),
  };
}
