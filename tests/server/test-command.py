"""The program ausculta-server: how it starts, what it says, and how it ends.

    test-command.py PROGRAM
"""

import contextlib
import os
import re
import signal
import socket
import sqlite3

from clinic import one_time_code
from command import CommandTest, PASSWORD, PATIENCE, main

STATES = {'scheduled', 'waiting', 'in_progress', 'completed', 'cancelled', 'no_show'}
LIBRARIES = re.compile(r'lib(?:gtk|gdk|adwaita|webkit|gst|X11|wayland)[^/]*\.so', re.IGNORECASE)
SAMPLE = os.path.join(os.path.dirname(__file__), '../../data/ausculta-server.conf')
README = os.path.join(os.path.dirname(__file__), '../../README.md')


class LifeTest(CommandTest):
    def test_says_one_line_and_ends(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number=number):
                server = self.serve_data()
                self.assertEqual(server.request('GET', '/health/ready')[0], 200)
                self.assertEqual(server.end(number), (0, ''))

    def test_tells_systemd(self):
        notify, environment = self.notify_socket()
        server = self.serve_data(environment=environment)
        self.assertEqual(notify.recv(100), b'READY=1')
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(notify.recv(100), b'STOPPING=1')
        self.assertEqual(server.wait()[0], 0)

    def test_feeds_the_watchdog_while_the_writer_answers(self):
        """Nothing is written while nobody asks for it, and a writer that is stuck is none that answers."""
        notify, environment = self.notify_socket()
        server = self.serve_data(environment={**environment, 'WATCHDOG_USEC': '200000'})
        self.assertEqual(notify.recv(100), b'READY=1')
        for _ in range(3):
            self.assertEqual(notify.recv(100), b'WATCHDOG=1')
        with self.stuck_writer():
            notify.settimeout(1)
            with self.assertRaises(TimeoutError):
                # What was said before may be many, where the machine is busy.
                for _ in range(50):
                    self.assertEqual(notify.recv(100), b'WATCHDOG=1')
            notify.settimeout(PATIENCE)
        for _ in range(3):
            self.assertEqual(notify.recv(100), b'WATCHDOG=1')
        self.assertEqual(server.end(), (0, ''))

    @contextlib.contextmanager
    def stuck_writer(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, 'ausculta.db'), timeout=PATIENCE,
                                                isolation_level=None)) as database:
            database.execute('BEGIN IMMEDIATE')
            yield
            database.execute('ROLLBACK')

    def test_a_service_is_told_to_read_again_and_stays(self):
        """Under systemd no terminal can be gone, so a SIGHUP without TLS means nothing."""
        notify, environment = self.notify_socket()
        server = self.serve_data(environment=environment)
        self.assertEqual(notify.recv(100), b'READY=1')
        server.process.send_signal(signal.SIGHUP)
        self.assertEqual(server.request('GET', '/health/ready')[0], 200)
        # Whoever was stopping already would go at once, and not well.
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(notify.recv(100), b'STOPPING=1')
        self.assertEqual(server.wait()[0], 0)

    def test_ends_with_a_socket_open(self):
        server = self.serve('--demo')
        (_, email, password), *_ = server.read_demo()[0]
        with self.listen(server, server.sign_in(email, password)[1]['token']) as events:
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(events.wait_closed(), 1001)
            self.assertEqual(server.wait()[0], 0)

    def test_second_signal_ends_at_once(self):
        """The other side does not answer the closing of its socket, so the server waits for it."""
        notify, environment = self.notify_socket()
        server = self.serve('--demo', environment=environment)
        (_, email, password), *_ = server.read_demo()[0]
        with self.listen(server, server.sign_in(email, password)[1]['token']):
            self.assertEqual(notify.recv(100), b'READY=1')
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(notify.recv(100), b'STOPPING=1')
            self.assertEqual(server.end()[0], 1)

    def test_has_no_libraries_of_the_app(self):
        server = self.serve_data()
        with open(f'/proc/{server.process.pid}/maps', encoding='utf-8') as maps:
            libraries = maps.read()
        self.assertIn('libsoup-3.0', libraries)
        self.assertEqual(LIBRARIES.findall(libraries), [])

    def test_version_and_help(self):
        answer = self.run_program('--version')
        self.assertEqual(answer.returncode, 0)
        self.assertRegex(answer.stdout, r'^ausculta-server \d+\.\d+\.\d+\n$')
        answer = self.run_program('--help')
        self.assertEqual(answer.returncode, 0)
        for word in ('--listen', '--data', '--config', '--demo', 'user add', 'serve'):
            self.assertIn(word, answer.stdout)

    def test_words_without_sense(self):
        for words in (['frobnicate'], ['user'], ['user', 'forget'], ['serve', 'dinner'], ['--colour'], ['user', 'add']):
            with self.subTest(words=words):
                self.assertRefused(self.run_program(*words), 2, 'Usage:', 'user add')


