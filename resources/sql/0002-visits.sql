-- Why a visit did not take place, and what was known when somebody decided so.

ALTER TABLE consultations ADD COLUMN no_show_kind TEXT NOT NULL DEFAULT '';

CREATE TABLE no_shows (
  id               INTEGER PRIMARY KEY NOT NULL,
  consultation_id  TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  kind             TEXT NOT NULL,
  reason           TEXT NOT NULL,
  decided_by       TEXT NOT NULL,
  decided_at       INTEGER NOT NULL,
  link_opened_at   INTEGER,
  arrived_at       INTEGER,
  waited_minutes   INTEGER NOT NULL,
  messages         INTEGER NOT NULL,
  issues           INTEGER NOT NULL,
  connections_lost INTEGER NOT NULL
);

CREATE INDEX no_shows_by_consultation ON no_shows (consultation_id, id);

-- How a call was for somebody at a moment, as their own program measured it.
CREATE TABLE quality_samples (
  id              INTEGER PRIMARY KEY NOT NULL,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  participant_id  TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
  quality         TEXT NOT NULL,
  rtt_ms          REAL,
  jitter_ms       REAL,
  loss            REAL,
  bitrate         REAL,
  at              INTEGER NOT NULL
);

CREATE INDEX quality_samples_by_consultation ON quality_samples (consultation_id, id);
CREATE INDEX quality_samples_by_participant ON quality_samples (participant_id);

CREATE TABLE technical_issues (
  id               TEXT PRIMARY KEY NOT NULL,
  revision         INTEGER NOT NULL,
  consultation_id  TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  reporter_id      TEXT NOT NULL,
  reporter_name    TEXT NOT NULL DEFAULT '',
  reporter_role    TEXT NOT NULL,
  issue_type       TEXT NOT NULL,
  severity         TEXT NOT NULL DEFAULT 'medium',
  description      TEXT NOT NULL,
  is_resolved      INTEGER NOT NULL DEFAULT 0,
  resolution_notes TEXT NOT NULL DEFAULT '',
  resolved_by      TEXT NOT NULL DEFAULT '',
  resolved_at      INTEGER,
  created_at       INTEGER,
  updated_at       INTEGER
);

CREATE INDEX technical_issues_by_consultation ON technical_issues (consultation_id, created_at, id);
CREATE INDEX technical_issues_by_reporter ON technical_issues (reporter_id, created_at, id);
CREATE INDEX technical_issues_by_age ON technical_issues (created_at, id);

-- When a doctor sees patients (“hours”, each week), and when not (“leave”, whole days).
CREATE TABLE availability (
  id             TEXT PRIMARY KEY NOT NULL,
  revision       INTEGER NOT NULL,
  doctor_id      TEXT NOT NULL REFERENCES users (id),
  kind           TEXT NOT NULL DEFAULT 'hours',
  weekday        INTEGER NOT NULL DEFAULT 0,
  start_time     TEXT NOT NULL DEFAULT '',
  end_time       TEXT NOT NULL DEFAULT '',
  time_zone      TEXT NOT NULL DEFAULT '',
  slot_minutes   INTEGER NOT NULL DEFAULT 20,
  buffer_minutes INTEGER NOT NULL DEFAULT 0,
  notice_minutes INTEGER NOT NULL DEFAULT 0,
  first_date     TEXT NOT NULL DEFAULT '',
  last_date      TEXT NOT NULL DEFAULT '',
  reason         TEXT NOT NULL DEFAULT '',
  created_at     INTEGER,
  updated_at     INTEGER
);

CREATE INDEX availability_by_doctor ON availability (doctor_id, kind, weekday, start_time, id);
