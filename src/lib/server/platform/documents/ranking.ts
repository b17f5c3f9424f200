import type { Minutes, Ranking, RankingDocument } from '#lib/domain/document/types.ts';
import { decimal, headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

const rankingView = (r: Ranking) => ({
  judges: r.judges,
  notes: r.notes,
  rows: r.rows.map((row) => ({
    rank: row.rank === null ? '–' : String(row.rank),
    code: row.code,
    title: row.title,
    authors: row.authors ?? null,
    scores: r.judges.map((_, i) => decimal(row.scores[i])),
    mean: decimal(row.mean),
    note: row.note ?? '',
  })),
});

/** Bảng tổng hợp kết quả chấm, to be signed alone or attached to minutes. Landscape from six judges on. */
export const rankingPdf = (d: RankingDocument) =>
  renderPdf({
    template: 'rankingList',
    title: `${d.kind ?? 'Bảng tổng hợp kết quả chấm'}: ${d.about}`,
    author: d.head.issuer,
    madeAt: d.madeAt,
    data: {
      head: headView(d.head),
      kind: d.kind ?? 'Bảng tổng hợp kết quả chấm',
      about: d.about,
      ranking: rankingView(d.ranking),
      receivers: d.receivers,
      signer: signerView(d.signer),
    },
  });

/** Biên bản of a judging round: who attended, how it was scored, the ranking, what the jury concludes. */
export const minutesPdf = (m: Minutes) =>
  renderPdf({
    template: 'minutes',
    title: `Biên bản: ${m.about}`,
    author: m.head.issuer,
    madeAt: m.madeAt,
    data: {
      head: headView(m.head),
      kind: 'Biên bản',
      about: m.about,
      opening: m.opening,
      attendance: m.attendance.map((group) => ({
        title: group.title,
        people: group.people.map((p, i) => ({
          order: String(i + 1),
          name: p.name,
          position: p.position,
          present: p.present ? 'Có mặt' : `Vắng mặt${p.reason ? ` (${p.reason})` : ''}`,
        })),
      })),
      content: m.content,
      ranking: rankingView(m.ranking),
      conclusions: m.conclusions,
      closing: m.closing,
      signers: m.signers.map((s) => signerView(s)),
    },
  });
