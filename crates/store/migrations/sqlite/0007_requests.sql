-- Answers to requests that carry a key of their own, so that the same request again does nothing again (`Idempotency-Key`). Purged after a
-- day.
create table idempotency (
  establishment_id blob not null references establishment (id),
  -- Who asked: the same key of somebody else is another one.
  actor text not null,
  key text not null,
  -- Of method, path and body.
  fingerprint blob not null,
  -- The id of what the request makes, the same however often it is tried.
  made blob not null,
  -- While somebody works on it, by the database's clock; after that it may be taken over.
  until integer,
  status integer,
  headers text,
  answer blob,
  created_at integer not null,
  primary key (establishment_id, actor, key)
) strict, without rowid;

-- Asked over all schools at once.
create index idempotency_age on idempotency (created_at);

-- A file on its way, piece by piece.
create table upload (
  establishment_id blob not null references establishment (id),
  id blob not null,
  name text not null,
  length integer not null,
  -- How much of it is here.
  received integer not null default 0,
  actor text not null,
  created_at integer not null,
  expires_at integer not null,
  primary key (establishment_id, id)
) strict, without rowid;

create index upload_age on upload (expires_at);

create table upload_part (
  establishment_id blob not null,
  upload_id blob not null,
  start integer not null,
  size integer not null,
  storage_key text not null,
  primary key (establishment_id, upload_id, start),
  foreign key (establishment_id, upload_id) references upload (establishment_id, id)
) strict, without rowid;
