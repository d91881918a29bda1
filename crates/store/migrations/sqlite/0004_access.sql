-- People who sign in, what keeps them signed in, and the keys of programs. Of passwords there is an Argon2 hash; of tokens and keys, which
-- are 256 bits of chance, the SHA-256: who reads the table can sign in as nobody.

-- The staff among a hundred thousand students. Students are not in it, so that a list pays nothing for it.
create index users_staff on users (establishment_id, id) where role <> 'student';

create table session (
  establishment_id blob not null,
  id blob not null,
  user_id blob not null,
  token_hash blob not null,
  created_at integer not null,
  -- When it was last used, to the minute.
  seen_at integer not null,
  expires_at integer not null,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
) strict, without rowid;

create index session_of_user on session (establishment_id, user_id);

create table access_key (
  establishment_id blob not null references establishment (id),
  id blob not null,
  name text not null,
  token_hash blob not null,
  role text not null,
  scopes text not null,
  -- Who made it, as in the trail: `person:ID`, `machine`.
  created_by text not null,
  created_at integer not null,
  expires_at integer,
  -- To the minute.
  last_used_at integer,
  revoked_at integer,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash)
) strict, without rowid;

-- Lets a person set a password, once. A new link takes the place of the last.
create table password_link (
  establishment_id blob not null,
  user_id blob not null,
  token_hash blob not null,
  created_at integer not null,
  expires_at integer not null,
  primary key (establishment_id, user_id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
) strict, without rowid;

-- Whoever runs the service, let into one school for a while, with a reason.
create table break_glass (
  establishment_id blob not null references establishment (id),
  session_id blob not null,
  admin_id blob not null,
  created_at integer not null,
  expires_at integer not null,
  primary key (establishment_id, session_id)
) strict, without rowid;

-- Whoever runs the service. They belong to no school, so neither do these tables.
create table platform_admin (
  id blob not null primary key,
  email text not null unique,
  full_name text,
  active integer not null check (active in (0, 1)),
  password_hash text,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table platform_session (
  id blob not null primary key,
  admin_id blob not null references platform_admin (id),
  token_hash blob not null unique,
  created_at integer not null,
  seen_at integer not null,
  expires_at integer not null
) strict, without rowid;

create index platform_session_of_admin on platform_session (admin_id);

-- Wrong passwords in a row, by account: the SHA-256 of the school's slug and the address. An account that does not exist is counted like
-- one that does, and a school that does not exist like one that does; so the table belongs to no school.
create table sign_in_pause (
  account blob not null primary key,
  failures integer not null,
  paused_until integer not null,
  tried_at integer not null
) strict, without rowid;

create index sign_in_pause_tried_at on sign_in_pause (tried_at);
