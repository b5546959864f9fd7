"""Accounts: who has one, their passwords, where they are signed in, and second factors."""

from clinic import PASSWORD, API, ClinicTest, main, new_id, one_time_code
import qr
from ws import Refused

GOOD = 'words that nobody tries'
OTHER = 'nor would they try these'
ME = '/accounts/api/me/'
TOTP = '/accounts/api/totp/'
SESSIONS = '/accounts/api/sessions/'


class AccountTest(ClinicTest):
    def login(self, who='doctor', password=PASSWORD, address='192.0.2.1', **members):
        return self.clinic.request('POST', '/accounts/api/login/',
                                   {'email': f'{who}@clinic.example', 'password': password, **members},
                                   {'X-Forwarded-For': address})

    def add(self, **members):
        return self.clinic.post('admin', 'users/', {
            'email': 'new@clinic.example', 'first_name': 'Jürgen', 'last_name': 'Weißenborn', 'role': 'nurse',
            'password': GOOD, **members})

    def with_token(self, token, path=ME):
        return self.clinic.request('GET', path, None, {'Authorization': f'Token {token}'})


class UserTest(AccountTest):
    def test_create_and_sign_in(self):
        user = self.assertStatus(self.add(), 201).json
        self.assertEqual((user['name'], user['role'], user['is_active']), ('Jürgen Weißenborn', 'nurse', True))
        self.assertFalse({'password', 'password_hash'} & set(user))
        self.assertEqual(self.assertStatus(self.login('new', GOOD), 200).json['user'], user)
        self.assertEqual(self.clinic.read('admin', f'users/{user["id"]}/'), user)

    def test_list(self):
        listed = self.clinic.read('admin', 'users/?role=doctor')
        self.assertEqual([row['email'] for row in listed['results']],
                         ['doctor@clinic.example', 'other@clinic.example'])
        self.assertEqual(self.clinic.read('admin', 'users/?search=stranger')['count'], 1)

    def test_faults(self):
        for members, field in (({'email': 'Doctor@clinic.example'}, 'email'), ({'email': 'x'}, 'email'),
                               ({'role': 'guest'}, 'role'), ({'role': 'king'}, 'role'), ({'password': 5}, 'password'),
                               ({'first_name': ''}, 'first_name'), ({'password_hash': 'x'}, 'password_hash'),
                               ({'password': ''}, 'password'), ({'first_name': '\u200b'}, 'first_name'),
                               ({'last_name': 'A\nB'}, 'last_name'), ({'title': 'Dr.\nMed.'}, 'title')):
            with self.subTest(members=members):
                self.assertFault(self.add(**members), field)

    def test_password_rules(self):
        for password in ('ninechars', 'ä' * 9, 'x' * 1025, 'ü' * 513, 'Password123', 'QWERTYUIOP', '1234567890',
                         'New@Clinic.Example', 'jürgen weißenborn', 'JÜRGENWEISSENBORN', 'weißenborn',
                         # Little more than a name, however it is written.
                         'weissenborn1', 'Weissenborn-2024', 'Jurgen_Weissenborn!', 'xWEIẞENBORNx', 'ＷＥＩＳＳＥＮＢＯＲＮ',
                         # Frequent ones in letters that only look otherwise.
                         'ｐａｓｓｗｏｒｄ１２３', 'Password①②③'):
            with self.subTest(password=password):
                self.assertFault(self.add(password=password), 'password')
        for number, password in enumerate(('x' * 1024, 'ü' * 512, 'ten chars!', 'Password123 ', 'Weißenborn likes rain')):
            with self.subTest(password=password):
                self.assertStatus(self.add(email=f'n{number}@clinic.example', password=password), 201)

    def test_change(self):
        path = f'users/{self.clinic.users["nurse"]}/'
        token = self.clinic.sign_in('nurse')
        reply = self.assertStatus(self.clinic.patch('admin', path, {'title': 'Sr.'}, If_Match='"1"'), 200)
        self.assertEqual((reply.json['title'], reply.headers['ETag']), ('Sr.', '"2"'))
        self.assertStatus(self.with_token(token), 200)
        self.assertStatus(self.clinic.patch('admin', path, {'title': 'x'}, If_Match='"1"'), 412)
        self.assertFault(self.clinic.patch('admin', path, {'email': 'doctor@clinic.example'}), 'email')
        self.assertFault(self.clinic.patch('admin', path, {'password': 'short'}), 'password')
        self.assertStatus(self.clinic.patch('admin', f'users/{new_id()}/', {}), 404)

    def test_whoever_becomes_somebody_else_signs_in_again(self):
        path = f'users/{self.clinic.users["nurse"]}/'
        for members in ({'role': 'receptionist'}, {'role': 'nurse'}, {'password': GOOD}):
            with self.subTest(members=members):
                token = self.clinic.sign_in('nurse')
                with self.clinic.socket(None, '/ws/events/', Authorization=f'Token {token}') as socket:
                    self.assertStatus(self.clinic.patch('admin', path, members), 200)
                    self.assertEqual(socket.wait_closed(1), 4401)
                self.assertStatus(self.with_token(token), 401)
        self.assertStatus(self.login('nurse'), 401)
        self.assertStatus(self.login('nurse', GOOD), 200)

    def test_deactivate(self):
        path = f'users/{self.clinic.users["doctor"]}/'
        token = self.clinic.sign_in('doctor')
        self.assertStatus(self.clinic.delete('admin', path), 204)
        self.assertStatus(self.with_token(token), 401)
        self.assertStatus(self.login(), 401)
        self.assertEqual(self.clinic.read('admin', path)['is_active'], False)
        self.assertStatus(self.clinic.patch('admin', path, {'is_active': True}), 200)
        self.assertStatus(self.login(), 200)

    def test_the_last_admin_stays(self):
        path = f'users/{self.clinic.users["admin"]}/'
        for change in (lambda: self.clinic.delete('admin', path),
                       lambda: self.clinic.patch('admin', path, {'role': 'doctor'}),
                       lambda: self.clinic.patch('admin', path, {'is_active': False})):
            self.assertStatus(change(), 409)
        self.assertEqual(self.clinic.read('admin', path)['revision'], 1)
        self.assertStatus(self.add(role='admin'), 201)
        self.assertStatus(self.clinic.delete('admin', path), 204)


