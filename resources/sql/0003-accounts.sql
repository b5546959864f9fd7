-- Who read or wrote what. Each row's hash covers the row and the hash of the one before it, so that none can be changed
-- or taken out unseen; AUTOINCREMENT remembers how many there were, so that the last cannot go, either.
CREATE TABLE audit_log (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at              INTEGER NOT NULL,
  user_id         TEXT NOT NULL,
  door_id         TEXT NOT NULL,
  role            TEXT NOT NULL,
  action          TEXT NOT NULL,
  entity          TEXT NOT NULL,
  entity_id       TEXT NOT NULL,
  consultation_id TEXT NOT NULL,
  address         TEXT NOT NULL,
  request_id      TEXT NOT NULL,
  previous        TEXT NOT NULL,
  hash            TEXT NOT NULL
);

CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE INDEX audit_log_by_entity ON audit_log (entity_id, at);
CREATE INDEX audit_log_by_user ON audit_log (user_id, at);

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;

-- A second factor: the secret is sealed with the clinic's key; last_step is the newest time step that was used.
CREATE TABLE totp_factors (
  user_id      TEXT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  secret       TEXT NOT NULL,
  confirmed_at INTEGER,
  last_step    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE recovery_codes (
  user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (user_id, code_hash)
) WITHOUT ROWID;
