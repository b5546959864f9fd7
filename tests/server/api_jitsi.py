"""Meetings on a Jitsi server of the clinic's own: what people are given at the moment of joining, held against what Prosody
takes."""

import base64
import hashlib
import hmac
import json
import os
import tempfile
import time
import urllib.parse

from clinic import ClinicTest, main, plain
from fakes import Fake, Said
from prosody import Prosody, Refused
from remote_clinic import RemoteTest
from rsa import Key

KID, KEY, OTHER_KEY = 'clinic/2026-11', Key('clinic/2026-11'), Key('clinic/2026-11')
FILE = 'c72b26bf389ac5c44ef4d7a08828574ebeabbac1247fce55bf29cbe65664e5bd.pem'
TOKEN = 'fake-token-of-events-only-for-tests'
APP, SECRET, HOST = 'clinic_app', 'fake-secret-for-tests-only-32byte', 'meet.example.org'


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def make(claims, **header):
    text = '.'.join(encode(json.dumps(part).encode()) for part in ({'alg': 'HS256', 'typ': 'JWT', **header}, claims))
    return text + '.' + encode(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256))


class JitsiTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.use()

    def use(self, more=''):
        path = os.path.join(self.folder.name, 'ausculta.conf')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'[jitsi]\nurl=https://{HOST}\napp-id={APP}\napp-secret={SECRET}\n{more}')
        self.clinic.restart('--config', path)

    def info(self, visit, who):
        return self.clinic.read(who, visit.path + 'meeting_info/')


class TokenTest(JitsiTest):
    def test_prosody_takes_everybodys_token(self):
        visit = self.clinic.visit(video_provider='jitsi', status='in_progress').assign('other', role='observer')
        for who, moderates in (('doctor', True), ('other', False), (visit.door, False)):
            info = self.info(visit, who)
            for checks_domain in (True, False):
                claims = Prosody(APP, SECRET, HOST, checks_domain).enter(info['jwt'], info['room'])
                self.assertIs(Prosody.is_moderator(claims), moderates, who)
            # Older servers fail on what is no text.
            self.assertTrue(all(isinstance(value, str) for value in claims['context']['user'].values()))
            self.assertEqual({'id', 'name', 'affiliation', 'moderator'}, set(claims['context']['user']))
            self.assertEqual(claims['context']['features'], {'recording': 'false', 'livestreaming': 'false'})

    def test_it_opens_no_other_room_and_no_other_server(self):
        visit = self.clinic.visit(video_provider='jitsi')
        other = self.clinic.visit(video_provider='jitsi', minutes=200)
        info = self.info(visit, 'doctor')
        for server, room in ((Prosody(APP, SECRET, HOST), self.info(other, 'doctor')['room']),
                             (Prosody(APP, SECRET, 'meet.jitsi'), info['room']),
                             (Prosody('another_app', SECRET, HOST), info['room']),
                             (Prosody(APP, SECRET[::-1], HOST), info['room'])):
            with self.assertRaises(Refused):
                server.enter(info['jwt'], room)

    def test_it_ends(self):
        info = self.info(self.clinic.visit(video_provider='jitsi'), 'doctor')
        server, now = Prosody(APP, SECRET, HOST), time.time()
        claims = server.enter(info['jwt'], info['room'])
        self.assertGreater(claims['exp'], now + 30 * 60)
        self.assertLess(claims['exp'], now + 9 * 3600)
        # A clock that is a few seconds slow lets people in still.
        server.enter(info['jwt'], info['room'], now=now - 5)
        for moment in (claims['exp'], claims['nbf'] - 1):
            with self.assertRaises(Refused):
                server.enter(info['jwt'], info['room'], now=moment)

    def test_a_docker_installation_has_another_domain(self):
        self.use('sub=meet.jitsi\n')
        info = self.info(self.clinic.visit(video_provider='jitsi'), 'doctor')
        Prosody(APP, SECRET, 'meet.jitsi').enter(info['jwt'], info['room'])

    def test_the_token_is_made_at_the_moment_and_rides_behind_the_hash(self):
        visit = self.clinic.visit(video_provider='jitsi')
        seen = [self.info(visit, 'doctor')]
        time.sleep(1.1 - time.time() % 1)
        seen.append(self.info(visit, 'doctor'))
        self.assertNotEqual(seen[0]['jwt'], seen[1]['jwt'])
        address = urllib.parse.urlsplit(seen[0]['meeting_url'])
        self.assertEqual((address.netloc, address.path, address.query), (HOST, '/' + seen[0]['room'], ''))
        self.assertEqual(json.loads(urllib.parse.parse_qs(address.fragment)['jwt'][0]), seen[0]['jwt'])
        rows = repr([self.clinic.sql(f'SELECT * FROM {table}') for table, in
                     self.clinic.sql("SELECT name FROM sqlite_master WHERE type = 'table'")])
        self.assertNotIn(seen[0]['jwt'], rows)

    def test_whoever_was_not_let_in_has_no_way_in(self):
        visit = self.clinic.visit(video_provider='jitsi', status='in_progress')
        token = visit.open_door('guest')

        def has_way(who):
            url, status = self.clinic.read(who, visit.path)['meeting_url'], self.clinic.get(who, visit.path + 'meeting_info/').status
            self.assertEqual((url is None, status), (False, 200) if url else (True, 409))
            return url is not None

        self.assertFalse(has_way(token), 'never came')
        visit.must_act(token, 'join_waiting')
        self.assertFalse(has_way(token), 'waits')
        for role, who in (('guest', token), ('patient', visit.door)):
            seat = {'participant_id': visit.seat(role)['id']}
            for act, inside in (('let_in', True), ('hold', False), ('let_in', True)):
                visit.must_act('doctor', act, seat)
                self.assertIs(has_way(who), inside, (role, act))
        self.assertTrue(has_way('doctor'))

    def test_nobody_else_has_one(self):
        visit = self.clinic.visit(video_provider='jitsi')
        for who in (visit.door, 'receptionist', 'stranger', None):
            self.assertIn(self.clinic.get(who, visit.path + 'meeting_info/').status, (401, 403, 404, 409), who)


