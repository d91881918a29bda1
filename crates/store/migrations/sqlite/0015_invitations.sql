-- Students who are invited to choose a password: one invitation each, whatever happens. It is written in the last transaction of the commit that
-- creates the student, and sent afterwards.
--
-- waiting ─► claimed ─► handing ─► sent ─► accepted
--    ▲          │          ├─────► failed     the other side said no
--    └──────────┘          └─────► unknown    whoever sent it was lost while the last word was said: it may have arrived, a person decides
create table invitation (
  establishment_id blob not null,
  user_id blob not null,
  batch_id blob,
  channel text not null check (channel in ('email', 'sms')),
  status text not null check (status in ('waiting', 'claimed', 'handing', 'sent', 'failed', 'unknown', 'accepted', 'withdrawn')),
  -- Not before; of one that is being sent, when its sender counts as lost. By the database's clock.
  due_at integer not null,
  -- Its number is the token of whoever sends it.
  attempts integer not null default 0,
  holder text,
  -- Of the link's token; a new one with each attempt, since the one before never left.
  token_hash blob,
  expires_at integer,
  -- The code of what went wrong.
  reason text,
  -- What the other side calls it.
  reference text,
  created_at integer not null,
  sent_at integer,
  accepted_at integer,
  primary key (establishment_id, user_id)
) strict, without rowid;

-- Asked over all schools at once.
create index invitation_due on invitation (channel, due_at) where status = 'waiting';
create index invitation_held on invitation (due_at) where status in ('claimed', 'handing');
create unique index invitation_token on invitation (establishment_id, token_hash) where token_hash is not null;