class StartTest(CommandTest):
    def refuse(self, *words, arguments=('--data', None), listen='127.0.0.1:0'):
        arguments = [self.data if argument is None else argument for argument in arguments]
        self.assertRefused(self.run_program('serve', '--listen', listen, *arguments), 1, *words)

    def test_port_taken(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            address = f'127.0.0.1:{taken.getsockname()[1]}'
            self.refuse(f'Cannot listen on {address}', 'in use', listen=address)

    def test_no_address(self):
        self.refuse('“kitchen” is not of the form', listen='kitchen')

    def test_data_unwritable(self):
        with open(self.data, 'x', encoding='utf-8'):
            self.refuse(self.data, 'cannot be used', arguments=('--data', self.data + '/inside'))

    def test_data_in_use(self):
        self.serve_data()
        self.refuse(self.data, 'in use by another')

    def test_database_of_a_newer_version(self):
        os.mkdir(self.data)
        database = sqlite3.connect(os.path.join(self.data, 'ausculta.db'))
        database.execute('PRAGMA user_version = 9999')
        database.close()
        self.refuse('ausculta.db', 'version 9999')
        self.assertRefused(self.run_program('audit', 'verify', '--data', self.data), 1, 'version 9999')

    def test_a_folder_that_is_not_there(self):
        """Who mistypes it makes no clinic of it, and who looks at an empty one does not either."""
        os.mkdir(self.data)
        for words in (('audit', 'verify'), ('user', 'list'), ('user', 'disable', 'a@clinic.example'),
                      ('user', 'password', 'a@clinic.example')):
            for folder in (self.folder + '/typo', self.data):
                with self.subTest(words=words, folder=folder):
                    self.assertRefused(self.run_program(*words, '--data', folder), 1, folder, 'not there', '--data')
        self.assertEqual((os.listdir(self.folder), os.listdir(self.data)), (['data'], []))

    def test_data_in_the_usual_places(self):
        usual = os.path.join(self.folder, 'usual')
        for environment, folder in (({'STATE_DIRECTORY': self.data + ':/elsewhere'}, self.data),
                                    ({'XDG_DATA_HOME': usual}, os.path.join(usual, 'ausculta'))):
            with self.subTest(folder=folder):
                self.assertEqual(self.serve(environment=environment).end()[0], 0)
                self.assertTrue(os.path.exists(os.path.join(folder, 'ausculta.db')))
                self.assertEqual(os.stat(folder).st_mode & 0o777, 0o700)


class ConfigTest(CommandTest):
    def write(self, text):
        path = os.path.join(self.folder, 'server.conf')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(text)
        return path

    def test_faults(self):
        for text, words in (
                ('[server]\nlisten=127.0.0.1:0\nlisten-on=80\n', ['[server]', 'listen-on']),
                ('[clinic]\nname=A\n[kitchen]\nsink=1\n', ['[kitchen]']),
                ('[server]\nlisten=kitchen\n', ['listen', 'kitchen']),
                ('[server]\npublic-url=clinic.example\n', ['public-url', 'clinic.example']),
                ('[accounts]\nrequire-totp=admin king\n', ['require-totp', 'admin king', 'receptionist']),
                ('[accounts]\nrequire-totp=patient\n', ['require-totp', 'patient']),
                ('[server]\npublic-url=https:clinic.example\n', ['public-url', 'https:clinic.example']),
                *[(f'[server]\npublic-url={url}\n', ['public-url', url]) for url in (
                    'https://clinic.example/?a=b#c', 'https://clinic.example/?', 'https://clinic.example#c',
                    'https://user:pass@clinic.example/', 'https://user@clinic.example')],
                *[(f'[server]\norigins={origins}\n', ['origins', origins]) for origins in (
                    'https://a.example/', 'https://a.example, https://b.example', 'https://a.example; https://b.example',
                    'https://a.example;;https://b.example', 'https://A.example', 'https://a.example:443', 'a.example',
                    'http://a.example:80', 'https://a.example/path', 'https://ä.example', '*', 'https://u@a.example')],
                ('[clinic]\ntime-zone=Europe/Atlantis\n', ['time-zone', 'Europe/Atlantis']),
                ('[clinic]\nname=A\\qB\nphone=1\n', ['name']), ('name=A\n', ['server.conf'])):
            with self.subTest(text=text):
                path = self.write(text)
                self.assertRefused(self.run_program('--data', self.data, '--config', path), 1, path, *words)

    def test_a_secret_in_a_line_that_is_wrong_is_not_said(self):
        path = self.write('[call]\n# Of coturn\n\nturn-secret: fake-secret-for-tests\nturn-host=x\n')
        answer = self.run_program('--data', self.data, '--config', path)
        self.assertRefused(answer, 1, path, 'Line 4')
        self.assertNotIn('fake-secret', answer.stderr)

    def test_sample(self):
        """All that it offers is taken, and each setting is in it."""
        with open(SAMPLE, encoding='utf-8') as stream:
            path = self.write(re.sub(r'^#(?=[a-z-]+=)', '', stream.read(), flags=re.MULTILINE))
        server = self.serve('--demo', '--config', path)
        accounts, link = server.read_demo()
        self.assertTrue(link.startswith('https://visits.clinic.example/d/'), link)
        # A nurse, for it asks the others for a second step.
        token = 'Token ' + server.sign_in(*accounts[2][1:])[1]['token']
        providers = server.get('video-providers/', token)[1]
        self.assertTrue(providers['builtin']['available'] and providers['jitsi']['available'], providers)

    def test_provider_set_up_wrongly(self):
        """The server runs without it, and says so; the sample as it comes is no fault."""
        with open(SAMPLE, encoding='utf-8') as stream:
            sample = stream.read()
        for text, said in ((sample, False), ('[jitsi]\nurl=https://meet.jit.si\n', True)):
            with self.subTest(said=said):
                with open(os.path.join(self.folder, 'errors'), 'w+', encoding='utf-8') as errors:
                    server = self.serve('--data', self.data, '--config', self.write(text), errors=errors)
                    self.assertEqual(server.end()[0], 0)
                    errors.seek(0)
                    self.assertEqual('Jitsi Meet cannot be used: ' in errors.read(), said)

    def test_environment(self):
        """It comes before the file; what would not be heeded is refused by name."""
        path = self.write('[clinic]\nname=From the file\nphone=1\n')
        server = self.serve('--demo', '--config', path, listen=(), environment={
            'AUSCULTA_SERVER_LISTEN': '127.0.0.2:0', 'AUSCULTA_CLINIC_NAME': 'Praxis Süd'})
        self.assertEqual(server.address, '127.0.0.2')
        door = server.read_demo()[1].rsplit('/', 1)[1]
        self.assertEqual(self.read_clinic(server, door), {'name': 'Praxis Süd', 'phone': '1'})
        for name, value in (('AUSCULTA_SERVER_LISTENS', '127.0.0.1:0'), ('AUSCULTA_SERVER_LISTEN', 'kitchen')):
            self.assertRefused(self.run_program('--data', self.data, environment={name: value}), 1, name)

    def test_table(self):
        """It is the one in the README, and the sample has all of it."""
        table = self.run_program('config').stdout
        with open(README, encoding='utf-8') as stream:
            self.assertIn(table, stream.read())
        with open(SAMPLE, encoding='utf-8') as stream:
            sample = set(re.findall(r'^#[ ]*([a-z-]+)=', stream.read(), re.MULTILINE))
        self.assertEqual(set(re.findall(r'^\| `\[[a-z]+\]` \| `([a-z-]+)`', table, re.MULTILINE)), sample)

    def test_no_file(self):
        self.assertRefused(self.run_program('--data', self.data, '--config', self.folder + '/none'), 1, '/none')

    def test_origins(self):
        for origins in ('https://a.example', 'https://a.example;', 'https://a.example:8443;http://[::1]:5173', '',
                        'capacitor://localhost;http://localhost'):
            with self.subTest(origins=origins):
                self.assertEqual(self.serve('--data', self.data, '--config',
                                            self.write(f'[server]\norigins={origins}\n')).end()[0], 0)

    def test_addresses(self):
        path = self.write('[server]\nlisten=127.0.0.2:0\npublic-url=https://clinic.example/\n')
        server = self.serve('--demo', '--config', path, listen=())
        self.assertEqual(server.address, '127.0.0.2')
        self.assertTrue(server.read_demo()[1].startswith('https://clinic.example/d/'))
        self.assertEqual(self.serve('--demo', '--config', path).address, '127.0.0.1')

    @staticmethod
    def read_clinic(server, door):
        clinic = server.get('doors/current/', f'Door {door}')[1]['clinic']
        return {name: clinic[name] for name in ('name', 'phone')}

    def test_name_and_phone(self):
        path = self.write('[clinic]\nname=Praxis Süd\nphone=+49 30 23125 111\n')
        server = self.serve('--demo', '--config', path)
        door = server.read_demo()[1].rsplit('/', 1)[1]
        self.assertEqual(self.read_clinic(server, door), {'name': 'Praxis Süd', 'phone': '+49 30 23125 111'})


class UserTest(CommandTest):
    def test_add_and_sign_in(self):
        answer = self.add_user('weiss@clinic.example', '--title', 'Dr.', '--password-stdin',
                               environment={'LC_ALL': 'C', 'LANG': ''})
        self.assertEqual((answer.returncode, answer.stdout), (0, 'account doctor weiss@clinic.example\n'), answer)
        status, reply = self.serve_data().sign_in('weiss@clinic.example', PASSWORD)
        self.assertEqual((status, reply['user']['name'], reply['user']['role']), (200, 'Dr. Jürgen Weiß', 'doctor'))

    def test_made_password(self):
        answer = self.add_user('weiss@clinic.example', role='admin')
        word, role, email, password = answer.stdout.split()
        self.assertEqual((word, role, email), ('account', 'admin', 'weiss@clinic.example'))
        self.assertGreaterEqual(len(password), 16)
        self.assertEqual(self.serve_data().sign_in(email, password)[0], 200)

    def test_beside_the_running_server(self):
        """Both write; neither may take what the other has taken."""
        self.add_user('first@clinic.example', '--password-stdin', role='receptionist')
        server = self.serve_data()
        token = 'Token ' + server.sign_in('first@clinic.example', PASSWORD)[1]['token']
        for number in range(3):
            self.assertEqual(self.add_user(f'doctor{number}@clinic.example', '--password-stdin').returncode, 0)
            status, reply = server.request('POST', '/telemedicine/api/patients/',
                                           {'given_name': 'Anna', 'family_name': 'Schmidt'}, token)
            self.assertEqual(status, 201, reply)
            self.assertEqual(server.sign_in(f'doctor{number}@clinic.example', PASSWORD)[0], 200)

    def test_faults(self):
        self.assertEqual(self.add_user('taken@clinic.example').returncode, 0)
        stdin = '--password-stdin'
        for email, role, arguments, given, word in (
                ('new@clinic.example', 'doctor', [stdin], 'ninechars\n', 'password: Must have at least 10'),
                ('new@clinic.example', 'doctor', [stdin], 'password2024\n', 'password: Is among those'),
                ('long-enough@clinic.example', 'doctor', [stdin], 'Long-Enough\n', 'password: Must be neither'),
                ('new@clinic.example', 'doctor', [stdin], '', 'password:'),
                ('new@clinic.example', 'doctor', [stdin], 'x' * 1100, 'password:'),
                ('new@clinic.example', 'patient', [], '', 'role:'),
                ('new@clinic.example', 'king', [], '', 'role:'),
                ('nobody', 'doctor', [], '', 'email: Must be an e-mail'),
                ('Taken@clinic.example', 'doctor', [], '', 'email: There is an account'),
                ('new@clinic.example', 'doctor', ['--last-name', ''], '', 'last_name:'),
                ('new@clinic.example', 'doctor', ['--last-name', b'\xff'], '', 'last_name: Must be in UTF-8')):
            with self.subTest(email=email, role=role, word=word):
                self.assertRefused(self.add_user(email, *arguments, role=role, given=given), 1, word)

    def change(self, verb, email='weiss@clinic.example', *arguments, given=''):
        return self.run_program('user', verb, email, '--data', self.data, *arguments, given=given)

    def list_users(self):
        answer = self.run_program('user', 'list', '--data', self.data)
        self.assertEqual(answer.returncode, 0, answer)
        return [line.split('\t') for line in answer.stdout.splitlines()]

    def test_list(self):
        self.add_user('weiss@clinic.example', '--title', 'Dr.')
        self.add_user('Adam@clinic.example', role='nurse')
        self.assertEqual(self.list_users(), [
            ['Adam@clinic.example', 'nurse', 'active', '-', 'Jürgen Weiß'],
            ['weiss@clinic.example', 'doctor', 'active', '-', 'Dr. Jürgen Weiß']])

    def test_change_beside_the_running_server(self):
        """What is taken away is gone at once, with all sign-ins, and the log knows."""
        self.add_user('weiss@clinic.example', '--password-stdin', role='admin')
        server = self.serve_data()
        new = 'another horse entirely'
        for verb, arguments, given, after, password in (
                ('password', ['--password-stdin'], new, 200, new), ('disable', [], '', 401, new),
                ('enable', [], '', 200, new)):
            with self.subTest(verb=verb):
                token = server.sign_in('weiss@clinic.example', PASSWORD if verb == 'password' else new)[1].get('token')
                answer = self.change(verb, 'Weiss@clinic.example', *arguments, given=given)
                self.assertEqual(answer.returncode, 0, answer)
                self.assertEqual(server.request('GET', '/accounts/api/me/', None, f'Token {token}')[0], 401)
                self.assertEqual(server.sign_in('weiss@clinic.example', password)[0], after)
        self.assertEqual(server.sign_in('weiss@clinic.example', PASSWORD)[0], 401)
        token = 'Token ' + server.sign_in('weiss@clinic.example', new)[1]['token']
        rows = server.get('audit/?entity=users', token)[1]['results']
        self.assertEqual([(row['action'], row['address']) for row in reversed(rows)],
                         [('create', 'console'), ('password', 'console'), ('disable', 'console'),
                          ('enable', 'console')])

    def test_reset_second_step(self):
        self.add_user('weiss@clinic.example', '--password-stdin')
        server = self.serve_data()
        token = 'Token ' + server.sign_in('weiss@clinic.example', PASSWORD)[1]['token']
        secret = server.request('POST', '/accounts/api/totp/', {'password': PASSWORD}, token)[1]['secret']
        self.assertEqual(server.request('POST', '/accounts/api/totp/confirm/', {'otp': one_time_code(secret)}, token)[0],
                         200)
        self.assertEqual(self.list_users()[0][3], 'totp')
        self.assertEqual(server.sign_in('weiss@clinic.example', PASSWORD)[1]['code'], 'otp_required')
        self.assertEqual(self.change('reset-totp').returncode, 0)
        self.assertEqual(self.list_users()[0][3], '-')
        self.assertEqual(server.sign_in('weiss@clinic.example', PASSWORD)[0], 200)

    def test_made_new_password(self):
        self.add_user('weiss@clinic.example')
        email, password = self.change('password').stdout.split()
        self.assertEqual(self.serve_data().sign_in(email, password)[0], 200)

    def test_change_faults(self):
        self.add_user('weiss@clinic.example')
        for verb in ('password', 'disable', 'enable', 'reset-totp'):
            with self.subTest(verb=verb):
                self.assertRefused(self.change(verb, 'nobody@clinic.example'), 1, 'email: There is no account')
                self.assertRefused(self.run_program('user', verb, '--data', self.data), 2, 'one e-mail address')
        self.assertRefused(self.change('password', 'weiss@clinic.example', '--password-stdin', given='short'), 1,
                           'password: Must have at least')

    def test_all_faults_at_once(self):
        self.assertRefused(self.run_program('user', 'add', 'new@clinic.example', '--data', self.data), 1,
                           'role:', 'first_name:', 'last_name:')


class DemoTest(CommandTest):
    def test_everybody_can_sign_in(self):
        server = self.serve('--demo')
        accounts = server.read_demo()[0]
        self.assertEqual([role for role, _, _ in accounts], ['doctor', 'doctor', 'nurse', 'receptionist', 'admin'])
        for role, email, password in accounts:
            status, reply = server.sign_in(email, password)
            self.assertEqual((status, reply['user']['role'], reply['user']['email']), (200, role, email))

    def test_has_a_day(self):
        server = self.serve('--demo')
        (_, email, password) = server.read_demo()[0][-1]
        token = 'Token ' + server.sign_in(email, password)[1]['token']
        visits = server.get('consultations/?page_size=100', token)[1]['results']
        self.assertEqual({visit['status'] for visit in visits}, STATES)
        self.assertEqual({visit['video_provider'] for visit in visits}, {'builtin', 'jitsi', 'zoom', 'google_meet'})
        self.assertEqual(server.get('patients/', token)[1]['count'], 30)
        bookings = server.get('bookings/?page_size=100', token)[1]['results']
        self.assertGreater(sum(booking['consultation_id'] is None for booking in bookings), 5)
        for visit in visits:
            if visit['status'] == 'completed':
                self.assertLess(visit['waiting_since'], visit['actual_start'])
                self.assertLess(visit['scheduled_start'], visit['actual_start'])
                self.assertLess(visit['actual_start'], visit['actual_end'])
                self.assertGreater(visit['duration_minutes'], 5)
                self.assertTrue(server.get(f'consultations/{visit["id"]}/', token)[1]['notes'])

    def test_change_log_has_it_all(self):
        server = self.serve('--demo')
        (_, email, password) = server.read_demo()[0][-1]
        token = 'Token ' + server.sign_in(email, password)[1]['token']
        seen, since = {}, 0
        while True:
            page = server.get(f'sync/?since={since}', token)[1]
            for change in page['changes']:
                seen.setdefault(change['entity'], set()).add(change['id'])
            since = page['next']
            if not page['more']:
                break
        for entity in ('patients', 'bookings', 'consultations'):
            count = server.get(f'{entity}/', token)[1]['count']
            self.assertEqual(len(seen[entity]), count, entity)

    def test_patient_may_come(self):
        server = self.serve('--demo')
        accounts, link = server.read_demo()
        path = link.removeprefix(f'http://127.0.0.1:{server.port}')
        status, page = server.request('GET', path)
        self.assertEqual((status, path[:3]), (200, '/d/'))
        self.assertIn('<html', page)
        credential = 'Door ' + path.rsplit('/', 1)[1]
        door = server.get('doors/current/', credential)[1]
        self.assertEqual((door['state'], door['role']), ('open', 'patient'))
        self.assertTrue(door['clinic']['name'] and door['clinic']['phone'])
        self.assertEqual(door['doctor_name'], server.sign_in(*accounts[0][1:])[1]['user']['name'])
        status, reply = server.request('POST', f'/telemedicine/api/consultations/{door["consultation_id"]}/join_waiting/',
                                       {}, credential)
        self.assertEqual((status, reply['queue_position']), (200, 1))

    def test_leaves_nothing(self):
        server = self.serve('--demo')
        server.read_demo()
        files = (os.readlink(f'/proc/{server.process.pid}/fd/{name}') for name in
                 os.listdir(f'/proc/{server.process.pid}/fd'))
        folder = next(os.path.dirname(path) for path in files if path.endswith('/ausculta.db'))
        self.assertEqual(server.end()[0], 0)
        self.assertFalse(os.path.exists(folder), folder)

    def test_keeps_a_folder_that_was_named(self):
        server = self.serve('--demo', '--data', self.data)
        (_, email, password), *_ = server.read_demo()[0]
        server.process.kill()
        server.wait()
        self.assertRefused(self.run_program('--demo', '--listen', '127.0.0.1:0', '--data', self.data), 1,
                           'has a database already')
        self.assertEqual(self.serve_data().sign_in(email, password)[0], 200)

    def test_stays_on_this_machine(self):
        for address in ('0.0.0.0:0', '[::]:0', '192.0.2.1:8005'):
            with self.subTest(address=address):
                self.assertRefused(self.run_program('--demo', '--listen', address), 1, 'this machine alone', address)


if __name__ == '__main__':
    main()
