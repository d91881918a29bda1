-- What the columns mean is said in SQLite's migration.

create table job (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  kind text not null,
  batch_id uuid,
  status text not null check (status in ('waiting', 'running', 'done', 'parked')),
  due_at bigint not null,
  failures bigint not null default 0,
  losses bigint not null default 0,
  reached bigint not null default 0,
  reason text,
  request_id text,
  created_at bigint not null,
  begun_at bigint,
  ended_at bigint,
  primary key (establishment_id, id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
);

create index job_open on job (due_at) where status in ('waiting', 'running');
create index job_batch on job (establishment_id, batch_id);

alter table lease add column served_at bigint not null default 0;

alter table import_batch add column asked json;

alter table job enable row level security;
alter table job force row level security;
create policy own_school on job using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
-- Workers ask which school has work that is due, and which lease has a holder that is gone. Taking it happens inside that school.
create policy every_school on job for select using ((select current_setting('rentree.every_school', true) = 'on'));
create policy every_school on lease for select using ((select current_setting('rentree.every_school', true) = 'on'));
