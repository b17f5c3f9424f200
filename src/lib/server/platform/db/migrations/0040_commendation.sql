-- Commendation (Q25-2, 6, 7, 8, 12; V26-4, 5; C21-5, 6; K26-5a; K24-9): the law as data, calls for nominations, dossiers and their path,
-- councils and ballots, decisions, certificates, the register.

-- roles that hold for one unit -------------------------------------------------------------------------------------------
alter table role_grant drop constraint role_grant_role_check;
alter table role_grant add constraint role_grant_role_check check (role in
  ('unit-coordinator','secretary','support','judge','jury-chair','organiser','auditor','admin','award-officer','leader'));
alter table role_grant add constraint role_grant_of_unit check (role not in ('award-officer','leader') or unit_id is not null);

-- the law as data: every revision is kept --------------------------------------------------------------------------------
create table catalogue_revision (
  id uuid primary key default gen_random_uuid(),
  -- 'law:<version>', 'base-salary', 'holidays', 'offices'
  catalogue text not null,
  revision int not null check (revision > 0),
  doc jsonb not null,
  reason text not null,
  by_id uuid references person (id),
  by_name text not null,
  at timestamptz not null,
  unique (catalogue, revision)
);

-- calls ------------------------------------------------------------------------------------------------------------------
create table award_call (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- also the prefix of the codes of its dossiers
  code text not null unique,
  -- the movement or the contest; null: a single occasion
  programme_id uuid references programme (id),
  state text not null check (state in ('draft','open','closed','cancelled')),
  version int not null default 1,
  doc jsonb not null,
  last_dossier int not null default 0,
  created_by uuid references person (id),
  created_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  close_reason text,
  check (state = 'draft' or opened_at is not null)
);
create index award_call_programme on award_call (programme_id);
create table award_call_version (
  call_id uuid not null references award_call (id),
  version int not null,
  doc jsonb not null,
  reason text,
  by_id uuid references person (id),
  by_name text not null,
  at timestamptz not null,
  primary key (call_id, version)
);

-- Personal data. Purpose: commendation (Luật Thi đua, khen thưởng Điều 84, 89). Retention: with the register of awards.
create table award_subject (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('collective','individual','household')),
  name text not null check (length(name) between 1 and 300),
  folded text not null,
  -- a collective: the unit that it is, where it is one of the tree; others: where they work or live
  unit_id uuid references unit (id),
  is_unit boolean not null default false,
  unit_name text not null default '',
  birth_date date,
  birth_year int check (birth_year between 1900 and 2100),
  gender text check (gender in ('female','male')),
  person_id uuid references person (id),
  created_at timestamptz not null,
  -- the same one under another row: everything of this row counts as that one's
  merged_into uuid references award_subject (id),
  check (not is_unit or (kind = 'collective' and unit_id is not null)),
  check (kind = 'individual' or (birth_date is null and birth_year is null and gender is null and person_id is null))
);
create unique index award_subject_unit on award_subject (unit_id) where is_unit and merged_into is null;
create index award_subject_folded on award_subject using gin (folded gin_trgm_ops);
create index award_subject_exact on award_subject (folded, kind);
create index award_subject_person on award_subject (person_id) where person_id is not null;
comment on table award_subject is 'personal data; purpose: commendation; retention: award register';

-- What the office that knows enters: discipline, inspection, complaint … (Nghị định 152/2025/NĐ-CP Điều 4 khoản 4)
create table award_barrier (
  id uuid primary key default gen_random_uuid(),
  subject_id uuid not null references award_subject (id),
  kind text not null check (kind in ('discipline','disciplined','investigation','inspection','complaint','press','other')),
  basis text not null,
  note text not null default '',
  from_on date not null,
  to_on date,
  entered_unit_id uuid references unit (id),
  entered_by uuid references person (id),
  entered_by_name text not null,
  entered_at timestamptz not null,
  cleared_at timestamptz,
  cleared_by_name text,
  cleared_reason text,
  check (to_on is null or to_on >= from_on),
  check ((cleared_at is null) = (cleared_reason is null))
);
create index award_barrier_subject on award_barrier (subject_id) where cleared_at is null;

