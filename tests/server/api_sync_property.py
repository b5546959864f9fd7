"""Whoever follows the change log ends with what a fresh reader gets, whatever happens meanwhile: many who write at once,
people who come into sight and go out of it, a server that is killed. The seed is printed; SEED=n runs it again."""

import http.client
import json
import os
import random
import threading
import time

from clinic import API, PASSWORD, PASSWORD_HASH, STAFF, ClinicTest, in_minutes, main, new_id

ROUNDS = 4
WRITERS = 3
ROUND_TIME = 2
LOST = (http.client.HTTPException, OSError)


class Follower:
    """A copy of all that somebody may see, kept as the contract says: 410 starts it afresh."""

    def __init__(self, clinic, who):
        self.clinic = clinic
        self.who = who
        self.token = None
        self.cursor = 0
        self.records = {}
        self.afresh = 0

    def read(self, limit):
        if self.token is None:
            self.token = self.clinic.sign_in(self.who)
        reply = self.clinic.request('GET', f'{API}sync/?since={self.cursor}&limit={limit}', None,
                                    {'Authorization': f'Token {self.token}'})
        if reply.status == 401:
            self.token = None
        elif reply.status == 410:
            self.cursor, self.records = 0, {}
            self.afresh += 1
        else:
            self.clinic.test.assertEqual(reply.status, 200, reply)
            return reply.json
        return None

    def step(self, limit):
        """Takes one page; answers whether there is more."""
        page = self.read(limit)
        if page is None:
            return True
        places = [change['seq'] for change in page['changes']]
        self.clinic.test.assertEqual(places, sorted(set(places)))
        for change in page['changes']:
            key = change['entity'], change['id']
            if change['kind'] == 'save':
                self.records[key] = json.dumps(change['record'])
            else:
                self.records.pop(key, None)
        self.cursor = page['next']
        return page['more']

    def pull(self, limit):
        while self.step(limit):
            pass
        return self


