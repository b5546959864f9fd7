"""A clock that is set while the server runs: libfaketime stands between it and the kernel.

    clock_steps.py PROGRAM
"""

import glob
import os
import tempfile
import threading

from clinic import PASSWORD, ClinicTest, main, new_id, one_time_code
from filed import FilingTest
from receiver import Answer
from webhooks import OPEN, WebhookTest
from writers import check_data
from ws import Refused

LIBRARY = glob.glob('/usr/lib/*/faketime/libfaketimeMT.so.1')
HOUR = 3600
DAY = 24 * HOUR
# Past the end of 32 bits.
YEARS = 20 * 365 * DAY
# An order of steps that ends where it began.
STEPS = (2 * HOUR, 0, -2 * HOUR, 0, YEARS, 0)


class SteppedTest(ClinicTest):
    environment = {}

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix='ausculta-clock-')
        self.addCleanup(folder.cleanup)
        self.clock = os.path.join(folder.name, 'clock')
        self.step(0)
        self.environment = {
            **self.environment, 'LD_PRELOAD': LIBRARY[0], 'FAKETIME_TIMESTAMP_FILE': self.clock, 'FAKETIME_NO_CACHE': '1',
            'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'FAKETIME_DONT_RESET': '1', 'NO_FAKE_STAT': '1', 'TZ': 'UTC'}
        self.clinic.restart(environment=self.environment)

    def step(self, seconds):
        """Sets the server's clock that far from ours."""
        with open(self.clock + '.new', 'w', encoding='ascii') as file:
            file.write(f'{seconds:+d}\n')
        os.replace(self.clock + '.new', self.clock)

    def sign_in_again(self):
        self.clinic.tokens.clear()
        self.clinic.authorization('doctor')


class ClockTest(SteppedTest):
    def server_time(self):
        return self.clinic.read('doctor', 'sync/?since=0')['server_time']

    def test_the_order_of_things(self):
        """Ids grow, the log of changes grows, what was said stands in the order in which it was said."""
        visit = self.clinic.visit(status='in_progress')
        socket = visit.enter('doctor')
        self.addCleanup(socket.cut)
        said, seq = [], 0
        for number, seconds in enumerate(STEPS[:-1]):
            self.step(seconds)
            self.sign_in_again()
            said.append(visit.say('doctor', f'number {number}')['id'])
            socket.wait('new_message')
            changes = self.clinic.read('doctor', f'sync/?since={seq}')
            self.assertGreater(changes['next'], seq)
            seq = changes['next']
        self.assertEqual(said, sorted(set(said)))
        listed = self.clinic.read('doctor', visit.path + 'messages/')['results']
        self.assertEqual([message['message'] for message in listed], [f'number {number}' for number in range(len(said))])
        events = [frame['seq'] for frame in socket.settle() if 'seq' in frame]
        self.assertEqual(events, sorted(events))
        self.assertEqual(len(self.clinic.sql('SELECT seq FROM changes GROUP BY seq HAVING count (*) > 1')), 0)
        check_data(self, self.clinic)

    def test_no_time_is_negative(self):
        for seconds in (-2 * HOUR, 2 * HOUR, YEARS):
            with self.subTest(seconds=seconds):
                self.step(0)
                self.sign_in_again()
                visit = self.clinic.visit(minutes=1, status='waiting')
                self.step(seconds)
                self.sign_in_again()
                room = self.clinic.read('doctor', visit.path + 'waiting_room/')
                self.assertGreaterEqual(room['waited_minutes'], 0)
                self.assertGreaterEqual(room['estimated_wait_minutes'], 0)
                visit.must_act('doctor', 'start')
                self.step(0)
                self.sign_in_again()
                ended = visit.must_act('doctor', 'end')
                self.assertGreaterEqual(ended['duration_minutes'], 0)
                shown = visit.show()
                self.assertGreaterEqual(shown['duration_minutes'], 0)
                self.assertGreaterEqual(shown['actual_end'], shown['actual_start'])
                self.assertGreaterEqual(self.clinic.read('doctor', 'consultations/stats/')['total_duration'], 0)

    def test_sign_ins(self):
        """Idle for a day is idle; a sign-in of a year that was a mistake does not outlive it."""
        token = self.clinic.sign_in('doctor')

        def status(which):
            return self.clinic.request('GET', '/accounts/api/me/', None, {'Authorization': f'Token {which}'}).status

        for seconds, expected in ((2 * HOUR, 200), (-2 * HOUR, 200), (DAY, 401)):
            self.step(seconds)
            self.assertEqual(status(token), expected, seconds)
        self.step(YEARS)
        late = self.clinic.sign_in('doctor')
        self.assertEqual(status(late), 200)
        self.step(0)
        self.assertEqual(status(late), 401)
        self.assertEqual(status(self.clinic.sign_in('doctor')), 200)

    def test_one_time_codes(self):
        """A code is good once, though its time come again; but nobody waits for years."""
        secret = self.clinic.post('doctor', '/accounts/api/totp/', {'password': PASSWORD}).json['secret']
        self.assertStatus(self.clinic.post('doctor', '/accounts/api/totp/confirm/', {'otp': one_time_code(secret)}), 200)

        def sign_in(offset):
            return self.clinic.request('POST', '/accounts/api/login/', {
                'email': 'doctor@clinic.example', 'password': PASSWORD, 'otp': one_time_code(secret, offset)}).status

        self.step(2 * HOUR)
        self.assertEqual(sign_in(0), 401)
        self.assertEqual(sign_in(240), 200)
        self.step(0)
        self.assertEqual(sign_in(0), 401)
        self.step(2 * HOUR)
        self.assertEqual([sign_in(240), sign_in(241)], [401, 200])
        self.step(YEARS)
        self.assertEqual(sign_in(YEARS // 30), 200)
        self.step(3 * HOUR)
        self.assertEqual(sign_in(360), 200)

    def test_tickets(self):
        for seconds in (2 * HOUR, -2 * HOUR):
            self.step(0)
            ticket = self.clinic.post('doctor', '/accounts/api/ws-ticket/').json['ticket']
            self.step(seconds)
            self.clinic.socket(None, f'/ws/events/?ticket={ticket}').cut()
            for back in (0, -seconds):
                self.step(back)
                with self.assertRaises(Refused) as refusal:
                    self.clinic.socket(None, f'/ws/events/?ticket={ticket}').cut()
                self.assertEqual(refusal.exception.status, 401)

    def test_keys_of_requests(self):
        """Two hours either way are within the day that an answer is kept; a day is a day, and a mistaken year is none."""
        body = {'given_name': 'A', 'family_name': 'B'}

        def make(key):
            self.sign_in_again()
            return self.clinic.post('doctor', 'patients/', body, Idempotency_Key=key).json['id']

        key = new_id()
        first = make(key)
        for seconds, is_same in ((2 * HOUR, True), (-2 * HOUR, True), (DAY + HOUR, False)):
            self.step(seconds)
            self.assertEqual(make(key) == first, is_same, seconds)
        self.step(YEARS)
        key = new_id()
        late = make(key)
        self.assertEqual(make(key), late)
        self.step(0)
        self.assertNotEqual(make(key), late)

    def test_limits_go_on(self):
        """How often one may ask and try is measured by a clock that nobody sets."""
        for _ in range(12):
            reply = self.clinic.request('POST', '/accounts/api/login/', {'email': 'nurse@clinic.example', 'password': 'x'})
        self.assertStatus(reply, 429)
        for seconds in STEPS:
            self.step(seconds)
            reply = self.clinic.request('POST', '/accounts/api/login/', {'email': 'nurse@clinic.example', 'password': 'x'})
            self.assertStatus(reply, 429)
            self.assertLessEqual(int(reply.headers['Retry-After']), 900)
            self.assertStatus(self.clinic.get(None, '/health/ready'), 200)

    def test_started_in_another_year(self):
        """What was written in a year that was none is there in the right one, and the other way round."""
        visit = self.clinic.visit(status='in_progress')
        first = visit.say('doctor', 'Now')['id']
        for seconds in (YEARS, 0):
            self.clinic.process.terminate()
            self.step(seconds)
            self.clinic.tokens.clear()
            self.clinic.start_again(environment=self.environment)
            self.assertEqual(self.server_time()[:4] > '2040', seconds == YEARS)
            visit.say('doctor', f'{seconds}')
        rows = self.clinic.read('doctor', visit.path + 'messages/')['results']
        self.assertEqual([row['message'] for row in rows], ['Now', f'{YEARS}', '0'])
        self.assertEqual(rows[0]['id'], first)
        self.clinic.visit(minutes=60)
        check_data(self, self.clinic)


class FilesTest(SteppedTest, FilingTest):
    def wait_for_a_look(self, file):
        """What is deleted is off the disk after a look at all that is due."""
        self.sign_in_again()
        self.assertStatus(self.clinic.delete('doctor', f'files/{file["id"]}/'), 204)
        while os.path.exists(self.path_of(file)):
            self.clinic.read('doctor', self.visit.path)

    def test_nothing_expires_by_mistake(self):
        """A clock that is wrong for a minute deletes nothing, not even where the server is started with it."""
        kept, *others = [self.give(self.visit.door) for _ in range(5)]
        self.step(400 * DAY)
        self.wait_for_a_look(others.pop())
        for seconds in (400 * DAY, 400 * DAY, 0):
            self.clinic.process.terminate()
            self.step(seconds)
            self.clinic.start_again(environment=self.environment)
            self.wait_for_a_look(others.pop())
        self.assertEqual(self.show('doctor', kept).json['state'], 'ready')
        self.assertStatus(self.media('doctor', kept), 200)


class WebhooksTest(SteppedTest, WebhookTest):
    environment = OPEN

    def test_no_endpoint_fails_for_days_by_mistake(self):
        endpoint = self.add(event_types='patient.*')
        self.receiver.answers[:] = [Answer(500), Answer(500)]
        self.settled(self.ping(endpoint), 'failed')
        self.step(6 * DAY)
        self.sign_in_again()
        self.settled(self.ping(endpoint), 'failed')
        self.assertTrue(self.show(endpoint)['is_active'])

    def test_what_is_due_stays_due(self):
        endpoint, held = self.add(event_types='patient.*'), threading.Event()
        self.addCleanup(held.set)
        self.receiver.answers[:] = [Answer(held=held)]
        for _ in range(4):
            self.add_patient()
        self.receiver.wait(1)
        self.until(lambda: self.deliveries(endpoint), lambda seen: len(seen) == 4)
        self.step(-2 * HOUR)
        self.sign_in_again()
        held.set()
        self.receiver.wait(4)

    def test_put_right_while_it_was_stopped(self):
        def start(seconds):
            self.clinic.process.terminate()
            self.step(seconds)
            self.clinic.tokens.clear()
            self.start_again()

        start(30 * DAY)
        endpoint = self.add(event_types='patient.*')
        self.receiver.answers[:] = [Answer(500)]
        self.settled(self.ping(endpoint), 'failed')
        start(0)
        self.receiver.wait(2)


if __name__ == '__main__':
    main()
