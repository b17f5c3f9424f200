/**
 * Consents to publication (K24-4; Luật 91/2025/QH15): for each purpose each author answers on their own, and for a minor the
 * guardian, too. Silence is no consent, an answer to another text is none, and the last answer counts.
 */
import { localParts } from '../kernel/time.ts';
import type { ConsentPurpose, GalleryRules } from '../programme/types.ts';

export type ConsentBy = 'author' | 'guardian';

/** `missing`: not answered, or the text has changed since. `withdrawn`: agreed before, not any more. */
export type ConsentState = 'given' | 'missing' | 'refused' | 'withdrawn';

export interface ConsentAuthor {
  id: string;
  fullName: string;
  birthYear: number | null;
}

export interface ConsentAnswer {
  purposeId: string;
  version: number;
  who: ConsentBy;
  answer: boolean;
  at: Date;
}

/** What one author or guardian says about one purpose. */
export interface Consent {
  purposeId: string;
  needed: boolean;
  who: ConsentBy;
  state: ConsentState;
  /** of the answer that counts */
  at: Date | null;
}

/** Why a work cannot be shown. */
export interface ConsentGap {
  author: string;
  purposeId: string;
  who: ConsentBy;
  state: Exclude<ConsentState, 'given'>;
}

/** From this age children answer for themselves beside their guardian; younger ones are answered for. */
const ownAnswerFrom = 7;

const yearsOn = (birthYear: number, day: Date): number => localParts(day).y - birthYear;

/**
 * Whether the guardian has to agree, too. Only the year is known: who may still be younger than the age on that day counts as
 * younger. Null while the year is not known.
 */
export const isMinor = (birthYear: number | null, { guardianBelowAge }: GalleryRules, day: Date): boolean | null =>
  birthYear === null ? null : yearsOn(birthYear, day) <= guardianBelowAge;

/** Who has to answer for this author. While the year is not known, the author. */
export function askedOf(birthYear: number | null, gallery: GalleryRules, day: Date): ConsentBy[] {
  if (!isMinor(birthYear, gallery, day)) return ['author'];
  return birthYear !== null && yearsOn(birthYear, day) < ownAnswerFrom ? ['guardian'] : ['author', 'guardian'];
}

/** The state of one purpose from all answers of one author, oldest first. */
export function consentState(
  { id, version }: Pick<ConsentPurpose, 'id' | 'version'>,
  who: ConsentBy,
  answers: readonly ConsentAnswer[],
): { state: ConsentState; at: Date | null } {
  const given = answers.filter((one) => one.purposeId === id && one.who === who);
  const last = given.at(-1);
  if (!last || last.version !== version) return { state: 'missing', at: null };
  if (last.answer) return { state: 'given', at: last.at };
  return { state: given.some((one) => one.answer) ? 'withdrawn' : 'refused', at: last.at };
}

/** Everything that is asked about one author, in the order of the purposes. */
export const consentsOf = (
  gallery: GalleryRules,
  author: ConsentAuthor,
  answers: readonly ConsentAnswer[],
  day: Date,
): Consent[] =>
  gallery.consents.flatMap((purpose) =>
    askedOf(author.birthYear, gallery, day).map((who) => ({
      purposeId: purpose.id,
      needed: purpose.needed,
      who,
      ...consentState(purpose, who, answers),
    })),
  );

/** What stands against showing the work, for one of its authors. An author whose year of birth is not known has not answered. */
export function gapsOf(
  gallery: GalleryRules,
  author: ConsentAuthor,
  answers: readonly ConsentAnswer[],
  day: Date,
): ConsentGap[] {
  return consentsOf(gallery, author, answers, day).flatMap(({ needed, purposeId, who, state }) => {
    const known = state === 'given' && author.birthYear === null ? 'missing' : state;
    return needed && known !== 'given' ? [{ author: author.fullName, purposeId, who, state: known }] : [];
  });
}

export const consentStateNames: Record<ConsentState, string> = {
  given: 'Đồng ý',
  missing: 'Chưa trả lời',
  refused: 'Không đồng ý',
  withdrawn: 'Đã rút đồng ý',
};

/** 'Người giám hộ của Quàng Văn An chưa trả lời về đăng công khai.' */
export const describeGap = ({ author, who, state }: ConsentGap): string =>
  `${who === 'guardian' ? `Người giám hộ của ${author}` : author} ${gapWords[state]} đăng công khai.`;

const gapWords: Record<ConsentGap['state'], string> = {
  missing: 'chưa trả lời về',
  refused: 'không đồng ý',
  withdrawn: 'đã rút đồng ý',
};
