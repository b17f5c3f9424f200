-- A figure that the standing unit wrote for a unit (paper reports, districts that ended): each version says so, and so does the
-- verification by the very person who wrote it, which is allowed only where nobody else can.
alter table indicator_value_version add column on_behalf boolean not null default false;
alter table indicator_value_event add column on_behalf boolean not null default false;