class PasswordTest(AccountTest):
    def change(self, old, new, who='doctor'):
        return self.clinic.post(who, '/accounts/api/password/', {'old_password': old, 'new_password': new})

    def test_change_ends_other_sign_ins(self):
        other = self.clinic.sign_in('doctor')
        self.assertStatus(self.change(PASSWORD, GOOD), 200)
        self.assertStatus(self.with_token(other), 401)
        self.assertStatus(self.clinic.get('doctor', ME), 200)
        self.assertStatus(self.login(), 401)
        self.assertStatus(self.login(password=GOOD), 200)

    def test_faults(self):
        self.assertFault(self.change('wrong', GOOD), 'old_password')
        for new in ('short', 'Password123', 'doctor@clinic.example', None):
            self.assertFault(self.change(PASSWORD, new), 'new_password')
        self.assertStatus(self.login(), 200)

    def test_guessing_is_throttled(self):
        self.assertEqual([self.change('wrong', GOOD).status for _ in range(6)], [422] * 5 + [429])
        self.assertStatus(self.change(PASSWORD, GOOD), 429)
        # An admin's new one is another one to guess.
        self.assertStatus(self.clinic.patch('admin', f'users/{self.clinic.users["doctor"]}/', {'password': GOOD}), 200)
        self.clinic.tokens['doctor'] = self.assertStatus(self.login(password=GOOD), 200).json['token']
        self.assertStatus(self.change(GOOD, OTHER), 200)

    def test_letters_are_the_same_however_a_keyboard_writes_them(self):
        self.assertStatus(self.change(PASSWORD, 'gru\u0308n wie ½ Äpfel'), 200)
        for password, status in (('grün wie ½ Äpfel', 200), ('grün wie 1⁄2 A\u0308pfel', 200),
                                 ('grun wie ½ Äpfel', 401)):
            self.assertStatus(self.login(password=password), status)

    def test_wrong_tries_are_noted(self):
        self.change('wrong', GOOD)
        row, = self.clinic.read('admin', API + 'audit/?entity=password')['results']
        self.assertEqual((row['action'], row['user_id'], row['entity_id']),
                         ('fail', self.clinic.users['doctor'], self.clinic.users['doctor']))


