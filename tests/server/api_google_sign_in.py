"""Somebody connects their own Google account: what the app asks for, what the browser brings back, and what becomes of it."""

import hashlib
import json
import urllib.parse

from clinic import main, plain
from fake_google import USER_CLIENT, USER_SECRET
from fakes import Said
from google_clinic import GoogleTest
from rsa import encode

VERIFIER, CHALLENGE = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
REDIRECT = 'http://127.0.0.1:45678/google'
SHOW = 'video-providers/google_meet/'


class SignInTest(GoogleTest):
    def set_up(self, **members):
        return self.assertStatus(self.put(settings={
            'sign_in': 'user', 'client_id': USER_CLIENT, 'client_secret': USER_SECRET, 'server': self.google.url, **members}),
            200).json

    def start(self, **members):
        return self.clinic.post('admin', SHOW + 'oauth/start/',
                                {'redirect_uri': REDIRECT, 'code_challenge': CHALLENGE, **members})

    def finish(self, code, **members):
        return self.clinic.post('admin', SHOW + 'oauth/finish/',
                                {'code': code, 'code_verifier': VERIFIER, 'redirect_uri': REDIRECT, **members})

    def connect(self, **members):
        page = self.assertStatus(self.start(), 200).json
        return self.assertStatus(self.finish(self.google.consent(page['authorization_url'], **members)), 200).json

    def connection(self):
        return self.clinic.read('admin', SHOW)['connection']


class ConnectTest(SignInTest):
    def test_the_page(self):
        self.assertEqual(encode(hashlib.sha256(VERIFIER.encode()).digest()), CHALLENGE)
        seen = [self.assertStatus(self.start(login_hint='host@clinic.example'), 200).json for _ in range(2)]
        self.assertNotEqual(seen[0]['state'], seen[1]['state'])
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(seen[0]['authorization_url']).query))
        self.assertEqual((query['redirect_uri'], query['code_challenge'], query['state'], query['login_hint']),
                         (REDIRECT, CHALLENGE, seen[0]['state'], 'host@clinic.example'))
        self.assertEqual(query['scope'].split(), ['https://www.googleapis.com/auth/meetings.space.created', 'openid', 'email'])
        self.set_up(server='https://googleapis.com')
        self.assertTrue(self.start().json['authorization_url'].startswith('https://accounts.google.com/o/oauth2/v2/auth?'))

    def test_until_then_it_cannot_be_used(self):
        shown = self.clinic.read('admin', SHOW)
        self.assertFalse(shown['available'])
        self.assertIn('Nobody is connected', shown['reason'])
        self.assertEqual(shown['connection'], {'state': 'none', 'account': None, 'connected_at': None, 'reason': None})

    def test_whoever_connects_hosts_all_meetings(self):
        shown = self.connect()
        self.assertEqual((shown['available'], shown['connection']['state'], shown['connection']['account']),
                         (True, 'connected', 'host@clinic.example'))
        for doctor, minutes in (('doctor', 10), ('other', 10)):
            visit = self.ready(doctor=doctor, minutes=minutes)
            self.assertEqual(self.space(visit)['owner'], 'host@clinic.example')
        # One token for all that is asked for.
        self.assertEqual(len([form for form in self.google.find('POST /token') if b'refresh' in form.body]), 1)
        self.assertIn('host@clinic.example', self.try_out()['note'])

    def test_it_holds_after_a_restart(self):
        self.connect()
        self.clinic.crash()
        self.ready()

    def test_the_grant_is_sealed_and_shown_to_nobody(self):
        shown = self.connect()
        token = next(iter(self.google.grants))
        for text in (json.dumps(shown), repr(self.clinic.sql('SELECT * FROM providers')), self.clinic.process.read_errors(),
                     repr(self.clinic.sql('SELECT * FROM audit_log'))):
            for secret in (token, USER_SECRET, VERIFIER, '4/fake-code'):
                self.assertNotIn(secret, text)
        self.assertFault(self.put(settings={'refresh_token': 'x'}), 'refresh_token')
        self.assertNotIn('connection', self.clinic.read('doctor', SHOW))

    def test_bad_wishes_are_named(self):
        for uri in ('http://localhost:45678/', 'https://127.0.0.1:45678/', 'http://127.0.0.1/', 'http://127.0.0.1.evil.example:1/',
                    'http://evil.example:80/', 'urn:ietf:wg:oauth:2.0:oob', 'http://a@127.0.0.1:45678/', 'http://127.0.0.1:1/?a=b',
                    'http://127.0.0.1:1/#a', ''):
            with self.subTest(uri=uri):
                self.assertFault(self.start(redirect_uri=uri), 'redirect_uri')
        self.assertStatus(self.start(redirect_uri='http://[::1]:45678/'), 200)
        for challenge in ('short', CHALLENGE + '=', CHALLENGE[:-1] + '+'):
            self.assertFault(self.start(code_challenge=challenge), 'code_challenge')
        for name, value in (('code_verifier', 'short'), ('code_verifier', 'x' * 129), ('redirect_uri', 'http://x:1/'), ('code', '')):
            self.assertFault(self.finish(**{'code': 'x', name: value}), name)
        self.assertEqual(self.google.find('POST /token'), [])

    def test_only_where_somebody_is_to_sign_in(self):
        for settings in ({'client_secret': ''}, {'sign_in': 'service_account'}):
            self.put(settings=settings)
            self.assertStatus(self.start(), 409)
            self.assertStatus(self.finish('x'), 409)
        self.assertStatus(self.clinic.post('admin', 'video-providers/zoom/oauth/start/', {
            'redirect_uri': REDIRECT, 'code_challenge': CHALLENGE}), 409)
        self.assertStatus(self.clinic.post('doctor', SHOW + 'oauth/disconnect/'), 403)

    def test_codes_are_good_once_and_for_whoever_asked(self):
        code = self.google.consent(self.start().json['authorization_url'])
        self.assertFault(self.finish(code, code_verifier='x' * 43), 'code')
        code = self.google.consent(self.start().json['authorization_url'])
        self.assertFault(self.finish(code, redirect_uri='http://127.0.0.1:45679/'), 'code')
        code = self.google.consent(self.start().json['authorization_url'])
        self.assertStatus(self.finish(code), 200)
        self.assertFault(self.finish(code), 'code')
        self.assertEqual(self.connection()['state'], 'connected')

    def test_a_box_that_was_unticked(self):
        code = self.google.consent(self.start().json['authorization_url'], without='meetings')
        reply = self.assertFault(self.finish(code), 'code')
        self.assertIn('meetings.space.created', json.dumps(reply.json))
        self.assertEqual(self.connection()['state'], 'none')

    def test_another_client_than_google_knows(self):
        code = self.google.consent(self.start().json['authorization_url'])
        self.set_up(client_secret='wrong')
        self.assertIn('client secret', json.dumps(self.assertFault(self.finish(code), 'code').json))

    def test_google_is_down(self):
        self.google.plan('POST /token', Said(503))
        self.assertStatus(self.finish('x'), 503)


