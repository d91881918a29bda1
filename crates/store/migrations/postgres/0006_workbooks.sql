-- What the columns mean is said in SQLite's migration.

create table import_export (
  establishment_id uuid not null,
  batch_id uuid not null,
  id uuid not null,
  kind text not null,
  format text not null,
  language text not null,
  only_issues bigint not null check (only_issues in (0, 1)),
  status text not null,
  storage_key text not null,
  size bigint,
  asked_by text not null,
  created_at bigint not null,
  made_at bigint,
  primary key (establishment_id, batch_id, id)
);

create index import_export_waiting on import_export (establishment_id, id) where status = 'waiting';

alter table import_export enable row level security;
alter table import_export force row level security;
create policy own_school on import_export using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
