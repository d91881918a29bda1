-- Students whom the school erased. Who they were is nowhere: there is the id that they had, and hashes, under a key of the school's own, of
-- what an old list would name them by.
create table erasure (
  establishment_id blob not null references establishment (id),
  id blob not null,
  student_id blob not null,
  at integer not null,
  actor text not null,
  request_id text,
  -- A person's words.
  reason text not null,
  -- Null once it was lifted: a list may bring the student again.
  traits text,
  -- Null while lists that are kept may still hold the student.
  swept_at integer,
  lifted_at integer,
  lifted_by text,
  lift_reason text,
  primary key (establishment_id, id)
) strict, without rowid;

-- That somebody was shown a page of students: ids only. It is no link of the chain of `audit_event`, so that readers do not wait for each other.
create table access_page (
  establishment_id blob not null references establishment (id),
  -- Of the moment.
  id blob not null,
  at integer not null,
  actor text not null,
  origin text,
  request_id text,
  -- `students`, `rows`, `changes`…
  what text not null,
  batch_id blob,
  masked integer not null check (masked in (0, 1)),
  -- The smallest and the largest of the ids, and all of them: 16 bytes each.
  first_user blob not null,
  last_user blob not null,
  users blob not null,
  primary key (establishment_id, id)
) strict, without rowid;

create index access_page_users on access_page (establishment_id, last_user, first_user);
create index access_page_actor on access_page (establishment_id, actor, id);
-- All that somebody did.
create index audit_event_actor on audit_event (establishment_id, actor, seq);