class OvertakenTest(AccountTest):
    """A password that was right when it was looked at, and is another one by the time that something is done for it."""

    def setUp(self):
        super().setUp()
        self.clinic.authorization('doctor')
        self.codes = self.set_up()['recovery_codes']

    def set_up(self):
        factor = self.clinic.post('doctor', TOTP, {'password': PASSWORD}).json
        self.assertStatus(self.clinic.post('doctor', TOTP + 'confirm/', {'otp': one_time_code(factor['secret'])}), 200)
        return factor

    def overtake(self, method, path, body):
        doctor = self.clinic.users['doctor']
        reply = self.clinic.overtake(lambda: self.clinic.call('doctor', method, path, body),
                                     "UPDATE users SET password_hash = '$argon2id$other' WHERE id = ?", doctor)
        self.assertEqual(self.clinic.sql('SELECT password_hash FROM users WHERE id = ?', doctor), [('$argon2id$other',)])
        return reply

    def test_sign_in(self):
        doctor = self.clinic.users['doctor']
        sessions = self.clinic.sql('SELECT id FROM sessions WHERE user_id = ?', doctor)
        reply = self.clinic.overtake(lambda: self.login(otp=self.codes[0]),
                                     "UPDATE users SET password_hash = '$argon2id$other' WHERE id = ?", doctor)
        self.assertEqual(self.assertStatus(reply, 401).json['code'], 'unauthenticated')
        self.assertEqual(self.clinic.sql('SELECT id FROM sessions WHERE user_id = ?', doctor), sessions)
        rows = self.clinic.read('admin', API + 'audit/?entity=login')['results']
        self.assertIn(('fail', doctor), [(row['action'], row['entity_id']) for row in rows])

    def test_another_password(self):
        self.assertFault(self.overtake('POST', '/accounts/api/password/', {'old_password': PASSWORD, 'new_password': GOOD}),
                         'old_password')

    def test_second_factor(self):
        self.assertFault(self.overtake('DELETE', TOTP, {'password': PASSWORD}), 'password')
        self.assertEqual(self.clinic.read('doctor', TOTP)['is_confirmed'], True)

    def test_beginning_with_a_second_factor(self):
        before = self.clinic.sql('SELECT * FROM totp_factors')
        self.assertFault(self.overtake('POST', TOTP, {'password': PASSWORD}), 'password')
        self.assertEqual(self.clinic.sql('SELECT * FROM totp_factors'), before)

    def test_recovery_codes(self):
        before = self.clinic.sql('SELECT * FROM recovery_codes ORDER BY 2')
        self.assertFault(self.overtake('POST', TOTP + 'recovery-codes/', {'password': PASSWORD}), 'password')
        self.assertEqual(self.clinic.sql('SELECT * FROM recovery_codes ORDER BY 2'), before)


class SessionTest(AccountTest):
    def test_devices(self):
        for agent, device in (
                ('Ausculta (praxis-3; Debian GNU/Linux 12) libsoup/3.2.3', 'Ausculta, praxis-3'),
                ('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 '
                 'Safari/537.36 Edg/120.0', 'Edge, Windows'),
                ('Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605 Version/17.1 Safari/604',
                 'Safari, iPhone'),
                ('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox, Linux'),
                ('curl/7.88.1', ''), ('', '')):
            with self.subTest(agent=agent):
                token = self.clinic.sign_in('nurse', **{'User-Agent': agent})
                session, = (row for row in self.with_token(token, SESSIONS).json['results'] if row['is_current'])
                self.assertEqual(session['device'], device)

    def test_end_all_others(self):
        others = [self.clinic.sign_in('doctor') for _ in range(3)]
        stranger = self.clinic.sign_in('other')
        with self.clinic.socket(None, '/ws/events/', Authorization=f'Token {others[0]}') as socket:
            self.assertStatus(self.clinic.delete('doctor', SESSIONS), 204)
            self.assertEqual(socket.wait_closed(1), 4401)
        for token in others:
            self.assertStatus(self.with_token(token), 401)
        self.assertStatus(self.with_token(stranger), 200)
        self.assertEqual(self.clinic.read('doctor', SESSIONS)['count'], 1)

    def test_list_and_end(self):
        other = self.clinic.sign_in('doctor', **{'User-Agent': 'A phone', 'X-Forwarded-For': '192.0.2.5'})
        stranger = self.clinic.sign_in('other')
        listed = self.clinic.read('doctor', SESSIONS)
        self.assertEqual(listed['count'], 2)
        session, = (row for row in listed['results'] if not row['is_current'])
        self.assertEqual((session['user_agent'], session['address']), ('A phone', '192.0.2.5'))
        self.assertNotIn('token_hash', session)
        self.assertStatus(self.clinic.delete('other', f'{SESSIONS}{session["id"]}/'), 404)
        with self.clinic.socket(None, '/ws/events/', Authorization=f'Token {other}') as socket:
            self.assertStatus(self.clinic.delete('doctor', f'{SESSIONS}{session["id"]}/'), 204)
            self.assertEqual(socket.wait_closed(1), 4401)
        self.assertStatus(self.with_token(other), 401)
        self.assertStatus(self.with_token(stranger), 200)
        self.assertStatus(self.clinic.delete('doctor', f'{SESSIONS}{session["id"]}/'), 404)

    def test_ended_ones_are_not_listed(self):
        self.clinic.sign_in('doctor')
        self.clinic.sql('UPDATE sessions SET expires_at = 1')
        self.assertEqual(self.clinic.read('doctor', SESSIONS)['count'], 1)


