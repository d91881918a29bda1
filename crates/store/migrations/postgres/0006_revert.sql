-- What the columns mean is said in SQLite's migration.

alter table import_change add column beside json;

create index import_change_student on import_change (establishment_id, user_id, batch_id) where outcome <> 'created';

alter table import_batch add column revert_cursor bigint;
alter table import_batch add column reverted json;

create table import_revert (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  result text not null,
  reason text,
  fields json,
  primary key (establishment_id, batch_id, seq)
);

create table import_absent (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  user_id uuid not null,
  primary key (establishment_id, batch_id, seq)
);

alter table import_revert enable row level security;
alter table import_revert force row level security;
create policy own_school on import_revert using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
alter table import_absent enable row level security;
alter table import_absent force row level security;
create policy own_school on import_absent using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
