"""Idempotency-Key: whoever did not hear the answer asks again, and it was done once."""

import http.client
import os
import threading

from clinic import PASSWORD, ClinicTest, in_minutes, main, new_id, one_time_code

LOST = (http.client.HTTPException, OSError)


class KeyTest(ClinicTest):
    def patient(self, **members):
        return {'given_name': 'A', 'family_name': new_id()[:8], **members}

    def create(self, body, key, who='doctor'):
        return self.clinic.post(who, 'patients/', body, Idempotency_Key=key)

    def count(self, body):
        return self.clinic.sql('SELECT count(*) FROM patients WHERE family_name = ?', body['family_name'])[0][0]

    def assertSame(self, first, second):
        self.assertEqual((first.status, first.raw, first.headers['ETag']), (second.status, second.raw, second.headers['ETag']))


class IdempotencyTest(KeyTest):
    def test_once(self):
        body, key = self.patient(), new_id()
        first = self.assertStatus(self.create(body, key), 201)
        for _ in range(3):
            self.assertSame(first, self.create(body, key))
        self.assertEqual(self.count(body), 1)

    def test_twenty_at_once(self):
        body, key, replies = self.patient(), new_id(), []
        self.clinic.authorization('doctor')
        ready = threading.Barrier(20)

        def ask():
            ready.wait()
            replies.append(self.create(body, key))

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(replies), 20)
        for reply in replies:
            self.assertSame(replies[0], reply)
        self.assertEqual((replies[0].status, self.count(body)), (201, 1))

    def test_another_request_with_the_same_key(self):
        body, key = self.patient(), new_id()
        self.assertStatus(self.create(body, key), 201)
        self.assertFault(self.create(self.patient(), key), 'Idempotency-Key')
        self.assertFault(self.clinic.post('doctor', 'bookings/', body, Idempotency_Key=key), 'Idempotency-Key')

    def test_the_same_path_without_its_slash(self):
        for paths in (('patients/', 'patients'), ('patients', 'patients/')):
            body, key = self.patient(), new_id()
            first, second = (self.clinic.post('doctor', path, body, Idempotency_Key=key) for path in paths)
            self.assertSame(self.assertStatus(first, 201), second)
            self.assertEqual(self.count(body), 1)

    def test_another_caller_with_the_same_key(self):
        body, key = self.patient(), new_id()
        ids = {self.create(body, key, who).json['id'] for who in ('doctor', 'other', 'receptionist')}
        self.assertEqual((len(ids), self.count(body)), (3, 3))
        visits = [self.clinic.visit(status='waiting') for _ in range(2)]
        for visit in visits:
            for _ in range(2):
                reply = visit.act(visit.door, 'send_message', {'message': 'Hello'}, Idempotency_Key=key)
                self.assertStatus(reply, 201)
        self.assertEqual([self.clinic.read('doctor', visit.path + 'messages/')['count'] for visit in visits], [1, 1])

    def test_a_day_later(self):
        body, key = self.patient(), new_id()
        first = self.create(body, key)
        self.clinic.sql('UPDATE idempotency_keys SET created_at = created_at - 86390000000')
        self.assertSame(first, self.create(body, key))
        self.clinic.sql('UPDATE idempotency_keys SET created_at = created_at - 20000000')
        self.assertNotEqual(self.assertStatus(self.create(body, key), 201).json['id'], first.json['id'])
        self.assertEqual(self.count(body), 2)

    def test_what_failed_may_be_tried_again(self):
        visit, key = self.clinic.visit(), new_id()
        self.assertStatus(visit.act('doctor', 'end', Idempotency_Key=key), 409)
        visit.must_act('doctor', 'start')
        first = self.assertStatus(visit.act('doctor', 'end', Idempotency_Key=key), 200)
        self.assertSame(first, self.assertStatus(visit.act('doctor', 'end', Idempotency_Key=key), 200))

    def test_methods_that_need_no_key(self):
        visit, key = self.clinic.visit(), new_id()
        for reason in ('one', 'two'):
            reply = self.clinic.patch('doctor', visit.path, {'reason': reason}, Idempotency_Key=key)
            self.assertEqual(self.assertStatus(reply, 200).json['reason'], reason)
            reply = self.clinic.call('doctor', 'PUT', visit.path, {'reason': reason}, Idempotency_Key=key)
            self.assertEqual(self.assertStatus(reply, 200).json['reason'], reason)
            self.assertEqual(self.clinic.get('doctor', visit.path, Idempotency_Key=key).json['reason'], reason)
        self.assertStatus(self.clinic.delete('doctor', visit.path, Idempotency_Key=key), 204)
        self.assertStatus(self.clinic.delete('doctor', visit.path, Idempotency_Key=key), 404)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM idempotency_keys'), [(0,)])

    def test_keys(self):
        for key, status in (('x', 201), ('x' * 255, 201), ('x' * 256, 422), ('', 422)):
            self.assertStatus(self.create(self.patient(), key), status)

    def test_an_account(self):
        """Its password is hashed on the way, which must not make it another."""
        body = {'email': 'new@clinic.example', 'first_name': 'New', 'last_name': 'Nurse', 'role': 'nurse',
                'password': 'words that nobody tries'}
        key = new_id()
        first = self.assertStatus(self.clinic.post('admin', 'users/', body, Idempotency_Key=key), 201)
        self.assertSame(first, self.clinic.post('admin', 'users/', body, Idempotency_Key=key))
        # What is kept of the request tells nobody the password, however often they guess.
        self.assertNotIn('words', str(self.clinic.sql('SELECT * FROM idempotency_keys')))

    def test_a_password(self):
        """Once it is changed, the old one would be wrong."""
        body, key = {'old_password': PASSWORD, 'new_password': 'words that nobody tries'}, new_id()
        for _ in range(2):
            self.assertStatus(self.clinic.post('doctor', '/accounts/api/password/', body, Idempotency_Key=key), 200)

    def test_what_is_told_once(self):
        """A secret that did not arrive is told again, and is the one that holds."""
        key = new_id()
        body = {'url': 'https://example.org/hook'}
        made = self.assertStatus(self.clinic.post('admin', 'webhook-endpoints/', body, Idempotency_Key=key), 201)
        self.assertSame(made, self.clinic.post('admin', 'webhook-endpoints/', body, Idempotency_Key=key))
        self.assertEqual(self.clinic.read('admin', 'webhook-endpoints/')['count'], 1)
        path, key = f'webhook-endpoints/{made.json["id"]}/rotate_secret/', new_id()
        first = self.assertStatus(self.clinic.post('admin', path, Idempotency_Key=key), 200)
        secrets = self.clinic.sql('SELECT secret, previous_secret FROM webhook_endpoints')
        self.assertSame(first, self.clinic.post('admin', path, Idempotency_Key=key))
        self.assertEqual(self.clinic.sql('SELECT secret, previous_secret FROM webhook_endpoints'), secrets)
        self.assertNotEqual(first.json['secret'], made.json['secret'])
        for secret in (made.json['secret'], first.json['secret']):
            self.assertNotIn(secret, str(self.clinic.sql('SELECT * FROM idempotency_keys')))

    def test_recovery_codes(self):
        totp, key = '/accounts/api/totp/', new_id()
        begun = self.assertStatus(self.clinic.post('doctor', totp, {'password': PASSWORD}, Idempotency_Key=key), 201)
        self.assertSame(begun, self.clinic.post('doctor', totp, {'password': PASSWORD}, Idempotency_Key=key))
        self.assertStatus(self.clinic.post('doctor', totp + 'confirm/', {'otp': one_time_code(begun.json['secret'])}), 200)
        key = new_id()
        first, second = (self.clinic.post('doctor', totp + 'recovery-codes/', {'password': PASSWORD}, Idempotency_Key=key)
                         for _ in range(2))
        self.assertSame(self.assertStatus(first, 201), second)
        body = {'email': 'doctor@clinic.example', 'password': PASSWORD, 'otp': first.json['recovery_codes'][0]}
        self.assertStatus(self.clinic.request('POST', '/accounts/api/login/', body), 200)

    def test_each_sign_in_is_its_own(self):
        body, key = {'email': 'doctor@clinic.example', 'password': PASSWORD}, {'Idempotency-Key': new_id()}
        tokens = {self.clinic.request('POST', '/accounts/api/login/', body, key).json['token'] for _ in range(2)}
        self.assertEqual(len(tokens), 2)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM idempotency_keys'), [(0,)])

    def test_an_id_of_ones_own_is_a_key_too(self):
        """Without the header: the second is the first, or is told that it is there."""
        visit = self.clinic.visit(status='waiting')
        for path, body in (
                ('patients/', self.patient()), (visit.path + 'send_message/', {'message': 'x'}),
                ('consultations/', {'patient_id': self.clinic.patients['patient'], 'scheduled_start': in_minutes(77)}),
                ('bookings/', {'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                               'appointment_date': '2035-01-01', 'appointment_time': '10:00', 'time_zone': 'UTC'}),
                (visit.path + 'report_issue/', {'issue_type': 'audio', 'description': 'x'})):
            with self.subTest(path=path):
                body = {'id': new_id(), **body}
                first = self.assertStatus(self.clinic.post('doctor', path, body), 201)
                second = self.assertStatus(self.clinic.post('doctor', path, body), 201)
                self.assertEqual(first.json, second.json)


class DeathTest(KeyTest):
    """The server dies between the commit and the answer: SQLite has synced its log, and nobody has heard of it."""

    def setUp(self):
        super().setUp()
        self.sign = os.path.join(self.clinic.data, 'die')
        self.clinic.authorization('doctor')
        self.clinic.restart(environment={
            'LD_PRELOAD': os.environ['AUSCULTA_DIE_AFTER_SYNC'], 'DIE_AFTER_SYNC': self.sign,
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'})
        self.clinic.read(None, '/health/ready/')

    def die(self, path, body, key):
        """Asks for something that the server does not live to answer."""
        with open(self.sign, 'w', encoding='utf-8'):
            pass
        with self.assertRaises(LOST):
            self.clinic.post('doctor', path, body, Idempotency_Key=key)
        os.unlink(self.sign)
        self.clinic.process.kill()
        self.clinic.start_again()

    def test_done_and_not_answered(self):
        body, key = self.patient(), new_id()
        self.die('patients/', body, key)
        self.assertEqual(self.count(body), 1, 'it was to die after the commit')
        reply = self.assertStatus(self.create(body, key), 201)
        self.assertEqual((reply.json['family_name'], self.count(body)), (body['family_name'], 1))
        self.assertEqual(reply.headers['ETag'], '"1"')
        self.assertSame(reply, self.create(body, key))

    def test_an_act(self):
        visit, key = self.clinic.visit(status='in_progress'), new_id()
        self.die(visit.path + 'end/', {'notes': 'Fine'}, key)
        self.assertEqual(self.clinic.sql('SELECT status FROM consultations WHERE id = ?', visit.id), [('completed',)])
        reply = self.assertStatus(visit.act('doctor', 'end', {'notes': 'Fine'}, Idempotency_Key=key), 200)
        self.assertEqual((reply.json['status'], reply.json['consultation']['notes']), ('ended', 'Fine'))
        # Without the key it is over already.
        self.assertStatus(visit.act('doctor', 'end', {'notes': 'Fine'}), 409)


if __name__ == '__main__':
    main()
