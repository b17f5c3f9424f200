-- When authors last changed what they hand in. Later than the last submission: there are changes that were not handed in.
alter table entry add column changed_at timestamptz;
