-- Copies of the database follow the change log, each by what its owner may see. What comes into their sight or leaves
-- it is no edit of the record itself, so it is noted here, by whatever path it came about.

-- What somebody saw once and may not see now: their copies are told to let go of it. Where they may see it, a row here
-- says nothing.
CREATE TABLE withdrawals (
  user_id TEXT NOT NULL,
  entity  TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (user_id, entity, id)
) WITHOUT ROWID;

-- Records that look different to somebody though nobody saved them. The writer gives them a new place in the change
-- log at the end of its job, and empties this.
CREATE TABLE touched (
  entity TEXT NOT NULL,
  id     TEXT NOT NULL,
  PRIMARY KEY (entity, id)
) WITHOUT ROWID;

-- How often all that somebody may see became another, as with their role. Cursors from before are refused.
CREATE TABLE sights (
  user_id TEXT PRIMARY KEY NOT NULL,
  epoch   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER users_change_role AFTER UPDATE OF role ON users WHEN old.role <> new.role BEGIN
  INSERT INTO sights VALUES (new.id, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1;
END;

-- The names of people are shown with their visits.
CREATE TRIGGER users_change_name AFTER UPDATE OF title, first_name, last_name ON users WHEN old.name <> new.name BEGIN
  INSERT OR IGNORE INTO touched SELECT 'consultations', id FROM consultations WHERE doctor_id = new.id;
  INSERT OR IGNORE INTO touched SELECT 'bookings', id FROM bookings WHERE doctor_id = new.id;
END;

CREATE TRIGGER patients_change_name AFTER UPDATE OF given_name, family_name ON patients WHEN old.name <> new.name BEGIN
  INSERT OR IGNORE INTO touched SELECT 'consultations', id FROM consultations WHERE patient_id = new.id;
  INSERT OR IGNORE INTO touched SELECT 'bookings', id FROM bookings WHERE patient_id = new.id;
END;

-- With another doctor, all that belongs to a visit leaves one copy and comes into the other.
CREATE TRIGGER consultations_change_doctor AFTER UPDATE OF doctor_id ON consultations
  WHEN old.doctor_id <> new.doctor_id
BEGIN
  INSERT OR IGNORE INTO withdrawals VALUES (old.doctor_id, 'consultations', new.id);
  INSERT OR IGNORE INTO touched VALUES ('consultations', new.id);
  INSERT OR IGNORE INTO touched SELECT 'participants', id FROM participants WHERE consultation_id = new.id;
  INSERT OR IGNORE INTO touched SELECT 'messages', id FROM messages WHERE consultation_id = new.id;
END;

CREATE TRIGGER bookings_change_doctor AFTER UPDATE OF doctor_id ON bookings WHEN old.doctor_id <> new.doctor_id BEGIN
  INSERT OR IGNORE INTO withdrawals VALUES (old.doctor_id, 'bookings', new.id);
  INSERT OR IGNORE INTO touched VALUES ('bookings', new.id);
END;

-- A nurse sees the visits that have a seat for her.
CREATE TRIGGER participants_seat_nurse AFTER INSERT ON participants
  WHEN (SELECT role FROM users WHERE id = new.user_id) = 'nurse'
BEGIN
  INSERT OR IGNORE INTO touched SELECT 'consultations', id FROM consultations WHERE id = new.consultation_id;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', booking_id FROM consultations WHERE id = new.consultation_id AND booking_id IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 'participants', id FROM participants WHERE consultation_id = new.consultation_id;
  INSERT OR IGNORE INTO touched SELECT 'messages', id FROM messages WHERE consultation_id = new.consultation_id;
END;

CREATE TRIGGER participants_unseat_nurse AFTER DELETE ON participants
  WHEN (SELECT role FROM users WHERE id = old.user_id) = 'nurse'
BEGIN
  INSERT OR IGNORE INTO withdrawals VALUES (old.user_id, 'consultations', old.consultation_id);
  INSERT OR IGNORE INTO withdrawals
    SELECT old.user_id, 'bookings', booking_id FROM consultations
     WHERE id = old.consultation_id AND booking_id IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 'consultations', id FROM consultations WHERE id = old.consultation_id;
  INSERT OR IGNORE INTO touched
    SELECT 'bookings', booking_id FROM consultations WHERE id = old.consultation_id AND booking_id IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 'participants', id FROM participants WHERE consultation_id = old.consultation_id;
  INSERT OR IGNORE INTO touched SELECT 'messages', id FROM messages WHERE consultation_id = old.consultation_id;
END;

-- Her booking goes out of sight with the visit, whose row is gone by the time that the seats go.
CREATE TRIGGER consultations_leave_booking BEFORE DELETE ON consultations WHEN old.booking_id IS NOT NULL BEGIN
  INSERT OR IGNORE INTO withdrawals
    SELECT p.user_id, 'bookings', old.booking_id FROM participants p JOIN users u ON u.id = p.user_id
     WHERE p.consultation_id = old.id AND u.role = 'nurse';
END;
