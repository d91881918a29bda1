-- Why there is such a table is said in SQLite's migration.

create table establishment_slug (
  slug text not null primary key,
  establishment_id uuid not null
);

select set_config('rentree.every_school', 'on', true);
insert into establishment_slug (slug, establishment_id) select slug, id from establishment;
select set_config('rentree.every_school', '', true);

-- A program from before names this constraint when it declares a school. There was no release with it.
alter table establishment drop constraint establishment_slug_key;

alter table establishment_slug enable row level security;
alter table establishment_slug force row level security;
create policy own_school on establishment_slug
  using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
create policy every_school on establishment_slug using ((select current_setting('rentree.every_school', true) = 'on'));
