"""Rows that are put in order some hundred at a time: what the views find is what the tables have, after each row."""

import pathlib
import random
import sqlite3
import sys
import unittest

SCRIPTS = sorted(pathlib.Path(sys.argv.pop()).glob('*.sql'))
GATHERING = next(script for script in SCRIPTS if 'gathered' in script.name)
AUDIT = ('INSERT INTO audit_log (seq, at, user_id, door_id, role, action, entity, entity_id, consultation_id, address, '
         "request_id, previous, hash) VALUES (?, 0, ?, '', '', '', '', ?, '', '', '', '', '')")
EVENT = "INSERT INTO events VALUES (?, ?, 'new_message', 0, NULL, NULL, '', 0)"


class GatheredRows(unittest.TestCase):

    def setUp(self):
        self.random = random.Random(7)
        self.database = sqlite3.connect(':memory:')
        self.addCleanup(self.database.close)
        self.n_logged = self.seq = 0

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

    def test_as_rows_come(self):
        self.apply(SCRIPTS)
        self.add(900)
        self.assertGreater(self.database.execute('SELECT count(*) FROM audit_log_by_entity').fetchone()[0], 500)
        self.assertGreater(self.database.execute('SELECT count(*) FROM events_by_consultation').fetchone()[0], 500)

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

    def test_what_is_undone_is_not_found(self):
        self.apply(SCRIPTS)
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
