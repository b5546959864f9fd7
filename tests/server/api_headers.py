"""What every answer of every route says of itself, whatever it answers."""

import http.client

from api_access import read_routes
from clinic import ClinicTest, main, new_id

METHODS = ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
FRIEND = 'http://localhost:5173'
FORBIDDEN = 'https://evil.example'


class HeadersTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit()
        self.clinic.authorization('admin')

    def paths(self):
        """Each path with what it takes."""
        nobody = new_id()
        methods = {}
        for route in read_routes():
            method, path = route.split(' ')
            path = path if path.startswith(('accounts', 'health', 'metrics', 'telemedicine')) else f'telemedicine/api/{path}'
            path = path.replace('consultations/{id}', f'consultations/{self.visit.id}').replace('{id}', nobody)
            path = f'/{path.replace("{name}", "builtin")}/'
            methods.setdefault(path, set()).add(method)
        self.assertGreater(len(methods), 40)
        return sorted(methods.items())

    def assertHeaders(self, reply):
        headers = reply.headers
        self.assertEqual(headers.get_all('Cache-Control'), ['no-store'])
        self.assertEqual(headers.get_all('X-Content-Type-Options'), ['nosniff'])
        self.assertEqual(headers.get_all('X-Request-Id'), ['my-request.3'])
        self.assertEqual(headers.get_all('Vary'), ['Origin'])
        self.assertIsNone(headers['Content-Encoding'])
        self.assertIsNone(headers['Server'])
        if reply.status != 204:
            self.assertTrue(headers['Content-Type'].startswith(('application/json', 'application/problem+json', 'text/plain')))

    def ask(self, who, method, path, body=None, **headers):
        headers = {'X-Request-Id': 'my-request.3', 'Accept-Encoding': 'gzip', **headers}
        return self.clinic.request(method, path, body, {**self.clinic.authorization(who), **headers})

    def test_answers_and_refusals(self):
        for path, methods in self.paths():
            for method in methods:
                with self.subTest(method=method, path=path):
                    self.assertHeaders(self.ask(None, method, path))
                    if method == 'GET':
                        self.assertHeaders(self.ask('admin', 'GET', path))
                    elif method != 'DELETE':
                        reply = self.ask('admin', method, path, b'{', **{'Content-Type': 'application/json'})
                        self.assertHeaders(reply)
                        self.assertEqual(reply.status // 100, 4, reply)

    def test_head(self):
        for path, methods in self.paths():
            if 'GET' in methods:
                with self.subTest(path=path):
                    head = self.ask('admin', 'HEAD', path)
                    whole = self.ask('admin', 'GET', path)
                    self.assertHeaders(head)
                    self.assertEqual((head.status, head.raw), (whole.status, b''))
                    self.assertEqual({name.lower() for name in head.headers}, {name.lower() for name in whole.headers})
                    self.assertEqual(head.headers['ETag'], whole.headers['ETag'])

    def test_methods_that_a_path_does_not_take(self):
        for path, methods in self.paths():
            for method in (*METHODS, 'BREW'):
                if method not in methods:
                    with self.subTest(method=method, path=path):
                        reply = self.ask('admin', method, path)
                        self.assertHeaders(self.assertStatus(reply, 405))
                        self.assertEqual(reply.json['code'], 'method_not_allowed')
                        self.assertEqual(set(reply.headers['Allow'].split(', ')), methods)

    def test_pages_from_elsewhere(self):
        for path, methods in self.paths():
            with self.subTest(path=path):
                for origin, allowed in ((FRIEND, FRIEND), (FORBIDDEN, None), ('null', None)):
                    flight = self.ask(None, 'OPTIONS', path, Origin=origin, **{'Access-Control-Request-Method': 'GET'})
                    self.assertHeaders(self.assertStatus(flight, 204))
                    replies = [flight]
                    if 'GET' in methods:
                        replies.append(self.ask('admin', 'GET', path, Origin=origin))
                        self.assertHeaders(replies[1])
                    for reply in replies:
                        self.assertEqual(reply.headers['Access-Control-Allow-Origin'], allowed)
                        self.assertEqual(reply.headers['Access-Control-Allow-Credentials'], allowed and 'true')
                    self.assertEqual(flight.headers['Access-Control-Allow-Methods'] is None, allowed is None)
                    self.assertNotIn('*', ''.join(flight.headers.values()))

    def test_bodies_that_are_no_json(self):
        form = 'application/x-www-form-urlencoded'
        for path, methods in self.paths():
            for method in methods & {'POST', 'PUT', 'PATCH', 'DELETE'}:
                for type_ in ('text/plain', form, 'multipart/form-data', None):
                    # What a Jitsi server asks is a form.
                    if (method, path, type_) == ('POST', '/telemedicine/api/jitsi/conference/', form):
                        continue
                    with self.subTest(method=method, path=path, type=type_):
                        reply = self.ask('admin', method, path, b'a=1', **({'Content-Type': type_} if type_ else {}))
                        self.assertHeaders(self.assertStatus(reply, 415))

    def test_bodies_that_are_too_large(self):
        """They are refused by their length, before they are read, and nothing is done."""
        for path in ('/telemedicine/api/patients/', f'/telemedicine/api/consultations/{self.visit.id}/send_message/',
                     '/accounts/api/login/'):
            with self.subTest(path=path):
                connection = http.client.HTTPConnection(self.clinic.process.host, self.clinic.process.port, timeout=10)
                connection.putrequest('POST', path)
                connection.putheader('Content-Type', 'application/json')
                connection.putheader('Content-Length', str(64 << 20))
                connection.endheaders()
                reply = connection.getresponse()
                self.assertEqual(reply.status, 413)
                self.assertEqual(reply.headers['Connection'].lower(), 'close')
                connection.close()


if __name__ == '__main__':
    main()
