-- A list for those above lies with its officer, then with whoever signs the letter; only then it is sent and gets number and day.
alter table award_forwarding alter column letter_number drop not null;
alter table award_forwarding alter column letter_date drop not null;
alter table award_forwarding alter column sent_at drop not null;
alter table award_forwarding alter column sent_by_name drop not null;
alter table award_forwarding add column version int not null default 1;
alter table award_forwarding add column created_at timestamptz not null;
alter table award_forwarding add column created_by_name text not null;
alter table award_forwarding add column submitted_at timestamptz;
alter table award_forwarding add column submitted_by_name text;
alter table award_forwarding add column approved_at timestamptz;
alter table award_forwarding add column approved_by_name text;
alter table award_forwarding add column returned_reason text;
alter table award_forwarding add column cancelled_at timestamptz;
alter table award_forwarding add column cancel_reason text;
-- the day on which it left the house, and how
alter table award_forwarding add column sent_on date;
alter table award_forwarding add column way text check (way in ('electronic','post','hand'));
alter table award_forwarding add constraint award_forwarding_submitted check ((submitted_at is null) = (submitted_by_name is null));
alter table award_forwarding add constraint award_forwarding_approved check
  ((approved_at is null) = (approved_by_name is null) and (approved_at is null or submitted_at is not null));
alter table award_forwarding add constraint award_forwarding_sent check (
  num_nulls(sent_at, sent_by_name, sent_on, way, letter_number, letter_date) in (0, 6)
  and (sent_at is null or (approved_at is not null and cancelled_at is null)));
alter table award_forwarding add constraint award_forwarding_cancelled check ((cancelled_at is null) = (cancel_reason is null));

-- the signed letter, and what those above decided
alter table award_file add column forwarding_id uuid references award_forwarding (id);
alter table award_file drop constraint award_file_one_place;
alter table award_file add constraint award_file_one_place check
  (num_nonnulls(call_id, submission_id, dossier_id, opinion_id, meeting_id, decision_id, revocation_id, forwarding_id) = 1);
create index award_file_forwarding on award_file (forwarding_id) where forwarding_id is not null;
