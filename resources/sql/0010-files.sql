-- A file that somebody sent in a visit. Its content lies sealed in a file of its own, and what opens that stands here, as
-- with recordings; of what was deleted the row stays. It outlives the row of its visit until its content is off the disk.
CREATE TABLE files (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  consultation_id TEXT NOT NULL,
  message_id      TEXT,
  sender_id       TEXT NOT NULL,
  sender_name     TEXT NOT NULL DEFAULT '',
  sender_role     TEXT NOT NULL,
  kind            TEXT NOT NULL,
  state           TEXT NOT NULL,
  name            TEXT NOT NULL,
  media_type      TEXT NOT NULL DEFAULT '',
  size            INTEGER NOT NULL DEFAULT 0,
  is_whole        INTEGER NOT NULL DEFAULT 0,
  sha256          TEXT NOT NULL DEFAULT '',
  sealed_key      TEXT NOT NULL,
  has_file        INTEGER NOT NULL DEFAULT 0,
  is_private      INTEGER NOT NULL DEFAULT 0,
  kept            INTEGER NOT NULL DEFAULT 0,
  kept_at         INTEGER,
  kept_by         TEXT NOT NULL DEFAULT '',
  expires_at      INTEGER,
  deleted_at      INTEGER,
  deleted_by      TEXT NOT NULL DEFAULT '',
  created_at      INTEGER,
  updated_at      INTEGER
);

CREATE INDEX files_by_consultation ON files (consultation_id, created_at, id);
CREATE INDEX files_by_expiry ON files (expires_at) WHERE state <> 'deleted' AND expires_at IS NOT NULL;
CREATE INDEX files_unsent ON files (updated_at) WHERE state <> 'deleted' AND message_id IS NULL AND NOT kept;
CREATE INDEX files_to_unlink ON files (id) WHERE state = 'deleted' AND has_file;

CREATE TRIGGER consultations_delete_files AFTER DELETE ON consultations BEGIN
  UPDATE files SET state = 'deleted', sealed_key = '' WHERE consultation_id = old.id;
END;

-- What a message says of the file that came with it. A deleted one has no id there any more.
ALTER TABLE messages ADD COLUMN file_id TEXT;
ALTER TABLE messages ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN file_type TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN file_size INTEGER NOT NULL DEFAULT 0;
