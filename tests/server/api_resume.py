"""Going on with a WebSocket: what was missed is told, in order, and once."""

import http.client
import os
import random
import threading
import time

from clinic import API, ClinicTest, main
from ws import Closed, Refused


# How much is said, and how often each ear is cut off, in each of three runs: together less than the server would tell
# once more, however fast the machine.
SAID = 50
CUTS = 12

# They are true for the moment, kept nowhere, and repeat the seq of another.
PASSING = ('consultation_status', 'presence', 'changes', 'queue_updated', 'connection_quality_updated')


class Ear:
    """A client that is cut off now and then, and goes on from where it heard everything."""

    def __init__(self, visit, who):
        self.visit = visit
        self.who = who
        self.last = self.heard = 0
        self.resuming = False
        self.socket = None
        self.frames = {}

    def connect(self):
        resume = '?resume=1' if self.last > 0 else ''
        self.socket = self.visit.clinic.socket(self.who, f'/ws/consultation/{self.visit.id}/{resume}')
        self.heard = self.last
        self.resuming = self.last > 0
        self.told = []
        if self.resuming:
            self.socket.send('resume', after=self.last)

    def take(self, frame):
        if frame['type'] == 'resumed':
            assert frame['complete'], frame
            self.resuming = False
        if frame.get('seq') and frame['type'] not in PASSING:
            self.told.append(frame['seq'])
            self.frames[frame['seq']] = frame
        self.heard = max(self.heard, frame.get('seq', 0), frame.get('last_seq', 0))
        if not self.resuming:
            self.last = self.heard

    def listen(self, until, chance):
        """Reads for a while, and is cut off anywhere, also in the middle of what it missed."""
        try:
            if self.socket is None:
                self.connect()
            for _ in range(chance.randrange(1, 30)):
                self.take(self.socket.receive(max(until - time.monotonic(), 0.01)))
        except (TimeoutError, Closed, Refused, OSError):
            pass
        if chance.random() < 0.7:
            self.cut()

    def cut(self):
        if self.socket is not None:
            self.socket.cut()
            assert self.told == sorted(set(self.told)), 'told twice, or in another order, in one connection'
        self.socket = None

    def catch_up(self):
        self.cut()
        self.connect()
        while self.resuming:
            self.take(self.socket.receive())
        self.cut()


