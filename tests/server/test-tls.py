"""ausculta-server with a certificate of its own: TLS under everything, with the same limits.

    test-tls.py PROGRAM
"""

import os
import select
import shutil
import signal
import socket
import ssl
import subprocess
import time

from certificate import make_certificate
from command import CommandTest, PATIENCE, main

N_CONNECTIONS = 2000
# The server's own, for a head to be complete.
HEADER_TIME = 10


class TlsTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.certificate, self.key = self.folder + '/server.crt', self.folder + '/server.key'
        self.make_certificate('first')

    def make_certificate(self, name):
        """Its files appear whole."""
        make_certificate(self.certificate + '.new', self.key + '.new', name)
        os.rename(self.key + '.new', self.key)
        os.rename(self.certificate + '.new', self.certificate)

    def serve_tls(self, *arguments):
        server = self.serve('--tls-cert', self.certificate, '--tls-key', self.key, *arguments,
                            context=ssl.create_default_context(cafile=self.certificate))
        return server

    def serve_demo(self):
        """With the token of the administrator."""
        server = self.serve_tls('--demo')
        (_, email, password) = server.read_demo()[0][-1]
        return server, server.sign_in(email, password)[1]['token']

    def connect(self, server):
        return socket.create_connection((server.address, server.port), PATIENCE)

    def shake(self, server):
        return server.context.wrap_socket(self.connect(server), server_hostname=server.address)

    def read_name(self, server):
        """That of the certificate which new connections get."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with context.wrap_socket(self.connect(server)) as connection:
            text = ssl.DER_cert_to_PEM_cert(connection.getpeercert(True))
        answer = subprocess.run(['openssl', 'x509', '-noout', '-subject'], input=text, text=True, check=True,
                                capture_output=True)
        return answer.stdout.split('=')[-1].strip()

    def await_name(self, server, name):
        deadline = time.monotonic() + PATIENCE
        while (found := self.read_name(server)) != name:
            self.assertLess(time.monotonic(), deadline, found)

    def test_serves(self):
        server = self.serve_tls('--demo')
        accounts, link = server.read_demo()
        self.assertTrue(link.startswith(f'https://127.0.0.1:{server.port}/d/'), link)
        self.assertEqual(server.sign_in(*accounts[0][1:])[0], 200)
        self.assertEqual(server.end(), (0, ''))

    def test_configured(self):
        path = self.folder + '/server.conf'
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'[server]\ntls-cert={self.certificate}\ntls-key={self.key}\n')
        server = self.serve('--demo', '--config', path, context=ssl.create_default_context(cafile=self.certificate))
        self.assertEqual(server.request('GET', '/health/ready')[0], 200)

    def test_versions(self):
        server = self.serve_tls('--demo')
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            server.context.minimum_version = server.context.maximum_version = version
            self.assertEqual(server.request('GET', '/health/live')[0], 200, version)
            with self.shake(server) as connection:
                self.assertEqual(connection.version(), version.name.replace('_', '.'))

    def test_web_socket(self):
        server, token = self.serve_demo()
        with self.listen(server, token) as events:
            status, patient = server.request('POST', '/telemedicine/api/patients/',
                                             {'given_name': 'Anna', 'family_name': 'Schmidt'}, 'Token ' + token)
            self.assertEqual(status, 201, patient)
            self.assertGreater(events.wait('changes')['seq'], 0)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(events.wait_closed(), 1001)
            self.assertEqual(server.wait()[0], 0)

    def test_reader_that_stops(self):
        """More than the kernel holds is asked for before anything is read; all of it comes, in order."""
        server, token = self.serve_demo()
        path = '/telemedicine/api/consultations/?page_size=100'
        whole = server.request('GET', path, None, 'Token ' + token)[1]
        n_requests = 400
        request = f'GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Token {token}\r\n'
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect((server.address, server.port))
        with server.context.wrap_socket(raw, server_hostname=server.address) as connection:
            connection.settimeout(PATIENCE)
            requests = (request + '\r\n') * (n_requests - 1) + request + 'Connection: close\r\n\r\n'
            connection.sendall(requests.encode())
            # Others are served meanwhile, however long it takes.
            for _ in range(20):
                self.assertEqual(server.request('GET', path, None, 'Token ' + token), (200, whole))
            self.assertGreater(self.count_queued(connection), 0)
            answers = b''.join(iter(lambda: connection.recv(65536), b''))
        bodies = {part.partition(b'\r\n\r\n')[2] for part in answers.split(b'HTTP/1.1 200 OK\r\n')[1:]}
        self.assertEqual(answers.count(b'HTTP/1.1 200 OK\r\n'), n_requests)
        self.assertEqual({len(body) for body in bodies}, {len(next(iter(bodies)))})

    def count_queued(self, connection):
        return len(select.select([connection], [], [], PATIENCE)[0])

    def test_plain_http_is_refused(self):
        server = self.serve_tls('--demo')
        with self.connect(server) as plain:
            plain.sendall(b'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n')
            try:
                answer = b''.join(iter(lambda: plain.recv(4096), b''))
            except ConnectionResetError:
                answer = b''
        self.assertNotIn(b'HTTP/', answer)
        self.assertEqual(server.request('GET', '/health/live')[0], 200)

    def test_slow_handshakes_are_cut(self):
        server = self.serve_tls('--demo')
        hello = self.make_hello()
        began = time.monotonic()
        connections = [self.connect(server) for _ in range(3)]
        connections[1].sendall(hello[:40])
        dripped = 0
        waiting = set(connections)
        while waiting and time.monotonic() < began + HEADER_TIME + 5:
            for connection in select.select(list(waiting), [], [], 0.5)[0]:
                with self.subTest(kind=connections.index(connection)):
                    self.assertGreater(time.monotonic() - began, HEADER_TIME - 1)
                waiting.discard(connection)
            if connections[2] in waiting:
                connections[2].send(hello[dripped:dripped + 1])
                dripped += 1
        for connection in connections:
            connection.close()
        self.assertEqual(len(waiting), 0)

    def make_hello(self):
        """What a client says first."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname='a')
        with self.assertRaises(ssl.SSLWantReadError):
            client.do_handshake()
        return outgoing.read()

    def test_connections_leave_nothing(self):
        server = self.serve_tls('--demo')
        folder = f'/proc/{server.process.pid}/fd'
        self.assertEqual(server.request('GET', '/health/live')[0], 200)
        before = len(os.listdir(folder))
        hello = self.make_hello()
        for number in range(N_CONNECTIONS):
            kind = number % 4
            if kind == 0:
                self.assertEqual(server.request('GET', '/health/live')[0], 200)
            elif kind == 1:
                self.shake(server).close()
            else:
                with self.connect(server) as connection:
                    connection.sendall(hello[:-1 if kind == 2 else None])
        deadline = time.monotonic() + PATIENCE
        while len(os.listdir(folder)) > before:
            self.assertLess(time.monotonic(), deadline, f'{len(os.listdir(folder))} descriptors, {before} before')
        self.assertEqual(server.request('GET', '/health/live')[0], 200)

    def test_renewed_certificate(self):
        server = self.serve_tls('--demo')
        connection = server.connect()
        connection.request('GET', '/health/live')
        self.assertEqual(connection.getresponse().read(), b'{"status":"ok"}')
        self.make_certificate('second')
        self.assertEqual(self.read_name(server), 'first')
        server.process.send_signal(signal.SIGHUP)
        self.await_name(server, 'second')
        connection.request('GET', '/health/live')
        self.assertEqual(connection.getresponse().read(), b'{"status":"ok"}')
        connection.close()

        with open(self.certificate, 'w', encoding='utf-8') as stream:
            stream.write('nothing')
        server.process.send_signal(signal.SIGHUP)
        self.assertEqual(self.read_name(server), 'second')
        self.make_certificate('third')
        server.process.send_signal(signal.SIGHUP)
        self.await_name(server, 'third')

    def test_faults(self):
        other = self.folder + '/other.key'
        shutil.copy(self.key, other)
        self.make_certificate('second')
        for certificate, key, words in ((self.certificate, None, ['tls-key']), (None, self.key, ['tls-cert']),
                                        (self.folder + '/none', self.key, ['/none']),
                                        (self.certificate, self.folder + '/none', ['/none']),
                                        (self.certificate, other, [other]), (self.key, self.key, [self.key])):
            with self.subTest(certificate=certificate, key=key):
                arguments = ['--tls-cert', certificate] if certificate else []
                arguments += ['--tls-key', key] if key else []
                self.assertRefused(self.run_program('--data', self.data, '--listen', '127.0.0.1:0', *arguments), 1, *words)


if __name__ == '__main__':
    main()
