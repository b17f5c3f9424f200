-- Each author of an entry gets a certificate of their own (K26-5a); two authors may bear the same name.
alter table certificate drop constraint certificate_award_id_recipient_key;
alter table certificate add column entry_author_id uuid not null references entry_author (id);
alter table certificate add unique (award_id, entry_author_id);
create index certificate_programme on certificate (programme_id);
create index certificate_entry on certificate (entry_id);
create index certificate_person on certificate (person_id);
create index award_programme on award (programme_id) where revoked_at is null;

-- What people write into the closing report beside the figures (K26-6a).
create table report_text (
  programme_id uuid not null references programme (id),
  section text not null check (section in ('assessment','limits','proposals')),
  body text not null,
  by_id uuid references person (id),
  updated_at timestamptz not null,
  primary key (programme_id, section)
);
