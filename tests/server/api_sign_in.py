"""Who is it: passwords, tokens, cookies, pages of others, and doors."""

import re
import subprocess
import time

from clinic import ACCOUNTS, API, PASSWORD, ClinicTest, Template, main, microseconds, new_id, now, server_program
from ws import Refused

HOUR = 3600 * 1000000
FRIEND = 'http://localhost:5173'
STRANGER = 'https://evil.example'
NEW = 'another-long-password-88'


class LoginTest(ClinicTest):
    def login(self, email, password, address='192.0.2.1'):
        return self.clinic.request('POST', '/accounts/api/login/', {'email': email, 'password': password},
                                   {'X-Forwarded-For': address})

    def test_answer(self):
        reply = self.assertStatus(self.login('Doctor@Clinic.example', PASSWORD), 200)
        self.assertEqual(set(reply.json), {'token', 'expires_at', 'user', 'must_enrol'})
        user = reply.json['user']
        self.assertEqual((user['email'], user['role'], user['id']),
                         ('doctor@clinic.example', 'doctor', self.clinic.users['doctor']))
        self.assertNotIn('password_hash', user)
        self.assertEqual(self.clinic.read('doctor', '/accounts/api/me/'), user)

    def test_unknown_accounts_look_like_known_ones(self):
        known, unknown = self.login('doctor@clinic.example', 'wrong'), self.login('nobody@clinic.example', 'wrong')
        self.assertStatus(known, 401)
        self.assertEqual((known.status, known.json), (unknown.status, unknown.json))

    def test_unknown_accounts_cost_what_known_ones_do(self):
        """One hash is compared for each try, whoever it is about; what is shut or throttled costs none."""
        self.clinic.sql('UPDATE users SET is_active = 0 WHERE email = ?', 'nurse@clinic.example')
        for who in ('doctor', 'nobody', 'nurse'):
            with self.subTest(who=who):
                counts = [self.clinic.count_password_checks()]
                for _ in range(6):
                    self.login(f'{who}@clinic.example', 'wrong', f'198.51.100.{len(who)}')
                    counts.append(self.clinic.count_password_checks())
                self.assertEqual([after - before for before, after in zip(counts, counts[1:])], [1] * 5 + [0])

    def test_a_wrong_try_is_in_the_audit_log(self):
        self.login('doctor@clinic.example', 'wrong', '192.0.2.5')
        self.login('my-Secret-Word', 'wrong', '192.0.2.6')
        rows = self.clinic.read('admin', '/telemedicine/api/audit/?entity=login')['results']
        found = [(row['action'], row['user_id'], row['role'], row['entity_id'], row['address'])
                 for row in reversed(rows) if row['action'] == 'fail']
        self.assertEqual(found, [('fail', '', 'none', self.clinic.users['doctor'], '192.0.2.5'),
                                 ('fail', '', 'none', '', '192.0.2.6')])
        self.assertNotIn('my-Secret-Word', str(rows))

    def test_strangers_do_not_shut_out_the_owner(self):
        """Nor do they learn which accounts there are."""
        for email, status in (('doctor@clinic.example', 200), ('nobody@clinic.example', 401)):
            with self.subTest(email=email):
                statuses = [self.login(email, 'wrong', '192.0.2.1').status for _ in range(7)]
                self.assertEqual(statuses, [401] * 5 + [429] * 2)
                # There the right password does not help now.
                self.assertStatus(self.login(email, PASSWORD, '192.0.2.1'), 429)
                self.assertStatus(self.login(email, PASSWORD, '198.51.100.1'), status)

    def test_many_addresses_are_no_way_to_guess(self):
        statuses = [self.login('doctor@clinic.example', 'wrong', f'192.0.2.{number}').status for number in range(101)]
        self.assertEqual(statuses, [401] * 100 + [429])
        self.assertStatus(self.login('doctor@clinic.example', PASSWORD, '198.51.100.1'), 429)
        self.assertStatus(self.login('nurse@clinic.example', PASSWORD, '192.0.2.1'), 200)
        self.set_by_admin()
        self.assertStatus(self.login('doctor@clinic.example', NEW, '198.51.100.1'), 200)

    def test_a_network_is_one_address(self):
        """Of IPv6 everybody has a /64, and IPv4 has two ways to be written."""
        for addresses in ([f'2001:db8:0:1::{number}' for number in range(6)], ['192.0.2.1', '::ffff:192.0.2.1'] * 3):
            with self.subTest(addresses=addresses):
                statuses = [self.login('doctor@clinic.example', 'wrong', address).status for address in addresses]
                self.assertEqual(statuses, [401] * 5 + [429])
        self.assertStatus(self.login('doctor@clinic.example', PASSWORD, '2001:db8:0:2::1'), 200)

    def set_by_admin(self):
        path = f'users/{self.clinic.users["doctor"]}/'
        self.assertStatus(self.clinic.patch('admin', path, {'password': NEW}), 200)

    def set_at_the_console(self):
        subprocess.run([server_program(), 'user', 'password', 'doctor@clinic.example', '--password-stdin',
                        '--data', self.clinic.data], input=NEW + '\n', text=True, check=True, stdout=subprocess.DEVNULL)

    def test_another_password_begins_anew(self):
        for set_password in (self.set_by_admin, self.set_at_the_console):
            with self.subTest(set_password=set_password.__name__):
                for _ in range(5):
                    self.login('doctor@clinic.example', 'wrong', '192.0.2.1')
                self.assertStatus(self.login('doctor@clinic.example', NEW, '192.0.2.1'), 429)
                set_password()
                self.assertStatus(self.login('doctor@clinic.example', NEW, '192.0.2.1'), 200)

    def test_one_address_is_throttled_over_all_accounts(self):
        statuses = [self.login(email, 'wrong').status for email in self.thirty_one()]
        self.assertEqual(statuses, [401] * 30 + [429])
        self.assertStatus(self.login('doctor@clinic.example', PASSWORD, '198.51.100.1'), 200)

    @staticmethod
    def thirty_one():
        """Accounts to fail at, none of them five times; few are unknown, for those cost real time."""
        return [f'{who}@clinic.example' for who in ACCOUNTS for _ in range(4)] + ['a@b.example'] * 2 + ['c@d.example']

    def test_only_the_last_proxy_is_believed(self):
        for number, email in enumerate(self.thirty_one()):
            reply = self.login(email, 'wrong', f'203.0.113.{number}, 192.0.2.1')
        self.assertStatus(reply, 429)

    def test_a_success_forgives(self):
        for _ in range(3):
            for _ in range(4):
                self.login('doctor@clinic.example', 'wrong', '192.0.2.7')
            self.assertStatus(self.login('doctor@clinic.example', PASSWORD, '192.0.2.8'), 200)

    def test_bad_bodies(self):
        for body, field in (({}, 'email'), ({'email': 'a@b.c'}, 'password'), ({'email': 1, 'password': 'x'}, 'email'),
                            ({'email': 'a@b.c', 'password': 'x', 'more': 1}, 'more'),
                            ({'email': 'a' * 1025, 'password': 'x'}, 'email'), ({'email': ' ', 'password': 'x'}, 'email'),
                            *[({'email': 'a@b.c', 'password': 'x', 'otp': otp}, 'otp')
                              for otp in (123456, True, ['123456'], {'otp': '123456'})],
                            ({'email': 'a@b.c', 'password': 'x' * 1025}, 'password')):
            self.assertFault(self.clinic.request('POST', '/accounts/api/login/', body), field)

    def test_blanks_around_the_address(self):
        for email in (' doctor@clinic.example', 'doctor@clinic.example ', '\tdoctor@clinic.example\r\n'):
            with self.subTest(email=email):
                self.assertStatus(self.login(email, PASSWORD), 200)
                self.assertStatus(self.login(email, 'wrong'), 401)
        # It is one account, however it is written; that failed once now.
        for _ in range(3):
            self.login('doctor@clinic.example', 'wrong')
        self.assertStatus(self.login(' doctor@clinic.example', 'wrong'), 401)
        self.assertStatus(self.login('doctor@clinic.example', 'wrong'), 429)

    def test_inactive_accounts(self):
        self.clinic.authorization('doctor')
        self.clinic.sql('UPDATE users SET is_active = 0 WHERE id = ?', self.clinic.users['doctor'])
        self.assertStatus(self.login('doctor@clinic.example', PASSWORD), 401)
        self.assertStatus(self.clinic.get('doctor', '/accounts/api/me/'), 401)


