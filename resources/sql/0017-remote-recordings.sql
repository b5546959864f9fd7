-- What a provider recorded is known by the provider's own id, and fetched once.
ALTER TABLE recordings ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';
ALTER TABLE recordings ADD COLUMN remote_instance TEXT NOT NULL DEFAULT '';

CREATE UNIQUE INDEX recordings_by_remote_id ON recordings (provider, remote_id) WHERE remote_id <> '';
