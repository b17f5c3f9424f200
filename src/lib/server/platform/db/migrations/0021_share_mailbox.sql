-- Shares of one mailbox are of one person, as its likes are: accounts for "a+1@…" and "a+2@…" share one limit a day (K24-4, K24-10).
alter table gallery_share add column mailbox text;
comment on column gallery_share.mailbox is 'SHA-256 of the mailbox of the person who passed it on';
create index gallery_share_sharer on gallery_share (coalesce(mailbox, person_id::text), at);
