"""Pages that are followed by “next” while rows come and go: nobody who was there throughout is missed or told twice."""

import itertools
import os
import random
from urllib.parse import urlsplit

from clinic import API, ClinicTest, in_minutes, main, new_id

SEED = int(os.environ.get('SEED') or random.randrange(1 << 32))


class PagesPropertyTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.visit = self.clinic.visit(status='in_progress')
        self.numbers = itertools.count()

    def link(self, reply, name='next'):
        """The path that a page leads on by."""
        if reply[name] is None:
            return None
        parts = urlsplit(reply[name])
        return f'{parts.path}?{parts.query}'

    def walk(self, who, path, between=lambda: None):
        """The ids of all pages, one after the other."""
        ids, path = [], API + path
        while path:
            self.assertLess(len(ids), 2000, 'it never ends')
            page = self.clinic.read(who, path)
            ids += [row.get('id') or row.get('seq') for row in page['results']]
            path = self.link(page)
            between()
        return ids

    def few(self):
        """A value of few, for many rows to be equal in it."""
        return self.chance.choice('abc')

    def add_patient(self):
        self.clinic.post('admin', 'patients/', {'given_name': self.few(), 'family_name': self.few()})

    def remove_patient(self):
        self.clinic.sql('DELETE FROM patients WHERE id IN (SELECT id FROM patients WHERE user_id IS NULL '
                        'ORDER BY random () LIMIT 1)')

    def add_visit(self):
        self.clinic.post('admin', 'consultations/', {
            'doctor_id': self.clinic.users[self.chance.choice(('doctor', 'other'))],
            'patient_id': self.clinic.patients['patient'],
            'scheduled_start': f'2035-01-0{self.chance.randrange(1, 4)}T10:00:00Z'})

    def remove_visit(self):
        rows = self.clinic.sql("SELECT id FROM consultations WHERE status = 'scheduled'")
        if rows:
            self.clinic.delete('admin', f'consultations/{self.chance.choice(rows)[0]}/')

    def add_booking(self):
        minute = next(self.numbers)
        self.clinic.post('admin', 'bookings/', {
            'doctor_id': self.clinic.users[self.chance.choice(('doctor', 'other'))],
            'patient_id': self.clinic.patients['patient'], 'time_zone': 'UTC', 'duration_minutes': 5, 'override': True,
            'appointment_date': f'2035-01-0{self.chance.randrange(1, 4)}',
            'appointment_time': f'{minute // 60 + 8:02}:{minute % 60:02}'})

    def remove_booking(self):
        self.clinic.sql('DELETE FROM bookings WHERE id IN (SELECT id FROM bookings ORDER BY random () LIMIT 1)')

    def add_user(self):
        self.clinic.sql('INSERT INTO users (id, revision, email, first_name, last_name, role, created_at) '
                        "VALUES (?, 1, '', ?, ?, 'doctor', 7)", new_id(), self.few(), self.few())

    def remove_user(self):
        self.clinic.sql('DELETE FROM users WHERE id IN '
                        "(SELECT id FROM users WHERE email = '' ORDER BY random () LIMIT 1)")

    def add_hours(self):
        number = next(self.numbers)
        start, end = (f'{hour:02}:00' for hour in (number % 23, number % 23 + 1))
        self.clinic.post('admin', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'weekday': number // 23 % 7, 'start_time': start, 'end_time': end})

    def remove_hours(self):
        self.clinic.sql('DELETE FROM availability WHERE id IN (SELECT id FROM availability ORDER BY random () LIMIT 1)')

    def add_issue(self):
        self.visit.must_act('doctor', 'report_issue', {'issue_type': 'audio', 'description': 'It hums'})
        self.clinic.sql('UPDATE technical_issues SET created_at = created_at / 1000000 * 1000000')

    def remove_issue(self):
        self.clinic.sql('DELETE FROM technical_issues WHERE id IN '
                        '(SELECT id FROM technical_issues ORDER BY random () LIMIT 1)')

    def add_message(self):
        self.visit.say('doctor', 'x')
        self.clinic.sql('UPDATE messages SET timestamp = timestamp / 1000000 * 1000000')

    def remove_message(self):
        self.clinic.sql('DELETE FROM messages WHERE id IN (SELECT id FROM messages ORDER BY random () LIMIT 1)')

    def check(self, who, path, add, remove):
        for _ in range(16):
            add()
        before = set(self.walk(who, path.replace('page_size=4', 'page_size=200')))

        def between():
            for _ in range(3):
                self.chance.choice((add, add, remove))()

        with self.subTest(path=path, seed=SEED):
            seen = self.walk(who, path, between)
            after = set(self.walk(who, path.replace('page_size=4', 'page_size=200')))
            self.assertEqual(len(seen), len(set(seen)), 'told twice')
            self.assertEqual((before & after) - set(seen), set(), 'missed')
            self.assertGreater(len(before & after), 3)

    def test_lists_that_change(self):
        visit = f'consultations/{self.visit.id}/'
        for path, orderings, add, remove in (
                ('consultations/', ('scheduled_start', '-scheduled_start', 'created_at', '-created_at'), self.add_visit,
                 self.remove_visit),
                ('consultations/upcoming/', (None,), self.add_visit, self.remove_visit),
                ('bookings/', ('starts_at', '-starts_at'), self.add_booking, self.remove_booking),
                ('patients/', ('family_name', '-family_name', 'created_at', '-created_at'), self.add_patient,
                 self.remove_patient),
                ('users/', ('last_name', '-last_name', 'created_at', '-created_at'), self.add_user, self.remove_user),
                ('doctors/', (None,), self.add_user, self.remove_user),
                ('availability/', ('weekday',), self.add_hours, self.remove_hours),
                ('technical-issues/', ('created_at', '-created_at'), self.add_issue, self.remove_issue)):
            for ordering in orderings:
                query = f'?ordering={ordering}&page_size=4' if ordering else '?page_size=4'
                self.check('admin', path + query, add, remove)
        for ordering in ('timestamp', '-timestamp'):
            self.check('doctor', f'{visit}messages/?ordering={ordering}&page_size=4', self.add_message, self.remove_message)
        for ordering in ('seq', '-seq'):
            self.check('doctor', f'{visit}timeline/?ordering={ordering}&page_size=4', self.add_message, lambda: None)

    def test_the_audit_log_grows_with_each_page(self):
        """Reading it is noted in it, newest first, so that page numbers alone would never end where they should."""
        for _ in range(9):
            self.clinic.read('doctor', self.visit.path)
        before = {row['seq'] for row in self.clinic.read('admin', 'audit/?page_size=200')['results']}
        seen = self.walk('admin', 'audit/?page_size=4')
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(before - set(seen), set())

    def test_pages_by_number_go_on_as_they_did(self):
        for _ in range(7):
            self.add_patient()
        everybody = self.walk('admin', 'patients/?page_size=200')
        for size in (1, 4, 9):
            by_number = []
            for number in range(1, -(-len(everybody) // size) + 1):
                page = self.clinic.read('admin', f'patients/?page={number}&page_size={size}')
                self.assertEqual(page['count'], len(everybody))
                self.assertEqual(page['previous'] is None, number == 1)
                by_number += [row['id'] for row in page['results']]
            self.assertIsNone(page['next'])
            self.assertEqual(by_number, everybody)
            self.assertStatus(self.clinic.get('admin', f'patients/?page={number + 1}&page_size={size}'), 404)

    def test_back_again(self):
        for _ in range(7):
            self.add_patient()
        first = self.clinic.read('admin', 'patients/?page_size=4')
        second = self.clinic.read('admin', self.link(first))
        self.assertEqual(self.clinic.read('admin', self.link(second, 'previous'))['results'], first['results'])

    def test_cursors_that_are_none(self):
        for _ in range(3):
            self.add_patient()
            self.add_visit()
        cursor = self.link(self.clinic.read('admin', 'patients/?page_size=2')).split('cursor=')[1].split('&')[0]
        for path in ('patients/?cursor=x', 'patients/?cursor=W10', 'patients/?cursor=bnVsbA',
                     'patients/?cursor=MX0', f'consultations/?cursor={cursor}', f'patients/?cursor={cursor[:-4]}',
                     f'patients/?ordering=-family_name&cursor={cursor}', 'patients/?cursor=' + 'A' * 2000):
            with self.subTest(path=path):
                self.assertIn(self.clinic.get('admin', path).status, (400, 422))

    def test_a_cursor_shows_nothing_that_its_user_may_not_see(self):
        for _ in range(5):
            self.add_visit()
        page = self.clinic.read('admin', 'consultations/?ordering=scheduled_start&page_size=1')
        for row in self.clinic.read('other', self.link(page))['results']:
            self.assertEqual(row['doctor_id'], self.clinic.users['other'])


if __name__ == '__main__':
    main()
