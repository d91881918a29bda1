-- The school comes first in every key, so that no statement can reach another school's rows by accident and so that
-- the same schema can be distributed by school. Times are microseconds since 1970 in UTC; ids are the 16 bytes of a UUIDv7,
-- made by the caller. Which foreign keys were left out, and what guards their place: docs/adr/0003-store.md.

create table establishment (
  id blob not null primary key check (length(id) = 16),
  slug text not null unique,
  -- The school's own declaration without its levels and departments, which have their tables.
  declaration text not null,
  -- Copied out of the declaration, because the purge asks all schools at once.
  retention_days integer not null,
  -- Grows by one with every transaction that writes a student: a plan made at one revision is true only at that revision.
  students_revision integer not null default 0,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

create table level (
  establishment_id blob not null references establishment (id),
  code text not null,
  name text not null,
  aliases text not null,
  departments text not null,
  position integer not null,
  primary key (establishment_id, code)
) strict, without rowid;

create table department (
  establishment_id blob not null references establishment (id),
  code text not null,
  name text not null,
  aliases text not null,
  position integer not null,
  primary key (establishment_id, code)
) strict, without rowid;

create table users (
  establishment_id blob not null,
  id blob not null,
  role text not null,
  full_name text,
  email text,
  phone text,
  -- 1: the phone identifies this person; 0: it is a contact that brothers and sisters may share.
  phone_is_own integer not null check (phone_is_own in (0, 1)),
  active integer not null check (active in (0, 1)),
  password_hash text,
  created_by_batch blob,
  created_at integer not null,
  updated_at integer not null,
  primary key (establishment_id, id)
) strict, without rowid;

create unique index users_email on users (establishment_id, email) where email is not null;
-- Own and shared phones have an index each, so that a row sits in one of them only.
create unique index users_phone_own on users (establishment_id, phone) where phone is not null and phone_is_own = 1;
create index users_phone_contact on users (establishment_id, phone) where phone is not null and phone_is_own = 0;

create table student_profile (
  establishment_id blob not null,
  user_id blob not null,
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
  extra text,
  -- Names of the fields that a person edited by hand; null when there are none, which is nearly always.
  edited text,
  row_hash blob,
  primary key (establishment_id, user_id),
  -- Deferred: checked row by row at once, it would cost a statement journal for every chunk.
  foreign key (establishment_id, user_id) references users (establishment_id, id) deferrable initially deferred
) strict, without rowid;

create unique index student_profile_matricule on student_profile (establishment_id, matricule) where matricule is not null;

create table import_batch (
  establishment_id blob not null references establishment (id),
  id blob not null,
  status text not null,
  source_type text not null,
  original_filename text not null,
  school_year text,
  options text not null,
  counters text not null,
  progress text,
  -- The mapping as it was when it was confirmed, whole; later versions do not change it.
  mapping text,
  approval text,
  -- The school's students_revision that the plan was made at, moved on by every chunk of the commit.
  students_revision integer,
  -- The last row that the commit has dealt with; a chunk moves it in the transaction that writes its rows.
  cursor integer not null default 0,
  failure text,
  -- Where the batch stood when it failed; a retry goes back there.
  failed_from text,
  request_id text,
  created_by blob,
  created_at integer not null,
  updated_at integer not null,
  mapped_at integer,
  validated_at integer,
  approved_at integer,
  committed_at integer,
  failed_at integer,
  cancelled_at integer,
  reverted_at integer,
  purged_at integer,
  primary key (establishment_id, id)
) strict, without rowid;

-- Retention counts from the last thing that happened to a batch, so that an abandoned one is purged too.
create index import_batch_to_purge on import_batch (updated_at) where purged_at is null;

create table import_file (
  establishment_id blob not null,
  id blob not null,
  batch_id blob not null,
  storage_key text not null,
  name text not null,
  sha256 blob not null,
  size integer not null,
  mime_type text not null,
  encoding text,
  delimiter text,
  sheet_name text,
  header_row integer,
  rows_count integer,
  headers text,
  detected text,
  created_at integer not null,
  primary key (establishment_id, id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
) strict, without rowid;

create index import_file_batch on import_file (establishment_id, batch_id);
create index import_file_sha256 on import_file (establishment_id, sha256);

-- Immutable: a change makes the next version.
create table import_mapping (
  establishment_id blob not null references establishment (id),
  id blob not null,
  name text not null,
  version integer not null,
  definition text not null,
  created_by blob,
  created_at integer not null,
  primary key (establishment_id, id),
  unique (establishment_id, name, version)
) strict, without rowid;

-- What a header means in this school. A null target: the column is known and left alone.
create table mapping_alias (
  establishment_id blob not null references establishment (id),
  header text not null,
  target text,
  taught_by_batch blob,
  taught_at integer not null,
  revoked_at integer,
  primary key (establishment_id, header)
) strict, without rowid;

-- What a value means in this school (`Terminale D` is level `TLE`).
create table value_alias (
  establishment_id blob not null references establishment (id),
  target text not null,
  value text not null,
  means text not null,
  taught_by_batch blob,
  taught_at integer not null,
  revoked_at integer,
  primary key (establishment_id, target, value)
) strict, without rowid;

-- No index on row_hash: nothing looks a row up by it across batches. Inside a batch the duplicates are found by the keys while
-- the rows pass, and a corrected list is compared page by page in the order of the primary key.
create table staging_student_row (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  sheet integer not null,
  row_index integer not null,
  status text not null,
  action text not null,
  -- The student that the row was found to be, or the id that it will be created under: a second run creates nobody twice.
  student_id blob,
  phone_is_own integer not null,
  row_hash blob,
  raw text not null,
  -- What the row became: a column for each target, so that the commit can copy rows to the students inside the database.
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
  extra text,
  -- Every field that an update would write; null for none.
  changes text,
  primary key (establishment_id, batch_id, seq)
) strict, without rowid;

-- Nearly all rows are in order and are to be created: they pay for neither index.
create index staging_student_row_status on staging_student_row (establishment_id, batch_id, status, seq) where status <> 'ok';
create index staging_student_row_action on staging_student_row (establishment_id, batch_id, action, seq)
  where action not in ('create', 'error');

-- A list may name a known student twice: the second row is planned from what the first one leaves.
create index staging_student_row_student on staging_student_row (establishment_id, batch_id, student_id) where action = 'update';

create table import_error (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  ordinal integer not null,
  code text not null,
  field text,
  source_column integer,
  value text,
  suggestion text,
  other text,
  number integer,
  primary key (establishment_id, batch_id, seq, ordinal)
) strict, without rowid;

create index import_error_code on import_error (establishment_id, batch_id, code, seq);

create table import_change (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  outcome text not null,
  user_id blob,
  -- Before and after of every field written; null for a student who was created, whose row is the whole change.
  fields text,
  primary key (establishment_id, batch_id, seq)
) strict, without rowid;

-- A staged row beside what became of it. A row without a change keeps its planned outcome.
create view import_row as
select s.*, c.outcome, c.user_id, c.fields
from staging_student_row s
left join import_change c on c.establishment_id = s.establishment_id and c.batch_id = s.batch_id and c.seq = s.seq;

create table import_commit_log (
  establishment_id blob not null,
  batch_id blob not null,
  created_users integer not null,
  updated_users integer not null,
  unchanged integer not null,
  skipped integer not null,
  failed integer not null,
  duplicate_strategy_used text not null,
  duration_ms integer not null,
  preview_sample text not null,
  approved_by blob,
  request_id text,
  committed_at integer not null,
  primary key (establishment_id, batch_id),
  foreign key (establishment_id, batch_id) references import_batch (establishment_id, id)
) strict, without rowid;

-- Append-only. Each event carries the hash of the one before; the head is to be anchored outside of the database.
create table audit_event (
  establishment_id blob not null references establishment (id),
  seq integer not null,
  at integer not null,
  actor text,
  action text not null,
  subject text not null,
  details text not null,
  origin text,
  request_id text,
  prev blob not null,
  hash blob not null,
  primary key (establishment_id, seq)
) strict, without rowid;

create index audit_event_subject on audit_event (establishment_id, subject, seq);

-- The row stays after a release, so that the token never goes back.
create table lease (
  establishment_id blob not null references establishment (id),
  name text not null,
  holder text not null,
  token integer not null,
  until integer not null,
  primary key (establishment_id, name)
) strict, without rowid;
