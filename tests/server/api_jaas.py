"""Meetings at Jitsi as a Service, and what it tells."""

import json
import time
import urllib.parse

from clinic import main, plain
from fake_jaas import APP, COMMANDS, KEY, OTHER, WEBHOOK_SECRET, Jaas, Refused, enter, event, person, sign
from fakes import Said
from remote_clinic import RemoteTest


class JaasTest(RemoteTest):
    provider = 'jitsi'

    def setUp(self):
        super().setUp()
        self.jaas = Jaas()
        self.addCleanup(self.jaas.close)
        self.addCleanup(lambda: self.assertEqual(self.jaas.faults, []))
        self.assertStatus(self.put(settings=self.jaas.settings()), 200)

    def info(self, visit, who='doctor'):
        return self.clinic.read(who, visit.path + 'meeting_info/')

    def room(self, visit):
        return self.info(visit)['room'].removeprefix(APP + '/')

    def tell(self, body, headers=None, path='webhooks/jaas/', status=200):
        reply = self.clinic.call(None, 'POST', path, body, **(sign(body) if headers is None else headers))
        self.assertStatus(reply, status)
        self.worked()
        return reply

    def stays(self, visit):
        return self.clinic.read('doctor', visit.path + 'attendance/')


class TokenTest(JaasTest):
    def test_it_takes_everybodys_token(self):
        visit = self.visit(status='in_progress')
        for who, moderates in (('doctor', 'true'), (visit.door, 'false')):
            info = self.info(visit, who)
            claims = enter(info['jwt'], self.room(visit))
            self.assertEqual(claims['context']['user']['moderator'], moderates)
            self.assertTrue(all(isinstance(value, str) for part in claims['context'].values() for value in part.values()))
            self.assertEqual(set(claims['context']['features'].values()), {'false'})
            self.assertEqual(claims['context']['user']['email'], '')
            address = urllib.parse.urlsplit(info['meeting_url'])
            self.assertEqual((address.path, address.query), (f'/{APP}/{self.room(visit)}', ''))
            self.assertEqual(json.loads(urllib.parse.parse_qs(address.fragment)['jwt'][0]), info['jwt'])

    def test_it_opens_no_other_room_and_ends(self):
        visit, now = self.visit(), time.time()
        info = self.info(visit)
        claims = enter(info['jwt'], self.room(visit))
        self.assertLess(claims['exp'], now + 9 * 3600)
        for room, moment in (('consult-other', now), (self.room(visit), claims['exp'])):
            with self.assertRaises(Refused):
                enter(info['jwt'], room, moment)

    def test_the_lobby_is_knocked_at_by_patients(self):
        self.put(settings={'lobby': 'true'})
        visit = self.visit(status='in_progress')
        self.assertTrue(self.info(visit)['lobby'])
        self.assertNotIn('autoKnock', self.info(visit)['meeting_url'])
        self.assertIn('config.lobby.autoKnock=true', self.info(visit, visit.door)['meeting_url'])

    def test_faults_are_named(self):
        for name, value in (('private_key', 'nonsense'), ('webhook_secret', 'nonsense'), ('server', 'https://evil.example'),
                            ('app_id', 'a b'), ('kind', 'own'), ('lobby', 'perhaps')):
            with self.subTest(name=name):
                self.assertFault(self.put(settings={name: value}), name)
        self.put(settings={'app_id': 'mine', 'key_id': ''})
        shown = self.clinic.read('doctor', 'video-providers/jitsi/')
        self.assertFalse(shown['available'])
        self.assertIn('Key ID is needed', plain(shown['reason']))
        self.put(settings={'key_id': 'x'})
        self.assertIn('vpaas-magic-cookie-', self.clinic.read('doctor', 'video-providers/jitsi/')['reason'])

    def test_secrets_stay_here(self):
        seen = json.dumps(self.put(settings=self.jaas.settings()).json) + repr(self.clinic.sql('SELECT * FROM providers'))
        for text in (KEY.pem.splitlines()[3], WEBHOOK_SECRET):
            self.assertNotIn(text, seen)

    def test_it_tells_what_it_is(self):
        shown = self.clinic.read('admin', 'video-providers/jitsi/')
        self.assertEqual((shown['display_name'], shown['features']['server_end']), ('Jitsi as a Service', True))
        self.assertIn('8x8', shown['sees'])
        self.assertIn('rs256|jaas', {field['name']: field['when'] for field in shown['fields']}['private_key'])
        self.put(settings={'kind': 'hs256', 'base_url': 'https://meet.example.org', 'app_secret': 'x' * 32})
        shown = self.clinic.read('admin', 'video-providers/jitsi/')
        self.assertEqual((shown['display_name'], 'server_end' in shown['features']), ('Jitsi Meet', False))
        self.assertIn('JICOFO_ENABLE_AUTH=0', shown['caution'])


