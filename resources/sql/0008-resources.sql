-- Who is in a visit because somebody put them there: nurses, and doctors who stand in for others.

ALTER TABLE participants ADD COLUMN is_assigned INTEGER NOT NULL DEFAULT 0;

UPDATE participants SET is_assigned = 1 WHERE user_id IN (SELECT id FROM users WHERE role = 'nurse');

CREATE INDEX participants_by_assignment ON participants (user_id, consultation_id) WHERE is_assigned;

-- Who sees a doctor's patients in the doctor's leave, and from which moment to which.
ALTER TABLE availability ADD COLUMN covered_by TEXT REFERENCES users (id);
ALTER TABLE availability ADD COLUMN starts_at INTEGER;
ALTER TABLE availability ADD COLUMN ends_at INTEGER;

CREATE INDEX availability_by_cover ON availability (covered_by) WHERE covered_by IS NOT NULL;

-- The visits that somebody sees although they are not theirs.
CREATE VIEW visits_helped AS
  SELECT user_id, consultation_id FROM participants WHERE is_assigned
  UNION ALL
  SELECT a.covered_by, c.id
    FROM availability a
    JOIN consultations c ON c.doctor_id = a.doctor_id AND c.scheduled_start >= a.starts_at
                        AND c.scheduled_start < a.ends_at
   WHERE a.covered_by IS NOT NULL;

-- Copies of the database hear of all that by these, and no more by the seats of nurses. Whoever inserts the id of a
-- visit here touches the visit and all that belongs to it.
DROP TRIGGER participants_seat_nurse;
DROP TRIGGER participants_unseat_nurse;
DROP TRIGGER consultations_leave_booking;

CREATE VIEW touched_visits AS SELECT id FROM consultations;

CREATE TRIGGER touched_visits_insert INSTEAD OF INSERT ON touched_visits BEGIN
  INSERT OR IGNORE INTO touched SELECT 'consultations', id FROM consultations WHERE id = new.id;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', booking_id FROM consultations WHERE id = new.id AND booking_id IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 'participants', id FROM participants WHERE consultation_id = new.id;
  INSERT OR IGNORE INTO touched SELECT 'messages', id FROM messages WHERE consultation_id = new.id;
END;

CREATE VIEW withdrawn_visits AS SELECT user_id, id FROM withdrawals;

CREATE TRIGGER withdrawn_visits_insert INSTEAD OF INSERT ON withdrawn_visits BEGIN
  INSERT OR IGNORE INTO withdrawals VALUES (new.user_id, 'consultations', new.id);
  INSERT OR IGNORE INTO withdrawals
    SELECT new.user_id, 'bookings', booking_id FROM consultations WHERE id = new.id AND booking_id IS NOT NULL;
  INSERT INTO touched_visits VALUES (new.id);
END;

CREATE TRIGGER participants_assign AFTER INSERT ON participants WHEN new.is_assigned BEGIN
  INSERT INTO touched_visits VALUES (new.consultation_id);
END;

CREATE TRIGGER participants_assign_again AFTER UPDATE OF is_assigned ON participants
  WHEN new.is_assigned AND NOT old.is_assigned
BEGIN
  INSERT INTO touched_visits VALUES (new.consultation_id);
END;

CREATE TRIGGER participants_release AFTER UPDATE OF is_assigned ON participants
  WHEN old.is_assigned AND NOT new.is_assigned
BEGIN
  INSERT INTO withdrawn_visits VALUES (old.user_id, old.consultation_id);
END;

CREATE TRIGGER participants_leave AFTER DELETE ON participants WHEN old.is_assigned BEGIN
  INSERT INTO withdrawn_visits VALUES (old.user_id, old.consultation_id);
END;

-- A booking goes out of sight with its visit, whose row is gone by the time that the seats go.
CREATE TRIGGER consultations_leave_booking BEFORE DELETE ON consultations WHEN old.booking_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO withdrawals
    SELECT user_id, 'bookings', old.booking_id FROM participants WHERE consultation_id = old.id AND is_assigned;
END;

-- A visit that is moved, or given to another doctor, comes into the leave of its doctor or out of it.
CREATE TRIGGER consultations_move_cover AFTER UPDATE OF doctor_id, scheduled_start ON consultations
  WHEN (old.doctor_id <> new.doctor_id OR old.scheduled_start <> new.scheduled_start)
       AND EXISTS (SELECT 1 FROM availability
                    WHERE covered_by IS NOT NULL AND doctor_id IN (old.doctor_id, new.doctor_id))
