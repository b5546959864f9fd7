"""Who may do what: every route of the table, by everybody."""

import hashlib
import json
import re

from clinic import PASSWORD_HASH, ClinicTest, main, new_id, now, one_time_code
from contract import read_contract
from role_matrix import BODIES, STATUS, read_deeds, read_matrix, read_rights

UUID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')

def read_routes():
    """“METHOD path” for each operation that the server says it has."""
    return [operation.route for operation in read_contract().operations]

PIECE = {'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0', 'Upload-Complete': '?1'}


class AccessTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.minutes = 0

    def next_minutes(self):
        """No two at one time: a doctor's time is given away once."""
        self.minutes += 1
        return 1000 + self.minutes

    def credential(self, who, visit):
        if who in ('idle', 'observer'):
            return {'idle': 'nurse', 'observer': 'other'}[who]
        if who in ('guest', 'interpreter'):
            return visit.open_door(who)
        if who == 'alien':
            return self.clinic.visit().door
        return {'nobody': None, 'door': visit.door}.get(who, who)

    def prepare(self, route, visit, who):
        """The path and the body of a call that only who asks can spoil."""
        clinic = self.clinic
        if route == 'POST consultations':
            return 'consultations/', {'doctor_id': clinic.users['doctor'], 'patient_id': clinic.patients['patient'],
                                      'scheduled_start': '2030-01-01T10:00:00Z'}
        if route == 'POST bookings':
            return 'bookings/', {'doctor_id': clinic.users['doctor'], 'patient_id': clinic.patients['patient'],
                                 'appointment_date': '2030-01-01', 'time_zone': 'UTC', 'override': True,
                                 'appointment_time': f'{self.next_minutes() // 60 % 24:02}:{self.minutes % 60:02}'}
        if 'bookings/{id}' in route:
            booking = clinic.book(minutes=self.next_minutes())
            if route.startswith('GET') or who == 'observer':
                self.assign_booking(booking, who)
            return route.split(' ')[1].replace('{id}', booking['id']) + '/', BODIES.get(route, {})
        if route == 'GET bookings/slots':
            return f'bookings/slots/?doctor_id={clinic.users["doctor"]}&date=2035-01-01', None
        if 'recordings/{id}' in route or route.startswith('POST consultations/{id}/recording'):
            return self.prepare_recording(route, visit.reach('in_progress'))
        if 'files/{id}' in route:
            return self.prepare_file(route, visit)
        if 'availability' in route:
            return self.prepare_availability(route)
        if route == 'POST technical-issues':
            return 'technical-issues/', {'consultation_id': visit.id, **BODIES['POST consultations/{id}/report_issue']}
        if 'technical-issues/{id}' in route:
            issue = visit.must_act(visit.door, 'report_issue', BODIES['POST consultations/{id}/report_issue'])
            return route.split(' ')[1].replace('{id}', issue['id']) + '/', BODIES.get(route, {})
        if route == 'POST consultations/{id}/participants':
            return f'{visit.path}participants/', {'user_id': clinic.users['nurse']}
        if route == 'DELETE consultations/{id}/participants':
            seat = visit.must_act('receptionist', 'participants', {'user_id': clinic.users['nurse']})
            return f'{visit.path}participants/?participant_id={seat["id"]}', None
        if route.endswith(('/hold', '/let_in')):
            visit.must_act(visit.door, 'join_waiting')
            return route.split(' ')[1].replace('{id}', visit.id) + '/', {'participant_id': visit.seat('patient')['id']}
        if route == 'DELETE doors/{id}':
            return f'doors/{clinic.read("admin", visit.path + "doors/")[0]["id"]}/', None
        if route == 'DELETE consultations/{id}/doors':
            door = next(door for door in clinic.read('admin', visit.path + 'doors/') if door['role'] == 'patient')
            return f'{visit.path}doors/?door_id={door["id"]}', None
        path = route.split(' ')[1].replace('{name}', 'zoom' if route.startswith('PUT') else 'builtin')
        if path.startswith('webhook-'):
            path = path.replace('{id}', self.add_delivery(path))
        if path.startswith('jobs/'):
            path = path.replace('{id}', self.add_job())
        if path.startswith('users/'):
            path = path.replace('{id}', self.add_user())
        if path.startswith('accounts/api/sessions/') and self.credential(who, visit) in clinic.users:
            path = path.replace('{id}', self.add_session(self.credential(who, visit)))
        if path.endswith('totp/confirm'):
            reply = clinic.post(self.credential(who, visit), '/accounts/api/totp/', BODIES['POST accounts/api/totp'])
            secret = reply.json['secret'] if reply.status == 201 else 'A' * 32
            return f'/{path}/', {'otp': one_time_code(secret)}
        if path.endswith('totp/recovery-codes') and self.credential(who, visit) in clinic.users:
            self.add_factor(self.credential(who, visit))
        if path.startswith('doctors/'):
            path = path.replace('{id}', clinic.users['doctor'])
        if route.startswith('DELETE patients'):
            made = clinic.post('admin', 'patients/', BODIES['POST patients']).json
            path = path.replace('{id}', made['id'])
        if path.startswith('patients/'):
            path = path.replace('{id}', clinic.patients['patient'])
        path = ('/' if path.startswith(('accounts', 'health', 'metrics')) else '') + path.replace('{id}', visit.id) + '/'
        return path, BODIES.get(route, {})

    def prepare_recording(self, route, visit):
        """A visit where everybody agrees; its recording is whole and shared, unless it is what the route is about."""
        clinic = self.clinic
        clinic.sql('UPDATE consultations SET recording_enabled = 1 WHERE id = ?', visit.id)
        for who in ('doctor', visit.door, 'nurse'):
            visit.act(who, 'consents', BODIES['POST consultations/{id}/consents'])
        if route.startswith('POST consultations/{id}/recording'):
            return visit.path + route.partition('{id}/')[2] + '/', {} if route.endswith('recording') else None
        path = f'recordings/{visit.must_act("doctor", "recording")["id"]}/'
        if not route.startswith('PATCH recordings/{id}/upload'):
            self.assertStatus(clinic.call('doctor', 'PATCH', path + 'upload/', b'film', **PIECE), 200)
        body = {'sha256': hashlib.sha256(b'film').hexdigest(), 'duration_seconds': 0}
        if 'finish' not in route and 'upload' not in route:
            self.assertStatus(clinic.post('doctor', path + 'finish/', body), 200)
            self.assertStatus(clinic.patch('doctor', path, {'shared_with_patient': True}), 200)
        if 'PATCH' in route and 'upload' in route:
            return path + 'upload/', b'film'
        if 'finish' in route:
            return path + 'finish/', body
        return path + route.partition('{id}/')[2], {'shared_with_patient': False} if 'PATCH' in route else None

    def prepare_file(self, route, visit):
        """The patient's, sent in a message; or the doctor's on its way, where the route is about that."""
        is_draft = 'upload' in route or 'finish' in route
        sender = 'doctor' if is_draft else visit.door
        file = visit.must_act(sender, 'files', {'name': 'Note.txt'})
        path = f'files/{file["id"]}/'
        body = {'sha256': hashlib.sha256(b'film').hexdigest()}
        if not is_draft or 'finish' in route:
            self.assertStatus(self.clinic.call(sender, 'PATCH', path + 'upload/', b'film', **PIECE), 200)
        if not is_draft:
            self.assertStatus(self.clinic.post(sender, path + 'finish/', body), 200)
            visit.must_act(sender, 'send_message', {'file_id': file['id']})
        if 'PATCH' in route and 'upload' in route:
            return path + 'upload/', b'film'
        return path + route.partition('{id}/')[2], body if 'finish' in route else BODIES.get(route)

    def prepare_availability(self, route):
        leave = {'doctor_id': self.clinic.users['doctor'], 'kind': 'leave', 'first_date': '2035-01-01',
                 'last_date': '2035-01-02'}
        hours = {'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '12:00'}
        if '{id}' not in route:
            return 'availability/', leave
        made = self.clinic.post('admin', 'availability/', hours).json
        return f'availability/{made["id"]}/', BODIES.get(route, {})

    def add_delivery(self, path):
        """Dead, and to where nothing may go. The endpoint hears only of what is still to come."""
        endpoint, delivery = new_id(), new_id()
        self.clinic.sql('INSERT INTO webhook_endpoints (id, revision, url, secret, cursor) '
                        "SELECT ?, 1, 'https://127.0.0.1/', 'x', max(seq) FROM changes", endpoint)
        self.clinic.sql('INSERT INTO jobs (id, revision, kind, key, next_at, state) '
                        "VALUES (?1, 1, 'webhook', ?1, 0, 'dead')", delivery)
        self.clinic.sql('INSERT INTO webhook_deliveries (id, revision, endpoint_id, event_type, seq, body) '
                        "VALUES (?, 1, ?, 'x', 0, '{}')", delivery, endpoint)
        return delivery if path.startswith('webhook-deliveries') else endpoint

    def add_job(self):
        job = new_id()
        self.clinic.sql('INSERT INTO jobs (id, revision, kind, key, next_at) VALUES (?1, 1, ?1, ?1, 0)', job)
        return job

    def add_user(self):
        user = new_id()
        self.clinic.sql('INSERT INTO users (id, revision, email, first_name, last_name, role) '
                        "VALUES (?, 1, '', 'New', 'Nurse', 'nurse')", user)
        return user

    def add_session(self, who):
        self.clinic.sign_in(who)
        return self.clinic.sql('SELECT id FROM sessions WHERE user_id = ? ORDER BY created_at DESC LIMIT 1',
                               self.clinic.users[who])[0][0]

    def add_factor(self, who):
        secret = self.clinic.post(who, '/accounts/api/totp/', BODIES['POST accounts/api/totp']).json['secret']
        self.assertStatus(self.clinic.post(who, '/accounts/api/totp/confirm/', {'otp': one_time_code(secret)}), 200)

    def restore_accounts(self):
        self.clinic.sql('UPDATE users SET password_hash = ?', PASSWORD_HASH)
        self.clinic.sql('DELETE FROM totp_factors')

    def assign_booking(self, booking, who):
        helper = {'nurse': {'user_id': self.clinic.users['nurse']},
                  'observer': {'user_id': self.clinic.users['other'], 'role': 'observer'}}.get(who)
        if helper:
            reply = self.clinic.post('receptionist', 'consultations/', {'booking_id': booking['id']})
            self.clinic.post('receptionist', f'consultations/{reply.json["id"]}/participants/', helper)

    def assertTellsNothing(self, reply, visit):
        """Of whom and what was asked about."""
        for secret in ('Krüger', 'Doctor', 'clinic.example', visit.door, *self.clinic.users.values(),
                       *self.clinic.patients.values()):
            self.assertNotIn(secret, reply.raw.decode())

    def assertLikeNothing(self, reply, credential, method, path, body, **headers):
        """What is hidden is answered word for word like what is not there."""
        text = json.dumps([path, None if isinstance(body, bytes) else body])
        for known in set(UUID.findall(text)):
            text = text.replace(known, new_id())
        path, words = json.loads(text)
        body = body if isinstance(body, bytes) else words
        self.assertEqual(self.clinic.call(credential, method, path, body, **headers).json, reply.json)

    def ask(self, route, who):
        method, path = route.split(' ')
        visit = self.clinic.visit(status=STATUS.get(path.rsplit('/', 1)[-1], 'scheduled'))
        if path.endswith('/recall'):
            self.clinic.sql("UPDATE clinic_settings SET value = '30' WHERE name = 'recall_seconds'")
            visit.must_act('doctor', 'admit')
        if who == 'nurse':
            visit.assign('nurse')
        if who == 'observer':
            visit.assign('other', role='observer')
        credential = self.credential(who, visit)
        path, body = self.prepare(route, visit, who)
        takes_body = method != 'GET' and (body or method != 'DELETE')
        headers = PIECE if isinstance(body, bytes) else {}
        reply = self.clinic.call(credential, method, path, body if takes_body else None, **headers)
        if reply.status >= 400:
            self.assertTellsNothing(reply, visit)
        if reply.status == 404:
            self.assertLikeNothing(reply, credential, method, path, body if takes_body else None, **headers)
        if path.endswith('/logout/') and reply.status == 200:
            self.clinic.tokens.pop(credential, None)
        if path.startswith(('/accounts/api/password', '/accounts/api/totp')):
            self.restore_accounts()
        return reply

    def test_every_route_is_in_the_matrix(self):
        self.assertEqual(sorted(read_routes()), sorted(read_matrix()))

    def test_matrix(self):
        for route, row in read_matrix().items():
            for who, status in row.items():
                with self.subTest(route=route, who=who):
                    self.assertStatus(self.ask(route, who), status)

    def test_rights_are_those_of_the_contract(self):
        matrix = read_matrix()
        for right, route, who, may in read_rights():
            with self.subTest(right=right, route=route, who=who):
                self.assertEqual(matrix[route][who] < 300, may)

    def test_who_looks_on_does_nothing(self):
        for route, may in read_deeds():
            with self.subTest(route=route):
                self.assertIn(self.ask(route, 'observer').status, (200, 201) if may else (403, 404))

    def test_who_looks_on_makes_no_visit_anew_to_read_its_link(self):
        visit = self.clinic.visit().assign('other', role='observer')
        body = {name: visit.show()[name] for name in ('id', 'doctor_id', 'patient_id', 'scheduled_start')}
        self.assertStatus(self.clinic.post('doctor', 'consultations/', body), 201)
        self.assertTellsNothing(self.assertStatus(self.clinic.post('other', 'consultations/', body), 403), visit)

    def test_what_let_somebody_in_once(self):
        """A sign-in that has ended or lain idle is none, and a link that was revoked leads nowhere."""
        visit = self.clinic.visit()
        revoked = visit.open_door('guest')
        door = self.clinic.read('admin', visit.path + 'doors/')[1]
        self.assertStatus(self.clinic.delete('admin', f'doors/{door["id"]}/'), 204)
        tokens = {column: self.clinic.sign_in('admin') for column in ('expires_at', 'last_used_at')}
        for column, token in tokens.items():
            digest = hashlib.sha256(token.encode()).hexdigest()
            self.clinic.sql(f'UPDATE sessions SET {column} = 1 WHERE token_hash = ?', digest)
            self.assertEqual(self.clinic.sql(f'SELECT count(*) FROM sessions WHERE {column} = 1')[0][0], 1)
        for operation in read_contract().operations:
            if operation.row['security']:
                path = operation.path.replace('{id}', visit.id).replace('{name}', 'builtin')
                kind = next(iter(operation.row.get('requestBody', {}).get('content', {})), 'application/json')
                body = None if operation.method == 'GET' else b'{}'
                for value, status in ((f'Door {revoked}', 404), *((f'Token {token}', 401) for token in tokens.values())):
                    with self.subTest(operation=str(operation), status=status):
                        reply = self.clinic.request(operation.method, path, body,
                                                    {'Authorization': value, 'Content-Type': kind})
                        self.assertTellsNothing(self.assertStatus(reply, status), visit)

    def test_notes_are_written_by_clinicians(self):
        for who, status in (('doctor', 200), ('nurse', 200), ('admin', 403), ('receptionist', 403), ('other', 404)):
            with self.subTest(who=who):
                visit = self.clinic.visit().assign('nurse')
                reply = self.assertStatus(self.clinic.patch(who, visit.path, {'notes': 'Fine'}), status)
                if status == 403:
                    self.assertIn('notes', reply.json['fields'])
                self.assertEqual(visit.show()['notes'], 'Fine' if status == 200 else '')


class SecrecyTest(ClinicTest):
    """What was said and noted reaches nobody whom it does not concern."""

    NOTE, SPOKEN, PRIVATE = 'secret note', 'secret words', 'secret aside'

    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='waiting').assign('nurse')
        self.guest, self.late = self.visit.open_door('guest'), self.visit.open_door('interpreter')
        self.visit.must_act(self.guest, 'join_waiting')

    def reveal(self):
        """Lets all secrets happen."""
        visit = self.visit
        visit.must_act('doctor', 'start')
        visit.say('doctor', self.SPOKEN)
        visit.say(visit.door, self.SPOKEN)
        visit.say('nurse', self.PRIVATE, is_private=True)
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'notes': self.NOTE}), 200)
        visit.must_act('doctor', 'end', {'notes': self.NOTE})

    def read_all(self, who):
        """Everything that this one can read, as one text."""
        texts = []
        for operation in read_contract().operations:
            if operation.method == 'GET':
                path = operation.path.replace('{id}', self.visit.id).replace('{name}', 'builtin')
                query = '?page_size=200' if 'page_size' in operation.query_names else ''
                texts.append(self.clinic.get(who, path + query).raw.decode())
        return '\n'.join(texts)

    def assertSecrets(self, text, note, spoken, private):
        self.assertEqual((self.NOTE in text, self.SPOKEN in text, self.PRIVATE in text), (note, spoken, private))

    def test_rest(self):
        self.reveal()
        for who, note, spoken, private in (
                ('doctor', True, True, True), ('nurse', True, True, True), ('receptionist', False, False, False),
                ('other', False, False, False), ('patient', False, True, False), ('stranger', False, False, False),
                (self.visit.door, False, True, False), (self.guest, False, True, False),
                (self.late, False, False, False)):
            with self.subTest(who=who):
                self.assertSecrets(self.read_all(who), note, spoken, private)

    def test_rooms(self):
        sockets = {who: self.visit.enter(who)
                   for who in ('doctor', 'nurse', 'receptionist', 'patient', self.visit.door, self.guest, self.late)}
        self.reveal()
        for who, socket in sockets.items():
            with self.subTest(who=who):
                text = json.dumps(socket.settle())
                clinical, spoken = who in ('doctor', 'nurse'), who not in ('receptionist', self.late)
                self.assertSecrets(text, False, spoken, clinical)
                socket.send('resume', after=0)
                socket.wait('resumed', after=0)
                self.assertSecrets(json.dumps(socket.seen), False, spoken, clinical)
            socket.cut()

    def test_events_of_the_clinic(self):
        sockets = {who: self.clinic.listen(who) for who in ('doctor', 'receptionist', 'other')}
        self.reveal()
        for who, socket in sockets.items():
            with self.subTest(who=who):
                socket.settle()
                socket.send('resume', after=0)
                socket.wait('resumed', after=0)
                self.assertSecrets(json.dumps(socket.seen), False, who == 'doctor', who == 'doctor')
            socket.cut()

    def test_doctors_do_not_hear_each_other(self):
        with self.clinic.listen('other') as socket:
            self.reveal()
            self.clinic.visit('doctor', status='waiting')
            self.assertEqual([frame for frame in socket.settle() if frame['type'] != 'changes'], [])
            socket.send('resume', after=0)
            self.assertEqual(socket.wait('resumed', after=0)['complete'], True)
            self.assertEqual([frame for frame in socket.seen if frame.get('consultation_id')], [])

    def test_an_author_hears_own_words(self):
        with self.visit.enter('receptionist') as socket:
            self.visit.say('receptionist', 'Please wait')
            self.assertEqual(socket.wait('new_message')['message'], 'Please wait')
            self.assertEqual([message['message'] for message in
                              self.clinic.read('receptionist', self.visit.path + 'messages/')['results']],
                             ['Please wait'])

    def test_lists_show_only_own_visits(self):
        mine, theirs = self.visit, self.clinic.visit('other')
        for who, seen in (('admin', {mine.id, theirs.id}), ('receptionist', {mine.id, theirs.id}),
                          ('doctor', {mine.id}), ('other', {theirs.id}), ('nurse', {mine.id}),
                          ('patient', {mine.id, theirs.id}), ('stranger', set()), (mine.door, {mine.id}),
                          (self.guest, {mine.id})):
            with self.subTest(who=who):
                listed = self.clinic.read(who, 'consultations/')
                self.assertEqual({row['id'] for row in listed['results']}, seen)
                self.assertEqual(listed['count'], len(seen))

    def test_list_items_have_no_notes(self):
        self.reveal()
        for row in self.clinic.read('doctor', 'consultations/')['results']:
            self.assertNotIn('notes', row)
            self.assertNotIn('meeting_password', row)

    def test_patients_are_not_told_how_to_reach_doctors(self):
        for who, told in (('receptionist', True), ('patient', False)):
            with self.subTest(who=who):
                for row in self.clinic.read(who, 'doctors/')['results']:
                    self.assertEqual(('email' in row, 'phone' in row), (told, told))

    def test_the_meeting_is_named_to_staff_alone(self):
        for who, told in (('doctor', True), ('patient', False), (self.visit.door, False), ('receptionist', False)):
            with self.subTest(who=who):
                self.assertEqual('meeting_id' in self.clinic.read(who, self.visit.path), told)

    def test_no_secret_of_a_sign_in_is_kept_in_the_open(self):
        token = self.clinic.sign_in('doctor', **{'Idempotency-Key': 'once'})
        self.clinic.post('receptionist', 'consultations/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
            'scheduled_start': now().isoformat()}, Idempotency_Key='again')
        rows = self.clinic.sql('SELECT reply FROM idempotency_keys')
        self.assertNotIn(token, json.dumps(rows))


if __name__ == '__main__':
    main()