class CommandTest(JaasTest):
    def test_the_room_is_closed_behind_the_visit(self):
        visit = self.visit(status='in_progress')
        room = self.room(visit)
        self.jaas.rooms.add(room)
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')
        self.assertEqual(self.jaas.destroyed, [room])

    def test_nobody_in_is_as_good(self):
        visit = self.visit(status='in_progress')
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')

    def test_whoever_switches_leaves_nobody_behind(self):
        visit = self.visit(status='in_progress')
        room = self.room(visit)
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual(self.jaas.destroyed, [room])

    def test_another_doctor_comes_into_the_same_room(self):
        visit = self.visit()
        room = self.room(visit)
        self.assertStatus(self.clinic.patch('admin', visit.path, {'doctor_id': self.clinic.users['other']}), 200)
        self.assertEqual(self.info(visit, 'other')['room'], f'{APP}/{room}')
        self.assertEqual(self.jobs(visit), [])

    def try_it(self):
        reply = self.assertStatus(self.clinic.post('admin', 'video-providers/jitsi/test/'), 200)
        return reply.json['passed'], reply.json['note']

    def test_test(self):
        self.assertEqual(self.try_it(), (True, 'Jitsi as a Service takes the key.'))
        self.put(settings={'private_key': OTHER.pem})
        good, note = self.try_it()
        self.assertFalse(good)
        self.assertIn('does not take the key', note)
        shown = self.clinic.read('doctor', 'video-providers/jitsi/')
        self.assertEqual((shown['available'], shown['healthy']), (True, False))
        self.assertIn(note, shown['health_reason'])

    def test_a_command_is_repeated_where_that_helps(self):
        self.jaas.plan(COMMANDS, Said(503))
        self.assertTrue(self.try_it()[0])
        self.assertEqual(len(self.jaas.find(COMMANDS)), 2)


