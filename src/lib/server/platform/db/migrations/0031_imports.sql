-- one file of a person runs at a time in a movement, and housekeeping finds what is to be forgotten
create unique index import_job_one_running on import_job (created_by, programme_id) where state in ('queued', 'running');
create index import_job_programme on import_job (programme_id, created_at desc);
