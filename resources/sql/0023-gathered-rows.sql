-- What grows with every request must cost little. An index of the audit log by whom it is of, and one of the events by
-- their visit, had a page to write for each row, for whose rows come next is anybody's guess. Now rows are put into
-- tables of that order 256 at a time. The last ones, which are not there yet, are looked through; the views have both.
DROP INDEX audit_log_by_entity;
DROP INDEX audit_log_by_user;
DROP INDEX events_by_consultation;

CREATE TABLE audit_log_by_entity (
  entity_id TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (entity_id, seq)
) WITHOUT ROWID;

CREATE TABLE audit_log_by_user (
  user_id TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  PRIMARY KEY (user_id, seq)
) WITHOUT ROWID;

CREATE TABLE events_by_consultation (
  consultation_id TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  PRIMARY KEY (consultation_id, seq)
) WITHOUT ROWID;

-- The log has every number.
INSERT INTO audit_log_by_entity
  SELECT entity_id, seq FROM audit_log
   WHERE entity_id <> '' AND seq <= (SELECT max (seq) FROM audit_log) / 256 * 256;
INSERT INTO audit_log_by_user
  SELECT user_id, seq FROM audit_log
   WHERE user_id <> '' AND seq <= (SELECT max (seq) FROM audit_log) / 256 * 256;

CREATE TRIGGER audit_log_gather AFTER INSERT ON audit_log WHEN new.seq % 256 = 0 BEGIN
  INSERT INTO audit_log_by_entity
    SELECT entity_id, seq FROM audit_log WHERE seq > new.seq - 256 AND entity_id <> '';
  INSERT INTO audit_log_by_user
    SELECT user_id, seq FROM audit_log WHERE seq > new.seq - 256 AND user_id <> '';
END;

CREATE VIEW audit_log_entities AS
  SELECT entity_id, seq FROM audit_log_by_entity
  UNION ALL SELECT entity_id, seq FROM audit_log WHERE seq > (SELECT max (seq) FROM audit_log) / 256 * 256;

CREATE VIEW audit_log_users AS
  SELECT user_id, seq FROM audit_log_by_user
  UNION ALL SELECT user_id, seq FROM audit_log WHERE seq > (SELECT max (seq) FROM audit_log) / 256 * 256;

-- Events share their numbers with the change log, so that they have gaps: the first beyond a multiple of 256 has those
-- gathered that came before it.
INSERT INTO events_by_consultation
  SELECT consultation_id, seq FROM events WHERE seq < (SELECT max (seq) FROM events) / 256 * 256;

CREATE TRIGGER events_gather AFTER INSERT ON events
  WHEN new.seq / 256 > (SELECT max (seq) FROM events WHERE seq < new.seq) / 256 BEGIN
  INSERT INTO events_by_consultation
    SELECT consultation_id, seq FROM events
     WHERE seq < new.seq AND seq >= (SELECT max (seq) FROM events WHERE seq < new.seq) / 256 * 256;
END;

CREATE VIEW event_visits AS
  SELECT consultation_id, seq FROM events_by_consultation
  UNION ALL SELECT consultation_id, seq FROM events WHERE seq >= (SELECT max (seq) FROM events) / 256 * 256;

-- Few visits have a request open.
DROP INDEX consultations_by_request;
CREATE INDEX consultations_by_request ON consultations (change_request, scheduled_start, id) WHERE change_request <> '';

-- Others tell only of meetings that are with them.
DROP INDEX consultations_by_meeting;
CREATE INDEX consultations_by_meeting ON consultations (video_provider, meeting_id)
  WHERE meeting_id <> '' AND video_provider <> 'builtin';
