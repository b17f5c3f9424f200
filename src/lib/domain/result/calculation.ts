import type { Placed } from '../gallery/ties.ts';
import type { Combination } from '../programme/types.ts';
import type { CombinedRow } from './combine.ts';

interface Named {
  entryId: string;
  code: string;
  title: string;
}

/** A work's frozen interactions and its place by them. */
export interface InteractionRow extends Named, Placed {
  likes: number;
  shares: number;
  views: number;
  /** on pages elsewhere, as entered */
  external: { likes: number; shares: number; comments: number };
  /** weighted */
  total: string;
}

/**
 * From which figures prizes are decided; kept with the decision when results are published, so that anyone can check them
 * later although counts may be corrected meanwhile.
 */
export interface Calculation {
  freeze: { no: number; frozenAt: string };
  /** null where the jury's score alone gives the places */
  combined: {
    combination: Combination;
    full: string;
    most: string;
    rows: (CombinedRow & Named & { juryRank: number | null })[];
  } | null;
  /** best first */
  interactions: InteractionRow[];
}
