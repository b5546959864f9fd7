"""How often one may ask, and what the server says of itself."""

import os
import re

from clinic import API, ClinicTest, main, new_id
from ws import Refused

LINE = re.compile(r'request method=([A-Z-]+) route=(\S+) status=(\d+) ms=\d+\.\d+ id=(\S+)')


class RateTest(ClinicTest):
    def limit(self, **settings):
        """Three at once, and then almost none."""
        path = os.path.join(self.clinic.data, 'server.conf')
        settings = {'requests-per-second': 1, 'requests-at-once': 3, **settings}
        with open(path, 'w', encoding='utf-8') as file:
            file.write('[limits]\n' + ''.join(f'{name}={value}\n' for name, value in settings.items()))
        self.clinic.restart('--config', path)

    def ask(self, address, token='x'):
        return self.clinic.request('GET', '/health/live', None,
                                   {'X-Forwarded-For': address, 'Authorization': f'Token {token}'})

    def test_address(self):
        self.limit()
        self.assertEqual([self.ask('192.0.2.1', new_id()).status for _ in range(4)], [200] * 3 + [429])
        self.assertGreater(int(self.ask('192.0.2.1', new_id()).headers['Retry-After']), 0)
        self.assertStatus(self.ask('192.0.2.2', new_id()), 200)

    def test_a_network_is_one_address(self):
        """Of IPv6 everybody has a /64."""
        self.limit()
        self.assertEqual([self.ask(f'2001:db8:0:1::{number}', new_id()).status for number in range(4)], [200] * 3 + [429])
        self.assertStatus(self.ask('2001:db8:0:2::1', new_id()), 200)

    def test_token(self):
        self.limit()
        self.assertEqual([self.ask(f'192.0.2.{number}').status for number in range(4)], [200] * 3 + [429])
        self.assertStatus(self.ask('192.0.2.9', new_id()), 200)

    def test_all_ways_in_count(self):
        """A live line and a patient's link take as much of the server as a request."""
        self.limit()

        def listen(address):
            try:
                return self.clinic.socket(None, '/ws/events/', X_Forwarded_For=address, Authorization='Token x').cut()
            except Refused as error:
                return error.status

        def visit(address):
            return self.clinic.request('HEAD', '/d/x', None, {'X-Forwarded-For': address}).status

        for come, address, usual in ((listen, '192.0.2.1', 401), (visit, '192.0.2.2', 404)):
            self.assertEqual([come(address) for _ in range(4)], [usual] * 3 + [429])

    def test_this_machine_may(self):
        self.limit()
        self.assertEqual({self.clinic.get('doctor', 'patients/').status for _ in range(20)}, {200})

    def test_this_machine_may_not_where_it_is_said(self):
        self.limit(loopback='true')
        self.assertEqual([self.clinic.request('GET', '/health/live').status for _ in range(4)], [200] * 3 + [429])

    def test_usual_burst(self):
        self.assertEqual({self.ask('192.0.2.1').status for _ in range(200)}, {200})


class MetricsTest(ClinicTest):
    def read_metrics(self, who=None, **headers):
        reply = self.assertStatus(self.clinic.get(who, '/metrics', **headers), 200)
        self.assertEqual(reply.headers['Content-Type'], 'text/plain; version=0.0.4; charset=utf-8')
        values = {}
        for line in reply.raw.decode().splitlines():
            if not line.startswith('#'):
                name, value = re.fullmatch(r'([a-z_]+(?:\{.*\})?) ([0-9.]+)', line).groups()
                self.assertNotIn(name, values)
                values[name] = float(value)
        return values

    def test_counts(self):
        visit = self.clinic.visit()
        for _ in range(3):
            self.clinic.read('doctor', visit.path)
        self.assertStatus(self.clinic.get('doctor', f'patients/{new_id()}/'), 404)
        self.assertStatus(self.clinic.get('doctor', 'nothing/'), 404)
        with self.clinic.listen('doctor'):
            values = self.read_metrics()
        for route, status, count in (('consultations/{id}', 200, 3), ('patients/{id}', 404, 1)):
            self.assertEqual(values[f'ausculta_requests_total{{method="GET",route="{API}{route}",status="{status}"}}'],
                             count)
        self.assertEqual(values['ausculta_requests_total{method="",route="",status="404"}'], 1)
        self.assertEqual(values['ausculta_sockets'], 1)
        self.assertGreaterEqual(values['ausculta_connections'], 2)
        self.assertGreater(values['process_resident_memory_bytes'], 1 << 20)
        self.assertGreater(values['ausculta_writer_batches_total'], 0)
        self.assertGreaterEqual(values['ausculta_writer_jobs_total'], values['ausculta_writer_batches_total'])
        self.assertEqual(values['ausculta_request_duration_seconds_bucket{le="+Inf"}'],
                         values['ausculta_request_duration_seconds_count'])

    def test_who_may(self):
        far = {'X_Forwarded_For': '192.0.2.1'}
        for who, status in ((None, 401), ('doctor', 403), (self.clinic.visit().door, 403)):
            with self.subTest(who=who):
                self.assertStatus(self.clinic.get(who, '/metrics', **far), status)
        self.read_metrics('admin', **far)


class LogTest(ClinicTest):
    def test_one_line_for_each_request_without_personal_data(self):
        visit = self.clinic.visit()
        self.clinic.authorization('doctor')
        self.clinic.restart(environment={'G_MESSAGES_DEBUG': 'aus-server'})
        self.clinic.get('doctor', visit.path + 'quality/?participant_id=M%C3%BCller', X_Request_Id='mine')
        self.clinic.get(visit.door, 'doors/current/')
        self.clinic.get(None, '/health/live')
        self.clinic.get('doctor', f'nothing/{visit.id}/')
        self.clinic.process.tell_to_go()
        self.clinic.process.process.wait(20)
        text = self.clinic.process.read_errors()
        self.assertEqual([line[:3] for line in LINE.findall(text)], [
            ('GET', API + 'consultations/{id}/quality', '200'), ('GET', API + 'doors/current', '200'),
            ('GET', '/health/live', '200'), ('-', '-', '404')])
        self.assertIn('mine', [line[3] for line in LINE.findall(text)])
        for secret in (visit.id, visit.door, self.clinic.tokens['doctor'], '127.0.0.1', 'Krüger', 'ller'):
            self.assertNotIn(secret, text)


if __name__ == '__main__':
    main()
