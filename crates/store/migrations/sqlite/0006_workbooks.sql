-- Files that were made of a batch. They lie in the storage of raw files, and go with the batch.
create table import_export (
  establishment_id blob not null,
  batch_id blob not null,
  id blob not null,
  kind text not null,
  format text not null,
  language text not null,
  only_issues integer not null check (only_issues in (0, 1)),
  status text not null,
  storage_key text not null,
  size integer,
  asked_by text not null,
  created_at integer not null,
  made_at integer,
  primary key (establishment_id, batch_id, id)
) strict, without rowid;

create index import_export_waiting on import_export (establishment_id, id) where status = 'waiting';
