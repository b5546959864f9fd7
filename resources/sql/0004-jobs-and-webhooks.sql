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
