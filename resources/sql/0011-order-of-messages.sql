-- What was said one after another, whatever the clock said.
ALTER TABLE messages ADD COLUMN position INTEGER NOT NULL DEFAULT 0;

UPDATE messages SET position = ranked.position
  FROM (SELECT id, row_number () OVER (PARTITION BY consultation_id ORDER BY timestamp, id) AS position FROM messages) ranked
 WHERE ranked.id = messages.id;

DROP INDEX messages_by_consultation;
CREATE INDEX messages_by_position ON messages (consultation_id, position, id);
