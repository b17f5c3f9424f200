import type { Budget } from '#lib/domain/document/types.ts';
import { formatNumber, moneyInWords } from '#lib/domain/kernel/money.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/** Dự trù kinh phí (K26-5b): sections, each amount computed from quantity and price, the total in figures and words. */
export function budgetPdf(b: Budget) {
  const amount = (line: { quantity: number; unitPrice: number }) => line.quantity * line.unitPrice;
  const sum = (lines: { quantity: number; unitPrice: number }[]) =>
    lines.reduce((total, line) => total + amount(line), 0);
  const total = b.sections.reduce((all, section) => all + sum(section.lines), 0);
  return renderPdf({
    template: 'budget',
    title: `Dự trù kinh phí ${b.about}`,
    author: b.head.issuer,
    madeAt: b.madeAt,
    data: {
      head: headView(b.head),
      about: b.about,
      opening: b.opening,
      noted: b.sections.some((s) => s.lines.some((l) => l.note)),
      sections: b.sections.map((s, i) => ({
        mark: roman[i] ?? String(i + 1),
        title: s.title,
        total: formatNumber(sum(s.lines)),
        lines: s.lines.map((l, n) => ({
          order: String(n + 1),
          name: l.name,
          unit: l.unit,
          quantity: formatNumber(l.quantity),
          unitPrice: formatNumber(l.unitPrice),
          amount: formatNumber(amount(l)),
          note: l.note ?? '',
        })),
      })),
      total: formatNumber(total),
      words: moneyInWords(total),
      notes: b.notes,
      receivers: b.receivers,
      signer: signerView(b.signer),
    },
  });
}
