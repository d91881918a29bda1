-- A code from a telephone beside the password (RFC 6238). The secret of a person is a key of `data_key` under the person's id.
create table second_factor (
  establishment_id blob not null,
  user_id blob not null,
  -- When the first right code was given; until then nothing is asked for.
  confirmed_at integer,
  -- The last step of 30 seconds whose code was taken: no code works twice.
  last_step integer not null default 0,
  primary key (establishment_id, user_id),
  foreign key (establishment_id, user_id) references users (establishment_id, id)
) strict, without rowid;

create table platform_second_factor (
  admin_id blob not null primary key references platform_admin (id),
  -- Which master key wrapped the secret; empty when none is set, and then it lies here as it is.
  master text not null,
  wrapped blob not null,
  confirmed_at integer,
  last_step integer not null default 0
) strict, without rowid;
