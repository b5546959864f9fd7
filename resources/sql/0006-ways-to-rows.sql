-- A row is added for each read, so what keeps rows to be found must cost little. Rows are in the order of seq, which is
-- that of time but for moments, so one time in 64 is enough to find where to begin.
DROP INDEX audit_log_by_time;
DROP INDEX audit_log_by_entity;
DROP INDEX audit_log_by_user;

CREATE INDEX audit_log_by_time ON audit_log (at) WHERE seq % 64 = 0;
CREATE INDEX audit_log_by_entity ON audit_log (entity_id) WHERE entity_id <> '';
CREATE INDEX audit_log_by_user ON audit_log (user_id) WHERE user_id <> '';

-- Lists that were sorted, or looked through to the end, each time.
CREATE INDEX bookings_by_doctor ON bookings (doctor_id, starts_at, id);
CREATE INDEX users_by_name ON users (last_name, first_name, id);
DROP INDEX users_by_role;
CREATE INDEX users_by_role ON users (role, last_name, first_name, id);
