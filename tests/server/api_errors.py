"""Requests that are wrong, and what is said about it."""

import json
import random
import socket
import struct

from clinic import API, ClinicTest, in_minutes, main, new_id


class BodyTest(ClinicTest):
    def post_raw(self, body, content_type='application/json', path='patients/'):
        headers = {**self.clinic.authorization('doctor')}
        if content_type is not None:
            headers['Content-Type'] = content_type
        return self.clinic.request('POST', API + path, body, headers)

    def test_malformed(self):
        for body in (b'{', b'}', b'[]', b'null', b'"x"', b'1', b'{"a":}', b'{"a":1,}', b'{a:1}', b"{'a':1}", b'{"a":1}x',
                     b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":01}', b'{"a":NaN}', b'\xef\xbb\xbf{}', b'{"a":"\n"}',
                     b'{"given_name":"\\u0000"}', b' '):
            with self.subTest(body=body):
                self.assertIn(self.assertStatusIn(self.post_raw(body), (400, 422)).json['code'], ('malformed', 'invalid'))

    def assertStatusIn(self, reply, statuses):
        self.assertIn(reply.status, statuses, reply)
        return reply

    def test_deep_nesting(self):
        for depth in (100, 100000):
            for pair in ('[]', '{}'):
                middle = pair[0] * depth + pair[1] * depth if pair == '[]' else '{"a":' * depth + '1' + '}' * depth
                self.assertStatusIn(self.post_raw(('{"given_name":' + middle + '}').encode()), (400, 422))
        self.assertStatus(self.post_raw(('[' * 100000).encode()), 400)

    def test_more_members_than_any_body_has(self):
        """Names that share a hash, or faults that each are looked for among all, would keep everybody waiting."""
        for count, status in ((200, 422), (300, 400), (50000, 400)):
            body = json.dumps({str(number): 0 for number in range(count)}).encode()
            for text in (body, b'{"given_name":' + body + b'}'):
                self.assertStatus(self.post_raw(text), status)

    def test_content_types(self):
        body = json.dumps({'given_name': 'A', 'family_name': 'B'}).encode()
        for content_type, status in (('application/json', 201), ('application/json; charset=utf-8', 201),
                                     ('APPLICATION/JSON', 201), ('text/plain', 415), (None, 415), ('', 415),
                                     ('application/x-www-form-urlencoded', 415), ('application/jsonx', 415)):
            with self.subTest(content_type=content_type):
                self.assertStatus(self.post_raw(body, content_type), status)

    def test_encoded_bodies(self):
        body = json.dumps({'given_name': 'A', 'family_name': 'B'}).encode()
        for encoding, status in (('gzip', 415), ('br', 415), ('gzip, identity', 415), ('identity', 201), ('Identity', 201)):
            with self.subTest(encoding=encoding):
                headers = {**self.clinic.authorization('doctor'), 'Content-Type': 'application/json',
                           'Content-Encoding': encoding}
                self.assertStatus(self.clinic.request('POST', API + 'patients/', body, headers), status)

    def test_names_that_nobody_could_read(self):
        for name in ('\u200b', '\ufeff\u200b', ' \u2060', 'A\nB', 'A\u2028B'):
            for field in ('given_name', 'family_name'):
                with self.subTest(name=name, field=field):
                    body = {'given_name': 'A', 'family_name': 'B', field: name}
                    self.assertFault(self.clinic.post('doctor', 'patients/', body), field)

    def test_duplicate_members(self):
        reply = self.post_raw(b'{"given_name":"A","given_name":"B","family_name":"C"}')
        self.assertStatusIn(reply, (201, 400, 422))

    def test_all_faults_at_once(self):
        reply = self.clinic.post('doctor', 'patients/', {
            'family_name': 'x' * 300, 'born': 'yesterday', 'sex': 'maybe', 'email': 'x', 'phone': 7, 'language': ['de'],
            'bogus': 1, 'revision': 4})
        self.assertStatus(reply, 422)
        self.assertEqual(set(reply.json['fields']), {'given_name', 'family_name', 'born', 'sex', 'email', 'phone',
                                                     'language', 'bogus', 'revision'})

    def test_all_faults_of_a_consultation_at_once(self):
        reply = self.clinic.post('receptionist', 'consultations/', {
            'doctor_id': 'x', 'patient_id': 5, 'scheduled_start': 'now', 'duration_minutes': 1, 'video_provider': 'x',
            'recording_enabled': 'maybe', 'reason': 'x' * 501, 'time_zone': 'x' * 65, 'status': 'completed'})
        self.assertStatus(reply, 422)
        self.assertEqual(set(reply.json['fields']), {
            'doctor_id', 'patient_id', 'scheduled_start', 'duration_minutes', 'video_provider', 'recording_enabled',
            'reason', 'time_zone', 'status'})
        self.assertEqual(set(self.clinic.post('receptionist', 'consultations/').json['fields']),
                         {'doctor_id', 'patient_id', 'scheduled_start'})

    def test_people_who_are_not_there(self):
        good = {'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                'scheduled_start': in_minutes(9)}
        for member, value in (('doctor_id', new_id()), ('doctor_id', self.clinic.users['nurse']),
                              ('patient_id', new_id()), ('time_zone', 'Mars/Olympus')):
            with self.subTest(member=member):
                self.assertFault(self.clinic.post('receptionist', 'consultations/', {**good, member: value}), member)
        self.assertStatus(self.clinic.post('receptionist', 'consultations/', {'booking_id': new_id()}), 404)
        booking = self.clinic.book()
        self.assertFault(self.clinic.post('receptionist', 'consultations/', {**good, 'booking_id': booking['id']}),
                         'doctor_id')
        self.assertFault(self.clinic.post('receptionist', 'consultations/', {**good, 'notes': 'x'}), 'notes')

    def test_what_is_repeated_is_cut_between_characters(self):
        zone = 'X' + 'ä' * 63
        reply = self.assertFault(self.clinic.post('receptionist', 'bookings/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'], 'time_zone': zone,
            'appointment_date': '2027-11-02', 'appointment_time': '09:00'}), 'time_zone')
        self.assertIn(zone, reply.json['fields']['time_zone'][0])

    def test_parameters_that_cannot_be_decoded(self):
        """They are not left out, or the list would be another one than was asked for."""
        for value in ('%00', 'a%00b', '%ff'):
            with self.subTest(value=value):
                self.assertStatus(self.clinic.get('doctor', f'consultations/?doctor_id={value}'), 400)
        self.assertStatus(self.clinic.get('doctor', 'patients/?search=100%25+%C3%A4'), 200)

    def test_bookings_at_times_that_are_not(self):
        good = {'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                'time_zone': 'Europe/Berlin', 'appointment_date': '2027-03-28', 'appointment_time': '10:00'}
        for changes, field in (({'appointment_time': '02:30'}, 'appointment_time'),
                               ({'appointment_date': '2027-02-30'}, 'appointment_date'),
                               ({'appointment_time': '25:00'}, 'appointment_time'),
                               ({'appointment_date': '2027-10-31', 'appointment_time': '02:30'}, 'appointment_time'),
                               ({'time_zone': 'Mars/Olympus'}, 'time_zone'), ({'duration_minutes': 4}, 'duration_minutes'),
                               ({'duration_minutes': 4.5}, 'duration_minutes'), ({'duration_minutes': 1e99}, 'duration_minutes')):
            with self.subTest(changes=changes):
                self.assertFault(self.clinic.post('doctor', 'bookings/', {**good, **changes}), field)

    def test_unknown_members_everywhere(self):
        visit = self.clinic.visit(status='in_progress')
        for act in ('start', 'end', 'cancel', 'admit', 'hang_up', 'leave', 'send_message', 'update_connection_quality', 'doors'):
            with self.subTest(act=act):
                self.assertFault(visit.act('doctor', act, {'bogus': 1}), 'bogus')
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_nonsense_never_breaks_anything(self):
        """Bodies made at random of right names and wrong things: 4xx or good, never 5xx."""
        chance = random.Random(2)
        values = [None, True, -1, 0, 1e308, 10 ** 30, '', 'x', 'x' * 5000, [], {}, [[]], {'a': 1}, new_id(), '\u0000', '😀']
        names = ['id', 'booking_id', 'doctor_id', 'patient_id', 'scheduled_start', 'notes', 'reason', 'message', 'quality',
                 'role', 'name', 'given_name', 'family_name', 'email', 'password', 'video_provider', 'time_zone', 'loss',
                 'appointment_date', 'appointment_time', 'duration_minutes', 'is_private', 'message_type', 'rtt_ms']
        visit = self.clinic.visit(status='waiting')
        for number in range(250):
            path = chance.choice(['consultations/', 'bookings/', 'patients/', visit.path + 'send_message/', visit.path + 'doors/',
                                  visit.path + 'update_connection_quality/', visit.path + 'cancel/', '/accounts/api/logout/'])
            body = {chance.choice(names): chance.choice(values) for _ in range(chance.randrange(5))}
            reply = self.clinic.post('doctor' if number % 2 else 'receptionist', path, body)
            self.assertLess(reply.status, 500, (path, body, reply))
            if path.endswith('logout/'):
                self.clinic.tokens.clear()


class PathTest(ClinicTest):
    def test_slashes(self):
        visit = self.clinic.visit()
        base = f'/telemedicine/api/consultations/{visit.id}'
        for path, status in ((base, 200), (base + '/', 200), (base.upper(), 404), (base + '//', 404), ('/' + base, 404),
                             (base.replace('api/', 'api//'), 404), (base + '/x', 404), (base + 'x', 404),
                             (base + '/messages', 200), (base + '/messages/', 200), ('/telemedicine/api', 404), ('/', 404),
                             (base.replace(visit.id, visit.id.upper()), 200), (base[:-1], 404)):
            with self.subTest(path=path):
                self.assertStatus(self.clinic.get('doctor', path), status)

    def test_other_spellings_of_a_path_lead_to_the_same_check(self):
        """RFC 3986, section 6.2.2: these are the same path, so they must be neither more nor less."""
        visit = self.clinic.visit()
        base = f'/telemedicine/api/consultations/{visit.id}'
        for path in (base.replace('/api/', '/%61pi/'), f'{base}/../{visit.id}', base.replace('/api/', '/%2e%2e/telemedicine/api/')):
            for who, status in (('doctor', 200), ('other', 404), (None, 401)):
                with self.subTest(path=path, who=who):
                    self.assertIn(self.clinic.get(who, path).status, (status, 404))

    def test_methods(self):
        visit = self.clinic.visit()
        for method, path, allowed in (('DELETE', 'consultations/', 'GET, POST'), ('GET', visit.path + 'start/', 'POST'),
                                      ('POST', visit.path, 'GET, PUT, PATCH, DELETE'), ('PUT', 'sync/', 'GET'),
                                      ('PATCH', 'patients/', 'GET, POST'), ('BREW', 'patients/', 'GET, POST')):
            with self.subTest(method=method, path=path):
                reply = self.assertStatus(self.clinic.call('doctor', method, path), 405)
                self.assertEqual(reply.headers['Allow'], allowed)

    def test_head(self):
        visit = self.clinic.visit()
        for path, status in ((visit.path, 200), ('consultations/', 200), (f'consultations/{new_id()}/', 404), ('x/', 404),
                             (visit.path + 'start/', 405)):
            with self.subTest(path=path):
                head = self.clinic.call('doctor', 'HEAD', path)
                self.assertEqual((head.status, head.raw), (status, b''))
                # The connection is still good for the next.
                whole = self.clinic.get('doctor', path)
                self.assertEqual(whole.status, status)
                self.assertEqual(head.headers['ETag'], whole.headers['ETag'])
                self.assertEqual(head.headers['Content-Length'], whole.headers['Content-Length'])

    def test_connections_survive_every_kind_of_answer(self):
        visit = self.clinic.visit()
        connection = self.clinic._connection()
        for reply in (lambda: self.clinic.delete('admin', visit.path), lambda: self.clinic.get('doctor', 'nothing/'),
                      lambda: self.clinic.request('OPTIONS', '/'), lambda: self.clinic.request('HEAD', '/d/x'),
                      lambda: self.clinic.get(None, 'sync/'), lambda: self.clinic.get('doctor', 'consultations/')):
            reply()
        self.assertIs(self.clinic._connection(), connection)

    def test_clients_that_do_not_wait(self):
        visit = self.clinic.visit()
        token = self.clinic.authorization('doctor')['Authorization']
        body = '{"message":"x"}'
        upgrade = ('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
                   'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n')
        requests = (
            f'GET {API}consultations/ HTTP/1.1\r\n', f'GET /d/{visit.door} HTTP/1.1\r\n', f'DELETE {API}{visit.path}x HTTP/1.1\r\n',
            f'GET /ws/events/ HTTP/1.1\r\n{upgrade}', f'GET /ws/consultation/{visit.id}/ HTTP/1.1\r\n{upgrade}',
            f'POST {API}{visit.path}send_message/ HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n')
        for number in range(240):
            head = requests[number % len(requests)] + f'Host: x\r\nAuthorization: {token}\r\n\r\n'
            with socket.create_connection((self.clinic.process.host, self.clinic.process.port)) as connection:
                connection.sendall((head + (body if 'POST' in head else '')).encode())
                if number % 4 == 0:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.clinic.read(None, '/health/ready/')
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_times_at_the_ends_of_time(self):
        for start in ('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1969-12-31T23:59:59Z', '2026-11-02T09:00:00+14:00'):
            for zone in ('UTC', 'Pacific/Kiritimati', 'America/New_York'):
                reply = self.clinic.post('doctor', 'consultations/', {
                    'patient_id': self.clinic.patients['patient'], 'scheduled_start': start, 'time_zone': zone})
                self.assertIn(reply.status, (201, 422), (start, zone, reply))
                if reply.status == 201:
                    self.clinic.read('doctor', f'consultations/{reply.json["id"]}/')

    def test_headers_of_every_answer(self):
        for who, path in (('doctor', 'consultations/'), ('doctor', 'nothing/'), (None, 'sync/')):
            reply = self.clinic.get(who, path, X_Request_Id='my-request.1')
            self.assertEqual(reply.headers['Cache-Control'], 'no-store')
            self.assertEqual(reply.headers['X-Content-Type-Options'], 'nosniff')
            self.assertEqual(reply.headers['X-Request-Id'], 'my-request.1')
            self.assertIsNone(reply.headers['Server'])
        for bad in ('x' * 65, 'a b', 'ä'.encode().decode('latin-1')):
            self.assertNotEqual(self.clinic.get('doctor', 'sync/', X_Request_Id=bad).headers['X-Request-Id'], bad)

    def test_ids_that_are_none(self):
        self.assertEqual(self.clinic.get('doctor', 'patients/%00/').status, 400)
        for text in ('1', 'x' * 36, new_id()[:-1] + 'g', '%01', "'; DROP TABLE users; --".replace(' ', '%20')):
            for path in ('consultations/', 'bookings/', 'patients/'):
                self.assertStatus(self.clinic.get('doctor', f'{path}{text}/'), 404)

    def test_health(self):
        self.assertEqual(self.clinic.read(None, '/health/live'), {'status': 'ok'})
        self.assertEqual(self.clinic.read(None, '/health/ready/'), {'status': 'ready'})


if __name__ == '__main__':
    main()
