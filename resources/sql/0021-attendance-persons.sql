-- Who it was that came into a meeting, where the provider was told our id of them and says it: a user's, or a door's.
ALTER TABLE attendance ADD COLUMN person TEXT NOT NULL DEFAULT '';
