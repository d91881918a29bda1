-- Work that waits for a worker, that one is doing, or that was done. Its arguments are the batch, whose record says what was asked: ids only.
create table job (
  establishment_id blob not null references establishment (id),
  id blob not null,
  kind text not null,
  batch_id blob,
  status text not null check (status in ('waiting', 'running', 'done', 'parked')),
  -- Not before, by the database's clock.
  due_at integer not null,
  -- Runs that ended with an error, and runs whose worker was never heard of again, since the batch last got further.
  failures integer not null default 0,
  losses integer not null default 0,
  -- How far the batch was when the last run began: rows staged, then rows committed.
  reached integer not null default 0,
  -- The code of the last error.
  reason text,
  request_id text,
  created_at integer not null,
  begun_at integer,
  ended_at integer,
  primary key (establishment_id, id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
) strict, without rowid;

-- Asked by workers over all schools at once.
create index job_open on job (due_at) where status in ('waiting', 'running');
create index job_batch on job (establishment_id, batch_id);

-- When the school was last given a worker: the one that waited longest is next.
alter table lease add column served_at integer not null default 0;

-- What the person asked for, so that any worker can do it.
alter table import_batch add column asked text;
