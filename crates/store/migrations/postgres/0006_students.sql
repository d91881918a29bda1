-- What the columns mean is said in SQLite's migration. Words compare by their bytes: the beginning of a word is a range of them.

create table student_word (
  establishment_id uuid not null,
  user_id uuid not null,
  word text collate "C" not null,
  primary key (establishment_id, user_id, word)
);

create index student_word_word on student_word (establishment_id, word, user_id);

alter table import_batch add column searched bigint not null default 0;
create index import_batch_to_search on import_batch (establishment_id, id) where cursor > searched;

create table student_edit (
  establishment_id uuid not null,
  user_id uuid not null,
  id uuid not null,
  at bigint not null,
  actor text not null,
  request_id text,
  fields json not null,
  active json,
  primary key (establishment_id, user_id, id)
);

alter table student_word enable row level security;
alter table student_word force row level security;
create policy own_school on student_word using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
alter table student_edit enable row level security;
alter table student_edit force row level security;
create policy own_school on student_edit using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
