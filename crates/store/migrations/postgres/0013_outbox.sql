-- What a table or column means is said in SQLite's migration.
alter table establishment add column events bigint not null default 0;

create table event (
  establishment_id uuid not null references establishment (id),
  seq bigint not null,
  kind text not null,
  batch_id uuid,
  batch_seq bigint,
  body text not null,
  at bigint not null,
  primary key (establishment_id, seq)
);

create index event_batch on event (establishment_id, batch_id, batch_seq) where batch_id is not null;

create table webhook_endpoint (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  url text not null,
  name text not null,
  kinds json not null,
  secret bytea not null,
  old_secret bytea,
  old_secret_until bigint,
  active bigint not null check (active in (0, 1)),
  reason text,
  failing_since bigint,
  created_by text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (establishment_id, id)
);

create table webhook_delivery (
  establishment_id uuid not null,
  endpoint_id uuid not null,
  seq bigint not null,
  batch_id uuid,
  status text not null check (status in ('waiting', 'delivered', 'given_up')),
  due_at bigint not null,
  attempts bigint not null default 0,
  http_status bigint,
  error text,
  tried_at bigint,
  delivered_at bigint,
  primary key (establishment_id, endpoint_id, seq),
  foreign key (establishment_id, endpoint_id) references webhook_endpoint (establishment_id, id),
  foreign key (establishment_id, seq) references event (establishment_id, seq)
);

create index webhook_delivery_due on webhook_delivery (due_at) where status = 'waiting';
create index webhook_delivery_order on webhook_delivery (establishment_id, endpoint_id, batch_id, seq) where status = 'waiting';

do $$
declare
  name text;
begin
  foreach name in array array['event', 'webhook_endpoint', 'webhook_delivery'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_school on %I using (establishment_id = (select nullif(current_setting(''rentree.school'', true), '''')::uuid))',
      name
    );
  end loop;
end
$$;

-- Workers ask which deliveries are due; taking one happens inside its school.
create policy every_school on webhook_endpoint for select using ((select current_setting('rentree.every_school', true) = 'on'));
create policy every_school on webhook_delivery for select using ((select current_setting('rentree.every_school', true) = 'on'));
