-- A prize of a contest enters the register once for each author (K26-5a, K24-9). No foreign key: the line stays when the author is taken off.
alter table award_record add column entry_author_id uuid;
alter table award_record add constraint award_record_of_author check ((award_id is null) = (entry_author_id is null));
drop index award_record_award;
create unique index award_record_award on award_record (award_id, entry_author_id) where award_id is not null;
-- one author may have two third prizes by one decision, for two works
drop index award_record_once;
create unique index award_record_once on award_record (subject_id, form_id, decision_number, decision_date)
  where decision_number is not null and decision_date is not null and award_id is null;
