-- Counting interactions (K24-4, K24-8).

-- Counts of one work are read from the index alone, also where it has tens of thousands of likes.
create index gallery_like_tally on gallery_like (programme_id, entry_id) include (at, taken_back_at, voided_at);
create index gallery_view_tally on gallery_view (programme_id, entry_id) include (at, voided_at);

-- Weights have as many decimals as a programme gives them.
alter table interaction_frozen alter column total type numeric;

-- The same reading entered twice would look like two.
create unique index external_count_one on external_count (entry_id, source, taken_at) where withdrawn_at is null;

alter table file drop constraint file_purpose_check;
alter table file add constraint file_purpose_check
  check (purpose in ('entry','letter','document','news','certificate','import','screenshot'));

-- What a freeze has counted can be counted again at any time with the same result. So what is written after it cannot be dated
-- before it: an act that began before the freeze and ends after it happened after it. (A freeze locks these tables while it
-- counts; whoever waits for it meets this trigger with the freeze already visible.)
create function after_freeze() returns trigger language plpgsql as $$
declare
  instant timestamptz;
  made timestamptz;
begin
  select max(frozen_at), max(made_at) into instant, made from interaction_freeze where programme_id = new.programme_id;
  if instant is null then
    return new;
  end if;
  if tg_table_name = 'external_count' then
    if tg_op = 'INSERT' and new.at <= made then
      new.at := made + interval '1 millisecond';
    end if;
    if new.withdrawn_at <= made and (tg_op = 'INSERT' or old.withdrawn_at is null) then
      new.withdrawn_at := made + interval '1 millisecond';
    end if;
    return new;
  end if;
  if new.voided_at <= made and (tg_op = 'INSERT' or old.voided_at is null) then
    new.voided_at := made + interval '1 millisecond';
  end if;
  if tg_table_name = 'gallery_share' then
    if new.opened_at <= instant and (tg_op = 'INSERT' or old.opened_at is null) then
      new.opened_at := instant + interval '1 millisecond';
    end if;
    return new;
  end if;
  if tg_op = 'INSERT' and new.at <= instant then
    new.at := instant + interval '1 millisecond';
  end if;
  if tg_table_name = 'gallery_like' then
    if new.taken_back_at <= instant and (tg_op = 'INSERT' or old.taken_back_at is null) then
      new.taken_back_at := instant + interval '1 millisecond';
    end if;
    new.taken_back_at := greatest(new.taken_back_at, case when new.taken_back_at is not null then new.at end);
  end if;
  return new;
end $$;

create trigger after_freeze before insert or update on gallery_like for each row execute function after_freeze();
create trigger after_freeze before insert or update on gallery_share for each row execute function after_freeze();
create trigger after_freeze before insert or update on gallery_view for each row execute function after_freeze();
create trigger after_freeze before insert or update on external_count for each row execute function after_freeze();
