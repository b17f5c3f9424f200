-- A draft decision lies with its officer, then with whoever decides; a line may be given without a bonus, with the reason.
alter table award_decision add column submitted_at timestamptz;
alter table award_decision add column submitted_by_name text;
alter table award_decision add constraint award_decision_submitted check ((submitted_at is null) = (submitted_by_name is null));
alter table award_decision add column returned_reason text;
-- only the highest of several awards for one achievement brings a bonus: whoever prepares the decision says so
alter table award_decision add column highest_only boolean not null default false;
alter table award_decision_line add column without_bonus text check (length(without_bonus) > 0);
create index award_decision_call on award_decision (call_id);

-- a dossier that went to those above: when, with which letter, what came back
create table award_forwarding (
  id uuid primary key default gen_random_uuid(),
  call_id uuid not null references award_call (id),
  step_id text not null,
  -- to whom: "Bộ Nội vụ (Ban Thi đua - Khen thưởng Trung ương)"
  receiver text not null,
  letter_number text not null,
  letter_date date not null,
  -- what the electronic system of those above gave back
  receipt text not null default '',
  sent_at timestamptz not null,
  sent_by_name text not null
);
create index award_forwarding_call on award_forwarding (call_id);
create table award_forwarding_line (
  forwarding_id uuid not null references award_forwarding (id),
  dossier_id uuid not null unique references award_dossier (id),
  -- their answer: null while it is awaited
  outcome text check (outcome in ('awarded','refused')),
  decision_number text,
  decision_date date,
  signer text,
  reason text,
  entered_at timestamptz,
  entered_by_name text,
  primary key (forwarding_id, dossier_id),
  check ((outcome is null) = (entered_at is null)),
  check (outcome is distinct from 'awarded' or (decision_number is not null and decision_date is not null)),
  check (outcome is distinct from 'refused' or reason is not null)
);
