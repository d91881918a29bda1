-- The schema of SQLite, in PostgreSQL's types; what a table or column means is said once, in that migration. Ids are UUIDv7, made by the
-- caller. Documents are json and not jsonb: nothing looks into them, and json costs a third less to store (docs/adr/0003-store.md).

create table establishment (
  id uuid not null primary key,
  slug text not null unique,
  declaration json not null,
  retention_days bigint not null,
  students_revision bigint not null default 0,
  created_at bigint not null,
  updated_at bigint not null
);

create table level (
  establishment_id uuid not null references establishment (id),
  code text not null,
  name text not null,
  aliases json not null,
  departments json not null,
  position bigint not null,
  primary key (establishment_id, code)
);

create table department (
  establishment_id uuid not null references establishment (id),
  code text not null,
  name text not null,
  aliases json not null,
  position bigint not null,
  primary key (establishment_id, code)
);

create table users (
  establishment_id uuid not null,
  id uuid not null,
  role text not null,
  full_name text,
  email text,
  phone text,
  phone_is_own bigint not null check (phone_is_own in (0, 1)),
  active bigint not null check (active in (0, 1)),
  password_hash text,
  created_by_batch uuid,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (establishment_id, id)
);

create unique index users_email on users (establishment_id, email) where email is not null;
create unique index users_phone_own on users (establishment_id, phone) where phone is not null and phone_is_own = 1;
create index users_phone_contact on users (establishment_id, phone) where phone is not null and phone_is_own = 0;

create table student_profile (
  establishment_id uuid not null,
  user_id uuid not null,
  matricule text,
  first_name text,
  last_name text,
  current_school_year text,
  level_code text,
  level_name text,
  department_code text,
  department_name text,
  date_of_birth text,
  place_of_birth text,
  gender text,
  nationality text,
  address text,
  parent_name_1 text,
  parent_phone_1 text,
  parent_email_1 text,
  parent_name_2 text,
  parent_phone_2 text,
  parent_email_2 text,
  extra json,
  edited json,
  row_hash bytea,
  primary key (establishment_id, user_id),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
);

create unique index student_profile_matricule on student_profile (establishment_id, matricule) where matricule is not null;

create table import_batch (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  status text not null,
  source_type text not null,
  original_filename text not null,
  school_year text,
  options json not null,
  counters json not null,
  progress json,
  mapping json,
  approval json,
  students_revision bigint,
  cursor bigint not null default 0,
  failure text,
  failed_from text,
  request_id text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  mapped_at bigint,
  validated_at bigint,
  approved_at bigint,
  committed_at bigint,
  failed_at bigint,
  cancelled_at bigint,
  reverted_at bigint,
  purged_at bigint,
  primary key (establishment_id, id)
);

create index import_batch_to_purge on import_batch (updated_at) where purged_at is null;

