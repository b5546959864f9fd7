-- By what a provider tells that something changed in somebody's calendar: nothing that it posts is signed, so each channel
-- has an id, a token, of which the hash is here, and the provider's own name for what is watched.
CREATE TABLE calendar_channels (
  id          TEXT PRIMARY KEY NOT NULL,
  provider    TEXT NOT NULL,
  owner       TEXT NOT NULL,
  token_hash  TEXT NOT NULL,
  resource_id TEXT NOT NULL DEFAULT '',
  expires_at  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX calendar_channels_by_owner ON calendar_channels (provider, owner, expires_at);
CREATE INDEX calendar_channels_by_expiry ON calendar_channels (expires_at);

-- How far each calendar was read.
CREATE TABLE calendar_cursors (
  provider TEXT NOT NULL,
  owner    TEXT NOT NULL,
  cursor   TEXT NOT NULL,
  PRIMARY KEY (provider, owner)
) WITHOUT ROWID;
