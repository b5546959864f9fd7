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
