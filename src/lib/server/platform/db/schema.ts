/**
 * The tables as Kysely sees them: what a query reads, what an insert may leave out. Written by hand beside the migrations;
 * `tests/server/db.schema.test.ts` compares it with the real catalogue, so the two cannot drift apart.
 */
import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely';
import type {
  AchievementReport,
  AwardCall,
  CertificateLayout,
  DecisionBody,
  PrintedLine,
  PublicNominee,
  Rounding,
  StepChecklist,
  SubjectDetails,
} from '#lib/domain/award/types.ts';
import type { CatalogueDocuments } from '#lib/domain/catalogue/types.ts';
import type {
  BallotChoices,
  BallotCount,
  BallotPaper,
  MeetingQuorum,
  MinutesText,
  Quorum,
  Slips,
} from '#lib/domain/council/types.ts';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import type { ChecklistAnswer, InspectionMember } from '#lib/domain/inspection/types.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { ContestProgramme, RoleName } from '#lib/domain/programme/types.ts';
import type { Calculation } from '#lib/domain/result/calculation.ts';

/** jsonb: read as a value, written as text (`json(value)` of `sql.ts`), because the driver would send an array as a PostgreSQL array. */
type Json<T> = ColumnType<T, string, string>;
/** jsonb with a default in the database. */
type JsonDefault<T> = ColumnType<T, string | undefined, string>;
/** jsonb that may be null. */
type JsonNull<T> = ColumnType<T | null, string | null, string | null>;
/** numeric: a decimal string on both ways, never a float. */
type Numeric = string;
/** date: 'YYYY-MM-DD', no zone. */
type IsoDate = string;

type Channel = 'web' | 'cli' | 'job' | 'api';
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
type ConsentBy = 'author' | 'guardian';
type ConsentChannel = 'web' | 'paper' | 'mail';
type TokenPurpose =
  | 'confirm-email'
  | 'reset-password'
  | 'invite'
  | 'first-admin'
  | 'co-author'
  | 'guardian'
  | 'award-subject';
export type ProgrammeKind = 'contest' | 'movement';
/** What `programme.doc` holds; `programme.kind` says which. */
export type ProgrammeDocument = ContestProgramme | MovementProgramme;
export type ProgrammeStatus = 'draft' | 'published' | 'closed';
/** Roles that are granted; being an author follows from an entry. */
export type GrantedRole = Exclude<RoleName, 'author'>;
type FilePurpose =
  | 'entry'
  | 'letter'
  | 'document'
  | 'news'
  | 'certificate'
  | 'import'
  | 'screenshot'
  | 'evidence'
  | 'report'
  | 'inspection'
  | 'example'
  | 'award';
type FileKind = 'video' | 'pdf' | 'docx' | 'image' | 'xlsx' | 'other';
type FileState = 'uploading' | 'quarantine' | 'ready' | 'rejected';
export type RenditionKind = 'poster' | 'poster-small' | 'low' | 'fast';
type RenditionState = 'waiting' | 'ready' | 'needless' | 'unavailable' | 'failed';
type EntryState =
  | 'draft'
  | 'submitted'
  | 'with-unit'
  | 'returned'
  | 'eligible'
  | 'shortlisted'
  | 'not-shortlisted'
  | 'awarded'
  | 'not-awarded'
  | 'withdrawn'
  | 'disqualified';
type DossierStageId = 'submission' | 'refinement';
type ScreeningDecision = 'accept' | 'return' | 'reject';
type CheckVerdict = 'pass' | 'fail' | 'ask';
export type RoundStateName = 'pending' | 'open' | 'closed';
export type ConflictSource = 'declared' | 'detected' | 'secretary';
export type ConflictGround = 'author' | 'same-email' | 'same-name' | 'same-unit' | 'declared' | 'secretary';
export type AssignmentSource = 'auto' | 'hand' | 'second-look';
export type SheetState = 'draft' | 'signed';
export type ProposalKind = 'finalist' | 'prize';
export type DecisionKind = 'finalists' | 'results';
export type ReportSection = 'assessment' | 'limits' | 'proposals';
export type NewsState = 'draft' | 'published' | 'withdrawn';
type TaskState = 'todo' | 'doing' | 'done' | 'cancelled';
type ReminderKind = 'soon' | 'today' | 'overdue';
type VoteKind = 'like' | 'share' | 'view';
type VoteDecision = 'void' | 'restore';
export type LikeChallenge = 'solved' | 'none';
export type SessionKind = 'full' | 'voter';
type ExternalSource = 'facebook' | 'zalo' | 'youtube' | 'tiktok' | 'other';
type ClusterKind = 'cluster' | 'block';
export type ValueState = 'entered' | 'complete' | 'submitted' | 'returned' | 'verified' | 'locked';
export type ObligationState = 'not-started' | 'draft' | 'submitted' | 'returned' | 'accepted';
export type ReportFileRole = 'signed' | 'attachment' | 'source';
type OccasionKind = 'yearly' | 'mid-term' | 'final';
export type SummaryState = 'draft' | 'final';
type InspectionState = 'planned' | 'held' | 'closed' | 'cancelled';
type FindingState = 'open' | 'answered' | 'closed';
type ExampleKind = 'model' | 'initiative' | 'person';
type ExampleState = 'draft' | 'submitted' | 'returned' | 'published' | 'withdrawn';
type ExampleLinkKind = 'entry' | 'initiative';
type ReplicaState = 'said' | 'confirmed' | 'refused';
type ImportKind = 'values' | 'obligations' | 'units' | 'clusters' | 'awards';
type ImportState = 'preview' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
type ImportOutcome = 'created' | 'changed' | 'same' | 'refused';
type CallState = 'draft' | 'open' | 'closed' | 'cancelled';
type SubjectKind = 'collective' | 'individual' | 'household';
type Gender = 'female' | 'male';
type BarrierKind = 'discipline' | 'disciplined' | 'investigation' | 'inspection' | 'complaint' | 'press' | 'other';
type BarrierEnd = 'no-case' | 'ended' | 'mistake';
type JudgementVerdict = 'distinct' | 'same';
type SubmissionState = 'draft' | 'submitted';
type DossierState = 'draft' | 'in-progress' | 'returned' | 'withdrawn' | 'declined' | 'forwarded' | 'awarded';
type ConfirmedHow = 'account' | 'link' | 'paper';
export type StepOutcome = 'forwarded' | 'returned' | 'declined' | 'withdrawn' | 'awarded' | 'recalled';
type OpinionAnswer = 'agree' | 'disagree' | 'none';
type CommentState = 'new' | 'handled';
type CouncilRole = 'chair' | 'vice-chair' | 'standing' | 'member' | 'secretary';
type MeetingState = 'planned' | 'open' | 'closed' | 'cancelled';
type Attendance = 'present' | 'absent' | 'written';
type AttendanceReply = 'comes' | 'absent' | 'written';
type BallotState = 'draft' | 'open' | 'closed' | 'cancelled';
type ItemOutcome = 'forward' | 'back' | 'unit' | 'decline' | 'hold';
type VoteWay = 'device' | 'slip' | 'written';
type AwardDecisionKind = 'award' | 'revocation';
type AwardDecisionState = 'draft' | 'approved' | 'issued' | 'cancelled';
type ForwardingOutcome = 'awarded' | 'refused';
type ForwardingWay = 'electronic' | 'post' | 'hand';
type RecordForm = 'title' | 'form' | 'prize';
type RecordLevel = 'state' | 'province' | 'agency' | 'commune' | 'contest';
type RevocationWhat = 'revoked' | 'restored';
type RevocationGround = 'a' | 'b' | 'c' | 'd';
type RecordKind = 'merit' | 'unplanned' | 'movement' | 'contribution' | 'tenure' | 'external' | 'contest';
type RecordSource = 'decision' | 'import' | 'prize' | 'state';
type PaymentState = 'due' | 'paid' | 'to-recover' | 'recovered' | 'waived';
type FundKind = 'in' | 'work' | 'goods';
export type MessageState = 'queued' | 'sending' | 'sent' | 'failed' | 'held';

