/**
 * A programme as data: the typed document from which pages, tasks, deadlines, checks and documents come.
 * The engine interprets it; a new contest is a new document, never a new `if`. Each rule carries its clause.
 *
 * Soft facts (what the plan leaves open) are `Soft<T>`: a value with where it comes from, so that a page can mark
 * a demonstration value and ask a person to decide.
 */

/** Where a value comes from. `plan`: printed in the plan. `decided`: a person decided. `demo`: made up for the demonstration. */
type Provenance = 'plan' | 'decided' | 'demo' | 'open';

/** A value that the plan may leave open. `value: null` with `source: 'open'` means "chưa quy định". */
export interface Soft<T> {
  value: T | null;
  source: Provenance;
  note?: string;
}

/** `II.2` etc.: the id of a clause in `Programme.clauses`. */
export type ClauseId = string;

export interface Clause {
  id: ClauseId;
  /** How people cite it, e.g. "Mục II.2". */
  label: string;
  title: string;
  text: string;
}

/** An administrative act behind the programme: plan, rules, decisions that set up the committees (K26-6a). */
export interface PlanDocument {
  id: string;
  kind: 'plan' | 'rules' | 'committee' | 'guidance' | 'decision' | 'report' | 'other';
  title: string;
  /** "02-KH/BCĐ"; null when not yet issued. */
  number: string | null;
  /** ISO date "2026-01-06". */
  date: string | null;
  issuer: string;
  signer?: string;
  /** id in table `file` of the signed copy. */
  fileId?: string;
  public: boolean;
}

/** A place where the plan contradicts itself or leaves a gap (⚠). Never guessed: a person decides. */
export interface OpenQuestion {
  id: string;
  clause: ClauseId;
  question: string;
  /** What the plan prints, in its own words. */
  evidence: string[];
  options: { id: string; label: string; consequence: string; set?: { path: string; value: unknown }[] }[];
  /** Blocks publishing the programme until decided. */
  blocksPublication: boolean;
  decision: { optionId: string; by: string; at: string; reason: string; demo?: boolean } | null;
}

interface Pillar {
  id: string;
  name: string;
  hint?: string;
}

interface Topic {
  id: string;
  name: string;
}

/**
 * `screening`: the standing agency chooses what goes on (K24-8); `interaction`: waiting for the freeze of interactions;
 * `decision` and `ceremony`: deciding and handing over prizes where the plan gives them dates of their own.
 */
export type PeriodKind =
  | 'setup'
  | 'intake'
  | 'screening'
  | 'preliminary'
  | 'refinement'
  | 'final'
  | 'interaction'
  | 'decision'
  | 'ceremony';

/** One step of the timeline. Instants are ISO with offset; `to` is the last instant that still counts (23:59:59.999 of a day). */
export interface Period {
  id: string;
  kind: PeriodKind;
  name: string;
  from: string;
  to: string;
  clause: ClauseId;
  /** Who has to act in this step, for "ai phải làm gì". */
  actors: string;
  /** What the plan prints about the end, e.g. "trước ngày 31/8/2026". */
  printed?: string;
}

type FormFieldType =
  | 'text'
  | 'textarea'
  | 'select'
  | 'radio'
  | 'checkbox'
  | 'date'
  | 'number'
  | 'email'
  | 'tel'
  | 'url';

export interface FormField {
  id: string;
  type: FormFieldType;
  label: string;
  hint?: string;
  required: boolean;
  /** characters, after NFC */
  maxLength?: number;
  minWords?: number;
  maxWords?: number;
  options?: { id: string; label: string }[];
  /** Shown only when another field has this value. */
  showIf?: { field: string; equals: string };
  clause?: ClauseId;
  /** Never shown to blind judges when true (names of people or units are likely in it). */
  identifying?: boolean;
}

export interface FileRequirement {
  id: string;
  label: string;
  hint?: string;
  required: boolean;
  accept: ('video' | 'pdf' | 'docx' | 'image' | 'xlsx')[];
  minCount: number;
  maxCount: number;
  /** bytes */
  maxBytes: number;
  video?: {
    /** seconds, inclusive */
    maxSeconds?: number;
    minSeconds?: number;
    /** seconds of grace at both ends of the length, because containers round; stated on the page */
    toleranceSeconds: number;
    minHeight?: number;
    codecs?: string[];
    /** file formats that are taken (K24-6: MP4 only); every playable one when left out */
    containers?: ('mp4' | 'mov' | 'webm')[];
    /** picture sizes that are taken, lying (K24-6: 1280×720, 1920×1080); every size when left out */
    sizes?: { width: number; height: number }[];
    /** the sizes may stand upright, too; left out: no */
    portrait?: boolean;
  };
  clause: ClauseId;
  identifying?: boolean;
}

