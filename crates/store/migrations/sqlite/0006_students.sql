-- A folded word by which a student is found. Who has more words than one has more rows.
create table student_word (
  establishment_id blob not null,
  user_id blob not null,
  word text not null,
  primary key (establishment_id, user_id, word)
) strict, without rowid;

create index student_word_word on student_word (establishment_id, word, user_id);

-- Up to which change of a batch the words of its students are there; a commit does not write them.
alter table import_batch add column searched integer not null default 0;
create index import_batch_to_search on import_batch (establishment_id, id) where cursor > searched;

-- What a person wrote to a student, as long as there is the student.
create table student_edit (
  establishment_id blob not null,
  user_id blob not null,
  id blob not null,
  at integer not null,
  actor text not null,
  request_id text,
  fields text not null,
  active text,
  primary key (establishment_id, user_id, id)
) strict, without rowid;
