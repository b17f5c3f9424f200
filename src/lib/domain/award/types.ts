/**
 * A call for nominations (đợt xét khen thưởng) as data: what may be asked for, by whom, how many, until when, and the path that a dossier
 * takes from the unit to the decision. The Chairman's Bằng khen at a review and the Giấy khen of a chief of office are the same engine with
 * other data.
 */
import type { AwardKind, SubjectKind } from '../catalogue/types.ts';
import type { OccasionKind } from '../movement/types.ts';
import type { Soft } from '../programme/types.ts';

export type StepKind = 'compilation' | 'appraisal' | 'publicity' | 'council' | 'decision' | 'forwarding';

/** One station of the path, after the unit has handed in. Each dossier stands at exactly one. */
export interface PathStep {
  id: string;
  kind: StepKind;
  /** "Sở Nội vụ thẩm định" */
  name: string;
  /** code of the unit whose award officers act here; for `decision` its leader decides; for `council` the unit whose council votes */
  unit: string;
  /** working days from arrival; null: not fixed */
  days: Soft<number>;
  /** working days within which a dossier that does not qualify goes back; null: not fixed */
  returnDays: Soft<number>;
  /** plan or law */
  clause: string;
  /** what is gone through, item by item, before a dossier goes on */
  checklist: { id: string; text: string; clause: string }[];
  /** codes of offices whose opinion is asked for by default */
  opinions: string[];
  /** `publicity`: working days that the list stands open to comments */
  publicDays: Soft<number> | null;
}

/** How many a unit may nominate (Q25-8). Every quota that applies to a unit holds. */
export interface Quota {
  id: string;
  /** in the words of the guidance: "không quá 01 tập thể, 03 cá nhân" */
  printed: string;
  /** ids of classes of the movement, and codes of single units; both empty: every unit */
  classIds: string[];
  units: string[];
  /** forms that are counted together; empty: all */
  formIds: string[];
  /** each line is a limit of its own; several kinds in one line: either one or the other, together at most so many */
  limits: {
    subjects: SubjectKind[];
    /** absolute number; null where `percent` is given */
    max: number | null;
    /** decimal string: percent of those who take part, as the unit declares them in its submission */
    percent: string | null;
    /** what happens to a part of one; null until a person decides it: the guidance does not say */
    rounding: 'down' | 'nearest' | 'up' | null;
  }[];
  /** where the numbers come from: "Mục II.1 Hướng dẫn 01/HD-SNV"; left out: the guidance of the call */
  clause?: string;
  /** made up for a demonstration */
  demo?: boolean;
}

/** What plan and law leave open in a call: nobody guesses it, a person answers before the call opens. */
export interface CallQuestion {
  id: string;
  /** part of the call that it is about: 'quotas', 'path' … */
  part: string;
  /** "Mục IV.2.c" */
  clause: string;
  question: string;
  /** what the plan prints, in its own words */
  evidence: string[];
  answer: { text: string; by: string; at: string; demo?: boolean } | null;
}

/** A form of commendation that can be asked for in a call. */
export interface CallForm {
  /** in the catalogue */
  formId: string;
  /** as decision and certificate name it: "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La" */
  name: string;
  subjects: SubjectKind[];
  /** the rule of the movement (`CommendationRule.id`) that lets it be given; null for contests and single occasions */
  ruleId: string | null;
}

export type CallOccasion = OccasionKind | 'contest' | 'single';

export interface AwardCall {
  schema: 1;
  /** prefix of dossier codes: "KT27" */
  code: string;
  name: string;
  summary: string;
  occasion: { id: string; kind: CallOccasion; year: number };
  kind: AwardKind;
  /** whose commendation it is: unit code, and the title of whoever decides, "Chủ tịch Ủy ban nhân dân tỉnh Sơn La" */
  authority: { unit: string; title: string };
  /** code of the unit that runs the call */
  standingUnit: string;
  /** the guidance (hướng dẫn khen thưởng) behind the numbers; its file hangs on the call */
  guidance: { number: string; date: string | null; issuer: string } | null;
  forms: CallForm[];
  /** ISO days: the achievements of this period are weighed */
  period: { from: string; to: string };
  /** instants, ISO with offset */
  opensAt: string;
  closesAt: string;
  /** the day for which dossiers are prepared (review conference), ISO day; null: not known */
  heldOn: string | null;
  quotas: Quota[];
  path: PathStep[];
  /** who may nominate: classes of the movement; empty: every unit that takes part */
  nominators: { classIds: string[]; units: string[] };
  /** left out: nothing was open */
  questions?: CallQuestion[];
}

