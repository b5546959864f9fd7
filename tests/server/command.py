"""A server run as its administrator runs it, and what its tests share."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

from ws import WebSocket

PATIENCE = 20
PASSWORD = 'correct horse battery'
NAMES = ('--first-name', 'Jürgen', '--last-name', 'Weiß')


class Server:
    """A server that listens, with what it said so far."""

    def __init__(self, program, *arguments, environment=None, errors=None, context=None):
        self.context = context
        self.process = subprocess.Popen([program, *arguments], text=True, stdin=subprocess.DEVNULL, stderr=errors,
                                        stdout=subprocess.PIPE, env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline()
        scheme = 'https' if context else 'http'
        found = re.fullmatch(rf'Listening on {scheme}://(127\.0\.0\.[12]):([1-9][0-9]*)/\n', line)
        assert found, f'it said {line!r}'
        self.address, self.port = found[1], int(found[2])

    def read_demo(self):
        """The accounts as (role, email, password), and the link of the patient."""
        accounts = []
        while (words := self.process.stdout.readline().split())[0] == 'account':
            accounts.append(tuple(words[1:]))
        assert words[0] == 'door', words
        return accounts, words[1]

    def connect(self):
        if self.context:
            return http.client.HTTPSConnection(self.address, self.port, timeout=PATIENCE, context=self.context)
        return http.client.HTTPConnection(self.address, self.port, timeout=PATIENCE)

    def request(self, method, path, body=None, credential=None, **more):
        """more: headers, with _ for -"""
        connection = self.connect()
        headers = {'Content-Type': 'application/json', **{name.replace('_', '-'): value for name, value in more.items()}}
        if credential:
            headers['Authorization'] = credential
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text) if 'json' in answer.headers['Content-Type'] else text

    def get(self, path, credential):
        return self.request('GET', '/telemedicine/api/' + path, None, credential)

    def sign_in(self, email, password):
        return self.request('POST', '/accounts/api/login/', {'email': email, 'password': password})

    def end(self, number=signal.SIGTERM):
        """Answers the exit code and what it said since."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        rest, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, rest

    def close(self):
        """Told to go, it goes clean, so that a sanitizer can speak and nothing is left in the folder of a demo."""
        if self.process.poll() is None:
            code = self.end()[0]
            assert code == 0, f'it ended with {code}'
        self.process.stdout.close()


class CommandTest(unittest.TestCase):
    """A folder for each test, and nobody is left running."""

    program = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='ausculta-test-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = os.path.join(self.folder, 'data')

    def serve(self, *arguments, listen=('--listen', '127.0.0.1:0'), **options):
        server = Server(self.program, *listen, *arguments, **options)
        self.addCleanup(server.close)
        return server

    def serve_data(self, *arguments, **options):
        return self.serve('--data', self.data, *arguments, **options)

    def run_program(self, *arguments, given='', environment=None):
        return subprocess.run([self.program, *arguments], input=given, text=True, capture_output=True,
                              timeout=PATIENCE, env={**os.environ, **(environment or {})})

    def assertRefused(self, answer, code, *words):
        self.assertEqual((answer.returncode, answer.stdout), (code, ''), answer)
        for word in words:
            self.assertIn(word, answer.stderr)

    def add_user(self, email, *arguments, role='doctor', given=PASSWORD, **options):
        return self.run_program('user', 'add', email, '--role', role, *NAMES, '--data', self.data, *arguments,
                                given=given, **options)

    def listen(self, server, token):
        return WebSocket(server.address, server.port, '/ws/events/', {'Authorization': f'Token {token}'},
                         server.context)

    def notify_socket(self):
        path = os.path.join(self.folder, 'notify')
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(path)
        notify.settimeout(PATIENCE)
        self.addCleanup(notify.close)
        return notify, {'NOTIFY_SOCKET': path}


def main():
    CommandTest.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
