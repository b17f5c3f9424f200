/** Councils on commendation (Hội đồng Thi đua - Khen thưởng): who sits in them, how they meet and vote. */

export type CouncilRole = 'chair' | 'vice-chair' | 'standing' | 'member' | 'secretary';

/** How many members have to be there. */
export interface Quorum {
  /** a decimal string, "80", or a fraction, "2/3": two thirds of three members are two, 66,67 % of them would be three */
  percent: string;
  /** "Quy chế hoạt động của Hội đồng, Điều …" */
  source: string;
  /** absent members who gave a written opinion count */
  writtenCounts: boolean;
}

export type Attendance = 'present' | 'absent' | 'written';

export type Choice = 'yes' | 'no' | 'abstain';

/** The choice for each dossier of a ballot. */
export type BallotChoices = Record<string, Choice>;

/**
 * A paper in the box of a secret ballot. `serial` was made by the voter's device, blindly signed for an entitled member and is nobody's name;
 * whoever kept it finds the own paper in the published list.
 */
export interface BallotPaper {
  serial: string;
  signature: string;
  choices: BallotChoices;
}

/** Of one dossier in a closed ballot. */
export interface BallotCount {
  dossierId: string;
  yes: number;
  no: number;
  abstain: number;
  /** all members at the moment of the vote, and who of them voted, in whatever way */
  members: number;
  voted: number;
  /** percent of yes on the base that the law names, decimal string, cut off after two decimals */
  percent: string;
  base: 'members' | 'present';
  /** decimal string; null: no ratio is prescribed, more than half of those who voted is shown */
  needed: string | null;
  passed: boolean;
  /** the rule in words */
  rule: string;
  source: string;
  /** false: nobody has compared the ratio with the official text */
  verified: boolean;
}

/** What held when a meeting opened: how many members, how many had to be there. */
export interface MeetingQuorum extends Quorum {
  members: number;
  needed: number;
}

/** Slips for members without a device: how many were printed, and the hashes of the codes that nobody has used. */
export interface Slips {
  issued: number;
  left: string[];
}

/** What the council concluded about a dossier. */
export type ItemOutcome = 'forward' | 'back' | 'unit' | 'decline' | 'hold';

export interface MinutesText {
  /** who said what, in the secretary's words */
  discussion?: string;
  conclusion?: string;
}