class FactorTest(AccountTest):
    def setUp(self):
        super().setUp()
        self.clinic.authorization('doctor')

    def begin(self):
        return self.assertStatus(self.clinic.post('doctor', TOTP, {'password': PASSWORD}), 201).json

    def confirm(self, otp):
        return self.clinic.post('doctor', TOTP + 'confirm/', {'otp': otp})

    def set_up(self):
        factor = self.begin()
        self.assertEqual(self.assertStatus(self.confirm(one_time_code(factor['secret'])), 200).json,
                         {'is_confirmed': True, 'recovery_codes_left': 10, 'is_required': False})
        return factor

    def test_whoever_finds_an_open_sign_in_does_not_shut_out_its_owner(self):
        for body in ({}, {'password': 'wrong'}, {'password': ''}, {'password': None}):
            with self.subTest(body=body):
                self.assertFault(self.clinic.post('doctor', TOTP, body), 'password')
        self.assertStatus(self.confirm('000000'), 409)
        self.assertFault(self.clinic.post('doctor', TOTP, {'password': 'wrong'}), 'password')
        self.assertStatus(self.clinic.post('doctor', TOTP, {'password': PASSWORD}), 429)

    def test_begin(self):
        factor = self.begin()
        self.assertRegex(factor['otpauth_uri'], r'^otpauth://totp/[^:]+:doctor@clinic\.example\?secret='
                         + factor['secret'] + r'&issuer=[^&]+&algorithm=SHA1&digits=6&period=30$')
        self.assertEqual(len(set(factor['recovery_codes'])), 10)
        # It counts only once it is confirmed, and may be begun again until then.
        self.assertStatus(self.login(), 200)
        self.assertNotEqual(self.begin()['secret'], factor['secret'])
        self.assertFault(self.confirm(one_time_code(factor['secret'])), 'otp')

    def test_a_phone_reads_it(self):
        factor = self.begin()
        self.assertEqual({len(row) for row in factor['qr']}, {len(factor['qr'])})
        self.assertEqual(qr.read(factor['qr']), factor['otpauth_uri'])

    def test_login_needs_it(self):
        secret = self.set_up()['secret']
        reply = self.assertStatus(self.login(), 401)
        self.assertEqual(reply.json['code'], 'otp_required')
        self.assertEqual(self.assertStatus(self.login(password='wrong'), 401).json['code'], 'unauthenticated')
        code = one_time_code(secret, 1)
        self.assertStatus(self.login(password='wrong', otp=code), 401)
        self.assertStatus(self.login(otp=code), 200)

    def test_a_code_is_good_once(self):
        secret = self.set_up()['secret']
        code = one_time_code(secret, 1)
        self.assertStatus(self.login(otp=code), 200)
        reply = self.assertStatus(self.login(otp=code), 401)
        self.assertEqual(reply.json['code'], 'unauthenticated')
        self.assertStatus(self.login(otp=one_time_code(secret)), 401)

    def test_recovery_codes_are_good_once(self):
        codes = self.set_up()['recovery_codes']
        self.assertStatus(self.login(otp=codes[0]), 200)
        self.assertStatus(self.login(otp=codes[0]), 401)
        self.assertStatus(self.login(otp=codes[1].upper().replace('-', ' ')), 200)
        self.assertEqual(self.clinic.read('doctor', TOTP), {'is_confirmed': True, 'recovery_codes_left': 8, 'is_required': False})

    def test_new_recovery_codes(self):
        path = TOTP + 'recovery-codes/'
        self.assertStatus(self.clinic.post('doctor', path, {'password': PASSWORD}), 409)
        old = self.set_up()['recovery_codes']
        self.assertFault(self.clinic.post('doctor', path, {'password': 'wrong'}), 'password')
        self.assertStatus(self.login(otp=old[0]), 200)
        new = self.assertStatus(self.clinic.post('doctor', path, {'password': PASSWORD}), 201).json['recovery_codes']
        self.assertEqual((len(set(new)), set(new) & set(old)), (10, set()))
        self.assertStatus(self.login(otp=old[1]), 401)
        self.assertStatus(self.login(otp=new[0]), 200)

    def test_admin_resets(self):
        self.set_up()
        path = f'users/{self.clinic.users["doctor"]}/totp/'
        token = self.clinic.tokens['doctor']
        self.assertStatus(self.clinic.delete('other', path), 403)
        self.assertEqual(self.login().json['code'], 'otp_required')
        with self.clinic.socket('doctor', '/ws/events/') as socket:
            self.assertStatus(self.clinic.delete('admin', path), 204)
            self.assertEqual(socket.wait_closed(1), 4401)
        self.assertStatus(self.with_token(token), 401)
        self.assertStatus(self.login(), 200)
        self.assertStatus(self.clinic.delete('admin', f'users/{new_id()}/totp/'), 404)

    def test_changes_are_in_the_audit_log(self):
        self.set_up()
        self.login(otp='000000x')
        self.clinic.post('doctor', TOTP + 'recovery-codes/', {'password': 'wrong'})
        self.clinic.post('doctor', TOTP + 'recovery-codes/', {'password': PASSWORD})
        self.clinic.call('doctor', 'DELETE', TOTP, {'password': PASSWORD})
        doctor = self.clinic.users['doctor']
        rows = self.clinic.read('admin', API + 'audit/?entity=totp')['results']
        self.assertEqual([(row['action'], row['user_id']) for row in reversed(rows)],
                         [('create', doctor), ('confirm', doctor), ('fail', doctor), ('recovery-codes', doctor),
                          ('delete', doctor)])
        rows = self.clinic.read('admin', API + 'audit/?entity=login')['results']
        self.assertIn(('fail', '', doctor), [(row['action'], row['user_id'], row['entity_id']) for row in rows])
        self.clinic.delete('admin', f'users/{doctor}/totp/')
        row = self.clinic.read('admin', API + f'audit/?entity_id={doctor}')['results'][0]
        self.assertEqual((row['action'], row['entity']), ('delete totp', 'users'))

    def test_guessing_is_throttled_though_the_password_is_right(self):
        secret = self.set_up()['secret']
        self.assertEqual([self.login(otp='000000x', address=f'192.0.2.{number}').status for number in range(6)],
                         [401] * 5 + [429])
        self.assertStatus(self.login(otp=one_time_code(secret, 1), address='198.51.100.1'), 429)
        # Whoever lost the phone, and guessed, is not held up once it does not count any more.
        self.assertStatus(self.clinic.delete('admin', f'users/{self.clinic.users["doctor"]}/totp/'), 204)
        self.assertStatus(self.login(), 200)

    def test_who_does_not_know_the_password_does_not_use_up_the_codes(self):
        secret = self.set_up()['secret']
        for number in range(10):
            self.assertStatus(self.login(password='wrong', otp='000000x', address=f'192.0.2.{number}'), 401)
        self.assertStatus(self.login(otp=one_time_code(secret, 1), address='198.51.100.1'), 200)

    def test_asking_which_factor_does_not_forgive(self):
        self.set_up()
        for _ in range(4):
            self.login(otp='000000x')
        self.assertStatus(self.login(), 401)
        self.assertEqual([self.login(otp='000000x').status for _ in range(2)], [401, 429])

    def test_remove(self):
        self.set_up()
        self.assertStatus(self.clinic.post('doctor', TOTP, {'password': PASSWORD}), 409)
        self.assertFault(self.clinic.call('doctor', 'DELETE', TOTP, {'password': 'wrong'}), 'password')
        self.assertFault(self.clinic.call('doctor', 'DELETE', TOTP, {}), 'password')
        self.assertEqual(self.login().json['code'], 'otp_required')
        self.assertStatus(self.clinic.call('doctor', 'DELETE', TOTP, {'password': PASSWORD}), 204)
        self.assertStatus(self.login(), 200)
        self.assertEqual(self.clinic.sql('SELECT * FROM recovery_codes'), [])

    def test_confirm_without_beginning(self):
        self.assertStatus(self.confirm('123456'), 409)

    def test_nothing_is_kept_in_the_open(self):
        factor, other = self.set_up(), self.clinic.post('other', TOTP, {'password': PASSWORD}, Idempotency_Key='once').json
        self.clinic.restart()
        with open(f'{self.clinic.data}/ausculta.db', 'rb') as file:
            kept = file.read()
        for text in (factor['secret'], *factor['recovery_codes'], other['secret'], *other['recovery_codes']):
            self.assertNotIn(text.encode(), kept)
            self.assertNotIn(text.replace('-', '').encode(), kept)


