-- Every decision about votes, kept for ever: what was taken out of the count or put back, by whom, why, and what had been seen.
create table vote_review (
  id bigint generated always as identity primary key,
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  kind text not null check (kind in ('like', 'share', 'view')),
  decision text not null check (decision in ('void', 'restore')),
  vote_ids bigint[] not null check (cardinality(vote_ids) > 0),
  seen text not null default '',
  reason text not null,
  by_id uuid not null references person (id),
  by_name text not null,
  at timestamptz not null
);
create index vote_review_programme on vote_review (programme_id, id desc);
