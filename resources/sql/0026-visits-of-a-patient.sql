-- Whose visit comes next is anybody's guess, so that each new one has a page of this index to write. Without the ids it
-- has half as many pages; visits of a patient that begin at the same moment are put in order when they are read.
DROP INDEX consultations_by_patient;
CREATE INDEX consultations_by_patient ON consultations (patient_id, scheduled_start);

-- For whoever asks for the visits of one patient. SQLite takes all indexes for equally good, and went through all visits
-- that are over for those of this patient that are.
CREATE VIEW consultations_of_patients AS
  SELECT c.*, u.name AS doctor_name, p.name AS patient_name,
         CASE c.status WHEN 'waiting' THEN 1 WHEN 'in_progress' THEN 1 ELSE 0 END AS is_active,
         CASE c.status WHEN 'scheduled' THEN 1 WHEN 'waiting' THEN 1 ELSE 0 END AS can_start
    FROM consultations c INDEXED BY consultations_by_patient
    LEFT JOIN users u INDEXED BY users_names ON u.id = c.doctor_id
    LEFT JOIN patients p INDEXED BY patients_names ON p.id = c.patient_id;