class TokenTest(ClinicTest):
    def test_schemes(self):
        token = self.clinic.sign_in('doctor')
        for value, status in ((f'Token {token}', 200), (f'Bearer {token}', 200), (f'token {token}', 200),
                              (f'Token  {token} ', 200), (token, 401), (f'Basic {token}', 401), (f'Door {token}', 404),
                              ('Token ', 401), ('Token', 401), (f'Token {token}x', 401), ('Token ' + 'x' * 4000, 401)):
            with self.subTest(value=value[:20]):
                reply = self.clinic.request('GET', '/accounts/api/me/', None, {'Authorization': value})
                self.assertStatus(reply, status)
                self.assertEqual('WWW-Authenticate' in reply.headers, status == 401)

    def test_idle_and_absolute_ends(self):
        for column, age, status in (('last_used_at', 13 * HOUR, 401), ('last_used_at', 11 * HOUR, 200),
                                    ('expires_at', 1, 401)):
            with self.subTest(column=column, age=age):
                token = self.clinic.sign_in('doctor')
                self.clinic.sql(f'UPDATE sessions SET {column} = ? WHERE id = (SELECT max (id) FROM sessions)',
                                microseconds(now()) - age)
                reply = self.clinic.request('GET', '/accounts/api/me/', None, {'Authorization': f'Token {token}'})
                self.assertStatus(reply, status)

    def test_use_keeps_it_alive(self):
        token = self.clinic.sign_in('doctor')
        self.clinic.sql('UPDATE sessions SET last_used_at = ?', microseconds(now()) - 11 * HOUR)
        self.clinic.request('GET', '/accounts/api/me/', None, {'Authorization': f'Token {token}'})
        # The use is noted behind the answer; this write comes behind that.
        self.clinic.request('GET', '/health/ready')
        used = self.clinic.sql('SELECT last_used_at FROM sessions')[0][0]
        self.assertLess(microseconds(now()) - used, HOUR)

    def test_tokens_are_kept_as_hashes(self):
        token = self.clinic.sign_in('doctor')
        visit = self.clinic.visit()
        with open(Template.database_in(self.clinic.data), 'rb') as file:
            kept = file.read()
        with open(Template.database_in(self.clinic.data) + '-wal', 'rb') as file:
            kept += file.read()
        self.assertNotIn(token.encode(), kept)
        self.assertNotIn(visit.door.encode(), kept)

    def test_logout_ends_token_and_sockets(self):
        visit = self.clinic.visit()
        token, kept = self.clinic.sign_in('doctor'), self.clinic.sign_in('doctor')
        header, other = {'Authorization': f'Token {token}'}, {'Authorization': f'Token {kept}'}
        sockets = [self.clinic.socket(None, '/ws/events/', **header), visit.enter(None, **header)]
        with self.clinic.socket(None, '/ws/events/', **other) as stays:
            ticket = self.clinic.request('POST', '/accounts/api/ws-ticket/', {}, header).json['ticket']
            self.assertStatus(self.clinic.request('POST', '/accounts/api/logout/', {}, header), 200)
            for socket in sockets:
                self.assertEqual(socket.wait_closed(1), 4401)
            stays.settle()
        self.assertStatus(self.clinic.request('GET', '/accounts/api/me/', None, header), 401)
        self.assertStatus(self.clinic.request('GET', '/accounts/api/me/', None, other), 200)
        with self.assertRaises(Refused) as refusal:
            self.clinic.socket(None, f'/ws/events/?ticket={ticket}')
        self.assertEqual(refusal.exception.status, 401)