class RuleTest(JitsiTest):
    """The rules themselves, with tokens that a real Prosody was shown."""

    def test_what_prosody_refuses(self):
        now = int(time.time())
        good = {'iss': APP, 'aud': APP, 'sub': HOST, 'room': 'consult-7f3a9c21d4', 'iat': now, 'nbf': now - 10,
                'exp': now + 3600}
        server = Prosody(APP, SECRET, HOST)
        server.enter(make(good), good['room'])
        server.enter(make({**good, 'room': '*'}), good['room'])
        server.enter(make({**good, 'room': good['room'].upper()}), good['room'])
        server.enter(make({name: value for name, value in good.items() if name != 'exp'}), good['room'])
        for claims, header, why in (
                (good, {'typ': 'jwt'}, 'Invalid typ'), (good, {'alg': 'HS384'}, 'Invalid or incorrect alg'),
                (good, {'alg': 'none'}, 'Invalid or incorrect alg'), ({**good, 'exp': str(now + 60)}, {}, 'exp must be number'),
                ({**good, 'exp': now - 1}, {}, 'Not acceptable by exp'), ({**good, 'nbf': now + 60}, {}, 'Not acceptable by nbf'),
                ({**good, 'iss': ''}, {}, "'iss' claim is missing"), ({**good, 'iss': 'x'}, {}, "invalid 'iss' claim"),
                ({**good, 'aud': [APP]}, {}, "invalid 'aud' claim"), ({**good, 'room': ''}, {}, 'room claim is missing'),
                ({**good, 'sub': ''}, {}, 'sub claim is missing'), ({**good, 'room': 'consult-x'}, {}, 'Room and token mismatched'),
                ({**good, 'sub': 'other.example'}, {}, 'Room and token mismatched')):
            with self.subTest(why=why), self.assertRaises(Refused) as refused:
                server.enter(make(claims, **header), good['room'])
            self.assertEqual(str(refused.exception), why)


class Own(Fake):
    """A Jitsi server, as far as we look at it."""

    def answer(self, asked):
        return Said(200, b'/* ' + b'x' * 1000 + b' */', Content_Type='text/javascript') \
            if asked.path == '/external_api.js' else Said(404)


def joined(room, person, name='Dr Example', at=None, **more):
    at = int(time.time() if at is None else at)
    return {'event_name': 'muc-occupant-joined', 'active_occupants_count': 1, 'is_breakout': False, 'room_name': room,
            'room_jid': f'{room}@conference.{HOST}',
            'occupant': {'occupant_jid': f'f0e1d2c3@{HOST}/{name}', 'joined_at': at, 'name': name, 'id': person}, **more}


