-- Where a file belongs, as its upload was allowed; the requirement it is checked against follows from it.
alter table file add column target jsonb not null default '{}';
