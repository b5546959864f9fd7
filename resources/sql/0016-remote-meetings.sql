-- What the clinic says in the app of its accounts with video providers: plain values as JSON, and secrets as JSON that is
-- sealed with the clinic's key. The last test of them stands beside.
CREATE TABLE providers (
  name       TEXT PRIMARY KEY NOT NULL,
  revision   INTEGER NOT NULL,
  is_enabled INTEGER NOT NULL DEFAULT 1,
  settings   TEXT NOT NULL DEFAULT '{}',
  secrets    TEXT NOT NULL DEFAULT '',
  tested_at  INTEGER,
  is_good    INTEGER NOT NULL DEFAULT 0,
  test_note  TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- The meetings that providers hold for visits. “version” counts what was wanted of one: work that was asked for another
-- version is no longer wanted; “epoch” is the version
-- that this very meeting began with. The link is sealed. “starts” is when the provider takes it to be.
CREATE TABLE meetings (
  consultation_id TEXT PRIMARY KEY NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  provider        TEXT NOT NULL,
  version         INTEGER NOT NULL,
  epoch           INTEGER NOT NULL,
  meeting_id      TEXT NOT NULL DEFAULT '',
  instance        TEXT NOT NULL DEFAULT '',
  host            TEXT NOT NULL DEFAULT '',
  join_url        TEXT NOT NULL DEFAULT '',
  facts           TEXT NOT NULL DEFAULT '{}',
  starts          INTEGER NOT NULL DEFAULT 0,
  started_at      INTEGER,
  ended_at        INTEGER,
  updated_at      INTEGER NOT NULL
) WITHOUT ROWID;

-- Who was in them, by what their providers tell: a row for each stay.
CREATE TABLE attendance (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  provider        TEXT NOT NULL,
  key             TEXT NOT NULL,
  instance        TEXT NOT NULL DEFAULT '',
  name            TEXT NOT NULL DEFAULT '',
  is_host         INTEGER NOT NULL DEFAULT 0,
  joined_at       INTEGER,
  left_at         INTEGER,
  PRIMARY KEY (consultation_id, provider, key)
) WITHOUT ROWID;

-- What providers posted to us and is proven to be theirs. It is written down before it is answered and worked on
-- afterwards; then its content, which is sealed, is forgotten, and its key kept so that it is not taken twice.
CREATE TABLE webhook_inbox (
  id          TEXT PRIMARY KEY NOT NULL,
  provider    TEXT NOT NULL,
  key         TEXT NOT NULL,
  content     TEXT NOT NULL,
  received_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX webhook_inbox_by_key ON webhook_inbox (provider, key);
CREATE INDEX webhook_inbox_by_time ON webhook_inbox (received_at);
