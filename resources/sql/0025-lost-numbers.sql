-- Numbers of the change log that were given, and forgotten when the database was restored from an older copy: whoever
-- knows one of them knows what is no more. They begin behind “after” and end with “until”.
CREATE TABLE lost_numbers (
  after INTEGER PRIMARY KEY NOT NULL,
  until INTEGER NOT NULL
);
