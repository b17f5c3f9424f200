-- The foundation: people, units, programmes, entries, judging, results, messages, audit.
-- Guards that the database can hold stand here as constraints; everything else is in src/lib/domain.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- ledger ---------------------------------------------------------------------------------------------------------------
create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  channel text not null check (channel in ('web', 'cli', 'job', 'api')),
  act text not null,
  programme_id uuid,
  subject_kind text,
  subject_id text,
  summary text not null,
  changes jsonb not null default '{}',
  ip text,
  request_id text not null,
  txid xid8 not null default pg_current_xact_id(),
  -- the seal: a hash chain laid in commit-safe order by the job ledger.seal
  seal_no bigint unique,
  hash text
);
create index audit_subject on audit_event (subject_kind, subject_id, id);
create index audit_programme on audit_event (programme_id, id desc);
create index audit_actor on audit_event (actor_id, id desc);
create index audit_unsealed on audit_event (id) where seal_no is null;
create function audit_event_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'audit_event is append-only'; end if;
  if old.seal_no is not null
     or (to_jsonb(new) - 'seal_no' - 'hash') <> (to_jsonb(old) - 'seal_no' - 'hash') then
    raise exception 'audit_event is append-only';
  end if;
  return new;
end $$;
create trigger audit_append_only before update or delete on audit_event
  for each row execute function audit_event_is_append_only();

create table setting (key text primary key, value jsonb not null, updated_at timestamptz not null default now());