class EarTest(ClinicTest):
    """Nothing is lost or heard twice, however often a client is cut off and the server killed."""

    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get('SEED') or random.randrange(1 << 32))
        self.chance = random.Random(self.seed)
        self.visit = self.clinic.visit(status='in_progress')
        for who in ('doctor', 'receptionist'):
            self.clinic.authorization(who)

    def talk(self, until):
        chance = random.Random(f'{self.seed} talk')
        for _ in range(SAID):
            if time.monotonic() > until:
                break
            try:
                self.clinic.post(*chance.choice((
                    ('doctor', self.visit.path + 'send_message/', {'message': 'd', 'is_private': chance.random() < 0.5}),
                    (self.visit.door, self.visit.path + 'send_message/', {'message': 'p'}),
                    ('doctor', self.visit.path + 'update_connection_quality/', {'quality': 'poor'}),
                    ('doctor', self.visit.path + 'report_issue/', {'issue_type': 'audio', 'description': 'x'}))))
            except (http.client.HTTPException, OSError):
                time.sleep(0.01)

    def run_all(self, ears, seconds):
        until = time.monotonic() + seconds
        failures = []

        def hear(ear, chance):
            try:
                for _ in range(CUTS):
                    if time.monotonic() < until:
                        ear.listen(until, chance)
            except BaseException as fault:
                failures.append(fault)

        threads = [threading.Thread(target=self.talk, args=(until,))]
        threads += [threading.Thread(target=hear, args=(ear, random.Random(f'{self.seed} {ear.who}'))) for ear in ears]
        for thread in threads:
            thread.start()
        threads[0].join(seconds * (0.3 + self.chance.random() / 3))
        self.clinic.process.kill()
        self.clinic.start_again()
        for thread in threads:
            thread.join()
        for failure in failures:
            raise AssertionError(f'SEED={self.seed}') from failure

    def test_cut_off_at_random(self):
        print(f'# SEED={self.seed}')
        ears = [Ear(self.visit, who) for who in ('doctor', self.visit.door, 'receptionist')]
        for ear in ears:
            ear.connect()
            ear.take(ear.socket.receive())
            ear.begin = ear.last
        for _ in range(3):
            self.run_all(ears, 2)
        for ear in ears:
            ear.catch_up()
        for ear in ears:
            with self.subTest(who=ear.who, seed=self.seed):
                rows, path = [], f'{API}{self.visit.path}timeline/?page_size=200'
                while path:
                    page = self.clinic.read(ear.who, path)
                    rows += page['results']
                    path = page['next'] and page['next'].split(self.clinic.address)[1]
                wanted = {row['seq']: row for row in rows if ear.begin < row['seq'] <= ear.last}
                heard = {seq: frame for seq, frame in ear.frames.items() if ear.begin < seq <= ear.last}
                self.assertEqual(sorted(heard), sorted(wanted))
                self.assertEqual(heard, wanted)
                self.assertGreater(len(wanted), 20)

    def test_too_much_was_missed(self):
        """Half of it would be worse than none: then the client reads afresh."""
        for number in range(520):
            self.visit.say('doctor', str(number))
        with self.visit.enter(self.visit.door) as patient:
            for after, complete in ((0, False), (patient.hello['last_seq'], True), (patient.hello['last_seq'] + 1000, False)):
                patient.seen.clear()
                patient.send('resume', after=after)
                self.assertEqual(patient.wait('resumed', after=after)['complete'], complete)
                self.assertEqual([frame for frame in patient.seen if frame['type'] == 'new_message'], [])

    def test_what_was_missed_comes_first(self):
        """Whatever is said between coming back and asking."""
        with self.visit.enter(self.visit.door) as patient:
            last = patient.hello['last_seq']
        self.visit.say('doctor', 'missed')
        with self.visit.clinic.socket(self.visit.door, f'/ws/consultation/{self.visit.id}/?resume=1') as patient:
            patient.wait('consultation_status')
            self.visit.say('doctor', 'meanwhile')
            patient.send('resume', after=last)
            patient.wait('new_message', message='meanwhile')
            self.assertEqual([frame['message'] for frame in patient.seen if frame['type'] == 'new_message'],
                             ['missed', 'meanwhile'])

    def test_whoever_does_not_ask_is_not_kept_waiting(self):
        with self.visit.clinic.socket('doctor', f'/ws/consultation/{self.visit.id}/?resume=1') as doctor:
            self.visit.say(self.visit.door, 'Hello')
            self.assertEqual(doctor.ask('presence', state='here')['type'], 'ack')
            self.assertIn('Hello', [frame.get('message') for frame in doctor.settle()])
        with self.visit.clinic.socket('doctor', f'/ws/consultation/{self.visit.id}/?resume=1') as doctor:
            self.visit.say(self.visit.door, 'Again')
            doctor.wait('new_message', message='Again')

    def test_after_hours(self):
        """Events are kept as long as their visit, so that nobody is away for too long."""
        self.visit.say('doctor', 'Hello')
        with self.visit.enter(self.visit.door) as patient:
            last = patient.hello['last_seq']
        self.visit.say('doctor', 'Later')
        self.clinic.sql('UPDATE events SET created_at = created_at - 30 * 86400000000')
        self.clinic.crash()
        with self.visit.enter(self.visit.door) as patient:
            patient.send('resume', after=last)
            self.assertEqual(patient.wait('resumed')['complete'], True)
            self.assertEqual([frame['message'] for frame in patient.seen if frame['type'] == 'new_message'], ['Later'])


if __name__ == '__main__':
    main()