create table import_file (
  establishment_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  storage_key text not null,
  name text not null,
  sha256 bytea not null,
  size bigint not null,
  mime_type text not null,
  encoding text,
  delimiter text,
  sheet_name text,
  header_row bigint,
  rows_count bigint,
  headers json,
  detected json,
  created_at bigint not null,
  primary key (establishment_id, id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
);

create index import_file_batch on import_file (establishment_id, batch_id);
create index import_file_sha256 on import_file (establishment_id, sha256);

create table import_mapping (
  establishment_id uuid not null references establishment (id),
  id uuid not null,
  name text not null,
  version bigint not null,
  definition json not null,
  created_by uuid,
  created_at bigint not null,
  primary key (establishment_id, id),
  unique (establishment_id, name, version)
);

create table mapping_alias (
  establishment_id uuid not null references establishment (id),
  header text not null,
  target text,
  taught_by_batch uuid,
  taught_at bigint not null,
  revoked_at bigint,
  primary key (establishment_id, header)
);

create table value_alias (
  establishment_id uuid not null references establishment (id),
  target text not null,
  value text not null,
  means text not null,
  taught_by_batch uuid,
  taught_at bigint not null,
  revoked_at bigint,
  primary key (establishment_id, target, value)
);

create table staging_student_row (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  sheet bigint not null,
  row_index bigint not null,
  status text not null,
  action text not null,
  student_id uuid,
  phone_is_own bigint not null,
  row_hash bytea,
  raw json not null,
  full_name text,
  first_name text,
  last_name text,
  email text,
  phone text,
  matricule text,
  current_school_year text,
  level_code text,
  level_name text,
  department_code text,
  department_name text,
  date_of_birth text,
  place_of_birth text,
  gender text,
  nationality text,
  address text,
  parent_name_1 text,
  parent_phone_1 text,
  parent_email_1 text,
  parent_name_2 text,
  parent_phone_2 text,
  parent_email_2 text,
  extra json,
  changes json,
  primary key (establishment_id, batch_id, seq)
);

-- How staged rows arrive: many in one array (docs/adr/0003-store.md).
create type staged_row as (
  seq bigint,
  sheet bigint,
  row_index bigint,
  status text,
  action text,
  student_id uuid,
  phone_is_own bigint,
  row_hash bytea,
  raw json,
  extra json,
  changes json,
  full_name text,
  first_name text,
  last_name text,
  email text,
  phone text,
  matricule text,
  current_school_year text,
  level_code text,
  level_name text,
  department_code text,
  department_name text,
  date_of_birth text,
  place_of_birth text,
  gender text,
  nationality text,
  address text,
  parent_name_1 text,
  parent_phone_1 text,
  parent_email_1 text,
  parent_name_2 text,
  parent_phone_2 text,
  parent_email_2 text
);

create index staging_student_row_status on staging_student_row (establishment_id, batch_id, status, seq) where status <> 'ok';
create index staging_student_row_action on staging_student_row (establishment_id, batch_id, action, seq)
  where action not in ('create', 'error');

create index staging_student_row_student on staging_student_row (establishment_id, batch_id, student_id) where action = 'update';

create table import_error (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  ordinal bigint not null,
  code text not null,
  field text,
  source_column bigint,
  value text,
  suggestion text,
  other text,
  number bigint,
  primary key (establishment_id, batch_id, seq, ordinal)
);

create index import_error_code on import_error (establishment_id, batch_id, code, seq);

create table import_change (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  outcome text not null,
  user_id uuid,
  fields json,
  primary key (establishment_id, batch_id, seq)
);

create view import_row with (security_invoker = true) as
select s.*, c.outcome, c.user_id, c.fields
from staging_student_row s
left join import_change c on c.establishment_id = s.establishment_id and c.batch_id = s.batch_id and c.seq = s.seq;

create table import_commit_log (
  establishment_id uuid not null,
  batch_id uuid not null,
  created_users bigint not null,
  updated_users bigint not null,
  unchanged bigint not null,
  skipped bigint not null,
  failed bigint not null,
  duplicate_strategy_used text not null,
  duration_ms bigint not null,
  preview_sample json not null,
  approved_by uuid,
  request_id text,
  committed_at bigint not null,
  primary key (establishment_id, batch_id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
);

create table audit_event (
  establishment_id uuid not null references establishment (id),
  seq bigint not null,
  at bigint not null,
  actor text,
  action text not null,
  subject text not null,
  details json not null,
  origin text,
  request_id text,
  prev bytea not null,
  hash bytea not null,
  primary key (establishment_id, seq)
);

create index audit_event_subject on audit_event (establishment_id, subject, seq);

create table lease (
  establishment_id uuid not null references establishment (id),
  name text not null,
  holder text not null,
  token bigint not null,
  until bigint not null,
  primary key (establishment_id, name)
);

-- A table of a school shows and takes only rows of the school that the transaction has named, also to the owner of the tables. A
-- transaction that has named none sees nothing.
do $$
declare
  school constant text := '(nullif(current_setting(''rentree.school'', true), '''')::uuid)';
  every constant text := '(current_setting(''rentree.every_school'', true) = ''on'')';
  name text;
  key text;
begin
  for name in
    select c.relname from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> 'schema_migration'
  loop
    key := case when name = 'establishment' then 'id' else 'establishment_id' end;
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_school on %I using (%I = (select %s))', name, key, school);
  end loop;
  -- What no school can answer for itself: which schools there are, and whose batches are old enough to be purged.
  execute format('create policy every_school on establishment using ((select %s))', every);
  execute format('create policy every_school on import_batch for select using ((select %s))', every);
end
$$;