-- people ---------------------------------------------------------------------------------------------------------------
create table unit (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  name text not null,
  folded text not null,
  kind text not null check (kind in ('province','agency','party','front','enterprise','school','commune','ward','district','room','other')),
  parent_id uuid references unit (id),
  valid_from date,
  valid_to date,
  email text,
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create table unit_successor (
  unit_id uuid not null references unit (id),
  successor_id uuid not null references unit (id),
  note text,
  primary key (unit_id, successor_id),
  check (unit_id <> successor_id)
);

-- Personal data. Purpose: taking part in programmes. Retention: with the programme's file, then export or deletion by query.
create table person (
  id uuid primary key default gen_random_uuid(),
  full_name text not null check (length(full_name) between 1 and 200),
  folded text not null,
  email text unique check (email = lower(email)),
  email_confirmed_at timestamptz,
  phone text,
  birth_year int,
  position text,
  unit_id uuid references unit (id),
  password_hash text,
  disabled_at timestamptz,
  created_by uuid references person (id),
  created_at timestamptz not null,
  last_login_at timestamptz
);
create index person_folded on person using gin (folded gin_trgm_ops);
comment on table person is 'personal data; purpose: participation; retention: programme file';

create table session (
  token_hash text primary key,
  person_id uuid not null references person (id) on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text
);
create index session_person on session (person_id);

create table token (
  hash text primary key,
  purpose text not null check (purpose in ('confirm-email','reset-password','invite','first-admin','co-author')),
  person_id uuid references person (id) on delete cascade,
  payload jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table rate_limit (key text primary key, points int not null, resets_at timestamptz not null);

-- programmes -----------------------------------------------------------------------------------------------------------
create table programme (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  code text not null unique,
  kind text not null check (kind in ('contest','movement')),
  status text not null check (status in ('draft','published','closed')),
  version int not null,
  doc jsonb not null,
  next_entry_no int not null default 1,
  published_at timestamptz,
  created_at timestamptz not null
);
create table programme_version (
  programme_id uuid not null references programme (id),
  version int not null,
  doc jsonb not null,
  part text not null,
  reason text,
  changes jsonb not null default '[]',
  by_id uuid references person (id),
  at timestamptz not null,
  primary key (programme_id, version)
);
alter table audit_event add foreign key (programme_id) references programme (id);

create table role_grant (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id),
  role text not null check (role in ('unit-coordinator','secretary','support','judge','jury-chair','organiser','auditor','admin')),
  programme_id uuid references programme (id),
  unit_id uuid references unit (id),
  valid_from timestamptz not null,
  valid_to timestamptz,
  note text,
  granted_by uuid references person (id),
  granted_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  check (role <> 'unit-coordinator' or unit_id is not null),
  check (role not in ('secretary','support','judge','jury-chair','organiser') or programme_id is not null)
);
create index role_grant_person on role_grant (person_id) where revoked_at is null;
create index role_grant_programme on role_grant (programme_id, role) where revoked_at is null;

-- files ----------------------------------------------------------------------------------------------------------------
create table file (
  id uuid primary key default gen_random_uuid(),
  upload_id text unique,
  purpose text not null check (purpose in ('entry','letter','document','news','certificate','import')),
  owner_id uuid references person (id),
  name text not null,
  declared_size bigint not null check (declared_size >= 0),
  size bigint,
  media text,
  kind text check (kind in ('video','pdf','docx','image','xlsx','other')),
  sha256 text,
  state text not null check (state in ('uploading','quarantine','ready','rejected')),
  reject_code text,
  reject_message text,
  facts jsonb not null default '{}',
  storage_key text,
  created_at timestamptz not null,
  ready_at timestamptz
);
create index file_state on file (state) where state in ('uploading','quarantine');

-- entries --------------------------------------------------------------------------------------------------------------
create table entry (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  code text unique,
  state text not null check (state in
    ('draft','submitted','with-unit','returned','eligible','shortlisted','not-shortlisted','awarded','not-awarded','withdrawn','disqualified')),
  title text not null default '' check (length(title) <= 300),
  folded text not null default '',
  pillar text,
  topics text[] not null default '{}',
  unit_id uuid references unit (id),
  form jsonb not null default '{}',
  late_draft jsonb,
  late_draft_at timestamptz,
  version int not null default 1,
  created_by uuid not null references person (id),
  on_behalf boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  refined_at timestamptz,
  receipt_no text,
  check (state = 'draft' or code is not null or state = 'withdrawn')
);
create index entry_programme on entry (programme_id, state);
create index entry_unit on entry (unit_id);
create index entry_creator on entry (created_by);
create index entry_folded on entry using gin (folded gin_trgm_ops);

create table entry_author (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references entry (id),
  person_id uuid references person (id),
  position smallint not null,
  full_name text not null check (length(full_name) between 1 and 200),
  email text check (email = lower(email)),
  phone text,
  job text,
  workplace text,
  share numeric(5,2) check (share > 0 and share <= 100),
  confirmed_at timestamptz,
  declined_at timestamptz,
  confirm_channel text,
  created_at timestamptz not null
);
create unique index entry_author_person on entry_author (entry_id, person_id);
create unique index entry_author_email on entry_author (entry_id, email);
create index entry_author_by_person on entry_author (person_id);
comment on table entry_author is 'personal data; purpose: authorship; retention: programme file';

create table entry_declaration (
  entry_id uuid not null references entry (id),
  declaration_id text not null,
  version int not null,
  text text not null,
  person_id uuid references person (id),
  at timestamptz not null,
  ip text,
  primary key (entry_id, declaration_id, version)
);

create table entry_file (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references entry (id),
  stage text not null check (stage in ('submission','refinement')),
  requirement_id text not null,
  file_id uuid not null unique references file (id),
  position smallint not null default 1,
  added_by uuid references person (id),
  added_at timestamptz not null,
  removed_at timestamptz
);
create index entry_file_entry on entry_file (entry_id) where removed_at is null;

create table entry_event (
  id bigint generated always as identity primary key,
  entry_id uuid not null references entry (id),
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  from_state text,
  to_state text not null,
  reason text,
  clause text
);
create index entry_event_entry on entry_event (entry_id, id);

-- one row for each submission (and resubmission), what was handed in, frozen
create table entry_submission (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references entry (id),
  stage text not null check (stage in ('submission','refinement')),
  no int not null,
  at timestamptz not null,
  by_id uuid references person (id),
  snapshot jsonb not null,
  hash text not null,
  programme_version int not null,
  unique (entry_id, stage, no)
);

create table initiative (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  folded text not null,
  authors text not null default '',
  authors_folded text not null default '',
  decision_number text,
  decision_date date,
  authority text,
  level text,
  year int,
  import_id uuid,
  created_at timestamptz not null,
  unique nulls not distinct (folded, decision_number, year)
);
create index initiative_folded on initiative using gin (folded gin_trgm_ops);

-- screening ------------------------------------------------------------------------------------------------------------
create table forwarding (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  unit_id uuid not null references unit (id),
  letter_number text,
  letter_date date,
  letter_file_id uuid references file (id),
  note text,
  by_id uuid not null references person (id),
  at timestamptz not null
);
create table screening_review (
  entry_id uuid primary key references entry (id),
  unit_id uuid not null references unit (id),
  decision text not null check (decision in ('accept','return','reject')),
  rank smallint check (rank > 0),
  comment text,
  by_id uuid not null references person (id),
  at timestamptz not null,
  forwarding_id uuid references forwarding (id)
);
create unique index screening_rank on screening_review (unit_id, rank, entry_id);

-- the secretariat's decision beside each finding of the system
create table check_decision (
  entry_id uuid not null references entry (id),
  rule text not null,
  verdict text not null check (verdict in ('pass','fail','ask')),
  note text,
  by_id uuid not null references person (id),
  at timestamptz not null,
  primary key (entry_id, rule)
);

-- judging --------------------------------------------------------------------------------------------------------------
create table round_state (
  programme_id uuid not null references programme (id),
  round_id text not null,
  state text not null check (state in ('pending','open','closed')),
  opened_at timestamptz,
  closed_at timestamptz,
  closed_by uuid references person (id),
  draw_seed text,
  drawn_at timestamptz,
  note text,
  primary key (programme_id, round_id)
);
create table judge_declaration (
  programme_id uuid not null references programme (id),
  round_id text not null,
  judge_id uuid not null references person (id),
  at timestamptz not null,
  text text not null,
  primary key (programme_id, round_id, judge_id)
);
create table conflict (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  judge_id uuid not null references person (id),
  entry_id uuid not null references entry (id),
  source text not null check (source in ('declared','detected','secretary')),
  reason text not null,
  at timestamptz not null,
  by_id uuid references person (id),
  lifted_at timestamptz,
  unique (judge_id, entry_id)
);
create table assignment (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  round_id text not null,
  entry_id uuid not null references entry (id),
  judge_id uuid not null references person (id),
  source text not null check (source in ('auto','hand','second-look')),
  position int not null default 0,
  by_id uuid references person (id),
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  unique (round_id, entry_id, judge_id)
);
create index assignment_judge on assignment (judge_id, round_id) where withdrawn_at is null;
create index assignment_round on assignment (programme_id, round_id) where withdrawn_at is null;

create table score_sheet (
  assignment_id uuid primary key references assignment (id),
  state text not null check (state in ('draft','signed')),
  version int not null default 1,
  total numeric(8,3),
  comment text not null default '',
  private_note text not null default '',
  saved_at timestamptz not null,
  signed_at timestamptz,
  signed_hash text,
  reopened_at timestamptz,
  reopened_reason text
);
create table score (
  assignment_id uuid not null references score_sheet (assignment_id),
  criterion_id text not null,
  value numeric(8,3),
  comment text not null default '',
  primary key (assignment_id, criterion_id)
);
create table second_look (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  round_id text not null,
  entry_id uuid not null references entry (id),
  reason text not null,
  asked_by uuid not null references person (id),
  asked_at timestamptz not null,
  resolved_at timestamptz,
  resolution text
);
create table presentation_order (
  programme_id uuid not null references programme (id),
  round_id text not null,
  entry_id uuid not null references entry (id),
  position int not null,
  primary key (programme_id, round_id, entry_id),
  unique (programme_id, round_id, position)
);
-- fixed when the chair closes the round
create table round_result (
  programme_id uuid not null references programme (id),
  round_id text not null,
  entry_id uuid not null references entry (id),
  rank int not null,
  tied boolean not null default false,
  score numeric(10,4) not null,
  detail jsonb not null,
  primary key (programme_id, round_id, entry_id)
);

-- results --------------------------------------------------------------------------------------------------------------
create table proposal (
  programme_id uuid not null references programme (id),
  entry_id uuid not null references entry (id),
  kind text not null check (kind in ('finalist','prize')),
  tier_id text,
  proposed_by uuid not null references person (id),
  at timestamptz not null,
  note text,
  primary key (programme_id, entry_id, kind)
);
create table award (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  entry_id uuid not null references entry (id),
  tier_id text not null,
  amount bigint not null check (amount >= 0),
  decided_by uuid not null references person (id),
  decided_at timestamptz not null,
  reason text,
  revoked_at timestamptz,
  revoked_reason text
);
create unique index award_entry on award (entry_id) where revoked_at is null;
create table decision (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  kind text not null check (kind in ('finalists','results')),
  number text,
  date date,
  signer text,
  note text,
  decided_by uuid not null references person (id),
  decided_at timestamptz not null,
  published_at timestamptz,
  published_by uuid references person (id)
);
create unique index decision_kind on decision (programme_id, kind);
create table certificate (
  id uuid primary key default gen_random_uuid(),
  code text not null unique,
  programme_id uuid not null references programme (id),
  award_id uuid not null references award (id),
  entry_id uuid not null references entry (id),
  person_id uuid references person (id),
  recipient text not null,
  workplace text,
  entry_title text not null,
  tier_name text not null,
  number text not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  unique (award_id, recipient)
);

-- publication ----------------------------------------------------------------------------------------------------------
create table news (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid references programme (id),
  slug text not null,
  title text not null,
  summary text not null default '',
  body text not null,
  state text not null check (state in ('draft','published','withdrawn')),
  published_at timestamptz,
  by_id uuid references person (id),
  updated_at timestamptz not null,
  unique (programme_id, slug)
);
-- raised by every act that changes what the public sees; the rendered cache is keyed by it
create sequence publication_version;

-- messages -------------------------------------------------------------------------------------------------------------
create table message (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  to_address text not null,
  to_name text not null default '',
  person_id uuid references person (id),
  programme_id uuid references programme (id),
  entry_id uuid references entry (id),
  subject text not null,
  body text not null,
  state text not null check (state in ('queued','sending','sent','failed','held')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index message_state on message (state, created_at);
create index message_person on message (person_id, created_at desc);
