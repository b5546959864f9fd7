"""The change log: whoever follows it ends with what a fresh reader gets."""

import itertools
import random

from clinic import STAFF, ClinicTest, main


class Follower:
    """A client that keeps a copy of all that it may see."""

    def __init__(self, clinic, who, limit=7):
        self.clinic = clinic
        self.who = who
        self.limit = limit
        self.cursor = 0
        self.records = {}

    def pull(self):
        while True:
            page = self.clinic.read(self.who, f'sync/?since={self.cursor}&limit={self.limit}')
            last = self.cursor
            for change in page['changes']:
                assert change['seq'] > last, 'out of order'
                last = change['seq']
                key = (change['entity'], change['id'])
                if change['kind'] == 'save':
                    assert change['record']['id'] == change['id']
                    self.records[key] = change['record']
                else:
                    assert change['record'] is None
                    self.records.pop(key, None)
            assert page['next'] >= last
            self.cursor = page['next']
            if not page['more']:
                return self

    def ids(self, entity):
        return {key[1] for key in self.records if key[0] == entity}


class SyncTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.minutes = itertools.count(1)

    def follow(self, who):
        return Follower(self.clinic, who)

    def edit(self, chance, visits):
        """Does something, allowed or not."""
        kind = chance.random()
        if kind < 0.25 or not visits:
            doctor = chance.choice(('doctor', 'other'))
            if chance.random() < 0.5:
                visits.append(self.clinic.visit(doctor))
                return
            booking = self.clinic.book(doctor, minutes=next(self.minutes))
            self.clinic.post(doctor, 'consultations/', {'booking_id': booking['id']})
            return
        visit = chance.choice(visits)
        doctor = visit.doctor
        chance.choice((
            lambda: visit.act(visit.door, 'join_waiting'), lambda: visit.act(doctor, 'start'),
            lambda: visit.act(doctor, 'end', {'notes': 'n'}), lambda: visit.act('receptionist', 'cancel'),
            lambda: visit.act(visit.door, 'send_message', {'message': 'm'}), lambda: visit.act(visit.door, 'leave'),
            lambda: visit.act(doctor, 'update_connection_quality', {'quality': chance.choice(('good', 'poor'))}),
            lambda: self.clinic.patch(doctor, visit.path, {'notes': str(chance.random())}),
            lambda: self.clinic.post('receptionist', 'patients/', {'given_name': 'A', 'family_name': 'B'}),
            lambda: visit.enter(doctor).cut(),
            lambda: self.clinic.delete('admin', visit.path).status == 204 and visits.remove(visit)))()

    def test_followers_end_where_fresh_readers_begin(self):
        chance, visits = random.Random(3), []
        followers = [self.follow(who) for who in STAFF]
        for number in range(160):
            self.edit(chance, visits)
            if number % 5 == 0:
                chance.choice(followers).pull()
        # What was lost with the sockets is noted behind the last answer.
        self.clinic.read(None, '/health/ready/')
        for follower in followers:
            with self.subTest(who=follower.who):
                follower.limit = 500
                self.assertEqual(follower.pull().records, Follower(self.clinic, follower.who, 500).pull().records)
        self.check_against_lists(followers)

    def check_against_lists(self, followers):
        for follower in followers:
            who = follower.who
            if who == 'nurse':
                continue
            with self.subTest(who=who):
                for entity in ('consultations', 'bookings', 'patients'):
                    listed = self.clinic.read(who, f'{entity}/?page_size=200')['results']
                    self.assertEqual(follower.ids(entity), {row['id'] for row in listed})
                    for row in listed:
                        kept = follower.records[entity, row['id']]
                        self.assertEqual({name: kept[name] for name in row}, row)

    def test_what_each_may_see(self):
        visit = self.clinic.visit('doctor', status='waiting').assign('nurse')
        self.clinic.visit('other', status='waiting')
        visit.say('doctor', 'Hello')
        visit.say('nurse', 'Aside', is_private=True)
        for who, visits, messages in (('doctor', 1, 2), ('other', 1, 0), ('nurse', 1, 2), ('receptionist', 2, 0),
                                      ('admin', 2, 0)):
            with self.subTest(who=who):
                follower = self.follow(who).pull()
                self.assertEqual((len(follower.ids('consultations')), len(follower.ids('messages'))), (visits, messages))
                for (entity, _), record in follower.records.items():
                    if entity == 'consultations':
                        self.assertEqual('notes' in record, who != 'receptionist')
                    self.assertNotIn('password_hash', record)
                    self.assertNotIn('token_hash', record)
                self.assertEqual(follower.ids('doors'), set())
                self.assertEqual(follower.ids('sessions'), set())

    def test_tombstones(self):
        visit = self.clinic.visit()
        visit.say('doctor', 'Hello')
        follower = self.follow('doctor').pull()
        self.assertEqual([len(follower.ids(entity)) for entity in ('consultations', 'messages', 'participants')], [1, 1, 1])
        self.assertStatus(self.clinic.delete('doctor', visit.path), 204)
        follower.pull()
        self.assertEqual([len(follower.ids(entity)) for entity in ('consultations', 'messages', 'participants')], [0, 0, 0])

    def test_bookings_show_their_consultation(self):
        booking = self.clinic.book()
        follower = self.follow('doctor').pull()
        self.assertIsNone(follower.records['bookings', booking['id']]['consultation_id'])
        visit = self.clinic.post('doctor', 'consultations/', {'booking_id': booking['id']}).json
        self.assertEqual(follower.pull().records['bookings', booking['id']]['consultation_id'], visit['id'])
        self.clinic.delete('doctor', f'consultations/{visit["id"]}/')
        self.assertIsNone(follower.pull().records['bookings', booking['id']]['consultation_id'])

    def test_a_cursor_from_the_future(self):
        reply = self.assertStatus(self.clinic.get('doctor', f'sync/?since={1 << 50}'), 410)
        self.assertEqual(reply.json['code'], 'resync')
        cursor = self.follow('doctor').pull().cursor
        self.assertEqual(self.clinic.read('doctor', f'sync/?since={cursor}')['changes'], [])

    def test_cursors_outlive_the_server(self):
        follower = self.follow('doctor').pull()
        self.clinic.visit()
        self.clinic.crash()
        self.clinic.visit()
        self.assertEqual(len(follower.pull().ids('consultations')), 2)

    def test_the_socket_tells_when_to_look(self):
        with self.clinic.listen('doctor') as socket:
            follower = self.follow('doctor').pull()
            visit = self.clinic.visit()
            while visit.id not in follower.ids('consultations'):
                follower.pull()
                seq = socket.wait('changes', 2)['seq']
                if seq >= follower.cursor:
                    follower.pull()
            # One more frame, however many changes: they are told together.
            for _ in range(20):
                visit.say(visit.door, 'x')
            newest = self.clinic.sql('SELECT max (seq) FROM events')[0][0]
            while seq < newest:
                seq = socket.wait('changes', 2)['seq']


if __name__ == '__main__':
    main()
