-- What a table or column means is said in SQLite's migration.
create table invitation (
  establishment_id uuid not null,
  user_id uuid not null,
  batch_id uuid,
  channel text not null check (channel in ('email', 'sms')),
  status text not null check (status in ('waiting', 'claimed', 'handing', 'sent', 'failed', 'unknown', 'accepted', 'withdrawn')),
  due_at bigint not null,
  attempts bigint not null default 0,
  holder text,
  token_hash bytea,
  expires_at bigint,
  reason text,
  reference text,
  created_at bigint not null,
  sent_at bigint,
  accepted_at bigint,
  primary key (establishment_id, user_id)
);

create index invitation_due on invitation (channel, due_at) where status = 'waiting';
create index invitation_held on invitation (due_at) where status in ('claimed', 'handing');
create unique index invitation_token on invitation (establishment_id, token_hash) where token_hash is not null;

alter table invitation enable row level security;
alter table invitation force row level security;
create policy own_school on invitation using (establishment_id = (select nullif(current_setting('rentree.school', true), '')::uuid));
-- Workers ask which invitations are due, and whose sender is gone.
create policy every_school on invitation for select using ((select current_setting('rentree.every_school', true) = 'on'));
