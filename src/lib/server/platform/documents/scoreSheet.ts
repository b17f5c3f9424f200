import type { ScoreSheet } from '#lib/domain/document/types.ts';
import { formatDate, formatDateLong, formatTimeSeconds } from '#lib/domain/kernel/time.ts';
import { decimal, facts, headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

/** Phiếu chấm điểm of one judge for one entry; a signed sheet bears the time and the hash of what was signed. */
export const scoreSheetPdf = (s: ScoreSheet) =>
  renderPdf({
    template: 'scoresheet',
    title: `Phiếu chấm điểm ${s.entry.code} – ${s.judge.name}`,
    author: s.judge.name,
    madeAt: s.madeAt,
    footer: `Phiếu chấm ${s.entry.code} – ${s.roundName}`,
    data: {
      head: headView(s.head),
      about: `${s.roundName} ${s.contestName}`,
      facts: facts([
        ['Mã hồ sơ', s.entry.code],
        ['Sản phẩm dự thi', s.entry.title],
        ['Giám khảo', s.judge.name],
        ['Chức vụ, đơn vị', s.judge.position],
      ]),
      criteria: s.criteria.map((c, i) => ({
        order: String(i + 1),
        name: c.name,
        hint: c.hint ?? null,
        max: decimal(c.max),
        score: decimal(c.score),
        comment: c.comment || null,
      })),
      max: decimal(s.max),
      total: decimal(s.total),
      comment: s.comment || null,
      signer: signerView(
        {
          capacity: ['Giám khảo'],
          name: s.judge.name,
          note: s.signature ? '(Đã ký trên hệ thống)' : '(Ký, ghi rõ họ tên)',
        },
        s.signature ? [`Ký bởi: ${s.judge.name}`, `Giờ ký: ${signedAt(s.signature.at)}`] : null,
      ),
      seal: s.signature
        ? [
            `Giám khảo ký lúc ${formatTimeSeconds(s.signature.at)} ${formatDateLong(s.signature.at)}. Mã của phiếu đã ký (SHA-256):`,
            s.signature.hash,
          ]
        : null,
    },
  });

const signedAt = (at: Date) => `${formatDate(at)} ${formatTimeSeconds(at)} +07:00`;
