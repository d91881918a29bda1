-- What a table or column means is said in SQLite's migration.
create table data_key (
  establishment_id uuid not null references establishment (id),
  of_id uuid not null,
  master text not null,
  wrapped bytea not null,
  created_at bigint not null,
  primary key (establishment_id, of_id)
);

alter table data_key enable row level security;
alter table data_key force row level security;
create policy own_school on data_key
  using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
-- Which master keys are needed is asked over all schools.
create policy every_school on data_key for select using ((select current_setting('rentree.every_school', true) = 'on'));
