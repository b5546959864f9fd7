CREATE TABLE plants (name TEXT PRIMARY KEY NOT NULL);
INSERT INTO animals VALUES ('bird', 2);
INSERT INTO minerals VALUES ('quartz');
