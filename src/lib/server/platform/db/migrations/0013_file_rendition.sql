-- What is made of a video for showing it (K24-4, K24-6): still pictures, a light version for slow lines, and one that starts to play
-- before it has wholly arrived. Made by ffmpeg where it is installed; without it the original is shown.
create table file_rendition (
  file_id uuid not null references file (id) on delete cascade,
  kind text not null check (kind in ('poster','poster-small','low','fast')),
  -- needless: the original is as good; unavailable: no ffmpeg here (yet)
  state text not null check (state in ('waiting','ready','needless','unavailable','failed')),
  storage_key text,
  media text,
  bytes bigint,
  width int,
  height int,
  seconds numeric(9,3),
  made_at timestamptz,
  problem text,
  primary key (file_id, kind),
  check ((state = 'ready') = (storage_key is not null)),
  check (state <> 'ready' or (media is not null and bytes > 0 and width > 0 and height > 0 and made_at is not null)),
  check ((state = 'failed') = (problem is not null))
);
create index file_rendition_open on file_rendition (state) where state in ('waiting','unavailable','failed');
