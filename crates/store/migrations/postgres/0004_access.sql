-- What the columns mean is said in SQLite's migration.

create index users_staff on users (establishment_id, id) where role <> 'student';

create table session (
  establishment_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
);

create index session_of_user on session (establishment_id, user_id);

create table access_key (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  role text not null,
  scopes json not null,
  created_by text not null,
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash)
);
create table password_link (
  establishment_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (establishment_id, user_id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
);
create table break_glass (
  establishment_id uuid not null references establishment (id),
  session_id uuid not null,
  admin_id uuid not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (establishment_id, session_id)
);
create table platform_admin (
  id uuid not null primary key,
  email text not null unique,
  full_name text,
  active bigint not null check (active in (0, 1)),
  password_hash text,
  created_at bigint not null,
  updated_at bigint not null
);

create table platform_session (
  id uuid not null primary key,
  admin_id uuid not null references platform_admin (id),
  token_hash bytea not null unique,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);

create index platform_session_of_admin on platform_session (admin_id);
create table sign_in_pause (
  account bytea not null primary key,
  failures bigint not null,
  paused_until bigint not null,
  tried_at bigint not null
);

create index sign_in_pause_tried_at on sign_in_pause (tried_at);

do $$
declare
  name text;
begin
  foreach name in array array['session', 'access_key', 'password_link', 'break_glass'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_school on %I using (establishment_id = (select nullif(current_setting(''rentree.school'', true), '''')::uuid))',
      name
    );
  end loop;
  -- These belong to no school, and nobody inside of a school sees them.
  foreach name in array array['platform_admin', 'platform_session', 'sign_in_pause'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy every_school on %I using ((select current_setting(''rentree.every_school'', true) = ''on''))', name);
  end loop;
end
$$;
