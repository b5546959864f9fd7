-- Which rows of the audit log are about a record, or whose they are, was kept in one table for each, in the order of ids.
-- The larger it was, the fewer of 256 rows shared a page of it: at last each read of a record wrote a page of its own.
-- Now each 4096 rows are put in order by themselves, behind those before them, and are never moved again. Whoever looks
-- for rows looks into each of these runs, of which a million rows have 244. A run is named by its last row.
DROP VIEW audit_log_entities;
DROP VIEW audit_log_users;
DROP TRIGGER audit_log_gather;

-- Pages that are freed and taken again in one transaction are kept in memory, of a large log more than a machine may have.
-- It is not so where all rows are deleted, and where an error undoes all there is.
DELETE FROM audit_log_by_entity;
DELETE FROM audit_log_by_user;
DROP TABLE audit_log_by_entity;
DROP TABLE audit_log_by_user;

CREATE TABLE audit_log_runs (
  run INTEGER PRIMARY KEY NOT NULL
);

CREATE TABLE audit_log_by_entity (
  run       INTEGER NOT NULL,
  entity_id TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (run, entity_id, seq)
) WITHOUT ROWID;

CREATE TABLE audit_log_by_user (
  run     INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  PRIMARY KEY (run, user_id, seq)
) WITHOUT ROWID;

CREATE TRIGGER audit_log_runs_gather AFTER INSERT ON audit_log_runs BEGIN
  INSERT INTO audit_log_by_entity
    SELECT new.run, entity_id, seq FROM audit_log
     WHERE seq > new.run - 4096 AND seq <= new.run AND entity_id <> '' ORDER BY entity_id, seq;
  INSERT INTO audit_log_by_user
    SELECT new.run, user_id, seq FROM audit_log
     WHERE seq > new.run - 4096 AND seq <= new.run AND user_id <> '' ORDER BY user_id, seq;
END;

CREATE TRIGGER audit_log_gather AFTER INSERT ON audit_log WHEN new.seq % 4096 = 0 BEGIN
  INSERT INTO audit_log_runs VALUES (new.seq);
END;

-- The log has every number, and so the last one of each run.
INSERT OR ROLLBACK INTO audit_log_runs SELECT seq FROM audit_log WHERE seq % 4096 = 0 ORDER BY seq;

CREATE VIEW audit_log_entities AS
  SELECT entity_id, seq FROM audit_log_runs CROSS JOIN audit_log_by_entity USING (run)
  UNION ALL SELECT entity_id, seq FROM audit_log WHERE seq > (SELECT max (seq) FROM audit_log) / 4096 * 4096;

CREATE VIEW audit_log_users AS
  SELECT user_id, seq FROM audit_log_runs CROSS JOIN audit_log_by_user USING (run)
  UNION ALL SELECT user_id, seq FROM audit_log WHERE seq > (SELECT max (seq) FROM audit_log) / 4096 * 4096;

-- What is hidden from whoever looks is as good as deleted.
CREATE TRIGGER audit_log_runs_no_update BEFORE UPDATE ON audit_log_runs BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_runs_no_delete BEFORE DELETE ON audit_log_runs BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_by_entity_no_update BEFORE UPDATE ON audit_log_by_entity BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_by_entity_no_delete BEFORE DELETE ON audit_log_by_entity BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_by_user_no_update BEFORE UPDATE ON audit_log_by_user BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_log_by_user_no_delete BEFORE DELETE ON audit_log_by_user BEGIN
  SELECT raise (ABORT, 'the audit log is only added to');
END;
