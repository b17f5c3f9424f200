/**
 * The law on commendation as data: titles and forms, who decides, on which occasion, for whom, bonuses, votes, dossiers, limits. One
 * document a version of the law, valid from a day on; base salary and holidays are tables by date. Nothing of it was read in an official
 * gazette: each figure carries its source and whether a person has verified it, and an administrator corrects it with history.
 */
import type { OccasionKind } from '../movement/types.ts';

export type SubjectKind = 'collective' | 'individual' | 'household';

/** Where a legal figure comes from, and whether somebody has compared it with the official text. */
export interface Figure {
  source: string;
  verified: boolean;
  /** the document it was compared with; only of verified figures */
  comparedWith?: string;
}

export interface Sourced<T> extends Figure {
  value: T;
}

/** Loại hình khen thưởng (Điều 8 Luật Thi đua, khen thưởng 2022). */
export type AwardKind = 'merit' | 'unplanned' | 'movement' | 'contribution' | 'tenure' | 'external';

export type AwardLevel = 'state' | 'province' | 'agency' | 'commune';

export interface Statute extends Figure {
  id: string;
  number: string;
  title: string;
  /** ISO days; null: not known, or still in force */
  issued: string | null;
  from: string;
  to: string | null;
}

export interface Standard {
  id: string;
  subjects: SubjectKind[];
  text: string;
  /** "Điều 74 khoản 1 điểm a" */
  clause: string;
}

/** What a dossier must hold (Điều 84). */
export interface DossierPart {
  id: string;
  name: string;
  /** what in this system it is; `attachment`: a file of its own */
  is: 'letter' | 'report' | 'minutes' | 'initiative' | 'proof' | 'attachment';
  /** `dossier`: each subject has its own; `submission`: one for all subjects of a unit */
  of: 'dossier' | 'submission';
  required: boolean;
  clause: string;
}

/** In which movement, on which of its occasions a form can be given (Điều 25, 26, 42, 73, 74). */
export interface MovementCondition {
  occasions: OccasionKind[];
  /** full years that the movement lasts at least; null: any */
  minYears: number | null;
  /** who launched the movement: anyone; the province or above; only the Prime Minister or the State President */
  launchedBy: 'anyone' | 'province' | 'nation';
  /** a movement launched by the nation needs no minimum of years */
  nationInsteadOfYears: boolean;
  /** subjects to which the condition applies; others need none */
  subjects: SubjectKind[];
  clause: string;
}

/** A title (danh hiệu thi đua) or a form (hình thức khen thưởng). */
export interface AwardForm {
  id: string;
  is: 'title' | 'form';
  /** as decisions and certificates say it, `…` stands for the body of whoever decides: "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh" */
  name: string;
  shortName: string;
  /** how plans call it, folded; the longest one that occurs in a name counts, and forms that share it are meant alike */
  calledBy: string[];
  level: AwardLevel;
  decidedBy: string;
  clause: string;
  subjects: SubjectKind[];
  kinds: AwardKind[];
  standards: Standard[];
  /** empty: cannot be given in a movement */
  movement: MovementCondition[];
  /** multiples of the base salary, decimal strings, by subject (Nghị định 152/2025/NĐ-CP Điều 50-54) */
  bonus: Partial<Record<SubjectKind, BonusMultiple>>;
  /** percent of the votes, computed on all members or on those present; null: no vote is prescribed */
  vote: Sourced<{ percent: string; base: 'members' | 'present' }> | null;
  dossier: DossierPart[];
  /** the list has to be made public before it is proposed (Điều 84 khoản 5) */
  publicList: Sourced<boolean>;
}

/** `atMost`: whoever decides sets the multiple, up to this one. */
export interface BonusMultiple extends Sourced<string> {
  atMost?: boolean;
}

/** How long a step may take. */
export interface StepLimit extends Figure {
  id: string;
  step: string;
  /** working days */
  days: number;
}

/** By which day of the year something has to be there. */
export interface YearlyDeadline extends Figure {
  id: string;
  what: string;
  /** "trước ngày 31 tháng 12 của năm sau" */
  by: string;
}

export interface LawVersion {
  schema: 1;
  id: string;
  name: string;
  /** ISO days, both included; `to` null: until another version begins */
  from: string;
  to: string | null;
  note: string;
  statutes: Statute[];
  /**
   * Dossiers received before `from` of this version go on under the text of the day of receipt, unless this one is more favourable: then a
   * person decides, with a reason.
   */
  transition: (Figure & { text: string; unlessMoreFavourable: boolean }) | null;
  forms: AwardForm[];
  limits: StepLimit[];
  deadlines: YearlyDeadline[];
  /** amounts are rounded up to so many đồng; null: not at all. Which of the two a province does is a setting. */
  rounding: Sourced<{ to: number | null; way: 'up' | 'nearest' }>;
  /** results of unplanned and thematic awards do not count for merit requests (Nghị định 152/2025/NĐ-CP Điều 4 khoản 3) */
  notForMerit: Sourced<AwardKind[]>;
  /** percent of the fund that may pay for launching, reviews, councils; decimal string; missing: nobody has entered it */
  fundShare?: Sourced<string>;
  /** who pays the bonus, in the words of the law (Điều 11) */
  payer?: { text: string; source: string; verified: boolean };
  /** of several awards given at once for one achievement, only the highest brings a bonus */
  highestOnly?: Sourced<boolean>;
  /** women's share, in percent, from which a collective is preferred among equals (Điều 4 khoản 6) */
  womenShare: Sourced<string>;
  /** younger people are named in public only with consent; left out: not known, so that a person looks at each birth date */
  childAge?: Sourced<number>;
}

export interface BaseSalaries {
  schema: 1;
  /** from which day on, how many đồng a month */
  rows: (Figure & { from: string; amount: number })[];
}

export interface Holidays {
  schema: 1;
  /** ISO day; `off`: a day off beside Saturdays and Sundays; `work`: a Saturday or Sunday that is worked */
  days: (Figure & { day: string; name: string; is: 'off' | 'work' })[];
}

/** Offices of the province in commendation: data, because they change with reorganisations. Codes of units. */
export interface AwardOffices {
  schema: 1;
  /** keeps the register and sees all of it (Sở Nội vụ) */
  registrar: string;
  /** offices that know of discipline, inspection, complaints and enter them */
  watchers: string[];
}

/** The catalogues as they are stored: `law:<id>` for each version of the law. */
export interface CatalogueDocuments {
  law: LawVersion;
  'base-salary': BaseSalaries;
  holidays: Holidays;
  offices: AwardOffices;
}

export type CatalogueName = `law:${string}` | 'base-salary' | 'holidays' | 'offices';
export type CatalogueDocument = CatalogueDocuments[keyof CatalogueDocuments];
