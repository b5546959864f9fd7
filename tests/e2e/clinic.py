"""The clinic's server of the end-to-end test: the real program on a real folder, and the API as reception uses it."""

import json
import sqlite3
import subprocess
import urllib.error
import urllib.request

PASSWORD = 'correct horse battery'


class Clinic:
    def __init__(self, program, folder, address='127.0.0.1:0'):
        self.program = program
        self.folder = folder
        self.address = address
        self.process = None
        self.uri = None
        self.tokens = {}
        self.options = []

    def add_user(self, email, role, *names):
        given, family = names
        command = [self.program, 'user', 'add', email, '--role', role, '--first-name', given, '--last-name', family,
                   '--data', self.folder, '--password-stdin']
        if role == 'doctor':
            command += ['--title', 'Dr.']
        subprocess.run(command, input=f'{PASSWORD}\n', text=True, check=True, timeout=30, stdout=subprocess.DEVNULL)

    def set(self, name, value):
        """What an admin may change, beside the server."""
        with sqlite3.connect(f'{self.folder}/ausculta.db', timeout=20) as database:
            database.execute("INSERT OR REPLACE INTO clinic_settings VALUES (?, ?, 1, 0, '')", (name, str(value)))
        database.close()

    def start(self, configuration=None):
        """configuration: the text of a file, kept for the next start."""
        self.configure(configuration)
        address = self.uri.removeprefix('http://').rstrip('/') if self.uri else self.address
        self.process = subprocess.Popen([self.program, '--listen', address, '--data', self.folder, *self.options],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith('Listening on '), f'the server says {line!r}'
        self.uri = line.removeprefix('Listening on ').strip()

    def configure(self, text):
        if text is not None:
            path = f'{self.folder}.conf'
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            self.options = ['--config', path]

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=10)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(timeout=20) == 0, 'the server did not end cleanly'

    def call(self, method, path, body=None, who=None):
        request = urllib.request.Request(self.uri + path, method=method)
        request.add_header('Content-Type', 'application/json')
        if who:
            request.add_header('Authorization', f'Token {self.token(who)}')
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=10) as answer:
                return json.loads(answer.read() or b'null')
        except urllib.error.HTTPError as error:
            raise AssertionError(f'{method} {path}: {error.code} {error.read().decode()}') from error

    def fetch(self, path, who):
        """The bytes of something that is no JSON."""
        request = urllib.request.Request(self.uri + path)
        request.add_header('Authorization', f'Token {self.token(who)}')
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def token(self, email):
        if email not in self.tokens:
            self.tokens[email] = self.call('POST', 'accounts/api/login/', {'email': email, 'password': PASSWORD})['token']
        return self.tokens[email]