// ledger ---------------------------------------------------------------------------------------------------------------
interface AuditEventTable {
  id: GeneratedAlways<number>;
  at: Date;
  actor_id: string | null;
  actor_name: string;
  channel: Channel;
  act: string;
  programme_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  summary: string;
  changes: JsonDefault<unknown>;
  ip: string | null;
  request_id: string;
  txid: Generated<string>;
  seal_no: number | null;
  hash: string | null;
}

interface SettingTable {
  key: string;
  value: Json<unknown>;
  updated_at: Generated<Date>;
}

// people ---------------------------------------------------------------------------------------------------------------
interface UnitTable {
  id: Generated<string>;
  code: string;
  name: string;
  folded: string;
  kind: UnitKind;
  parent_id: string | null;
  valid_from: IsoDate | null;
  valid_to: IsoDate | null;
  email: string | null;
}

interface UnitSuccessorTable {
  unit_id: string;
  successor_id: string;
  note: string | null;
  share: Numeric | null;
}

interface PersonTable {
  id: Generated<string>;
  full_name: string;
  folded: string;
  email: string | null;
  email_confirmed_at: Date | null;
  phone: string | null;
  birth_year: number | null;
  position: string | null;
  unit_id: string | null;
  password_hash: string | null;
  disabled_at: Date | null;
  created_by: string | null;
  created_at: Date;
  last_login_at: Date | null;
}

interface SessionTable {
  token_hash: string;
  person_id: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  ip: string | null;
  user_agent: string | null;
  kind: SessionKind;
}