/** A call that ships: what plan and law say. The days are set by whoever makes the call from it. */
export interface CallTemplate {
  id: string;
  /** address of the movement or the contest for which it is made; null: for any contest */
  programme: string | null;
  doc: Omit<AwardCall, 'opensAt' | 'closesAt'>;
}

/** `in-progress`: handed in, at a step of the path. `forwarded`: exported to those above, their decision is awaited. */
export type DossierState = 'draft' | 'in-progress' | 'returned' | 'withdrawn' | 'declined' | 'forwarded' | 'awarded';

/** What the unit says of a subject at the moment of the nomination; the identity stands in the register of subjects. */
export interface SubjectDetails {
  /** individuals */
  birthDate?: string | null;
  gender?: 'female' | 'male' | null;
  ethnicity?: string;
  position?: string;
  workplace?: string;
  address?: string;
  /** households: the name of the head */
  head?: string;
  /** in a leading position: non-leaders go first in many guidances */
  leads?: boolean;
  /** collectives: how many people, and how many of them women */
  people?: number | null;
  women?: number | null;
}

export type CriterionAnswer = { self: 'full' | 'partly' | 'not' | null; text: string };

/** The achievement report (báo cáo thành tích), part by part. */
export interface AchievementReport {
  /** I. background: by the template of the subject */
  background: string;
  /** II. what was achieved */
  achievements: string;
  /** one short sentence for decision and certificate: "Đã có thành tích xuất sắc trong …" */
  citation: string;
  /** III. awards received before, as the unit claims them; register entries are added by the system */
  claims: { year: number; formName: string; decision: string; issuer: string }[];
  /** per criterion of the subject's class (Q25-6) */
  criteria: Record<string, CriterionAnswer>;
  /** ids of recognised initiatives (V26-5), of contest entries and of indicators that the report leans on */
  initiatives: string[];
  entries: string[];
  indicators: string[];
}

export const emptyReport: AchievementReport = {
  background: '',
  achievements: '',
  citation: '',
  claims: [],
  criteria: {},
  initiatives: [],
  entries: [],
  indicators: [],
};

/** What the public reads of a nominee while the list stands open to comments: nothing beyond name and place. */
export interface PublicNominee {
  name: string;
  kind: SubjectKind;
  /** unit or workplace; for a household the commune */
  unit: string;
  position: string;
  formName: string;
  citation: string;
}

/** How bonuses are rounded: up (or to the nearest) so many đồng; null: not at all. */
export interface Rounding {
  to: number | null;
  way: 'up' | 'nearest';
}

/** What a decision says beside its list. */
export interface DecisionBody {
  head: { parent: string; issuer: string; place: string };
  /** capacity lines of the signer, outermost first: ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] */
  capacity: string[];
  signer: string;
  basis: string[];
  articles: string[];
  receivers: string[];
}

/** A line of a decision as printed, fixed when it is issued. */
export interface PrintedLine {
  name: string;
  kind: SubjectKind;
  /** title and workplace, or address */
  place: string;
  citation: string;
  formName: string;
}

/** Where a line of a certificate stands on A4 landscape, in millimetres from the upper left corner. */
export interface LayoutField {
  id: string;
  x: number;
  y: number;
  /** width in which the text is set */
  width: number;
  /** room downwards: longer texts shrink to stay in it */
  height: number;
  /** points */
  size: number;
  align: 'left' | 'center' | 'right';
  bold: boolean;
  italic: boolean;
  /** false: the pre-printed form has it already */
  printed: boolean;
}

export interface CertificateLayout {
  name: string;
  /** the paper is blank: frame and emblem are drawn as well */
  blank: boolean;
  /** shift of everything, millimetres: printers feed differently */
  shift: { x: number; y: number };
  fields: LayoutField[];
}

/** What was found at a step, by the id of a line of its checklist; `ok: null`: not looked at yet. */
export type StepChecklist = Record<string, { ok: boolean | null; note: string }>;
