-- What lets a page of a platform show ours in a frame for a few minutes: made with a key, good for no longer than the key is. Of the token,
-- 256 bits of chance, there is the SHA-256. The row stays for a day after its end, so that a frame can still say that its time is over.
create table embed_session (
  establishment_id blob not null,
  id blob not null,
  key_id blob not null,
  token_hash blob not null,
  -- Names of scopes, within those of the key.
  scopes text not null,
  -- Whose pages may stand around ours: `https://platform.example`.
  origins text not null,
  -- How the platform names the person before the screen. No name.
  user_ref text,
  created_at integer not null,
  expires_at integer not null,
  primary key (establishment_id, id),
  unique (establishment_id, token_hash),
  foreign key (establishment_id, key_id) references access_key (establishment_id, id)
) strict, without rowid;

create index embed_session_age on embed_session (establishment_id, expires_at);