class Writer:
    """Does things at random, allowed or not."""

    def __init__(self, property_test, number):
        self.test = property_test
        self.clinic = property_test.clinic
        self.chance = random.Random(f'{property_test.seed} {number}')

    def visit(self):
        return self.chance.choice(self.test.visits)

    def doctor(self):
        return self.chance.choice(('doctor', 'other'))

    def call(self, method, path, body=None, who='admin'):
        return self.clinic.call(who, method, path, body)

    def create(self):
        reply = self.call('POST', 'consultations/', {
            'doctor_id': self.clinic.users[self.doctor()], 'patient_id': self.chance.choice(self.test.patients),
            'scheduled_start': in_minutes(self.chance.randrange(9, 90)), 'reason': str(self.chance.random())})
        if reply.status == 201:
            self.test.visits.append((f'consultations/{reply.json["id"]}/', reply.json['door_url'].rsplit('/', 1)[1]))

    def book(self):
        minute = self.chance.randrange(9 * 60)
        reply = self.call('POST', 'bookings/', {
            'doctor_id': self.clinic.users[self.doctor()], 'patient_id': self.chance.choice(self.test.patients),
            'appointment_date': f'2035-01-{self.chance.randrange(1, 29):02}', 'time_zone': 'UTC',
            'appointment_time': f'{minute // 60 + 8:02}:{minute % 60:02}'})
        if reply.status == 201:
            self.test.bookings.append(reply.json['id'])
            self.call('POST', f'bookings/{reply.json["id"]}/create_consultation/', {})

    def change_booking(self):
        if self.test.bookings:
            self.call('PATCH', f'bookings/{self.chance.choice(self.test.bookings)}/', {'status': 'cancelled'})

    def act(self):
        path, door = self.visit()
        who, act, body = self.chance.choice((
            (door, 'join_waiting', {}), ('doctor', 'start', {}), ('other', 'start', {}), ('doctor', 'end', {'notes': 'n'}),
            ('admin', 'cancel', {'reason': 'x'}), (door, 'leave', {}), (door, 'send_message', {'message': 'm'}),
            ('doctor', 'send_message', {'message': 'aside', 'is_private': True}), ('nurse', 'send_message', {'message': 'n'}),
            ('admin', 'reschedule', {'scheduled_start': in_minutes(self.chance.randrange(5, 900))}),
            ('admin', 'no_show', {'kind': 'patient'}), ('doctor', 'update_connection_quality', {'quality': 'poor'})))
        self.call('POST', f'{path}{act}/', body, who)

    def patch(self):
        self.call('PATCH', self.visit()[0], {'notes': str(self.chance.random())}, self.doctor())

    def remove(self):
        self.call('DELETE', self.visit()[0])

    def add_patient(self):
        reply = self.call('POST', 'patients/', {'given_name': 'A', 'family_name': str(self.chance.random())[:9]})
        if reply.status == 201:
            self.test.patients.append(reply.json['id'])

    def rename(self):
        self.call('PATCH', f'users/{self.clinic.users[self.doctor()]}/', {'last_name': str(self.chance.random())[:9]})

    def change_role(self):
        self.call('PATCH', f'users/{self.test.mover}/', {'role': self.chance.choice(STAFF)})

    def change_spare(self):
        self.call('PATCH', f'users/{self.test.spare}/', {'is_active': self.chance.random() < 0.5})

    def change_hours(self):
        made = self.call('POST', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '12:00'})
        if made.status == 201 and self.chance.random() < 0.5:
            self.call('DELETE', f'availability/{made.json["id"]}/')

    def assign(self):
        """A seat for somebody, or none any more."""
        visit = self.visit()[0].split('/')[1]
        user = self.chance.choice((self.clinic.users['nurse'], self.test.mover))
        seat = self.clinic.sql('SELECT id FROM participants WHERE consultation_id = ? AND user_id = ?', visit, user)
        if seat:
            self.clinic.edit('participants', seat[0][0], 'DELETE FROM participants WHERE id = ?1')
        else:
            self.clinic.edit('participants', new_id(),
                             'INSERT OR IGNORE INTO participants (id, revision, consultation_id, user_id, name, role, '
                             "is_assigned) SELECT ?1, 1, id, ?3, 'Nurse', 'assistant', 1 FROM consultations WHERE id = ?2", visit, user)

    def change_doctor(self):
        visit = self.visit()[0].split('/')[1]
        self.clinic.edit('consultations', visit, 'UPDATE consultations SET doctor_id = ?2, revision = revision + 1 '
                         'WHERE id = ?1', self.clinic.users[self.doctor()])

    def cover(self):
        """A leave that a colleague covers, in which some visits are and others come and go."""
        first, second = self.chance.sample(('doctor', 'other'), 2)
        day = self.chance.randrange(1, 20)
        self.call('POST', 'availability/', {
            'doctor_id': self.clinic.users[first], 'kind': 'leave', 'first_date': f'2035-01-{day:02}',
            'last_date': f'2035-01-{day + 5:02}', 'covered_by': self.clinic.users[second]})

    def uncover(self):
        covers = self.clinic.sql('SELECT id FROM availability WHERE covered_by IS NOT NULL')
        if covers:
            self.call('DELETE', f'availability/{self.chance.choice(covers)[0]}/')

    def move(self):
        self.call('POST', f'{self.visit()[0]}reschedule/', {
            'scheduled_start': f'2035-01-{self.chance.randrange(1, 29):02}T10:{self.chance.randrange(60):02}:00Z'})

    def rename_patient(self):
        self.clinic.edit('patients', self.chance.choice(self.test.patients),
                         'UPDATE patients SET family_name = ?2, revision = revision + 1 WHERE id = ?1',
                         str(self.chance.random())[:9])

    DEEDS = ((create, 8), (book, 5), (change_booking, 2), (act, 20), (patch, 8), (remove, 2), (add_patient, 2), (rename, 2),
             (change_role, 1), (change_spare, 1), (change_hours, 1), (assign, 10), (change_doctor, 4), (cover, 2),
             (uncover, 2), (move, 6), (rename_patient, 2))

    def run(self, until):
        deeds, weights = zip(*self.DEEDS)
        while time.monotonic() < until:
            try:
                self.chance.choices(deeds, weights)[0](self)
            except LOST:
                # The server was killed, and what was asked of it is there or not.
                time.sleep(0.01)


class SyncPropertyTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get('SEED') or random.randrange(1 << 32))
        self.chance = random.Random(self.seed)
        self.patients = list(self.clinic.patients.values())
        self.bookings = []
        self.spare = self.add_user('spare', 'doctor')
        self.mover = self.add_user('mover', 'nurse')
        visits = [self.clinic.visit(doctor) for doctor in ('doctor', 'other')]
        self.visits = [(visit.path, visit.door) for visit in visits]
        for who in (*STAFF, 'other'):
            self.clinic.authorization(who)

    def add_user(self, name, role):
        user = new_id()
        self.clinic.edit('users', user, 'INSERT INTO users (id, revision, email, first_name, last_name, role, password_hash) '
                         'VALUES (?1, 1, ?2, ?3, ?3, ?4, ?5)', f'{name}@clinic.example', name, role, PASSWORD_HASH)
        return user

    def follow(self, follower, until):
        chance = random.Random(f'{self.seed} {follower.who}')
        while time.monotonic() < until:
            try:
                follower.step(chance.randrange(1, 200))
            except LOST:
                pass
            if chance.random() < 0.1:
                time.sleep(chance.random())

    def run_round(self, writers, followers, failures):
        """All at once, until the server is killed in the middle of it."""
        until = time.monotonic() + ROUND_TIME

        def run(work, *arguments):
            try:
                work(*arguments)
            except BaseException as fault:
                failures.append(fault)

        threads = [threading.Thread(target=run, args=(writer.run, until)) for writer in writers]
        threads += [threading.Thread(target=run, args=(self.follow, follower, until)) for follower in followers]
        for thread in threads:
            thread.start()
        threads[0].join(ROUND_TIME * (0.3 + self.chance.random() / 2))
        self.clinic.process.kill()
        self.clinic.start_again()
        for thread in threads:
            thread.join()

    def test_followers_end_where_fresh_readers_begin(self):
        print(f'# SEED={self.seed}')
        followers = [Follower(self.clinic, who) for who in (*STAFF, 'other', 'mover')]
        writers, failures = [Writer(self, number) for number in range(WRITERS)], []
        for _ in range(ROUNDS):
            self.run_round(writers, followers, failures)
            for failure in failures:
                raise AssertionError(f'SEED={self.seed}') from failure
        # What was lost with the sockets, and what was changed beside the server, is noted by its next job.
        self.clinic.read(None, '/health/ready/')
        for follower in followers:
            with self.subTest(who=follower.who, seed=self.seed):
                fresh = Follower(self.clinic, follower.who).pull(500)
                self.assertEqual(self.differences(follower.pull(7), fresh), {})
                self.assertGreater(len(fresh.records), 10)

    def differences(self, follower, fresh):
        return {key: (follower.records.get(key), fresh.records.get(key))
                for key in follower.records.keys() | fresh.records.keys()
                if follower.records.get(key) != fresh.records.get(key)}