interface TokenTable {
  hash: string;
  purpose: TokenPurpose;
  person_id: string | null;
  payload: JsonDefault<Record<string, unknown>>;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

interface RateLimitTable {
  key: string;
  points: number;
  resets_at: Date;
}

// programmes -----------------------------------------------------------------------------------------------------------
interface ProgrammeTable {
  id: Generated<string>;
  slug: string;
  code: string;
  kind: ProgrammeKind;
  status: ProgrammeStatus;
  version: number;
  doc: Json<ProgrammeDocument>;
  next_entry_no: Generated<number>;
  published_at: Date | null;
  created_at: Date;
}

interface ProgrammeVersionTable {
  programme_id: string;
  version: number;
  doc: Json<ProgrammeDocument>;
  part: string;
  reason: string | null;
  changes: JsonDefault<unknown[]>;
  by_id: string | null;
  at: Date;
}

interface RoleGrantTable {
  id: Generated<string>;
  person_id: string;
  role: GrantedRole;
  programme_id: string | null;
  unit_id: string | null;
  valid_from: Date;
  valid_to: Date | null;
  note: string | null;
  granted_by: string | null;
  granted_at: Date;
  revoked_at: Date | null;
  revoked_reason: string | null;
}

// files ----------------------------------------------------------------------------------------------------------------
interface FileTable {
  id: Generated<string>;
  upload_id: string | null;
  purpose: FilePurpose;
  owner_id: string | null;
  name: string;
  declared_size: number;
  size: number | null;
  media: string | null;
  kind: FileKind | null;
  sha256: string | null;
  state: FileState;
  reject_code: string | null;
  reject_message: string | null;
  facts: JsonDefault<Record<string, unknown>>;
  storage_key: string | null;
  created_at: Date;
  ready_at: Date | null;
  target: JsonDefault<UploadTarget>;
}

interface FileRenditionTable {
  file_id: string;
  kind: RenditionKind;
  state: RenditionState;
  storage_key: string | null;
  media: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  seconds: Numeric | null;
  made_at: Date | null;
  problem: string | null;
}

// entries --------------------------------------------------------------------------------------------------------------
interface EntryTable {
  id: Generated<string>;
  programme_id: string;
  code: string | null;
  state: EntryState;
  title: Generated<string>;
  folded: Generated<string>;
  pillar: string | null;
  topics: Generated<string[]>;
  unit_id: string | null;
  form: JsonDefault<Record<string, unknown>>;
  late_draft: JsonNull<Record<string, unknown>>;
  late_draft_at: Date | null;
  version: Generated<number>;
  created_by: string;
  on_behalf: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
  submitted_at: Date | null;
  refined_at: Date | null;
  receipt_no: string | null;
  changed_at: Date | null;
}

export interface EntryAuthorTable {
  id: Generated<string>;
  entry_id: string;
  person_id: string | null;
  position: number;
  full_name: string;
  email: string | null;
  phone: string | null;
  job: string | null;
  workplace: string | null;
  share: Numeric | null;
  confirmed_at: Date | null;
  declined_at: Date | null;
  confirm_channel: string | null;
  created_at: Date;
  birth_year: number | null;
}

interface EntryDeclarationTable {
  entry_id: string;
  declaration_id: string;
  version: number;
  text: string;
  person_id: string | null;
  at: Date;
  ip: string | null;
}

interface EntryFileTable {
  id: Generated<string>;
  entry_id: string;
  stage: DossierStageId;
  requirement_id: string;
  file_id: string;
  position: Generated<number>;
  added_by: string | null;
  added_at: Date;
  removed_at: Date | null;
}

interface EntryEventTable {
  id: GeneratedAlways<number>;
  entry_id: string;
  at: Date;
  by_id: string | null;
  by_name: string;
  from_state: EntryState | null;
  to_state: EntryState;
  reason: string | null;
  clause: string | null;
}

interface EntrySubmissionTable {
  id: Generated<string>;
  entry_id: string;
  stage: DossierStageId;
  no: number;
  at: Date;
  by_id: string | null;
  snapshot: Json<unknown>;
  hash: string;
  programme_version: number;
}

interface InitiativeTable {
  id: Generated<string>;
  title: string;
  folded: string;
  authors: Generated<string>;
  authors_folded: Generated<string>;
  decision_number: string | null;
  decision_date: IsoDate | null;
  authority: string | null;
  level: string | null;
  year: number | null;
  import_id: string | null;
  created_at: Date;
}

// screening ------------------------------------------------------------------------------------------------------------
interface ForwardingTable {
  id: Generated<string>;
  programme_id: string;
  unit_id: string;
  letter_number: string | null;
  letter_date: IsoDate | null;
  letter_file_id: string | null;
  note: string | null;
  by_id: string;
  at: Date;
}

interface ScreeningReviewTable {
  entry_id: string;
  unit_id: string;
  decision: ScreeningDecision;
  rank: number | null;
  comment: string | null;
  by_id: string;
  at: Date;
  forwarding_id: string | null;
}

interface CheckDecisionTable {
  entry_id: string;
  rule: string;
  verdict: CheckVerdict;
  note: string | null;
  by_id: string;
  at: Date;
}

type AgencyDecisionName = 'choose' | 'refuse';

interface EntryListTable {
  programme_id: string;
  closed_at: Date;
  closed_by: string;
  snapshot: string;
  sha256: string;
}

interface EntryListLineTable {
  programme_id: string;
  no: number;
  entry_id: string;
  code: string;
  title: string;
  authors: Json<{ name: string; workplace: string | null }[]>;
  unit: string | null;
  submitted_at: Date;
  added_at: Date | null;
  added_by: string | null;
  reason: string | null;
}

interface AgencyReviewTable {
  entry_id: string;
  version: Generated<number>;
  items: JsonDefault<Record<string, { verdict: 'pass' | 'fail'; note: string | null }>>;
  decision: AgencyDecisionName | null;
  reason: string | null;
  clause: string | null;
  by_id: string;
  at: Date;
}

// judging --------------------------------------------------------------------------------------------------------------
interface RoundStateTable {
  programme_id: string;
  round_id: string;
  state: RoundStateName;
  opened_at: Date | null;
  closed_at: Date | null;
  closed_by: string | null;
  draw_seed: string | null;
  drawn_at: Date | null;
  note: string | null;
}

interface JudgeDeclarationTable {
  programme_id: string;
  round_id: string;
  judge_id: string;
  at: Date;
  text: string;
}

interface ConflictTable {
  id: Generated<string>;
  programme_id: string;
  judge_id: string;
  entry_id: string;
  source: ConflictSource;
  reason: string;
  at: Date;
  by_id: string | null;
  lifted_at: Date | null;
  ground: ConflictGround;
  lifted_by: string | null;
  lifted_reason: string | null;
}

interface AssignmentTable {
  id: Generated<string>;
  programme_id: string;
  round_id: string;
  entry_id: string;
  judge_id: string;
  source: AssignmentSource;
  position: Generated<number>;
  by_id: string | null;
  at: Date;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
}

interface ScoreSheetTable {
  assignment_id: string;
  state: SheetState;
  version: Generated<number>;
  total: Numeric | null;
  comment: Generated<string>;
  private_note: Generated<string>;
  saved_at: Date;
  signed_at: Date | null;
  signed_hash: string | null;
  reopened_at: Date | null;
  reopened_reason: string | null;
}

interface ScoreTable {
  assignment_id: string;
  criterion_id: string;
  value: Numeric | null;
  comment: Generated<string>;
}

interface SecondLookTable {
  id: Generated<string>;
  programme_id: string;
  round_id: string;
  entry_id: string;
  reason: string;
  asked_by: string;
  asked_at: Date;
  resolved_at: Date | null;
  resolution: string | null;
}

interface PresentationOrderTable {
  programme_id: string;
  round_id: string;
  entry_id: string;
  position: number;
}

interface RoundResultTable {
  programme_id: string;
  round_id: string;
  entry_id: string;
  rank: number;
  tied: Generated<boolean>;
  score: Numeric;
  detail: Json<unknown>;
}

// results --------------------------------------------------------------------------------------------------------------
interface ProposalTable {
  programme_id: string;
  entry_id: string;
  kind: ProposalKind;
  tier_id: string | null;
  proposed_by: string;
  at: Date;
  note: string | null;
}

interface AwardTable {
  id: Generated<string>;
  programme_id: string;
  entry_id: string;
  tier_id: string;
  side: Generated<boolean>;
  amount: number;
  decided_by: string;
  decided_at: Date;
  reason: string | null;
  revoked_at: Date | null;
  revoked_reason: string | null;
}

interface DecisionTable {
  id: Generated<string>;
  programme_id: string;
  kind: DecisionKind;
  number: string | null;
  date: IsoDate | null;
  signer: string | null;
  note: string | null;
  decided_by: string;
  decided_at: Date;
  published_at: Date | null;
  published_by: string | null;
  calculation: JsonNull<Calculation>;
}

interface CertificateTable {
  id: Generated<string>;
  code: string;
  programme_id: string;
  award_id: string;
  entry_id: string;
  entry_author_id: string;
  person_id: string | null;
  recipient: string;
  workplace: string | null;
  entry_title: string;
  tier_name: string;
  number: string;
  issued_at: Date;
  revoked_at: Date | null;
  revoked_reason: string | null;
}

interface ReportTextTable {
  programme_id: string;
  section: ReportSection;
  body: string;
  by_id: string | null;
  updated_at: Date;
}

// gallery --------------------------------------------------------------------------------------------------------------
interface GalleryItemTable {
  entry_id: string;
  programme_id: string;
  code: string;
  title: string;
  folded: string;
  authors: Json<{ name: string; workplace: string | null }[]>;
  unit_id: string | null;
  unit_name: string | null;
  topics: Generated<string[]>;
  summary: Generated<string>;
  file_id: string;
  duration: Numeric | null;
  posted_at: Date;
  posted_by: string | null;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_reason: string | null;
}

interface GalleryLikeTable {
  id: GeneratedAlways<number>;
  programme_id: string;
  entry_id: string;
  person_id: string;
  at: Date;
  taken_back_at: Date | null;
  network: string;
  device: string | null;
  agent: Generated<string>;
  challenge: LikeChallenge;
  voided_at: Date | null;
  voided_by: string | null;
  voided_reason: string | null;
  mailbox: string | null;
}

interface VoteRequestTable {
  token_hash: string;
  programme_id: string;
  entry_id: string;
  email: string;
  full_name: string;
  consent: string;
  challenge: LikeChallenge;
  network: string;
  device: string | null;
  at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  person_id: string | null;
}

interface SpentChallengeTable {
  nonce: string;
  expires_at: Date;
}

interface GalleryShareTable {
  id: GeneratedAlways<number>;
  token: string;
  programme_id: string;
  entry_id: string;
  person_id: string;
  at: Date;
  network: string;
  device: string | null;
  opened_at: Date | null;
  opened_network: string | null;
  opened_device: string | null;
  voided_at: Date | null;
  voided_by: string | null;
  voided_reason: string | null;
  mailbox: string | null;
}

interface GalleryViewTable {
  id: GeneratedAlways<number>;
  programme_id: string;
  entry_id: string;
  viewer: string;
  day: IsoDate;
  at: Date;
  seconds: number;
  network: string;
  voided_at: Date | null;
  voided_by: string | null;
  voided_reason: string | null;
}

interface ExternalCountTable {
  id: Generated<string>;
  programme_id: string;
  entry_id: string;
  source: ExternalSource;
  address: string;
  taken_at: Date;
  likes: number;
  shares: number;
  comments: number;
  screenshot_id: string | null;
  import_id: string | null;
  by_id: string;
  at: Date;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_reason: string | null;
}

interface InteractionFreezeTable {
  id: Generated<string>;
  programme_id: string;
  no: number;
  frozen_at: Date;
  made_at: Date;
  made_by: string | null;
  reason: string | null;
  snapshot: string;
  sha256: string;
  signature: string;
  public_key: string;
}

interface InteractionFrozenTable {
  freeze_id: string;
  entry_id: string;
  likes: number;
  shares: number;
  views: number;
  external_likes: number;
  external_shares: number;
  external_comments: number;
  total: Numeric;
}

interface VoteReviewTable {
  id: GeneratedAlways<number>;
  programme_id: string;
  entry_id: string;
  kind: VoteKind;
  decision: VoteDecision;
  vote_ids: ColumnType<string[], number[], number[]>;
  seen: Generated<string>;
  reason: string;
  by_id: string;
  by_name: string;
  at: Date;
}

// tasks ----------------------------------------------------------------------------------------------------------------
interface TaskTable {
  id: Generated<string>;
  programme_id: string;
  plan_task_id: string | null;
  title: string;
  detail: Generated<string>;
  clause: string | null;
  agency: Generated<string>;
  owner_id: string | null;
  starts_on: IsoDate | null;
  due_on: IsoDate | null;
  state: TaskState;
  done_at: Date | null;
  version: Generated<number>;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
}

interface TaskEventTable {
  id: GeneratedAlways<number>;
  task_id: string;
  at: Date;
  by_id: string | null;
  by_name: string;
  what: string;
  note: string | null;
}

interface TaskReminderTable {
  task_id: string;
  due_on: IsoDate;
  kind: ReminderKind;
  at: Date;
}

interface CalendarFeedTable {
  person_id: string;
  token: string;
  created_at: Date;
}

interface AuthorGuardianTable {
  entry_author_id: string;
  full_name: string;
  relation: string;
  email: string;
  named_at: Date;
  named_by: string | null;
  sent_at: Date;
}

interface PublicationConsentTable {
  id: Generated<number>;
  entry_id: string;
  entry_author_id: string;
  author_name: string;
  purpose_id: string;
  version: number;
  text: string;
  who: ConsentBy;
  guardian_name: string | null;
  guardian_relation: string | null;
  guardian_email: string | null;
  answer: boolean;
  at: Date;
  person_id: string | null;
  ip: string | null;
  channel: ConsentChannel;
  noted_by: string | null;
  note: string | null;
}

// publication and messages ---------------------------------------------------------------------------------------------
interface NewsTable {
  id: Generated<string>;
  programme_id: string | null;
  slug: string;
  title: string;
  summary: Generated<string>;
  body: string;
  state: NewsState;
  published_at: Date | null;
  by_id: string | null;
  updated_at: Date;
}

interface MessageTable {
  id: Generated<string>;
  kind: string;
  to_address: string;
  to_name: Generated<string>;
  person_id: string | null;
  programme_id: string | null;
  entry_id: string | null;
  subject: string;
  body: string;
  state: MessageState;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

interface SchemaMigrationTable {
  name: string;
  hash: string;
  at: Generated<Date>;
}

interface HeldFormTable {
  token_hash: string;
  path: string;
  body: Json<[string, string][]>;
  created_at: Date;
  expires_at: Date;
}

// movements ------------------------------------------------------------------------------------------------------------
interface UnitPlacementTable {
  id: Generated<string>;
  unit_id: string;
  parent_id: string | null;
  valid_from: IsoDate | null;
  valid_to: IsoDate;
  note: string | null;
}

interface ClusterSchemeTable {
  id: Generated<string>;
  name: string;
  decision: string | null;
  valid_from: IsoDate;
  valid_to: IsoDate | null;
  created_by: string | null;
  created_at: Date;
}

interface ClusterTable {
  id: Generated<string>;
  scheme_id: string;
  code: string;
  name: string;
  kind: ClusterKind;
  position: Generated<number>;
}

interface ClusterMemberTable {
  cluster_id: string;
  unit_id: string;
  leads: Generated<boolean>;
  scheme_id: string;
}

interface UnitNameTable {
  id: Generated<string>;
  unit_id: string;
  name: string;
  folded: string;
  valid_from: IsoDate | null;
  valid_to: IsoDate;
  note: string | null;
}

interface IndicatorValueTable {
  id: Generated<string>;
  programme_id: string;
  indicator_id: string;
  unit_id: string;
  period: string;
  version: Generated<number>;
  numerator: Numeric | null;
  denominator: Numeric | null;
  value: Numeric | null;
  note: Generated<string>;
  state: ValueState;
  completed_at: Date | null;
  submitted_at: Date | null;
  verified_at: Date | null;
  verified_by: string | null;
  locked_at: Date | null;
  locked_by: string | null;
  official_version: number | null;
  official_numerator: Numeric | null;
  official_denominator: Numeric | null;
  official_value: Numeric | null;
  entered_by: string | null;
  entered_at: Date;
  updated_at: Date;
}

interface IndicatorValueVersionTable {
  value_id: string;
  version: number;
  numerator: Numeric | null;
  denominator: Numeric | null;
  value: Numeric | null;
  note: Generated<string>;
  reason: string | null;
  by_id: string | null;
  by_name: string;
  at: Date;
  on_behalf: Generated<boolean>;
}

interface IndicatorValueEventTable {
  id: GeneratedAlways<number>;
  value_id: string;
  version: number;
  at: Date;
  by_id: string | null;
  by_name: string;
  what: string;
  reason: string | null;
  on_behalf: Generated<boolean>;
}

interface IndicatorEvidenceTable {
  value_id: string;
  file_id: string;
  added_by: string | null;
  added_at: Date;
  removed_at: Date | null;
}

interface UnitTargetTable {
  programme_id: string;
  indicator_id: string;
  unit_id: string;
  year: number;
  value: Numeric;
  from_report: string | null;
  at: Date;
}

interface ObligationTable {
  id: Generated<string>;
  programme_id: string;
  rule_id: string;
  unit_id: string;
  period: string;
  due_at: Date;
  state: ObligationState;
  started_at: Date | null;
  first_submitted_at: Date | null;
  submitted_at: Date | null;
  returned_at: Date | null;
  accepted_at: Date | null;
  accepted_by: string | null;
  exempted_at: Date | null;
  exempted_by: string | null;
  exempt_reason: string | null;
  created_at: Date;
}

interface ObligationEventTable {
  id: GeneratedAlways<number>;
  obligation_id: string;
  at: Date;
  by_id: string | null;
  by_name: string;
  from_state: string | null;
  to_state: string;
  what: string;
  reason: string | null;
}

interface ObligationReminderTable {
  obligation_id: string;
  due_at: Date;
  kind: string;
  at: Date;
}

interface UnitReportTable {
  id: Generated<string>;
  obligation_id: string;
  programme_id: string;
  unit_id: string;
  period: string;
  content: JsonDefault<unknown>;
  version: Generated<number>;
  updated_by: string | null;
  updated_at: Date;
  created_at: Date;
}

interface UnitReportSubmissionTable {
  report_id: string;
  no: number;
  content: Json<unknown>;
  sha256: string;
  submitted_by: string | null;
  by_name: string;
  submitted_at: Date;
}

interface UnitReportFileTable {
  report_id: string;
  file_id: string;
  role: ReportFileRole;
  added_by: string | null;
  added_at: Date;
  removed_at: Date | null;
}

interface SummaryReportTable {
  id: Generated<string>;
  programme_id: string;
  period: string;
  occasion: OccasionKind;
  title: string;
  body: Json<unknown>;
  figures: JsonNull<unknown>;
  number: string | null;
  dated: IsoDate | null;
  state: SummaryState;
  version: Generated<number>;
  created_by: string | null;
  created_at: Date;
  updated_by: string | null;
  updated_at: Date;
  finalised_at: Date | null;
  correction: string | null;
}

interface SummaryIssueTable {
  summary_id: string;
  no: number;
  title: string;
  number: string;
  dated: IsoDate;
  body: Json<unknown>;
  figures: Json<unknown>;
  sha256: string;
  reason: string | null;
  by_id: string | null;
  by_name: string;
  at: Date;
}

interface InspectionTable {
  id: Generated<string>;
  programme_id: string;
  unit_id: string;
  title: string;
  planned_on: IsoDate;
  held_on: IsoDate | null;
  team: JsonDefault<InspectionMember[]>;
  attendees: Generated<string>;
  checklist: JsonDefault<ChecklistAnswer[]>;
  conclusion: Generated<string>;
  purpose: Generated<string>;
  place: Generated<string>;
  begins: string | null;
  ends: string | null;
  state: InspectionState;
  reason: string | null;
  version: Generated<number>;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
}

interface InspectionFindingTable {
  id: Generated<string>;
  inspection_id: string;
  text: string;
  clause: string | null;
  owner_unit_id: string;
  due_on: IsoDate;
  state: FindingState;
  answer: string | null;
  answered_at: Date | null;
  closed_at: Date | null;
  reason: string | null;
  created_at: Date;
}

interface InspectionEventTable {
  id: GeneratedAlways<number>;
  inspection_id: string;
  finding_id: string | null;
  at: Date;
  by_id: string | null;
  by_name: string;
  what: string;
  note: string | null;
}

interface InspectionFileTable {
  inspection_id: string;
  finding_id: string | null;
  file_id: string;
  added_by: string | null;
  added_at: Date;
  removed_at: Date | null;
}

interface InspectionReminderTable {
  finding_id: string;
  due_on: IsoDate;
  kind: string;
  at: Date;
}

interface GoodExampleTable {
  id: Generated<string>;
  programme_id: string;
  unit_id: string;
  code: string;
  kind: ExampleKind;
  title: string;
  folded: Generated<string>;
  summary: Generated<string>;
  body: Generated<string>;
  results: Generated<string>;
  content_id: string | null;
  state: ExampleState;
  reason: string | null;
  version: Generated<number>;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
  submitted_at: Date | null;
  published_at: Date | null;
}

interface GoodExamplePhotoTable {
  example_id: string;
  file_id: string;
  caption: Generated<string>;
  position: Generated<number>;
  consent_said: Generated<boolean>;
  added_at: Date;
  removed_at: Date | null;
}

interface GoodExampleLinkTable {
  example_id: string;
  kind: ExampleLinkKind;
  target_id: string;
}

interface GoodExampleReplicaTable {
  example_id: string;
  unit_id: string;
  since: IsoDate | null;
  note: Generated<string>;
  state: ReplicaState;
  said_by: string | null;
  at: Date;
  decided_at: Date | null;
}

interface GoodExampleEventTable {
  id: GeneratedAlways<number>;
  example_id: string;
  at: Date;
  by_id: string | null;
  by_name: string;
  what: string;
  reason: string | null;
}

interface ImportJobTable {
  id: Generated<string>;
  kind: ImportKind;
  programme_id: string | null;
  unit_id: string | null;
  file_name: string;
  lines: Json<string[][]>;
  options: JsonDefault<Record<string, string>>;
  state: ImportState;
  total: number;
  done: Generated<number>;
  message: string | null;
  created_by: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

interface ImportRowTable {
  job_id: string;
  line: number;
  outcome: ImportOutcome;
  field: string | null;
  message: string;
  label: Generated<string>;
}

// commendation ---------------------------------------------------------------------------------------------------------
interface CatalogueRevisionTable {
  id: Generated<string>;
  catalogue: string;
  revision: number;
  doc: Json<CatalogueDocuments[keyof CatalogueDocuments]>;
  reason: string;
  by_id: string | null;
  by_name: string;
  at: Date;
}
interface AwardCallTable {
  id: Generated<string>;
  slug: string;
  code: string;
  programme_id: string | null;
  state: CallState;
  version: Generated<number>;
  doc: Json<AwardCall>;
  last_dossier: Generated<number>;
  created_by: string | null;
  created_at: Date;
  opened_at: Date | null;
  closed_at: Date | null;
  close_reason: string | null;
}
interface AwardCallVersionTable {
  call_id: string;
  version: number;
  doc: Json<AwardCall>;
  reason: string | null;
  by_id: string | null;
  by_name: string;
  at: Date;
}
interface AwardSubjectTable {
  id: Generated<string>;
  kind: SubjectKind;
  name: string;
  folded: string;
  unit_id: string | null;
  is_unit: Generated<boolean>;
  unit_name: Generated<string>;
  birth_date: IsoDate | null;
  birth_year: number | null;
  gender: Gender | null;
  person_id: string | null;
  created_at: Date;
  merged_into: string | null;
}
interface AwardBarrierTable {
  id: Generated<string>;
  subject_id: string;
  kind: BarrierKind;
  basis: string;
  note: Generated<string>;
  from_on: IsoDate;
  to_on: IsoDate | null;
  entered_unit_id: string | null;
  entered_by: string | null;
  entered_by_name: string;
  entered_at: Date;
  cleared_at: Date | null;
  cleared_by_name: string | null;
  cleared_reason: string | null;
  cleared_how: BarrierEnd | null;
  version: Generated<number>;
}
interface AwardSubmissionTable {
  id: Generated<string>;
  call_id: string;
  unit_id: string;
  state: SubmissionState;
  version: Generated<number>;
  letter_number: string | null;
  letter_date: IsoDate | null;
  signer: string | null;
  signer_title: string | null;
  meeting_on: IsoDate | null;
  members_total: number | null;
  members_present: number | null;
  collectives: number | null;
  individuals: number | null;
  households: number | null;
  first_submitted_at: Date | null;
  submitted_at: Date | null;
  submitted_by: string | null;
  created_at: Date;
  updated_at: Date;
}
interface AwardDossierTable {
  id: Generated<string>;
  code: string;
  call_id: string;
  submission_id: string;
  unit_id: string;
  subject_id: string;
  form_id: string;
  subject_kind: SubjectKind;
  subject_name: string;
  details: JsonDefault<SubjectDetails>;
  report: JsonDefault<Partial<AchievementReport>>;
  period_from: IsoDate;
  period_to: IsoDate;
  votes_yes: number | null;
  votes_no: number | null;
  state: DossierState;
  step_id: string | null;
  version: Generated<number>;
  received_at: Date | null;
  law_id: string | null;
  law_reason: string | null;
  award_id: string | null;
  confirmed_at: Date | null;
  confirmed_how: ConfirmedHow | null;
  confirmed_version: number | null;
  objection: string | null;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
}
interface AwardStepTable {
  id: Generated<string>;
  dossier_id: string;
  step_id: string;
  unit_id: string | null;
  entered_at: Date;
  due_on: IsoDate | null;
  checklist: JsonDefault<StepChecklist>;
  note: Generated<string>;
  rank: number | null;
  version: Generated<number>;
  done_at: Date | null;
  outcome: StepOutcome | null;
  done_by_name: string | null;
}
interface AwardEventTable {
  id: GeneratedAlways<number>;
  at: Date;
  call_id: string;
  dossier_id: string | null;
  submission_id: string | null;
  by_id: string | null;
  by_name: string;
  what: string;
  step_id: string | null;
  to_step_id: string | null;
  reason: string | null;
  data: JsonDefault<Record<string, unknown>>;
}
interface AwardJudgementTable {
  id: Generated<string>;
  dossier_id: string;
  record_id: string | null;
  other_id: string | null;
  explanation: string | null;
  asked_by_name: string | null;
  asked_at: Date | null;
  verdict: JudgementVerdict | null;
  reason: string | null;
  likeness: number | null;
  judged_by: string | null;
  judged_by_name: string | null;
  judged_at: Date | null;
}
interface AwardOpinionTable {
  id: Generated<string>;
  call_id: string;
  step_id: string;
  unit_id: string;
  question: string;
  asked_by: string | null;
  asked_by_name: string;
  asked_at: Date;
  due_on: IsoDate;
  answered_at: Date | null;
  answered_by_name: string | null;
  cancelled_at: Date | null;
  cancel_reason: string | null;
}
interface AwardOpinionLineTable {
  opinion_id: string;
  dossier_id: string;
  answer: OpinionAnswer | null;
  note: Generated<string>;
}
interface AwardPublicityTable {
  id: Generated<string>;
  call_id: string;
  step_id: string;
  title: string;
  intro: Generated<string>;
  from_on: IsoDate;
  to_on: IsoDate;
  published_at: Date;
  published_by_name: string;
  closed_at: Date | null;
  close_note: string | null;
}
interface AwardPublicityLineTable {
  publicity_id: string;
  dossier_id: string;
  ord: number;
  shown: Json<PublicNominee>;
  removed_at: Date | null;
  consent: string | null;
}
interface AwardCommentTable {
  id: Generated<string>;
  code: string;
  publicity_id: string;
  dossier_id: string | null;
  name: string;
  contact: string;
  body: string;
  at: Date;
  state: CommentState;
  answer: string | null;
  upheld: boolean | null;
  handled_by_name: string | null;
  handled_at: Date | null;
}
interface CouncilTable {
  id: Generated<string>;
  unit_id: string;
  name: string;
  decision_text: Generated<string>;
  quorum: Json<Quorum>;
  valid_from: IsoDate;
  valid_to: IsoDate | null;
  created_at: Date;
}
interface CouncilMemberTable {
  id: Generated<string>;
  council_id: string;
  person_id: string;
  role: CouncilRole;
  position: Generated<string>;
  ord: Generated<number>;
  valid_from: IsoDate;
  valid_to: IsoDate | null;
  end_reason: string | null;
}
interface CouncilMeetingTable {
  id: Generated<string>;
  council_id: string;
  call_id: string;
  step_id: string;
  title: string;
  starts_at: Date;
  place: Generated<string>;
  agenda: Generated<string>;
  state: MeetingState;
  quorum: JsonNull<MeetingQuorum>;
  secretary_name: Generated<string>;
  tellers: JsonDefault<{ name: string; position: string }[]>;
  minutes: JsonDefault<MinutesText>;
  version: Generated<number>;
  created_at: Date;
  invited_at: Date | null;
  opened_at: Date | null;
  closed_at: Date | null;
  cancel_reason: string | null;
}
interface CouncilAttendanceTable {
  meeting_id: string;
  member_id: string;
  state: Attendance;
  reason: Generated<string>;
  reply: AttendanceReply | null;
  at: Date;
}
interface CouncilItemTable {
  meeting_id: string;
  dossier_id: string;
  ord: number;
  conclusion: Generated<string>;
  outcome: ItemOutcome | null;
  to_step_id: string | null;
}
interface BallotTable {
  id: Generated<string>;
  meeting_id: string;
  no: number;
  title: string;
  secret: boolean;
  state: BallotState;
  public_key: string | null;
  private_key: string | null;
  box: JsonDefault<BallotPaper[]>;
  slips: JsonDefault<Slips>;
  opened_at: Date | null;
  closed_at: Date | null;
  result: JsonNull<BallotCount[]>;
  created_at: Date;
  cancel_reason: string | null;
}
interface BallotItemTable {
  ballot_id: string;
  dossier_id: string;
  ord: number;
}
interface BallotVoterTable {
  ballot_id: string;
  member_id: string;
  way: VoteWay | null;
  request: string | null;
}
interface BallotVoteTable {
  ballot_id: string;
  member_id: string;
  choices: Json<BallotChoices>;
  note: Generated<string>;
  at: Date;
}
interface AwardDecisionTable {
  id: Generated<string>;
  call_id: string | null;
  authority_unit_id: string;
  kind: AwardDecisionKind;
  state: AwardDecisionState;
  version: Generated<number>;
  title: string;
  number: string | null;
  date: IsoDate | null;
  body: JsonDefault<Partial<DecisionBody>>;
  base_salary: number | null;
  rounding: JsonNull<Rounding>;
  law_id: string;
  submitted_at: Date | null;
  submitted_by_name: string | null;
  returned_reason: string | null;
  highest_only: Generated<boolean>;
  approved_at: Date | null;
  approved_by_name: string | null;
  issued_at: Date | null;
  issued_by_name: string | null;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
  cancel_reason: string | null;
}
interface AwardDecisionLineTable {
  decision_id: string;
  dossier_id: string;
  ord: number;
  form_id: string;
  printed: Json<PrintedLine>;
  multiple: Numeric | null;
  bonus: number | null;
  without_bonus: string | null;
}
interface AwardForwardingTable {
  id: Generated<string>;
  call_id: string;
  step_id: string;
  receiver: string;
  letter_number: string | null;
  letter_date: IsoDate | null;
  receipt: Generated<string>;
  sent_at: Date | null;
  sent_by_name: string | null;
  version: Generated<number>;
  created_at: Date;
  created_by_name: string;
  submitted_at: Date | null;
  submitted_by_name: string | null;
  approved_at: Date | null;
  approved_by_name: string | null;
  returned_reason: string | null;
  cancelled_at: Date | null;
  cancel_reason: string | null;
  sent_on: IsoDate | null;
  way: ForwardingWay | null;
}
interface AwardForwardingLineTable {
  forwarding_id: string;
  dossier_id: string;
  outcome: ForwardingOutcome | null;
  decision_number: string | null;
  decision_date: IsoDate | null;
  signer: string | null;
  reason: string | null;
  entered_at: Date | null;
  entered_by_name: string | null;
}
interface AwardRecordTable {
  id: Generated<string>;
  subject_id: string;
  subject_kind: SubjectKind;
  subject_name: string;
  unit_id: string | null;
  unit_name: Generated<string>;
  folded: string;
  form_id: string;
  form_name: string;
  form_is: RecordForm;
  level: RecordLevel;
  award_kind: RecordKind;
  occasion: string | null;
  authority_unit_id: string | null;
  issuer: string;
  signer: string | null;
  decision_id: string | null;
  decision_number: string | null;
  decision_date: IsoDate | null;
  year: number;
  citation: Generated<string>;
  period_from: IsoDate | null;
  period_to: IsoDate | null;
  programme_id: string | null;
  dossier_id: string | null;
  award_id: string | null;
  entry_author_id: string | null;
  golden_no: number | null;
  bonus: number | null;
  certificate_code: string | null;
  source: RecordSource;
  import_job_id: string | null;
  public: Generated<boolean>;
  revoked_at: Date | null;
  revoked_reason: string | null;
  revoked_decision: string | null;
  revoked_date: IsoDate | null;
  revocation_id: string | null;
  created_at: Date;
  words: GeneratedAlways<string>;
}
interface AwardRevocationTable {
  id: Generated<string>;
  record_id: string;
  what: RevocationWhat;
  ground: RevocationGround | null;
  decision_number: string | null;
  decision_date: IsoDate | null;
  reason: string;
  by_id: string | null;
  by_name: string;
  at: Date;
}
interface AwardReviewTable {
  id: Generated<string>;
  revocation_id: string;
  record_id: string | null;
  dossier_id: string | null;
  why: string;
  done_at: Date | null;
  done_by_name: string | null;
  conclusion: string | null;
}
interface AwardPaymentTable {
  id: Generated<string>;
  record_id: string;
  amount: number;
  state: PaymentState;
  on_day: IsoDate | null;
  note: Generated<string>;
  updated_at: Date;
  by_name: string;
}
interface AwardFundTable {
  id: Generated<string>;
  unit_id: string;
  year: number;
  kind: FundKind;
  amount: number;
  on_day: IsoDate;
  note: string;
  by_name: string;
  at: Date;
  cancelled_at: Date | null;
  cancel_reason: string | null;
}
interface CertificateLayoutTable {
  id: Generated<string>;
  unit_id: string;
  form_id: string | null;
  doc: Json<CertificateLayout>;
  version: Generated<number>;
  updated_at: Date;
  updated_by_name: string;
}
interface AwardFileTable {
  file_id: string;
  call_id: string | null;
  submission_id: string | null;
  dossier_id: string | null;
  opinion_id: string | null;
  meeting_id: string | null;
  decision_id: string | null;
  revocation_id: string | null;
  forwarding_id: string | null;
  role: string;
  label: Generated<string>;
  added_by_name: string;
  added_at: Date;
  removed_at: Date | null;
}
interface AwardReminderTable {
  dossier_id: string | null;
  opinion_id: string | null;
  kind: string;
  due_on: IsoDate;
  at: Date;
}

export interface DB {
  audit_event: AuditEventTable;
  setting: SettingTable;
  unit: UnitTable;
  unit_successor: UnitSuccessorTable;
  person: PersonTable;
  session: SessionTable;
  token: TokenTable;
  rate_limit: RateLimitTable;
  programme: ProgrammeTable;
  programme_version: ProgrammeVersionTable;
  role_grant: RoleGrantTable;
  file: FileTable;
  file_rendition: FileRenditionTable;
  entry: EntryTable;
  entry_author: EntryAuthorTable;
  entry_declaration: EntryDeclarationTable;
  entry_file: EntryFileTable;
  entry_event: EntryEventTable;
  entry_submission: EntrySubmissionTable;
  initiative: InitiativeTable;
  forwarding: ForwardingTable;
  screening_review: ScreeningReviewTable;
  check_decision: CheckDecisionTable;
  entry_list: EntryListTable;
  entry_list_line: EntryListLineTable;
  agency_review: AgencyReviewTable;
  round_state: RoundStateTable;
  judge_declaration: JudgeDeclarationTable;
  conflict: ConflictTable;
  assignment: AssignmentTable;
  score_sheet: ScoreSheetTable;
  score: ScoreTable;
  second_look: SecondLookTable;
  presentation_order: PresentationOrderTable;
  round_result: RoundResultTable;
  proposal: ProposalTable;
  award: AwardTable;
  decision: DecisionTable;
  certificate: CertificateTable;
  report_text: ReportTextTable;
  news: NewsTable;
  author_guardian: AuthorGuardianTable;
  publication_consent: PublicationConsentTable;
  gallery_item: GalleryItemTable;
  gallery_like: GalleryLikeTable;
  vote_request: VoteRequestTable;
  spent_challenge: SpentChallengeTable;
  gallery_share: GalleryShareTable;
  gallery_view: GalleryViewTable;
  external_count: ExternalCountTable;
  interaction_freeze: InteractionFreezeTable;
  interaction_frozen: InteractionFrozenTable;
  task: TaskTable;
  task_event: TaskEventTable;
  task_reminder: TaskReminderTable;
  calendar_feed: CalendarFeedTable;
  vote_review: VoteReviewTable;
  unit_placement: UnitPlacementTable;
  unit_name: UnitNameTable;
  cluster_scheme: ClusterSchemeTable;
  cluster: ClusterTable;
  cluster_member: ClusterMemberTable;
  indicator_value: IndicatorValueTable;
  indicator_value_version: IndicatorValueVersionTable;
  indicator_value_event: IndicatorValueEventTable;
  indicator_evidence: IndicatorEvidenceTable;
  unit_target: UnitTargetTable;
  obligation: ObligationTable;
  obligation_event: ObligationEventTable;
  obligation_reminder: ObligationReminderTable;
  unit_report: UnitReportTable;
  unit_report_submission: UnitReportSubmissionTable;
  unit_report_file: UnitReportFileTable;
  summary_report: SummaryReportTable;
  summary_issue: SummaryIssueTable;
  inspection: InspectionTable;
  inspection_finding: InspectionFindingTable;
  inspection_event: InspectionEventTable;
  inspection_file: InspectionFileTable;
  inspection_reminder: InspectionReminderTable;
  good_example: GoodExampleTable;
  good_example_photo: GoodExamplePhotoTable;
  good_example_link: GoodExampleLinkTable;
  good_example_replica: GoodExampleReplicaTable;
  good_example_event: GoodExampleEventTable;
  import_job: ImportJobTable;
  import_row: ImportRowTable;
  message: MessageTable;
  schema_migration: SchemaMigrationTable;
  held_form: HeldFormTable;
  catalogue_revision: CatalogueRevisionTable;
  award_call: AwardCallTable;
  award_call_version: AwardCallVersionTable;
  award_subject: AwardSubjectTable;
  award_barrier: AwardBarrierTable;
  award_submission: AwardSubmissionTable;
  award_dossier: AwardDossierTable;
  award_step: AwardStepTable;
  award_event: AwardEventTable;
  award_judgement: AwardJudgementTable;
  award_opinion: AwardOpinionTable;
  award_opinion_line: AwardOpinionLineTable;
  award_publicity: AwardPublicityTable;
  award_publicity_line: AwardPublicityLineTable;
  award_comment: AwardCommentTable;
  council: CouncilTable;
  council_member: CouncilMemberTable;
  council_meeting: CouncilMeetingTable;
  council_attendance: CouncilAttendanceTable;
  council_item: CouncilItemTable;
  ballot: BallotTable;
  ballot_item: BallotItemTable;
  ballot_voter: BallotVoterTable;
  ballot_vote: BallotVoteTable;
  award_decision: AwardDecisionTable;
  award_decision_line: AwardDecisionLineTable;
  award_forwarding: AwardForwardingTable;
  award_forwarding_line: AwardForwardingLineTable;
  award_record: AwardRecordTable;
  award_payment: AwardPaymentTable;
  award_fund: AwardFundTable;
  certificate_layout: CertificateLayoutTable;
  award_revocation: AwardRevocationTable;
  award_review: AwardReviewTable;
  award_file: AwardFileTable;
  award_reminder: AwardReminderTable;
}

/** A row as it is read: `Row<'entry'>`. */
export type Row<T extends keyof DB> = Selectable<DB[T]>;
/** A row to insert: `NewRow<'entry'>`. */
export type NewRow<T extends keyof DB> = Insertable<DB[T]>;
