-- How long the picture stood still since the last sample, how long the practice's server takes to answer this side, and
-- what is at fault, in one word.
ALTER TABLE quality_samples ADD COLUMN freeze_ms REAL;
ALTER TABLE quality_samples ADD COLUMN server_ms REAL;
ALTER TABLE quality_samples ADD COLUMN cause TEXT NOT NULL DEFAULT '';
