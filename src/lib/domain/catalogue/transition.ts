/**
 * Under which text of the law a dossier is judged: that of the day of its receipt. A later version says itself whether it may be taken
 * instead where it is more favourable (Luật 06/2026/QH16, transition); that is a person's decision, with a reason.
 */
import type { LawVersion } from './types.ts';

export interface LawChoice {
  law: LawVersion;
  why: 'receipt' | 'more-favourable';
}

/**
 * Versions that may apply to a dossier, that of its receipt first.
 * @param args.receivedOn, args.today ISO days
 */
export function lawChoices(
  laws: readonly LawVersion[],
  { receivedOn, today }: { receivedOn: string; today: string },
): LawChoice[] {
  const ordered = laws.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const receipt = ordered.findLast((law) => law.from <= receivedOn) ?? ordered[0];
  if (!receipt) return [];
  const later = ordered.filter(
    (law) => law.from > receipt.from && law.from <= today && law.transition?.unlessMoreFavourable === true,
  );
  return [{ law: receipt, why: 'receipt' }, ...later.map((law): LawChoice => ({ law, why: 'more-favourable' }))];
}
