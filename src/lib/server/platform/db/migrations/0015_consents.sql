-- Consents to publication (K24-4; Luật 91/2025/QH15): each author, and the guardian of a minor, answers for each purpose.

-- Only where the programme has a gallery; the year is enough to see whether a guardian has to agree, too.
alter table entry_author add column birth_year smallint check (birth_year between 1900 and 2100);
comment on column entry_author.birth_year is
  'personal data; purpose: whether a guardian has to agree to publication; retention: programme file';

-- Whom a minor names; the link for answers goes there.
create table author_guardian (
  entry_author_id uuid primary key references entry_author (id) on delete cascade,
  full_name text not null check (length(full_name) between 1 and 200),
  relation text not null check (length(relation) between 1 and 100),
  email text not null check (email = lower(email)),
  named_at timestamptz not null,
  named_by uuid references person (id),
  sent_at timestamptz not null
);
comment on table author_guardian is
  'personal data; purpose: asking the guardian of a minor; retention: programme file';

-- Every answer as it was given, with the text as it was read. The last one of an author (or guardian) and purpose counts.
create table publication_consent (
  id bigint generated always as identity primary key,
  entry_id uuid not null references entry (id),
  -- no foreign key: the answer stays when the author is taken off the list
  entry_author_id uuid not null,
  author_name text not null,
  purpose_id text not null,
  version int not null,
  text text not null,
  who text not null check (who in ('author', 'guardian')),
  guardian_name text,
  guardian_relation text,
  guardian_email text,
  answer boolean not null,
  at timestamptz not null,
  -- who was signed in when answering; null behind a link
  person_id uuid references person (id),
  ip text,
  channel text not null check (channel in ('web', 'paper', 'mail')),
  -- a signed paper: who noted it, and where it is kept
  noted_by uuid references person (id),
  note text,
  check (who = 'author' or guardian_name is not null),
  check ((channel = 'paper') = (noted_by is not null))
);
create index publication_consent_author on publication_consent (entry_author_id, id);
create index publication_consent_entry on publication_consent (entry_id);
comment on table publication_consent is
  'personal data; purpose: proof of consent to publication; retention: as long as the work is shown, then programme file';

create function publication_consent_stays() returns trigger language plpgsql as $$
begin
  raise exception 'answers about publication are only added';
end $$;
create trigger publication_consent_stays before update or delete on publication_consent
  for each row execute function publication_consent_stays();

alter table token drop constraint token_purpose_check;
alter table token add check (purpose in ('confirm-email', 'reset-password', 'invite', 'first-admin', 'co-author', 'guardian'));

-- Entries that name a person, by address (K24-5).
create index entry_author_by_email on entry_author (email);
