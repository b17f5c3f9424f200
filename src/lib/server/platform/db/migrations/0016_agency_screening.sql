-- The list of entries as it was closed (K24-8), and what the standing agency chooses from it (K24-3).

create table entry_list (
  programme_id uuid primary key references programme (id),
  closed_at timestamptz not null,
  closed_by uuid not null references person (id),
  -- the text of which the hash was taken, exactly
  snapshot text not null,
  sha256 text not null
);

-- Each line as it stood when it came on the list. Whoever came later came by an addendum, which has a reason.
create table entry_list_line (
  programme_id uuid not null references entry_list (programme_id),
  no int not null check (no >= 1),
  entry_id uuid not null unique references entry (id),
  code text not null,
  title text not null,
  -- [{"name": "…", "workplace": "…"}]
  authors jsonb not null,
  unit text,
  submitted_at timestamptz not null,
  added_at timestamptz,
  added_by uuid references person (id),
  reason text,
  primary key (programme_id, no),
  check ((added_at is null) = (reason is null) and (added_at is null) = (added_by is null))
);

-- The standing agency's sheet of an entry. `items`: {"content": {"verdict": "pass", "note": null}}
create table agency_review (
  entry_id uuid primary key references entry (id),
  version int not null default 1,
  items jsonb not null default '{}',
  decision text check (decision in ('choose', 'refuse')),
  reason text,
  clause text,
  by_id uuid not null references person (id),
  at timestamptz not null
);