class CookieTest(ClinicTest):
    def setUp(self):
        super().setUp()
        reply = self.clinic.request('POST', '/accounts/api/login/',
                                    {'email': 'doctor@clinic.example', 'password': PASSWORD})
        self.set_cookie = reply.headers['Set-Cookie']
        self.cookie = {'Cookie': 'theme=dark; ' + self.set_cookie.split(';')[0]}
        self.own = f'http://{self.clinic.address}'

    def test_attributes(self):
        self.assertIn('HttpOnly', self.set_cookie)
        self.assertIn('SameSite=Strict', self.set_cookie)

    def test_unsafe_methods_need_a_friendly_origin(self):
        for origin, status in ((None, 403), (STRANGER, 403), ('null', 403), (self.own, 201), (FRIEND, 201)):
            with self.subTest(origin=origin):
                headers = {**self.cookie, **({'Origin': origin} if origin else {})}
                self.assertStatus(self.clinic.request('GET', '/accounts/api/me/', None, headers), 200)
                reply = self.clinic.request('POST', API + 'patients/', {'given_name': 'A', 'family_name': 'B'}, headers)
                self.assertStatus(reply, status)

    def test_logout_forgets_the_cookie(self):
        reply = self.clinic.request('POST', '/accounts/api/logout/', {}, {**self.cookie, 'Origin': self.own})
        self.assertIn('Max-Age=0', reply.headers['Set-Cookie'])
        self.assertStatus(self.clinic.request('GET', '/accounts/api/me/', None, self.cookie), 401)

    def test_sockets_need_a_friendly_origin(self):
        for origin, status in ((None, 403), (STRANGER, 403), (self.own, 101), (FRIEND, 101)):
            with self.subTest(origin=origin):
                headers = {**self.cookie, **({'Origin': origin} if origin else {})}
                if status == 101:
                    self.clinic.socket(None, '/ws/events/', **headers).cut()
                    continue
                with self.assertRaises(Refused) as refusal:
                    self.clinic.socket(None, '/ws/events/', **headers)
                self.assertEqual(refusal.exception.status, status)


