import type { Certificate } from '#lib/domain/document/types.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { longDate, numberLine, signerView, verificationView } from './format.ts';
import { renderPdf } from './typst.ts';

const view = (c: Certificate) => {
  const workplaces = [...new Set(c.recipients.map((r) => r.workplace).filter((w): w is string => Boolean(w)))];
  return {
    kind: c.kind,
    issuer: c.issuer,
    title: c.title,
    emblem: c.emblem ?? null,
    addressing: c.recipients.length > 1 ? 'Chứng nhận nhóm tác giả' : 'Chứng nhận tác giả',
    names: joinVi(c.recipients.map((r) => r.name)),
    workplace: workplaces.length > 0 ? workplaces.join('; ') : null,
    prize: c.prize,
    product: 'với sản phẩm dự thi',
    entryTitle: c.entryTitle,
    contest: c.contestName,
    number: c.number === undefined ? null : numberLine(c.number, c.kind),
    register: c.registerNumber ? `Số sổ vàng: ${c.registerNumber}` : null,
    decision: c.decision ? `Theo Quyết định số ${c.decision.number} ${longDate(c.decision.date)}` : null,
    dated: `${c.place}, ${longDate(c.date, c.year)}`,
    signer: signerView(c.signer),
    verify: verificationView(c.verification, ''),
  };
};

/**
 * Giấy chứng nhận (K26-5a): A4 landscape, one page for each certificate, all in one PDF with the names as bookmarks.
 * @throws TypesettingError
 */
export const certificatePdf = (certificates: Certificate[], madeAt: Date) =>
  renderPdf({
    template: 'certificate',
    title:
      certificates.length === 1 ? `${certificates[0]!.title} – ${certificates[0]!.contestName}` : 'Giấy chứng nhận',
    author: certificates[0]?.issuer ?? '',
    madeAt,
    data: { certificates: certificates.map(view) },
  });