-- What a unit hands in as a whole: letter, minutes of its council, how many take part.
create table award_submission (
  id uuid primary key default gen_random_uuid(),
  call_id uuid not null references award_call (id),
  unit_id uuid not null references unit (id),
  state text not null check (state in ('draft','submitted')),
  version int not null default 1,
  letter_number text,
  letter_date date,
  signer text,
  signer_title text,
  meeting_on date,
  members_total int check (members_total between 1 and 500),
  members_present int check (members_present between 0 and 500),
  -- who takes part directly, for quotas in percent
  collectives int check (collectives >= 0),
  individuals int check (individuals >= 0),
  households int check (households >= 0),
  first_submitted_at timestamptz,
  submitted_at timestamptz,
  submitted_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (call_id, unit_id),
  check (members_present is null or members_total is null or members_present <= members_total)
);

create table award_dossier (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  call_id uuid not null references award_call (id),
  submission_id uuid not null references award_submission (id),
  unit_id uuid not null references unit (id),
  subject_id uuid not null references award_subject (id),
  form_id text not null,
  subject_kind text not null check (subject_kind in ('collective','individual','household')),
  -- as it stands in decision and certificate
  subject_name text not null,
  details jsonb not null default '{}',
  report jsonb not null default '{}',
  period_from date not null,
  period_to date not null,
  -- votes of the unit's own council
  votes_yes int check (votes_yes >= 0),
  votes_no int check (votes_no >= 0),
  state text not null check (state in ('draft','in-progress','returned','withdrawn','declined','forwarded','awarded')),
  step_id text,
  version int not null default 1,
  -- the version of the law on the day of receipt (Luật 06/2026/QH16, transition)
  received_at timestamptz,
  law_id text,
  law_reason text,
  -- the contest prize from which it came (K26-5a, K24-9)
  award_id uuid references award (id),
  -- the subject has read and confirmed the own data
  confirmed_at timestamptz,
  confirmed_how text check (confirmed_how in ('account','link','paper')),
  confirmed_version int,
  objection text,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (period_to >= period_from),
  check ((state = 'in-progress') <= (step_id is not null)),
  check ((state in ('in-progress','forwarded','awarded')) <= (received_at is not null and law_id is not null))
);
create index award_dossier_call on award_dossier (call_id, state, step_id);
create index award_dossier_submission on award_dossier (submission_id);
create index award_dossier_subject on award_dossier (subject_id);
-- one subject asks for one form once in a call
create unique index award_dossier_once on award_dossier (call_id, subject_id, form_id) where state not in ('withdrawn','declined');
create unique index award_dossier_award on award_dossier (award_id) where award_id is not null and state not in ('withdrawn','declined');

-- where a dossier stood, since when, until when, and how it left
create table award_step (
  id uuid primary key default gen_random_uuid(),
  dossier_id uuid not null references award_dossier (id),
  step_id text not null,
  unit_id uuid references unit (id),
  entered_at timestamptz not null,
  -- ISO day, the last one in time
  due_on date,
  checklist jsonb not null default '{}',
  note text not null default '',
  done_at timestamptz,
  outcome text check (outcome in ('forwarded','returned','declined','withdrawn','awarded','recalled')),
  done_by_name text,
  check ((done_at is null) = (outcome is null))
);
create unique index award_step_open on award_step (dossier_id) where done_at is null;
create index award_step_dossier on award_step (dossier_id, entered_at);
create index award_step_due on award_step (due_on) where done_at is null;

create table award_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  call_id uuid not null references award_call (id),
  dossier_id uuid references award_dossier (id),
  submission_id uuid references award_submission (id),
  by_id uuid references person (id),
  by_name text not null,
  -- 'started', 'submitted', 'forwarded', 'returned' …
  what text not null,
  step_id text,
  to_step_id text,
  reason text,
  data jsonb not null default '{}'
);
create index award_event_dossier on award_event (dossier_id, id);
create index award_event_call on award_event (call_id, id);

