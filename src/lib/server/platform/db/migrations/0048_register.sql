-- The register is looked up by everyone, word by word and without diacritics (Q25-2): each word of the folded text as a lexeme, so that the
-- common syllables of Vietnamese names stay fast, which trigrams of two hundred thousand names are not.
alter table award_record add column words tsvector not null
  generated always as (array_to_tsvector(string_to_array(trim(regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g')), ' '))) stored;
create index award_record_words on award_record using gin (words) with (fastupdate = off);
-- the order in which people read it; of one form as well
create index award_record_newest on award_record (year desc, decision_date desc nulls last, id) where public;
create index award_record_of_form on award_record (form_id, year desc, decision_date desc nulls last, id) where public;
create index award_record_prizes on award_record (year desc, decision_date desc nulls last, id) where form_is = 'prize';
create index award_record_unit on award_record (unit_id, year desc);
create index award_record_import on award_record (import_job_id) where import_job_id is not null;
create index award_subject_merged on award_subject (merged_into) where merged_into is not null;

-- Taken back by a decision, given back by another: the history of both (Điều 93 Luật Thi đua, khen thưởng 2022).
create table award_revocation (
  id uuid primary key default gen_random_uuid(),
  record_id uuid not null references award_record (id),
  -- 'revoked', 'restored'
  what text not null check (what in ('revoked','restored')),
  -- the letter of Điều 93 khoản 2; null for 'restored' and for prizes of contests, whose rules are their own
  ground text check (ground in ('a','b','c','d')),
  decision_number text,
  decision_date date,
  reason text not null,
  by_id uuid references person (id),
  by_name text not null,
  at timestamptz not null
);
create index award_revocation_record on award_revocation (record_id, at);

-- What leans on an award that was revoked: somebody has to look at it again and say what came of it.
create table award_review (
  id uuid primary key default gen_random_uuid(),
  revocation_id uuid not null references award_revocation (id),
  record_id uuid references award_record (id),
  dossier_id uuid references award_dossier (id),
  why text not null,
  done_at timestamptz,
  done_by_name text,
  conclusion text,
  check (num_nonnulls(record_id, dossier_id) = 1),
  check ((done_at is null) = (conclusion is null))
);
create index award_review_revocation on award_review (revocation_id);
create index award_review_dossier on award_review (dossier_id) where dossier_id is not null;
create index award_review_record on award_review (record_id) where record_id is not null;

-- the paper of a revocation or a restoration
alter table award_file add column revocation_id uuid references award_revocation (id);
alter table award_file drop constraint award_file_check;
alter table award_file add constraint award_file_one_place check
  (num_nonnulls(call_id, submission_id, dossier_id, opinion_id, meeting_id, decision_id, revocation_id) = 1);
create index award_file_revocation on award_file (revocation_id) where revocation_id is not null;
alter table award_record drop constraint award_record_revocation_id_fkey;
alter table award_record add constraint award_record_revocation_id_fkey foreign key (revocation_id) references award_revocation (id);