export interface Declaration {
  id: string;
  text: string;
  version: number;
  clause: ClauseId;
  required: boolean;
}

/** What has to be handed in at a stage: `submission` (intake) and `refinement` (finalists). */
export interface DossierStage {
  id: 'submission' | 'refinement';
  periodId: string;
  name: string;
  clause: ClauseId;
  fields: FormField[];
  files: FileRequirement[];
  declarations: Declaration[];
}

export type RoleName =
  | 'author'
  | 'unit-coordinator'
  | 'secretary'
  | 'support'
  | 'judge'
  | 'jury-chair'
  | 'organiser'
  | 'auditor'
  | 'admin'
  | 'award-officer'
  | 'leader';

interface Eligibility {
  clause: ClauseId;
  /** Who may enter, in the plan's words. */
  entrants: string[];
  /** Roles in this programme whose holders cannot be authors, whichever came first (K26-2b). */
  excludedRoles: RoleName[];
  excludedNote: string;
  /** percent, K26-2a: each author has at least this, so that there are at most floor(100 / minShare); 1: no minimum */
  minShare: number;
  /** decimals allowed in a share, 0..2 */
  shareDecimals: number;
  /** Products that an authority has recognised cannot enter (K26-2c); left out: the plan has no such rule. */
  recognisedProducts?: { clause: ClauseId; declarationId: string; lookUp: boolean };
  /** counted across all groups a person takes part in (K24-5) */
  maxEntriesPerPerson: Soft<number>;
  /** of one and the same group of authors (K24-5) */
  maxEntriesPerGroup?: Soft<number>;
}

interface Screening {
  clause: ClauseId;
  name: string;
  /** Entries go through the unit before the province sees them. */
  enabled: boolean;
  /** Where an author chooses "no unit", the entry goes to the secretariat at once. */
  directAllowed: boolean;
  requireLetter: boolean;
  /** The standing agency looks at every entry itself and chooses what goes on to the final (K24-3). */
  agency?: {
    name: string;
    clause: ClauseId;
    periodId: string;
    /** what is ticked or refused for each entry */
    checklist: { id: string; label: string; clause: ClauseId }[];
  };
}

export interface Criterion {
  id: string;
  name: string;
  hint?: string;
  /** decimal strings, e.g. "0", "30", "0.5" */
  min: string;
  max: string;
  step: string;
  /** decimal string; the total is Σ score × weight, default "1" */
  weight: string;
}

export interface Rubric {
  criteria: Criterion[];
  source: Provenance;
  note?: string;
}

export type AggregateMethod = 'mean' | 'trimmed' | 'median';

/** How a tie is broken, tried in order. `criterion`: higher mean of it wins. `draw` and `decision` are acts of people. */
export type TieRule =
  | { kind: 'criterion'; criterionId: string }
  | { kind: 'highest-score' }
  | { kind: 'lowest-spread' }
  | { kind: 'earlier-submission' }
  | { kind: 'round'; roundId: string }
  | { kind: 'decision' };

export interface Round {
  id: string;
  name: string;
  kind: 'preliminary' | 'final';
  periodId: string;
  clause: ClauseId;
  blind: boolean;
  judgesPerEntry: Soft<number>;
  rubric: Rubric;
  aggregate: { method: AggregateMethod; decimals: number; rounding: 'half-up' | 'half-even'; source: Provenance };
  tieRules: TieRule[];
  tieSource: Provenance;
  /** Difference between the highest and the lowest total, in percent of the full scale, from which a second look is suggested. */
  maxSpreadPercent: Soft<number>;
  /** How many go on (to the final). null: the organisers decide freely. */
  advance: Soft<number>;
  /** The order of presentation is drawn (the final). */
  drawnOrder: boolean;
  /** Score floor per prize, decimal string. */
}

export interface PrizeTier {
  id: string;
  name: string;
  /** null: the plan does not say; blocks the publication of results until entered */
  count: number | null;
  /** integer đồng each */
  amount: number;
  clause: ClauseId;
  honours?: string;
  /** decimal string: lowest score that can get it */
  floor?: string;
  /** `interactions`: a side prize by frozen interactions, beside any prize by score (K24-10). Left out: `ranking`. */
  basis?: 'ranking' | 'interactions';
}

/** An agreement that each author gives, or refuses, on their own; and the guardian of a minor, too (Luật 91/2025/QH15). */
export interface ConsentPurpose {
  id: string;
  text: string;
  version: number;
  clause: ClauseId;
  /** without it the work cannot be shown in the gallery; a purpose of `false` is asked beside it */
  needed: boolean;
}

