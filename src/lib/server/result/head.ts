/** How the contest's own papers look: heading, place and signer, from the programme. */
import type { DocumentHead, HeadKind, Signer } from '#lib/domain/document/types.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';

type Issuing = Pick<ContestProgramme, 'standingAgency' | 'prizes' | 'province' | 'year'>;

/** A contest run by a Party body writes under the Party's heading, one run by the administration under the national one. */
export const paperKind = ({ standingAgency }: Pick<ContestProgramme, 'standingAgency'>): HeadKind =>
  /(Tỉnh|Thành|Huyện|Đảng) ủy|Đảng bộ|Ban Đảng/iu.test(standingAgency) ? 'party' : 'state';

/** Number and day are left open for the pen: the system proposes, people sign. */
export const headOf = (doc: Issuing): DocumentHead => ({
  kind: paperKind(doc),
  issuer: doc.prizes.certificate.issuer,
  number: null,
  place: doc.province,
  date: null,
  year: doc.year,
});

export const signerOf = (doc: Issuing, name?: string | null): Signer => ({
  capacity: [doc.prizes.certificate.signerTitle],
  name: name ?? doc.prizes.certificate.signerName.value,
});
