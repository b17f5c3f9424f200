-- Checks of dossiers (Q25-2, Q25-12): judgements over what the comparison found, and what became of entered proceedings.

-- Whether two awards are for one achievement is for a person to say (Luật Thi đua, khen thưởng 2022 Điều 5 khoản 2 điểm c): the unit
-- explains, an appraiser judges with a reason.
create table award_judgement (
  id uuid primary key default gen_random_uuid(),
  dossier_id uuid not null references award_dossier (id),
  -- what the dossier was compared with
  record_id uuid references award_record (id),
  other_id uuid references award_dossier (id),
  explanation text,
  asked_by_name text,
  asked_at timestamptz,
  verdict text check (verdict in ('distinct','same')),
  reason text,
  -- how like the texts were, in percent, when it was judged: a dossier that grows more alike afterwards is asked about again
  likeness int check (likeness between 0 and 100),
  judged_by uuid references person (id),
  judged_by_name text,
  judged_at timestamptz,
  check (num_nonnulls(record_id, other_id) = 1),
  check (num_nonnulls(explanation, asked_by_name, asked_at) in (0, 3)),
  check (num_nonnulls(verdict, reason, likeness, judged_by_name, judged_at) in (0, 5)),
  check (asked_at is not null or judged_at is not null)
);
create unique index award_judgement_record on award_judgement (dossier_id, record_id) where record_id is not null;
create unique index award_judgement_other on award_judgement (dossier_id, other_id) where other_id is not null;

alter table award_barrier add column version int not null default 1;
-- 'no-case': looked into, nothing found; 'ended': the discipline has ended, on `to_on`; 'mistake': should not have been entered
alter table award_barrier add column cleared_how text check (cleared_how in ('no-case','ended','mistake'));
alter table award_barrier add constraint award_barrier_cleared_how check ((cleared_at is null) = (cleared_how is null));
create index award_barrier_all on award_barrier (subject_id);

-- those who may be the same one under another row are looked for by unit
create index award_subject_at on award_subject (unit_id, kind) where unit_id is not null;
