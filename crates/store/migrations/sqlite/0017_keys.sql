-- Keys with which files are sealed, each wrapped by a master key that is not in the database. One for each batch, and for each file that
-- arrives by pieces; who deletes it has made every copy of their files worthless.
create table data_key (
  establishment_id blob not null references establishment (id),
  -- The batch or the upload; it may not be on record yet. The school itself: the key of its hashes of erased students.
  of_id blob not null,
  -- Which master key wrapped it; empty when none is set, and then it lies here as it is.
  master text not null,
  wrapped blob not null,
  created_at integer not null,
  primary key (establishment_id, of_id)
) strict, without rowid;
