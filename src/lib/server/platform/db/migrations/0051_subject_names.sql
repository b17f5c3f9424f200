-- Names nearly the same at one unit are looked for among those that begin with the same letter: an office has thousands of subjects.
drop index award_subject_at;
create index award_subject_at on award_subject (unit_id, kind, (left(folded, 1))) where unit_id is not null;