/** The public gallery of works (K24-4). */
export interface GalleryRules {
  clause: ClauseId;
  name: string;
  /** the video that is shown: a file requirement of a stage */
  video: { stage: 'submission' | 'refinement'; requirementId: string };
  /** form field of the same stage shown as the summary */
  summaryField: string | null;
  consents: ConsentPurpose[];
  /** years; an author younger than this needs the agreement of a guardian, too */
  guardianBelowAge: number;
}

/** How works of equal interactions are told apart, tried in order. */
export type InteractionTie = 'likes' | 'shares' | 'views' | 'score' | 'earlier-submission' | 'decision';

/** What counts as interaction, how much, and until when (K24-8, K24-10). Weights are decimal strings, "0": not counted. */
export interface InteractionRules {
  clause: ClauseId;
  /** instants, ISO: what happens from `from` to `freezeAt` (both included) counts for the prize */
  from: string;
  freezeAt: string;
  weights: { like: string; share: string; view: string; source: Provenance };
  /** of one person and day, the shares that count */
  sharesPerDay: Soft<number>;
  /** a view counts after so many seconds, or after this part of the video if that is shorter; fraction is a decimal string */
  view: { seconds: number; fraction: string };
  /** numbers of pages elsewhere (Facebook), entered as snapshots */
  external: { counted: Soft<boolean>; weights: { like: string; share: string; comment: string } };
  /** the public sees no numbers before the freeze */
  hiddenUntilFreeze: Soft<boolean>;
  ties: InteractionTie[];
}

/** Points from interactions: for the share of the most (20 × votes / max votes), or so many points for so many interactions. */
export type InteractionPoints =
  | { kind: 'relative'; points: string; decimals: number; rounding: 'half-up' | 'half-even' | 'down' }
  | {
      kind: 'per';
      interactions: string;
      points: string;
      decimals: number;
      rounding: 'half-up' | 'half-even' | 'down';
      max: string | null;
    };

/**
 * How the jury's score and the public's interactions make the score by which prizes go: `jury` × weight + points × weight,
 * rounded. Left out of a programme: the jury alone decides.
 */
export interface Combination {
  clause: ClauseId;
  /** `scale`: the jury's score is first brought to this maximum, e.g. "100"; null: as it is. Weights are decimal strings. */
  jury: { scale: string | null; weight: string };
  interactions: { points: InteractionPoints; weight: string };
  decimals: number;
  rounding: 'half-up' | 'half-even' | 'down';
  /** what tells equal scores apart */
  ties: InteractionTie[];
  source: Provenance;
}

/** Who does what by when, as the plan prints it (K24-11). The state of each is kept with the tasks, not here. */
export interface PlanTask {
  id: string;
  clause: ClauseId;
  agency: string;
  text: string;
  /** ISO day "2024-07-31"; open where the plan gives none */
  due: Soft<string>;
}

export interface BudgetLine {
  id: string;
  name: string;
  unit: string;
  quantity: number;
  /** integer đồng */
  unitPrice: number;
  clause?: ClauseId;
}

export interface CommitteeMember {
  name: string;
  position: string;
  role: string;
}

export interface ContestProgramme {
  schema: 1;
  kind: 'contest';
  /** prefix of entry codes: "CDS26" */
  code: string;
  slug: string;
  name: string;
  shortName: string;
  theme: string;
  summary: string;
  purposes: string[];
  year: number;
  province: string;
  /** IANA zone in which all dates of the document are meant */
  timeZone: 'Asia/Ho_Chi_Minh';
  standingAgency: string;
  organisers: string[];
  /**
   * Under which heading the contest's papers are printed: the Party's or the national one of Decree 30/2020/NĐ-CP. Left out: nobody
   * has chosen yet, and the standing agency's name decides.
   */
  letterhead?: 'party' | 'state';
  contacts: { email: Soft<string>; phone: Soft<string>; address?: string };
  documents: PlanDocument[];
  clauses: Clause[];
  questions: OpenQuestion[];
  pillars: { clause: ClauseId; items: Pillar[] };
  topics: { clause: ClauseId; items: Topic[] };
  eligibility: Eligibility;
  timeline: Period[];
  dossier: DossierStage[];
  screening: Screening;
  rounds: Round[];
  prizes: {
    clause: ClauseId;
    tiers: PrizeTier[];
    certificate: { title: string; issuer: string; signerTitle: string; signerName: Soft<string> };
  };
  budget: { clause: ClauseId; lines: BudgetLine[] };
  committees: {
    id: 'organising' | 'jury' | 'secretariat' | 'support';
    name: string;
    members: CommitteeMember[];
    public: boolean;
    documentId?: string;
  }[];
  /** Left out: the contest has no gallery, no interactions, no combined score, no list of tasks. */
  gallery?: GalleryRules;
  interaction?: InteractionRules;
  combination?: Combination;
  tasks?: PlanTask[];
}

export type Programme = ContestProgramme;
