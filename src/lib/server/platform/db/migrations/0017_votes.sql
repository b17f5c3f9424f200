-- Likes of people without an account, one like a mailbox, and proofs of work that were used up (K24-4, K24-8).

-- SHA-256 of the mailbox behind the voter's address ("a.b+x@gmail.com" and "ab@gmail.com" are one): the same mailbox has one vote.
alter table gallery_like add column mailbox text;
create unique index gallery_like_one_mailbox on gallery_like (entry_id, mailbox) where taken_back_at is null and mailbox is not null;

-- Somebody without an account asked to like a work; it counts when the address is confirmed. The confirmed row is the record of the consent.
create table vote_request (
  token_hash text primary key,
  programme_id uuid not null references programme (id),
  entry_id uuid not null references gallery_item (entry_id),
  email text not null,
  full_name text not null,
  -- what was agreed to, word for word
  consent text not null,
  challenge text not null check (challenge in ('solved', 'none')),
  network text not null,
  device text,
  at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  -- kept by the confirmation, so that the row says whose consent it is
  person_id uuid references person (id)
);
create index vote_request_expires on vote_request (expires_at) where confirmed_at is null;
comment on table vote_request is 'personal data; purpose: confirming a voter''s address, record of consent; retention: unconfirmed 24 hours after expiry, confirmed with the programme file';

-- A solved challenge may be used once. Lives in real time.
create table spent_challenge (
  nonce text primary key,
  expires_at timestamptz not null
);

-- 'voter': begun by a link to confirm an address, without a password; it carries no roles.
alter table session add column kind text not null default 'full' check (kind in ('full', 'voter'));
alter table session alter column kind drop default;