def left(before, at=None):
    return {**before, 'event_name': 'muc-occupant-left', 'active_occupants_count': 0,
            'occupant': {**before['occupant'], 'left_at': int(time.time() if at is None else at)}}


class OwnTest(RemoteTest):
    """Set up in the app."""

    provider = 'jitsi'

    def setUp(self):
        super().setUp()
        self.set_up()

    def set_up(self, **members):
        reply = self.put(settings={'kind': 'rs256', 'base_url': f'https://{HOST}', 'app_id': APP, 'key_id': KID,
                                   'private_key': KEY.pem, 'events_token': TOKEN, **members})
        return self.assertStatus(reply, 200).json

    def info(self, visit, who='doctor'):
        return self.clinic.read(who, visit.path + 'meeting_info/')


class KeyTest(OwnTest):
    def test_prosody_takes_tokens_of_a_key(self):
        visit = self.visit(status='in_progress')
        for who, moderates in (('doctor', True), (visit.door, False)):
            info = self.info(visit, who)
            claims = Prosody(APP, None, HOST, keys={FILE: KEY}).enter(info['jwt'], info['room'])
            self.assertIs(Prosody.is_moderator(claims), moderates, who)
        for keys in ({FILE: OTHER_KEY}, {'other.pem': KEY}):
            with self.assertRaises(Refused):
                Prosody(APP, None, HOST, keys=keys).enter(info['jwt'], info['room'])
        # A server that shares a secret takes none of these.
        with self.assertRaises(Refused):
            Prosody(APP, SECRET, HOST).enter(info['jwt'], info['room'])

    def test_the_secret_of_before_signs_no_more(self):
        self.set_up(kind='hs256', app_secret=SECRET)
        visit = self.visit()
        Prosody(APP, SECRET, HOST).enter(self.info(visit)['jwt'], self.info(visit)['room'])
        self.set_up(kind='rs256')
        Prosody(APP, None, HOST, keys={FILE: KEY}).enter(self.info(visit)['jwt'], self.info(visit)['room'])

    def test_what_is_missing_is_named(self):
        for kind, name, why in (('rs256', 'private_key', 'Private key is needed'), ('rs256', 'key_id', 'Key ID is needed'),
                                ('hs256', 'app_secret', 'App secret is needed'), ('hs256', 'base_url', 'Address of the')):
            with self.subTest(name=name):
                self.set_up(**{'app_secret': SECRET, 'kind': kind, name: ''})
                self.assertIn(why, plain(self.clinic.read('doctor', 'video-providers/jitsi/')['reason']))
        for name, value in (('base_url', 'https://meet.jit.si'), ('base_url', 'https://8x8.vc'), ('app_secret', 'short'),
                            ('base_url', 'http://meet.example.org'), ('events_token', 'short'), ('private_key', SECRET)):
            with self.subTest(name=name, value=value):
                self.assertFault(self.put(settings={name: value}), name)

    def test_test(self):
        own = Own()
        self.addCleanup(own.close)
        self.set_up(base_url=own.url)
        reply = self.clinic.post('admin', 'video-providers/jitsi/test/').json
        self.assertTrue(reply['passed'], reply)
        own.plan('GET /external_api', Said(404))
        reply = self.clinic.post('admin', 'video-providers/jitsi/test/').json
        self.assertEqual((reply['passed'], 'no Jitsi server' in reply['note']), (False, True), reply)


