-- The public gallery (K24-4) and the interactions of the public with it (K24-8, K24-10).

-- A work on show. What is shown is copied when it is posted; the entry itself stays the record.
create table gallery_item (
  entry_id uuid primary key references entry (id),
  programme_id uuid not null references programme (id),
  code text not null unique,
  title text not null,
  -- title, authors, unit and summary without diacritics, for search
  folded text not null,
  -- [{"name": "…", "workplace": "…"}] as the authors agreed to be shown
  authors jsonb not null,
  unit_id uuid references unit (id),
  unit_name text,
  topics text[] not null default '{}',
  summary text not null default '',
  file_id uuid not null references file (id),
  -- seconds
  duration numeric(9,3),
  posted_at timestamptz not null,
  posted_by uuid references person (id),
  withdrawn_at timestamptz,
  withdrawn_by uuid references person (id),
  withdrawn_reason text
);
create index gallery_item_shown on gallery_item (programme_id) where withdrawn_at is null;
create index gallery_item_folded on gallery_item using gin (folded gin_trgm_ops);

-- Votes that are voided stay in the record, so nothing here is deleted. `network`: IPv4 address or IPv6 /64; `device`: a random
-- name of the browser. Personal data; purpose: guarding the count; retention: until the programme's complaints are settled.
create table gallery_like (
  id bigint generated always as identity primary key,
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  person_id uuid not null references person (id),
  at timestamptz not null,
  taken_back_at timestamptz,
  network text not null,
  device text,
  agent text not null default '',
  -- 'solved': a proof of work was done for it; 'none': came by the path without scripts
  challenge text not null check (challenge in ('solved', 'none')),
  voided_at timestamptz,
  voided_by uuid references person (id),
  voided_reason text,
  check (taken_back_at is null or taken_back_at >= at),
  check ((voided_at is null) = (voided_reason is null))
);
-- one vote per voter and work
create unique index gallery_like_one on gallery_like (entry_id, person_id) where taken_back_at is null;
create index gallery_like_programme on gallery_like (programme_id, at);
create index gallery_like_person on gallery_like (person_id);
create index gallery_like_network on gallery_like (programme_id, network, at);
comment on table gallery_like is 'personal data; purpose: counting votes fairly; retention: programme file';

-- A link that one person passed on. It counts once, when somebody else first opens it.
create table gallery_share (
  id bigint generated always as identity primary key,
  token text not null unique,
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  person_id uuid not null references person (id),
  at timestamptz not null,
  network text not null,
  device text,
  opened_at timestamptz,
  opened_network text,
  opened_device text,
  voided_at timestamptz,
  voided_by uuid references person (id),
  voided_reason text,
  check ((voided_at is null) = (voided_reason is null))
);
create index gallery_share_entry on gallery_share (entry_id) where opened_at is not null;
create index gallery_share_person on gallery_share (person_id, at);
create index gallery_share_programme on gallery_share (programme_id, opened_at);
comment on table gallery_share is 'personal data; purpose: counting votes fairly; retention: programme file';

-- One view a viewer, work and day (of Asia/Ho_Chi_Minh). `viewer`: 'p:' + person or 'd:' + device.
create table gallery_view (
  id bigint generated always as identity primary key,
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  viewer text not null,
  day date not null,
  at timestamptz not null,
  seconds int not null check (seconds >= 0),
  network text not null,
  voided_at timestamptz,
  voided_by uuid references person (id),
  voided_reason text,
  unique (entry_id, viewer, day),
  check ((voided_at is null) = (voided_reason is null))
);
create index gallery_view_programme on gallery_view (programme_id, at);

-- Numbers of a page elsewhere, as somebody read them at a moment. A wrong one is withdrawn, never changed.
create table external_count (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  source text not null check (source in ('facebook', 'zalo', 'youtube', 'tiktok', 'other')),
  address text not null,
  taken_at timestamptz not null,
  likes int not null check (likes >= 0),
  shares int not null check (shares >= 0),
  comments int not null check (comments >= 0),
  screenshot_id uuid references file (id),
  import_id uuid,
  by_id uuid not null references person (id),
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid references person (id),
  withdrawn_reason text
);
create index external_count_entry on external_count (programme_id, entry_id, taken_at desc) where withdrawn_at is null;

-- The counts as they stood at the freeze instant, signed. A correction (votes voided later) is a new number with a reason.
create table interaction_freeze (
  id uuid primary key default gen_random_uuid(),
  programme_id uuid not null references programme (id),
  no int not null check (no >= 1),
  frozen_at timestamptz not null,
  made_at timestamptz not null,
  made_by uuid references person (id),
  reason text,
  -- the text that is signed, exactly as it is downloaded
  snapshot text not null,
  sha256 text not null,
  signature text not null,
  public_key text not null,
  unique (programme_id, no),
  check (no = 1 or reason is not null)
);
create table interaction_frozen (
  freeze_id uuid not null references interaction_freeze (id),
  entry_id uuid not null references gallery_item (entry_id),
  likes int not null,
  shares int not null,
  views int not null,
  external_likes int not null,
  external_shares int not null,
  external_comments int not null,
  -- weighted sum
  total numeric(14,3) not null,
  primary key (freeze_id, entry_id)
);
