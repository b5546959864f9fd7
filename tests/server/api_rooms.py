"""Who is there, who heard what, and what those who were away get to hear."""

import random
import threading
import time

from clinic import ClinicTest, main


class PresenceTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='waiting')

    def enter(self, who):
        entered = self.visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def presences(self):
        return {person['role']: person['presence']
                for person in self.clinic.read('doctor', self.visit.path + 'participants/')['results']}

    def test_states(self):
        doctor, patient = self.enter('doctor'), self.enter(self.visit.door)
        for state in ('testing', 'no_camera', 'asleep', 'in_call', 'here'):
            self.assertEqual(patient.ask('presence', state=state)['type'], 'ack')
            frame = doctor.wait('presence', state=state)
            self.assertEqual((frame['participant_id'], frame['user_role']), (patient.hello['you'], 'patient'))
            self.assertEqual(self.visit.show()['patient_presence'], state)
        self.assertEqual(self.presences(), {'doctor': 'here', 'patient': 'here'})

    def test_lost_and_back(self):
        doctor, patient = self.enter('doctor'), self.enter(self.visit.door)
        patient.cut()
        left = doctor.wait('user_left')
        self.assertEqual((left['reason'], left['participant_id'], left['user_role']),
                         ('lost', patient.hello['you'], 'patient'))
        self.assertEqual(self.visit.show()['patient_presence'], 'lost')
        again = self.enter(self.visit.door)
        self.assertEqual(again.hello['you'], patient.hello['you'])
        self.assertEqual(doctor.wait('user_joined')['participant_id'], patient.hello['you'])
        person = self.clinic.read('doctor', self.visit.path + 'participants/')['results'][0]
        self.assertEqual((person['presence'], person['connection_issues'], person['left_at']), ('here', 1, None))

    def test_left(self):
        doctor, patient = self.enter('doctor'), self.enter(self.visit.door)
        patient.ask('consultation_action', action='leave')
        self.assertEqual(doctor.wait('user_left')['reason'], 'left')
        patient.cut()
        # Whoever left is not lost, and does not come back by looking.
        with self.visit.enter(self.visit.door):
            self.assertEqual(self.presences()['patient'], 'left')
        self.visit.must_act(self.visit.door, 'join_waiting')
        self.assertEqual(doctor.wait('user_joined')['user_role'], 'patient')
        self.assertEqual([frame['reason'] for frame in doctor.seen if frame['type'] == 'user_left'], ['left'])

    def test_leaving_twice_is_leaving_once(self):
        doctor = self.enter('doctor')
        for _ in range(2):
            self.visit.must_act(self.visit.door, 'leave')
        self.visit.must_act(self.visit.open_door('guest'), 'leave')
        self.assertEqual(doctor.types().count('user_left'), 1)

    def test_looking_is_not_coming(self):
        visit = self.clinic.visit()
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            patient.ask('presence', state='here')
            self.assertNotIn('user_joined', doctor.types()[1:])
            self.assertEqual(visit.show()['status'], 'scheduled')
            self.assertEqual(visit.show()['patient_presence'], 'away')

    def test_several_windows_are_one_person(self):
        """The newer has the seat, and the older one is told so; else both would answer the doctor's call."""
        doctor = self.enter('doctor')
        first, second = self.enter(self.visit.door), self.enter(self.visit.door)
        self.assertEqual(first.hello['you'], second.hello['you'])
        self.assertEqual(first.wait_closed(1), 4409)
        second.ask('presence', state='testing')
        doctor.wait('presence', state='testing')
        self.assertNotIn('user_left', doctor.types())
        second.cut()
        self.assertEqual(doctor.wait('user_left')['reason'], 'lost')

    def test_seats_outlive_the_server(self):
        patient = self.enter(self.visit.door)
        self.clinic.crash()
        self.assertEqual(self.visit.show()['patient_presence'], 'lost')
        again = self.enter(self.visit.door)
        self.assertEqual(again.hello['you'], patient.hello['you'])
        self.assertEqual(self.visit.show()['patient_presence'], 'here')

    def test_coming_and_going_does_not_age_the_record(self):
        """Or a doctor's notes would be refused whenever the patient's connection flickers."""
        revision = self.visit.show()['revision']
        doctor = self.enter('doctor')
        for _ in range(3):
            self.visit.enter(self.visit.door).cut()
            doctor.wait('user_left')
        self.visit.say(self.visit.door, 'Hello')
        self.assertEqual(self.visit.show()['revision'], revision)

    def test_deleting_ends_the_sockets(self):
        visit = self.clinic.visit()
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            self.assertStatus(self.clinic.delete('doctor', visit.path), 204)
            self.assertEqual((doctor.wait_closed(1), patient.wait_closed(1)), (4404, 4404))

    def test_unread(self):
        self.visit.say(self.visit.door, 'One')
        self.visit.say(self.visit.door, 'Two')
        self.assertEqual(self.visit.show()['unread_messages'], 2)
        self.visit.assign('other', role='observer').enter('other').cut()
        self.assertEqual(self.visit.show()['unread_messages'], 2)
        with self.visit.enter('doctor'):
            self.assertEqual(self.visit.show()['unread_messages'], 0)
            self.visit.say(self.visit.door, 'Three')
            self.assertEqual(self.visit.show()['unread_messages'], 0)


