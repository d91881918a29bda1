-- What the columns mean is said in SQLite's migration.
create table embed_session (
  establishment_id uuid not null,
  id uuid not null,
  key_id uuid not null,
  token_hash bytea not null,
  scopes json not null,
  origins json not null,
  user_ref text,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, key_id) references access_key (establishment_id, id)
);

create index embed_session_age on embed_session (establishment_id, expires_at);

alter table embed_session enable row level security;
alter table embed_session force row level security;
create policy own_school on embed_session
  using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