class AskTest(OwnTest):
    """What the Jitsi server asks of its own accord: asap_key_server, and mod_reservations as resources of jitsi-meet have it."""

    def fetch(self, name, status=200):
        return self.assertStatus(self.clinic.get(None, f'asap/{name}'), status).raw.decode()

    def test_prosody_fetches_the_key(self):
        text = self.fetch(FILE)
        self.assertTrue(text.startswith('-----BEGIN PUBLIC KEY-----\n'), text)
        der = base64.b64decode(''.join(text.split('\n')[1:-2]))
        self.assertIn(KEY.n.to_bytes(KEY.size, 'big'), der)
        self.assertNotIn(KEY.d.to_bytes(KEY.size, 'big')[:32], der)
        # Of another id there is none, nor of a server that shares a secret.
        self.fetch(hashlib.sha256(b'another').hexdigest() + '.pem', 404)
        self.fetch(FILE.removesuffix('.pem'), 404)
        self.set_up(kind='hs256', app_secret=SECRET)
        self.fetch(FILE, 404)

    def ask(self, method='POST', where='', status=200, token=TOKEN, **form):
        body = urllib.parse.urlencode({'start_time': '2026-11-02T00:00:00.000Z', 'mail_owner': 'x@y', **form}).encode()
        reply = self.clinic.call(None, method, f'jitsi/conference{where}', body if method == 'POST' else None,
                                 Authorization=f'Bearer {token}', Content_Type='application/x-www-form-urlencoded')
        return self.assertStatus(reply, status).json if status != 204 else self.assertStatus(reply, status)

    def test_a_room_is_open_as_long_as_its_visit_may_last(self):
        visit = self.visit(minutes=5)
        room = self.info(visit)['room']
        seen = self.ask(name=room)
        self.assertEqual((seen['id'], seen['name'], seen['mail_owner'], seen['lobby']), (visit.id, room, 'x@y', False))
        # To the hour after its end, and no longer: then Prosody shuts it.
        self.assertAlmostEqual(seen['duration'], (5 + visit.show()['duration_planned'] + 60) * 60, delta=60)
        # A Prosody that has forgotten asks again, in whatever way, and goes on.
        for again in (self.ask(name=f'[folder]{room.upper()}'), self.ask('GET', f'/{visit.id}')):
            self.assertEqual((again['id'], again['name']), (visit.id, room))

    def test_no_room_without_a_visit_at_its_time(self):
        self.assertIn('message', self.ask(name=self.info(self.visit(minutes=300))['room'], status=403))
        over = self.visit(status='in_progress')
        room = self.info(over)['room']
        self.ask(name=room)
        over.must_act('doctor', 'end')
        self.assertEqual(self.ask(name=room, status=403)['message'], 'The visit is over.')
        self.ask('GET', f'/{over.id}', status=403)
        self.ask(name='guessed', status=404)
        self.ask(status=404)
        elsewhere = self.clinic.visit()
        self.ask('GET', f'/{elsewhere.id}', status=404)

    def test_others_are_told_nothing(self):
        visit = self.visit(minutes=5)
        room = self.info(visit)['room']
        self.ask(name=room, token='another', status=401)
        for method in ('GET', 'DELETE'):
            self.ask(method, f'/{visit.id}', token='another', status=401)
        self.set_up(events_token='')
        self.ask(name=room, token='', status=401)

    def test_all_have_left(self):
        visit = self.visit(status='in_progress')
        self.tell_joined(visit)
        with self.clinic.listen('doctor') as events:
            self.ask('DELETE', f'/{visit.id}', status=204)
            events.wait('meeting_ended')
        self.assertTrue(all(row['left_at'] for row in self.clinic.read('doctor', visit.path + 'attendance/')))
        self.assertEqual(visit.show()['status'], 'in_progress')

    def tell_joined(self, visit):
        body = joined(self.info(visit)['room'], self.clinic.users['doctor'])
        reply = self.clinic.call(None, 'POST', 'webhooks/jitsi/events/occupant/joined', body, Authorization=f'Bearer {TOKEN}')
        self.assertStatus(reply, 200)
        self.worked()


