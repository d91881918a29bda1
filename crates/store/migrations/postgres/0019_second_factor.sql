-- What a table or column means is said in SQLite's migration.
create table second_factor (
  establishment_id uuid not null,
  user_id uuid not null,
  confirmed_at bigint,
  last_step bigint not null default 0,
  primary key (establishment_id, user_id),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
);

alter table second_factor enable row level security;
alter table second_factor force row level security;
create policy own_school on second_factor
  using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));

create table platform_second_factor (
  admin_id uuid not null primary key references platform_admin (id),
  master text not null,
  wrapped bytea not null,
  confirmed_at bigint,
  last_step bigint not null default 0
);

alter table platform_second_factor enable row level security;
alter table platform_second_factor force row level security;
create policy every_school on platform_second_factor using ((select current_setting('rentree.every_school', true) = 'on'));
