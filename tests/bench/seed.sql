-- A clinic of any size, in a moment: the temporary table bench (n_rows, token_hash, now) says which.
-- Visit number i belongs to doctor i % 20 and patient i % 1000; visits are an hour apart, the newest a week ahead.

INSERT INTO users (id, revision, email, title, first_name, last_name, role)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
  SELECT printf ('00000001-0000-7000-8000-%012x', i), 1, 'doctor' || i || '@example.org', 'Dr', 'Ada', 'Byron ' || i,
         'doctor'
    FROM n;

INSERT INTO sessions (id, revision, user_id, token_hash, created_at, last_used_at, expires_at)
  SELECT '00000002-0000-7000-8000-000000000000', 1, '00000001-0000-7000-8000-000000000000', token_hash, now, now,
         now + 86400000000
    FROM bench;

INSERT INTO patients (id, revision, given_name, family_name, born, phone)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
  SELECT printf ('00000003-0000-7000-8000-%012x', i), 1, 'Grace', 'Hopper ' || i, '1960-12-09', '+49 30 123456'
    FROM n;

INSERT INTO consultations (id, revision, doctor_id, patient_id, appointment_date, appointment_time, time_zone,
                           video_provider, meeting_state, status, scheduled_start, duration_planned, notes, reason,
                           created_at, updated_at)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n, bench WHERE i + 1 < n_rows)
  SELECT printf ('00000004-0000-7000-8000-%012x', i), 1, printf ('00000001-0000-7000-8000-%012x', i % 20),
         printf ('00000003-0000-7000-8000-%012x', i % 1000), '2026-11-02', '10:00', 'Europe/Berlin', 'builtin', 'ready',
         CASE WHEN n_rows - i > 168 THEN 'completed' ELSE 'scheduled' END,
         now + 604800000000 - (n_rows - i) * 3600000000, 30,
         'Feels better than last week. Sleeps well; no fever. To come again in four weeks.', 'Follow-up', now, now
    FROM n, bench;

INSERT INTO changes (entity, id, seq, revision, kind)
  SELECT 'consultations', id, row_number () OVER (), 1, 'save' FROM consultations;
