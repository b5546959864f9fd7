"""The patient's page and its files, and how the server goes."""

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
