import type { AwardList, AwardTier, ClosingReport } from '#lib/domain/document/types.ts';
import { formatNumber, moneyInWords } from '#lib/domain/kernel/money.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

const pad = (n: number) => String(n).padStart(2, '0');

function awardsView(all: AwardTier[]) {
  const tiers = all.filter((t) => t.winners.length > 0);
  const count = tiers.reduce((n, t) => n + t.winners.length, 0);
  const total = tiers.reduce((sum, t) => sum + t.winners.length * t.amount, 0);
  let order = 0;
  return {
    tiers: tiers.map((t) => ({
      title: `${t.name} (${pad(t.winners.length)} giải)`,
      total: formatNumber(t.winners.length * t.amount),
      winners: t.winners.map((w) => {
        order += 1;
        return {
          order: String(order),
          code: w.code,
          title: w.title,
          honours: w.honours ?? null,
          figure: w.figure ?? null,
          amount: formatNumber(t.amount),
          authors: w.authors.map((a) => ({ name: a.name, workplace: a.workplace ?? null })),
        };
      }),
    })),
    summary: `TỔNG CỘNG (${pad(count)} giải)`,
    total: formatNumber(total),
    words: total > 0 ? moneyInWords(total) : null,
  };
}

/** Danh sách đạt giải, as attached to the decision. */
export const awardListPdf = (d: AwardList) =>
  renderPdf({
    template: 'awardList',
    title: `Danh sách đạt giải ${d.about}`,
    author: d.head.issuer,
    madeAt: d.madeAt,
    data: {
      head: headView(d.head),
      about: d.about,
      decision: d.decision ?? null,
      awards: awardsView(d.tiers),
      notes: d.notes ?? [],
      receivers: d.receivers,
      signer: signerView(d.signer),
    },
  });

/** Báo cáo tổng kết (K26-6a): sections with tables of figures and the prizes. */
export const closingReportPdf = (d: ClosingReport) =>
  renderPdf({
    template: 'closingReport',
    title: `Báo cáo ${d.about}`,
    author: d.head.issuer,
    madeAt: d.madeAt,
    data: {
      head: headView(d.head),
      about: d.about,
      opening: d.opening,
      sections: d.sections.map((s) => ({
        title: s.title,
        paragraphs: s.paragraphs,
        tables: (s.tables ?? []).map((t) => ({ ...t, totals: t.totals ?? false })),
        awards: s.awards ?? false,
      })),
      awards: awardsView(d.tiers),
      receivers: d.receivers,
      signer: signerView(d.signer),
    },
  });
