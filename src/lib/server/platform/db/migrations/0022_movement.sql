-- Movements (phong trào thi đua): units in time, clusters, indicators, obligations, plans and reports, inspections, good examples.

-- units in time (C21-7) --------------------------------------------------------------------------------------------------
-- Where a unit stood before it stood where it stands now (`unit.parent_id`). Days are both included.
create table unit_placement (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit (id),
  parent_id uuid references unit (id),
  valid_from date,
  valid_to date not null,
  note text,
  check (unit_id <> parent_id),
  check (valid_from is null or valid_from <= valid_to),
  exclude using gist (unit_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
-- Which part of a dissolved unit's figures a successor takes over; null: nobody has decided, and nothing is divided.
alter table unit_successor add column share numeric check (share > 0 and share <= 1);

create table cluster_scheme (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  decision text,
  valid_from date not null,
  valid_to date,
  created_by uuid references person (id),
  created_at timestamptz not null,
  check (valid_to is null or valid_from <= valid_to)
);
create table cluster (
  id uuid primary key default gen_random_uuid(),
  scheme_id uuid not null references cluster_scheme (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('cluster', 'block')),
  position int not null default 0,
  unique (scheme_id, code)
);
create table cluster_member (
  cluster_id uuid not null references cluster (id) on delete cascade,
  unit_id uuid not null references unit (id),
  leads boolean not null default false,
  primary key (cluster_id, unit_id)
);
create index cluster_member_unit on cluster_member (unit_id);

-- indicators (C21-1, C21-2) ------------------------------------------------------------------------------------------------
-- One row for each figure; `official_*` is what was locked last, the other columns are what is being worked on.
create table indicator_value (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  indicator_id text not null,
  unit_id uuid not null references unit (id),
  period text not null check (period ~ '^\d{4}(-(H[12]|Q[1-4]))?$'),
  version int not null default 1,
  numerator numeric,
  denominator numeric,
  value numeric,
  note text not null default '',
  state text not null check (state in ('entered', 'complete', 'submitted', 'returned', 'verified', 'locked')),
  -- facts beside the state: "complete" and "approved" are two things
  completed_at timestamptz,
  submitted_at timestamptz,
  verified_at timestamptz,
  verified_by uuid references person (id),
  locked_at timestamptz,
  locked_by uuid references person (id),
  official_version int,
  official_numerator numeric,
  official_denominator numeric,
  official_value numeric,
  entered_by uuid references person (id),
  entered_at timestamptz not null,
  updated_at timestamptz not null,
  unique (programme_id, indicator_id, unit_id, period),
  check (denominator is null or denominator <> 0),
  check (state <> 'locked' or official_version = version),
  check ((official_version is null) = (locked_at is null))
);
create index indicator_value_unit on indicator_value (programme_id, unit_id);
create index indicator_value_state on indicator_value (programme_id, state);

create table indicator_value_version (
  value_id uuid not null references indicator_value (id),
  version int not null,
  numerator numeric,
  denominator numeric,
  value numeric,
  note text not null default '',
  -- why it was changed after the lock
  reason text,
  by_id uuid references person (id),
  by_name text not null,
  at timestamptz not null,
  primary key (value_id, version)
);
create table indicator_value_event (
  id bigint generated always as identity primary key,
  value_id uuid not null references indicator_value (id),
  version int not null,
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  what text not null,
  reason text
);
create index indicator_value_event_value on indicator_value_event (value_id, id);
create table indicator_evidence (
  value_id uuid not null references indicator_value (id),
  file_id uuid not null unique references file (id),
  added_by uuid references person (id),
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (value_id, file_id)
);
-- What a unit registered for itself in its plan.
create table unit_target (
  programme_id uuid not null references programme (id),
  indicator_id text not null,
  unit_id uuid not null references unit (id),
  year int not null,
  value numeric not null,
  from_report uuid,
  at timestamptz not null,
  primary key (programme_id, indicator_id, unit_id, year)
);

-- obligations (Q25-10, V26-7) ----------------------------------------------------------------------------------------------
create table obligation (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  rule_id text not null,
  unit_id uuid not null references unit (id),
  period text not null check (period ~ '^\d{4}(-(H[12]|Q[1-4]))?$'),
  -- last instant in time
  due_at timestamptz not null,
  state text not null check (state in ('not-started', 'draft', 'submitted', 'returned', 'accepted')),
  started_at timestamptz,
  first_submitted_at timestamptz,
  submitted_at timestamptz,
  returned_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid references person (id),
  exempted_at timestamptz,
  exempted_by uuid references person (id),
  exempt_reason text,
  created_at timestamptz not null,
  unique (programme_id, rule_id, unit_id, period),
  check ((exempted_at is null) = (exempt_reason is null)),
  check (state <> 'accepted' or (accepted_at is not null and submitted_at is not null)),
  check ((submitted_at is null) = (first_submitted_at is null))
);
create index obligation_unit on obligation (unit_id, due_at);
create index obligation_open on obligation (due_at) where state <> 'accepted' and exempted_at is null;

create table obligation_event (
  id bigint generated always as identity primary key,
  obligation_id uuid not null references obligation (id),
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  from_state text,
  to_state text not null,
  what text not null,
  reason text
);
create index obligation_event_obligation on obligation_event (obligation_id, id);

-- which reminder went out, so that none goes twice: "before-14", "after-7", "escalation"
create table obligation_reminder (
  obligation_id uuid not null references obligation (id),
  due_at timestamptz not null,
  kind text not null,
  at timestamptz not null,
  primary key (obligation_id, due_at, kind)
);

-- plans and reports of units -------------------------------------------------------------------------------------------------
create table unit_report (
  id uuid primary key default gen_random_uuid(),
  obligation_id uuid not null unique references obligation (id),
  programme_id uuid not null references programme (id),
  unit_id uuid not null references unit (id),
  period text not null,
  content jsonb not null default '{}',
  version int not null default 1,
  updated_by uuid references person (id),
  updated_at timestamptz not null,
  created_at timestamptz not null
);
alter table unit_target add foreign key (from_report) references unit_report (id);
-- What was handed in, each time.
create table unit_report_submission (
  report_id uuid not null references unit_report (id),
  no int not null,
  content jsonb not null,
  sha256 text not null,
  submitted_by uuid references person (id),
  by_name text not null,
  submitted_at timestamptz not null,
  primary key (report_id, no)
);
create table unit_report_file (
  report_id uuid not null references unit_report (id),
  file_id uuid not null unique references file (id),
  role text not null check (role in ('signed', 'attachment', 'source')),
  added_by uuid references person (id),
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (report_id, file_id)
);

-- The province's report over those of the units (Q25-13).
create table summary_report (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  period text not null,
  occasion text not null check (occasion in ('yearly', 'mid-term', 'final')),
  title text not null,
  body jsonb not null,
  -- figures as they stood when the report was made final
  figures jsonb,
  number text,
  dated date,
  state text not null check (state in ('draft', 'final')),
  version int not null default 1,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_by uuid references person (id),
  updated_at timestamptz not null,
  finalised_at timestamptz,
  unique (programme_id, period, occasion),
  check ((state = 'final') = (finalised_at is not null and figures is not null))
);

-- inspections (Q25-11) -------------------------------------------------------------------------------------------------------
create table inspection (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  unit_id uuid not null references unit (id),
  title text not null check (length(title) between 1 and 300),
  planned_on date not null,
  held_on date,
  team jsonb not null default '[]',
  attendees text not null default '',
  checklist jsonb not null default '[]',
  conclusion text not null default '',
  state text not null check (state in ('planned', 'held', 'closed', 'cancelled')),
  reason text,
  version int not null default 1,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (state in ('planned', 'cancelled') or held_on is not null)
);
create index inspection_programme on inspection (programme_id, planned_on);
create table inspection_finding (
  id uuid primary key default gen_random_uuid(),
  inspection_id uuid not null references inspection (id),
  text text not null check (length(text) between 1 and 3000),
  clause text,
  owner_unit_id uuid not null references unit (id),
  due_on date not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  answer text,
  answered_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  check (state <> 'closed' or closed_at is not null)
);
create index inspection_finding_owner on inspection_finding (owner_unit_id, due_on) where state <> 'closed';
create table inspection_event (
  id bigint generated always as identity primary key,
  inspection_id uuid not null references inspection (id),
  finding_id uuid references inspection_finding (id),
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  what text not null,
  note text
);
create index inspection_event_inspection on inspection_event (inspection_id, id);
create table inspection_file (
  inspection_id uuid not null references inspection (id),
  finding_id uuid references inspection_finding (id),
  file_id uuid not null unique references file (id),
  added_by uuid references person (id),
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (inspection_id, file_id)
);
create table inspection_reminder (
  finding_id uuid not null references inspection_finding (id),
  due_on date not null,
  kind text not null,
  at timestamptz not null,
  primary key (finding_id, due_on, kind)
);

-- good examples (Q25-14, V26-5) ------------------------------------------------------------------------------------------------
create table good_example (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  unit_id uuid not null references unit (id),
  code text not null unique,
  kind text not null check (kind in ('model', 'initiative', 'person')),
  title text not null check (length(title) <= 300),
  folded text not null default '',
  summary text not null default '',
  body text not null default '',
  results text not null default '',
  content_id text,
  state text not null check (state in ('draft', 'submitted', 'returned', 'published', 'withdrawn')),
  reason text,
  version int not null default 1,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  published_at timestamptz,
  check (state <> 'published' or published_at is not null)
);
create index good_example_programme on good_example (programme_id, state, published_at desc);
create index good_example_folded on good_example using gin (folded gin_trgm_ops);
create table good_example_photo (
  example_id uuid not null references good_example (id),
  file_id uuid not null unique references file (id),
  caption text not null default '',
  position smallint not null default 1,
  -- whoever proposes says that the persons in the picture agree to its publication (Luật 91/2025/QH15)
  consent_said boolean not null default false,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (example_id, file_id)
);
create table good_example_link (
  example_id uuid not null references good_example (id),
  kind text not null check (kind in ('entry', 'initiative')),
  target_id uuid not null,
  primary key (example_id, kind, target_id)
);
create table good_example_replica (
  example_id uuid not null references good_example (id),
  unit_id uuid not null references unit (id),
  since date,
  note text not null default '',
  state text not null check (state in ('said', 'confirmed', 'refused')),
  said_by uuid references person (id),
  at timestamptz not null,
  decided_at timestamptz,
  primary key (example_id, unit_id)
);
create table good_example_event (
  id bigint generated always as identity primary key,
  example_id uuid not null references good_example (id),
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  what text not null,
  reason text
);
create index good_example_event_example on good_example_event (example_id, id);

-- spreadsheets in the background ---------------------------------------------------------------------------------------------
create table import_job (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('values', 'obligations', 'units', 'clusters')),
  programme_id uuid references programme (id),
  -- the person's own unit in whose name it was sent, if any
  unit_id uuid references unit (id),
  file_name text not null,
  -- what was read from the file, one array of cells a line, kept until the report is no longer needed
  lines jsonb not null,
  options jsonb not null default '{}',
  state text not null check (state in ('preview', 'queued', 'running', 'done', 'failed', 'cancelled')),
  total int not null,
  -- lines that are done: a restart goes on after them
  done int not null default 0,
  message text,
  created_by uuid references person (id),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  check (done between 0 and total)
);
create index import_job_creator on import_job (created_by, created_at desc);
create table import_row (
  job_id uuid not null references import_job (id) on delete cascade,
  line int not null,
  outcome text not null check (outcome in ('created', 'changed', 'same', 'refused')),
  field text,
  message text not null,
  label text not null default '',
  primary key (job_id, line)
);

alter table file drop constraint file_purpose_check;
alter table file add constraint file_purpose_check check (purpose in
  ('entry','letter','document','news','certificate','import','screenshot','evidence','report','inspection','example'));
