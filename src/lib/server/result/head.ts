/** How the contest's own papers look: heading, place and signer, from the programme. */
import type { DocumentHead, HeadKind, Signer } from '#lib/domain/document/types.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';

type Issuing = Pick<ContestProgramme, 'standingAgency' | 'letterhead' | 'prizes' | 'province' | 'year'>;

/**
 * The heading that a person chose. Until then a contest run by a Party body writes under the Party's heading, one run by the
 * administration under the national one; the programme's page says that nobody has chosen.
 */
export const paperKind = ({ letterhead, standingAgency }: Pick<Issuing, 'letterhead' | 'standingAgency'>): HeadKind =>
  letterhead ?? (/\b((tinh|thanh|huyen|dang) uy|dang bo|ban dang)\b/.test(fold(standingAgency)) ? 'party' : 'state');

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
