-- Clients may bring ids, which say nothing of when something was made.
CREATE INDEX consultations_by_creation ON consultations (created_at, id);
CREATE INDEX patients_by_creation ON patients (created_at, id);
CREATE INDEX users_by_creation ON users (created_at, id);
CREATE INDEX webhook_endpoints_by_creation ON webhook_endpoints (created_at, id);