class SightTest(ClinicTest):
    """What comes into sight, and what goes out of it."""

    def setUp(self):
        super().setUp()
        booking = self.clinic.book()
        made = self.clinic.post('receptionist', 'consultations/', {'booking_id': booking['id']}).json
        self.path = f'consultations/{made["id"]}/'
        self.assertStatus(self.clinic.post('receptionist', self.path + 'send_message/', {'message': 'Hello'}), 201)
        self.id = made['id']

    def count(self, follower):
        # What was changed beside the server is noted by its next job.
        self.clinic.read(None, '/health/ready/')
        follower.pull(3)
        return [sum(key[0] == entity for key in follower.records)
                for entity in ('consultations', 'bookings', 'participants', 'messages')]

    def seat(self, who):
        seat = new_id()
        self.clinic.edit('participants', seat, 'INSERT INTO participants (id, revision, consultation_id, user_id, role, '
                         "is_assigned) VALUES (?1, 1, ?2, ?3, 'assistant', 1)", self.id, self.clinic.users[who])
        return seat

    def test_a_nurse_comes_and_goes(self):
        nurse = Follower(self.clinic, 'nurse')
        self.assertEqual(self.count(nurse), [0, 0, 0, 0])
        for _ in range(2):
            seat = self.seat('nurse')
            self.assertEqual(self.count(nurse), [1, 1, 2, 1])
            self.clinic.edit('participants', seat, 'DELETE FROM participants WHERE id = ?1')
            self.assertEqual(self.count(nurse), [0, 0, 0, 0])

    def test_the_visit_of_a_nurse_is_deleted(self):
        nurse = Follower(self.clinic, 'nurse')
        self.seat('nurse')
        self.assertEqual(self.count(nurse), [1, 1, 2, 1])
        self.assertStatus(self.clinic.delete('admin', self.path), 204)
        self.assertEqual(self.count(nurse), [0, 0, 0, 0])

    def test_another_doctor(self):
        before, after = Follower(self.clinic, 'doctor'), Follower(self.clinic, 'other')
        self.assertEqual((self.count(before), self.count(after)), ([1, 1, 1, 1], [0, 0, 0, 0]))
        self.clinic.edit('consultations', self.id, 'UPDATE consultations SET doctor_id = ?2 WHERE id = ?1',
                         self.clinic.users['other'])
        self.assertEqual((self.count(before), self.count(after)), ([0, 1, 0, 0], [1, 0, 1, 1]))

    def test_a_colleague_covers_for_a_leave(self):
        """Visits come into the leave and out of it, and so into the colleague's sight and out of it."""
        def leave(first, last):
            return {'doctor_id': self.clinic.users['doctor'], 'kind': 'leave', 'first_date': first, 'last_date': last,
                    'covered_by': self.clinic.users['other']}

        def move(start):
            self.assertStatus(self.clinic.post('receptionist', self.path + 'reschedule/',
                                                  {'scheduled_start': start, 'override': True}), 200)

        colleague = Follower(self.clinic, 'other')
        made = self.assertStatus(self.clinic.post('admin', 'availability/', leave('2035-01-01', '2035-01-09')), 201).json
        self.assertEqual(self.count(colleague), [0, 0, 0, 0])
        for start, seen in (('2035-01-03T10:00:00Z', [1, 1, 1, 1]), ('2035-01-04T10:00:00Z', [1, 1, 1, 1]),
                            ('2035-02-03T10:00:00Z', [0, 0, 0, 0]), ('2035-01-05T10:00:00Z', [1, 1, 1, 1])):
            with self.subTest(start=start):
                move(start)
                self.assertEqual(self.count(colleague), seen)
        for first, seen in (('2035-01-06', [0, 0, 0, 0]), ('2035-01-01', [1, 1, 1, 1])):
            self.assertStatus(self.clinic.patch('admin', f'availability/{made["id"]}/', {'first_date': first}), 200)
            self.assertEqual(self.count(colleague), seen)
        self.assertStatus(self.clinic.delete('admin', f'availability/{made["id"]}/'), 204)
        self.assertEqual(self.count(colleague), [0, 0, 0, 0])

    def test_another_role(self):
        doctor = Follower(self.clinic, 'doctor')
        self.assertEqual(self.count(doctor), [1, 1, 1, 1])
        for role, seen in (('receptionist', [1, 1, 1, 0]), ('nurse', [0, 0, 0, 0]), ('doctor', [1, 1, 1, 1])):
            with self.subTest(role=role):
                self.assertStatus(self.clinic.patch('admin', f'users/{self.clinic.users["doctor"]}/', {'role': role}), 200)
                afresh = doctor.afresh
                self.assertEqual(self.count(doctor), seen)
                self.assertEqual(doctor.afresh, afresh + 1)

    def test_another_name(self):
        doctor = Follower(self.clinic, 'receptionist').pull(50)
        self.assertStatus(self.clinic.patch('admin', f'users/{self.clinic.users["doctor"]}/', {'last_name': 'Nova'}), 200)
        doctor.pull(50)
        for entity in ('consultations', 'bookings'):
            for key, record in doctor.records.items():
                if key[0] == entity:
                    self.assertEqual(json.loads(record)['doctor_name'], 'Doctor Nova')

    def test_whoever_sees_a_visit_no_more_is_shown_out(self):
        seat = self.seat('nurse')
        path = f'/ws/consultation/{self.id}/'
        with self.clinic.socket('nurse', path) as nurse, self.clinic.socket('doctor', path) as doctor:
            nurse.wait('consultation_status')
            self.clinic.edit('participants', seat, 'DELETE FROM participants WHERE id = ?1')
            self.clinic.read(None, '/health/ready/')
            self.assertEqual(nurse.wait_closed(1), 4404)
            doctor.settle()
            self.clinic.edit('consultations', self.id, 'UPDATE consultations SET doctor_id = ?2 WHERE id = ?1',
                             self.clinic.users['other'])
            self.clinic.read(None, '/health/ready/')
            self.assertEqual(doctor.wait_closed(1), 4404)
        # One has lost a seat, the other has left it.
        self.clinic.read(None, '/health/ready/')
        self.assertEqual(self.clinic.sql('SELECT role, presence FROM participants WHERE user_id <> ?',
                                         self.clinic.users['receptionist']), [('doctor', 'lost')])

    def test_nobody_hears_of_what_they_never_saw(self):
        other = Follower(self.clinic, 'other').pull(50)
        self.assertStatus(self.clinic.patch('doctor', self.path, {'notes': 'x'}), 200)
        self.seat('nurse')
        self.clinic.read(None, '/health/ready/')
        page = other.read(500)
        self.assertEqual([change for change in page['changes'] if change['id'] == self.id], [])
        self.assertEqual(page['changes'], [])


if __name__ == '__main__':
    main()
