-- What a table or column means is said in SQLite's migration.
create table erasure (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  student_id uuid not null,
  at bigint not null,
  actor text not null,
  request_id text,
  reason text not null,
  traits json,
  swept_at bigint,
  lifted_at bigint,
  lifted_by text,
  lift_reason text,
  primary key (establishment_id, id)
);

create table access_page (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  at bigint not null,
  actor text not null,
  origin text,
  request_id text,
  what text not null,
  batch_id uuid,
  masked bigint not null check (masked in (0, 1)),
  first_user uuid not null,
  last_user uuid not null,
  users bytea not null,
  primary key (establishment_id, id)
);

create index access_page_users on access_page (establishment_id, last_user, first_user);
create index access_page_actor on access_page (establishment_id, actor, id);
create index audit_event_actor on audit_event (establishment_id, actor, seq);

do $$
declare
  name text;
begin
  foreach name in array array['erasure', 'access_page'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_school on %I using (establishment_id = (select nullif(current_setting(''rentree.school'', true), '''')::uuid))',
      name
    );
  end loop;
end
$$;
