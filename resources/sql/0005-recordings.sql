-- Who agreed to be recorded, or did not, to which words and when. The newest row of a seat is what holds; none is changed.
CREATE TABLE consents (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  participant_id  TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
  recorded_by     TEXT NOT NULL,
  name            TEXT NOT NULL DEFAULT '',
  role            TEXT NOT NULL,
  kind            TEXT NOT NULL,
  given           INTEGER NOT NULL,
  state           TEXT NOT NULL,
  text_version    TEXT NOT NULL,
  language        TEXT NOT NULL,
  created_at      INTEGER
);

CREATE INDEX consents_by_participant ON consents (participant_id, kind, created_at, id);
CREATE INDEX consents_by_consultation ON consents (consultation_id, created_at, id);

CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents BEGIN
  SELECT raise (ABORT, 'consents are only added to');
END;

CREATE VIEW consents_view AS
  SELECT c.*, NOT EXISTS (SELECT 1 FROM consents n
                           WHERE n.participant_id = c.participant_id AND n.kind = c.kind
                             AND (n.created_at, n.id) > (c.created_at, c.id)) AS is_current
    FROM consents c;

-- A visit on video. Its content lies sealed in a file of its own, and what opens that stands here, sealed with the clinic's
-- key: without the row, or once the key is shredded, the file is noise. Of what was deleted the row stays.
CREATE TABLE recordings (
  id                  TEXT PRIMARY KEY NOT NULL,
  revision            INTEGER NOT NULL,
  consultation_id     TEXT NOT NULL REFERENCES consultations (id),
  doctor_id           TEXT NOT NULL REFERENCES users (id),
  state               TEXT NOT NULL,
  provider            TEXT NOT NULL,
  started_at          INTEGER NOT NULL,
  ended_at            INTEGER,
  stop_reason         TEXT NOT NULL DEFAULT '',
  duration_seconds    INTEGER NOT NULL DEFAULT 0,
  size                INTEGER NOT NULL DEFAULT 0,
  is_whole            INTEGER NOT NULL DEFAULT 0,
  media_type          TEXT NOT NULL,
  sha256              TEXT NOT NULL DEFAULT '',
  sealed_key          TEXT NOT NULL,
  has_file            INTEGER NOT NULL DEFAULT 0,
  shared_with_patient INTEGER NOT NULL DEFAULT 0,
  expires_at          INTEGER NOT NULL,
  deleted_at          INTEGER,
  deleted_by          TEXT NOT NULL DEFAULT '',
  created_at          INTEGER,
  updated_at          INTEGER
);

CREATE INDEX recordings_by_consultation ON recordings (consultation_id, started_at, id);
CREATE INDEX recordings_by_start ON recordings (started_at, id);
CREATE INDEX recordings_by_expiry ON recordings (expires_at) WHERE state <> 'deleted';
CREATE INDEX recordings_to_unlink ON recordings (id) WHERE state = 'deleted' AND has_file;

-- One at a time.
CREATE UNIQUE INDEX recordings_under_way ON recordings (consultation_id) WHERE state = 'recording';
