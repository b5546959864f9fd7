CREATE TABLE animals (name TEXT PRIMARY KEY NOT NULL, legs INTEGER NOT NULL);
INSERT INTO animals VALUES ('cat', 4); -- This comment ends the file.