BEGIN
  INSERT INTO withdrawn_visits
    SELECT covered_by, new.id FROM availability
     WHERE covered_by IS NOT NULL AND doctor_id = old.doctor_id
       AND old.scheduled_start >= starts_at AND old.scheduled_start < ends_at;
  INSERT INTO touched_visits VALUES (new.id);
END;

CREATE TRIGGER bookings_move_cover AFTER UPDATE OF doctor_id, starts_at ON bookings
  WHEN old.doctor_id <> new.doctor_id OR old.starts_at <> new.starts_at
BEGIN
  INSERT OR IGNORE INTO withdrawals
    SELECT covered_by, 'bookings', new.id FROM availability
     WHERE covered_by IS NOT NULL AND doctor_id = old.doctor_id
       AND old.starts_at >= starts_at AND old.starts_at < ends_at;
END;

CREATE TRIGGER availability_cover AFTER INSERT ON availability WHEN new.covered_by IS NOT NULL BEGIN
  INSERT INTO touched_visits
    SELECT id FROM consultations
     WHERE doctor_id = new.doctor_id AND scheduled_start >= new.starts_at AND scheduled_start < new.ends_at;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', id FROM bookings
     WHERE doctor_id = new.doctor_id AND starts_at >= new.starts_at AND starts_at < new.ends_at;
END;

CREATE TRIGGER availability_uncover AFTER DELETE ON availability WHEN old.covered_by IS NOT NULL BEGIN
  INSERT INTO withdrawn_visits
    SELECT old.covered_by, id FROM consultations
     WHERE doctor_id = old.doctor_id AND scheduled_start >= old.starts_at AND scheduled_start < old.ends_at;
  INSERT OR IGNORE INTO withdrawals
    SELECT old.covered_by, 'bookings', id FROM bookings
     WHERE doctor_id = old.doctor_id AND starts_at >= old.starts_at AND starts_at < old.ends_at;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', id FROM bookings
     WHERE doctor_id = old.doctor_id AND starts_at >= old.starts_at AND starts_at < old.ends_at;
END;

CREATE TRIGGER availability_cover_otherwise AFTER UPDATE OF covered_by, starts_at, ends_at ON availability
  WHEN old.covered_by IS NOT new.covered_by OR old.starts_at IS NOT new.starts_at OR old.ends_at IS NOT new.ends_at
BEGIN
  INSERT INTO withdrawn_visits
    SELECT old.covered_by, id FROM consultations
     WHERE doctor_id = old.doctor_id AND scheduled_start >= old.starts_at AND scheduled_start < old.ends_at
       AND old.covered_by IS NOT NULL;
  INSERT OR IGNORE INTO withdrawals
    SELECT old.covered_by, 'bookings', id FROM bookings
     WHERE doctor_id = old.doctor_id AND starts_at >= old.starts_at AND starts_at < old.ends_at
       AND old.covered_by IS NOT NULL;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', id FROM bookings
     WHERE doctor_id = old.doctor_id AND ((starts_at >= old.starts_at AND starts_at < old.ends_at)
                                          OR (starts_at >= new.starts_at AND starts_at < new.ends_at));
  INSERT INTO touched_visits
    SELECT id FROM consultations
     WHERE doctor_id = new.doctor_id AND scheduled_start >= new.starts_at AND scheduled_start < new.ends_at
       AND new.covered_by IS NOT NULL;
END;

-- What tells whether somebody may be here already.
ALTER TABLE patients ADD COLUMN phone_key TEXT NOT NULL DEFAULT '';

UPDATE patients
   SET phone_key = substr (replace (replace (replace (replace (replace (replace (replace (phone, ' ', ''), '-', ''),
                                    '/', ''), '(', ''), ')', ''), '.', ''), '+', ''), -8)
 WHERE length (phone) >= 5;

CREATE INDEX patients_by_birth ON patients (born) WHERE born <> '';
CREATE INDEX patients_by_phone ON patients (phone_key) WHERE phone_key <> '';
CREATE INDEX patients_by_email ON patients (lower (email)) WHERE email <> '';

-- How many technical issues were reported of a visit.
ALTER TABLE consultations ADD COLUMN issue_count INTEGER NOT NULL DEFAULT 0;

UPDATE consultations SET issue_count = (SELECT count (*) FROM technical_issues WHERE consultation_id = consultations.id)
 WHERE id IN (SELECT consultation_id FROM technical_issues);

CREATE TRIGGER technical_issues_count AFTER INSERT ON technical_issues BEGIN
  UPDATE consultations SET issue_count = issue_count + 1 WHERE id = new.consultation_id;
  INSERT OR IGNORE INTO touched VALUES ('consultations', new.consultation_id);
END;

