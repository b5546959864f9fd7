"""Lists: filters, pages, order, search, and counts that are true."""

import random
import unicodedata
from urllib.parse import quote, urlsplit

from clinic import ClinicTest, in_minutes, main, new_id


class ListTest(ClinicTest):
    def ids(self, query, who='doctor', path='consultations/'):
        return [row['id'] for row in self.clinic.read(who, f'{path}?page_size=200&{query}')['results']]

    def walk(self, who, path):
        """The ids of all pages, following “next”."""
        ids = []
        while path is not None:
            page = self.clinic.read(who, path)
            ids.append([row['id'] for row in page['results']])
            path = None
            if page['next'] is not None:
                url = urlsplit(page['next'])
                self.assertEqual(url.netloc, self.clinic.address)
                path = f'{url.path}?{url.query}'
        return ids, page

    def test_filters(self):
        scheduled, waiting = self.clinic.visit(minutes=10), self.clinic.visit(minutes=20, status='waiting')
        done, other = self.clinic.visit(minutes=5, status='completed'), self.clinic.visit('other', minutes=15)
        everybody = {scheduled.id, waiting.id, done.id, other.id}
        doctor, patient = self.clinic.users['doctor'], self.clinic.patients['patient']
        for query, found in (
                ('', everybody), ('status=waiting', {waiting.id}), ('status=waiting,completed', {waiting.id, done.id}),
                ('status=cancelled', set()), (f'doctor_id={doctor}', everybody - {other.id}),
                (f'doctor_id={doctor}&status=scheduled', {scheduled.id}), (f'patient_id={patient}', everybody),
                (f'patient_id={new_id()}', set()), ('video_provider=builtin', everybody), ('video_provider=jitsi', set()),
                (f'scheduled_start_after={in_minutes(12)}', {waiting.id, other.id}),
                (f'scheduled_start_before={in_minutes(12)}', {scheduled.id, done.id}),
                (f'scheduled_start_after={in_minutes(7)}&scheduled_start_before={in_minutes(12)}', {scheduled.id}),
                ('status=', everybody), ('search=doctor', everybody - {other.id}),
                ('search=KR%C3%9CGER', everybody), ('search=Kr%C3%BCger', everybody), ('search=kruger+test', everybody),
                ('search=kruger+nobody', set()),
                ('search=%25', set()), ('search=_', set()), ("search='", set())):
            with self.subTest(query=query):
                page = self.clinic.read('admin', f'consultations/?{query}')
                self.assertEqual({row['id'] for row in page['results']}, found)
                self.assertEqual(page['count'], len(found))

    def test_of_one_patient(self):
        """Whatever else is asked for, also where several begin at once; how they are found is looked at, too."""
        late, early = in_minutes(25), in_minutes(5)
        first, second, planned, others, last = (
            self.clinic.visit(who, scheduled_start=start, status=status).id for who, start, status in (
                ('doctor', early, 'completed'), ('doctor', late, 'completed'), ('doctor', late, 'scheduled'),
                ('other', late, 'completed'), ('doctor', late, 'completed')))
        doctor, patient, stranger = self.clinic.users['doctor'], *self.clinic.patients.values()
        self.assertStatus(self.clinic.post('receptionist', 'consultations/', {
            'doctor_id': doctor, 'patient_id': stranger, 'scheduled_start': late}), 201)
        period = f'scheduled_start_after={in_minutes(15)}&scheduled_start_before={in_minutes(35)}'
        for who, query in (('patient', ''), ('receptionist', f'patient_id={patient}'), ('admin', f'patient_id={patient}')):
            for more, found in (
                    (f'status=completed&{period}', [last, others, second]),
                    (f'status=completed&doctor_id={doctor}', [last, second, first]),
                    (f'status=completed&ordering=scheduled_start&{period}', [second, others, last]),
                    (f'status=completed&ordering=-created_at&{period}', [last, others, second]),
                    (f'status=scheduled&doctor_id={doctor}&{period}', [planned]),
                    ('search=doctor', [last, planned, second, first])):
                with self.subTest(who=who, more=more):
                    pages, end = self.walk(who, f'consultations/?page_size=2&{query}&{more}')
                    self.assertEqual((sum(pages, []), end['count']), (found, len(found)))
        coming = self.clinic.read('patient', 'consultations/upcoming/')['results']
        self.assertEqual([row['id'] for row in coming], [planned])
        self.assertEqual(self.clinic.read('patient', 'consultations/active/')['count'], 0)

    def test_filter_by_booking(self):
        booking = self.clinic.book()
        self.clinic.visit()
        visit = self.clinic.post('doctor', 'consultations/', {'booking_id': booking['id']}).json
        self.assertEqual(self.ids(f'booking_id={booking["id"]}'), [visit['id']])

    def test_bad_values(self):
        for path, query, fields in (
                ('consultations/', 'status=banana', ['status']), ('consultations/', 'status=waiting,', ['status']),
                ('consultations/', 'video_provider=phone', ['video_provider']),
                ('consultations/', 'doctor_id=x', ['doctor_id']),
                ('consultations/', 'scheduled_start_after=yesterday', ['scheduled_start_after']),
                ('consultations/', 'scheduled_start_before=2026-11-02', ['scheduled_start_before']),
                ('consultations/', 'ordering=notes', ['ordering']), ('consultations/', 'page=0', ['page']),
                ('consultations/', 'page=-1', ['page']), ('consultations/', 'page=x', ['page']),
                ('consultations/', 'page=99999999999999999999', ['page']), ('consultations/', 'page_size=201', ['page_size']),
                ('consultations/', 'page_size=0', ['page_size']),
                ('consultations/', 'status=x&video_provider=y&doctor_id=z', ['status', 'video_provider', 'doctor_id']),
                ('bookings/', 'status=banana', ['status']), ('bookings/', 'ordering=x', ['ordering']),
                ('patients/', 'ordering=born', ['ordering']), ('sync/', 'since=-1', ['since']),
                ('sync/', 'since=x', ['since']), ('sync/', 'limit=0', ['limit']), ('sync/', 'limit=501', ['limit'])):
            with self.subTest(query=query):
                reply = self.assertStatus(self.clinic.get('admin', f'{path}?{query}'), 422)
                self.assertEqual(sorted(reply.json['fields']), sorted(fields))

    def test_unknown_parameters(self):
        """A filter that is misspelt must not look like one that everything passes."""
        visit = self.clinic.visit()
        for who, method, path, names in (
                ('doctor', 'GET', 'consultations/?stauts=waiting&ordring=x', ('stauts', 'ordring')),
                ('doctor', 'GET', 'patients/?page_szie=5&page=1', ('page_szie',)),
                ('doctor', 'GET', visit.path + '?fields=id', ('fields',)),
                ('doctor', 'GET', visit.path + 'messages/?befor=1', ('befor',)),
                ('doctor', 'GET', 'sync/?since=0&page_size=5', ('page_size',)),
                ('doctor', 'POST', visit.path + 'start/?dry_run=true', ('dry_run',)),
                (None, 'GET', '/health/live?verbose=1', ('verbose',))):
            with self.subTest(path=path):
                reply = self.clinic.call(who, method, path, {} if method == 'POST' else None)
                self.assertStatus(reply, 400)
                self.assertEqual(set(reply.json['fields']), set(names))
        self.assertEqual(visit.show()['status'], 'scheduled')
        self.assertStatus(self.clinic.get(None, 'patients/?stauts=1'), 401)

    def test_queries_that_are_no_text(self):
        for path in ('consultations/?search=%FF', 'bookings/?status=%FF', 'patients/?ordering=%C3', 'consultations/?%FF=1'):
            self.assertStatus(self.clinic.get('admin', path), 400)

    def test_order(self):
        visits = {minutes: self.clinic.visit(minutes=minutes).id for minutes in (20, 10, 30, 10.5)}
        by_time = [visits[minutes] for minutes in sorted(visits)]
        self.assertEqual(self.ids('ordering=scheduled_start'), by_time)
        self.assertEqual(self.ids('ordering=-scheduled_start'), by_time[::-1])
        self.assertEqual(self.ids(''), by_time[::-1])
        self.assertEqual(self.ids('ordering=created_at'), list(visits.values()))
        self.assertEqual(self.ids('ordering=-created_at'), list(visits.values())[::-1])

    def test_what_was_made_first(self):
        """Also where clients bring ids, of which none says when it was made."""
        def visit(n):
            return self.clinic.post('receptionist', 'consultations/', {
                'id': new_id(), 'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                'scheduled_start': in_minutes(10 + n)})

        def patient(n):
            return self.clinic.post('receptionist', 'patients/', {'id': new_id(), 'given_name': str(n), 'family_name': 'Zz'})

        def user(n):
            return self.clinic.post('admin', 'users/', {
                'id': new_id(), 'email': f'u{n}@x.example', 'first_name': str(n), 'last_name': 'Zz', 'role': 'nurse',
                'password': 'long-enough-pass-77'})

        for path, make in (('consultations/', visit), ('patients/', patient), ('users/', user)):
            made = [self.assertStatus(make(n), 201).json['id'] for n in range(8)]
            with self.subTest(path=path):
                for order, ids in (('created_at', made), ('-created_at', made[::-1])):
                    pages, _ = self.walk('admin', f'{path}?page_size=3&ordering={order}')
                    self.assertEqual([one for one in sum(pages, []) if one in made], ids)

    def test_pages(self):
        ids = [self.clinic.visit(minutes=10).id for _ in range(7)]
        pages, last = self.walk('doctor', 'consultations/?page_size=3&ordering=created_at&search=' + quote('Krüger'))
        self.assertEqual(pages, [ids[:3], ids[3:6], ids[6:]])
        self.assertEqual((last['count'], last['next']), (7, None))
        self.assertIn('page=2', last['previous'])
        self.assertStatus(self.clinic.get('doctor', 'consultations/?page_size=3&page=4'), 404)
        self.assertEqual(self.clinic.read('doctor', 'consultations/?page_size=200')['next'], None)
        self.assertEqual(len(self.clinic.read('doctor', 'consultations/')['results']), 7)

    def test_an_empty_list_has_one_page(self):
        page = self.clinic.read('doctor', 'consultations/')
        self.assertEqual(page, {'count': 0, 'next': None, 'previous': None, 'results': []})
        self.assertStatus(self.clinic.get('doctor', 'consultations/?page=2'), 404)

    def test_pages_do_not_shift_under_new_rows(self):
        """Equal times are told apart by id, and what is new comes behind."""
        ids = [self.clinic.visit(minutes=30).id for _ in range(4)]
        path = 'consultations/?page_size=2&ordering=created_at'
        first = [row['id'] for row in self.clinic.read('doctor', path)['results']]
        ids.append(self.clinic.visit(minutes=30).id)
        rest = [row['id'] for page in (2, 3) for row in self.clinic.read('doctor', f'{path}&page={page}')['results']]
        self.assertEqual(first + rest, ids)

    def test_upcoming_and_active(self):
        soon, late = self.clinic.visit(minutes=20), self.clinic.visit(minutes=40)
        waiting, running = self.clinic.visit(minutes=10, status='waiting'), self.clinic.visit(status='in_progress')
        past = self.clinic.visit(minutes=-60)
        self.clinic.visit(status='completed')
        self.assertEqual(self.ids('', path='consultations/upcoming/'), [waiting.id, soon.id, late.id])
        self.assertEqual(set(self.ids('', path='consultations/active/')), {waiting.id, running.id})
        self.assertNotIn(past.id, self.ids('', path='consultations/upcoming/'))

    def test_people(self):
        for given, family in (('Ada', 'Zeta'), ('Bea', 'Alpha'), ('Cleo', 'Alpha')):
            self.clinic.post('receptionist', 'patients/', {'given_name': given, 'family_name': family})
        names = [row['name'] for row in self.clinic.read('receptionist', 'patients/')['results']]
        self.assertEqual(names, ['Bea Alpha', 'Cleo Alpha', 'Patient Krüger', 'Stranger Krüger', 'Ada Zeta'])
        for search in ('alpha', 'Alpha Bea', 'Bea Alpha'):
            self.assertIn('Bea Alpha', [row['name'] for row in
                                        self.clinic.read('doctor', 'patients/?search=' + quote(search))['results']])
        self.assertEqual([row['id'] for row in self.clinic.read('patient', 'patients/')['results']],
                         [self.clinic.patients['patient']])
        doctors = self.clinic.read('receptionist', 'doctors/?search=oth')['results']
        self.assertEqual([row['id'] for row in doctors], [self.clinic.users['other']])

    def test_search_as_people_type(self):
        for given, family in (('Ömer', 'Öztürk'), ('Jürgen', 'Müller'), ('Łukasz', 'Łódź'), ('Ali', 'IŞIK'),
                              ('Anna Maria', 'Schmidt'), ('أحمد', 'الهُدى')):
            self.assertStatus(self.clinic.post('receptionist', 'patients/', {
                'given_name': given, 'family_name': family, 'born': '1961-02-03', 'phone': '030 4711',
                'confirm_duplicate': True}), 201)
        for search, given in (
                ('öztürk', 'Ömer'), ('ÖZTÜRK', 'Ömer'), ('ozturk', 'Ömer'), ('MÜLLER', 'Jürgen'), ('muller', 'Jürgen'),
                (unicodedata.normalize('NFD', 'Müller'), 'Jürgen'), ('Müller, Jürgen', 'Jürgen'),
                (' jürgen   müller ', 'Jürgen'), ('lodz', 'Łukasz'), ('ŁÓDŹ', 'Łukasz'), ('ışık', 'Ali'), ('isik', 'Ali'),
                ('Anna Schmidt', 'Anna Maria'), ('schmidt 1961-02-03', 'Anna Maria'), ('schmidt 4711', 'Anna Maria'),
                ('احمد الهدي', 'أحمد'), ('Anna Müller', None)):
            with self.subTest(search=search):
                found = self.clinic.read('doctor', 'patients/?search=' + quote(search))['results']
                self.assertEqual([row['given_name'] for row in found], [given] if given else [])

    def test_names_in_order(self):
        for family in ('Zimmermann', 'de Vries', 'Öztürk', 'Łódź', 'Oz', 'Maier'):
            self.clinic.post('receptionist', 'patients/', {'given_name': 'Name', 'family_name': family})
            self.clinic.post('admin', 'users/', {'email': f'{new_id()}@x.example', 'first_name': 'Name',
                                                 'last_name': family, 'role': 'doctor', 'password': 'long-enough-pass-77'})
        names = ['de Vries', 'Łódź', 'Maier', 'Oz', 'Öztürk', 'Zimmermann']
        for path, name in (('patients/?', 'family_name'), ('patients/?ordering=-family_name&', 'family_name'),
                           ('users/?role=doctor&', 'last_name'), ('users/?', 'last_name'), ('doctors/?', 'last_name')):
            with self.subTest(path=path):
                rows, page = [], f'{path}page_size=4&search=name'
                while page is not None:
                    reply = self.clinic.read('receptionist' if 'doctors' in path else 'admin', page)
                    rows += reply['results']
                    page = reply['next'] and reply['next'].split('/telemedicine/api/')[1]
                self.assertEqual([row[name] for row in rows], names[::-1] if '-' in path else names)

    def test_a_new_name_is_in_its_place(self):
        made = [self.clinic.post('receptionist', 'patients/', {'given_name': 'Ä', 'family_name': name}).json
                for name in ('Aab', 'Aac', 'Aad')]
        self.assertStatus(self.clinic.patch('receptionist', f'patients/{made[0]["id"]}/', {'family_name': 'Áad'}), 200)
        self.assertStatus(self.clinic.patch('receptionist', f'patients/{made[2]["id"]}/', {'family_name': 'Äab'}), 200)
        names = [row['family_name'] for row in self.clinic.read('receptionist', 'patients/?page_size=3')['results']]
        self.assertEqual(names, ['Äab', 'Aac', 'Áad'])

    def test_bookings(self):
        later, sooner = self.clinic.book(minutes=60), self.clinic.book(minutes=30)
        other = self.clinic.book('other', minutes=45)
        self.assertEqual(self.ids('', 'receptionist', 'bookings/'), [sooner['id'], other['id'], later['id']])
        self.assertEqual(self.ids('', 'doctor', 'bookings/'), [sooner['id'], later['id']])
        self.assertEqual(self.ids('ordering=-starts_at', 'doctor', 'bookings/'), [later['id'], sooner['id']])
        self.assertEqual(self.ids('status=cancelled', 'doctor', 'bookings/'), [])
        self.assertEqual(self.ids('', 'stranger', 'bookings/'), [])
        self.assertEqual(self.clinic.read('doctor', 'bookings/')['results'][0], sooner)


class CountTest(ClinicTest):
    ACTS = (('door', 'join_waiting'), ('doctor', 'start'), ('doctor', 'end'), ('receptionist', 'cancel'))

    def edit(self, chance, visits):
        """Does anything to any visit, whether it may be done or not."""
        kind = chance.random()
        if kind < 0.3 or not visits:
            visits.append(self.clinic.visit(chance.choice(('doctor', 'other'))))
        elif kind < 0.4:
            visit = chance.choice(visits)
            if self.clinic.delete('admin', visit.path).status == 204:
                visits.remove(visit)
        else:
            visit = chance.choice(visits)
            who, act = chance.choice(self.ACTS)
            visit.act({'door': visit.door, 'doctor': visit.doctor}.get(who, who), act)

    def test_counts_are_those_of_the_rows(self):
        chance, visits = random.Random(1), []
        for _ in range(150):
            self.edit(chance, visits)
        rows = self.clinic.sql('SELECT doctor_id, status, video_provider, count(*), '
                               'sum (coalesce (duration_minutes, 0)), count (duration_minutes) '
                               'FROM consultations GROUP BY 1, 2, 3 ORDER BY 1, 2, 3')
        self.assertEqual(self.clinic.sql('SELECT * FROM consultation_counts WHERE total <> 0 ORDER BY 1, 2, 3'), rows)
        for who, ids in (('admin', None), ('doctor', self.clinic.users['doctor']), ('other', self.clinic.users['other'])):
            mine = [row for row in rows if ids is None or row[0] == ids]
            total = sum(row[3] for row in mine)
            stats = self.clinic.read(who, 'consultations/stats/')
            self.assertEqual(self.clinic.read(who, 'consultations/')['count'], total)
            self.assertEqual(stats['total_consultations'], total)
            for status, count in stats['by_status'].items():
                self.assertEqual(count, sum(row[3] for row in mine if row[1] == status))
                self.assertEqual(self.clinic.read(who, f'consultations/?status={status}')['count'], count)
            self.assertEqual(stats['by_provider']['builtin'], total)


if __name__ == '__main__':
    main()
