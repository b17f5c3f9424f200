-- The work of a step (Q25-12): the place that the compiling office gives a dossier in its list; two officers at one checklist; on what
-- ground a child is named in a public list (Luật Trẻ em, Luật Bảo vệ dữ liệu cá nhân).
alter table award_step add column rank int check (rank > 0);
alter table award_step add column version int not null default 1;
alter table award_publicity_line add column consent text;
create index award_comment_dossier on award_comment (dossier_id) where dossier_id is not null;
create index award_opinion_open on award_opinion (due_on) where answered_at is null and cancelled_at is null;
create index award_opinion_call on award_opinion (call_id);
create index award_publicity_call on award_publicity (call_id, step_id);
