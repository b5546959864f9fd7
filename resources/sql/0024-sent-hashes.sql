-- What a file had when it came, before what is not kept was taken out of it: whoever did not hear that it is finished says
-- so again by that.
ALTER TABLE files ADD COLUMN sent_sha256 TEXT NOT NULL DEFAULT '';
