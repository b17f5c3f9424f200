/**
 * An emulation movement as data (phong trào thi đua): who takes part, what is done, how it is measured, what units hand in and when, and
 * how it is commended. The engine interprets the document; a new movement is a new document. Each rule carries its clause.
 */
import type {
  Clause,
  ClauseId,
  CommitteeMember,
  OpenQuestion,
  PlanDocument,
  PlanTask,
  Soft,
} from '../programme/types.ts';

/** Kinds of units in the tree, as table `unit` spells them. */
export type UnitKind =
  | 'province'
  | 'agency'
  | 'party'
  | 'front'
  | 'enterprise'
  | 'school'
  | 'commune'
  | 'ward'
  | 'district'
  | 'room'
  | 'other';

/** Another plan that this movement comes from or serves. Outside the system it is a reference by number and date (Q25-1). */
export interface PlanReference {
  id: string;
  /** "923/QĐ-TTg"; null when not known */
  number: string | null;
  /** ISO day */
  date: string | null;
  issuer: string;
  title: string;
  clause: ClauseId;
  /** the movement's address where it is in this system, too */
  slug?: string;
}

/** One sentence of the plan that is neither a content line nor a criterion: an aim, a measure. */
interface Statement {
  id: string;
  clause: ClauseId;
  text: string;
}

/** Which units belong to a class: kinds, optionally only beneath one unit, and single ones added or left out (unit codes). */
export interface UnitSelector {
  kinds: UnitKind[];
  /** code of a unit: only what lies beneath it, at any depth; null: the whole tree */
  under: string | null;
  codes: string[];
  except: string[];
}

/** A class of subjects (Q25-3): criteria, indicators and obligations are given by class. */
export interface SubjectClass {
  id: string;
  name: string;
  kind: 'collective' | 'individual' | 'household';
  clause: ClauseId;
  /** null for persons and households. A unit belongs to the first class that selects it. */
  units: UnitSelector | null;
}

/** ISO days, both included. */
interface Phase {
  id: string;
  name: string;
  from: string;
  to: string;
  clause: ClauseId;
  /** "từ 2025 - 2027" */
  printed: string;
}

export type OccasionKind = 'yearly' | 'mid-term' | 'final';

/** When results are weighed: every year, at the mid-term review (sơ kết), at the final one (tổng kết). */
interface Occasion {
  id: string;
  kind: OccasionKind;
  name: string;
  clause: ClauseId;
  /** null: every year */
  year: number | null;
  /** ISO day of the review where it is known */
  on: Soft<string>;
}

/** One of the movement's contents (nội dung thi đua), e.g. "a)". */
export interface ContentLine {
  id: string;
  label: string;
  title: string;
  text: string;
  clause: ClauseId;
}

export interface MovementCriterion {
  id: string;
  classIds: string[];
  text: string;
  clause: ClauseId;
  /** decimal string where the plan gives points, else null */
  points: string | null;
}

export type Comparator = '=' | '>=' | '>' | '<=' | '<' | 'range';

/** What is to be attained by the end of a year, on one level. Values are decimal strings in the indicator's unit of measure. */
export interface Target {
  id: string;
  /** `province`: the figure of all together; else the id of a class: the figure of each of its units */
  level: string;
  year: number;
  comparator: Comparator;
  value: string;
  /** upper end of a range */
  max?: string;
  /** the plan says "khoảng" */
  approximate?: boolean;
  /** in the plan's words */
  printed: string;
  clause: ClauseId;
}

export type Frequency = 'year' | 'half' | 'quarter';

/**
 * How one figure comes out of those of many units. `weighted-mean`: Σ numerators ÷ Σ denominators. `last`: the latest period's figure (of
 * one unit over time; over units: sum). `formula`: from other indicators, e.g. "100 * {a} / {b}".
 */
export interface Aggregation {
  method: 'sum' | 'weighted-mean' | 'mean' | 'last' | 'min' | 'max' | 'formula';
  formula?: string;
  note?: string;
}

/** A measured target (chỉ tiêu; C21-1). */
export interface Indicator {
  id: string;
  clause: ClauseId;
  /** content line under which it stands */
  contentId: string | null;
  /** heading under which lists show it, e.g. "Chính quyền số" */
  group: string;
  name: string;
  /** short name for heat maps and axes, at most 40 characters */
  shortName: string;
  /** unit of measure after a figure: "%", "hộ", "dịch vụ" */
  measure: string;
  /** `ratio`: numerator ÷ denominator × 100; `amount`: one figure; `yes-no`: 1 or 0 */
  kind: 'ratio' | 'amount' | 'yes-no';
  /** what is counted above and below, for `ratio` */
  numerator: string | null;
  denominator: string | null;
  /** 0..4, of the shown value */
  decimals: number;
  /** decimal strings; a value outside is refused (120 % where 100 is the most) */
  bounds: { min: string | null; max: string | null };
  /** which way is better */
  direction: 'up' | 'down';
  /** ids of classes whose units report it */
  reportedBy: string[];
  frequency: Frequency;
  aggregation: Aggregation;
  baseline: Soft<{ period: string; value: string }>;
  targets: Target[];
  /** code of the unit that leads and verifies it; null: the superior unit, else the standing unit */
  lead: string | null;
  evidence: 'required' | 'optional';
  /** where the indicator comes from; left out: printed in the plan. `demo`: made up, in no plan at all */
  source?: 'plan' | 'decided' | 'demo';
  /** The plan's line lost its beginning (C21-1): shown as incomplete, judged against nothing, until a person completes it. */
  incomplete?: { printed: string; note: string };
}