-- What there is a number of for each visit, in minutes where it is a time. Kinds of no-shows are in the order of the API.
CREATE VIEW visit_measures AS
  SELECT id, doctor_id, 'wait' AS measure, max (0, (actual_start - waiting_since) / 60000000) AS value
    FROM consultations WHERE actual_start IS NOT NULL AND waiting_since IS NOT NULL
  UNION ALL
  SELECT id, doctor_id, 'delay',
         max (0, (actual_start - max (scheduled_start, coalesce (waiting_since, scheduled_start))) / 60000000)
    FROM consultations WHERE actual_start IS NOT NULL
  UNION ALL
  SELECT id, doctor_id, 'duration', duration_minutes FROM consultations WHERE duration_minutes IS NOT NULL
  UNION ALL
  SELECT id, doctor_id, 'no_show', CASE no_show_kind WHEN 'technical' THEN 2 WHEN 'clinic' THEN 3 ELSE 1 END
    FROM consultations WHERE status = 'no_show'
  UNION ALL
  SELECT id, doctor_id, 'issues', 1 FROM consultations WHERE issue_count > 0;

-- How often each number was, for each doctor, so that statistics need not look at every visit.
CREATE TABLE visit_tallies (
  doctor_id TEXT NOT NULL,
  measure   TEXT NOT NULL,
  value     INTEGER NOT NULL,
  total     INTEGER NOT NULL,
  PRIMARY KEY (doctor_id, measure, value)
) WITHOUT ROWID;

INSERT INTO visit_tallies SELECT doctor_id, measure, value, count (*) FROM visit_measures GROUP BY 1, 2, 3;

CREATE TRIGGER consultations_tally_delete BEFORE DELETE ON consultations BEGIN
  UPDATE visit_tallies SET total = total - 1
   WHERE (doctor_id, measure, value) IN (SELECT doctor_id, measure, value FROM visit_measures WHERE id = old.id);
END;

CREATE TRIGGER consultations_tally_insert AFTER INSERT ON consultations
  WHEN new.actual_start IS NOT NULL OR new.duration_minutes IS NOT NULL OR new.status = 'no_show' OR new.issue_count > 0
BEGIN
  INSERT INTO visit_tallies SELECT doctor_id, measure, value, 1 FROM visit_measures WHERE id = new.id
    ON CONFLICT DO UPDATE SET total = total + 1;
END;

-- Only where something is told of the visit yet, and is told otherwise now.
CREATE TRIGGER consultations_tally_before BEFORE UPDATE ON consultations
  WHEN (old.actual_start IS NOT NULL OR old.duration_minutes IS NOT NULL OR old.status = 'no_show'
        OR old.issue_count > 0)
       AND (old.doctor_id, old.actual_start, old.waiting_since, old.scheduled_start, old.duration_minutes, old.status,
            old.no_show_kind, old.issue_count) IS NOT
           (new.doctor_id, new.actual_start, new.waiting_since, new.scheduled_start, new.duration_minutes, new.status,
            new.no_show_kind, new.issue_count)
BEGIN
  UPDATE visit_tallies SET total = total - 1
   WHERE (doctor_id, measure, value) IN (SELECT doctor_id, measure, value FROM visit_measures WHERE id = old.id);
END;

CREATE TRIGGER consultations_tally_after AFTER UPDATE ON consultations
  WHEN (new.actual_start IS NOT NULL OR new.duration_minutes IS NOT NULL OR new.status = 'no_show'
        OR new.issue_count > 0)
       AND (old.doctor_id, old.actual_start, old.waiting_since, old.scheduled_start, old.duration_minutes, old.status,
            old.no_show_kind, old.issue_count) IS NOT
           (new.doctor_id, new.actual_start, new.waiting_since, new.scheduled_start, new.duration_minutes, new.status,
            new.no_show_kind, new.issue_count)
BEGIN
  INSERT INTO visit_tallies SELECT doctor_id, measure, value, 1 FROM visit_measures WHERE id = new.id
    ON CONFLICT DO UPDATE SET total = total + 1;
END;

-- What an admin changed while the clinic was open; NULL for what is as usual again.
CREATE TABLE clinic_settings (
  name       TEXT PRIMARY KEY NOT NULL,
  value      TEXT,
  revision   INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) WITHOUT ROWID;

-- What a patient asks for and may not do alone.
ALTER TABLE consultations ADD COLUMN change_request TEXT NOT NULL DEFAULT '';
ALTER TABLE consultations ADD COLUMN requested_start INTEGER;
ALTER TABLE consultations ADD COLUMN request_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE consultations ADD COLUMN requested_at INTEGER;

CREATE INDEX consultations_by_request ON consultations (change_request, scheduled_start, id);
