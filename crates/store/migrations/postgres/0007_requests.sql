-- What a table or column means is said in SQLite's migration.
create table idempotency (
  establishment_id uuid not null references establishment (id),
  actor text not null,
  key text not null,
  fingerprint bytea not null,
  made uuid not null,
  until bigint,
  status bigint,
  headers json,
  answer bytea,
  created_at bigint not null,
  primary key (establishment_id, actor, key)
);

create index idempotency_age on idempotency (created_at);

create table upload (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  name text not null,
  length bigint not null,
  received bigint not null default 0,
  actor text not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (establishment_id, id)
);

create index upload_age on upload (expires_at);

create table upload_part (
  establishment_id uuid not null,
  upload_id uuid not null,
  start bigint not null,
  size bigint not null,
  storage_key text not null,
  primary key (establishment_id, upload_id, start),
  foreign key (establishment_id, upload_id) references upload (establishment_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['idempotency', 'upload', 'upload_part'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_school on %I using (establishment_id = (select nullif(current_setting(''rentree.school'', true), '''')::uuid))',
      name
    );
  end loop;
end
$$;

-- What is over its time is asked over all schools, and deleted inside each.
create policy every_school on idempotency for select using ((select current_setting('rentree.every_school', true) = 'on'));
create policy every_school on upload for select using ((select current_setting('rentree.every_school', true) = 'on'));