class LossTest(SignInTest):
    def setUp(self):
        super().setUp()
        self.connect()

    def test_a_permission_that_is_withdrawn_is_told_to_everybody(self):
        self.google.grants.clear()
        visit = self.visit()
        self.job(visit, 'meeting_create', 'dead')
        shown = self.clinic.read('admin', SHOW)
        self.assertEqual((shown['available'], shown['healthy'], shown['connection']['state']), (True, False, 'broken'))
        self.assertIn('withdrawn the permission of host@clinic.example', plain(shown['connection']['reason']))
        self.assertIn('withdrawn', self.clinic.read('doctor', 'video-providers/')['google_meet']['health_reason'])
        self.assertEqual(self.state(visit, 'failed')['status'], 'scheduled')
        # Whoever connects again has their meetings.
        self.connect()
        self.state(visit, 'ready')
        self.assertEqual(self.connection()['state'], 'connected')

    def test_disconnect(self):
        for _ in range(2):
            shown = self.assertStatus(self.clinic.post('admin', SHOW + 'oauth/disconnect/'), 200).json
            self.assertEqual((shown['available'], shown['connection']['state'], self.google.grants), (False, 'none', {}))

    def test_disconnect_where_google_knows_nothing_of_it_or_is_down(self):
        self.google.grants.clear()
        self.assertStatus(self.clinic.post('admin', SHOW + 'oauth/disconnect/'), 200)
        self.connect()
        self.google.close()
        self.assertStatus(self.clinic.post('admin', SHOW + 'oauth/disconnect/'), 200)
        self.assertEqual(self.connection()['state'], 'none')

    def test_events_need_more(self):
        self.set_up(kind='calendar')
        scopes = urllib.parse.unquote_plus(self.start().json['authorization_url'])
        self.assertIn('calendar.events.owned', scopes)
        self.connect()
        visit = self.ready()
        self.assertEqual([key[0] for key in self.google.events], ['host@clinic.example'])
        self.assertEqual(visit.show()['meeting_state'], 'ready')


if __name__ == '__main__':
    main()