class CorsTest(ClinicTest):
    def allowed(self, reply):
        return {name: value for name, value in reply.headers.items() if name.startswith('Access-Control-')}

    def test_friends(self):
        reply = self.clinic.get('doctor', 'consultations/', Origin=FRIEND)
        self.assertEqual(self.allowed(reply)['Access-Control-Allow-Origin'], FRIEND)
        self.assertIn('Origin', reply.headers['Vary'])
        self.assertEqual(self.allowed(self.clinic.get(None, 'nothing/', Origin=FRIEND))['Access-Control-Allow-Origin'],
                         FRIEND)

    def test_strangers(self):
        for origin in (STRANGER, 'null', FRIEND + '.evil.example', 'http://localhost:51730'):
            self.assertEqual(self.allowed(self.clinic.get('doctor', 'consultations/', Origin=origin)), {})
            reply = self.clinic.request('OPTIONS', API + 'consultations/', None,
                                        {'Origin': origin, 'Access-Control-Request-Method': 'POST'})
            self.assertEqual(self.allowed(reply), {})

    def test_preflight(self):
        reply = self.clinic.request('OPTIONS', API + 'consultations/', None, {
            'Origin': FRIEND, 'Access-Control-Request-Method': 'PATCH',
            'Access-Control-Request-Headers': 'authorization, idempotency-key'})
        self.assertStatus(reply, 204)
        allowed = self.allowed(reply)
        self.assertEqual(allowed['Access-Control-Allow-Origin'], FRIEND)
        self.assertIn('PATCH', allowed['Access-Control-Allow-Methods'])
        for name in ('Authorization', 'Idempotency-Key', 'If-Match', 'Content-Type'):
            self.assertIn(name, allowed['Access-Control-Allow-Headers'])
        self.assertNotIn('*', ''.join(allowed.values()))


