-- Councils: what meetings and ballots need beyond 0040.

-- Papers of absent members go into the same box as all others: counted apart, a single written paper would name its writer.
alter table ballot drop column written;
-- Slips drawn from a box by members without a device: hashes of the codes that are not used yet, sorted, and how many were printed.
alter table ballot add column slips jsonb not null default '{"issued": 0, "left": []}';
alter table ballot add constraint ballot_cancelled check (state <> 'cancelled' or (private_key is null and cancel_reason is not null));
-- Fingerprint of the blinded serial that was signed for a member: the same browser may ask for its signature again when the
-- answer got lost. It is blind, so it tells nothing of the paper. Erased when the ballot closes.
alter table ballot_voter add column request text;

-- two people at once
alter table council_meeting add column version int not null default 1;
-- what the council concluded: on, back (to a step, or to the unit), not qualified, or held for another meeting
alter table council_item add column outcome text check (outcome in ('forward','back','unit','decline','hold'));
alter table council_item add column to_step_id text;
alter table council_item add constraint council_item_back check ((outcome is not distinct from 'back') = (to_step_id is not null));
create index council_item_dossier on council_item (dossier_id);
create index council_meeting_call on council_meeting (call_id, starts_at);
