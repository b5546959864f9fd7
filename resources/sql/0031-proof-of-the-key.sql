-- What only the right secret.key can have made: with another one nothing that is sealed could be read, and what is
-- sealed meanwhile would be lost as soon as the right one is back.
CREATE TABLE key_proof (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  proof TEXT NOT NULL
);
