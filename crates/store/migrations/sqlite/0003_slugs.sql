-- Which school a slug is. A slug is unique over all schools, and a table that is distributed by school can hold no key without the school:
-- so slugs have a small table of their own, of which every node has a copy (docs/scale.md). It is written in the transaction that
-- writes the school.
create table establishment_slug (
  slug text not null primary key,
  establishment_id blob not null
) strict, without rowid;

insert into establishment_slug (slug, establishment_id) select slug, id from establishment;

-- SQLite drops a constraint only with its table. The schools come back under their ids before the foreign keys are checked, at the end
-- of the transaction.
pragma defer_foreign_keys = on;

create table establishment_before as select * from establishment;

drop table establishment;

create table establishment (
  id blob not null primary key check (length(id) = 16),
  slug text not null,
  declaration text not null,
  retention_days integer not null,
  students_revision integer not null default 0,
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;

insert into establishment (id, slug, declaration, retention_days, students_revision, created_at, updated_at)
select id, slug, declaration, retention_days, students_revision, created_at, updated_at from establishment_before;

drop table establishment_before;
