-- What a table or column means is said in SQLite's migration.
create table purge_certificate (
  establishment_id uuid not null,
  batch_id uuid not null,
  reason text not null check (reason in ('retention', 'asked')),
  actor text not null,
  request_id text,
  retention_days bigint not null,
  begun_at bigint not null,
  ended_at bigint,
  removed json not null,
  primary key (establishment_id, batch_id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
);

alter table purge_certificate enable row level security;
alter table purge_certificate force row level security;
create policy own_school on purge_certificate
  using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
