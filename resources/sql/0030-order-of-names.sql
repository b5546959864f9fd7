-- Names in the order in which people look for them: de Vries before Maier, and Öztürk with O. Others than our program
-- do not know how to fold, so what it makes of names is written down.
ALTER TABLE patients ADD COLUMN family_key TEXT NOT NULL DEFAULT '';
ALTER TABLE patients ADD COLUMN given_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN last_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN first_key TEXT NOT NULL DEFAULT '';

UPDATE patients SET family_key = fold (family_name), given_key = fold (given_name);
UPDATE users SET last_key = fold (last_name), first_key = fold (first_name);

DROP INDEX patients_by_name;
DROP INDEX users_by_name;
DROP INDEX users_by_role;
CREATE INDEX patients_by_name ON patients (family_key, given_key, id);
CREATE INDEX users_by_name ON users (last_key, first_key, id);
CREATE INDEX users_by_role ON users (role, last_key, first_key, id);