class EventTest(OwnTest):
    def tell(self, body, token=TOKEN, status=200, path=None):
        path = path or {'muc-occupant-joined': 'occupant/joined', 'muc-occupant-left': 'occupant/left',
                        'muc-room-created': 'room/created'}.get(body['event_name'], 'room/destroyed')
        reply = self.clinic.call(None, 'POST', f'webhooks/jitsi/events/{path}', body, Authorization=f'Bearer {token}')
        self.assertStatus(reply, status)
        self.worked()

    def stays(self, visit):
        return self.clinic.read('doctor', visit.path + 'attendance/')

    def test_the_doctor_begins_the_visit(self):
        visit = self.visit(status='waiting')
        room = self.info(visit)['room']
        self.tell({'event_name': 'muc-room-created', 'created_at': int(time.time()), 'is_breakout': False, 'room_name': room,
                   'room_jid': f'{room}@conference.{HOST}'})
        self.tell(joined(room, 'somebody', 'Nurse'))
        self.assertEqual(visit.show()['status'], 'waiting')
        self.tell(joined(room, self.clinic.users['doctor']))
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_stays(self):
        visit = self.visit(status='in_progress')
        room, now = self.info(visit)['room'], int(time.time())
        guest = joined(room, None, 'Somebody', now - 50)
        del guest['occupant']['id']
        first = joined(room, self.clinic.users['doctor'], 'Dr', now - 60)
        for body in (first, first, guest, left(guest, now - 10), joined(room, 'x', 'Aside', now, is_breakout=True)):
            self.tell(body)
        self.assertEqual([(row['name'], row['is_host'], row['person_id'], row['left_at'] is None) for row in self.stays(visit)],
                         [('Dr', True, self.clinic.users['doctor'], True), ('Somebody', False, None, False)])
        with self.clinic.listen('doctor') as events:
            for people in ([], {}):
                self.tell({'event_name': 'muc-room-destroyed', 'created_at': now - 60, 'destroyed_at': now,
                           'all_occupants': people, 'is_breakout': False, 'room_name': room,
                           'room_jid': f'{room}@conference.{HOST}'})
            events.wait('meeting_ended')
        self.assertTrue(all(row['left_at'] for row in self.stays(visit)))

    def test_whose_seat_it_is(self):
        """Jitsi says who it is: of two who went there, one came back."""
        visit = self.visit(status='in_progress')
        room, guest = self.info(visit)['room'], visit.open_door('guest')
        for door in (visit.door, guest):
            with visit.enter(door) as page:
                visit.must_act(door, 'join_waiting')
                page.ask('presence', state='in_meeting')
        seats = {role: door for role, door in self.clinic.sql('SELECT role, door_id FROM participants WHERE door_id IS NOT NULL')}
        for door in seats.values():
            self.tell(joined(room, door))
        self.tell(left(joined(room, seats['guest'])))
        self.assertEqual(dict(self.clinic.sql('SELECT role, presence FROM participants WHERE door_id IS NOT NULL')),
                         {'patient': 'in_meeting', 'guest': 'lost'})

    def test_the_room_may_fill_again(self):
        visit = self.visit(status='in_progress')
        room, now = self.info(visit)['room'], int(time.time())
        end = {'event_name': 'muc-room-destroyed', 'created_at': now - 60, 'is_breakout': False, 'room_name': room,
               'room_jid': f'{room}@conference.{HOST}', 'all_occupants': []}
        for start in (now - 60, now - 20):
            self.tell(joined(room, self.clinic.users['doctor'], at=start))
            self.assertEqual(self.clinic.sql('SELECT ended_at FROM meetings')[0][0], None)
            self.tell({**end, 'destroyed_at': start + 10})
            self.assertEqual(self.clinic.sql('SELECT ended_at FROM meetings')[0][0], (start + 10) * 1000000)
        self.assertEqual(len(self.stays(visit)), 2)

    def test_what_nobody_knows_is_taken_and_means_nothing(self):
        visit = self.visit(status='waiting')
        room = self.info(visit)['room']
        for body in ({'event_name': 'muc-room-painted', 'room_name': room, 'room_jid': f'{room}@conference.{HOST}'},
                     {'room_name': room}, {}, joined('consult-of-nobody', self.clinic.users['doctor'])):
            self.tell(body, path='room/destroyed')
        self.assertEqual((visit.show()['status'], self.stays(visit)), ('waiting', []))
        self.assertEqual(self.clinic.sql("SELECT count(*) FROM webhook_inbox"), [(1,)])

    def test_what_is_over_stays_over(self):
        visit = self.visit(status='in_progress')
        room = self.info(visit)['room']
        visit.must_act('doctor', 'end')
        self.tell(joined(room, self.clinic.users['doctor']))
        self.assertEqual(visit.show()['status'], 'completed')
        # Nor does a visit that went elsewhere heed the room that it left.
        other = self.visit(status='waiting', minutes=25)
        room = self.info(other)['room']
        other.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        self.tell(joined(room, self.clinic.users['doctor']))
        self.assertEqual(other.show()['status'], 'waiting')

    def test_who_has_not_the_token_is_turned_away(self):
        visit = self.visit(status='waiting')
        body = joined(self.info(visit)['room'], self.clinic.users['doctor'])
        for token in ('', TOKEN[:-1], TOKEN.upper()):
            self.tell(body, token, 401)
        self.assertEqual(visit.show()['status'], 'waiting')
        self.set_up(events_token='')
        self.tell(body, '', 401)
        self.tell(body, 'x', 404, 'room/cleaned')
        self.set_up()
        self.tell(body)


if __name__ == '__main__':
    main()
