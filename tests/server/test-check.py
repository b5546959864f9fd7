"""ausculta-server check: one line for each thing, with a way to mend what is not well.

    test-check.py PROGRAM
"""

import contextlib
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import time
import unittest

from certificate import make_certificate
from command import CommandTest, main

LINE = re.compile(r'(ok  |warn|fail)  ([^:]+): (.+)')
THINGS = {'configuration', 'data folder', 'disk', 'secret key', 'database', 'recordings', 'files', 'clock', 'time zones', 'public URL',
          'certificate', 'port', 'Built-in call', 'Jitsi Meet', 'Zoom', 'Google Meet', 'mail', 'relay'}


class CheckTest(CommandTest):
    def check(self, config='', port=0, named=None):
        """The exit code, and (verdict, text) of each thing. Whatever is not well has a sentence on what to do."""
        path = os.path.join(self.folder, 'server.conf')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'[server]\nlisten=127.0.0.1:{port}\n{config}')
        answer = self.run_program('check', '--data', self.data, '--config', named or path)
        self.assertEqual(answer.stderr, '')
        lines = {}
        for line in answer.stdout.splitlines():
            verdict, thing, text = LINE.fullmatch(line).groups()
            self.assertNotIn(thing, lines)
            lines[thing] = verdict.strip(), text
            if verdict != 'ok  ':
                self.assertRegex(text, r' – [A-Z].+\.$')
        failed = any(verdict == 'fail' for verdict, _ in lines.values())
        self.assertEqual(answer.returncode, int(failed), answer)
        return lines

    def assertSays(self, lines, thing, verdict, *words):
        self.assertEqual(lines[thing][0], verdict, lines[thing])
        for word in words:
            self.assertIn(word, lines[thing][1])

    def start_and_end(self):
        self.assertEqual(self.serve_data().end()[0], 0)

    def test_all_is_well(self):
        server = self.serve_data()
        lines = self.check('public-url=https://clinic.example\n', port=server.port)
        self.assertEqual(set(lines), THINGS)
        self.assertSays(lines, 'port', 'ok', 'is ready')
        self.assertSays(lines, 'database', 'ok', 'whole, version')
        self.assertSays(lines, 'public URL', 'ok', 'https://clinic.example')
        self.assertEqual({thing for thing, (verdict, _) in lines.items() if verdict != 'ok'} - {'clock', 'disk', 'relay'}, set())

    def test_accounts_that_were_set_up_in_the_app(self):
        """Secrets are sealed by the server, so that these are of accounts without any."""
        self.start_and_end()

        def store(name, settings='{}', **more):
            row = {'name': name, 'revision': 1, 'is_enabled': 1, 'settings': settings, 'updated_at': 1, **more}
            with contextlib.closing(sqlite3.connect(os.path.join(self.data, 'ausculta.db'))) as database, database:
                database.execute(f'INSERT OR REPLACE INTO providers ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})',
                                 list(row.values()))

        store('zoom')
        self.assertSays(self.check(), 'Zoom', 'warn', 'Account ID is needed', 'page of video providers')
        store('zoom', is_enabled=0)
        self.assertSays(self.check(), 'Zoom', 'ok', 'switched off')
        store('google_meet', '{"sign_in": "user", "client_id": "x"}')
        self.assertSays(self.check(), 'Google Meet', 'warn', 'Client secret is needed')
        self.assertSays(self.check(), 'Jitsi Meet', 'ok', 'not set up')

    def test_before_the_first_start(self):
        lines = self.check()
        self.assertSays(lines, 'data folder', 'warn', self.data)
        self.assertSays(lines, 'public URL', 'warn', 'public-url')
        self.assertFalse(os.path.exists(self.data))

    def test_configuration(self):
        self.assertSays(self.check('listen-on=80\n'), 'configuration', 'fail', 'listen-on')
        for line in ('public-url=https://clinic.example/?a=b', 'origins=https://a.example/'):
            self.assertSays(self.check(line + '\n'), 'configuration', 'fail', line.split('=')[0])
        self.assertSays(self.check(named='/nowhere.conf'), 'configuration', 'fail', '/nowhere.conf')
        self.assertSays(self.check('public-url=http://clinic.example\n'), 'public URL', 'warn', 'https')
        self.assertSays(self.check('[jitsi]\nurl=https://meet.example\napp-id=a\napp-secret=short\n'), 'Jitsi Meet', 'warn',
                        'cannot be used')

    def test_open_to_others(self):
        self.start_and_end()
        os.chmod(self.data, 0o755)
        os.chmod(self.data + '/secret.key', 0o640)
        lines = self.check()
        self.assertSays(lines, 'data folder', 'fail', '755', 'chmod 700')
        self.assertSays(lines, 'secret key', 'fail', '640', 'chmod 600')

    def test_key(self):
        self.start_and_end()
        os.truncate(self.data + '/secret.key', 31)
        self.assertSays(self.check(), 'secret key', 'fail', 'backup')
        with open(self.data + '/secret.key', 'wb') as stream:
            stream.write(b'x' * 32)
        self.assertSays(self.check(), 'secret key', 'fail', 'not the key', 'backup')
        os.unlink(self.data + '/secret.key')
        self.assertSays(self.check(), 'secret key', 'fail', 'not there', 'backup')

    def test_database(self):
        self.start_and_end()
        with sqlite3.connect(self.data + '/ausculta.db') as database:
            database.execute('PRAGMA user_version = 9999')
        database.close()
        self.assertSays(self.check(), 'database', 'fail', 'version 9999', 'newer program')
        with open(self.data + '/ausculta.db', 'r+b') as stream:
            stream.seek(8192)
            stream.write(b'\xff' * 4096 * 4)
        self.assertSays(self.check(), 'database', 'fail', 'backup')

    def test_clock(self):
        self.start_and_end()
        ahead = time.time() + 3600
        os.utime(self.data + '/ausculta.db', (ahead, ahead))
        self.assertSays(self.check(), 'clock', 'fail', 'written later', 'timedatectl')

    def test_port(self):
        with socket.create_server(('127.0.0.1', 0)) as other:
            port = other.getsockname()[1]
            self.assertSays(self.check(port=port), 'port', 'fail', 'somebody else')
        self.assertSays(self.check(port=port), 'port', 'ok', 'is free')
        lines = self.check('[clinic]\nname=A\n', port='0\nlisten=192.0.2.1:8005')
        self.assertSays(lines, 'port', 'fail', '192.0.2.1:8005')

    def test_certificate(self):
        config = f'tls-cert={self.folder}/crt\ntls-key={self.folder}/key\n'
        self.assertSays(self.check(config), 'certificate', 'fail', '/crt')
        self.assertSays(self.check('tls-cert=/a\n'), 'certificate', 'fail', 'missing')
        make_certificate(self.folder + '/crt', self.folder + '/key', 'a', 5)
        self.assertSays(self.check(config), 'certificate', 'warn', 'Renew it')
        make_certificate(self.folder + '/crt', self.folder + '/key', 'a', 30)
        self.assertSays(self.check(config), 'certificate', 'ok', 'good for')
        server = self.serve_data('--tls-cert', self.folder + '/crt', '--tls-key', self.folder + '/key',
                                 context=ssl.create_default_context(cafile=self.folder + '/crt'))
        self.assertSays(self.check(config, port=server.port), 'port', 'ok', 'with TLS')
        with socket.create_server(('127.0.0.1', 0)) as other:
            self.assertEqual(server.end()[0], 0)
            self.assertSays(self.check(config, port=other.getsockname()[1]), 'port', 'fail', 'somebody else')

    def start_relay(self):
        """A real one; answers its port."""
        with socket.create_server(('127.0.0.1', 0)) as probe:
            port = probe.getsockname()[1]
        path = self.folder + '/relay.conf'
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port={port}\nuse-auth-secret\n'
                         f'static-auth-secret=north\nrealm=clinic.example\nallow-loopback-peers\nno-cli\nno-tls\nno-dtls\n'
                         f'log-file={self.folder}/relay.log\nsimple-log\nuserdb={self.folder}/relay.db\n'
                         f'pidfile={self.folder}/relay.pid\n')
        relay = subprocess.Popen(['turnserver', '-c', path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(relay.wait, 10)
        self.addCleanup(relay.terminate)
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port)):
                return port
            self.assertIsNone(relay.poll(), 'the relay is gone')
            time.sleep(0.02)
        raise AssertionError('the relay does not listen')

    @unittest.skipUnless(shutil.which('turnserver'), 'needs coturn')
    def test_relay(self):
        self.assertSays(self.check(), 'relay', 'ok', 'none')
        self.assertSays(self.check('public-url=https://clinic.example\n'), 'relay', 'warn', 'turn-secret')
        port = self.start_relay()
        servers = (f'stun:127.0.0.1:{port};turn:127.0.0.1:{port}?transport=udp;turn:127.0.0.1:{port}?transport=tcp;'
                   f'turns:127.0.0.1:{port};turn:nobody.invalid')
        lines = self.check(f'[call]\nice-servers={servers}\nturn-secret=north\n')
        self.assertSays(lines, 'finder 1', 'ok', f'stun:127.0.0.1:{port}', 'answers')
        for thing, way in (('relay 2', 'udp'), ('relay 3', 'tcp')):
            self.assertSays(lines, thing, 'ok', f'transport={way}', 'lets two sides meet')
        self.assertSays(lines, 'relay 4', 'fail', 'turns:')
        self.assertSays(lines, 'relay 5', 'fail', 'nobody.invalid', 'name')
        wrong = self.check(f'[call]\nice-servers=turn:127.0.0.1:{port}\nturn-secret=south\n')
        self.assertSays(wrong, 'relay 1', 'fail', '401', 'static-auth-secret')
        self.assertNotIn('south', wrong['relay 1'][1])

    def test_words(self):
        self.assertRefused(self.run_program('check', 'everything'), 2, 'means nothing')


if __name__ == '__main__':
    main()
