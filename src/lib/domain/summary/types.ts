/** The province's report over those of the units (Q25-13): figures with their sources, and the words of the officer around them. */
import type { OccasionKind } from '../movement/types.ts';

/** What a figure counts; its ids lead to the rows themselves. */
type SourceKind = 'obligation' | 'value' | 'example' | 'inspection' | 'unit';

export interface SummaryFigure {
  /** as a text refers to it: "bao-cao.tat-ca.dung-han" */
  id: string;
  /** heading under which lists show it */
  group: string;
  label: string;
  /** as people read it: "68", "75,5%" */
  text: string;
  /** on how much it rests: "68 trên 75 đơn vị có số liệu chính thức" */
  basis: string;
  /** false: rests on figures that are still being worked on; a final report does without it */
  official: boolean;
  source: { kind: SourceKind; ids: string[] };
}

interface SummaryCell {
  text: string;
  /** the figure that it shows */
  figure?: string;
  /** the row behind it, where it is no figure of its own */
  href?: string;
}

export interface SummaryTable {
  id: string;
  title: string;
  columns: { label: string; numeric?: boolean; weight?: number }[];
  rows: SummaryCell[][];
  /** what is not in it, and why */
  note?: string;
}

export interface SummaryPlot {
  id: string;
  title: string;
  /** the picture in words */
  alt: string;
  svg: string;
  width: number;
  height: number;
}

/** Everything that a report says by itself. Frozen as a whole when it is made final. */
export interface SummaryData {
  period: string;
  occasion: OccasionKind;
  /** ISO days that it covers, both included */
  from: string;
  to: string;
  /** when it was counted, ISO instant */
  at: string;
  /** reports of units behind it: those that had to come, came, and were accepted */
  rests: { owed: number; submitted: number; accepted: number };
  figures: SummaryFigure[];
  tables: SummaryTable[];
  plots: SummaryPlot[];
}

/** What a unit wrote, or a published example, as it can be taken into the report. */
export interface Candidate {
  /** "<obligation>:contents.a", "dien-hinh:<example>" */
  key: string;
  sectionId: string;
  /** unit, and where it stands: "Xã Chiềng Mung (Báo cáo kết quả hằng năm, năm 2025)" */
  source: string;
  /** the name that the report gives with it */
  unit: string;
  heading: string;
  text: string;
  href: string;
}

export interface Pick {
  key: string;
  /** literal; "…" stands for what was left out */
  text: string;
}

interface SummarySection {
  text: string;
  picks: Pick[];
  /** counts the changes of this section alone, so that two people can write in two sections */
  version: number;
}

export interface SummaryHead {
  parent: string;
  issuer: string;
  place: string;
  /** receivers of the letterhead, one a line; empty: none */
  to: string;
  /** căn cứ, one a line */
  basis: string;
  opening: string;
  closing: string;
  receivers: string;
  capacity: string;
  signer: string;
}

export interface SummaryBody {
  head: SummaryHead;
  headVersion: number;
  sections: Record<string, SummarySection>;
  /** texts of the figures when the officer looked at them last */
  seen: Record<string, string>;
}

/** What is kept of an issued report beside its words. */
export interface Frozen {
  data: SummaryData;
  /** of each excerpt in it, by key */
  excerpts: Record<string, { source: string; unit: string; href: string }>;
}
