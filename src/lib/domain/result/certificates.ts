import type { PrizeTier } from '../programme/types.ts';

export interface AwardedEntry {
  awardId: string;
  entryId: string;
  entryTitle: string;
  tierId: string;
  /** rank in the deciding round; orders entries within a tier */
  rank: number;
  authors: { id: string; personId: string | null; fullName: string; workplace: string | null; position: number }[];
}

export interface CertificateDraft {
  awardId: string;
  entryId: string;
  authorId: string;
  personId: string | null;
  recipient: string;
  workplace: string | null;
  entryTitle: string;
  tierId: string;
  tierName: string;
  /** "01/GCN-CDS26" */
  number: string;
}

/** Numbers below 10 take a leading zero, as numbers of documents do (Nghị định 30/2020/NĐ-CP). */
export const certificateNumber = (n: number, programmeCode: string): string =>
  `${String(n).padStart(2, '0')}/GCN-${programmeCode}`;

/**
 * One certificate for each author of each awarded entry (K26-5a), numbered by tier, rank and place among the authors, so
 * that the register reads like the list of prizes. Numbering continues after the certificates already issued.
 */
export function draftCertificates(args: {
  tiers: readonly PrizeTier[];
  awards: readonly AwardedEntry[];
  programmeCode: string;
  /** highest number already used; 0 for the first batch */
  lastNumber?: number;
}): CertificateDraft[] {
  const place = new Map(args.tiers.map((tier, index) => [tier.id, index]));
  const placeOf = (tierId: string) => place.get(tierId) ?? args.tiers.length;
  const ordered = [...args.awards].sort(
    (a, b) => placeOf(a.tierId) - placeOf(b.tierId) || a.rank - b.rank || (a.entryId < b.entryId ? -1 : 1),
  );
  let n = args.lastNumber ?? 0;
  return ordered.flatMap((award) =>
    [...award.authors]
      .sort((a, b) => a.position - b.position)
      .map((author) => ({
        awardId: award.awardId,
        entryId: award.entryId,
        authorId: author.id,
        personId: author.personId,
        recipient: author.fullName,
        workplace: author.workplace,
        entryTitle: award.entryTitle,
        tierId: award.tierId,
        tierName: args.tiers.find((tier) => tier.id === award.tierId)?.name ?? award.tierId,
        number: certificateNumber(++n, args.programmeCode),
      })),
  );
}
