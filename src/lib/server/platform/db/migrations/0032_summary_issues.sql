-- Issued reports (Q25-13): each stays as it was issued; a correction is a further one with its reason.
alter table summary_report add column correction text;
create table summary_issue (
  summary_id uuid not null references summary_report (id),
  no int not null check (no > 0),
  title text not null,
  number text not null check (number <> ''),
  dated date not null,
  body jsonb not null,
  figures jsonb not null,
  -- over body and figures
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- why it takes the place of the one before
  reason text,
  by_id uuid references person (id),
  by_name text not null,
  at timestamptz not null,
  primary key (summary_id, no),
  check ((no = 1) = (reason is null))
);

create function summary_issue_stays() returns trigger language plpgsql as $$
begin
  raise exception 'issued reports are kept as they are' using errcode = 'restrict_violation';
end $$;
create trigger summary_issue_stays before update or delete on summary_issue
  for each row execute function summary_issue_stays();
