-- Until when whoever let the patient in may take that back, and nothing is seen or heard; and how people talk since.

ALTER TABLE consultations ADD COLUMN room_opens_at INTEGER;
ALTER TABLE consultations ADD COLUMN call_mode TEXT NOT NULL DEFAULT 'video';

-- Whether somebody shows a picture in the call, and why not.

ALTER TABLE participants ADD COLUMN picture TEXT NOT NULL DEFAULT 'on';

-- What was said while somebody was on hold is not theirs, later neither.

CREATE TABLE withheld (
  participant_id TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
  message_id     TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (participant_id, message_id)
) WITHOUT ROWID;

CREATE INDEX withheld_by_message ON withheld (message_id);

-- Whoever is not let in yet reads what they wrote themselves, and nothing else.
CREATE VIEW messages_withheld AS
SELECT participant_id, message_id FROM withheld
UNION ALL
SELECT participants.id, messages.id
  FROM participants JOIN messages ON messages.consultation_id = participants.consultation_id
 WHERE participants.admission = 'waiting' AND messages.sender_id <> participants.id;
