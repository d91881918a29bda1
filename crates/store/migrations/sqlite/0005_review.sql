-- What reading found and how rows were judged, so that a page or a correction needs no second reading of the file.
create table import_survey (
  establishment_id blob not null,
  batch_id blob not null,
  -- The tables of the file, their titles, a profile of each column, the rows that are no data: as the app writes it.
  survey text not null,
  -- The rules, and what each column was bound to and read by, when the rows were judged; null before.
  yardstick text,
  primary key (establishment_id, batch_id)
) strict, without rowid;

-- What staged rows do not say, for a stretch of them at once: a row of its own each would cost a tenth of staging.
create table staging_stretch (
  establishment_id blob not null,
  batch_id blob not null,
  -- Its first row.
  seq integer not null,
  -- 24 bytes a row: the hashes of its strong identifiers, by which rows that share one are found.
  keys blob not null,
  -- The kinds of cells that their texts do not tell, and the flags of rows; null where there are none.
  marks text,
  primary key (establishment_id, batch_id, seq)
) strict, without rowid;

-- What persons did to the staged rows of a batch, in the order in which they did it.
create table import_change_set (
  establishment_id blob not null,
  batch_id blob not null,
  number integer not null,
  kind text not null check (kind in ('edit', 'fix', 'replace', 'exclude', 'include', 'workbook')),
  -- What was asked, where it goes on by itself: code, field, fix. No value of a student.
  details text not null,
  -- Rows that it touched so far, and the last of them; it is open until the last row of the batch was looked at.
  rows integer not null,
  cursor integer not null,
  status text not null check (status in ('open', 'done', 'undoing', 'undone', 'redoing')),
  author blob,
  -- `person:ID`, `key:ID`, `machine`.
  author_name text not null,
  request_id text,
  created_at integer not null,
  primary key (establishment_id, batch_id, number)
) strict, without rowid;

-- What a person wrote over a staged row. The row itself keeps what was read. The latest that is not undone counts.
create table import_correction (
  establishment_id blob not null,
  batch_id blob not null,
  seq integer not null,
  -- `column:3` from 0, `field:email`, or `row`, which leaves the row out.
  what text not null,
  change_set integer not null,
  -- What stood there, and what stands there now; null is what was read.
  before text,
  value text,
  undone integer not null default 0 check (undone in (0, 1)),
  primary key (establishment_id, batch_id, seq, what, change_set)
) strict, without rowid;

create index import_correction_set on import_correction (establishment_id, batch_id, change_set, seq);

-- Grows with everything that changes what the batch would do.
alter table import_batch add column revision integer not null default 0;
