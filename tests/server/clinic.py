"""A clinic to test: the real server over a folder of its own, with somebody in every role."""

import base64
import concurrent.futures
import datetime
import hashlib
import hmac
import http.client
import itertools
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid

import plans
from contract import read_contract
from ws import WebSocket

PASSWORD = 'demo-password-1'
# Argon2id of that password, made as cheap as it goes.
PASSWORD_HASH = '$argon2id$v=19$m=8,t=1,p=1$18WIiqLtkGdjXb+oQoZKMg$iRy7E/V110ibHVDi2rvFQy0UIvguABkwcE2dVuI/89Q'
API = '/telemedicine/api/'
STAFF = ('admin', 'doctor', 'nurse', 'receptionist')
ACCOUNTS = {
    'admin': 'admin', 'doctor': 'doctor', 'other': 'doctor', 'nurse': 'nurse', 'receptionist': 'receptionist',
    'patient': 'patient', 'stranger': 'patient',
}
START_PATIENCE = 30


def server_program():
    return os.environ['AUSCULTA_SERVER']


def new_id():
    return str(uuid.uuid4())


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def in_minutes(minutes):
    return (now() + datetime.timedelta(minutes=minutes)).strftime('%Y-%m-%dT%H:%M:%SZ')


def microseconds(time):
    return int(time.timestamp() * 1000000)


def plain(text):
    """A sentence without the signs that what was put into it stands between."""
    return re.sub('[\u2066\u2068\u2069]', '', text)


def one_time_code(secret, offset=0):
    """What an app shows (RFC 6238), some steps of thirty seconds from now."""
    step = int(time.time()) // 30 + offset
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, 'big'), hashlib.sha1)
    at = digest[-1] & 15
    return f'{(int.from_bytes(digest[at:at + 4], "big") & 0x7fffffff) % 1000000:06}'