class PolicyTest(AccountTest):
    """Roles that must have a second factor can do nothing without one but set it up."""

    def setUp(self):
        super().setUp()
        self.clinic.process.terminate()
        self.clinic.start_again(environment={'AUSCULTA_ACCOUNTS_REQUIRE_TOTP': 'admin doctor'})

    def assertShut(self, token):
        for path in (SESSIONS, API + 'consultations/', API + 'sync/', API + 'patients/'):
            self.assertEqual(self.assertStatus(self.with_token(token, path), 403).json['code'], 'factor_required')
        for path in ('/ws/events/', f'/ws/consultation/{new_id()}/'):
            with self.assertRaises(Refused) as refusal:
                self.clinic.socket(None, path, Authorization=f'Token {token}')
            self.assertEqual(refusal.exception.status, 403)
        reply = self.clinic.request('POST', '/accounts/api/ws-ticket/', {}, {'Authorization': f'Token {token}'})
        self.assertStatus(reply, 403)

    def test_only_setting_up(self):
        reply = self.assertStatus(self.login(), 200)
        self.assertTrue(reply.json['must_enrol'])
        self.clinic.tokens['doctor'] = token = reply.json['token']
        self.assertShut(token)
        self.assertStatus(self.with_token(token), 200)
        self.assertEqual(self.clinic.read('doctor', TOTP),
                         {'is_confirmed': False, 'recovery_codes_left': 0, 'is_required': True})
        secret = self.assertStatus(self.clinic.post('doctor', TOTP, {'password': PASSWORD}), 201).json['secret']
        # Begun is not done.
        self.assertShut(token)
        self.assertStatus(self.clinic.post('doctor', TOTP + 'confirm/', {'otp': one_time_code(secret)}), 200)
        self.assertStatus(self.with_token(token, API + 'consultations/'), 200)
        with self.clinic.socket('doctor', '/ws/events/'):
            pass
        self.assertStatus(self.clinic.call('doctor', 'DELETE', TOTP, {'password': PASSWORD}), 409)
        reply = self.assertStatus(self.login(otp=one_time_code(secret, 1)), 200)
        self.assertFalse(reply.json['must_enrol'])

    def test_others_need_none(self):
        reply = self.assertStatus(self.login('nurse'), 200)
        self.assertFalse(reply.json['must_enrol'])
        self.assertStatus(self.with_token(reply.json['token'], API + 'consultations/'), 200)

    def test_one_may_leave(self):
        token = self.login().json['token']
        self.assertStatus(self.clinic.request('POST', '/accounts/api/logout/', {}, {'Authorization': f'Token {token}'}),
                          200)
        self.assertStatus(self.with_token(token), 401)


if __name__ == '__main__':
    main()
