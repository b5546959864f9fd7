-- What lists and visits show of people is read out of these alone, and is not put together for each row. The views name
-- them, for SQLite would take the way by the primary key, which looks at the row as well.
CREATE INDEX users_names ON users (id, name);
CREATE INDEX patients_names ON patients (id, name);

DROP VIEW consultations_view;
DROP VIEW bookings_view;

CREATE VIEW consultations_view AS
  SELECT c.*, u.name AS doctor_name, p.name AS patient_name,
         CASE c.status WHEN 'waiting' THEN 1 WHEN 'in_progress' THEN 1 ELSE 0 END AS is_active,
         CASE c.status WHEN 'scheduled' THEN 1 WHEN 'waiting' THEN 1 ELSE 0 END AS can_start
    FROM consultations c
    LEFT JOIN users u INDEXED BY users_names ON u.id = c.doctor_id
    LEFT JOIN patients p INDEXED BY patients_names ON p.id = c.patient_id;

CREATE VIEW bookings_view AS
  SELECT b.*, u.name AS doctor_name, p.name AS patient_name, c.id AS consultation_id
    FROM bookings b
    LEFT JOIN users u INDEXED BY users_names ON u.id = b.doctor_id
    LEFT JOIN patients p INDEXED BY patients_names ON p.id = b.patient_id
    LEFT JOIN consultations c ON c.booking_id = b.id;

-- Who helps in a visit is looked for with every message, and mostly there is nobody.
CREATE INDEX participants_assigned ON participants (consultation_id, user_id) WHERE is_assigned;
CREATE INDEX availability_covers ON availability (doctor_id, starts_at, ends_at, covered_by) WHERE covered_by IS NOT NULL;

-- Who somebody is, is asked with every request. This number grows with whatever that is read from, by whatever program
-- it is changed, so that the answer can be kept as long as it is the same.
CREATE TABLE caller_version (
  id     INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  number INTEGER NOT NULL
);

INSERT INTO caller_version VALUES (1, 1);

-- A sign-in that is new was not known before.
CREATE TRIGGER sessions_change_caller AFTER UPDATE ON sessions BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER sessions_end_caller AFTER DELETE ON sessions BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER users_change_caller AFTER UPDATE ON users BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER users_end_caller AFTER DELETE ON users BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER patients_come_caller AFTER INSERT ON patients WHEN new.user_id IS NOT NULL BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER patients_change_caller AFTER UPDATE OF id, user_id ON patients
  WHEN old.id <> new.id OR old.user_id IS NOT new.user_id
BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER patients_end_caller AFTER DELETE ON patients WHEN old.user_id IS NOT NULL BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER participants_assign_caller AFTER INSERT ON participants WHEN new.is_assigned BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER participants_change_caller AFTER UPDATE OF is_assigned, user_id ON participants
  WHEN old.is_assigned <> new.is_assigned OR old.user_id IS NOT new.user_id
BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER participants_end_caller AFTER DELETE ON participants WHEN old.is_assigned BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER availability_cover_caller AFTER INSERT ON availability WHEN new.covered_by IS NOT NULL BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER availability_change_caller AFTER UPDATE OF covered_by ON availability
  WHEN old.covered_by IS NOT new.covered_by
BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER availability_end_caller AFTER DELETE ON availability WHEN old.covered_by IS NOT NULL BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

-- How long sign-ins live is a setting.
CREATE TRIGGER clinic_settings_come_caller AFTER INSERT ON clinic_settings BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER clinic_settings_change_caller AFTER UPDATE ON clinic_settings BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;

CREATE TRIGGER clinic_settings_end_caller AFTER DELETE ON clinic_settings BEGIN
  UPDATE caller_version SET number = number + 1 WHERE id = 1;
END;
