-- What happened in a school, in its order: written in the transaction that makes it happen, told to whoever listens afterwards. Ids, codes
-- and counts; no value of a student.

-- The number of the last event. It grows in the transaction that writes the event, so that numbers have no holes and are in the order of commits.
alter table establishment add column events integer not null default 0;

create table event (
  establishment_id blob not null references establishment (id),
  seq integer not null,
  kind text not null,
  batch_id blob,
  -- Of the batch's events, from 1.
  batch_seq integer,
  -- Byte for byte what is sent.
  body text not null,
  at integer not null,
  primary key (establishment_id, seq)
) strict, without rowid;

create index event_batch on event (establishment_id, batch_id, batch_seq) where batch_id is not null;

create table webhook_endpoint (
  establishment_id blob not null references establishment (id),
  id blob not null,
  url text not null,
  name text not null,
  -- The kinds that are wanted; an empty list wants all.
  kinds text not null,
  -- What signs, and what signs beside it until its end, while the receiver moves from one to the other.
  secret blob not null,
  old_secret blob,
  old_secret_until integer,
  active integer not null check (active in (0, 1)),
  -- Why it is not active: a person, or the code of what went wrong for too long.
  reason text,
  -- Since when nothing arrived any more; null while it does.
  failing_since integer,
  created_by text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (establishment_id, id)
) strict, without rowid;

create table webhook_delivery (
  establishment_id blob not null,
  endpoint_id blob not null,
  seq integer not null,
  batch_id blob,
  status text not null check (status in ('waiting', 'delivered', 'given_up')),
  -- Not before, by the database's clock. Whoever sends it moves this on first: nobody else takes it meanwhile.
  due_at integer not null,
  -- Its number is the token of whoever tries: an answer that comes too late changes nothing.
  attempts integer not null default 0,
  http_status integer,
  error text,
  tried_at integer,
  delivered_at integer,
  primary key (establishment_id, endpoint_id, seq),
  foreign key (establishment_id, endpoint_id) references webhook_endpoint (establishment_id, id),
  foreign key (establishment_id, seq) references event (establishment_id, seq)
) strict, without rowid;

-- Asked over all schools at once.
create index webhook_delivery_due on webhook_delivery (due_at) where status = 'waiting';
-- Whether an earlier event of the same batch has not arrived yet.
create index webhook_delivery_order on webhook_delivery (establishment_id, endpoint_id, batch_id, seq) where status = 'waiting';