class DoorTest(ClinicTest):
    def assertShut(self, token):
        """A door that opens nothing: neither the page, nor the API, nor a socket."""
        self.assertEqual(self.clinic.request('HEAD', f'/d/{token}').status, 404)
        self.assertStatus(self.clinic.get(token, 'doors/current/'), 404)
        self.assertIn(self.clinic.get(token, 'consultations/').status, (401, 404))
        with self.assertRaises(Refused) as refusal:
            self.clinic.socket(token, f'/ws/consultation/{new_id()}/')
        self.assertIn(refusal.exception.status, (401, 404))

    def revoke(self, visit, role='patient'):
        door = next(door for door in self.clinic.read('doctor', visit.path + 'doors/')
                    if door['role'] == role and door['revoked_at'] is None)
        self.assertStatus(self.clinic.delete('doctor', f'{visit.path}doors/?door_id={door["id"]}'), 204)

    def test_unknown(self):
        for token in ('x', 'x' * 22, 'A' * 500):
            self.assertShut(token)

    def test_expired(self):
        visit = self.clinic.visit()
        self.clinic.sql('UPDATE consultations SET scheduled_start = ? WHERE id = ?',
                        microseconds(now()) - 25 * HOUR, visit.id)
        self.assertShut(visit.door)
        ended = self.clinic.visit(status='completed')
        self.assertEqual(self.clinic.read(ended.door, 'doors/current/')['state'], 'over')
        self.clinic.sql('UPDATE consultations SET actual_end = ? WHERE id = ?',
                        microseconds(now()) - 25 * HOUR, ended.id)
        self.assertShut(ended.door)

    def test_revoked(self):
        visit = self.clinic.visit(status='waiting')
        guest = visit.open_door('guest')
        ticket = self.clinic.post(visit.door, '/accounts/api/ws-ticket/').json['ticket']
        with visit.enter(visit.door) as patient, visit.enter(guest) as other:
            start = time.monotonic()
            self.revoke(visit)
            self.assertEqual(patient.wait_closed(1), 4404)
            self.assertLess(time.monotonic() - start, 1)
            other.settle()
        self.assertShut(visit.door)
        with self.assertRaises(Refused) as refusal:
            self.clinic.socket(None, f'/ws/consultation/{visit.id}/?ticket={ticket}')
        self.assertEqual(refusal.exception.status, 401)
        self.assertEqual(self.clinic.get(guest, visit.path).status, 200)

    def test_a_new_link_after_a_revoked_one(self):
        visit = self.clinic.visit()
        self.revoke(visit)
        self.assertEqual(self.clinic.read(visit.open_door('patient'), 'doors/current/')['role'], 'patient')
        urls = [door['url'] for door in self.clinic.read('doctor', visit.path + 'doors/')]
        self.assertEqual([url is None for url in urls], [True, False])

    def test_doors_of_another_visit_cannot_be_revoked_from_here(self):
        mine, theirs = self.clinic.visit(), self.clinic.visit('other')
        door = self.clinic.read('other', theirs.path + 'doors/')[0]
        self.assertStatus(self.clinic.delete('doctor', f'{mine.path}doors/?door_id={door["id"]}'), 404)
        self.assertStatus(self.clinic.delete('doctor', f'{mine.path}doors/?door_id=x'), 404)
        self.assertFault(self.clinic.delete('doctor', f'{mine.path}doors/'), 'door_id')

    def test_one_door_one_visit(self):
        mine, theirs = self.clinic.visit(status='waiting'), self.clinic.visit(status='waiting')
        for act, body in (('join_waiting', {}), ('leave', {}), ('cancel', {}), ('send_message', {'message': 'x'}),
                          ('hang_up', {})):
            self.assertStatus(theirs.act(mine.door, act, body), 404)
        for part in ('', 'messages/', 'participants/', 'meeting_info/'):
            self.assertStatus(self.clinic.get(mine.door, theirs.path + part), 404)
        with self.assertRaises(Refused) as refusal:
            theirs.enter(mine.door)
        self.assertEqual(refusal.exception.status, 404)
        self.assertEqual([row['id'] for row in self.clinic.read(mine.door, 'consultations/')['results']], [mine.id])

    def test_states(self):
        for status, minutes, state in (('scheduled', 31, 'early'), ('scheduled', 29, 'open'), ('waiting', 29, 'open'),
                                       ('in_progress', 5, 'admitted'), ('completed', 5, 'over'),
                                       ('cancelled', 5, 'cancelled'), ('no_show', 5, 'no_show')):
            with self.subTest(status=status, minutes=minutes):
                visit = self.clinic.visit(minutes=minutes, status=status)
                door = self.clinic.read(visit.door, 'doors/current/')
                self.assertEqual((door['state'], door['status'], door['consultation_id']), (state, status, visit.id))

    def test_contents(self):
        visit = self.clinic.visit()
        door = self.clinic.read(visit.door, 'doors/current/')
        self.assertEqual(set(door), {
            'state', 'consultation_id', 'participant_id', 'role', 'name', 'clinic', 'doctor_name', 'scheduled_start',
            'duration_planned', 'time_zone', 'opens_at', 'expires_at', 'status', 'video_provider', 'cancel_reason', 'change_request',
            'actual_end', 'admission', 'call_mode', 'phone_hint', 'room_opens_at', 'queue_position', 'estimated_wait_minutes',
            'present', 'server_time'})
        self.assertEqual(door['admission'], 'in')
        self.assertEqual((door['present'], door['role'], door['name']), (False, 'patient', 'Patient Krüger'))
        visit.must_act(visit.door, 'join_waiting')
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['present'], True)
        visit.must_act(visit.door, 'leave')
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['present'], False)

    def test_companions(self):
        visit = self.clinic.visit(status='in_progress')
        for role in ('guest', 'interpreter'):
            door = visit.open_door(role, 'Somebody')
            current = self.clinic.read(door, 'doors/current/')
            self.assertEqual((current['role'], current['name']), (role, 'Somebody'))
            self.assertEqual(visit.say(door, 'Hello')['sender_role'], role)
            self.assertStatus(visit.act(door, 'cancel'), 403)
        for role in ('doctor', 'admin', 'none', ''):
            self.assertFault(visit.act('doctor', 'doors', {'role': role}), 'role')


if __name__ == '__main__':
    main()
