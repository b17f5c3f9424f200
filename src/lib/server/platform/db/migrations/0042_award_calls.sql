-- A call can be given up before it has opened.
alter table award_call drop constraint award_call_check;
alter table award_call add constraint award_call_opened check (state in ('draft','cancelled') or opened_at is not null);
