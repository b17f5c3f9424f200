-- Units in time (C21-7): names that units bore before; what holds for clusters and blocks.

-- What a unit was called before it was called what it is called now (`unit.name`). Days are both included.
create table unit_name (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit (id),
  name text not null,
  folded text not null,
  valid_from date,
  valid_to date not null,
  note text,
  check (valid_from is null or valid_from <= valid_to),
  exclude using gist (unit_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
create index unit_name_folded on unit_name using gin (folded gin_trgm_ops);
create index unit_successor_next on unit_successor (successor_id);

-- One scheme at a time; a unit stands in at most one cluster of a scheme; a cluster has at most one leading unit.
alter table cluster_scheme
  add constraint cluster_scheme_one_at_a_time exclude using gist (daterange(valid_from, valid_to, '[]') with &&);
alter table cluster add constraint cluster_in_scheme unique (id, scheme_id);
alter table cluster_member add column scheme_id uuid;
update cluster_member m set scheme_id = c.scheme_id from cluster c where c.id = m.cluster_id;
alter table cluster_member
  alter column scheme_id set not null,
  add constraint cluster_member_scheme foreign key (cluster_id, scheme_id) references cluster (id, scheme_id) on delete cascade,
  add constraint cluster_member_once unique (scheme_id, unit_id);
create unique index cluster_member_leads on cluster_member (cluster_id) where leads;
