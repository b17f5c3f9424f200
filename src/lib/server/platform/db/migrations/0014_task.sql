-- Who does what by when (K24-11), and the calendars that people subscribe to.
create table task (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  -- id in the programme's `tasks` where the plan prints this task
  plan_task_id text,
  title text not null check (length(title) between 1 and 500),
  detail text not null default '',
  clause text,
  agency text not null default '',
  owner_id uuid references person (id),
  starts_on date,
  due_on date,
  state text not null check (state in ('todo', 'doing', 'done', 'cancelled')),
  done_at timestamptz,
  version int not null default 1,
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (programme_id, plan_task_id),
  check (starts_on is null or due_on is null or starts_on <= due_on),
  check ((state = 'done') = (done_at is not null))
);
create index task_owner on task (owner_id);

create table task_event (
  id bigint generated always as identity primary key,
  task_id uuid not null references task (id),
  at timestamptz not null,
  by_id uuid references person (id),
  by_name text not null,
  what text not null,
  note text
);
create index task_event_task on task_event (task_id, id);

-- which reminder went out, so that none goes twice
create table task_reminder (
  task_id uuid not null references task (id),
  due_on date not null,
  kind text not null check (kind in ('soon', 'today', 'overdue')),
  at timestamptz not null,
  primary key (task_id, due_on, kind)
);

-- The address of a person's calendar. Calendar programs cannot sign in, so the address itself is the key; its owner can renew it.
create table calendar_feed (
  person_id uuid primary key references person (id),
  token text not null unique,
  created_at timestamptz not null
);
