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

from clinic import ClinicTest, main
from prosody import Prosody, Refused

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
        visit = self.clinic.visit(video_provider='jitsi', status='in_progress')
        for who, moderates in (('doctor', True), (visit.door, False)):
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


if __name__ == '__main__':
    main()
