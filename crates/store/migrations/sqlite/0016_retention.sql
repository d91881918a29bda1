-- That a batch was purged: what was removed, how much of it, when and by whom. Counts and ids; it stays for good.
create table purge_certificate (
  establishment_id blob not null,
  batch_id blob not null,
  -- `retention`: its days had passed; `asked`: a person wanted it before.
  reason text not null check (reason in ('retention', 'asked')),
  -- `person:ID`, `key:ID`, `machine`, `worker`.
  actor text not null,
  request_id text,
  -- The school's days at that moment.
  retention_days integer not null,
  begun_at integer not null,
  -- Null until the last byte is gone: a purge that was cut off goes on, and goes on counting.
  ended_at integer,
  -- How many of each kind.
  removed text not null,
  primary key (establishment_id, batch_id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
) strict, without rowid;
