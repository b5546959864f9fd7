-- What is done after the change that causes it: each is written down in that change's transaction, and runs until it is
-- done or given up. “key” is the same for the same work, so that it is not asked for twice; of those in one “lane” only
-- one runs at a time. “deadline” counts from the first attempt.
CREATE TABLE jobs (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  key             TEXT NOT NULL,
  lane            TEXT NOT NULL DEFAULT '',
  consultation_id TEXT,
  payload         TEXT NOT NULL DEFAULT '{}',
  state           TEXT NOT NULL DEFAULT 'pending',
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_at         INTEGER NOT NULL,
  deadline        INTEGER,
  last_error      TEXT NOT NULL DEFAULT '',
  created_at      INTEGER,
  updated_at      INTEGER
);

CREATE UNIQUE INDEX jobs_by_key ON jobs (kind, key);
CREATE INDEX jobs_due ON jobs (kind, next_at, id, lane) WHERE state IN ('pending', 'failed');
CREATE INDEX jobs_next ON jobs (next_at) WHERE state IN ('pending', 'failed');
CREATE INDEX jobs_running ON jobs (lane) WHERE state = 'running';
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_ended ON jobs (updated_at) WHERE state IN ('done', 'dead');
CREATE INDEX jobs_by_kind ON jobs (kind, id);
CREATE INDEX jobs_by_consultation ON jobs (consultation_id, id) WHERE consultation_id IS NOT NULL;

-- When a record was first heard of; 0 where that was before anybody asked. It tells a new record from a changed one to
-- whoever reads on from a place in between.
ALTER TABLE changes ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;

-- Who is told what happens. Each has read the change log up to “cursor”. Secrets are sealed with the clinic's key; the
-- previous one still signs until “previous_until”.
CREATE TABLE webhook_endpoints (
  id              TEXT PRIMARY KEY NOT NULL,
  revision        INTEGER NOT NULL,
  url             TEXT NOT NULL,
  description     TEXT NOT NULL DEFAULT '',
  event_types     TEXT NOT NULL DEFAULT '',
  is_active       INTEGER NOT NULL DEFAULT 1,
  disabled_reason TEXT NOT NULL DEFAULT '',
  secret          TEXT NOT NULL,
  previous_secret TEXT NOT NULL DEFAULT '',
  previous_until  INTEGER,
  cursor          INTEGER NOT NULL,
  failing_since   INTEGER,
  created_at      INTEGER,
  updated_at      INTEGER
);

-- What each is told. How that goes stands in the job of the same id.
CREATE TABLE webhook_deliveries (
  id               TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  revision         INTEGER NOT NULL,
  endpoint_id      TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  event_type       TEXT NOT NULL,
  seq              INTEGER NOT NULL,
  body             TEXT NOT NULL,
  response_status  INTEGER,
  response_excerpt TEXT NOT NULL DEFAULT '',
  created_at       INTEGER
);

CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, id);

CREATE VIEW webhook_deliveries_view AS
  SELECT d.*, j.state, j.attempts, j.next_at, j.last_error, j.updated_at
    FROM webhook_deliveries d
    JOIN jobs j ON j.id = d.id;
