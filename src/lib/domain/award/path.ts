/** The path of a dossier from the unit to the decision, as the call says it (Q25-12, V26-4). */
import type { AwardCall, DossierState, PathStep } from './types.ts';

type Path = Pick<AwardCall, 'path'>;

export const stepOf = ({ path }: Path, id: string | null): PathStep | null =>
  path.find((step) => step.id === id) ?? null;

/** The step after one; the first for null; null after the last. */
export function nextStep({ path }: Path, id: string | null): PathStep | null {
  if (id === null) return path[0] ?? null;
  const at = path.findIndex((step) => step.id === id);
  return at < 0 ? null : (path[at + 1] ?? null);
}

/** The steps before one, the nearest first: to each of them a dossier can be sent back. */
export function stepsBefore({ path }: Path, id: string): PathStep[] {
  const at = path.findIndex((step) => step.id === id);
  return at <= 0 ? [] : path.slice(0, at).toReversed();
}

/** The unit may still change a dossier. */
export const isWritable = (state: DossierState): boolean => state === 'draft' || state === 'returned';

/** It takes up room in the unit's quota. */
export const countsForQuota = (state: DossierState): boolean =>
  state !== 'draft' && state !== 'withdrawn' && state !== 'declined';

/** Nothing happens to it any more on this path. */
export const isEnded = (state: DossierState): boolean =>
  state === 'withdrawn' || state === 'declined' || state === 'awarded';

export const dossierStateNames: Record<DossierState, string> = {
  draft: 'Đang chuẩn bị',
  'in-progress': 'Đang xét',
  returned: 'Trả lại để bổ sung',
  withdrawn: 'Đã rút',
  declined: 'Không đủ điều kiện',
  forwarded: 'Đã trình cấp trên',
  awarded: 'Đã khen thưởng',
};

export const subjectKindNames: Record<'collective' | 'individual' | 'household', string> = {
  collective: 'Tập thể',
  individual: 'Cá nhân',
  household: 'Hộ gia đình',
};