-- opinions of other offices
create table award_opinion (
  id uuid primary key default gen_random_uuid(),
  call_id uuid not null references award_call (id),
  step_id text not null,
  unit_id uuid not null references unit (id),
  question text not null,
  asked_by uuid references person (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  due_on date not null,
  answered_at timestamptz,
  answered_by_name text,
  cancelled_at timestamptz,
  cancel_reason text
);
create table award_opinion_line (
  opinion_id uuid not null references award_opinion (id),
  dossier_id uuid not null references award_dossier (id),
  answer text check (answer in ('agree','disagree','none')),
  note text not null default '',
  primary key (opinion_id, dossier_id)
);
create index award_opinion_line_dossier on award_opinion_line (dossier_id);

-- public comment period (Q25-2)
create table award_publicity (
  id uuid primary key default gen_random_uuid(),
  call_id uuid not null references award_call (id),
  step_id text not null,
  title text not null,
  intro text not null default '',
  from_on date not null,
  to_on date not null,
  published_at timestamptz not null,
  published_by_name text not null,
  closed_at timestamptz,
  close_note text,
  check (to_on >= from_on)
);
create table award_publicity_line (
  publicity_id uuid not null references award_publicity (id),
  dossier_id uuid not null references award_dossier (id),
  ord int not null,
  -- what the public reads, fixed at publication: no personal data beyond name and place
  shown jsonb not null,
  removed_at timestamptz,
  primary key (publicity_id, dossier_id)
);
-- Personal data. Purpose: handling comments (Q25-2). Retention: with the dossier.
create table award_comment (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  publicity_id uuid not null references award_publicity (id),
  dossier_id uuid references award_dossier (id),
  name text not null,
  contact text not null,
  body text not null,
  at timestamptz not null,
  state text not null check (state in ('new','handled')),
  answer text,
  upheld boolean,
  handled_by_name text,
  handled_at timestamptz,
  check ((state = 'handled') = (answer is not null and handled_at is not null))
);
create index award_comment_publicity on award_comment (publicity_id, state);
comment on table award_comment is 'personal data; purpose: public comments on nominations; retention: award dossier';

-- councils ---------------------------------------------------------------------------------------------------------------
create table council (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit (id),
  name text not null,
  decision_text text not null default '',
  quorum jsonb not null,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null,
  check (valid_to is null or valid_to >= valid_from)
);
create table council_member (
  id uuid primary key default gen_random_uuid(),
  council_id uuid not null references council (id),
  person_id uuid not null references person (id),
  role text not null check (role in ('chair','vice-chair','standing','member','secretary')),
  position text not null default '',
  ord int not null default 0,
  valid_from date not null,
  valid_to date,
  end_reason text,
  check (valid_to is null or valid_to >= valid_from)
);
create unique index council_member_once on council_member (council_id, person_id) where valid_to is null;
create index council_member_person on council_member (person_id);
create table council_meeting (
  id uuid primary key default gen_random_uuid(),
  council_id uuid not null references council (id),
  call_id uuid not null references award_call (id),
  step_id text not null,
  title text not null,
  starts_at timestamptz not null,
  place text not null default '',
  agenda text not null default '',
  state text not null check (state in ('planned','open','closed','cancelled')),
  -- the members of the day, fixed when it opens, and the quorum that held
  quorum jsonb,
  secretary_name text not null default '',
  tellers jsonb not null default '[]',
  minutes jsonb not null default '{}',
  created_at timestamptz not null,
  invited_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  cancel_reason text
);
create table council_attendance (
  meeting_id uuid not null references council_meeting (id),
  member_id uuid not null references council_member (id),
  state text not null check (state in ('present','absent','written')),
  reason text not null default '',
  -- said by the member, before the meeting
  reply text check (reply in ('comes','absent','written')),
  at timestamptz not null,
  primary key (meeting_id, member_id)
);
create table council_item (
  meeting_id uuid not null references council_meeting (id),
  dossier_id uuid not null references award_dossier (id),
  ord int not null,
  conclusion text not null default '',
  primary key (meeting_id, dossier_id)
);
create table ballot (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null references council_meeting (id),
  no int not null,
  title text not null,
  secret boolean not null,
  state text not null check (state in ('draft','open','closed','cancelled')),
  -- of a secret ballot: the key that signs papers blindly; its private half is erased when the ballot closes
  public_key text,
  private_key text,
  -- the papers of a secret ballot, always written as one row in order of their serials, so that nothing tells who cast which or when
  box jsonb not null default '[]',
  -- papers that came in writing and were counted by hand: [{choices, count}]
  written jsonb not null default '[]',
  opened_at timestamptz,
  closed_at timestamptz,
  result jsonb,
  created_at timestamptz not null,
  cancel_reason text,
  unique (meeting_id, no),
  check (state <> 'closed' or (private_key is null and result is not null)),
  check (secret or (public_key is null and private_key is null))
);
create table ballot_item (
  ballot_id uuid not null references ballot (id),
  dossier_id uuid not null references award_dossier (id),
  ord int not null,
  primary key (ballot_id, dossier_id)
);
-- Who is entitled, and who has received a blindly signed paper or handed in a written one: never what was chosen.
create table ballot_voter (
  ballot_id uuid not null references ballot (id),
  member_id uuid not null references council_member (id),
  way text check (way in ('device','slip','written')),
  primary key (ballot_id, member_id)
);
create table ballot_vote (
  ballot_id uuid not null references ballot (id),
  member_id uuid not null references council_member (id),
  choices jsonb not null,
  note text not null default '',
  at timestamptz not null,
  primary key (ballot_id, member_id)
);

-- decisions --------------------------------------------------------------------------------------------------------------
create table award_decision (
  id uuid primary key default gen_random_uuid(),
  call_id uuid references award_call (id),
  authority_unit_id uuid not null references unit (id),
  -- 'award': gives; 'revocation': takes back
  kind text not null check (kind in ('award','revocation')),
  state text not null check (state in ('draft','approved','issued','cancelled')),
  version int not null default 1,
  title text not null,
  number text,
  date date,
  -- place, legal basis, articles, signer: what the paper says beside the list
  body jsonb not null default '{}',
  -- fixed at issue: base salary of the day, rounding
  base_salary bigint check (base_salary > 0),
  rounding jsonb,
  law_id text not null,
  approved_at timestamptz,
  approved_by_name text,
  issued_at timestamptz,
  issued_by_name text,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  cancel_reason text,
  check (state <> 'issued' or (number is not null and date is not null and issued_at is not null))
);
-- a number is given once a year by one office
create unique index award_decision_number on award_decision (authority_unit_id, (extract(year from date)), (upper(number)))
  where number is not null and date is not null and state <> 'cancelled';
create table award_decision_line (
  decision_id uuid not null references award_decision (id),
  dossier_id uuid not null references award_dossier (id),
  ord int not null,
  form_id text not null,
  -- name, address or title, citation as printed
  printed jsonb not null,
  multiple numeric(8,3),
  bonus bigint check (bonus >= 0),
  primary key (decision_id, dossier_id)
);
create index award_decision_line_dossier on award_decision_line (dossier_id);

-- the register -----------------------------------------------------------------------------------------------------------
create table award_record (
  id uuid primary key default gen_random_uuid(),
  subject_id uuid not null references award_subject (id),
  subject_kind text not null check (subject_kind in ('collective','individual','household')),
  subject_name text not null,
  -- the unit as it was called then
  unit_id uuid references unit (id),
  unit_name text not null default '',
  -- folded name, unit and decision number: what the public searches
  folded text not null,
  form_id text not null,
  form_name text not null,
  form_is text not null check (form_is in ('title','form','prize')),
  level text not null check (level in ('state','province','agency','commune','contest')),
  award_kind text not null check (award_kind in ('merit','unplanned','movement','contribution','tenure','external','contest')),
  occasion text,
  authority_unit_id uuid references unit (id),
  issuer text not null,
  signer text,
  decision_id uuid references award_decision (id),
  decision_number text,
  decision_date date,
  year int not null check (year between 1945 and 2200),
  citation text not null default '',
  period_from date,
  period_to date,
  programme_id uuid references programme (id),
  dossier_id uuid references award_dossier (id),
  award_id uuid references award (id),
  -- "Số sổ vàng": the place in the golden book of the year, by office and form
  golden_no int check (golden_no > 0),
  bonus bigint check (bonus >= 0),
  certificate_code text unique,
  source text not null check (source in ('decision','import','prize','state')),
  import_job_id uuid references import_job (id),
  -- false: kept from the public (a child without consent, a person who objected)
  public boolean not null default true,
  revoked_at timestamptz,
  revoked_reason text,
  revoked_decision text,
  revoked_date date,
  revocation_id uuid references award_decision (id),
  created_at timestamptz not null,
  check ((revoked_at is null) = (revoked_reason is null)),
  check (period_from is null or period_to is null or period_to >= period_from)
);
create index award_record_subject on award_record (subject_id, year);
create index award_record_folded on award_record using gin (folded gin_trgm_ops);
create index award_record_year on award_record (year desc, form_id);
create index award_record_decision on award_record (authority_unit_id, year, decision_number);
create unique index award_record_dossier on award_record (dossier_id) where dossier_id is not null;
create unique index award_record_award on award_record (award_id, subject_id) where award_id is not null;
create unique index award_record_once on award_record (subject_id, form_id, decision_number, decision_date)
  where decision_number is not null and decision_date is not null;
create unique index award_record_golden on award_record (authority_unit_id, year, form_id, golden_no) where golden_no is not null;

create table award_payment (
  id uuid primary key default gen_random_uuid(),
  record_id uuid not null unique references award_record (id),
  amount bigint not null check (amount >= 0),
  state text not null check (state in ('due','paid','to-recover','recovered','waived')),
  on_day date,
  note text not null default '',
  updated_at timestamptz not null,
  by_name text not null
);
create table award_fund (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit (id),
  year int not null,
  -- 'in': what the fund receives; 'work': launching, reviews, councils (at most a fifth); 'goods': printing, frames
  kind text not null check (kind in ('in','work','goods')),
  amount bigint not null check (amount > 0),
  on_day date not null,
  note text not null,
  by_name text not null,
  at timestamptz not null,
  cancelled_at timestamptz,
  cancel_reason text
);
create index award_fund_unit on award_fund (unit_id, year);
-- where the lines stand on a certificate, for printing on forms of one's own (phôi)
create table certificate_layout (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit (id),
  -- null: every form without a layout of its own
  form_id text,
  doc jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null,
  updated_by_name text not null
);
create unique index certificate_layout_form on certificate_layout (unit_id, coalesce(form_id, ''));

-- files of all of it: each hangs on exactly one thing ----------------------------------------------------------------------
create table award_file (
  file_id uuid primary key references file (id),
  call_id uuid references award_call (id),
  submission_id uuid references award_submission (id),
  dossier_id uuid references award_dossier (id),
  opinion_id uuid references award_opinion (id),
  meeting_id uuid references council_meeting (id),
  decision_id uuid references award_decision (id),
  -- 'guidance', 'letter', 'minutes', 'report', 'evidence', a dossier part's id, 'answer', 'paper', 'signed' …
  role text not null,
  label text not null default '',
  added_by_name text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  check (num_nonnulls(call_id, submission_id, dossier_id, opinion_id, meeting_id, decision_id) = 1)
);
create index award_file_submission on award_file (submission_id) where removed_at is null;
create index award_file_dossier on award_file (dossier_id) where removed_at is null;
create index award_file_other on award_file (coalesce(call_id, opinion_id, meeting_id, decision_id)) where removed_at is null;

alter table file drop constraint file_purpose_check;
alter table file add constraint file_purpose_check check (purpose in
  ('entry','letter','document','news','certificate','import','screenshot','evidence','report','inspection','example','award'));
alter table token drop constraint token_purpose_check;
alter table token add constraint token_purpose_check check (purpose in
  ('confirm-email','reset-password','invite','first-admin','co-author','guardian','award-subject'));
alter table import_job drop constraint import_job_kind_check;
alter table import_job add constraint import_job_kind_check check (kind in ('values','obligations','units','clusters','awards'));
create table award_reminder (
  dossier_id uuid references award_dossier (id),
  opinion_id uuid references award_opinion (id),
  kind text not null,
  due_on date not null,
  at timestamptz not null,
  check (num_nonnulls(dossier_id, opinion_id) = 1)
);
create unique index award_reminder_dossier on award_reminder (dossier_id, kind, due_on) where dossier_id is not null;
create unique index award_reminder_opinion on award_reminder (opinion_id, kind, due_on) where opinion_id is not null;
