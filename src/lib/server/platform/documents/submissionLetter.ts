import type { SubmissionLetter } from '#lib/domain/document/types.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

/** Công văn or tờ trình with which a unit forwards its entries; a draft for the unit's own numbering and signature. */
export const submissionLetterPdf = (l: SubmissionLetter) =>
  renderPdf({
    template: 'letter',
    title: `${l.kind === 'submission' ? 'Tờ trình' : 'Công văn'}: ${l.about}`,
    author: l.head.issuer,
    madeAt: l.madeAt,
    data: {
      head: headView(l.kind === 'letter' ? { ...l.head, subject: l.head.subject ?? l.about } : l.head),
      kind: l.kind === 'submission' ? 'Tờ trình' : null,
      about: l.about,
      to:
        l.to.length === 1
          ? [`Kính gửi: ${l.to[0]}.`]
          : ['Kính gửi:', ...l.to.map((t, i) => `- ${t}${i === l.to.length - 1 ? '.' : ';'}`)],
      basis: l.basis.map((b, i) => `${b}${i === l.basis.length - 1 ? '.' : ';'}`),
      paragraphs: l.paragraphs,
      ranked: l.items.some((item) => item.rank != null),
      items: l.items.map((item, i) => ({
        order: String(i + 1),
        code: item.code,
        title: item.title,
        authors: item.authors,
        rank: item.rank ? String(item.rank) : '',
      })),
      closing: l.closing,
      receivers: l.receivers,
      signer: signerView(l.signer),
    },
  });
