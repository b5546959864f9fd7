-- Who is there, but not in the call: those who came late and wait to be let in, and those on hold.

ALTER TABLE participants ADD COLUMN admission TEXT NOT NULL DEFAULT 'in';
