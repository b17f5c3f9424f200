-- A side prize (K24-10) goes by the public's interactions, beside any prize by score: a work may hold one of each.
alter table award add column side boolean not null default false;
drop index award_entry;
create unique index award_entry on award (entry_id, side) where revoked_at is null;

-- From which figures the prizes were decided, as they were published: corrections of the counts afterwards change no result.
alter table decision add column calculation jsonb;
