"""The patient's page and its files, and how the server goes."""

import gzip
import http.client
import os
import re
import socket

from clinic import ClinicTest, main

FILES = os.path.join(os.path.dirname(__file__), '../../resources/web')


class PageTest(ClinicTest):
    def fetch(self, path, method='GET', **headers):
        """As it stands, without making the path tidy."""
        connection = http.client.HTTPConnection(self.clinic.process.host, self.clinic.process.port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply, body

    def assertPolicy(self, reply):
        policy = dict(part.strip().split(' ', 1) for part in reply.headers['Content-Security-Policy'].split(';'))
        self.assertEqual(policy['default-src'], "'none'")
        self.assertEqual(policy['script-src'], "'self'")
        self.assertEqual(policy['frame-ancestors'], "'none'")
        self.assertNotRegex(' '.join(policy.values()), r'unsafe|\*|https?:')
        self.assertEqual(reply.headers['X-Content-Type-Options'], 'nosniff')
        self.assertEqual(reply.headers['Referrer-Policy'], 'no-referrer')

    def test_doors(self):
        visit = self.clinic.visit()
        good, shell = self.fetch(f'/d/{visit.door}')
        bad, same = self.fetch('/d/' + 'x' * 22)
        self.assertEqual((good.status, bad.status), (200, 404))
        self.assertEqual(shell, same)
        for reply in (good, bad):
            self.assertPolicy(reply)
            self.assertEqual(reply.headers['Content-Type'], 'text/html; charset=utf-8')
            self.assertEqual(reply.headers['Cache-Control'], 'no-store')
        self.assertEqual(self.fetch(f'/d/{visit.door}/')[0].status, 200)
        for path in (f'/d/{visit.door}/x', f'/d/{visit.door}x', '/d/', '/d', f'/d//{visit.door}', f'/d/{visit.door}%00',
                     f'/x/../d/x{visit.door}'):
            with self.subTest(path=path):
                self.assertIn(self.fetch(path)[0].status, (400, 404))

    def test_the_page_asks_for_nothing_from_elsewhere(self):
        _, shell = self.fetch('/d/x')
        for address in re.findall(r'(?:src|href)="([^"]*)"', shell.decode()):
            self.assertTrue(address.startswith('/web/') or address.startswith('#'), address)
            if address.startswith('/web/'):
                self.assertEqual(self.fetch(address)[0].status, 200, address)
        self.assertNotRegex(shell.decode(), r'<script(?![^>]*src=)|<style| on\w+=| style=')

    def test_every_file(self):
        types = {'.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml'}
        for name in sorted(os.listdir(FILES)):
            if os.path.splitext(name)[1] in types:
                with self.subTest(name=name):
                    reply, body = self.fetch(f'/web/{name}')
                    with open(os.path.join(FILES, name), 'rb') as file:
                        self.assertEqual((reply.status, body), (200, file.read()))
                    self.assertEqual(reply.headers['Content-Type'], types[os.path.splitext(name)[1]])
                    self.assertPolicy(reply)

    def unpacked(self, reply, body):
        return gzip.decompress(body) if reply.headers['Content-Encoding'] == 'gzip' else body

    def test_files_are_compressed_for_those_who_can_read_it(self):
        for name in ('door.js', 'door.css', 'icon.svg', 'texts/ar.js', 'door.html'):
            with open(os.path.join(FILES, name), 'rb') as file:
                text = file.read()
            for accepted, packed in (
                    ('gzip', True), ('GZIP', True), ('gzip, deflate, br', True), ('br;q=1.0, gzip;q=0.1', True),
                    (None, False), ('', False), ('gzip;q=0', False), ('br', False), ('identity', False), ('x-gzipped', False)):
                with self.subTest(name=name, accepted=accepted):
                    headers = {} if accepted is None else {'Accept-Encoding': accepted}
                    reply, body = self.fetch(f'/web/{name}', **headers)
                    self.assertEqual((reply.status, reply.headers['Content-Encoding']), (200, 'gzip' if packed else None))
                    self.assertEqual(reply.headers['Vary'], 'Accept-Encoding')
                    self.assertEqual(self.unpacked(reply, body), text)
                    self.assertEqual(len(body) < len(text), packed)
                    head, nothing = self.fetch(f'/web/{name}', 'HEAD', **headers)
                    self.assertEqual((head.headers['Content-Length'], head.headers['ETag'], nothing),
                                     (str(len(body)), reply.headers['ETag'], b''))

    def test_files_are_fetched_once(self):
        connection = http.client.HTTPConnection(self.clinic.process.host, self.clinic.process.port, timeout=10)

        def ask(name, **headers):
            connection.request('GET', f'/web/{name}', headers={name.replace('_', '-'): value for name, value in headers.items()})
            reply = connection.getresponse()
            return reply, reply.read()

        plain, packed = (ask('door.js', Accept_Encoding=coding)[0].headers['ETag'] for coding in ('identity', 'gzip'))
        self.assertNotEqual(plain, packed)
        self.assertNotEqual(plain, ask('call.js', Accept_Encoding='identity')[0].headers['ETag'])
        for tags, coding, status in (
                (plain, 'identity', 304), (f'W/{plain}', 'identity', 304), (f'"x", {plain}', 'identity', 304),
                ('*', 'identity', 304), (packed, 'gzip', 304), (packed, 'identity', 200), (plain, 'gzip', 200),
                ('"x"', 'gzip', 200), ('x', 'gzip', 200)):
            with self.subTest(tags=tags, coding=coding):
                reply, body = ask('door.js', If_None_Match=tags, Accept_Encoding=coding)
                self.assertEqual((reply.status, bool(body)), (status, status == 200))
                self.assertEqual((reply.headers['ETag'], reply.headers['Vary'], reply.headers['Cache-Control']),
                                 (plain if coding == 'identity' else packed, 'Accept-Encoding', 'no-cache'))
        connection.close()

    def test_what_concerns_somebody_is_never_compressed(self):
        """Beside words that another may have written, the length of a compressed secret tells on it (BREACH)."""
        visit = self.clinic.visit(reason='x' * 400)
        for who, path in (('doctor', visit.path), ('doctor', 'consultations/'), ('doctor', visit.path + 'doors/'),
                          ('doctor', 'sync/'), (visit.door, 'doors/current/'), (None, '/accounts/api/me/'),
                          (None, '/health/live'), ('doctor', 'nothing/')):
            with self.subTest(path=path):
                reply = self.clinic.get(who, path, Accept_Encoding='gzip, deflate, br')
                self.assertIsNone(reply.headers['Content-Encoding'])
                self.assertIsNotNone(reply.json)

    def test_the_page_of_a_door_is_kept_by_nobody(self):
        visit = self.clinic.visit()
        reply, body = self.fetch(f'/d/{visit.door}', **{'Accept-Encoding': 'gzip', 'If-None-Match': '*'})
        self.assertEqual((reply.status, reply.headers['Cache-Control'], reply.headers['ETag']), (200, 'no-store', None))
        self.assertIn(b'<html', self.unpacked(reply, body))

    def test_answers_that_are_no_page(self):
        for method, path, status in (('GET', '/web/none.js', 404), ('POST', '/web/door.js', 405), ('PUT', '/d/x', 405)):
            with self.subTest(method=method, path=path):
                reply, _ = self.fetch(path, method, **{'X-Request-Id': 'my-request.2', 'Content-Length': '0'})
                self.assertEqual((reply.status, reply.headers['Cache-Control'], reply.headers['X-Request-Id'],
                                  reply.headers['X-Content-Type-Options'], reply.headers['Content-Type']),
                                 (status, 'no-store', 'my-request.2', 'nosniff', 'application/problem+json'))

    def test_nothing_else_is_a_file(self):
        for path in ('/web/', '/web', '/web/none.js', '/web/../sql/0001-first-consultation.sql', '/web//door.js',
                     '/web/%2e%2e/sql/0001-first-consultation.sql', '/web/..%2fsql%2f0001-first-consultation.sql',
                     '/web/....//door.js', '/web//etc/passwd', '/web/..%2f..%2f..%2fetc%2fpasswd',
                     '/../../etc/passwd', '/web/%00', '/WEB/door.js', '/web\\door.js', '/web/.', '/web/door.js%00.css'):
            with self.subTest(path=path):
                reply, body = self.fetch(path)
                self.assertIn(reply.status, (400, 404))
                self.assertNotIn(b'CREATE TABLE', body)
                self.assertNotIn(b'root:', body)

    def test_methods(self):
        for path in ('/d/x', '/web/door.js'):
            reply, body = self.fetch(path, 'POST', **{'Content-Length': '0'})
            self.assertEqual((reply.status, reply.headers['Allow']), (405, 'GET, HEAD'))
            self.assertIn(b'method_not_allowed', body)
            head, body = self.fetch(path, 'HEAD')
            self.assertEqual(body, b'')
            self.assertEqual(head.headers['Content-Length'], str(len(self.fetch(path)[1])))


class DepartureTest(ClinicTest):
    def test_sockets_are_told(self):
        visit = self.clinic.visit(status='waiting')
        sockets = [self.clinic.listen('doctor'), visit.enter('doctor'), visit.enter(visit.door)]
        idle = socket.create_connection((self.clinic.process.host, self.clinic.process.port))
        self.clinic.process.tell_to_go()
        self.assertEqual([one.wait_closed() for one in sockets], [1001, 1001, 1001])
        self.clinic.restart()
        self.assertEqual(idle.recv(1), b'')
        idle.close()
        # Nobody is there after the start, and the seat is kept.
        self.assertEqual(visit.show()['patient_presence'], 'lost')
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['present'], True)

    def test_sockets_that_do_not_answer_keep_nobody(self):
        visit = self.clinic.visit()
        with visit.enter('doctor'), self.clinic.listen('doctor'):
            self.clinic.restart()
        self.assertEqual(visit.show()['status'], 'scheduled')


if __name__ == '__main__':
    main()
