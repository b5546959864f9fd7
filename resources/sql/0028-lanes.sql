-- Whether a provider is well was found out in the lane of what it posts, which waited for that. Checks before visits are
-- written down weeks ahead.
UPDATE jobs SET lane = 'check:' || lane
 WHERE kind = 'provider_check' AND state IN ('pending', 'failed', 'running') AND lane NOT LIKE 'check:%';

-- Where many wait behind one that runs, the first of each other lane is looked for.
CREATE INDEX jobs_by_lane ON jobs (kind, lane, next_at, id) WHERE state IN ('pending', 'failed');

-- Of these lanes nothing is tried before a time; to write that down in each job took long where many wait.
CREATE TABLE held_lanes (
  lane  TEXT PRIMARY KEY NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;

DROP VIEW webhook_deliveries_view;
CREATE VIEW webhook_deliveries_view AS
  SELECT d.*, j.state, j.attempts, max (j.next_at, coalesce (h.until, 0)) AS next_at, j.last_error, j.updated_at
    FROM webhook_deliveries d
    JOIN jobs j ON j.id = d.id
    LEFT JOIN held_lanes h ON h.lane = j.lane AND j.state IN ('pending', 'failed');