class EventTest(JaasTest):
    def test_the_doctor_begins_the_visit_and_nobody_else(self):
        visit = self.visit(status='waiting')
        room = self.room(visit)
        self.tell(event('ROOM_CREATED', room, 'a'))
        self.tell(event('PARTICIPANT_JOINED', room, 'b', **person('somebody', 'Nurse', 'true')))
        self.assertEqual(visit.show()['status'], 'waiting')
        with self.clinic.listen('doctor') as events:
            self.tell(event('PARTICIPANT_JOINED', room, 'c', **person(self.clinic.users['doctor'], 'Dr', True, 2)))
            events.wait('consultation_started')
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_stays(self):
        visit = self.visit(status='in_progress')
        room, now = self.room(visit), int(time.time())
        door = self.clinic.sql('SELECT id FROM doors WHERE consultation_id = ?', visit.id)[0][0]
        # Out of order, twice, and with a room aside.
        for body in (event('PARTICIPANT_LEFT', room, 'b', now - 5, **person(door, 'Ada Krüger')),
                     event('PARTICIPANT_JOINED', room, 'a', now - 60, **person(door, 'Ada Krüger')),
                     event('PARTICIPANT_JOINED', room, 'a', now - 60, **person(door, 'Ada Krüger')),
                     event('PARTICIPANT_JOINED', room, 'c', now - 50, **person(self.clinic.users['doctor'], 'Dr', 'true', 2)),
                     event('PARTICIPANT_JOINED', room, 'd', now - 40, **{**person('x', 'Aside', number=3), 'isBreakout': True})):
            self.tell(body)
        self.assertEqual([(row['name'], row['is_host'], row['person_id']) for row in self.stays(visit)],
                         [('Ada Krüger', False, door), ('Dr', True, self.clinic.users['doctor'])])
        self.assertIsNotNone(self.stays(visit)[0]['left_at'])
        self.tell(event('ROOM_DESTROYED', room, 'e', now))
        self.assertTrue(all(row['left_at'] for row in self.stays(visit)))
        # Whoever leaves a call has not ended the visit.
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_the_patient_in_the_lobby_waits_and_nobody_else(self):
        visit = self.visit()
        room = self.room(visit)
        visit.open_door('interpreter')
        doors = dict(self.clinic.sql('SELECT role, id FROM doors WHERE consultation_id = ?', visit.id))
        for number, who in enumerate((self.clinic.users['nurse'], doors['interpreter'], 'x')):
            self.tell(event('PARTICIPANT_JOINED_LOBBY', room, str(number), **person(who, 'Not Ada')))
            self.assertEqual(visit.show()['status'], 'scheduled')
        self.tell(event('PARTICIPANT_JOINED_LOBBY', room, 'y', **person(doors['patient'], 'Ada')))
        self.assertEqual(visit.show()['status'], 'waiting')

    def test_who_is_not_jaas_is_turned_away(self):
        visit = self.visit(status='waiting')
        body = event('PARTICIPANT_JOINED', self.room(visit), **person(self.clinic.users['doctor'], 'Dr', True))
        good = sign(body)
        for name, headers in {
                'unsigned': {'Content-Type': 'application/json'},
                'another secret': sign(body, secret='whsec_another'),
                'half of the secret': sign(body, secret=WEBHOOK_SECRET.removeprefix('whsec_')),
                'old': sign(body, time.time() - 400), 'ahead': sign(body, time.time() + 400),
                'of another body': sign(body + b' '),
                'no time': {**good, 'X-Jaas-Signature': good['X-Jaas-Signature'].split(',')[1]},
                'cut': {**good, 'X-Jaas-Signature': good['X-Jaas-Signature'][:-1]}}.items():
            with self.subTest(name):
                self.tell(body, headers, status=401)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])
        self.tell(body, {**good, 'X-Jaas-Signature': good['X-Jaas-Signature'].replace(',', ' , ')}, 'webhooks/jitsi/')
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_what_is_of_another_app_or_unknown_means_nothing(self):
        visit = self.visit(status='waiting')
        body = event('PARTICIPANT_JOINED', self.room(visit), **person(self.clinic.users['doctor'], 'Dr', True))
        self.tell(body.replace(f'"fqn": "{APP}'.encode(), b'"fqn": "vpaas-magic-cookie-1'))
        self.tell(event('REACTIONS', self.room(visit), 'z'))
        self.tell(b'{}')
        self.tell(b'{"eventType": 7, "data": []}')
        self.assertEqual(visit.show()['status'], 'waiting')

    def test_it_asks_for_the_lobby_when_a_room_opens(self):
        body = json.dumps({'eventType': 'SETTINGS_PROVISIONING', 'fqn': f'{APP}/consult-x'}).encode()
        self.assertEqual(self.tell(body).json, {'lobbyEnabled': False})
        self.put(settings={'lobby': 'true'})
        self.assertEqual(self.tell(body).json, {'lobbyEnabled': True, 'lobbyType': 'WAIT_FOR_APPROVAL'})
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])

    def test_without_a_secret_nothing_is_believed(self):
        self.put(settings={'webhook_secret': ''})
        body = event('ROOM_CREATED', 'consult-x')
        self.tell(body, sign(body), status=401)


if __name__ == '__main__':
    main()
