"""Rows that are put in order many at a time: what the views find is what the tables have, and little is written for it."""

import pathlib
import random
import sqlite3
import sys
import tempfile
import unittest
import uuid

SCRIPTS = sorted(pathlib.Path(sys.argv.pop()).glob('*.sql'))
GATHERING = next(script for script in SCRIPTS if 'gathered' in script.name)
RUNS = next(script for script in SCRIPTS if 'runs' in script.name)
RUN = 4096
AUDIT = ('INSERT INTO audit_log (seq, at, user_id, door_id, role, action, entity, entity_id, consultation_id, address, '
         "request_id, previous, hash) VALUES (?, 0, ?, '', '', '', '', ?, '', '', '', '', '')")
EVENT = "INSERT INTO events VALUES (?, ?, 'new_message', 0, NULL, NULL, '', 0)"


class GatheredRows(unittest.TestCase):

    def setUp(self):
        self.random = random.Random(7)
        self.database = self.open(':memory:')
        self.addCleanup(self.database.close)
        self.n_logged = self.seq = 0

    def open(self, path, **arguments):
        database = sqlite3.connect(path, **arguments)
        # Which our program has, and a script asks for.
        database.create_function('fold', 1, str.casefold)
        return database

    def apply(self, scripts):
        for script in scripts:
            self.database.executescript(script.read_text(encoding='utf-8'))

    def log(self):
        self.n_logged += 1
        names = ['', *'abcde']
        self.database.execute(AUDIT, (self.n_logged, self.random.choice(names), self.random.choice(names)))

    def happen(self):
        self.seq += self.random.choice((1, 1, 2, 3, 40, 700))
        self.database.execute(EVENT, (self.seq, self.random.choice('abcde')))

    def check(self, view, table, column):
        for name in 'abcde':
            found, wanted = (self.database.execute(f'SELECT seq FROM {source} WHERE {column} = ? ORDER BY seq', name).fetchall()
                             for source in (view, table))
            self.assertEqual(found, wanted, (view, name))

    def check_all(self):
        self.check('audit_log_entities', 'audit_log', 'entity_id')
        self.check('audit_log_users', 'audit_log', 'user_id')
        self.check('event_visits', 'events', 'consultation_id')

    def add(self, number):
        for _ in range(number):
            self.log()
            self.happen()
            self.check_all()

    def log_up_to(self, number):
        while self.n_logged < number:
            self.log()

    def test_as_rows_come(self):
        self.apply(SCRIPTS)
        self.add(900)
        self.assertGreater(self.database.execute('SELECT count(*) FROM events_by_consultation').fetchone()[0], 500)

    def test_runs_of_the_log(self):
        self.apply(SCRIPTS)
        for end in (RUN, 2 * RUN, 3 * RUN):
            self.log_up_to(end - 2)
            self.add(4)
        self.assertEqual([row[0] for row in self.database.execute('SELECT run FROM audit_log_runs ORDER BY run')],
                         [RUN, 2 * RUN, 3 * RUN])
        gathered, = self.database.execute("SELECT count(*) FROM audit_log WHERE seq <= ? AND entity_id <> ''",
                                          (3 * RUN,)).fetchone()
        self.assertEqual(self.database.execute('SELECT count(*) FROM audit_log_by_entity').fetchone()[0], gathered)

    def test_nothing_is_taken_out(self):
        self.apply(SCRIPTS)
        self.log_up_to(RUN)
        for table in ('audit_log', 'audit_log_runs', 'audit_log_by_entity', 'audit_log_by_user'):
            for act in (f'DELETE FROM {table}', f'UPDATE {table} SET {"seq = seq" if table != "audit_log_runs" else "run = 1"}'):
                with self.subTest(act=act), self.assertRaisesRegex(sqlite3.IntegrityError, 'only added to'):
                    self.database.execute(act)

    def test_what_was_there_before(self):
        for before in (0, 1, 255, 256, 257, 600):
            with self.subTest(before=before):
                self.setUp()
                self.apply(script for script in SCRIPTS if script < GATHERING)
                for _ in range(before):
                    self.log()
                    self.happen()
                self.apply(script for script in SCRIPTS if script >= GATHERING)
                self.check_all()
                self.add(300)

    def test_runs_of_what_was_there_before(self):
        for before in (0, 1, 600, RUN - 1, RUN, RUN + 1, 2 * RUN + 600):
            with self.subTest(before=before):
                self.setUp()
                self.apply(script for script in SCRIPTS if script < RUNS)
                self.log_up_to(before)
                self.apply(script for script in SCRIPTS if script >= RUNS)
                self.add(3)

    def test_old_rows_are_left_where_they_are(self):
        """However many records there are, a thousand rows of the log cost some pages each time, not one for each."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.database = self.open(f'{folder}/clinic.db', isolation_level=None)
        self.addCleanup(self.database.close)
        self.database.execute('PRAGMA journal_mode = WAL')
        self.database.execute('PRAGMA wal_autocheckpoint = 0')
        self.apply(SCRIPTS)
        for _ in range(3):
            self.database.execute('PRAGMA wal_checkpoint (TRUNCATE)')
            for _ in range(RUN // 512):
                self.database.execute('BEGIN')
                for _ in range(512):
                    self.n_logged += 1
                    ids = (str(uuid.UUID(int=self.random.getrandbits(128))) for _ in range(2))
                    self.database.execute(AUDIT, (self.n_logged, *ids))
                self.database.execute('COMMIT')
        _, n_pages, _ = self.database.execute('PRAGMA wal_checkpoint (PASSIVE)').fetchone()
        self.assertLess(n_pages, RUN // 8)

    def test_what_is_undone_is_not_found(self):
        self.apply(SCRIPTS)
        self.log_up_to(RUN - 200)
        self.database.isolation_level = None
        self.database.execute('BEGIN')
        for _ in range(400):
            counters = self.n_logged, self.seq
            self.database.execute('SAVEPOINT job')
            self.log()
            self.happen()
            if self.random.random() < 0.3:
                self.database.execute('ROLLBACK TO job')
                self.n_logged, self.seq = counters
            self.database.execute('RELEASE job')
            self.check_all()


if __name__ == '__main__':
    unittest.main()