class Process:
    """A running server."""

    def __init__(self, data, address='127.0.0.1:0', arguments=(), environment=None):
        self.errors = tempfile.TemporaryFile('w+', errors='replace')
        self.plans = tempfile.NamedTemporaryFile('r', prefix='ausculta-plans-')
        self.process = subprocess.Popen([server_program(), '--listen', address, '--data', data, *arguments],
                                        env={**os.environ, 'AUSCULTA_PLANS': self.plans.name, **(environment or {})},
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        line = self.process.stdout.readline()
        if not line.startswith('Listening on http://'):
            self.process.kill()
            raise AssertionError(f'The server did not start: {line!r} {self.read_errors()}')
        self.host, port = line.split('/')[2].rsplit(':', 1)
        self.port = int(port)
        self.is_told = False
        self.expected = None

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read()

    def take_errors(self):
        """What it complained of, but for what the test expects; and statements that look through whole tables."""
        errors = self.read_errors()
        self.errors.close()
        with self.plans:
            slow = plans.find_faults(self.plans.read())
        if self.expected:
            errors = '\n'.join(line for line in errors.splitlines() if not re.search(self.expected, line))
        complaints = errors if re.search('WARNING|CRITICAL|ERROR|runtime error', errors) else ''
        return complaints + ''.join(f'\nIt looks through a whole table or sorts it: {fault}' for fault in slow)

    def forgive_errors(self):
        """What it complained of, where that was to be."""
        errors = self.read_errors()
        self.errors.seek(0)
        self.errors.truncate()
        return errors

    def limit_files(self, size):
        """Lets no file of the server grow beyond that, as a full disk does."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        if errors := self.take_errors():
            raise AssertionError(f'The server complained: {errors}')

    def tell_to_go(self):
        self.process.send_signal(signal.SIGTERM)
        self.is_told = True

    def terminate(self):
        """Ends it as systemd does; it must go clean and silent."""
        if not self.is_told:
            self.tell_to_go()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError('The server did not go when told to.') from None
        self.process.stdout.close()
        errors = self.take_errors()
        if code != 0 or errors:
            raise AssertionError(f'The server ended with {code}: {errors}')


class Template:
    """A data folder with accounts, made once and copied for each clinic."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='ausculta-template-')
        self.users = {name: new_id() for name in ACCOUNTS}
        self.patients = {'patient': new_id(), 'stranger': new_id()}
        Process(self.folder.name).terminate()
        with sqlite3.connect(self.database_in(self.folder.name)) as database:
            self._fill(database)
        database.close()

    @staticmethod
    def database_in(folder):
        return os.path.join(folder, 'ausculta.db')

    def _fill(self, database):
        sequence = itertools.count(1)
        for name, role in ACCOUNTS.items():
            database.execute('INSERT INTO users (id, revision, email, first_name, last_name, role, password_hash, '
                             "created_at, first_key, last_key) VALUES (?, 1, ?, ?, ?, ?, ?, 1, ?, 'test')",
                             (self.users[name], f'{name}@clinic.example', name.title(), 'Test', role, PASSWORD_HASH, name))
            database.execute("INSERT INTO changes (entity, id, seq, revision, kind) VALUES ('users', ?, ?, 1, 'save')",
                             (self.users[name], next(sequence)))
        # Nobody is let in by mistake here, so nobody waits until that could be taken back.
        database.execute("INSERT INTO clinic_settings VALUES ('recall_seconds', '0', 1, 0, '')")
        for name, patient_id in self.patients.items():
            database.execute('INSERT INTO patients (id, revision, user_id, given_name, family_name, created_at, '
                             "given_key, family_key) VALUES (?, 1, ?, ?, 'Krüger', 1, ?, 'kruger')",
                             (patient_id, self.users[name], name.title(), name))
            database.execute("INSERT INTO changes (entity, id, seq, revision, kind) VALUES ('patients', ?, ?, 1, 'save')",
                             (patient_id, next(sequence)))


class Reply:
    def __init__(self, status, headers, raw):
        self.status = status
        self.headers = headers
        self.raw = raw
        self.json = json.loads(raw) if 'json' in headers.get('Content-Type', '') and raw else None

    def __repr__(self):
        return f'{self.status} {self.raw[:600]!r}'


def check_problem(test, reply):
    """Every answer that is none says so in the same way (RFC 9457)."""
    test.assertEqual(reply.headers['Content-Type'], 'application/problem+json', reply)
    problem = reply.json
    test.assertEqual(set(problem) - {'candidates', 'message'}, {'type', 'title', 'status', 'detail', 'code', 'error', 'fields'}, reply)
    test.assertEqual(problem['status'], reply.status)
    test.assertEqual(problem['error'], problem['detail'])
    for name in ('type', 'title', 'detail', 'code'):
        test.assertTrue(problem[name] and isinstance(problem[name], str), reply)
    for texts in problem['fields'].values():
        test.assertTrue(texts and all(isinstance(text, str) and text for text in texts), reply)
    if reply.status == 429:
        test.assertGreater(int(reply.headers['Retry-After']), 0)


class Clinic:
    """A server with its data, and everybody's way to talk to it."""

    def __init__(self, test, template, place=None):
        self.test = test
        self.users = template.users
        self.patients = template.patients
        self.tokens = {}
        self.local = threading.local()
        self.connections = []
        self.data = tempfile.mkdtemp(prefix='ausculta-clinic-', dir=place)
        shutil.copytree(template.folder.name, self.data, dirs_exist_ok=True)
        self.process = Process(self.data)
        self.address = f'{self.process.host}:{self.process.port}'

    def close(self):
        for connection in self.connections:
            connection.close()
        try:
            self.process.terminate()
        finally:
            shutil.rmtree(self.data)

    def crash(self):
        """Ends the server as a power cut does, and starts it again."""
        self.process.kill()
        self.start_again()

    def start_again(self, *arguments, environment=None):
        """In the same place, for links name it."""
        self.process = Process(self.data, self.address, arguments, environment)

    def restart(self, *arguments, environment=None):
        self.process.terminate()
        self.start_again(*arguments, environment=environment)

    def sql(self, statement, *values):
        database = sqlite3.connect(Template.database_in(self.data), timeout=20)
        with database:
            rows = database.execute(statement, values).fetchall()
        database.close()
        return rows

    def edit(self, entity, identity, statement, *values):
        """Changes a record beside the server, and notes it in the change log as the server does; ?1 is its id."""
        database = sqlite3.connect(Template.database_in(self.data), timeout=20)
        with database:
            database.execute('BEGIN IMMEDIATE')
            if database.execute(statement, (identity, *values)).rowcount:
                database.execute(
                    'INSERT OR REPLACE INTO changes (entity, id, seq, revision, kind) SELECT ?1, ?2, '
                    '(SELECT max (seq) FROM (SELECT max (seq) AS seq FROM changes UNION SELECT max (seq) FROM events)) + 1, '
                    "1, CASE ?3 WHEN 'D' THEN 'delete' ELSE 'save' END", (entity, identity, statement[0]))
        database.close()

    def _connection(self):
        connection = getattr(self.local, 'connection', None)
        if connection is None or self.local.process is not self.process:
            connection = http.client.HTTPConnection(self.process.host, self.process.port, timeout=30)
            self.local.connection, self.local.process = connection, self.process
            self.connections.append(connection)
        return connection

    def request(self, method, path, body=None, headers=None):
        """One exchange over a kept connection; body is bytes, or anything that becomes JSON."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault('Content-Type', 'application/json')
        connection = self._connection()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        except (http.client.HTTPException, OSError):
            connection.close()
            self.local.connection = None
            raise
        # What is no request at all is refused below us, without a word.
        if reply.status >= 400 and method != 'HEAD' and (reply.status != 400 or reply.raw):
            check_problem(self.test, reply)
        self.test.assertNotEqual(reply.status, 500, f'{method} {path}: {reply}')
        read_contract().check(method, path, body, reply)
        return reply

    def sign_in(self, who, **headers):
        reply = self.request('POST', '/accounts/api/login/',
                             {'email': f'{who}@clinic.example', 'password': PASSWORD}, headers)
        self.test.assertEqual(reply.status, 200, reply)
        return reply.json['token']

    def authorization(self, who):
        """“who” is an account's name, a door's token, or nobody."""
        if who is None:
            return {}
        if who in ACCOUNTS:
            if who not in self.tokens:
                self.tokens[who] = self.sign_in(who)
            return {'Authorization': f'Token {self.tokens[who]}'}
        return {'Authorization': f'Door {who}'}

    def call(self, who, method, path, body=None, **headers):
        if not path.startswith('/'):
            path = API + path
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        return self.request(method, path, body, {**self.authorization(who), **headers})

    def get(self, who, path, **headers):
        return self.call(who, 'GET', path, None, **headers)

    def post(self, who, path, body=None, **headers):
        return self.call(who, 'POST', path, {} if body is None else body, **headers)

    def patch(self, who, path, body, **headers):
        return self.call(who, 'PATCH', path, body, **headers)

    def delete(self, who, path, **headers):
        return self.call(who, 'DELETE', path, None, **headers)

    def read(self, who, path):
        """The answer to a GET that must be good."""
        reply = self.get(who, path)
        self.test.assertEqual(reply.status, 200, reply)
        return reply.json

    def count_password_checks(self):
        text = self.get('admin', '/metrics').raw.decode()
        return int(re.search(r'^ausculta_password_checks_total (\d+)$', text, re.MULTILINE)[1])

    def overtake(self, ask, statement, *values):
        """The answer to what needs a password, where something is changed between the look at it and the deed."""
        before = self.count_password_checks()
        database = sqlite3.connect(Template.database_in(self.data), timeout=20, isolation_level=None)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            database.execute('BEGIN IMMEDIATE')
            answer = pool.submit(ask)
            while self.count_password_checks() == before:
                pass
            database.execute(statement, values)
            database.execute('COMMIT')
            database.close()
            return answer.result()

    def socket(self, who, path, **headers):
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        return WebSocket(self.process.host, self.process.port, path, {**self.authorization(who), **headers})

    def listen(self, who):
        return self.socket(who, '/ws/events/')

    def book(self, doctor='doctor', minutes=10, **members):
        start = now() + datetime.timedelta(minutes=minutes)
        reply = self.post('receptionist', 'bookings/', {
            'doctor_id': self.users[doctor], 'patient_id': self.patients['patient'], 'time_zone': 'UTC',
            'appointment_date': start.strftime('%Y-%m-%d'), 'appointment_time': start.strftime('%H:%M:%S'),
            'override': True, **members})
        self.test.assertEqual(reply.status, 201, reply)
        return reply.json

    def visit(self, doctor='doctor', minutes=10, status='scheduled', **members):
        return Visit(self, doctor, minutes, **members).reach(status)


class Visit:
    """A consultation, the way to it, and its patient's door."""

    def __init__(self, clinic, doctor, minutes, **members):
        self.clinic = clinic
        self.doctor = doctor
        reply = clinic.post('receptionist', 'consultations/', {
            'doctor_id': clinic.users[doctor], 'patient_id': clinic.patients['patient'],
            'scheduled_start': in_minutes(minutes), **members})
        clinic.test.assertEqual(reply.status, 201, reply)
        self.id = reply.json['id']
        self.door = reply.json['door_url'].rsplit('/', 1)[1]
        self.path = f'consultations/{self.id}/'

    def reach(self, status):
        steps = {'scheduled': [], 'waiting': ['join_waiting'], 'in_progress': ['join_waiting', 'start'],
                 'completed': ['join_waiting', 'start', 'end'], 'cancelled': ['cancel']}
        for act in steps.get(status, []):
            self.must_act(self.door if act == 'join_waiting' else self.doctor, act)
        if status == 'no_show':
            self.clinic.sql("UPDATE consultations SET status = 'no_show' WHERE id = ?", self.id)
        return self

    def act(self, who, act, body=None, **headers):
        return self.clinic.post(who, self.path + act + '/', body, **headers)

    def must_act(self, who, act, body=None):
        reply = self.act(who, act, body)
        self.clinic.test.assertIn(reply.status, (200, 201), reply)
        return reply.json

    def say(self, who, text, **members):
        return self.must_act(who, 'send_message', {'message': text, **members})

    def show(self, who=None):
        return self.clinic.read(who or self.doctor, self.path)

    def open_door(self, role, name='Somebody'):
        return self.must_act('receptionist', 'doors', {'role': role, 'name': name})['url'].rsplit('/', 1)[1]

    def assign(self, who, **members):
        """Gives a nurse, or another doctor, a seat."""
        self.must_act('receptionist', 'participants', {'user_id': self.clinic.users[who], **members})
        return self

    def seat(self, role):
        """The newest of a role."""
        return [person for person in self.clinic.read('admin', self.path + 'participants/')['results']
                if person['role'] == role][-1]

    def bring(self, role='guest', name='Somebody'):
        """A companion who came when the visit had begun, and was let in; the token of their door."""
        token = self.open_door(role, name)
        self.must_act(token, 'join_waiting')
        self.must_act('doctor', 'let_in', {'participant_id': self.seat(role)['id']})
        return token

    def enter(self, who, **headers):
        """A socket in the visit, after its first frame."""
        socket = self.clinic.socket(who, f'/ws/consultation/{self.id}/', **headers)
        socket.hello = socket.wait('consultation_status')
        return socket


class ClinicTest(unittest.TestCase):
    """Every test has a clinic of its own."""

    template = None

    def setUp(self):
        if ClinicTest.template is None:
            ClinicTest.template = Template()
        self.clinic = Clinic(self, ClinicTest.template)
        self.addCleanup(self.clinic.close)

    def assertStatus(self, reply, status):
        self.assertEqual(reply.status, status, reply)
        return reply

    def assertFault(self, reply, field, status=422):
        self.assertStatus(reply, status)
        self.assertIn(field, reply.json['fields'], reply)
        return reply


def main():
    """Runs the tests of a file; the first argument may be the server's path."""
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        os.environ['AUSCULTA_SERVER'] = sys.argv.pop(1)
    unittest.main(argv=sys.argv, verbosity=1)