export interface FormSection {
  id: string;
  title: string;
  hint?: string;
  required: boolean;
  /** characters */
  maxLength: number;
}

/** Something that every unit of some classes hands in, once or again and again (Q25-10). */
export interface ObligationRule {
  id: string;
  clause: ClauseId;
  /** `plan`: the unit's own plan with its targets; `report`: a periodic report; `values`: only the figures of indicators */
  kind: 'plan' | 'report' | 'values';
  name: string;
  classIds: string[];
  /** codes of units to which it goes; the first one accepts or returns it */
  receivers: string[];
  period: 'once' | Frequency;
  /** first and last year of the periods, both included */
  firstYear: number;
  lastYear: number;
  due: {
    /** 1..12 and 1..31, in the year of the period plus `yearOffset`; for halves and quarters: `day` days after their last day */
    month: number;
    day: number;
    yearOffset: number;
    /** "trước ngày 10/11 hằng năm" */
    printed: string;
    /** ⚠ does "before the 10th" include the 10th? `before`: ends with the day before; `through`: ends with that day */
    reading: Soft<'before' | 'through'>;
  };
  /** days before the due day from which it stands on the unit's list */
  opensDaysBefore: number;
  occasion: OccasionKind | null;
  /** days before and after the due day on which units are reminded, and from which day after it goes to those above */
  reminders: { before: number[]; after: number[]; escalateAfter: number };
  /** what the unit writes, beside what the engine asks by itself */
  form: {
    /** one text for each content line */
    contents: boolean;
    /** one answer for each criterion of the unit's class */
    criteria: boolean;
    /** `targets`: registers own targets; `values`: shows and takes over the period's figures */
    indicators: 'targets' | 'values' | 'none';
    sections: FormSection[];
    /** the signed copy has to be attached */
    signedCopy: boolean;
  };
}

/** Which form of commendation can be given on which occasion, by whom (Q25-7). */
export interface CommendationRule {
  id: string;
  clause: ClauseId;
  name: string;
  level: 'state' | 'province' | 'agency';
  /** who decides, as the plan or the law says */
  decidedBy: string;
  occasions: OccasionKind[];
  subjects: ('collective' | 'individual' | 'household')[];
  note?: string;
}

export interface MovementProgramme {
  schema: 1;
  kind: 'movement';
  /** prefix of numbers: "TD25" */
  code: string;
  slug: string;
  name: string;
  shortName: string;
  theme: string;
  summary: string;
  /** first and last day, ISO */
  from: string;
  to: string;
  province: string;
  timeZone: 'Asia/Ho_Chi_Minh';
  /** `province`: for all; `agency`: within one agency */
  level: 'province' | 'agency';
  /** unit codes: whose movement it is, and who follows it up day by day (V26-7) */
  organiserUnit: string;
  standingUnit: string;
  /** who publishes the news of the movement beside the standing unit (V26-7) */
  publisherUnit?: string;
  organisers: string[];
  letterhead?: 'party' | 'state';
  contacts: { email: Soft<string>; phone: Soft<string>; address?: string };
  documents: PlanDocument[];
  clauses: Clause[];
  questions: OpenQuestion[];
  /** the movement above, and the plans that it serves (Q25-1, V26-1) */
  parent: PlanReference | null;
  serves: PlanReference[];
  /** made from a movement in this system: which version; elements with the same id are the inherited ones */
  inherits: { slug: string; version: number } | null;
  aims: Statement[];
  /** phạm vi */
  scope: { clause: ClauseId; text: string } | null;
  measures: Statement[];
  classes: SubjectClass[];
  contents: ContentLine[];
  criteria: MovementCriterion[];
  phases: Phase[];
  occasions: Occasion[];
  indicators: Indicator[];
  obligations: ObligationRule[];
  commendations: CommendationRule[];
  /** inspection and supervision (Q25-11): what a visit looks at */
  inspection: { clause: ClauseId; checklist: { id: string; text: string; clause: ClauseId }[] } | null;
  committees: {
    id: 'organising' | 'secretariat' | 'support';
    name: string;
    members: CommitteeMember[];
    public: boolean;
    documentId?: string;
  }[];
  tasks: PlanTask[];
}
