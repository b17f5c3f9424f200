-- On which ground a conflict of interest stands decides whether a person may lift it; who lifted it and why stays on record.
alter table conflict
  add column ground text not null default 'declared'
    check (ground in ('author','same-email','same-name','same-unit','declared','secretary')),
  add column lifted_by uuid references person (id),
  add column lifted_reason text,
  add check ((lifted_at is null) = (lifted_reason is null));
alter table conflict alter column ground drop default;
