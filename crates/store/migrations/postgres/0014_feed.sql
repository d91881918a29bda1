-- What a table or column means is said in SQLite's migration.
alter table student_profile add column revision bigint not null default 0;
alter table student_profile add column change text;

create index student_profile_revision on student_profile (establishment_id, revision, user_id);

create table student_gone (
  establishment_id uuid not null,
  revision bigint not null,
  user_id uuid not null,
  change text not null,
  at bigint not null,
  primary key (establishment_id, revision, user_id)
);

alter table student_gone enable row level security;
alter table student_gone force row level security;
create policy own_school on student_gone using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
