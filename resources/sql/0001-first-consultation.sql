-- Times are microseconds since the epoch, UTC; booleans 0 or 1; enums their words; ids UUIDs as text.
-- An empty text means "not given"; NULL is kept for what may be absent by nature.

CREATE TABLE users (
  id            TEXT PRIMARY KEY NOT NULL,
  revision      INTEGER NOT NULL,
  email         TEXT NOT NULL,
  username      TEXT NOT NULL DEFAULT '',
  title         TEXT NOT NULL DEFAULT '',
  first_name    TEXT NOT NULL,
  last_name     TEXT NOT NULL,
  name          TEXT NOT NULL GENERATED ALWAYS AS (trim (title || ' ' || first_name || ' ' || last_name)) VIRTUAL,
  role          TEXT NOT NULL,
  phone         TEXT NOT NULL DEFAULT '',
  password_hash TEXT NOT NULL DEFAULT '',
  is_active     INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER,
  updated_at    INTEGER
);

CREATE UNIQUE INDEX users_by_email ON users (lower (email)) WHERE email <> '';
CREATE INDEX users_by_role ON users (role, last_name, id);

CREATE TABLE sessions (
  id           TEXT PRIMARY KEY NOT NULL,
  revision     INTEGER NOT NULL,
  user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash   TEXT NOT NULL UNIQUE,
  address      TEXT NOT NULL DEFAULT '',
  user_agent   TEXT NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE patients (
  id          TEXT PRIMARY KEY NOT NULL,
  revision    INTEGER NOT NULL,
  user_id     TEXT REFERENCES users (id) ON DELETE SET NULL,
  given_name  TEXT NOT NULL,
  family_name TEXT NOT NULL,
  name        TEXT NOT NULL GENERATED ALWAYS AS (trim (given_name || ' ' || family_name)) VIRTUAL,
  born        TEXT NOT NULL DEFAULT '',
  sex         TEXT NOT NULL DEFAULT 'unknown',
  phone       TEXT NOT NULL DEFAULT '',
  email       TEXT NOT NULL DEFAULT '',
  language    TEXT NOT NULL DEFAULT '',
  created_at  INTEGER,
  updated_at  INTEGER
);

CREATE INDEX patients_by_name ON patients (family_name, given_name, id);
CREATE INDEX patients_by_user ON patients (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE bookings (
  id                       TEXT PRIMARY KEY NOT NULL,
  revision                 INTEGER NOT NULL,
  doctor_id                TEXT NOT NULL REFERENCES users (id),
  patient_id               TEXT NOT NULL REFERENCES patients (id),
  appointment_date         TEXT NOT NULL,
  appointment_time         TEXT NOT NULL,
  time_zone                TEXT NOT NULL,
  starts_at                INTEGER NOT NULL,
  duration_minutes         INTEGER NOT NULL,
  appointment_type         TEXT NOT NULL DEFAULT 'in_person',
  status                   TEXT NOT NULL DEFAULT 'pending',
  preferred_video_provider TEXT NOT NULL DEFAULT 'builtin',
  consultation_notes       TEXT NOT NULL DEFAULT '',
  created_at               INTEGER,
  updated_at               INTEGER
);

-- A doctor's time is given away once.
CREATE UNIQUE INDEX bookings_claim ON bookings (doctor_id, starts_at) WHERE status IN ('pending', 'confirmed');
CREATE INDEX bookings_by_start ON bookings (starts_at, id);
CREATE INDEX bookings_by_patient ON bookings (patient_id, starts_at);

CREATE TABLE consultations (
  id                 TEXT PRIMARY KEY NOT NULL,
  revision           INTEGER NOT NULL,
  booking_id         TEXT UNIQUE REFERENCES bookings (id),
  doctor_id          TEXT NOT NULL REFERENCES users (id),
  patient_id         TEXT NOT NULL REFERENCES patients (id),
  appointment_date   TEXT NOT NULL,
  appointment_time   TEXT NOT NULL,
  time_zone          TEXT NOT NULL,
  video_provider     TEXT NOT NULL,
  meeting_state      TEXT NOT NULL DEFAULT 'none',
  meeting_id         TEXT NOT NULL DEFAULT '',
  meeting_password   TEXT NOT NULL DEFAULT '',
  status             TEXT NOT NULL DEFAULT 'scheduled',
  scheduled_start    INTEGER NOT NULL,
  duration_planned   INTEGER NOT NULL,
  actual_start       INTEGER,
  actual_end         INTEGER,
  duration_minutes   INTEGER,
  recording_enabled  INTEGER NOT NULL DEFAULT 0,
  recording_url      TEXT NOT NULL DEFAULT '',
  connection_quality TEXT NOT NULL DEFAULT '',
  notes              TEXT NOT NULL DEFAULT '',
  reason             TEXT NOT NULL DEFAULT '',
  cancel_reason      TEXT NOT NULL DEFAULT '',
  waiting_since      INTEGER,
  patient_presence   TEXT NOT NULL DEFAULT 'away',
  unread_messages    INTEGER NOT NULL DEFAULT 0,
  created_at         INTEGER,
  updated_at         INTEGER
);

CREATE INDEX consultations_by_start ON consultations (scheduled_start, id);
CREATE INDEX consultations_by_doctor ON consultations (doctor_id, scheduled_start, id);
CREATE INDEX consultations_by_patient ON consultations (patient_id, scheduled_start, id);
CREATE INDEX consultations_by_status ON consultations (status, scheduled_start, id);
CREATE INDEX consultations_by_doctor_status ON consultations (doctor_id, status, scheduled_start, id);
CREATE INDEX consultations_by_meeting ON consultations (video_provider, meeting_id) WHERE meeting_id <> '';

CREATE VIEW consultations_view AS
  SELECT c.*, u.name AS doctor_name, p.name AS patient_name,
         c.status IN ('waiting', 'in_progress') AS is_active,
         c.status IN ('scheduled', 'waiting') AS can_start
    FROM consultations c
    LEFT JOIN users u ON u.id = c.doctor_id
    LEFT JOIN patients p ON p.id = c.patient_id;

CREATE VIEW bookings_view AS
  SELECT b.*, u.name AS doctor_name, p.name AS patient_name, c.id AS consultation_id
    FROM bookings b
    LEFT JOIN users u ON u.id = b.doctor_id
    LEFT JOIN patients p ON p.id = b.patient_id
    LEFT JOIN consultations c ON c.booking_id = b.id;

-- How many there are, so that a page of a list and the statistics need not count rows.
CREATE TABLE consultation_counts (
  doctor_id      TEXT NOT NULL,
  status         TEXT NOT NULL,
  video_provider TEXT NOT NULL,
  total          INTEGER NOT NULL,
  minutes        INTEGER NOT NULL,
  timed          INTEGER NOT NULL,
  PRIMARY KEY (doctor_id, status, video_provider)
) WITHOUT ROWID;

CREATE TRIGGER consultations_count_insert AFTER INSERT ON consultations BEGIN
  INSERT INTO consultation_counts (doctor_id, status, video_provider, total, minutes, timed)
    VALUES (new.doctor_id, new.status, new.video_provider, 1, coalesce (new.duration_minutes, 0),
            new.duration_minutes IS NOT NULL)
    ON CONFLICT DO UPDATE SET total = total + 1, minutes = minutes + excluded.minutes, timed = timed + excluded.timed;
END;

CREATE TRIGGER consultations_count_delete AFTER DELETE ON consultations BEGIN
  UPDATE consultation_counts
     SET total = total - 1, minutes = minutes - coalesce (old.duration_minutes, 0),
         timed = timed - (old.duration_minutes IS NOT NULL)
   WHERE doctor_id = old.doctor_id AND status = old.status AND video_provider = old.video_provider;
END;

CREATE TRIGGER consultations_count_update AFTER UPDATE ON consultations
  WHEN old.doctor_id <> new.doctor_id OR old.status <> new.status OR old.video_provider <> new.video_provider
       OR old.duration_minutes IS NOT new.duration_minutes
BEGIN
  UPDATE consultation_counts
     SET total = total - 1, minutes = minutes - coalesce (old.duration_minutes, 0),
         timed = timed - (old.duration_minutes IS NOT NULL)
   WHERE doctor_id = old.doctor_id AND status = old.status AND video_provider = old.video_provider;
  INSERT INTO consultation_counts (doctor_id, status, video_provider, total, minutes, timed)
    VALUES (new.doctor_id, new.status, new.video_provider, 1, coalesce (new.duration_minutes, 0),
            new.duration_minutes IS NOT NULL)
    ON CONFLICT DO UPDATE SET total = total + 1, minutes = minutes + excluded.minutes, timed = timed + excluded.timed;
END;

CREATE TABLE doors (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  token_hash      TEXT NOT NULL UNIQUE,
  role            TEXT NOT NULL,
  name            TEXT NOT NULL DEFAULT '',
  first_opened_at INTEGER,
  revoked_at      INTEGER,
  created_at      INTEGER,
  updated_at      INTEGER
);

CREATE INDEX doors_by_consultation ON doors (consultation_id);

CREATE TABLE participants (
  id                TEXT PRIMARY KEY NOT NULL,
  revision          INTEGER NOT NULL,
  consultation_id   TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  user_id           TEXT REFERENCES users (id),
  door_id           TEXT REFERENCES doors (id),
  name              TEXT NOT NULL DEFAULT '',
  role              TEXT NOT NULL,
  presence          TEXT NOT NULL DEFAULT 'away',
  joined_at         INTEGER,
  left_at           INTEGER,
  connection_issues INTEGER NOT NULL DEFAULT 0,
  created_at        INTEGER,
  updated_at        INTEGER
);

CREATE INDEX participants_by_consultation ON participants (consultation_id, joined_at, id);

-- Who is there, or may still come back.
CREATE INDEX participants_by_presence ON participants (presence) WHERE presence NOT IN ('away', 'left');

-- One seat each, whoever comes back and from however many windows.
CREATE UNIQUE INDEX participants_by_user ON participants (user_id, consultation_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX participants_by_door ON participants (door_id, consultation_id) WHERE door_id IS NOT NULL;

CREATE TABLE messages (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  sender_id       TEXT NOT NULL DEFAULT '',
  sender_name     TEXT NOT NULL DEFAULT '',
  sender_role     TEXT NOT NULL,
  message         TEXT NOT NULL,
  message_type    TEXT NOT NULL DEFAULT 'text',
  is_private      INTEGER NOT NULL DEFAULT 0,
  timestamp       INTEGER NOT NULL
);

CREATE INDEX messages_by_consultation ON messages (consultation_id, timestamp, id);

-- The latest change of each record; seq comes from the sequence shared with events.
CREATE TABLE changes (
  entity   TEXT NOT NULL,
  id       TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  PRIMARY KEY (entity, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX changes_by_seq ON changes (seq);

-- What happened in a visit, as it was told to those who were listening.
CREATE TABLE events (
  seq             INTEGER PRIMARY KEY NOT NULL,
  consultation_id TEXT NOT NULL,
  type            TEXT NOT NULL,
  audience        INTEGER NOT NULL,
  author_id       TEXT,
  doctor_id       TEXT,
  frame           TEXT NOT NULL,
  created_at      INTEGER NOT NULL
);

CREATE INDEX events_by_consultation ON events (consultation_id, seq);

CREATE TABLE idempotency_keys (
  key          TEXT PRIMARY KEY NOT NULL,
  request_hash TEXT NOT NULL,
  status       INTEGER NOT NULL,
  reply        TEXT NOT NULL,
  revision     INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- How far a copy of another database has come: only filled where this is such a copy.
CREATE TABLE settings (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;
