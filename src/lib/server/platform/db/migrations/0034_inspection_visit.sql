-- Inspections (Q25-11): what a visit is for, where and from when to when it was held; why a finding came back or was closed.
alter table inspection add column purpose text not null default '';
alter table inspection add column place text not null default '';
alter table inspection add column begins text check (begins ~ '^([01]\d|2[0-3]):[0-5]\d$');
alter table inspection add column ends text check (ends ~ '^([01]\d|2[0-3]):[0-5]\d$');
alter table inspection_finding add column reason text;
create index inspection_unit on inspection (unit_id, planned_on);
create index inspection_finding_inspection on inspection_finding (inspection_id);
create index inspection_file_finding on inspection_file (finding_id) where removed_at is null;