class CrowdTest(ClinicTest):
    """Many come, talk and go at once, politely or not."""

    def visit_often(self, visit, who, chance, faults):
        try:
            for number in range(10):
                with visit.enter(who) as socket:
                    for _ in range(chance.randrange(4)):
                        chance.choice((
                            lambda: socket.send('typing_indicator', is_typing=True),
                            lambda: socket.send('chat_message', message=f'{number}'),
                            lambda: socket.send('presence', state='testing'),
                            lambda: socket.send('resume', after=0),
                            lambda: socket.send('signal', to=socket.hello['you'], restart=True),
                            lambda: socket.send('consultation_action', action='leave')))()
                    if chance.random() < 0.5:
                        socket.settle()
        except Exception as fault:  # Handed to the test's own thread.
            faults.append(fault)

    def test_crowd(self):
        visits = [self.clinic.visit(status='in_progress') for _ in range(2)]
        faults, people = [], []
        for number, visit in enumerate(visits):
            for who in ('doctor', 'receptionist', 'admin', visit.door, visit.open_door('guest')):
                self.clinic.authorization(who)
                people.append(threading.Thread(target=self.visit_often,
                                               args=(visit, who, random.Random(number), faults)))
        for person in people:
            person.start()
        for person in people:
            person.join()
        self.assertEqual(faults, [])
        deadline = time.monotonic() + 10
        while self.there(visits) and time.monotonic() < deadline:
            pass
        self.assertEqual(self.there(visits), [])

    def there(self, visits):
        return [person for visit in visits
                for person in self.clinic.read('doctor', visit.path + 'participants/')['results']
                if person['presence'] not in ('away', 'lost', 'left')]


class ClinicEventsTest(ClinicTest):
    def test_the_doctor_hears_within_a_second(self):
        visit = self.clinic.visit()
        with self.clinic.listen('doctor') as doctor, self.clinic.listen('receptionist') as desk:
            start = time.monotonic()
            visit.must_act(visit.door, 'join_waiting')
            for socket in (doctor, desk):
                frame = socket.wait('patient_waiting', 1)
                self.assertEqual((frame['consultation_id'], frame['patient_name']), (visit.id, 'Patient Krüger'))
            self.assertLess(time.monotonic() - start, 1)

    def test_newcomers_hear_nothing_old(self):
        self.clinic.authorization('doctor')
        self.clinic.visit(status='waiting')
        with self.clinic.listen('doctor') as socket:
            self.assertEqual(socket.types(), [])

    def test_provider_and_record_changes_are_told(self):
        visit = self.clinic.visit()
        with self.clinic.listen('doctor') as socket:
            self.clinic.patch('doctor', visit.path, {'reason': 'Cough'})
            frame = socket.wait('consultation_updated')
            self.assertEqual((frame['revision'], frame['status']), (2, 'scheduled'))


class ResumeTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress')

    @staticmethod
    def durable(frames, after):
        """What counts: the events behind a point, once each, in order."""
        kept = {frame['seq']: frame for frame in frames
                if frame.get('seq', 0) > after and frame['type'] not in
                ('presence', 'typing_indicator', 'signal', 'queue_updated', 'changes', 'connection_quality_updated')
                and 'last_seq' not in frame}
        return [kept[seq] for seq in sorted(kept)]

    def resume(self, who, after):
        with self.visit.enter(who) as socket:
            socket.send('resume', after=after)
            resumed = socket.wait('resumed')
            self.assertEqual(resumed['after'], after)
            frames = [frame for frame in socket.seen[1:-1]]
            return frames, resumed['complete']

    def test_replays_exactly_what_was_missed(self):
        with self.visit.enter(self.visit.door) as patient, self.visit.enter('doctor') as witness:
            last = patient.hello['last_seq']
            patient.cut()
            witness.wait('user_left')
            for number in range(5):
                self.visit.say('doctor', f'{number}')
            self.visit.say('doctor', 'Aside', is_private=True)
            self.visit.must_act('doctor', 'end')
            since = witness.hello['last_seq']
            heard = self.durable(witness.settle(), since)
        frames, complete = self.resume(self.visit.door, last)
        self.assertTrue(complete)
        missed = self.durable(frames, since)
        expected = [frame for frame in heard if frame.get('message') != 'Aside']
        self.assertEqual(missed[:len(expected)], expected)
        self.assertEqual([frame['message'] for frame in missed if frame['type'] == 'new_message'],
                         [str(number) for number in range(5)])

    def test_from_every_point(self):
        for number in range(3):
            self.visit.say('doctor', f'{number}')
        seqs = [row[0] for row in self.clinic.sql('SELECT seq FROM events WHERE consultation_id = ? ORDER BY seq',
                                                  self.visit.id)]
        with self.visit.enter('doctor') as doctor:
            newest = doctor.hello['last_seq']
            for after in [0] + seqs:
                del doctor.seen[:]
                doctor.send('resume', after=after)
                doctor.wait('resumed')
                replayed = [frame['seq'] for frame in doctor.seen[:-1] if frame['seq'] <= newest]
                self.assertEqual([seq for seq in replayed if seq in seqs], [seq for seq in seqs if seq > after])

    def test_across_a_restart(self):
        with self.visit.enter('doctor') as doctor:
            last = doctor.hello['last_seq']
        self.visit.say(self.visit.door, 'Before')
        self.clinic.crash()
        self.visit.say(self.visit.door, 'After')
        frames, complete = self.resume('doctor', last)
        self.assertTrue(complete)
        self.assertEqual([frame['message'] for frame in frames if frame['type'] == 'new_message'], ['Before', 'After'])
        seqs = [frame['seq'] for frame in self.durable(frames, last)]
        self.assertEqual(seqs, sorted(set(seqs)))

    def test_nothing_missed(self):
        with self.visit.enter('doctor') as doctor:
            doctor.send('resume', after=doctor.hello['last_seq'])
            self.assertEqual(doctor.wait('resumed')['complete'], True)
            self.assertEqual(self.durable(doctor.seen[1:-1], doctor.hello['last_seq']), [])

    def test_too_much_missed(self):
        self.clinic.sql('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501) '
                        "INSERT INTO events SELECT 1000000 + i, ?, 'new_message', -1, NULL, '', "
                        "json_object ('type', 'new_message', 'seq', 1000000 + i), 0 FROM n", self.visit.id)
        self.clinic.crash()
        frames, complete = self.resume('doctor', 1000020)
        self.assertTrue(complete)
        frames, complete = self.resume('doctor', 1000000)
        self.assertFalse(complete)
        self.assertEqual([frame for frame in frames if frame.get('seq', 0) <= 1000501], [])

    def test_while_others_talk(self):
        """What is said between the first frame and the answer comes too, whichever way."""
        with self.visit.enter('doctor') as doctor:
            last = doctor.hello['last_seq']
            for number in range(30):
                doctor.send('chat_message', message=f'{number}') if number % 3 == 0 else self.visit.say('doctor', f'{number}')
            doctor.send('resume', after=last)
            doctor.wait('resumed')
            heard = self.durable(doctor.settle(), last)
            self.assertEqual(sorted(int(frame['message']) for frame in heard if frame['type'] == 'new_message'),
                             list(range(30)))

    def test_the_clinic(self):
        with self.clinic.listen('doctor') as doctor:
            self.visit.say(self.visit.door, 'Hello')
            last = doctor.wait('new_message')['seq']
        self.visit.must_act('doctor', 'end')
        with self.clinic.listen('doctor') as doctor:
            doctor.send('resume', after=last)
            self.assertTrue(doctor.wait('resumed')['complete'])
            self.assertEqual([frame['type'] for frame in doctor.seen if frame.get('consultation_id')],
                             ['consultation_status', 'consultation_ended'])


if __name__ == '__main__':
    main()
