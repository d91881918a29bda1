-- What tables and columns mean is said in SQLite's migration.

create table import_survey (
  establishment_id uuid not null,
  batch_id uuid not null,
  survey json not null,
  yardstick json,
  primary key (establishment_id, batch_id)
);

create table staging_stretch (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  keys bytea not null,
  marks json,
  primary key (establishment_id, batch_id, seq)
);

-- Hashes do not get smaller.
alter table staging_stretch alter column keys set storage external;

create table import_change_set (
  establishment_id uuid not null,
  batch_id uuid not null,
  number bigint not null,
  kind text not null check (kind in ('edit', 'fix', 'replace', 'exclude', 'include', 'workbook')),
  details json not null,
  rows bigint not null,
  cursor bigint not null,
  status text not null check (status in ('open', 'done', 'undoing', 'undone', 'redoing')),
  author uuid,
  author_name text not null,
  request_id text,
  created_at bigint not null,
  primary key (establishment_id, batch_id, number)
);

create table import_correction (
  establishment_id uuid not null,
  batch_id uuid not null,
  seq bigint not null,
  what text not null,
  change_set bigint not null,
  before text,
  value text,
  undone bigint not null default 0 check (undone in (0, 1)),
  primary key (establishment_id, batch_id, seq, what, change_set)
);

create index import_correction_set on import_correction (establishment_id, batch_id, change_set, seq);

alter table import_batch add column revision bigint not null default 0;

do $$
declare
  name text;
begin
  foreach name in array array['import_survey', 'staging_stretch', 'import_change_set', 'import_correction'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_school on %I using (establishment_id = (select nullif(current_setting(''rentree.school'', true), '''')::uuid))',
      name
    );
  end loop;
end
$$;
