-- What a row changed beside the fields of its student: extra columns, whose phone it is, whether the student is active. Null for nothing.
alter table import_change add column beside text;

-- The lists that wrote to a student who was there already. New students are found by users.created_by_batch, so a first list pays nothing.
create index import_change_student on import_change (establishment_id, user_id, batch_id) where outcome <> 'created';

-- The undo goes from the last change to the first: the row that it dealt with last, and how many rows came to what end.
alter table import_batch add column revert_cursor integer;
alter table import_batch add column reverted text;

-- What became of each written row when its batch was undone.
create table import_revert (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  result text not null,
  reason text,
  -- Fields that were not undone, each with its reason; no values.
  fields text,
  primary key (establishment_id, batch_id, seq)
) strict, without rowid;

-- Students of the list's year and levels whom it does not name. Their seq goes on after that of the last row, because their deactivation is
-- a change of the batch like any other.
create table import_absent (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  user_id blob not null,
  primary key (establishment_id, batch_id, seq)
) strict, without rowid;
