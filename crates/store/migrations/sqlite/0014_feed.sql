-- The feed of changes: students by the number of their last change, so that whoever has seen everything up to a number asks for those above it.
-- It is the school's students_revision after the transaction that wrote them: the same for a whole chunk, known before the chunk is
-- written, and visible in the order of the numbers.
alter table student_profile add column revision integer not null default 0;
-- What was last done to the student; null is the creation, so that a first list writes nothing here.
alter table student_profile add column change text;

create index student_profile_revision on student_profile (establishment_id, revision, user_id);

-- Students who are not there any more: ids and numbers, so that whoever follows the feed can let them go too.
create table student_gone (
  establishment_id blob not null,
  revision integer not null,
  user_id blob not null,
  change text not null,
  at integer not null,
  primary key (establishment_id, revision, user_id)
) strict, without rowid;
