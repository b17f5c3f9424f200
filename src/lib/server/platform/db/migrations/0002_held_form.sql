-- What a person had typed when the session ended: kept for a short time, given back after signing in again.
create table held_form (
  token_hash text primary key,
  path text not null,
  body jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table held_form is 'may hold personal data; purpose: nothing typed is lost; retention: 24 hours';
